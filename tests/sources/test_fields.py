"""Every field of a Session: where each vendor's record says it, and None where the vendor does not."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from allsessions import Session, Status
from allsessions.source import UnreadableError

from .records import ABSENT, RECORDS, VENDORS, record, session

NINE = datetime(2026, 4, 20, 9, tzinfo=UTC)

ID_FIELDS = {"akool": "_id", "anam": "id", "elizaos": "sessionId", "konpro": "session_id"}

EXPECTED: dict[str, dict[str, Any]] = {
    "akool": {
        "id": "6698c9d69cf7b0d61d1b6420",
        "status": Status.ACTIVE,
        "vendor_status": 2,
        "created_at": datetime(2024, 7, 18, 7, 52, 54, tzinfo=UTC),
        "user_id": "101400",
        "transport": "livekit",
    },
    "anam": {
        "id": "7c0b4c1e-5a55-4d2f-9a37-3ed5f1b0a001",
        "status": Status.ENDED,
        "vendor_status": "NORMAL_EXIT",
        "created_at": NINE,
        "started_at": NINE + timedelta(seconds=1.25),
        "ended_at": NINE + timedelta(minutes=12, seconds=35.25),
        "duration": timedelta(minutes=12, seconds=34),
        "agent_id": "a7cf662c-2ace-4de1-a21e-ef0fbf144bb7",
        "label": "kiosk-berlin",
        "transport": "https",
    },
    "elizaos": {
        "id": "0f0b4c1e-5a55-0d2f-9a37-3ed5f1b0a002",
        "status": Status.ACTIVE,
        "created_at": NINE,
        "last_active_at": NINE + timedelta(minutes=5),
        "expires_at": NINE + timedelta(minutes=35),
        "agent_id": "b850bc30-45f8-0041-a00a-83df46d8555d",
        "user_id": "c43be4d0-7a6c-4b0e-8a52-2b7a4f4a9d10",
    },
    "konpro": {
        "id": "b1c2d3e4f5",
        "status": Status.ENDED,
        "vendor_status": "connected",
        "created_at": NINE,
        "duration": timedelta(seconds=93.5),
        "agent_id": "Anna_public_3_20240108",
    },
}

TIMES = [
    ("anam", "createdAt", "created_at"),
    ("anam", "startTime", "started_at"),
    ("anam", "endTime", "ended_at"),
    ("elizaos", "createdAt", "created_at"),
    ("elizaos", "lastActivity", "last_active_at"),
    ("elizaos", "expiresAt", "expires_at"),
]

# Of the records here: Anam's end, and how long KonPro's session was connected.
DECIDES_THE_STATUS = {"endTime", "duration"}

BESIDE = {"raw", "unreadable"}
"""What a Session has beside what a record says."""

# Beyond what a datetime or timedelta holds. 1e400 is what JSON's 1e400 becomes: infinity.
HUGE = (10**400, -(10**400), 1e400, -1e400, 1e300)


def values(found: Session) -> dict[str, Any]:
    return {field.name: getattr(found, field.name) for field in fields(Session) if field.name not in BESIDE}


def assert_unreadable(vendor: str, field: str, sent: str, value: Any) -> None:
    """With this value in its record, the session lacks this field, and what is concluded from it, and nothing else."""
    found = session(vendor, **{sent: value})
    assert found.unreadable - {"status"} == {field}
    assert getattr(found, field) is None
    assert ("status" in found.unreadable) == (sent in DECIDES_THE_STATUS)
    if "status" in found.unreadable:
        assert found.status is Status.UNKNOWN
    others = EXPECTED[vendor].keys() - found.unreadable
    assert {name: getattr(found, name) for name in others} == {name: EXPECTED[vendor][name] for name in others}
    assert found.raw.to_dict()[sent] == value


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_record_fills_the_documented_fields_and_no_others(vendor: str) -> None:
    nothing = dict.fromkeys(field.name for field in fields(Session) if field.name not in BESIDE)
    assert values(session(vendor)) == {**nothing, "source": vendor, "vendor": vendor, **EXPECTED[vendor]}
    assert session(vendor).unreadable == frozenset()


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("nothing", [None, ABSENT], ids=["null", "absent"])
def test_a_record_with_nothing_but_its_id_says_nothing_else(vendor: str, nothing: Any) -> None:
    others = {name: nothing for name in RECORDS[vendor] if name != ID_FIELDS[vendor]}
    found = values(session(vendor, **others))
    said = {name for name, value in found.items() if value is not None}
    assert session(vendor, **others).unreadable == frozenset()
    assert said == {"source", "vendor", "id", "status"} | ({"created_at"} if vendor == "akool" else set())


@given(vendor=st.sampled_from(VENDORS), data=st.data())
def test_any_field_but_the_id_can_be_null_or_absent(vendor: str, data: st.DataObject) -> None:
    names = st.sampled_from([name for name in RECORDS[vendor] if name != ID_FIELDS[vendor]])
    changes = data.draw(st.dictionaries(names, st.sampled_from([None, ABSENT])))
    assert session(vendor, **changes).id == EXPECTED[vendor]["id"]


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("nothing", [None, ABSENT, "", True, 1.5, [], ["id"], {"id": 1}])
def test_a_record_without_a_usable_id_is_unreadable(vendor: str, nothing: Any) -> None:
    with pytest.raises(UnreadableError) as caught:
        session(vendor, **{ID_FIELDS[vendor]: nothing})
    assert caught.value.path == ID_FIELDS[vendor]


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("number", [0, 7, -1, 10**30])
def test_a_number_is_an_id_too(vendor: str, number: int) -> None:
    found = session(vendor, **{ID_FIELDS[vendor]: number})
    assert (found.id, found.unreadable) == (str(number), frozenset())
    assert found.raw.to_dict()[ID_FIELDS[vendor]] == number


@pytest.mark.parametrize("vendor", VENDORS)
def test_fields_that_no_document_knows_are_kept_in_raw(vendor: str) -> None:
    assert session(vendor, brand_new={"nested": [1]}).raw.to_dict()["brand_new"] == {"nested": [1]}


@pytest.mark.parametrize("vendor", VENDORS)
def test_raw_holds_the_record_as_it_came(vendor: str) -> None:
    times = {sent for _, sent, _ in TIMES}  # those are written differently, and mean the same
    raw, sent = session(vendor).raw.to_dict(), record(vendor)
    assert raw.keys() == sent.keys()
    assert {name: raw[name] for name in sent if name not in times} == {
        name: value for name, value in sent.items() if name not in times
    }


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_ref_is_source_colon_id(vendor: str) -> None:
    assert session(vendor).ref == f"{vendor}:{EXPECTED[vendor]['id']}"


@pytest.mark.parametrize("vendor", VENDORS)
def test_to_dict_is_json_and_says_what_the_session_says(vendor: str) -> None:
    found = session(vendor)
    written = json.loads(json.dumps(found.to_dict()))
    assert written.keys() == values(found).keys() | {"ref"}
    assert written["created_at"] == (found.created_at and found.created_at.isoformat())
    assert written["duration"] == (found.duration and found.duration.total_seconds())
    assert {written[name] is None for name, value in values(found).items() if value is None} == {True}


@pytest.mark.parametrize("vendor", VENDORS)
def test_to_dict_adds_the_record_as_json_on_request(vendor: str) -> None:
    assert json.loads(json.dumps(session(vendor).to_dict(raw=True)))["raw"].keys() == record(vendor).keys()


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_session_neither_changes_nor_shows_its_record(vendor: str) -> None:
    found = session(vendor)
    with pytest.raises(AttributeError):
        found.id = "another"  # type: ignore[misc]  # that it is refused is what is tested
    assert "raw" not in repr(found)
    assert {found, session(vendor, brand_new=1)} == {found}, "the record takes no part in equality"


# Times


@pytest.mark.parametrize(("vendor", "sent", "field"), TIMES)
@pytest.mark.parametrize(
    "written",
    ["2026-04-20T09:00:00Z", "2026-04-20T09:00:00", "2026-04-20T11:00:00+02:00", "2026-04-20T00:30:00.000-08:30"],
    ids=["utc", "naive", "east", "west"],
)
def test_times_are_aware_and_utc(vendor: str, sent: str, field: str, written: str) -> None:
    found = getattr(session(vendor, **{sent: written}), field)
    assert (found, found.tzinfo) == (NINE, UTC)


@pytest.fixture
def far_from_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine's own zone is another."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "XYZ-09:30")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of the process cannot be set here")
@pytest.mark.usefixtures("far_from_utc")
@pytest.mark.parametrize(("vendor", "sent", "field"), TIMES)
def test_a_naive_time_is_utc_whatever_the_machines_zone(vendor: str, sent: str, field: str) -> None:
    assert getattr(session(vendor, **{sent: "2026-04-20T09:00:00"}), field) == NINE


@pytest.mark.parametrize(("vendor", "sent", "field"), TIMES)
@pytest.mark.parametrize("written", ["soon", "20/04/2026", "2026-13-01T00:00:00Z", " ", 5, [1], True])
def test_a_time_that_is_none_is_named_unreadable(vendor: str, sent: str, field: str, written: Any) -> None:
    assert_unreadable(vendor, field, sent, written)


@pytest.mark.parametrize(("vendor", "sent", "field"), TIMES)
def test_an_empty_time_says_nothing(vendor: str, sent: str, field: str) -> None:
    found = session(vendor, **{sent: ""})
    assert (getattr(found, field), found.unreadable) == (None, frozenset())


@pytest.mark.parametrize(("vendor", "sent", "field"), TIMES)
@pytest.mark.parametrize("written", ["0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"])
def test_a_time_outside_the_calendar_in_utc_is_named_unreadable(
    vendor: str, sent: str, field: str, written: str
) -> None:
    found = session(vendor, **{sent: written})
    assert found.unreadable - {"status"} == {field}
    assert getattr(found, field) is None
    assert datetime.fromisoformat(found.raw.to_dict()[sent]) == datetime.fromisoformat(written)


@given(
    place=st.sampled_from(TIMES),
    moment=st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 29), timezones=st.timezones()),
)
def test_whatever_the_zone_the_instant_is_kept(place: tuple[str, str, str], moment: datetime) -> None:
    vendor, sent, field = place
    assert getattr(session(vendor, **{sent: moment.isoformat()}), field) == datetime.fromisoformat(moment.isoformat())


@pytest.mark.parametrize(
    ("id", "created_at"),
    [
        ("6698c9d69cf7b0d61d1b6420", datetime(2024, 7, 18, 7, 52, 54, tzinfo=UTC)),
        ("6698C9D69CF7B0D61D1B6420", datetime(2024, 7, 18, 7, 52, 54, tzinfo=UTC)),
        ("000000000000000000000000", datetime(1970, 1, 1, tzinfo=UTC)),
        ("ffffffffffffffffffffffff", datetime(2106, 2, 7, 6, 28, 15, tzinfo=UTC)),
        ("6698c9d69cf7b0d61d1b642", None),
        ("6698c9d69cf7b0d61d1b64200", None),
        ("6698c9d69cf7b0d61d1b642g", None),
        ("6698c9d69cf7b0d61d1b6420\n", None),
        ("-698c9d69cf7b0d61d1b6420", None),
        ("0x98c9d69cf7b0d61d1b6420", None),
        ("٦698c9d69cf7b0d61d1b6420", None),
        ("session-42", None),
    ],
)
def test_akool_created_at_is_the_time_in_an_object_id(id: str, created_at: datetime | None) -> None:
    assert session("akool", _id=id).created_at == created_at


@given(id=st.text(min_size=1))
def test_akool_takes_any_text_as_an_id(id: str) -> None:
    assert session("akool", _id=id).id == id


@pytest.mark.parametrize(
    ("sent", "created_at"),
    [
        (0, datetime(1970, 1, 1, tzinfo=UTC)),
        (1_776_675_600, NINE),
        (1_776_675_600.5, NINE + timedelta(seconds=0.5)),
        (1_776_675_600_000, NINE),
        (1_776_675_600_500, NINE + timedelta(seconds=0.5)),
        (100_000_000_000, datetime(5138, 11, 16, 9, 46, 40, tzinfo=UTC)),
        (100_000_000_001, datetime(1973, 3, 3, 9, 46, 40, 1000, tzinfo=UTC)),
    ],
)
def test_konpro_created_at_past_1e11_is_in_milliseconds(sent: float, created_at: datetime) -> None:
    assert session("konpro", created_at=sent).created_at == created_at


# Numbers


@pytest.mark.parametrize("number", HUGE)
@pytest.mark.parametrize("field", ["created_at", "duration"])
def test_konpro_numbers_past_all_sense_are_named_unreadable(field: str, number: float) -> None:
    assert_unreadable("konpro", field, field, number)


@pytest.mark.parametrize("number", [10**400, -(10**400), 10**18])
def test_anam_lengths_past_all_sense_are_named_unreadable(number: int) -> None:
    assert_unreadable("anam", "duration", "sessionLengthMs", number)


@pytest.mark.parametrize(("vendor", "field"), [("anam", "sessionLengthMs"), ("konpro", "duration")])
def test_no_session_lasts_less_than_nothing(vendor: str, field: str) -> None:
    assert_unreadable(vendor, "duration", field, -1)


@pytest.mark.parametrize(("vendor", "field"), [("anam", "sessionLengthMs"), ("konpro", "duration")])
def test_a_session_can_have_lasted_no_time(vendor: str, field: str) -> None:
    assert session(vendor, **{field: 0}).duration == timedelta(0)


@given(field=st.sampled_from(["created_at", "duration"]), number=st.integers() | st.floats(allow_nan=False))
def test_a_konpro_number_is_read_or_named(field: str, number: float) -> None:
    found = session("konpro", **{field: number})
    if found.unreadable - {"status"} == {field}:
        assert getattr(found, field) is None
    else:
        assert isinstance(getattr(found, field), datetime | timedelta)
        assert found.unreadable == frozenset()


@pytest.mark.parametrize("uid", [0, -1, 2**63, 10**30])
def test_akool_users_are_numbers_of_any_size(uid: int) -> None:
    assert session("akool", uid=uid).user_id == str(uid)


# Identifiers


@pytest.mark.parametrize("id", ["V1StGXR8_Z5jdHi6B-myT", "not-a-uuid", "7c0b4c1e-5a55-4d2f-9a37"])
@pytest.mark.parametrize(
    ("vendor", "sent", "field"),
    [
        ("anam", "id", "id"),
        ("anam", "personaId", "agent_id"),
        ("elizaos", "sessionId", "id"),
        ("elizaos", "agentId", "agent_id"),
        ("elizaos", "userId", "user_id"),
        ("konpro", "avatar_id", "agent_id"),
    ],
)
def test_identifiers_need_not_be_uuids(vendor: str, sent: str, field: str, id: str) -> None:
    assert getattr(session(vendor, **{sent: id}), field) == id


@pytest.mark.parametrize("metadata", [None, "text", ["a", 1], 5, {"a": {"b": None}}])
def test_elizaos_metadata_is_any_json(metadata: Any) -> None:
    assert session("elizaos", metadata=metadata).raw.to_dict()["metadata"] == metadata

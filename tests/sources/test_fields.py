"""Each vendor's record becomes a Session: every documented field and status, and invalid values."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from allsessions import Session, Status
from allsessions.source import UnreadableError
from tests.conftest import local_time

from .records import ABSENT, RECORDS, SOURCES, VENDORS, record, session

NINE = datetime(2026, 4, 20, 9, tzinfo=UTC)
END = "2026-04-20T09:12:35.250Z"

EXPECTED: Mapping[str, dict[str, Any]] = {
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

CHANGES = {"akool": ["status"], "anam": ["exitStatus", "endTime"], "elizaos": ["timeRemaining"]}
CHANGES["konpro"] = ["status", "duration"]
"""The fields that decide the status. The first one is `vendor_status`, except for ElizaOS."""
Cases = dict[Status, list[tuple[Any, ...]]]
STATUSES: Mapping[str, Cases] = {
    "akool": {
        Status.PENDING: [(1,)],
        Status.ACTIVE: [(2,)],
        Status.ENDED: [(3,)],
        Status.FAILED: [(4,)],
        Status.UNKNOWN: [(0,), (10**30,), (None,), (ABSENT,)],
    },
    "anam": {
        Status.ACTIVE: [(None, None), (ABSENT, ABSENT), (None, ""), ("ERROR", None)],
        Status.ENDED: [
            (word, END) for word in (None, ABSENT, "", "NORMAL_EXIT", "CLOSED_BY_ENGINE", "NO_ERROR", "without errors")
        ],
        Status.FAILED: [
            (word, END) for word in ("ERROR", "error", "ENGINE_ERROR", "ConnectionFailed", "FAILURE", "ERRORS_FOUND")
        ],
    },
    "elizaos": {Status.ACTIVE: [(1,), (10**30,), (None,), (ABSENT,)], Status.ENDED: [(0,), (-5,)]},
    "konpro": {
        Status.PENDING: [("new", ABSENT), ("connecting", 5)],
        Status.ACTIVE: [("connected", ABSENT), ("connected", None), ("connected", 0)],
        Status.ENDED: [("connected", 0.5), ("closed", ABSENT)],
        Status.UNKNOWN: [(word, 5) for word in ("CONNECTED", "paused", "", None, ABSENT)],
    },
}
TIMES = [
    *(("anam", sent, field) for sent, field in (("createdAt", "created_at"), ("startTime", "started_at"))),
    *(("anam", "endTime", "ended_at"), ("elizaos", "createdAt", "created_at")),
    *(("elizaos", "lastActivity", "last_active_at"), ("elizaos", "expiresAt", "expires_at")),
]


def values(found: Session) -> dict[str, Any]:
    names = [field.name for field in fields(Session) if field.name not in ("raw", "unreadable")]
    return {name: getattr(found, name) for name in names}


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_record_fills_the_documented_fields_and_no_others(vendor: str) -> None:
    found = session(vendor)
    nothing = dict.fromkeys(values(found))
    assert values(found) == {**nothing, "source": vendor, "vendor": vendor, **EXPECTED[vendor]}
    assert (found.unreadable, found.ref) == (frozenset(), f"{vendor}:{found.id}")


@pytest.mark.parametrize("vendor", STATUSES)
def test_each_status_of_a_vendor_is_one_of_ours(vendor: str) -> None:
    for status, cases in STATUSES[vendor].items():
        for case in cases:
            found = session(vendor, **dict(zip(CHANGES[vendor], case, strict=True)))
            word = None if vendor == "elizaos" or case[0] is ABSENT else case[0]
            assert (found.status, found.unreadable, found.vendor_status) == (status, frozenset(), word), case
            assert type(found.vendor_status) in (int, str, type(None)), "not an enum of the client"


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_record_with_only_an_id_has_no_other_fields(vendor: str) -> None:
    for nothing in (None, ABSENT):
        found = session(vendor, **{name: nothing for name in RECORDS[vendor] if name != SOURCES[vendor].id_field})
        said = {name for name, value in values(found).items() if value is not None}
        assert said == {"source", "vendor", "id", "status"} | ({"created_at"} if vendor == "akool" else set())
        assert found.unreadable == frozenset()


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_record_without_a_usable_id_is_unreadable(vendor: str) -> None:
    field = SOURCES[vendor].id_field
    for nothing in (None, ABSENT, "", True, 1.5, [], ["id"], {"id": 1}):
        with pytest.raises(UnreadableError, match=f"^{field}: the identifier is missing or not valid"):
            session(vendor, **{field: nothing})
    for number in (0, -1, 10**30):
        found = session(vendor, **{field: number})
        assert (found.id, found.unreadable, found.raw.to_dict()[field]) == (str(number), frozenset(), number)


@pytest.mark.parametrize("vendor", VENDORS)
def test_to_dict_is_json_with_the_record_on_request(vendor: str) -> None:
    found = session(vendor)
    written = json.loads(json.dumps(found.to_dict()))
    names = {"duration_ms" if name == "duration" else name for name in values(found)}
    assert written.keys() == names | {"ref"}
    assert written["created_at"] == (found.created_at and found.created_at.isoformat(timespec="microseconds"))
    assert written["duration_ms"] == (found.duration and found.duration // timedelta(milliseconds=1))
    assert written["vendor_status"] is None or isinstance(written["vendor_status"], str)
    filled = {"duration_ms" if name == "duration" else name for name in EXPECTED[vendor]}
    empty = names - filled - {"source", "vendor"}
    assert {name for name, value in written.items() if value is None} == empty
    assert json.loads(json.dumps(found.to_dict(raw=True)))["raw"].keys() == record(vendor).keys()


def test_a_session_is_frozen_and_does_not_show_its_record() -> None:
    found = session("akool")
    with pytest.raises(AttributeError):
        found.id = "another"  # type: ignore[misc]  # its refusal is tested
    assert "raw" not in repr(found)
    assert {found, session("akool", brand_new=1)} == {found}, "the record takes no part in equality"


def test_times_are_aware_and_in_utc_or_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    same = ("2026-04-20T09:00:00Z", "2026-04-20T09:00:00", "2026-04-20T11:00:00+02:00", "2026-04-20T00:30:00.000-08:30")
    with local_time("XYZ-09:30", monkeypatch):
        for vendor, sent, field in TIMES:
            found = [getattr(session(vendor, **{sent: written}), field) for written in same]
            assert [(each, each.tzinfo) for each in found] == [(NINE, UTC)] * 4, (vendor, sent)
            for outside_the_calendar in ("0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"):
                odd = session(vendor, **{sent: outside_the_calendar})
                assert (getattr(odd, field), odd.unreadable - {"status"}) == (None, frozenset({field})), (vendor, sent)


def test_akool_created_at_is_the_time_in_an_object_id() -> None:
    made = datetime(2024, 7, 18, 7, 52, 54, tzinfo=UTC)
    for id, created_at in {
        **dict.fromkeys(("6698c9d69cf7b0d61d1b6420", "6698C9D69CF7B0D61D1B6420"), made),
        "0" * 24: datetime(1970, 1, 1, tzinfo=UTC),
        "f" * 24: datetime(2106, 2, 7, 6, 28, 15, tzinfo=UTC),
        **dict.fromkeys(("6698c9d69cf7b0d61d1b642", "6698c9d69cf7b0d61d1b64200", "6698c9d69cf7b0d61d1b642g")),
        **dict.fromkeys(("6698c9d69cf7b0d61d1b6420\n", "-698c9d69cf7b0d61d1b6420", "٦698c9d69cf7b0d61d1b6420")),
    }.items():
        assert (session("akool", _id=id).id, session("akool", _id=id).created_at) == (id, created_at)


def test_konpro_created_at_past_1e11_is_in_milliseconds() -> None:
    for sent, created_at in {
        0: datetime(1970, 1, 1, tzinfo=UTC),
        1_776_675_600_500: NINE + timedelta(seconds=0.5),
        1_776_675_600.5: NINE + timedelta(seconds=0.5),
        100_000_000_000: datetime(5138, 11, 16, 9, 46, 40, tzinfo=UTC),
        100_000_000_001: datetime(1973, 3, 3, 9, 46, 40, 1000, tzinfo=UTC),
    }.items():
        assert session("konpro", created_at=sent).created_at == created_at, sent


@given(field=st.sampled_from(["created_at", "duration"]), number=st.integers() | st.floats(allow_nan=False))
def test_a_konpro_number_is_read_or_named_unreadable(field: str, number: float) -> None:
    found = session("konpro", **{field: number})
    read = isinstance(getattr(found, field), datetime | timedelta)
    assert not read or field == "created_at" or number >= 0, "a duration is not negative"
    assert found.unreadable - {"status"} == (set() if read else {field})

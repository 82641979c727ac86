"""An odd value costs only itself: all sessions are listed, and each names the fields that could not be understood.

Each vendor's whole record is taken. Each odd value stands in each of its fields in turn, also inside nested objects.
"""

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from allsessions import IncompleteListingError, InvalidRecordError, Session, SourceError, Status
from tests.clients.payloads import as_values
from tests.sources.records import RECORDS

from .scripted import Answer, Request, answer
from .vendors import WIRES, Script, client_of

Place = tuple[str | int, ...]

SECRET = "a-secret-in-the-wrong-place"
EARLY, LATE = (datetime(year, 1, 1, tzinfo=UTC) for year in (2000, 2040))
DEEP: Any = None
for _ in range(60):
    DEEP = [DEEP]

# Infinity is sent as 1e400, and the text NaN without its quotation marks, which is not JSON: it is read as text.
ODD: Sequence[Any] = [
    *(None, True, 0, -1, 1.5, float("inf"), 10**400, 99),
    *("", "x", "2026-13-01T00:00:00Z", "NaN"),
    *([], {}, [1], {"a": 1}, [None, {"a": [True, "x"]}], DEEP),
]


def is_whole(value: Any) -> bool:
    return type(value) is int


def is_number(value: Any) -> bool:
    return type(value) in (int, float)


UNDERSTOOD: Mapping[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "number": is_whole,
    "id": lambda value: isinstance(value, str) or is_whole(value),
    "number of a user": lambda value: is_whole(value) or (isinstance(value, str) and value != ""),
    "time": lambda value: value == "",  # it says nothing; no other odd text is a time
    "milliseconds": lambda value: is_whole(value) and 0 <= value < 10**17,
    "seconds": lambda value: is_number(value) and 0 <= value < 10**14,
    "unix time": lambda value: is_number(value) and abs(value) < 10**12,
}
# For each field of a record: what is understood there, and the fields of Session that come from it. Null is understood
# everywhere. A field that is not here is nowhere in a Session but in `raw`.
READ: Mapping[str, Mapping[str, tuple[str, set[str]]]] = {
    "akool": {
        "uid": ("number of a user", {"user_id"}),
        "status": ("number", {"status", "vendor_status"}),
        "stream_type": ("text", {"transport"}),
    },
    "anam": {
        "personaId": ("id", {"agent_id"}),
        "clientLabel": ("text", {"label"}),
        "startTime": ("time", {"started_at"}),
        "endTime": ("time", {"ended_at", "status"}),
        "sessionLengthMs": ("milliseconds", {"duration"}),
        "exitStatus": ("text", {"vendor_status", "status"}),
        "engineProtocol": ("text", {"transport"}),
        "createdAt": ("time", {"created_at"}),
    },
    "elizaos": {
        "agentId": ("id", {"agent_id"}),
        "userId": ("id", {"user_id"}),
        "createdAt": ("time", {"created_at"}),
        "lastActivity": ("time", {"last_active_at"}),
        "expiresAt": ("time", {"expires_at"}),
        "timeRemaining": ("number", {"status"}),
    },
    "konpro": {
        "status": ("text", {"status", "vendor_status"}),
        "created_at": ("unix time", {"created_at"}),
        "duration": ("seconds", {"duration", "status"}),
        "avatar_id": ("id", {"agent_id"}),
    },
}


def unreadable(vendor: str, place: Place, value: Any) -> set[str]:
    """Return the fields of Session that must be named, with this value at this place of the record."""
    understood, fields = READ[vendor].get(str(place[0]), ("", set[str]()))
    if len(place) > 1 or not fields or value is None or UNDERSTOOD[understood](value):
        return set()
    return fields


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Yield every place inside a JSON value."""
    inner: Sequence[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        inner = [*value.items()]
    elif isinstance(value, list):
        inner = [*enumerate(value)]
    for step, each in inner:
        yield (*at, step)
        yield from places(each, (*at, step))


def with_value(record: Any, place: Place, value: Any) -> Any:
    if not place:
        return value
    changed = record.copy()
    changed[place[0]] = with_value(record[place[0]], place[1:], value)
    return changed


def holding(vendor: str, records: Sequence[Any]) -> Script:
    """The script of a vendor with these records, some of whose values Python's encoder would write in another way."""

    def script(request: Request) -> Answer:
        body = json.dumps(WIRES[vendor].envelope(records, request))
        return Answer(body=body.replace("Infinity", "1e400").replace('"NaN"', "NaN").encode())

    return script


def listed(vendor: str, records: Sequence[Any], page_size: int = 100, **filters: Any) -> tuple[list[Session], Any]:
    """Return the sessions that are listed of these records, and the errors at the end."""
    found: list[Session] = []
    errors: Sequence[SourceError] = ()
    with client_of(vendor, holding(vendor, records), page_size=page_size) as (client, _):
        try:
            found.extend(client.list(**filters))
        except IncompleteListingError as error:
            errors = error.errors
    return found, errors


def numbered(vendor: str, number: int, **changes: Any) -> dict[str, Any]:
    """Return the whole record, with an identifier of its own and these changes."""
    return {**RECORDS[vendor], WIRES[vendor].id_key: WIRES[vendor].ids(number + 1)[number], **changes}


@pytest.mark.parametrize("vendor", WIRES)
def test_every_odd_value_in_every_field_costs_only_itself(vendor: str) -> None:
    id_key = WIRES[vendor].id_key
    (plain,), _ = listed(vendor, [numbered(vendor, 0)])
    cases = [(place, value) for place in places(RECORDS[vendor]) if place != (id_key,) for value in ODD]
    ids = WIRES[vendor].ids(len(cases))
    records = [with_value({**RECORDS[vendor], id_key: id}, *case) for id, case in zip(ids, cases, strict=True)]
    found, errors = listed(vendor, records)
    assert ([session.id for session in found], errors) == (ids, ())
    for (place, value), session, record in zip(cases, found, records, strict=True):
        case, lost = (place, str(value)[:20]), unreadable(vendor, place, value)
        assert session.unreadable == lost, case
        assert as_values(session.raw.to_dict()) == as_values(record), case
        for name in lost:
            assert getattr(session, name) is (Status.UNKNOWN if name == "status" else None), case
        from_it = READ[vendor].get(str(place[0]), ("", set[str]()))[1] if len(place) == 1 else set[str]()
        # Akool's identifiers hold the time of creation.
        others = {*plain.to_dict()} - from_it - {"id", "ref"} - ({"created_at"} if vendor == "akool" else set())
        assert {name: getattr(session, name) for name in others} == {name: getattr(plain, name) for name in others}


@pytest.mark.parametrize("vendor", WIRES)
def test_only_an_item_without_a_usable_id_is_lost(vendor: str) -> None:
    id_key = WIRES[vendor].id_key
    items = [value for value in ODD if not isinstance(value, dict)]
    records = [{**RECORDS[vendor], id_key: value} for value in ODD]
    found, errors = listed(vendor, [numbered(vendor, 0), *items, *records, numbered(vendor, 1)])
    usable = [str(value) for value in ODD if UNDERSTOOD["number of a user"](value)]
    assert [session.id for session in found] == [WIRES[vendor].ids(1)[0], *usable, WIRES[vendor].ids(2)[1]]
    lost = [*items, *(value for value in ODD if not UNDERSTOOD["number of a user"](value))]
    reported = [each.record[id_key] if isinstance(each.record, dict) else each.record for each in errors]
    assert sorted(map(str, reported)) == sorted(map(str, lost))
    assert {type(error) for error in errors} == {InvalidRecordError}


# Filters on unreadable fields

# A vendor, changes to its record, filters; and whether the session is found, left out, or reported as undecided.
FILTERED: Sequence[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("akool", {"status": SECRET}, {"status": "active"}, "undecided"),
    ("akool", {"uid": [SECRET]}, {"user_id": "101400"}, "undecided"),
    ("akool", {"uid": [SECRET]}, {"user_id": "101400", "status": "failed"}, "left out"),
    ("akool", {"uid": [SECRET], "stream_type": 5}, {"status": "active", "created_after": EARLY}, "found"),
    ("anam", {"createdAt": SECRET}, {"created_before": LATE}, "undecided"),
    ("anam", {"createdAt": SECRET}, {"created_after": EARLY, "status": "active"}, "left out"),
    ("anam", {"clientLabel": [SECRET]}, {"search": "kiosk"}, "undecided"),
    ("anam", {"clientLabel": [SECRET]}, {"search": "00000000-0000-4000-8000-000000000000"}, "found"),
    ("anam", {"personaId": [SECRET]}, {"agent_id": "a7cf662c-2ace-4de1-a21e-ef0fbf144bb7"}, "undecided"),
    ("anam", {"exitStatus": [SECRET]}, {"status": ["ended", "failed"]}, "undecided"),
    ("anam", {"endTime": SECRET}, {"status": "active"}, "undecided"),
    ("elizaos", {"timeRemaining": SECRET}, {"status": "active"}, "undecided"),
    ("elizaos", {"timeRemaining": SECRET}, {"status": "active", "created_before": EARLY}, "left out"),
    ("elizaos", {"createdAt": SECRET}, {"status": "active"}, "found"),
    ("konpro", {"duration": SECRET}, {"status": "ended"}, "undecided"),
    ("konpro", {"avatar_id": [SECRET], "created_at": SECRET}, {"agent_id": "x", "created_after": EARLY}, "undecided"),
    ("konpro", {"created_at": SECRET}, {"created_after": EARLY, "agent_id": "another"}, "left out"),
]


def test_a_filter_on_an_unreadable_field_reports_the_record() -> None:
    for vendor, odd, filters, outcome in FILTERED:
        case = (vendor, odd, filters)
        found, errors = listed(vendor, [numbered(vendor, 0, **odd)], **filters)
        assert [session.id for session in found] == (WIRES[vendor].ids(1) if outcome == "found" else []), case
        assert [type(error) for error in errors] == [InvalidRecordError] * (outcome == "undecided"), case
        for error in errors:
            assert (error.path[-3:], SECRET in str(error)) == ("[0]", False), case
            assert error.record[WIRES[vendor].id_key] == WIRES[vendor].ids(1)[0]


def test_count_counts_an_odd_record_if_no_filter_needs_it() -> None:
    records = [numbered("anam", 0), numbered("anam", 1, exitStatus=5), numbered("anam", 2)]
    with client_of("anam", holding("anam", records)) as (client, _):
        assert client.count(created_after=EARLY) == client.count() == {"anam": 3}
        with pytest.raises(IncompleteListingError) as caught:
            client.count(status="ended")
    assert [type(error) for error in caught.value.errors] == [InvalidRecordError]


@pytest.mark.parametrize(
    ("vendor", "named"),
    [
        ("akool", {"status", "vendor_status"}),
        ("anam", {"created_at"}),
        ("elizaos", {"created_at"}),
        ("konpro", {"status", "vendor_status", "created_at"}),
    ],
)
def test_get_returns_a_session_with_odd_fields(vendor: str, named: set[str]) -> None:
    odd = numbered(vendor, 0, status=[SECRET], createdAt=[SECRET], created_at=[SECRET])
    detail = {"akool": answer({"code": 1000, "msg": "OK", "data": odd}), "elizaos": answer(odd)}
    script = WIRES[vendor].holding([odd])
    with client_of(vendor, lambda request: detail.get(vendor) or script(request)) as (client, _):
        assert client.get(f"{vendor}:{WIRES[vendor].ids(1)[0]}").unreadable == named


def test_a_status_is_not_guessed_from_an_odd_value() -> None:
    cases: Sequence[tuple[str, dict[str, Any], Status, bool]] = [
        ("anam", {"endTime": True, "exitStatus": "ERROR"}, Status.UNKNOWN, True),
        ("konpro", {"status": "connected", "duration": -1}, Status.UNKNOWN, True),  # it may still run
        ("anam", {"endTime": None, "exitStatus": 1}, Status.ACTIVE, False),  # its exit status says nothing yet
        ("konpro", {"status": "closed", "duration": "93.5"}, Status.ENDED, False),
        ("konpro", {"status": "new", "duration": -1}, Status.PENDING, False),
        ("konpro", {"status": "brand new", "duration": -1}, Status.UNKNOWN, False),
    ]
    for vendor, odd, status, named in cases:
        ((session,), _) = listed(vendor, [numbered(vendor, 0, **odd)])
        assert (session.status, "status" in session.unreadable) == (status, named), (vendor, odd)


# The log


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.name == "allsessions"]


def test_like_problems_are_one_line_with_a_count(caplog: pytest.LogCaptureFixture) -> None:
    records = [{**WIRES["konpro"].record(n), **({"created_at": SECRET} if n >= 25 else {})} for n in range(525)]
    odd = [{**WIRES["konpro"].record(n), "avatar_id": {"a": SECRET}} for n in range(525, 530)]
    odd += [{**WIRES["konpro"].record(n), "duration": -86399} for n in range(530, 535)]
    with caplog.at_level(logging.DEBUG, logger="allsessions"):
        found, errors = listed("konpro", [*records, *odd], page_size=10)
    assert (len(found), errors) == (535, ())
    duration, agent, created = sorted(logged(caplog))
    assert created.startswith("konpro: data[].created_at: 500 values not as documented")
    assert "data[5].created_at, page 3" in created
    assert agent.startswith("konpro: data[].avatar_id: 5 values")
    assert all(part in duration for part in ("konpro: ", "(duration)", "5 values", "data[0]"))
    assert not [value for value in (SECRET, "86399") if value in caplog.text]


def test_the_line_comes_when_the_reading_ends_however_it_ends(caplog: pytest.LogCaptureFixture) -> None:
    for vendor in WIRES:
        listed(vendor, [numbered(vendor, number) for number in range(5)], page_size=2)
    assert logged(caplog) == [], "all is as documented"
    records = [{**WIRES["konpro"].record(number), "created_at": SECRET} for number in range(30)]
    with client_of("konpro", holding("konpro", records), page_size=5) as (client, _):
        assert len(list(client.list(limit=3))) == 3
        assert len(logged(caplog)) == 1
        pages = client.pages("konpro")
        next(pages)
    assert len(logged(caplog)) == 2  # the second when the client closes

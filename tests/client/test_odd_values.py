"""An odd value does not affect other values: the list has all sessions, and each names its unreadable fields.

The tests put each odd value into each field of each vendor's complete record, also inside nested objects.
"""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest

from allsessions import IncompleteListingError, InvalidRecordError, Session, SourceError, Status
from tests.odd import places, replaced
from tests.side_by_side.comparing import same
from tests.sources.records import RECORDS

from .scripted import Answer, Request
from .vendors import WIRES, Script, client_of

SECRET = "a-secret-in-the-wrong-place"
EARLY = datetime(2000, 1, 1, tzinfo=UTC)
DEEP: Any = None
for _ in range(60):
    DEEP = [DEEP]
# The server sends Infinity as 1e400, and NaN without quotation marks. The client reads the latter as text.
ODD: Sequence[Any] = [
    *(None, True, 0, -1, 1.5, float("inf"), 10**400, 99, "", "x", "2026-13-01T00:00:00Z", "NaN"),
    *([], {}, [1], {"a": 1}, [None, {"a": [True, "x"]}], DEEP),
]


def is_whole(value: Any) -> bool:
    return type(value) is int


UNDERSTOOD: Mapping[str, Callable[[Any], bool]] = {
    "anything": lambda value: True,
    "text": lambda value: isinstance(value, str),
    "number": is_whole,
    "id": lambda value: isinstance(value, str) or is_whole(value),
    "number of a user": lambda value: is_whole(value) or (isinstance(value, str) and value != ""),
    "time": lambda value: value == "",  # an empty time counts as absent
    "milliseconds": lambda value: is_whole(value) and 0 <= value < 10**17,
    "seconds": lambda value: type(value) in (int, float) and 0 <= value < 10**14,
    "unix time": lambda value: type(value) in (int, float) and abs(value) < 10**12,
}
# A field of a record, its readable values, and the fields of Session that depend on it. Null is always readable.
# All other fields of a record are only in the session's `raw`.
READ: Mapping[tuple[str, Any], tuple[str, str]] = {
    ("akool", "uid"): ("number of a user", "user_id"),
    ("akool", "status"): ("number", "status vendor_status"),
    ("akool", "stream_type"): ("text", "transport"),
    ("anam", "personaId"): ("id", "agent_id"),
    ("anam", "clientLabel"): ("text", "label"),
    ("anam", "startTime"): ("time", "started_at"),
    ("anam", "endTime"): ("time", "ended_at status"),
    ("anam", "sessionLengthMs"): ("milliseconds", "duration"),
    ("anam", "exitStatus"): ("text", "vendor_status status"),
    ("anam", "engineProtocol"): ("text", "transport"),
    ("anam", "createdAt"): ("time", "created_at"),
    ("elizaos", "agentId"): ("id", "agent_id"),
    ("elizaos", "userId"): ("id", "user_id"),
    ("elizaos", "createdAt"): ("time", "created_at"),
    ("elizaos", "lastActivity"): ("time", "last_active_at"),
    ("elizaos", "expiresAt"): ("time", "expires_at"),
    ("elizaos", "timeRemaining"): ("number", "status"),
    ("konpro", "status"): ("text", "status vendor_status"),
    ("konpro", "created_at"): ("unix time", "created_at"),
    ("konpro", "duration"): ("seconds", "duration status"),
    ("konpro", "avatar_id"): ("id", "agent_id"),
}


def holding(vendor: str, records: Sequence[Any]) -> Script:
    """The script of a vendor with these records. It writes Infinity as 1e400, and "NaN" without quotation marks."""

    def script(request: Request) -> Answer:
        body = json.dumps(WIRES[vendor].envelope(records, request))
        return Answer(body=body.replace("Infinity", "1e400").replace('"NaN"', "NaN").encode())

    return script


def listed(vendor: str, records: Sequence[Any], page_size: int = 100, **filters: Any) -> tuple[list[Session], Any]:
    """List these records, and return the sessions and the errors at the end."""
    found: list[Session] = []
    errors: Sequence[SourceError] = ()
    with client_of(vendor, holding(vendor, records), page_size=page_size) as (client, _):
        try:
            found.extend(client.list(**filters))
        except IncompleteListingError as error:
            errors = error.errors
    return found, errors


def numbered(vendor: str, number: int, **changes: Any) -> dict[str, Any]:
    """Return the complete record with its own identifier and these changes."""
    return {**RECORDS[vendor], WIRES[vendor].id_key: WIRES[vendor].ids(number + 1)[number], **changes}


@pytest.mark.parametrize("vendor", WIRES)
def test_every_odd_value_in_every_field_costs_only_itself(vendor: str) -> None:
    id_key = WIRES[vendor].id_key
    (plain,), _ = listed(vendor, [numbered(vendor, 0)])
    cases = [(place, value) for place in places(RECORDS[vendor]) if place not in ((), (id_key,)) for value in ODD]
    ids = WIRES[vendor].ids(len(cases))
    records = [replaced({**RECORDS[vendor], id_key: id}, *case) for id, case in zip(ids, cases, strict=True)]
    found, errors = listed(vendor, records)
    assert ([session.id for session in found], errors) == (ids, ())
    for (place, value), session, record in zip(cases, found, records, strict=True):
        kind, names = READ.get((vendor, place[0] if len(place) == 1 else None), ("anything", ""))
        fields, case = {*names.split()}, (place, str(value)[:20])
        lost = set[str]() if value is None or UNDERSTOOD[kind](value) else fields
        assert session.unreadable == lost, case
        assert same(session.raw.to_dict(), record), case
        if kind in ("id", "number of a user") and not lost and value not in (None, ""):
            assert getattr(session, names) == str(value), case
        for name in lost:
            assert getattr(session, name) is (Status.UNKNOWN if name == "status" else None), case
        # Akool's identifiers hold the time of creation.
        from_id = {"id", "created_at"} if vendor == "akool" else {"id"}
        others = {each.name for each in attrs.fields(Session)} - fields - from_id - {"raw", "unreadable"}
        assert {name: getattr(session, name) for name in others} == {name: getattr(plain, name) for name in others}


# The vendor, changes to its record, filters; and the result: found, left out, or reported as undecided.
FILTERED: Sequence[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("akool", {"uid": [SECRET]}, {"user_id": "101400"}, "undecided"),
    ("akool", {"uid": [SECRET], "stream_type": 5}, {"status": "active", "created_after": EARLY}, "found"),
    ("anam", {"clientLabel": [SECRET]}, {"search": "00000000-0000-4000-8000-000000000000"}, "found"),
    ("anam", {"clientLabel": [SECRET]}, {"search": "kiosk"}, "undecided"),
    ("anam", {"endTime": SECRET}, {"status": "active"}, "undecided"),
    ("anam", {"endTime": SECRET}, {"status": ["active", "unknown"]}, "found"),
    ("elizaos", {"timeRemaining": SECRET}, {"status": "active", "created_before": EARLY}, "left out"),
    ("konpro", {"avatar_id": [SECRET], "created_at": SECRET}, {"agent_id": "x", "created_after": EARLY}, "undecided"),
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


def test_a_status_is_not_guessed_from_an_odd_value() -> None:
    cases: Sequence[tuple[str, dict[str, Any], Status, bool]] = [
        ("anam", {"endTime": True, "exitStatus": "ERROR"}, Status.UNKNOWN, True),
        ("konpro", {"status": "connected", "duration": -1}, Status.UNKNOWN, True),  # the session may still run
        ("anam", {"endTime": None, "exitStatus": 1}, Status.ACTIVE, False),  # a running session has no exit status
        ("konpro", {"status": "brand new", "duration": -1}, Status.UNKNOWN, False),
    ]
    for vendor, odd, status, named in cases:
        ((session,), _) = listed(vendor, [numbered(vendor, 0, **odd)])
        assert (session.status, "status" in session.unreadable) == (status, named), (vendor, odd)


# The log


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    return sorted(each.getMessage() for each in caplog.records if each.name == "allsessions")


def test_like_problems_are_one_line_with_a_count(caplog: pytest.LogCaptureFixture) -> None:
    konpro = WIRES["konpro"].record
    records = [konpro(number) | ({"created_at": SECRET} if number >= 25 else {}) for number in range(525)]
    records += [konpro(number) | {"avatar_id": {"a": SECRET}} for number in range(525, 530)]
    records += [konpro(number) | {"duration": -86399} for number in range(530, 535)]
    with caplog.at_level(logging.DEBUG, logger="allsessions"):
        found, errors = listed("konpro", records, page_size=10)
    assert (len(found), errors) == (535, ())
    duration, agent, created = logged(caplog)
    assert created.startswith("konpro: data[].created_at: 500 values not as documented")
    assert agent.startswith("konpro: data[].avatar_id: 5 values")
    assert duration.startswith("konpro: Session.duration: 5 values")
    assert not [value for value in (SECRET, "86399") if value in caplog.text]


def test_the_line_comes_when_the_reading_ends_however_it_ends(caplog: pytest.LogCaptureFixture) -> None:
    for vendor in WIRES:
        listed(vendor, [numbered(vendor, number) for number in range(5)], page_size=2)
    assert logged(caplog) == [], "all is as documented"
    records = [{**WIRES["konpro"].record(number), "created_at": SECRET} for number in range(30)]
    with client_of("konpro", holding("konpro", records), page_size=5) as (client, _):
        assert len(list(client.list(limit=3))) == 3
        assert len(logged(caplog)) == 1
        next(client.pages("konpro"))
    assert len(logged(caplog)) == 2

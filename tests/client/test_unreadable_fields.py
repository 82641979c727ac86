"""What a field that cannot be understood means for filters, for counts, for single sessions, and for the log."""

import datetime
import logging
from collections.abc import Sequence
from typing import Any

import pytest

from allsessions import Client, IncompleteListingError, InvalidRecordError, Status

from .scripted import ScriptedServer, answer
from .test_odd_values import client_of, listed, numbered
from .vendors import WIRES

SECRET = "a-secret-in-the-wrong-place"
EARLY, LATE = (datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in (2000, 2040))

# A vendor, changes to its record, and the filters that cannot be applied to it for that.
UNDECIDED: Sequence[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("akool", {"status": SECRET}, {"status": "active"}),
    ("akool", {"uid": [SECRET]}, {"user_id": "101400"}),
    ("anam", {"createdAt": SECRET}, {"created_after": EARLY}),
    ("anam", {"createdAt": SECRET}, {"created_before": LATE}),
    ("anam", {"clientLabel": [SECRET]}, {"search": "kiosk"}),
    ("anam", {"personaId": [SECRET]}, {"agent_id": "a7cf662c-2ace-4de1-a21e-ef0fbf144bb7"}),
    ("anam", {"exitStatus": [SECRET]}, {"status": ["ended", "failed"]}),
    ("anam", {"endTime": SECRET}, {"status": "active"}),
    ("elizaos", {"timeRemaining": SECRET}, {"status": "active"}),
    ("elizaos", {"userId": [SECRET]}, {"user_id": "c43be4d0-7a6c-4b0e-8a52-2b7a4f4a9d10"}),
    ("konpro", {"created_at": SECRET}, {"created_after": EARLY}),
    ("konpro", {"duration": SECRET}, {"status": "ended"}),
    # Another filter lets it through, and decides nothing.
    ("konpro", {"avatar_id": [SECRET]}, {"agent_id": "x", "created_after": EARLY}),
    # Two that cannot be applied.
    ("konpro", {"avatar_id": [SECRET], "created_at": SECRET}, {"agent_id": "x", "created_after": EARLY}),
]
# The same where no session of that kind is asked for, whatever the unreadable field is.
EXCLUDED: Sequence[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("akool", {"uid": [SECRET]}, {"user_id": "101400", "status": "failed"}),
    ("anam", {"createdAt": SECRET}, {"created_after": EARLY, "status": "active"}),
    ("anam", {"clientLabel": [SECRET]}, {"search": "kiosk", "created_after": LATE}),
    ("elizaos", {"timeRemaining": SECRET}, {"status": "active", "created_before": EARLY}),
    ("konpro", {"created_at": SECRET}, {"created_after": EARLY, "agent_id": "another"}),
    ("konpro", {"duration": SECRET}, {"status": "ended", "search": "another"}),
]
# The same where the filter asks for a field that is readable, and finds what it wants.
FOUND: Sequence[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("akool", {"status": SECRET}, {"user_id": "101400"}),
    ("akool", {"uid": [SECRET], "stream_type": 5}, {"status": "active", "created_after": EARLY}),
    ("anam", {"clientLabel": [SECRET]}, {"search": "00000000-0000-4000-8000-000000000000"}),
    ("anam", {"createdAt": SECRET, "sessionLengthMs": "x"}, {"status": "ended"}),
    ("elizaos", {"createdAt": SECRET}, {"status": "active"}),
    ("konpro", {"created_at": SECRET}, {"agent_id": "Anna_public_3_20240108", "status": "ended"}),
]


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the library logged."""
    return [each.getMessage() for each in caplog.records if each.name == "allsessions"]


def test_a_filter_on_an_unreadable_field_reports_the_record() -> None:
    for vendor, odd, filters in UNDECIDED:
        record = {**numbered(vendor, 0), **odd}
        found, errors = listed(client_of(vendor, [record]), **filters)
        assert found == [], (vendor, odd, filters)
        (error,) = errors
        assert type(error) is InvalidRecordError
        assert error.record.keys() == record.keys()
        assert error.path.endswith("[0]")
        assert SECRET not in str(error)


def test_a_record_that_a_readable_field_excludes_is_left_out() -> None:
    for vendor, odd, filters in EXCLUDED:
        asked = [{**numbered(vendor, 0), **odd}, numbered(vendor, 1)]
        assert listed(client_of(vendor, asked), **filters) == ([], ()), (vendor, odd, filters)


def test_a_filter_on_a_readable_field_finds_the_session() -> None:
    for vendor, odd, filters in FOUND:
        found, errors = listed(client_of(vendor, [{**numbered(vendor, 0), **odd}]), **filters)
        assert ([session.id for session in found], errors) == (WIRES[vendor].ids(1), ()), (vendor, odd, filters)
        assert found[0].unreadable


def test_an_undecided_record_costs_no_other_and_counts_as_read() -> None:
    records = [numbered("konpro", number) for number in range(7)]
    records[1] = {**records[1], "created_at": SECRET}
    records[4] = {**records[4], "created_at": [SECRET]}
    found, errors = listed(client_of("konpro", records, page_size=3), created_after=EARLY)
    assert [session.id for session in found] == [id for n, id in enumerate(WIRES["konpro"].ids(7)) if n not in (1, 4)]
    assert [(type(error), error.path) for error in errors if isinstance(error, InvalidRecordError)] == [
        (InvalidRecordError, "data[1]"),
        (InvalidRecordError, "data[1]"),
    ]


def test_count_counts_it_where_it_can_be_told_and_else_says_so() -> None:
    records = [numbered("anam", 0), {**numbered("anam", 1), "exitStatus": 5}, numbered("anam", 2)]
    with client_of("anam", records) as client:
        assert client.count() == {"anam": 3}
        assert client.count(created_after=EARLY) == {"anam": 3}
        with pytest.raises(IncompleteListingError) as caught:
            client.count(status="ended")
    assert [type(error) for error in caught.value.errors] == [InvalidRecordError]


@pytest.mark.parametrize("vendor", WIRES)
def test_one_session_with_an_odd_field_is_got(vendor: str) -> None:
    wire = WIRES[vendor]
    odd = {**numbered(vendor, 0), "status": [SECRET], "createdAt": [SECRET], "created_at": [SECRET]}
    detail = {"akool": {"code": 1000, "msg": "OK", "data": odd}, "elizaos": odd}
    with ScriptedServer(lambda request: answer(detail.get(vendor) or wire.envelope([odd], request))) as server:
        with Client(wire.source(base_url=server.url), retries=0) as client:
            found = client.get(f"{vendor}:{wire.ids(1)[0]}")
    assert (
        found.unreadable
        == {
            "akool": {"status", "vendor_status"},
            "anam": {"created_at"},
            "elizaos": {"created_at"},
            "konpro": {"status", "vendor_status", "created_at"},
        }[vendor]
    )


# A status that cannot be known

UNKNOWN: Sequence[tuple[str, dict[str, Any]]] = [
    ("akool", {"status": "2"}),
    ("anam", {"endTime": 1776675600}),
    ("anam", {"endTime": "soon"}),
    ("anam", {"endTime": True, "exitStatus": "ERROR"}),
    ("anam", {"exitStatus": 1}),  # it has ended, and may have failed
    ("konpro", {"status": ["connected"]}),
    ("konpro", {"status": "connected", "duration": "93.5"}),  # it may be going on
    ("konpro", {"status": "connected", "duration": -1}),
    ("elizaos", {"timeRemaining": "0"}),
]
KNOWN: Sequence[tuple[str, dict[str, Any], Status]] = [
    ("anam", {"endTime": None, "exitStatus": 1}, Status.ACTIVE),  # without an end, its exit status says nothing
    ("anam", {"sessionLengthMs": "x"}, Status.ENDED),
    ("konpro", {"status": "closed", "duration": "93.5"}, Status.ENDED),
    ("konpro", {"status": "new", "duration": -1}, Status.PENDING),
    ("konpro", {"status": "brand new", "duration": -1}, Status.UNKNOWN),
    ("akool", {"status": 99}, Status.UNKNOWN),
]


def test_a_status_that_cannot_be_known_is_not_guessed() -> None:
    for vendor, odd in UNKNOWN:
        ((session,), _) = listed(client_of(vendor, [{**numbered(vendor, 0), **odd}]))
        assert (session.status, "status" in session.unreadable) == (Status.UNKNOWN, True), (vendor, odd)
    for vendor, odd, status in KNOWN:
        ((session,), _) = listed(client_of(vendor, [{**numbered(vendor, 0), **odd}]))
        assert (session.status, "status" in session.unreadable) == (status, False), (vendor, odd)


# The log


@pytest.mark.parametrize("vendor", ["anam", "konpro"])
def test_5000_like_problems_are_5000_sessions_and_one_line(vendor: str, caplog: pytest.LogCaptureFixture) -> None:
    wire, name = WIRES[vendor], {"anam": "clientLabel", "konpro": "created_at"}[vendor]
    records = [{**wire.record(number), **({name: [SECRET]} if number >= 250 else {})} for number in range(5250)]
    with caplog.at_level(logging.DEBUG, logger="allsessions"):
        found, errors = listed(client_of(vendor, records))
    assert (len(found), errors) == (5250, ())
    assert sum(bool(session.unreadable) for session in found) == 5000
    (line,) = told(caplog)
    assert line.startswith(f"{vendor}: data[].{name}: 5000 values not as documented")
    assert f"data[50].{name}, page 3" in line
    assert SECRET not in line


def test_two_oddities_are_two_lines_and_no_line_shows_a_value(caplog: pytest.LogCaptureFixture) -> None:
    odd = {"created_at": SECRET, "avatar_id": {"a": SECRET}}
    records = [{**WIRES["konpro"].record(number), **odd} for number in range(30)]
    assert len(listed(client_of("konpro", records, page_size=7))[0]) == 30
    assert [line.partition(" values")[0] for line in sorted(told(caplog))] == [
        "konpro: data[].avatar_id: 30",
        "konpro: data[].created_at: 30",
    ]
    assert SECRET not in caplog.text


def test_values_that_make_no_sense_are_told_too(caplog: pytest.LogCaptureFixture) -> None:
    records = [{**WIRES["konpro"].record(number), "duration": -86399} for number in range(9)]
    found, _ = listed(client_of("konpro", records, page_size=4))
    assert [session.unreadable for session in found] == [{"duration", "status"}] * 9
    lines = [line for line in told(caplog) if "(duration)" in line]
    assert [("9 values" in line, "data[0]" in line, "86399" in line) for line in lines] == [(True, True, False)]


def test_the_line_comes_when_the_reading_ends_however_it_ends(caplog: pytest.LogCaptureFixture) -> None:
    records = [{**WIRES["konpro"].record(number), "created_at": SECRET} for number in range(30)]
    with client_of("konpro", records, page_size=5) as client:
        assert len(list(client.list(limit=3))) == 3
        assert len(told(caplog)) == 1
        pages = client.pages("konpro")
        next(pages)
    assert len(told(caplog)) == 2  # the second when the client is closed


def test_each_source_has_its_own_lines(caplog: pytest.LogCaptureFixture) -> None:
    for vendor in ("anam", "konpro"):
        listed(client_of(vendor, [{**numbered(vendor, 0), "createdAt": 5, "created_at": SECRET}]))
    assert [line.partition(": ")[0] for line in told(caplog)] == ["anam", "konpro"]


def test_where_all_is_as_documented_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    for vendor in WIRES:
        listed(client_of(vendor, [numbered(vendor, number) for number in range(5)], page_size=2))
    assert told(caplog) == []

"""One bad record costs one record: the others are yielded, and it is reported with its place and as it came."""

import json
import pickle
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from allsessions import Client, IncompleteListingError, InvalidRecordError, Session, UnexpectedResponseError

from ..client.scripted import Answer, ScriptedServer, answer
from ..client.vendors import PAGED, WIRES
from .case import RECORDS, VENDORS, Case, Says, Turn
from .reading import TLS, WAYS, holds, outcome_of, read

SUBJECT = "bad records"

NO_RECORDS: Sequence[Any] = [None, 5, "text", True, [], [1], {}, {"unknown": 1}]
NO_IDS: Sequence[Any] = [None, "", True, 1.5, ["6698"], {"$oid": "6698"}]
# A field, a value that it cannot have, and the fields of Session that are unreadable for it.
ODD_FIELDS: Mapping[str, Sequence[tuple[str, Any, str]]] = {
    "akool": [
        ("status", "three", "status vendor_status"),
        ("status", 2.5, "status vendor_status"),
        ("status", [3], "status vendor_status"),
        ("stream_type", 5, "transport"),
        ("stream_type", {}, "transport"),
        ("credentials", "text", ""),
        ("credentials", [1], ""),
    ],
    "anam": [
        ("createdAt", 1776675600, "created_at"),
        ("createdAt", "yesterday", "created_at"),
        ("startTime", "0001-01-01T00:00:00+14:00", "started_at"),
        # Without its end, it is not known whether the session has ended.
        ("endTime", "9999-12-31T23:59:59-14:00", "ended_at status"),
        ("endTime", {}, "ended_at status"),
        ("sessionLengthMs", "600", "duration"),
        ("sessionLengthMs", -1, "duration"),
        ("sessionLengthMs", 1e300, "duration"),
        # It has ended; an exit status that cannot be read may say that it failed.
        ("exitStatus", 0, "vendor_status status"),
        ("clientLabel", ["label"], "label"),
        ("personaId", True, "agent_id"),
    ],
    "konpro": [
        ("status", 1, "status vendor_status"),
        ("created_at", "2026-04-20", "created_at"),
        ("created_at", 1e300, "created_at"),
        ("created_at", -1e18, "created_at"),
        # It is connected: whether it has ended is only said by how long it lasted.
        ("duration", "60", "duration status"),
        ("duration", -60, "duration status"),
        ("duration", 1e300, "duration status"),
        ("avatar_id", {}, "agent_id"),
    ],
    "elizaos": [
        ("createdAt", 1776675600000, "created_at"),
        ("createdAt", "soon", "created_at"),
        ("expiresAt", "9999-12-31T23:59:59-14:00", "expires_at"),
        ("timeRemaining", "60000", "status"),
        ("agentId", True, "agent_id"),
        ("userId", [5], "user_id"),
    ],
}
ODD = [(vendor, *odd) for vendor, fields in ODD_FIELDS.items() for odd in fields]
ONE_OF_FIVE = 2


def holding(records: Sequence[Any]) -> Says:
    return lambda turn: answer(turn.envelope(records))


def place(vendor: str, index: int) -> str:
    return f"{'.'.join(RECORDS[vendor])}[{index}]"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("record", NO_RECORDS, ids=repr)
def test_what_is_no_record_costs_no_other(record: Any, vendor: str, way: str) -> None:
    """It is the fourth of five: with pages of two, the second on the second page."""
    held = [WIRES[vendor].record(number) for number in range(5)]
    held[3] = record
    case = Case(name="", says=holding(held), yields=[0, 1, 2, 4], errors=[InvalidRecordError])
    (error,) = holds(case, vendor, way).errors
    assert isinstance(error, InvalidRecordError)
    assert error.path.startswith(place(vendor, 3 if vendor == "elizaos" else 1))
    assert error.record == record
    assert str(error.path) in str(error)


def with_an_odd(vendor: str, field: str, value: Any) -> list[Any]:
    held: list[Any] = [WIRES[vendor].record(number) for number in range(5)]
    held[ONE_OF_FIVE] = {**held[ONE_OF_FIVE], field: value}
    return held


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("value", NO_IDS, ids=repr)
def test_a_record_without_a_usable_id_is_reported_and_named(vendor: str, value: Any, way: str) -> None:
    field = WIRES[vendor].id_key
    held = with_an_odd(vendor, field, value)
    case = Case(name="", says=holding(held), yields=[0, 1, 3, 4], errors=[InvalidRecordError])
    (error,) = holds(case, vendor, way).errors
    assert isinstance(error, InvalidRecordError)
    assert error.path == f"{place(vendor, 2 if vendor == 'elizaos' else 0)}.{field}"
    # Dates that could be read may be written in another form of ISO 8601.
    assert error.record.keys() == held[ONE_OF_FIVE].keys()
    assert error.record[field] == value


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("vendor", "field", "value", "unreadable"), ODD, ids=repr)
def test_a_field_that_cannot_be_costs_only_itself(
    vendor: str, field: str, value: Any, unreadable: str, way: str
) -> None:
    held = with_an_odd(vendor, field, value)
    outcome = holds(Case(name="", says=holding(held)), vendor, way)
    assert [session.unreadable for session in outcome.sessions] == [
        set(unreadable.split()) if number == ONE_OF_FIVE else set() for number in range(5)
    ]
    raw = outcome.sessions[ONE_OF_FIVE].raw.to_dict()
    assert raw.keys() == held[ONE_OF_FIVE].keys()
    assert raw[field] == value


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("vendor", VENDORS)
def test_each_bad_record_is_reported_and_each_good_one_yielded(vendor: str, way: str) -> None:
    wire = WIRES[vendor]
    held = [{"marked": number} if number % 3 == 0 else wire.record(number) for number in range(20)]
    good = [number for number in range(20) if number % 3]
    case = Case(name="", says=holding(held), holds=20, yields=good, errors=[InvalidRecordError] * 7, page_size=4)
    outcome = holds(case, vendor, way)
    marks = [error.record["marked"] for error in outcome.errors if isinstance(error, InvalidRecordError)]
    assert marks == [0, 3, 6, 9, 12, 15, 18]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("vendor", VENDORS)
def test_bad_records_that_are_all_alike_are_each_reported(vendor: str, way: str) -> None:
    held = [None if number % 2 else WIRES[vendor].record(number) for number in range(6)]
    case = Case(name="", says=holding(held), holds=6, yields=[0, 2, 4], errors=[InvalidRecordError] * 3)
    holds(case, vendor, way)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("vendor", VENDORS)
def test_a_list_of_nothing_but_bad_records_ends(vendor: str, way: str) -> None:
    held = [{"marked": number} for number in range(5)]
    holds(Case(name="", says=holding(held), yields=[], errors=[InvalidRecordError] * 5), vendor, way)


@pytest.mark.parametrize("vendor", PAGED)
def test_a_bad_record_on_an_early_page_is_reported_where_a_later_page_fails(vendor: str) -> None:
    held = [{"marked": 0}, *(WIRES[vendor].record(number) for number in range(1, 5))]

    def says(turn: Turn) -> Answer:
        return Answer(status=501) if turn.page == 2 else answer(turn.envelope(held))

    outcome = outcome_of(Case(name="", says=says), vendor, "list")
    assert outcome.ids == [WIRES[vendor].ids(2)[1]]
    bad, failed = outcome.errors
    assert isinstance(bad, InvalidRecordError)
    assert not isinstance(failed, InvalidRecordError)


@pytest.mark.parametrize("vendor", VENDORS)
def test_an_odd_record_beside_a_source_that_fails_is_reported_with_it(vendor: str) -> None:
    """Two sources: what is missing of each is said, and what is there of each is yielded."""
    wire = WIRES[vendor]
    records = [wire.record(0), None, wire.record(2)]
    with ScriptedServer(lambda request: answer(wire.envelope(records, request))) as server:
        good = wire.source(base_url=server.url, name="good")
        dead = wire.source(base_url="http://127.0.0.1:1", name="dead")
        with Client([good, dead], http={"verify": TLS}) as client:
            sessions: list[Session] = []
            with pytest.raises(IncompleteListingError) as caught:
                sessions.extend(client.list())
            errors = caught.value.errors
    assert [session.id for session in sessions] == [wire.ids(1)[0], wire.ids(3)[2]]
    assert [error.source for error in errors] == ["good", "dead"]


@pytest.mark.parametrize("vendor", VENDORS)
def test_an_invalid_record_can_be_kept_and_sent(vendor: str) -> None:
    held = [{"marked": "as it came", WIRES[vendor].id_key: None}, WIRES[vendor].record(1)]
    with ScriptedServer(lambda request: answer(WIRES[vendor].envelope(held, request))) as server:
        with Client(WIRES[vendor].source(base_url=server.url), http={"verify": TLS}) as client:
            (error,) = read(client, vendor, "list", server).errors
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, InvalidRecordError)
    assert again.record["marked"] == "as it came"
    assert json.dumps(again.record)
    assert (str(again), again.path, again.source) == (str(error), again.path, vendor)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize(
    "halves", [(rb"\ud800", rb"\ud801"), (b"\xff", b"\xfe")], ids=["halves of characters", "bytes that are no UTF-8"]
)
def test_two_unreadable_identifiers_are_not_one_session(halves: tuple[bytes, bytes], vendor: str, way: str) -> None:
    def says(turn: Turn) -> Answer:
        marked = [{**turn.held[0], WIRES[vendor].id_key: f"id-half-{number}"} for number in range(2)]
        body = json.dumps(turn.envelope([*marked, *turn.held[2:]])).encode()
        return Answer(body=body.replace(b"half-0", halves[0]).replace(b"half-1", halves[1]))

    case = Case(name="", says=says, holds=5, page_size=2)
    outcome = outcome_of(case, vendor, way)
    # Both say the same, so that only the total tells that there are two.
    assert [type(error) for error in outcome.errors] == [UnexpectedResponseError]
    assert outcome.ids == ["id-\ufffd", *WIRES[vendor].ids(5)[2:]]

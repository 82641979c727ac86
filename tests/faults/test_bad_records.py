"""One bad record costs one record: the others are yielded, and the error has its place and the record as it came."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from allsessions import Client, IncompleteListingError, InvalidRecordError, UnexpectedResponseError

from ..client.scripted import Answer, Request, answer
from ..client.vendors import PAGED, WIRES
from .case import RECORDS, VENDORS, Case, Says, Turn
from .reading import WAYS, Memory, Outcome, check, hold, outcome_of

each_reading = pytest.mark.parametrize(("vendor", "way"), [(vendor, way) for vendor in VENDORS for way in WAYS])


def holding(records: Sequence[Any]) -> Says:
    return lambda turn: answer(turn.envelope(records))


def with_bad(vendor: str, bad: Any, at: int) -> list[Any]:
    records = [WIRES[vendor].record(number) for number in range(5)]
    return [*records[:at], bad, *records[at + 1 :]]


def reported(outcome: Outcome) -> list[InvalidRecordError]:
    return [error for error in outcome.errors if isinstance(error, InvalidRecordError)]


@each_reading
def test_a_bad_record_is_reported_with_its_place(vendor: str, way: str) -> None:
    """It is the fourth of five: with pages of two, the second on the second page."""
    id_key = WIRES[vendor].id_key
    for bad in (None, 5, "text", True, [], [1], {}, {"unknown": 1}, {id_key: ["6698"], "unknown": 1}):
        case = Case(says=holding(with_bad(vendor, bad, 3)), yields=[0, 1, 2, 4], errors=[InvalidRecordError])
        outcome = outcome_of(case, vendor, way)
        check(case, vendor, outcome)
        (error,) = reported(outcome)
        place = f"{'.'.join(RECORDS[vendor])}[{3 if vendor == 'elizaos' else 1}]"
        assert error.path == (f"{place}.{id_key}" if isinstance(bad, dict) else place)
        assert error.record == bad
        assert error.path in str(error)


# A field, a value that it cannot have, and the fields of Session that it makes unreadable.
ODD: dict[str, tuple[str, Any, set[str]]] = {
    "akool": ("status", "three", {"status", "vendor_status"}),
    "anam": ("endTime", {}, {"ended_at", "status"}),
    "konpro": ("duration", "60", {"duration", "status"}),
    "elizaos": ("agentId", True, {"agent_id"}),
}


@each_reading
def test_an_odd_field_costs_only_itself(vendor: str, way: str) -> None:
    name, value, unreadable = ODD[vendor]
    case = Case(says=holding(with_bad(vendor, {**WIRES[vendor].record(2), name: value}, 2)))
    outcome = outcome_of(case, vendor, way)
    check(case, vendor, outcome)
    assert [session.unreadable for session in outcome.sessions] == [set(), set(), unreadable, set(), set()]
    assert outcome.sessions[2].raw.to_dict()[name] == value


@each_reading
def test_each_bad_record_is_reported_once_in_order(vendor: str, way: str) -> None:
    held = [{"marked": number} if number % 3 == 0 else WIRES[vendor].record(number) for number in range(20)]
    good = [number for number in range(20) if number % 3]
    case = Case(says=holding(held), holds=20, yields=good, errors=[InvalidRecordError] * 7, page_size=4)
    outcome = outcome_of(case, vendor, way)
    check(case, vendor, outcome)
    assert [error.record["marked"] for error in reported(outcome)] == [0, 3, 6, 9, 12, 15, 18]


def test_bad_records_that_are_all_alike_are_each_reported() -> None:
    for vendor in VENDORS:
        held = [None if number % 2 else WIRES[vendor].record(number) for number in range(6)]
        errors = [InvalidRecordError] * 3
        hold(Case(vendors=[vendor], says=holding(held), holds=6, yields=[0, 2, 4], errors=errors))
    marked = [{"marked": number} for number in range(5)]
    hold(Case(vendors=VENDORS, says=holding(marked), yields=[], errors=[InvalidRecordError] * 5))


@pytest.mark.parametrize("vendor", PAGED)
def test_a_bad_record_is_reported_if_a_later_page_fails(vendor: str) -> None:
    def says(turn: Turn) -> Answer:
        return Answer(status=501) if turn.page == 2 else answer(turn.envelope(with_bad(vendor, {"marked": 0}, 0)))

    outcome = outcome_of(Case(says=says), vendor)
    assert outcome.ids == [WIRES[vendor].ids(2)[1]]
    assert [isinstance(error, InvalidRecordError) for error in outcome.errors] == [True, False]


def test_a_bad_record_is_reported_with_a_source_that_fails() -> None:
    wire = WIRES["anam"]

    def script(request: Request) -> Answer:
        if request.path.startswith("/dead"):
            return Answer(status=501)
        return answer(wire.envelope([wire.record(0), None, wire.record(2)], request))

    sources = [wire.source(name=name, base_url=f"https://vendor.example/{name}") for name in ("good", "dead")]
    with Client(sources, http={"transport": Memory(script)}) as client:
        ids: list[str] = []
        with pytest.raises(IncompleteListingError) as caught:
            ids.extend(session.id for session in client.list())
    assert ids == [wire.ids(1)[0], wire.ids(3)[2]]
    assert [error.source for error in caught.value.errors] == ["good", "dead"]


HALVES = {"half characters": (rb"\ud800", rb"\ud801"), "invalid UTF-8": (b"\xff", b"\xfe")}


@pytest.mark.parametrize("halves", HALVES.values(), ids=HALVES)
@pytest.mark.parametrize("differ", [False, True], ids=["alike", "different"])
@each_reading
def test_two_unreadable_ids_are_not_one_session(
    halves: tuple[bytes, bytes], differ: bool, vendor: str, way: str
) -> None:
    def says(turn: Turn) -> Answer:
        marked = [
            {**turn.held[0], WIRES[vendor].id_key: f"id-half-{number}", "note": differ * number} for number in range(2)
        ]
        body = json.dumps(turn.envelope([*marked, *turn.held[2:]])).encode()
        return Answer(body=body.replace(b"half-0", halves[0]).replace(b"half-1", halves[1]))

    outcome = outcome_of(Case(says=says), vendor, way)
    # If both records are the same once decoded, only the total tells that there are two.
    assert [type(error) for error in outcome.errors] == ([] if differ else [UnexpectedResponseError])
    assert outcome.ids == ["id-\ufffd"] * (1 + differ) + WIRES[vendor].ids(5)[2:]

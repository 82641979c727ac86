"""After a bad record, the client yields all others. The error has the record's place and its unchanged content."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from allsessions import InvalidRecordError, ServerError, UnexpectedResponseError

from ..client.scripted import Answer, Request, answer
from ..client.vendors import WIRES
from .case import RECORDS, VENDORS, Case, Says, Turn
from .reading import WAYS, Outcome, hold, outcome_of, read, serving

each_vendor = pytest.mark.parametrize("vendor", VENDORS)


def holding(records: Sequence[Any]) -> Says:
    return lambda turn: answer(turn.envelope(records))


def marks(outcome: Outcome) -> list[int]:
    """Return the field `marked` of each reported record."""
    return [error.record["marked"] for error in outcome.errors if isinstance(error, InvalidRecordError)]


@each_vendor
def test_a_bad_record_is_reported_with_its_place(vendor: str) -> None:
    """The bad record is the fourth of five. With two records per page, it is the second on page 2."""
    id_key, good = WIRES[vendor].id_key, [WIRES[vendor].record(number) for number in range(5)]
    place = f"{'.'.join(RECORDS[vendor])}[{3 if vendor == 'elizaos' else 1}]"
    for bad in (None, 5, "text", True, [], [1], {}, {"unknown": 1}, {id_key: ["6698"], "unknown": 1}):
        case = Case(says=holding([*good[:3], bad, good[4]]), yields=[0, 1, 2, 4], errors=[InvalidRecordError])
        for way in WAYS:
            (error,) = outcome_of(case, vendor, way).errors
            assert isinstance(error, InvalidRecordError)
            assert (error.path, error.record) == (f"{place}.{id_key}" if isinstance(bad, dict) else place, bad)
            assert error.path in str(error)


@each_vendor
def test_each_bad_record_is_reported_once_in_order(vendor: str) -> None:
    held = [{"marked": number} if number % 3 == 0 else WIRES[vendor].record(number) for number in range(20)]
    good = [number for number in range(20) if number % 3]
    case = Case(says=holding(held), holds=20, yields=good, errors=[InvalidRecordError] * 7, page_size=4)
    assert marks(outcome_of(case, vendor)) == [0, 3, 6, 9, 12, 15, 18]
    alike = [None if number % 2 else WIRES[vendor].record(number) for number in range(6)]
    hold(Case(vendors=[vendor], says=holding(alike), holds=6, yields=[0, 2, 4], errors=[InvalidRecordError] * 3))


@pytest.mark.parametrize("vendor", ["akool", "konpro"])
def test_a_bad_record_is_reported_if_a_later_page_fails(vendor: str) -> None:
    def says(turn: Turn) -> Answer:
        return Answer(status=501) if turn.page == 2 else answer(turn.envelope([{"marked": 0}, *turn.held[1:]]))

    outcome = outcome_of(Case(says=says, yields=[1], errors=[InvalidRecordError, ServerError]), vendor)
    assert marks(outcome) == [0]


@each_vendor
@pytest.mark.parametrize("halves", [(rb"\ud800", rb"\ud801"), (b"\xff", b"\xfe")], ids=["characters", "UTF-8"])
@pytest.mark.parametrize("differ", [False, True], ids=["alike", "different"])
def test_two_unreadable_ids_are_not_one_session(halves: tuple[bytes, bytes], differ: bool, vendor: str) -> None:
    wire = WIRES[vendor]
    records = [{**wire.record(0), wire.id_key: f"id-half-{number}", "note": differ * number} for number in range(2)]

    def script(request: Request) -> Answer:
        body = json.dumps(wire.envelope([*records, wire.record(2)], request)).encode()
        return Answer(body=body.replace(b"half-0", halves[0]).replace(b"half-1", halves[1]))

    with serving(script, vendor, {"page_size": 2}) as (client, _):
        found = read(client, vendor)
    # If both records look the same after decoding, only the total shows that there are two.
    assert [type(error) for error in found.errors] == ([] if differ else [UnexpectedResponseError])
    assert found.ids == ["id-\ufffd"] * (1 + differ) + wire.ids(3)[2:]

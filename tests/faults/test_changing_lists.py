"""Sessions that end, come or go during the reading: each that is there throughout is yielded, once."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from allsessions import Status, UnexpectedResponseError

from ..client.scripted import Answer, answer
from ..client.vendors import PAGED, WIRES
from .case import TOTAL, VENDORS, Case, Says, Turn, put
from .reading import WAYS, each, hold, outcome_of

Numbers = Sequence[int]
START = range(7)


def changing(numbers: Callable[[Turn], Numbers]) -> Says:
    """An honest server, which at each request holds the sessions of these numbers."""
    return lambda turn: answer(turn.envelope([WIRES[turn.vendor].record(number) for number in numbers(turn)]))


def after(request: int, then: Numbers) -> Says:
    """The list is another one from the next request on."""
    return changing(lambda turn: START if turn.number <= request else then)


def late_page(too_low: int) -> Says:
    """Page 2 fails at first, and comes after later pages, when five more are at the head."""

    def says(turn: Turn) -> Answer:
        if turn.page == 2 and turn.attempt == 1:
            return Answer(status=503)
        grown = turn.number > 1 and turn.page == 2 and turn.attempt == 2
        numbers = [*range(20, 25), *range(14)] if grown else range(14)
        held = [WIRES[turn.vendor].record(number) for number in numbers]
        return answer(put(turn.envelope(held), TOTAL[turn.vendor], len(held) - too_low))

    return says


def late_page_of_a_list_that_stays_as_long(turn: Turn) -> Answer:
    """Page 2 fails at first, and comes when one more is at the head and the last one gone."""
    if turn.page == 2 and turn.attempt == 1:
        return Answer(status=503)
    numbers = [20, *range(14)] if turn.number > 4 else range(15)
    return answer(turn.envelope([WIRES[turn.vendor].record(number) for number in numbers]))


BY_NUMBER = ["akool", "anam"]
CASES = {
    "one more at the head at each request": Case(
        vendors=PAGED,
        says=changing(lambda turn: [*range(6 + turn.number, 6, -1), *START]),
        holds=7,
        others=range(300),
        requests=150,
        # It may grow faster than it is read.
        errors=[UnexpectedResponseError],
        perhaps=True,
    ),
    "one less at the head at each of four requests": Case(
        vendors=PAGED,
        says=changing(lambda turn: range(min(turn.number - 1, 4), 9)),
        holds=9,
        yields=range(4, 9),
        others=range(9),
        requests=60,
    ),
    "the first goes and comes again": Case(
        vendors=PAGED,
        says=changing(lambda turn: START[1:] if turn.number == 2 else START),
        holds=7,
        yields=range(1, 7),
        others=[0],
    ),
    "a late page with more at the head": Case(
        vendors=BY_NUMBER, says=late_page(0), holds=14, page_size=5, others=range(20, 25)
    ),
    "a late page with more at the head and too low a total": Case(
        vendors=BY_NUMBER, says=late_page(2), holds=14, page_size=5, others=range(20, 25), or_error=True
    ),
    "a late page of a list that stays as long": Case(
        vendors=BY_NUMBER,
        says=late_page_of_a_list_that_stays_as_long,
        holds=15,
        page_size=5,
        yields=range(14),
        others=[14, 20],
    ),
    "all but the last go": Case(vendors=PAGED, says=after(1, [6]), holds=7, yields=[6], others=START),
    "one of each page goes": Case(vendors=PAGED, says=after(1, [1, 3, 5]), holds=7, yields=[1, 3, 5], others=START),
    "the order turns round": Case(vendors=PAGED, says=after(1, START[::-1]), holds=7, or_error=True),
}


@each(CASES)
def test_a_list_that_keeps_changing_loses_no_session(case: Case) -> None:
    hold(case)


ACTIVE: dict[str, dict[str, Any]] = {
    "akool": {"status": 2},
    "anam": {"endTime": None, "exitStatus": None},
    "konpro": {"duration": None},
    "elizaos": {},
}


def ended(turn: Turn) -> Any:
    """All sessions are active at the first request, and have ended at the next."""
    records = [{**each, **(ACTIVE[turn.vendor] if turn.number == 1 else {})} for each in turn.held]
    return answer(turn.envelope(records))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("vendor", VENDORS)
def test_a_session_that_ends_is_yielded_once_as_first_seen(vendor: str, way: str) -> None:
    sessions = outcome_of(Case(says=ended), vendor, way).sessions
    assert [session.id for session in sessions] == WIRES[vendor].ids(5)
    assert [session.status for session in sessions[:2]] == [Status.ACTIVE, Status.ACTIVE]


def test_a_session_that_comes_at_the_head_follows_the_list() -> None:
    assert outcome_of(Case(says=after(1, [7, *START]), holds=7), "anam").ids == WIRES["anam"].ids(8)

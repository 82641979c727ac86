"""Sessions that end, come or go while the list is read: those that are there throughout are yielded, each once."""

from collections.abc import Callable, Sequence
from typing import Any

from allsessions import Status, UnexpectedResponseError

from ..client.scripted import Answer, answer
from ..client.vendors import PAGED, WIRES
from .case import TOTAL, Case, Says, Turn, put
from .reading import each, holds

SUBJECT = "lists that change"

Numbers = Sequence[int]
START = range(7)


def changing(numbers: Callable[[Turn], Numbers]) -> Says:
    """An honest server, which at each request holds the sessions of these numbers."""
    return lambda turn: answer(turn.envelope([WIRES[turn.vendor].record(number) for number in numbers(turn)]))


def after(request: int, then: Numbers, before: Numbers = START) -> Says:
    """At this request the list is still as it was; it is another one at the next."""
    return changing(lambda turn: before if turn.number <= request else then)


def one_more_each_time(turn: Turn) -> Numbers:
    """At each request there is one more at the head."""
    return [*range(6 + turn.number, 6, -1), *START]


def one_less_each_time(turn: Turn) -> Numbers:
    """At each of the first requests the first session goes, of nine."""
    return range(min(turn.number - 1, 4), 9)


def ended(turn: Turn) -> Any:
    """All sessions are active at the first request, and have ended at the next."""
    records = [WIRES[turn.vendor].record(number) for number in range(5)]
    active: dict[str, dict[str, Any]] = {
        "akool": {"status": 2},
        "anam": {"endTime": None, "exitStatus": None},
        "konpro": {"duration": None},
        "elizaos": {},
    }
    return answer(turn.envelope([{**each, **active[turn.vendor]} for each in records] if turn.number == 1 else records))


def gone(*numbers: int) -> Numbers:
    return [number for number in START if number not in numbers]


def late_page(too_low: int) -> Says:
    """Page 2 fails at first, and comes when five more are at the head: after the later pages, which were read ahead."""

    def says(turn: Turn) -> Answer:
        if turn.page == 2 and turn.attempt == 1:
            return Answer(status=503)
        grown = turn.number > 1 and turn.page == 2 and turn.attempt == 2
        numbers = [*range(20, 25), *range(14)] if grown else range(14)
        held = [WIRES[turn.vendor].record(number) for number in numbers]
        return answer(put(turn.envelope(held), TOTAL[turn.vendor], len(held) - too_low))

    return says


def late_page_of_a_list_that_stays_as_long(turn: Turn) -> Answer:
    """Page 2 fails at first, and comes after the later pages, when one more is at the head and the last one gone."""
    if turn.page == 2 and turn.attempt == 1:
        return Answer(status=503)
    numbers = [20, *range(14)] if turn.number > 4 else range(15)
    return answer(turn.envelope([WIRES[turn.vendor].record(number) for number in numbers]))


COMING: dict[str, Numbers] = {
    "one appears at the head": [7, *START],
    "two appear at the head": [8, 7, *START],
    "a page and more appears at the head": [9, 8, 7, *START],
    "one appears at the tail": [*START, 7],
    "three appear at the tail": [*START, 7, 8, 9],
    "one appears in the middle": [*START[:3], 7, *START[3:]],
}
GOING: dict[str, Numbers] = {
    "the first vanishes": gone(0),
    "the last vanishes": gone(6),
    "one in the middle vanishes": gone(3),
    "the first two vanish": gone(0, 1),
    "the first three vanish": gone(0, 1, 2),
    "the first and the last vanish": gone(0, 6),
    "one of each page vanishes": gone(0, 2, 4, 6),
    "all but the last vanish": [6],
    "all vanish": [],
}

CASES = [
    *(
        Case(
            name=f"after request {request} {words}",
            says=after(request, then),
            vendors=PAGED,
            holds=7,
            others=range(20),
        )
        for request in (1, 2, 3)
        for words, then in COMING.items()
    ),
    *(
        Case(
            name=f"after request {request} {words}",
            says=after(request, then),
            vendors=PAGED,
            holds=7,
            yields=then,
            others=range(7),
        )
        for request in (1, 2, 3)
        for words, then in GOING.items()
    ),
    Case(
        name="one more at the head at each request",
        says=changing(one_more_each_time),
        vendors=PAGED,
        holds=7,
        others=range(300),
        requests=150,
        # With pages fetched ahead in whatever order, it may grow faster than it is read.
        errors=[UnexpectedResponseError],
        perhaps=True,
    ),
    Case(
        name="one less at the head at each of four requests",
        says=changing(one_less_each_time),
        vendors=PAGED,
        holds=9,
        yields=range(4, 9),
        others=range(9),
        requests=60,
    ),
    Case(
        name="the first vanishes and comes again",
        says=changing(lambda turn: gone(0) if turn.number == 2 else START),
        vendors=PAGED,
        holds=7,
        yields=range(1, 7),
        others=[0],
    ),
    *(
        Case(
            name=f"a page is read after a later one, with more at the head and a total {words}",
            says=late_page(too_low),
            vendors=["akool", "anam"],
            holds=14,
            page_size=5,
            others=range(20, 25),
            or_said=too_low > 0,
        )
        for words, too_low in {"that is right": 0, "that is too low by 2": 2}.items()
    ),
    Case(
        name="a page is read after a later one, with one more at the head and one less at the tail",
        says=late_page_of_a_list_that_stays_as_long,
        vendors=["akool", "anam"],
        holds=15,
        page_size=5,
        yields=range(14),
        others=[14, 20],
    ),
    Case(
        name="the order turns round",
        says=after(1, [6, 5, 4, 3, 2, 1, 0], before=START),
        vendors=PAGED,
        holds=7,
        or_said=True,
    ),
]


@each(CASES)
def test_what_is_there_throughout_is_yielded_once(case: Case, vendor: str, way: str) -> None:
    holds(case, vendor, way)


ENDING = Case(name="sessions end after the first request", says=ended)


@each([ENDING])
def test_a_session_that_ends_meanwhile_is_yielded_once_as_it_was_first_seen(case: Case, vendor: str, way: str) -> None:
    sessions = holds(case, vendor, way).sessions
    assert [session.status for session in sessions[:2]] == [Status.ACTIVE, Status.ACTIVE]


def test_what_comes_at_the_head_follows_the_list() -> None:
    case = Case(name="one at the head", says=after(1, [7, *START]), holds=7, others=[7])
    assert holds(case, "anam", "list").ids == WIRES["anam"].ids(8)

"""Servers that page or count badly: the list is complete, or an error says that it is not, and it always ends."""

from typing import Any

import pytest

from allsessions import InvalidRequestError, NotFoundError, UnexpectedResponseError

from ..client.scripted import Answer, answer
from ..client.vendors import PAGED, WIRES
from .book import as_if_first, book, page_of
from .case import MISSING, RECORDS, VENDORS, Case, Says, Turn, at_page, envelope, put
from .reading import each, hold, serving

# The most pages for which the client follows a vendor's promises, twice, since it reads a short list again.
PATIENCE = 2 * 120
PAGES = ([0, 1], [2, 3], [4])
UNEXPECTED = [UnexpectedResponseError]
PROMISING = ["anam", "konpro"]
"""The vendors that say whether more follows."""


def saying(place: str, value: Any) -> Says:
    """Honest pages, but for one field next to the records, at Anam or KonPro."""
    ways = {"konpro": (place,), "anam": ("meta", place)}
    return envelope(lambda turn: put(page_of(turn, PAGES), ways[turn.vendor], value))


def text(value: Any) -> str:
    return "absent" if value is MISSING else "10^30" if value == 10**30 else repr(value)


def numbers() -> dict[str, Case]:
    """What Anam and KonPro say of their pages."""
    cases = {}
    harmless: dict[tuple[str, str], tuple[Any, ...]] = {
        ("anam", "next"): (None, MISSING, 1, 3, 99),
        ("anam", "lastPage"): (None, MISSING, 0, 1, 2, -1),
        ("anam", "perPage"): (MISSING, 0, 1, 10**30),
        ("anam", "currentPage"): (MISSING, 0, 7),
        ("konpro", "page_size"): (MISSING, 0, 1, 10**30),
        ("konpro", "page"): (MISSING, 0, 7),
        # Page numbers lead to all pages, whatever the tokens say.
        ("konpro", "next_pagination_token"): ("to-1", "to-2"),
    }
    unclear: dict[str, tuple[Any, ...]] = {
        "next": (0, -1, 10**30, "2", "https://api.anam.ai/v1/sessions?page=2", True, [2]),
        "lastPage": (4, 50, 10**30, "3", 2.5),
    }
    for (vendor, place), values in harmless.items():
        for value in values:
            case = Case(vendors=[vendor], says=saying(place, value), requests=PATIENCE)
            cases[f"{place} {text(value)}"] = case
    for place, values in unclear.items():
        for value in values:
            case = Case(vendors=["anam"], says=saying(place, value), or_error=True, requests=PATIENCE)
            cases[f"{place} {text(value)[:20]}"] = case
    return cases


def everything(turn: Turn) -> Any:
    """All sessions on each page, whatever its number and size."""
    return put(page_of(turn, PAGES), RECORDS[turn.vendor], turn.held)


def tokens_in_a_loop(turn: Turn) -> Any:
    """Page 2 says that page 1 follows."""
    following = {None: "to-2", "to-2": "to-1", "to-1": "to-2"}
    return {**page_of(turn, PAGES), "next_pagination_token": following[turn.request.query.get("token")]}


def new_tokens(turn: Turn) -> Any:
    """Each answer has a new token, after the last page too."""
    following = int(turn.request.query.get("token", "to-1").rpartition("-")[2]) + 1
    return {**page_of(turn, PAGES), "next_pagination_token": f"to-{following}"}


def too_low(turn: Turn, records: Any = MISSING) -> Answer:
    """A page of seven sessions whose total is 3; with something else in place of the records, if given."""
    honest = page_of(turn, ([0, 1], [2, 3], [4, 5], [6]), 3)
    return answer(honest if records is MISSING else put(honest, RECORDS[turn.vendor], records))


def with_total(total: Any) -> Says:
    return envelope(lambda turn: turn.with_total(total))


UNSTABLE, STABLE = ([0, 1, 2, 3], [2, 3, 4, 5]), ([0, 1, 2, 3], [4, 5, 6, 7])

PAGING = {
    **{
        f"a total {total!r}": Case(vendors=VENDORS, says=with_total(total), or_error=True)
        for total in ("5", [5], {"value": 5}, True, 4.5)
    },
    **{f"a total of {total}": Case(vendors=VENDORS, says=with_total(total)) for total in (0, 1, 4, -1, None)},
    "a total of one more": Case(vendors=VENDORS, says=with_total(6), errors=UNEXPECTED, requests=PATIENCE),
    "a total that is too high at first only": Case(
        vendors=PAGED, says=envelope(lambda turn: turn.with_total(50 if turn.number == 1 else 5))
    ),
    "the same answer again and again": Case(
        vendors=PAGED, says=envelope(lambda turn: page_of(as_if_first(turn), PAGES)), yields=[0, 1], errors=UNEXPECTED
    ),
    "page and size ignored": Case(vendors=PROMISING, says=envelope(everything)),
    # Nothing in Akool's envelope says that a page is the last one.
    "page and size ignored at Akool": Case(
        vendors=["akool"], says=envelope(everything), perhaps=True, errors=UNEXPECTED
    ),
    "tokens in a loop": Case(vendors=["konpro"], says=envelope(tokens_in_a_loop)),
    "new tokens again and again": Case(vendors=["konpro"], says=envelope(new_tokens)),
    "empty pages in the middle": Case(vendors=PROMISING, says=book([0, 1], [], [2, 3], [], [], [4])),
    "empty pages in the middle at Akool": Case(
        vendors=["akool"], says=book([0, 1], [], [2, 3], [], [], [4]), or_error=True
    ),
    **{
        f"pages of one where two were asked for, total {text(total)}": Case(
            vendors=PAGED, says=book([0], [1], [2], [3], [4], total=total)
        )
        for total in (MISSING, 5, 2)
    },
    "more records than asked for": Case(vendors=PAGED, says=book([0, 1, 2, 3], [4])),
    "a record twice on a page": Case(vendors=PAGED, says=book([0, 0], [1, 2], [2, 3], [4])),
    "a record on two pages": Case(vendors=PAGED, says=book([0, 1], [1, 2], [2, 3], [3, 4])),
    "all pages twice": Case(vendors=PAGED, says=book(*PAGES, *PAGES)),
    "half of page 2 is of page 1 and the total of all": Case(
        vendors=PAGED,
        says=book(*UNSTABLE, total=8),
        holds=8,
        page_size=4,
        yields=range(6),
        errors=UNEXPECTED,
        message="the vendor's total is 8, and only 6 sessions came",
    ),
    "half of page 2 is of page 1 at the first request": Case(
        vendors=PAGED,
        says=envelope(lambda turn: page_of(turn, UNSTABLE if turn.attempt == 1 else STABLE, 8)),
        holds=8,
        page_size=4,
    ),
    "every record twice at ElizaOS": Case(
        vendors=["elizaos"], says=envelope(lambda turn: turn.with_records([*turn.held, *turn.held]))
    ),
    "a total that counts a repeated record twice": Case(
        vendors=PAGED, says=book([0, 1], [1, 2], [3, 4], total=6), errors=UNEXPECTED, perhaps=True
    ),
    **{
        f"{name} at page 2 where the total is too low": Case(
            vendors=PAGED, says=says, holds=7, yields=[0, 1], others=range(7), errors=[kind]
        )
        for name, says, kind in (
            ("404", lambda turn: Answer(status=404) if turn.page == 2 else too_low(turn), NotFoundError),
            ("400", lambda turn: Answer(status=400) if turn.page == 2 else too_low(turn), InvalidRequestError),
            ("no list", lambda turn: too_low(turn, None) if turn.page == 2 else too_low(turn), UnexpectedResponseError),
        )
    },
    "404 at the page after the last": Case(
        vendors=PAGED, says=lambda turn: Answer(status=404) if turn.page > 3 else answer(page_of(turn, PAGES))
    ),
    "no list after the last page": Case(vendors=["akool"], says=at_page(4, answer({"code": 1000, "data": None}))),
    "no list where the total speaks of sessions": Case(
        vendors=VENDORS, says=envelope(lambda turn: turn.with_records(None)), yields=[], errors=UNEXPECTED
    ),
}


@each({**numbers(), **PAGING})
def test_a_list_is_complete_or_an_error_says_that_it_is_not(case: Case) -> None:
    hold(case)


@pytest.mark.parametrize("vendor", ["elizaos", "konpro"])
def test_the_other_documented_shape_is_listed(vendor: str) -> None:
    """Of older ElizaOS servers, and of another of KonPro's pages."""
    records = [{WIRES[vendor].id_key: f"old-{number}"} for number in range(3)]
    for shape in ({"sessions": records}, {"sessions": records, "total": 3}, {"success": True, "sessions": records}):
        with serving(lambda request: answer(shape), vendor) as (client, _):  # noqa: B023
            assert [session.id for session in client.list()] == ["old-0", "old-1", "old-2"]

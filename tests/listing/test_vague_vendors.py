"""Vendors that are vague or wrong about their list: it is complete or ends in an error, after few requests."""

from collections.abc import Mapping
from itertools import product
from typing import Any, Literal

import pytest
from attrs import field, frozen

from .honest_vendor import ABSENT, STYLES, Slice, Style, put
from .reading import Outcome, id_of, read
from .vague_vendor import NEXT, TOTAL, Pages, Serve, Tell, VagueVendor, asked_page

SIZE = 5
COUNT = 25
AHEAD = 8

Ending = Literal["whole", "error", "either", "unknown"]
"""The way a list must end; "unknown" where the vendor's answers do not let a client know that sessions are missing."""


def total(value: Any) -> Tell:
    """Put this total on each page."""
    return lambda envelope, part, style: put(envelope, TOTAL[style.vendor], value)


def total_of_page(envelope: dict[str, Any], part: Slice, style: Style) -> None:
    put(envelope, TOTAL[style.vendor], len(part.numbers))


def total_left(envelope: dict[str, Any], part: Slice, style: Style) -> None:
    put(envelope, TOTAL[style.vendor], max(0, COUNT - part.start))


def total_by_page(odd: int, even: int) -> Tell:
    """Tell one total on pages 1, 3 and so on, and another one on the others."""
    return lambda envelope, part, style: put(envelope, TOTAL[style.vendor], odd if part.page % 2 else even)


def low_numbers(envelope: dict[str, Any], part: Slice, style: Style) -> None:
    """Tell a list of three pages, in all fields."""
    lower = style.envelope(Slice(part.numbers, part.start, part.size, 3 * SIZE))
    envelope.update(lower)


def more_for_ever(said: Any) -> Tell:
    """Promise a next page on each page, and tell this total."""

    def tell(envelope: dict[str, Any], part: Slice, style: Style) -> None:
        put(envelope, TOTAL[style.vendor], said)
        if style.vendor in NEXT:
            following = {"anam": part.page + 1, "konpro": f"at-{part.start + part.size}"}
            put(envelope, NEXT[style.vendor], following[style.vendor])

    return tell


def more_never(said: Any) -> Tell:
    """Say on each page that nothing follows, and tell this total."""

    def tell(envelope: dict[str, Any], part: Slice, style: Style) -> None:
        put(envelope, TOTAL[style.vendor], said)
        if style.vendor in NEXT:
            put(envelope, NEXT[style.vendor], None)

    return tell


def next_is_page_two(*after: int) -> Tell:
    """Lead from these pages to page 2."""

    def tell(envelope: dict[str, Any], part: Slice, style: Style) -> None:
        put(envelope, TOTAL[style.vendor], COUNT)
        if style.vendor in NEXT and part.page in after:
            put(envelope, NEXT[style.vendor], {"anam": 2, "konpro": f"at-{SIZE}"}[style.vendor])

    return tell


def cut(*lengths: int) -> Pages:
    """Return pages of these lengths."""
    numbers = iter(range(sum(lengths)))
    return [[next(numbers) for _ in range(length)] for length in lengths]


FULL = cut(5, 5, 5, 5, 5)
SHORT_END = cut(5, 5, 5, 5, 3)
RIGHT_TOTAL = total(COUNT)


@frozen(kw_only=True)
class Case:
    """One way to be vague.

    Attributes:
        ends: How the list must end.
        but: How it must end at some styles of paging.
    """

    ends: Ending
    but: Mapping[str, Ending] = field(factory=dict)
    pages: Pages = FULL
    serve: Serve = asked_page
    tell: Tell = RIGHT_TOTAL


CASES = {
    "honest": Case(ends="whole"),
    "total too low": Case(ends="whole", tell=total(18)),
    "total too low, of one session": Case(ends="whole", tell=total(1)),
    "total zero": Case(ends="whole", tell=total(0)),
    "all numbers too low": Case(ends="unknown", but={"akool": "whole"}, tell=low_numbers),
    "total too high": Case(ends="error", tell=total(35)),
    "total too high by one": Case(ends="error", tell=total(COUNT + 1)),
    "total enormous": Case(ends="error", tell=total(10**15)),
    "total beyond all measure": Case(ends="error", tell=total(10**400)),
    "total of the page": Case(ends="whole", tell=total_of_page, but={"akool": "either", "konpro by token": "either"}),
    "total of the page, last one short": Case(
        ends="whole", pages=SHORT_END, tell=total_of_page, but={"akool": "either", "konpro by token": "either"}
    ),
    "total of what is left": Case(ends="either", tell=total_left),
    "total up and down": Case(ends="either", tell=total_by_page(COUNT, 30)),
    "total down and up": Case(ends="either", tell=total_by_page(30, COUNT)),
    "total negative": Case(ends="whole", tell=total(-1)),
    "total absent": Case(ends="whole", tell=total(ABSENT)),
    "total null": Case(ends="whole", tell=total(None)),
    "total a string": Case(ends="whole", tell=total("25")),
    "total a word": Case(ends="whole", tell=total("many")),
    "always page 1": Case(ends="error", serve=lambda number, last: 1),
    "always page 1, no total": Case(
        ends="error", serve=lambda number, last: 1, tell=total(ABSENT), but={"akool": "unknown"}
    ),
    "page 2 twice": Case(ends="whole", pages=[FULL[0], FULL[1], *FULL[1:]]),
    "page 2 twice, no total": Case(
        ends="whole", pages=[FULL[0], FULL[1], *FULL[1:]], tell=total(ABSENT), but={"akool": "either"}
    ),
    "last page again": Case(ends="whole", serve=min),
    "last page again, no total": Case(ends="whole", serve=min, tell=total(ABSENT), but={"akool": "either"}),
    "round again": Case(ends="whole", serve=lambda number, last: (number - 1) % last + 1),
    "round again, no total": Case(
        ends="whole",
        serve=lambda number, last: (number - 1) % last + 1,
        tell=total(ABSENT),
        but={"akool": "either"},
    ),
    "pages shorter than asked": Case(ends="whole", pages=cut(5, 5, 2, 5, 5, 3)),
    "pages shorter than asked, no total": Case(ends="whole", pages=cut(5, 5, 2, 5, 5, 3), tell=total(ABSENT)),
    "an empty page in the middle": Case(ends="whole", pages=cut(5, 5, 0, 5, 5, 5), but={"akool": "either"}),
    "an empty page in the middle, no total": Case(
        ends="whole", pages=cut(5, 5, 0, 5, 5, 5), tell=total(ABSENT), but={"akool": "unknown"}
    ),
    "an empty page first": Case(
        ends="whole", pages=cut(0, 5, 5, 5, 5, 5), but={"akool": "either", "konpro by token": "either"}
    ),
    "more for ever": Case(ends="whole", tell=more_for_ever(COUNT)),
    "more for ever, no total": Case(ends="error", tell=more_for_ever(ABSENT), but={"akool": "whole"}),
    "more for ever, total too high": Case(ends="error", tell=more_for_ever(35)),
    "nothing follows, on each page": Case(ends="whole", tell=more_never(COUNT), but={"konpro by token": "error"}),
    "nothing follows, on each full page": Case(
        ends="whole", tell=more_never(ABSENT), but={"konpro by token": "unknown"}
    ),
    "empty and repeated in turn, for ever": Case(
        ends="error",
        pages=[FULL[0], []],
        serve=lambda number, last: (number - 1) % last + 1,
        tell=more_for_ever(ABSENT),
        but={"akool": "whole"},
    ),
    "page 3 leads to page 2": Case(ends="either", tell=next_is_page_two(3), but={"konpro by token": "error"}),
    "all pages lead to page 2": Case(
        ends="either", tell=next_is_page_two(1, 2, 3, 4, 5), but={"konpro by token": "error"}
    ),
}


def most_requests(style: str, pages: int, concurrency: int) -> int:
    """Return three times the requests that the same list takes at an honest vendor, and thirty."""
    to_see_the_end = 0 if STYLES[style].says_end else 1
    # The client tries page numbers first, and as many at once as it may.
    to_see_that_tokens_lead = 0 if STYLES[style].numbers_lead else concurrency
    return 3 * (pages + to_see_the_end + to_see_that_tokens_lead) + 30


def check(outcome: Outcome, style: Style, pages: Pages, ends: Ending) -> bool:
    """Check that the list ended as it must, and gave each session once."""
    served = {id_of(style.vendor, number) for page in pages for number in page}
    given = {*outcome.ids}
    ended = ends not in ("whole", "error") or bool(outcome.errors) == (ends == "error")
    complete = ends == "unknown" or bool(outcome.errors) or given == served
    return len(outcome.ids) == len(given) and given <= served and ended and complete


@pytest.mark.parametrize("name", CASES)
def test_a_vague_vendors_list_is_complete_or_an_error(name: str) -> None:
    case = CASES[name]
    for style, concurrency in product(STYLES, [1, AHEAD]):
        vendor = VagueVendor(style=STYLES[style], pages=case.pages, size=SIZE, serve=case.serve, tell=case.tell)
        outcome = read(vendor.style.vendor, vendor, page_size=SIZE, concurrency=concurrency)
        ends = case.but.get(style, case.ends)
        assert check(outcome, vendor.style, case.pages, ends), (style, concurrency, ends, outcome)
        assert vendor.requests <= most_requests(style, len(case.pages), concurrency), (style, concurrency)


CAP = 1_000


@pytest.mark.parametrize("style", ["akool", "anam", "konpro"])
def test_a_capped_list_ends_in_an_error_with_both_numbers(style: str) -> None:
    """Many search engines return only the first 10,000."""
    size = 50 if style == "anam" else 250
    for status in (200, 400):
        pages = cut(*[size] * (CAP // size))
        vendor = VagueVendor(style=STYLES[style], pages=pages, size=size, tell=total(CAP + 50), status=status)
        outcome = read(vendor.style.vendor, vendor, page_size=size, concurrency=AHEAD)
        assert len({*outcome.ids}) == len(outcome.ids) == CAP
        assert vendor.requests <= most_requests(style, len(vendor.pages), AHEAD)
        text = str(outcome.errors[0]).replace(",", "")
        assert status == 400 or ("1000 " in text and "1050" in text), text

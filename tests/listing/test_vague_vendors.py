"""Lists of vendors with vague or wrong paging: each is complete or ends in an error, after few requests."""

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any, Literal

import pytest
from attrs import evolve, field, frozen

from ..faults.case import MISSING, TOTAL, put
from .honest_vendor import STYLES, Page, Pages, Serve, Style, Tell, VagueVendor, asked_page
from .reading import Outcome, read

SIZE = 5
COUNT = 25
AHEAD = 8

Ending = Literal["whole", "error", "either", "unknown"]
"""The way a list must end; "unknown" if no answer of the vendor shows that sessions are missing."""


NEXT = {"anam": ("meta", "next"), "konpro": ("next_pagination_token",)}


def telling(total: Any, following: Callable[[Page], int | None] | None = None) -> Tell:
    """Put the total on each page, and a link to the page that `following` returns. `total` may be a function."""

    def tell(page: Page) -> dict[str, Any]:
        vendor = page.style.vendor
        envelope = put(page.envelope(), TOTAL[vendor], total(page) if callable(total) else total)
        if vendor not in NEXT or following is None:
            return envelope
        number = following(page)
        token = None if number is None else f"at-{(number - 1) * page.size}"
        return put(envelope, NEXT[vendor], number if vendor == "anam" else token)

    return tell


def no_page(_: Page) -> None:
    return None


def more_for_ever(total: Any) -> Tell:
    return telling(total, lambda each: each.page + 1)


def page_two_after(*pages: int) -> Tell:
    def following(each: Page) -> int | None:
        return 2 if each.page in pages else each.page + 1 if each.page < each.total // each.size else None

    return telling(COUNT, following)


def low_numbers(page: Page) -> dict[str, Any]:
    """Describe a list of only three pages in all fields of the envelope."""
    return evolve(page, total=3 * SIZE).envelope()


def cut(*lengths: int) -> Pages:
    """Return pages with these numbers of sessions."""
    numbers = iter(range(sum(lengths)))
    return [[next(numbers) for _ in range(length)] for length in lengths]


FULL = cut(5, 5, 5, 5, 5)
SHORT_END = cut(5, 5, 5, 5, 3)
RIGHT_TOTAL = telling(COUNT)
OF_PAGE = telling(lambda each: len(each.numbers))


@frozen(kw_only=True)
class Case:
    """One vague vendor and the required end of its list; `but` has other ends for some styles of paging."""

    ends: Ending
    but: Mapping[str, Ending] = field(factory=dict)
    pages: Pages = FULL
    serve: Serve = asked_page
    tell: Tell = RIGHT_TOTAL


UNSURE: Mapping[str, Ending] = {"akool": "either", "konpro by token": "either"}


def first_page(number: int, last: int) -> int:
    return 1


def round_again(number: int, last: int) -> int:
    return (number - 1) % last + 1


CASES = {
    "total too low": Case(ends="whole", tell=telling(18)),
    "all numbers too low": Case(ends="unknown", but={"akool": "whole"}, tell=low_numbers),
    "total too high": Case(ends="error", tell=telling(35)),
    "total beyond all measure": Case(ends="error", tell=telling(10**400)),
    "total of the page": Case(ends="whole", tell=OF_PAGE, but=UNSURE),
    "total of the page, last one short": Case(ends="whole", pages=SHORT_END, tell=OF_PAGE, but=UNSURE),
    "total of what is left": Case(ends="either", tell=telling(lambda each: max(0, COUNT - each.start))),
    "total up and down": Case(ends="either", tell=telling(lambda each: COUNT if each.page % 2 else 30)),
    "total absent": Case(ends="whole", tell=telling(MISSING)),
    "always page 1": Case(ends="error", serve=first_page),
    "always page 1, no total": Case(ends="error", serve=first_page, tell=telling(MISSING), but={"akool": "unknown"}),
    "page 2 twice": Case(ends="whole", pages=[FULL[0], FULL[1], *FULL[1:]]),
    "page 2 twice, no total": Case(
        ends="whole", pages=[FULL[0], FULL[1], *FULL[1:]], tell=telling(MISSING), but={"akool": "either"}
    ),
    "last page again": Case(ends="whole", serve=min),
    "last page again, no total": Case(ends="whole", serve=min, tell=telling(MISSING), but={"akool": "either"}),
    "round again": Case(ends="whole", serve=round_again),
    "round again, no total": Case(ends="whole", serve=round_again, tell=telling(MISSING), but={"akool": "either"}),
    "pages shorter than asked": Case(ends="whole", pages=cut(5, 5, 2, 5, 5, 3)),
    "pages shorter than asked, no total": Case(ends="whole", pages=cut(5, 5, 2, 5, 5, 3), tell=telling(MISSING)),
    "an empty page in the middle": Case(ends="whole", pages=cut(5, 5, 0, 5, 5, 5), but={"akool": "either"}),
    "an empty page in the middle, no total": Case(
        ends="whole", pages=cut(5, 5, 0, 5, 5, 5), tell=telling(MISSING), but={"akool": "unknown"}
    ),
    "an empty page first": Case(ends="whole", pages=cut(0, 5, 5, 5, 5, 5), but=UNSURE),
    "more for ever": Case(ends="whole", tell=more_for_ever(COUNT)),
    "more for ever, no total": Case(ends="error", tell=more_for_ever(MISSING), but={"akool": "whole"}),
    "more for ever, total too high": Case(ends="error", tell=more_for_ever(35)),
    "nothing follows, on each page": Case(ends="whole", tell=telling(COUNT, no_page), but={"konpro by token": "error"}),
    "nothing follows, on each full page": Case(
        ends="whole", tell=telling(MISSING, no_page), but={"konpro by token": "unknown"}
    ),
    "empty and repeated in turn, for ever": Case(
        ends="error", pages=[FULL[0], []], serve=round_again, tell=more_for_ever(MISSING), but={"akool": "whole"}
    ),
    "page 3 leads to page 2": Case(ends="either", tell=page_two_after(3), but={"konpro by token": "error"}),
    "all pages lead to page 2": Case(
        ends="either", tell=page_two_after(1, 2, 3, 4, 5), but={"konpro by token": "error"}
    ),
}


def most_requests(style: str, pages: int, concurrency: int) -> int:
    """Return the limit of requests: three times as many as for an honest vendor's list, plus 30."""
    to_see_the_end = 0 if STYLES[style].says_end else 1
    # The client first tries page numbers, with as many concurrent requests as allowed.
    to_see_that_tokens_lead = 0 if STYLES[style].numbers_lead else concurrency
    return 3 * (pages + to_see_the_end + to_see_that_tokens_lead) + 30


def check(outcome: Outcome, style: Style, pages: Pages, ends: Ending) -> bool:
    """Check that the list ended as required, and yielded each session once."""
    served = {*style.ids(max(number for page in pages for number in page) + 1)}
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
        assert outcome.requests <= most_requests(style, len(case.pages), concurrency), (style, concurrency)


CAP = 1_000


@pytest.mark.parametrize("style", ["akool", "anam", "konpro"])
def test_a_capped_list_ends_in_an_error_with_both_numbers(style: str) -> None:
    """Many search engines return only the first 10,000 results."""
    size = 50 if style == "anam" else 250
    for status in (200, 400):
        pages = cut(*[size] * (CAP // size))
        vendor = VagueVendor(style=STYLES[style], pages=pages, size=size, tell=telling(CAP + 50), status=status)
        outcome = read(vendor.style.vendor, vendor, page_size=size, concurrency=AHEAD)
        assert len({*outcome.ids}) == len(outcome.ids) == CAP
        assert outcome.requests <= most_requests(style, len(vendor.pages), AHEAD)
        text = str(outcome.errors[0]).replace(",", "")
        assert status == 400 or ("only 1000" in text and "1050" in text), text

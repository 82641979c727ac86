"""Servers that page badly or count badly: all is read, or the error says that it is not, and it always ends."""

from typing import Any

from allsessions import InvalidRequestError, NotFoundError, UnexpectedResponseError

from ..client.scripted import Answer, answer
from ..client.vendors import PAGED
from .book import as_if_first, book, page_of
from .case import MISSING, RECORDS, Case, Says, Turn, at_page, envelope, put
from .reading import each, holds

SUBJECT = "servers that lie"

# The most pages that a vendor's promises are followed in vain for, twice, since a short list is read once more.
PATIENCE = 2 * 120
PAGES = ([0, 1], [2, 3], [4])
UNSTABLE, STABLE = ([0, 1, 2, 3], [2, 3, 4, 5]), ([0, 1, 2, 3], [4, 5, 6, 7])
"""The pages of an order that is another one at each request, and of one that stays."""
LOOP: dict[str, Any] = {"errors": [UnexpectedResponseError]}


def same_records(turn: Turn) -> Any:
    """The first page's records, with what belongs to the page that is asked for said of them."""
    return put(page_of(turn, PAGES), RECORDS[turn.vendor], turn.held[:2])


def everything(turn: Turn) -> Any:
    """All sessions on each page: neither number nor size is looked at."""
    return put(page_of(turn, PAGES), RECORDS[turn.vendor], turn.held)


def tokens_in_a_loop(turn: Turn) -> Any:
    """Page 2 says that page 1 follows."""
    following = {None: "to-2", "to-2": "to-1", "to-1": "to-2"}
    return {**page_of(turn, PAGES), "next_pagination_token": following[turn.request.query.get("token")]}


def new_tokens(turn: Turn) -> Any:
    """A new token for ever, and after the last page nothing new with it."""
    following = int(turn.request.query.get("token", "to-1").rpartition("-")[2]) + 1
    return {**page_of(turn, PAGES), "next_pagination_token": f"to-{following}"}


def with_total(total: Any) -> Says:
    return envelope(lambda turn: turn.with_total(total))


def says(place: str, value: Any) -> Says:
    """Honest pages, but for what they say of themselves in one place of Anam's or KonPro's envelope."""
    way = {"konpro": (place,), "anam": ("meta", place)}
    return envelope(lambda turn: put(page_of(turn, PAGES), way[turn.vendor], value))


TOTALS: dict[str, Any] = {
    "of 0": 0,
    "of 1": 1,
    "of 4": 4,
    "that is negative": -1,
    "that is very negative": -(10**30),
    "that is null": None,
    "that is absent": MISSING,
    "that is written as 5.0": 5.0,
}
ODD_TOTALS: dict[str, Any] = {
    "that is a string": "5",
    "that is a word": "many",
    "that is a list": [5],
    "that is an object": {"value": 5},
    "that is true": True,
    "of 4.5": 4.5,
}
HIGH_TOTALS: dict[str, Any] = {"of 6": 6, "of 50": 50, "of a million": 10**6, "of 10^30": 10**30}

COUNTING = [
    *(Case(name=f"a total {words}", says=with_total(total)) for words, total in TOTALS.items()),
    *(Case(name=f"a total {words}", says=with_total(total), or_said=True) for words, total in ODD_TOTALS.items()),
    *(
        Case(
            name=f"a total {words}",
            says=with_total(total),
            errors=[UnexpectedResponseError],
            requests=PATIENCE,
        )
        for words, total in HIGH_TOTALS.items()
    ),
    Case(
        name="a total that is too high at first only",
        says=envelope(lambda turn: turn.with_total(50 if turn.number == 1 else 5)),
        vendors=PAGED,
    ),
    *(
        Case(name=f"a next of {value!r}", says=says("next", value), vendors=["anam"], requests=PATIENCE)
        for value in (None, MISSING, 1, 3, 99)
    ),
    *(
        Case(name=f"a next of {value!r}", says=says("next", value), vendors=["anam"], or_said=True, requests=PATIENCE)
        for value in (0, -1, 10**30, "2", "https://api.anam.ai/v1/sessions?page=2", True, [2])
    ),
    *(
        Case(name=f"a last page of {value!r}", says=says("lastPage", value), vendors=["anam"], requests=PATIENCE)
        for value in (None, MISSING, 0, 1, 2, -1)
    ),
    *(
        Case(
            name=f"a last page of {value!r}",
            says=says("lastPage", value),
            vendors=["anam"],
            or_said=True,
            requests=PATIENCE,
        )
        for value in (4, 50, 10**30, "3", 2.5)
    ),
    *(
        Case(name=f"a {place} of {value!r}", says=says(place, value), vendors=[vendor])
        for vendor, place in {"anam": "perPage", "konpro": "page_size"}.items()
        for value in (None, MISSING, 0, -1, 1, 100, 10**30)
    ),
    *(
        Case(name=f"a {place} of {value!r}", says=says(place, value), vendors=[vendor])
        for vendor, place in {"anam": "currentPage", "konpro": "page"}.items()
        for value in (None, MISSING, 0, -1, 1, 7)
    ),
]

PAGING = [
    Case(name="the same records for ever", says=envelope(same_records), vendors=PAGED, yields=[0, 1], **LOOP),
    Case(
        name="the same answer for ever",
        says=envelope(lambda turn: page_of(as_if_first(turn), PAGES)),
        vendors=PAGED,
        yields=[0, 1],
        errors=[UnexpectedResponseError],
    ),
    Case(name="page and size ignored", says=envelope(everything), vendors=["anam", "konpro"]),
    # Nothing in Akool's envelope says that a page is the last: this may be all that it gives of more.
    Case(name="page and size ignored", says=envelope(everything), vendors=["akool"], perhaps=True, **LOOP),
    # Page numbers lead to all pages, whatever the tokens say.
    *(
        Case(name=name, says=tokens, vendors=["konpro"])
        for name, tokens in {
            "a token that leads back to the first page": says("next_pagination_token", "to-1"),
            "a token that leads to its own page": says("next_pagination_token", "to-2"),
            "tokens in a loop": envelope(tokens_in_a_loop),
            "new tokens for ever": envelope(new_tokens),
        }.items()
    ),
    Case(name="empty pages in the middle", says=book([0, 1], [], [2, 3], [], [], [4]), vendors=["anam", "konpro"]),
    Case(
        name="empty pages in the middle of what nothing ends",
        says=book([0, 1], [], [2, 3], [], [], [4]),
        vendors=["akool"],
        or_said=True,
    ),
    Case(name="an empty page at the head", says=book([], [0, 1], [2, 3], [4]), vendors=PAGED),
    Case(name="an empty page at the end", says=book([0, 1], [2, 3], [4], []), vendors=PAGED),
    Case(
        name="empty pages in the middle and no total",
        says=book([0, 1], [], [2, 3], [], [], [4], total=MISSING),
        vendors=["anam", "konpro"],
    ),
    *(
        Case(
            name=f"pages of one where two are asked for, total {words}",
            says=book([0], [1], [2], [3], [4], total=total),
            vendors=PAGED,
        )
        for words, total in {"absent": MISSING, "5": 5, "too low": 2}.items()
    ),
    Case(name="pages of all lengths", says=book([0], [1, 2], [3], [4]), vendors=PAGED),
    Case(name="more records than asked for", says=book([0, 1, 2, 3], [4]), vendors=PAGED),
    Case(name="a record twice on a page", says=book([0, 0], [1, 2], [2, 3], [4]), vendors=PAGED),
    Case(name="a record on two pages", says=book([0, 1], [1, 2], [2, 3], [3, 4]), vendors=PAGED),
    Case(name="a page twice", says=book([0, 1], [0, 1], [2, 3], [4]), vendors=PAGED),
    Case(name="all pages twice", says=book(*PAGES, *PAGES), vendors=PAGED),
    Case(
        name="half of page 2 is of page 1 and the total is of all",
        says=book(*UNSTABLE, total=8),
        vendors=PAGED,
        holds=8,
        page_size=4,
        yields=range(6),
        errors=[UnexpectedResponseError],
        message="the vendor's total is 8, and only 6 sessions came",
    ),
    Case(
        name="half of page 2 is of page 1 when it is asked for first",
        says=envelope(lambda turn: page_of(turn, UNSTABLE if turn.attempt == 1 else STABLE, 8)),
        vendors=PAGED,
        holds=8,
        page_size=4,
    ),
    Case(
        name="a record twice at ElizaOS",
        says=envelope(lambda turn: turn.with_records([*turn.held, *turn.held])),
        vendors=["elizaos"],
    ),
    Case(
        name="a total that counts a repeated record twice",
        says=book([0, 1], [1, 2], [3, 4], total=6),
        vendors=PAGED,
        errors=[UnexpectedResponseError],
        perhaps=True,
    ),
]

LONG = ([0, 1], [2, 3], [4, 5], [6])


def refused(page: int, status: int, total: int) -> Says:
    return lambda turn: Answer(status=status) if turn.page == page else answer(page_of(turn, LONG, total))


def no_list(page: int, total: int) -> Says:
    without = envelope(lambda turn: put(page_of(turn, LONG, total), RECORDS[turn.vendor], None))
    return lambda turn: without(turn) if turn.page == page else answer(page_of(turn, LONG, total))


# A total that is too low says that the list has ended; what promises more says that it has not.
PROMISING = ["anam", "konpro"]

IN_THE_MIDDLE = [
    *(
        Case(
            name=f"{status} at page 2 where the total is 3 of 7",
            says=refused(2, status, 3),
            vendors=PAGED,
            holds=7,
            yields=[0, 1],
            errors=[kind],
        )
        for status, kind in {404: NotFoundError, 400: InvalidRequestError}.items()
    ),
    *(
        Case(
            name=f"{status} at a promised page where the total is reached",
            says=refused(2, status, 2),
            vendors=PROMISING,
            holds=7,
            yields=[0, 1],
            errors=[kind],
        )
        for status, kind in {404: NotFoundError, 400: InvalidRequestError}.items()
    ),
    *(
        Case(
            name=f"no list at page {page} where the total is {total} of 7",
            says=no_list(page, total),
            vendors=vendors,
            holds=7,
            yields=range(2 * page - 2),
            others=range(7),
            errors=[UnexpectedResponseError],
        )
        for page, total, vendors in ((2, 3, PAGED), (2, 2, PROMISING), (3, 2, PROMISING), (1, 0, PROMISING))
    ),
    Case(
        name="404 at the page after the last",
        says=lambda turn: Answer(status=404) if turn.page > 3 else answer(page_of(turn, PAGES)),
        vendors=PAGED,
    ),
    Case(name="no list after the last page", says=at_page(4, answer({"code": 1000, "data": None})), vendors=["akool"]),
    Case(
        name="no list at all where the total speaks of sessions",
        says=envelope(lambda turn: turn.with_records(None)),
        vendors=["elizaos", *PAGED],
        yields=[],
        errors=[UnexpectedResponseError],
    ),
]


@each([*COUNTING, *PAGING, *IN_THE_MIDDLE])
def test_a_list_is_whole_or_said_to_be_short(case: Case, vendor: str, way: str) -> None:
    holds(case, vendor, way)

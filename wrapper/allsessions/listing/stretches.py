"""A list in stretches: runs of sessions that are read apart from each other, in other processes too. No I/O.

While they are read, the list may move, and no stretch knows of the others. So none is bounded by page numbers, which
then mean other sessions, but by landmarks: the sessions that were the first on the page where it was to begin. A
stretch is what lies between its own landmarks and the next one's, wherever they are by then, with whatever came or went
in between. Together, the stretches hold what is there throughout, each session once, as long as the vendor keeps its
order; a stretch that comes out shorter than the total explains, as where the order changes, is an error.
"""

import hashlib
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from attrs import define, evolve, field, frozen

from ..source import Envelope, Position, UnreadableError
from .cursor import Cursor
from .pager import END, Front, PagingError, Step, Walk
from .seen import Seen

LEAST_PAGES = 2
"""Pages of a stretch: with less, looking for its ends would cost as much as it does."""

LANDMARKS = 8
"""Sessions of which one is enough to know where a stretch begins; the others may have vanished."""

LOOKED_AT = 20
"""Pages on which a stretch's beginning is looked for. A list that has moved further is better split anew."""


def landmark(id: str) -> str:
    """What a session is known again by. Not its identifier: a cursor may be logged."""
    return hashlib.blake2b(id.encode(errors="surrogatepass"), digest_size=9).hexdigest()


def beginnings(first: Envelope, total: int, *, pages: int, most: int) -> Sequence[Position]:
    """The pages where stretches can begin, of so many pages at least and so many stretches at most; none for one alone.

    Args:
        first: The first page.
        total: The vendor's total on it.
        pages: Pages of a stretch, at least.
        most: The most stretches.
    """
    in_all = math.ceil(total / first.length) if first.length else 0
    number = min(most, in_all // pages)
    if number < 2 or first.last_page not in (None, in_all):
        return []
    return [Position(1 + in_all * each // number) for each in range(number)]


@frozen(kw_only=True)
class Beginning:
    """A page where a stretch is to begin: its number, its total, and the identifiers on it."""

    page: int
    total: int | None
    ids: Sequence[str]


def stretches(start: Cursor, begun: Sequence[Beginning]) -> Sequence[Cursor]:
    """A cursor for each stretch; none if what their first pages hold does not tell them apart.

    `start` is the first page's cursor, with the total that was said there.
    """
    marks = [tuple(map(landmark, each.ids[:LANDMARKS])) for each in begun]
    every = [mark for of_one in marks for mark in of_one]
    if not all(marks) or len(set(every)) < len(every) or any(each.total is None for each in begun):
        return []
    planned = [_between(one, next, start.granted) for one, next in pairwise(begun)]
    return [
        # The first begins where the list does, whatever is there by then.
        evolve(start, at=Position(each.page), begins=own, ends=end, begun=each.page == 1, planned=number)
        for each, own, end, number in zip(begun, marks, [*marks[1:], ()], [*planned, 0], strict=True)
    ]


def _between(one: Beginning, next: Beginning, granted: int) -> int:
    # If the list moved between these two requests, there may be fewer than the pages have.
    return max(0, (next.page - one.page) * granted - abs((next.total or 0) - (one.total or 0)))


@define(kw_only=True)
class Stretch(Walk):
    """One reading of one stretch.

    Attributes:
        begins: The landmarks of its beginning; none where it goes on at a cursor within it.
        ends: The landmarks of the next one; none where it goes on to the end of the list.
        planned: How many sessions are to come between these landmarks.
        total: The total of the last page; at first, of when the list was split or left.
    """

    begins: tuple[str, ...]
    ends: tuple[str, ...]
    planned: int
    total: int
    _at_head: bool = field(init=False)
    _taken_up: bool = field(init=False)
    _counting: bool = field(init=False)
    _first_page: int = field(default=0, init=False)
    _over: bool = field(default=False, init=False)
    _of_others: int = field(default=0, init=False)
    _others: Seen = field(factory=Seen, init=False)
    _search: "_Search" = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._at_head = self.begun and not self.scanned
        self._taken_up = self.begun and not self._at_head
        self._counting = not self.begins
        self._search = _Search(total=self.total, size=self.granted)

    @property
    def bounds(self) -> Mapping[str, Any]:
        """What a cursor says of it."""
        begins = () if self._counting else self.begins
        return {"begins": begins, "ends": self.ends, "begun": self.begun, "planned": self.planned, "total": self.total}

    def part(self, at: Position, ids: Sequence[str | None], total: int | None) -> slice:
        """Which records of the page at `at` belong to the stretch, given the identifier of each, and its total."""
        marks = [None if id is None else landmark(id) for id in ids]
        start = self._start(at, marks, total)
        end = None if start is None else _first(marks, self.ends, start)
        self._over = end is not None
        part = slice(0, 0) if start is None else slice(start, end)
        # Of records that cannot be read, it is known that there are so many.
        others = [mark or f"record {place}" for place, mark in enumerate(marks) if mark not in marks[part]]
        self._of_others = sum(map(self._others.is_new, others)) if self.begun else 0
        return part

    def is_new(self, id: str) -> bool:
        """Whether this session of the stretch comes up for the first time."""
        new = super().is_new(id)
        # From the first landmark on: how many came before it since then, was not planned.
        self._counting = self._counting or landmark(id) in self.begins
        self.planned -= new and self._counting
        return new

    def after(self, at: Position, envelope: Envelope, new: int) -> Step:
        """What follows the page at `at`; `new` are those of the stretch that came up for the first time."""
        if envelope.total is None:
            raise PagingError("", f"page {at.page} comes without a total, so that it cannot be read in parts")
        if not self.begun:
            return Step(self._search.next(at, envelope.total), has_more=True)
        self._check_total(envelope.total)
        # Those of others were read by others: none of them is missing.
        step = super().after(at, envelope, new + self._of_others)
        if step.next is not None and step.next.page <= at.page:
            if step.next.page < self._first_page:
                raise PagingError("", f"sessions vanished before this part of the list; {AGAIN}")
            return step
        if self._over or step.next is None:
            self.check_end()
        return END if self._over else step

    def check_end(self) -> None:
        """Raises PagingError where the stretch must not end after the last page."""
        if self.ends and not self._over:
            raise PagingError("", f"the list ended before the next part of it began; {AGAIN}")
        if self.ends and self.planned > 0:
            raise PagingError("", f"{self.planned} sessions are missing from this part of the list; {AGAIN}")

    def _check_total(self, total: int) -> None:
        """Raises an error where the list has moved so far that its own can no longer be told from another's."""
        moved, self.total = total - self.total, total
        if self._taken_up and moved:  # nor is this page given: who reads page by page would not see the error after it
            raise UnreadableError("", f"the list has moved since this part of it was left; {AGAIN}")
        self._taken_up = False
        if not self._at_head and moved >= self.granted:
            raise PagingError("", f"the list has grown by {moved} sessions between two pages; {AGAIN}")

    def _start(self, at: Position, marks: Sequence[str | None], total: int | None) -> int | None:
        """The place on this page where the stretch begins, or goes on; None where it does not begin yet."""
        found = _first(marks, self.begins)
        if self.begun:
            self._first_page = self._first_page or at.page
            # New sessions may have moved those before it onto this page.
            return 0 if self._at_head or found is None else found
        if found == 0 and marks[0] != self.begins[0] and at.page > 1:
            # Those before it may be at the end of the page before.
            self._search.behind = at.page - 1, total
            return None
        if found is None and (at.page, total) != self._search.behind:
            self._search.behind = None
            return None
        self.begun, self._first_page = True, at.page
        self.scanned, self.least_total, self.total = (at.page - 1) * self.granted, None, total or 0
        self._front = Front(reached=self.scanned, furthest=at.page - 1)
        return len(marks) if found is None else found


AGAIN = "split it again, or read it as a whole"


@define(kw_only=True)
class _Search:
    """Where to look for the beginning of a stretch that is not on its page any more.

    Attributes:
        total: The total when the list was split.
        size: Sessions on a page.
    """

    total: int
    size: int
    behind: tuple[int, int | None] | None = None
    """The page before the one that begins with a landmark, and its total then. While that stays, the stretch begins on
    this page or at its end."""
    _looked_at: list[int] = field(factory=list[int])
    _around: Iterator[int] = field(factory=lambda: iter(()))

    def next(self, at: Position, total: int) -> Position:
        """The page to look at after this one. Raises PagingError where it was looked for long enough."""
        if not self._looked_at:
            self._around = _outwards(at.page + (total - self.total) // self.size, -(-total // self.size))
        self._looked_at.append(at.page)
        further = (page for page in self._around if page not in self._looked_at)
        page = self.behind[0] if self.behind else next(further, None)
        if page is None or len(self._looked_at) >= LOOKED_AT:
            raise PagingError("", f"the beginning of this part of the list was not found again; {AGAIN}")
        return Position(page)


def _outwards(page: int, last: int) -> Iterator[int]:
    """The numbers of all pages, those nearest to this one first."""
    middle = max(1, min(page, last))
    around = ((middle + distance, middle - distance) for distance in range(last))
    return (each for pair in around for each in pair if 1 <= each <= last)


def _first(marks: Sequence[str | None], wanted: Collection[str], start: int = 0) -> int | None:
    """The first place of any of these, from `start` on."""
    return next((place for place, mark in enumerate(marks[start:], start) if mark in wanted), None)

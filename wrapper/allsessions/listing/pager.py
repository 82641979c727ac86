"""Decide which page follows, and whether a list is complete. No I/O.

A list can change while it is read: sessions that move forward, past the page that is read next, would be lost in
silence. The vendor's total tells. The pager counts the different sessions that came; at its end, a list is complete
when the count has reached the total. No number of the vendor's decides where a list ends.

- A *pass* goes from page 1 to the end of the list. Short of the total, another pass follows, which keeps the count.
- A *count* begins anew when the total has shrunk: what stood behind has then moved past the page that was read.
"""

from collections.abc import Callable, Sequence

from attrs import define, field, frozen

from ..source import Envelope, Position, UnreadableError
from .cursor import Cursor
from .seen import SeenIds

MOST_RESTARTS = 10
"""Counts begun anew, after which a list changes too fast to be read by pages."""

MOST_PAGES_WITHOUT_NEW = 20
"""Pages in a row with nothing new, after which the vendor sends the same or nothing for ever."""


class PagingError(UnreadableError):
    """The sessions that came are good, but the list cannot be read to its end."""


@frozen
class Progress:
    """Where a list stands after a page.

    Attributes:
        new: For each record of the page, True if it came up for the first time.
        next_page: The page to read next; None at the end.
        expected: True if the vendor says that the next page has something.
        error: Why the list breaks off after this page.
    """

    new: Sequence[bool]
    next_page: Position | None = None
    expected: bool = False
    error: PagingError | None = None


@define
class _Count:
    """The different sessions that came, and the totals that were told, since the count began."""

    ids: SeenIds = field(factory=SeenIds)
    number: int = 0
    repeated: int = 0
    first_total: int | None = None
    total: int | None = None

    def tell(self, total: int | None) -> None:
        """Take in the total of an answer."""
        if total is not None:
            self.first_total = total if self.first_total is None else self.first_total
            self.total = max(total, self.total or 0)

    @property
    def growth(self) -> int:
        """The sessions that were added since the first answer, by the totals."""
        return (self.total or 0) - (self.first_total or 0)


@define
class _Pass:
    """One pass through the list."""

    first: bool = True
    whole: bool = True
    new: int = 0
    unidentified: int = 0
    without_new: int = 0
    last_new: tuple[Position, str | None] = (Position(), None)
    tokens: set[str] = field(factory=set[str])


@define(kw_only=True)
class Pager:
    """Reads one list, page by page.

    Attributes:
        page_size: Records asked for on each page.
        by_token: True if only the token of a page leads to the next one.
        trusts_total: False if the vendor's total may not count what its own filter leaves.
        start: The cursor where reading begins, if it does not begin at page 1.
        restarts: How often reading began again at page 1.
    """

    page_size: int
    by_token: bool = False
    trusts_total: bool = True
    start: Cursor | None = None
    restarts: int = field(default=0, init=False)
    _most_on_page: int = field(default=0, init=False)
    _last_page: int = field(default=0, init=False)
    _furthest: int = field(default=0, init=False)
    _token: str | None = field(default=None, init=False)
    _seen: SeenIds = field(factory=SeenIds, init=False)
    _count: _Count = field(init=False)
    _pass: _Pass = field(factory=_Pass, init=False)

    def __attrs_post_init__(self) -> None:
        self._count = _Count(self._seen)
        if self.start is not None:
            self._most_on_page = self.start.most_on_page
            self._count.number, self._pass.without_new = self.start.count, self.start.without_new
            self._count.tell(self.start.first_total)

    @property
    def total(self) -> int | None:
        """The largest total since the count began."""
        return self._count.total

    @property
    def count(self) -> int:
        """The different sessions since the count began, and the records of this pass that have no identifier."""
        return self._count.number + self._pass.unidentified

    @property
    def in_order(self) -> bool:
        """True once the list has changed: then each page is requested after the one before it has come."""
        return self.restarts > 0

    def ahead(self, at: Position, most: int) -> range:
        """Return the numbers of the pages after this one that can be requested ahead."""
        if self.in_order or self.by_token:
            return range(0)
        return range(at.page + 1, min(at.page + most, self._last_page) + 1)

    def cursor(self, at: Position) -> Cursor:
        """Return a cursor from which another process reads on at this page."""
        if self.in_order:  # the other process does not know what came before
            return Cursor(page_size=self.page_size)
        return Cursor(
            page=at.page,
            # Numbers may not lead anywhere, which shows only to a reader that knows the pages before.
            token=self._token,
            page_size=self.page_size,
            most_on_page=self._most_on_page,
            count=self.count,
            first_total=self._count.first_total,
            without_new=self._pass.without_new,
        )

    def add(self, at: Position, envelope: Envelope, keys: Sequence[str | None], known_total: int | None) -> Progress:
        """Take in the page at `at`.

        Args:
            at: Where the page is.
            envelope: The page.
            keys: What tells its records apart; None for a record without an identifier.
            known_total: `total` when the page was requested.

        Raises UnreadableError if the page cannot be used: it has no list, or the list has shrunk since the cursor.
        """
        self._most_on_page = max(self._most_on_page, envelope.length)
        self._last_page = self._last_page_of(envelope)
        self._token = envelope.token
        total = self._total_of(at, envelope)
        if total is not None and known_total is not None and total < known_total:
            return self._begin_count(self.add_late(keys))
        self._count.tell(total)
        if envelope.missing_field is not None and (envelope.has_more or not self._reached()):
            raise UnreadableError(envelope.missing_field, "expected a list of sessions")
        new = self._add_to_count(keys)
        self._furthest = max(self._furthest, at.page if not self._pass.without_new else 0)
        return self._progress(new, lambda: self._following(at, envelope), self._says_more(at, envelope))

    def add_late(self, keys: Sequence[str | None]) -> Sequence[bool]:
        """Take in a page that is not needed any more. Return which of its records came up for the first time."""
        new = [key is None or self._seen.add(key) for key in keys]
        if self._count.ids is self._seen:
            self._count.number += sum(new) - sum(key is None for key in keys)
        return new

    def end_pass(self) -> Progress:
        """Go on after the vendor has refused a page that it did not promise."""
        return self._progress((), self._after_pass)

    def _progress(
        self, new: Sequence[bool], following: Callable[[], Position | None], says_more: bool = False
    ) -> Progress:
        try:
            next_page = following()
        except PagingError as error:
            return Progress(new, error=error)
        return Progress(new, next_page, expected=says_more or self.in_order)

    def _total_of(self, at: Position, envelope: Envelope) -> int | None:
        if not self.trusts_total or envelope.total is None:
            return None
        if envelope.length == 0 and at.page > 1:
            return envelope.total or None  # zero would count this page, and not the list
        shown = (at.page - 1) * self._most_on_page + envelope.length
        # A total that is less than what is shown counts something else, such as the records of a page.
        return envelope.total if envelope.total >= shown else None

    def _last_page_of(self, envelope: Envelope) -> int:
        if envelope.last_page is not None:
            return envelope.last_page
        pages = -(-(envelope.total or 0) // (self._most_on_page or 1))
        # A vendor that never says that nothing follows is asked for one page more.
        return pages + (envelope.has_more is None)

    def _reached(self) -> bool:
        return self.total is not None and self.count >= self.total

    def _begin_count(self, new: Sequence[bool]) -> Progress:
        if self.start is not None:
            raise UnreadableError("", "the list has shrunk since it was begun; begin again, without a cursor")
        self._count = _Count()
        return self._progress(new, lambda: self._begin_pass(_Pass()))

    def _begin_pass(self, begun: _Pass) -> Position:
        self.restarts += 1
        if self.restarts > MOST_RESTARTS:
            raise PagingError("", "the list changes faster than it can be read; try again later")
        self._pass = begun
        return Position()

    def _add_to_count(self, keys: Sequence[str | None]) -> Sequence[bool]:
        count, this = self._count, self._pass
        before, unidentified = count.number, sum(key is None for key in keys)
        new = self.add_late(keys)
        if count.ids is not self._seen:
            count.number += sum(key is not None and count.ids.add(key) for key in keys)
        added = count.number - before + unidentified
        # A page that is known as a whole was repeated by the vendor, or pushed back by new sessions.
        count.repeated += len(keys) - added if this.first and added else 0
        this.unidentified += unidentified
        this.new += added
        this.without_new = 0 if added else this.without_new + 1
        return new

    def _following(self, at: Position, envelope: Envelope) -> Position | None:
        if envelope.next_page_error is not None:
            raise PagingError(*envelope.next_page_error)
        if self._pass_ends(at, envelope):
            return self._after_pass()
        if self._pass.without_new >= MOST_PAGES_WITHOUT_NEW and at.page >= self._furthest:
            raise PagingError("", f"page {at.page} and the {MOST_PAGES_WITHOUT_NEW - 1} before it bring nothing new")
        return self._next_page(at, envelope)

    def _pass_ends(self, at: Position, envelope: Envelope) -> bool:
        if not envelope.paged or (self.by_token and envelope.token is None):
            return True
        if not self._pass.first:
            return self._later_pass_ends(at, envelope)
        full = envelope.length >= self.page_size
        if envelope.has_more is False and not full and (self.total is None or self._reached()):
            return True
        if not self._pass.without_new:
            return False
        if envelope.length == 0 and self._reached():
            return True  # whatever the vendor says
        return not self._says_more(at, envelope) and not self._may_be_cut_off(at, envelope)

    def _later_pass_ends(self, at: Position, envelope: Envelope) -> bool:
        if self._reached() and not self._pass.whole:
            return True
        if envelope.length == 0 or envelope.has_more is False:
            return True
        if self.total is not None:
            return at.page * self._most_on_page >= self.total
        return at.page >= self._furthest and self._pass.without_new > 0

    def _says_more(self, at: Position, envelope: Envelope) -> bool:
        if envelope.token is not None or envelope.has_more is not None:
            return envelope.token is not None or bool(envelope.has_more)
        if envelope.last_page is not None and at.page < envelope.last_page:
            return True
        return self.total is not None and at.page * self._most_on_page < self.total

    def _may_be_cut_off(self, at: Position, envelope: Envelope) -> bool:
        """Raise PagingError if a full page comes again, and nothing tells whether the vendor has more than that."""
        silent = envelope.has_more is None and envelope.last_page is None
        if silent and envelope.length == self._most_on_page > 0 and envelope.total in (None, envelope.length):
            raise PagingError("", f"page {at.page} repeats what was read, and nothing tells whether there is more")
        return False

    def _after_pass(self) -> Position | None:
        needed = self.total if self.start is None else self.start.first_total
        if needed is not None and self.count < needed:
            if self.start is not None or not self._pass.new:
                raise PagingError("", f"the vendor's total is {needed}, and only {self.count} sessions came")
            return self._begin_pass(_Pass(first=False, whole=False))
        if self.start is not None:
            return None
        if self._pass.first:
            changed = self._count.repeated > self._count.growth
        else:
            changed = self.total is None and self._pass.new > 0
        return self._begin_pass(_Pass(first=False)) if changed else None

    def _next_page(self, at: Position, envelope: Envelope) -> Position:
        this, token = self._pass, envelope.token
        if not this.without_new or at.page == 1:
            this.last_new = at, token
        if this.without_new and this.first and not self.by_token and this.last_new[1] is not None:
            # The vendor's numbers do not lead on; its tokens may.
            self.by_token = True
            at, token = this.last_new
        if not self.by_token or token is None:
            return Position(at.page + 1)
        if token in this.tokens:
            raise PagingError("", f"page {at.page} leads back to a page that was read")
        this.tokens.add(token)
        return Position(at.page + 1, token)


def reliable_total(first: Envelope, page_size: int) -> int | None:
    """Return the total on a first page of this size; None if there is none, or the same answer contradicts it."""
    total = first.total
    if total is None or total < first.length or (not first.paged and total > first.length):
        return None
    if first.last_page is not None and first.last_page > max(1, total):
        return None
    silent = first.has_more is None and first.last_page is None
    more = bool(first.has_more) or first.token is not None or (first.paged and silent and total >= page_size)
    # A total of just what came may count the page, and not the list.
    return None if more and total == first.length else total

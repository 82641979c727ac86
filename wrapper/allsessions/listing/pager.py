"""Choose the next page of a list, and decide if the list is complete. No I/O.

While the library reads a list, sessions can move to pages that it has already read. Only the vendor's total shows that
sessions are missing. The pager counts each session once. A list is complete if the count reaches the total at the end.

- A *pass* reads from page 1 to the end. If the count is then below the total, another pass adds to the same count.
- If the total becomes smaller, sessions may have moved to earlier pages. A new *count* begins. See docs/guarantees.md.
"""

from collections.abc import Callable, Sequence

from attrs import define, field, frozen

from ..source import Envelope, Position, UnreadableError
from .cursor import Cursor
from .seen import SeenIds

MOST_RESTARTS = 10
"""Maximum number of restarts at page 1. If a list needs more, it changes too fast, and reading fails."""

MOST_PAGES_WITHOUT_NEW = 20
"""Maximum number of consecutive pages without a new session. After these, the pager assumes an endless list."""


@frozen
class Progress:
    """The state of a list after a page. `new` has a bool for each session of the page: True if the session is new.

    `next_page` is None at the end of the list. `expected` is True if the next page must exist, such as after a restart
    at page 1. If the rest of the list is unreadable, `error` is the reason.
    """

    new: Sequence[bool] = ()
    next_page: Position | None = None
    expected: bool = False
    error: UnreadableError | None = None


@define
class _Count:
    ids: SeenIds
    before: int = 0
    repeated: int = 0
    first_total: int | None = None
    largest_total: int | None = None


@define
class _Pass:
    """One pass through the list. If `whole` is False, the pass ends as soon as it has found all `missing` sessions."""

    first: bool = True
    whole: bool = True
    missing: int = 0
    new: int = 0
    without_new: int = 0
    last_new: tuple[Position, str | None] = (Position(), None)
    tokens: set[str] = field(factory=set[str])


@define(kw_only=True)
class Pager:
    """The state of one list that the library reads page by page.

    Attributes:
        page_size: The number of records to request per page.
        by_token: True to use the vendor's tokens, False to use page numbers. A page without a token is then the last.
        trusts_total: True if the vendor's total counts only the sessions that match the request's filters. Otherwise,
            the pager uses the total only to detect that the list has shrunk.
        start: The cursor to start from; None for page 1.
        restarts: The number of restarts at page 1. After the first restart, the reader prefetches no pages.
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
        start = self.start or Cursor(page_size=self.page_size)
        self._most_on_page, self._pass.without_new = start.most_on_page, start.without_new
        self._count = _Count(self._seen, start.count, first_total=start.first_total, largest_total=start.largest_total)

    @property
    def largest_total(self) -> int | None:
        """The largest total that the vendor has reported in this count, including the pages before the cursor."""
        return self._count.largest_total

    @property
    def total(self) -> int | None:
        """The largest total; None if it is unknown, or may include sessions that do not match the filters."""
        return self.largest_total if self.trusts_total else None

    @property
    def count(self) -> int:
        """The number of different sessions in this count."""
        return self._count.before + self._count.ids.size

    def ahead(self, at: Position, most: int) -> range:
        """Return the page numbers after this position that the reader can prefetch."""
        last = 0 if self.restarts or self.by_token else min(at.page + most, self._last_page)
        return range(at.page + 1, last + 1)

    def cursor(self, at: Position) -> Cursor:
        """Return a cursor with which another process can continue at this page."""
        if self.restarts:  # start at page 1: the other process does not know the sessions that this process has read
            return Cursor(page_size=self.page_size)
        return Cursor(
            page=at.page,
            # Always include the token: page numbers may not work, and only a process that read earlier pages notices.
            token=self._token,
            page_size=self.page_size,
            most_on_page=self._most_on_page,
            count=self.count,
            first_total=self._count.first_total,
            largest_total=self.largest_total,
            without_new=self._pass.without_new,
        )

    def add(self, at: Position, envelope: Envelope, known_total: int | None, ids: Sequence[str]) -> Progress:
        """Add a page with these identifiers. `known_total` is `largest_total` when the client sent the request."""
        self._token = envelope.token
        self._most_on_page = max(self._most_on_page, len(envelope.items))
        full_pages, rest = divmod(envelope.total or 0, self._most_on_page or 1)
        self._last_page = envelope.last_page or full_pages + (rest > 0)
        # Prefetch one more page after a full last page, and if the vendor does not say where the list ends.
        self._last_page += (full_pages > 0 and not rest) or (envelope.last_page is None and envelope.has_more is None)
        total, count = self._total_of(at, envelope), self._count
        if total is not None and known_total is not None and total < known_total:
            if self.start is not None:
                reason = "the list has shrunk since the cursor was made; start again without a cursor"
                return Progress(error=UnreadableError("", reason))
            new = self.add_late(ids)
            self._count = _Count(SeenIds())
            return self._progress(new, lambda: self._restart(_Pass()))
        if total is not None:
            count.largest_total = max(total, count.largest_total or 0)
            count.first_total = total if count.first_total is None else count.first_total
        new = self._add_to_count(at, ids)
        says_more = self._says_more(at, envelope)
        # If the vendor refuses the next page, the list has ended, unless the vendor's total includes that page.
        expected = says_more or (self.total is None and at.page * self._most_on_page < (self.largest_total or 0))
        return self._progress(new, lambda: self._follow(at, envelope, says_more), expected)

    def add_late(self, ids: Sequence[str]) -> Sequence[bool]:
        """Add the sessions of a page that was read out of order. Return a bool per session: True if it is new."""
        return [self._seen.add(id) for id in ids]

    def end_pass(self) -> Progress:
        """End the pass, because the vendor refused a page that was not `expected`."""
        return self._progress((), self._after_pass)

    def _progress(
        self, new: Sequence[bool], following: Callable[[], Position | None], expected: bool = False
    ) -> Progress:
        try:
            return Progress(new, following(), expected=expected or self.restarts > 0)
        except UnreadableError as error:
            return Progress(new, error=error)

    def _after_pass(self) -> Position | None:
        this, count = self._pass, self._count
        needed = self.total if self.start is None or not self.trusts_total else count.first_total
        missing = (needed or 0) - self.count
        # New sessions explain repeated ones. If the total may ignore the filter, growth is a reason for a pass, too.
        grown = (self.largest_total or 0) - (count.first_total or 0)
        changed = this.first and count.repeated > (grown if self.trusts_total else -grown)
        if missing > 0:
            if self.start is not None or not this.new:
                raise UnreadableError("", f"the vendor reports {needed} sessions, but returned only {self.count}")
            if this.missing and missing > max(this.missing, self._most_on_page):
                self.restarts = MOST_RESTARTS  # fail: this pass missed more sessions than the pass before
            return self._restart(_Pass(first=False, whole=changed, missing=missing))
        more = changed or (not this.first and self.total is None and this.new > 0)
        return self._restart(_Pass(first=False)) if more and self.start is None else None

    def _restart(self, following: _Pass) -> Position:
        self.restarts += 1
        if self.restarts > MOST_RESTARTS:
            raise UnreadableError("", "the list changes faster than the library can read it; try again later")
        self._pass = following
        return Position()

    def _total_of(self, at: Position, envelope: Envelope) -> int | None:
        """Return the vendor's total. None if the list is already longer, because the total may count only this page."""
        if envelope.total is None:
            return None
        if not envelope.items and at.page > 1:
            return envelope.total or None
        shown = (at.page - 1) * self._most_on_page + len(envelope.items)
        return envelope.total if envelope.total >= shown else None

    def _add_to_count(self, at: Position, ids: Sequence[str]) -> Sequence[bool]:
        count, this = self._count, self._pass
        before, new = count.ids.size, self.add_late(ids)
        for id in ids if count.ids is not self._seen else ():
            count.ids.add(id)
        added = count.ids.size - before
        this.new += added
        if not added:
            this.without_new += 1
            return new
        # Count repeated sessions only if the page also has a new one. Otherwise, it may be an earlier page, sent again.
        count.repeated += len(ids) - added if this.first else 0
        this.without_new, self._furthest = 0, max(self._furthest, at.page)
        return new

    def _reached(self) -> bool:
        return self.total is not None and self.count >= self.total

    def _follow(self, at: Position, envelope: Envelope, says_more: bool) -> Position | None:
        # After the last session, a page can lack the list, but not have something else instead of it.
        at_end = self._reached() and not (envelope.items or envelope.has_more or envelope.response.invalid_fields)
        if envelope.next_page_error is not None and not at_end:
            raise UnreadableError(*envelope.next_page_error)
        if self._pass_ends(at, envelope, says_more):
            return self._after_pass()
        has_end = envelope.token or envelope.has_more or envelope.last_page or self.total
        if self._pass.without_new >= (MOST_PAGES_WITHOUT_NEW if has_end else 1) and at.page >= self._furthest:
            total = "" if self.total is None else f"; the vendor returned {self.count} of {self.total} sessions"
            raise UnreadableError("", f"the list does not end, although page {at.page} has no new sessions{total}")
        return self._next_page(at, envelope)

    def _pass_ends(self, at: Position, envelope: Envelope, says_more: bool) -> bool:
        if self.by_token and envelope.token is None:
            return True
        empty, reached = len(envelope.items) == 0, self._reached()
        if not self._pass.first:
            if (reached and not self._pass.whole) or empty or (envelope.has_more is False and not says_more):
                return True
            if self.total is not None:
                return at.page * self._most_on_page >= self.total
            return at.page >= self._furthest and self._pass.without_new > 0 and not envelope.has_more
        if self._pass.without_new:
            return (empty and reached) or not says_more
        full = len(envelope.items) >= min(self.page_size, envelope.page_size or self.page_size)
        return envelope.has_more is False and not (full or says_more) and (self.total is None or reached)

    def _says_more(self, at: Position, envelope: Envelope) -> bool:
        if envelope.token is not None or envelope.has_more or at.page < (envelope.last_page or 0):
            return True
        if envelope.has_more is False or envelope.last_page is not None:
            return False
        if self.total is not None:
            return at.page * self._most_on_page < self.total
        # The vendor does not say if a page follows. After a full page, another one may follow.
        return len(envelope.items) == self._most_on_page > 0

    def _next_page(self, at: Position, envelope: Envelope) -> Position:
        this, token = self._pass, envelope.token
        if not this.without_new or at.page == 1:
            this.last_new = at, token
        if this.without_new and this.first and this.last_new[1] is not None and not self.by_token:
            # Page numbers bring no new sessions. Try the vendor's tokens.
            self.by_token = True
            at, token = this.last_new
        if not self.by_token or token is None:
            return Position(at.page + 1)
        if token in this.tokens:
            raise UnreadableError("", f"the token of page {at.page} leads back to an earlier page")
        this.tokens.add(token)
        return Position(at.page + 1, token)

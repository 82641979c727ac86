"""Whether and where a list goes on after a page. No I/O: it is told what each page said, and decides.

A list that ends too early looks whole, so that no number the vendor gives ends one. A list ends

- where the vendor says in so many words that nothing follows (Anam's `next` null, KonPro's token null), the page is not
  full, and the total does not contradict;
- else at a page that has nothing new, where the vendor promises no more either;
- at once where the vendor has no pages.

A vendor that goes on promising more and never gives anything new is in a loop; that is an error, not an end.
"""

import math
from collections.abc import Iterator

from attrs import define, field, frozen

from .sources.base import Envelope, Position, UnreadableError

# Past the last page that the vendor's own numbers speak of, pages stay empty for ever; before it, a gap is conceivable.
EMPTY_PAGES_ALLOWED = 100
# A page can repeat what was read, where as many sessions were made in the meantime as it holds; several can not.
REPEATED_PAGES_ALLOWED = 3


class PagingLoopError(UnreadableError):
    """The vendor promises more again and again, and nothing new comes."""


@frozen
class Step:
    """What follows a page: where to read on, or None; and whether the vendor promised that there is something."""

    next: Position | None
    promised: bool


@define(kw_only=True)
class Walk:
    """One reading of a list, from page to page in their order.

    Attributes:
        size: Records asked for a page.
        scanned: Records read so far, by an earlier reading up to the cursor too.
    """

    size: int
    scanned: int = 0
    _seen: set[str] = field(factory=set[str], init=False)
    _tokens: set[str] = field(factory=set[str], init=False)
    _largest: int = field(default=0, init=False)
    _last_page: int = field(default=0, init=False)
    _empty: int = field(default=0, init=False)
    _repeated: int = field(default=0, init=False)
    _silent: bool = field(default=False, init=False)
    _probing: bool = field(default=False, init=False)

    def is_new(self, id: str) -> bool:
        """Whether this session comes up for the first time; one that moved to a later page meanwhile comes up twice."""
        if id in self._seen:
            return False
        self._seen.add(id)
        return True

    def after(self, at: Position, envelope: Envelope, new: int) -> Step:
        """What follows the page at `at`, of whose records `new` came up for the first time. Raises PagingLoopError."""
        self._check_missing(envelope)
        self.scanned += new
        self._largest = max(self._largest, envelope.length)
        self._last_page = self._last_page_of(envelope)
        self._silent = envelope.promised is None
        self._empty = 0 if envelope.length else self._empty + 1
        self._repeated = self._repeated + 1 if envelope.length and not new else 0
        step = self._step(at, envelope, new)
        self._probing = not step.promised
        return step

    def foreseen(self, at: Position) -> Iterator[Position]:
        """The pages that surely or probably follow, to be fetched ahead; none where only a token leads on."""
        if at.token is None:
            # A vendor that never says that a list ends is asked for one page more than its total speaks of.
            for page in range(at.page + 1, self._last_page + 1 + self._silent):
                yield Position(page)

    def _step(self, at: Position, envelope: Envelope, new: int) -> Step:
        if not envelope.paged or (self._probing and not new and not self._may_be_cut_off(envelope)):
            return Step(None, promised=False)
        following = Position(at.page + 1, envelope.token)
        promised = self._more_is_promised(at, envelope)
        if new:
            return Step(None, promised=False) if self._ends(envelope, promised) else Step(following, promised)
        if promised:
            self._check_patience(at)
            return Step(following, promised=True)
        if self._may_be_cut_off(envelope):
            raise PagingLoopError("", f"page {at.page} repeats what was read, and nothing tells whether there is more")
        return Step(None, promised=False)

    def _may_be_cut_off(self, envelope: Envelope) -> bool:
        # A full page comes back for every number, from a vendor that never says how many there are or that it ends.
        return self._repeated > 0 and self._silent and envelope.total is None and envelope.length >= self.size

    def _more_is_promised(self, at: Position, envelope: Envelope) -> bool:
        if envelope.token is not None:
            if envelope.token in self._tokens:
                raise PagingLoopError("", f"page {at.page} leads back to a page that was read")
            self._tokens.add(envelope.token)
            return True
        if envelope.promised is False:
            return False
        if envelope.length == 0 and at.page >= self._last_page and envelope.total is not None:
            return bool(envelope.promised) and self._fewer_than(envelope.total)
        return bool(envelope.promised) or self._fewer_than(envelope.total)

    def _ends(self, envelope: Envelope, promised: bool) -> bool:
        told = envelope.promised is False and not promised
        return told and envelope.length < self.size and envelope.total in (None, self.scanned)

    def _fewer_than(self, total: int | None) -> bool:
        return total is not None and self.scanned < total

    def _last_page_of(self, envelope: Envelope) -> int:
        if envelope.last_page is not None:
            return envelope.last_page
        return math.ceil((envelope.total or 0) / (self._largest or self.size))

    def _check_patience(self, at: Position) -> None:
        if self._empty >= EMPTY_PAGES_ALLOWED or self._repeated >= REPEATED_PAGES_ALLOWED:
            raise PagingLoopError("", f"up to page {at.page} the vendor promises more, and nothing new comes")

    def _check_missing(self, envelope: Envelope) -> None:
        if envelope.missing is not None and (envelope.total is None or envelope.total > self.scanned):
            raise UnreadableError(envelope.missing, "expected a list of sessions")

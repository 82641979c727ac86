"""Whether and where a list goes on after a page. No I/O: it is told what each page said, and decides.

A list that ends too early looks whole, so that no number the vendor gives ends one. A list ends

- at once where the vendor has no pages, and where it gave a token for this page and gives none for another;
- where the vendor says in so many words that nothing follows (Anam's `next` null, KonPro's token null), the page is not
  full, and the total does not contradict;
- else at a page that has nothing new, where the vendor promises no more either: by a token, by `next`, by the number of
  the last page, or by a total that is not reached.

A vendor that goes on promising and gives nothing new is in a loop; that is an error, not an end.
"""

from collections.abc import Iterator

from attrs import define, field, frozen

from .sources.base import Envelope, Position, UnreadableError

# Before the last page that the vendor's own numbers speak of, pages may be empty; but not for ever.
EMPTY_PAGES_ALLOWED = 100
# A page can repeat what was read, where as many sessions were made in the meantime as it holds; several can not.
REPEATED_PAGES_ALLOWED = 3
# A total that is not reached is a promise of so many empty pages past its last one; many totals are just too high.
EMPTY_PAGES_FOR_A_TOTAL = 3


class PagingLoopError(UnreadableError):
    """The vendor promises more again and again, and nothing new comes."""


@frozen
class Step:
    """What follows a page.

    Attributes:
        next: Where to read on; None at the end.
        promised: Whether the vendor promises that there is something.
        may_be_refused: Whether the vendor may refuse that page, since by all that it says the list has ended.
    """

    next: Position | None
    promised: bool = False
    may_be_refused: bool = False


END = Step(None)


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
    _silent: bool = field(default=False, init=False)
    _probing: bool = field(default=False, init=False)
    _pages_with_new: int = field(default=0, init=False)
    # Since something new came up:
    _empty: int = field(default=0, init=False)
    _repeated: int = field(default=0, init=False)

    def is_new(self, id: str) -> bool:
        """Whether this session comes up for the first time; one that moved to a later page meanwhile comes up twice."""
        if id in self._seen:
            return False
        self._seen.add(id)
        return True

    def after(self, at: Position, envelope: Envelope, new: int) -> Step:
        """What follows the page at `at`, of whose records `new` came up for the first time.

        Raises PagingLoopError, or UnreadableError where the page has no list though there should be one.
        """
        _check_missing(envelope, self.scanned)
        self._take_in(envelope, new)
        step = self._new_step(at, envelope) if new else self._step_without_new(at, envelope)
        self._probing = not step.promised
        return step

    def foreseen(self, at: Position) -> Iterator[Position]:
        """The pages that surely or probably follow, to be fetched ahead; none where only a token leads on."""
        if at.token is None:
            # A vendor that never says that a list ends is asked for one page more than its total speaks of.
            for page in range(at.page + 1, self._last_page + 1 + self._silent):
                yield Position(page)

    def _take_in(self, envelope: Envelope, new: int) -> None:
        self.scanned += new
        self._largest = max(self._largest, envelope.length)
        self._last_page = self._last_page_of(envelope)
        self._silent = envelope.promised is None
        if new:
            self._pages_with_new += 1
            self._empty = self._repeated = 0
        elif envelope.length:
            self._repeated += 1
        else:
            self._empty += 1

    def _new_step(self, at: Position, envelope: Envelope) -> Step:
        promised = self._promised(at, envelope)
        if not envelope.paged or self._ends(at, envelope, promised):
            return END
        more_by_total = _fewer(self.scanned, envelope.total)
        told_to_end = envelope.promised is False or envelope.total is not None
        return Step(_following(at, envelope), promised, may_be_refused=told_to_end and not more_by_total)

    def _step_without_new(self, at: Position, envelope: Envelope) -> Step:
        if not envelope.paged or (at.token is not None and envelope.token is None):
            return END
        if envelope.length and self._probing and not self._may_be_cut_off(envelope):
            return END  # it was only asked for to make sure, and what it says of a next page was said before
        if self._promised(at, envelope):
            if self._empty >= EMPTY_PAGES_ALLOWED or self._repeated >= REPEATED_PAGES_ALLOWED:
                raise PagingLoopError("", f"up to page {at.page} the vendor promises more, and nothing new comes")
            return Step(_following(at, envelope), promised=True)
        if self._may_be_cut_off(envelope):
            raise PagingLoopError("", f"page {at.page} repeats what was read, and nothing tells whether there is more")
        return END

    def _promised(self, at: Position, envelope: Envelope) -> bool:
        if envelope.token is not None:
            if envelope.token in self._tokens:
                raise PagingLoopError("", f"page {at.page} leads back to a page that was read")
            self._tokens.add(envelope.token)
            return True
        if envelope.promised is not None:
            return envelope.promised and not self._past_all_numbers(at, envelope)
        if envelope.last_page is not None and at.page < envelope.last_page:
            return True
        in_time = at.page < self._last_page or self._empty <= EMPTY_PAGES_FOR_A_TOTAL
        return in_time and _fewer(self.scanned, envelope.total)

    def _past_all_numbers(self, at: Position, envelope: Envelope) -> bool:
        # `next` alone against the total, the last page's number and an empty page.
        past_last = envelope.last_page is not None and at.page >= envelope.last_page
        return not envelope.length and past_last and envelope.total is not None and self.scanned >= envelope.total

    def _ends(self, at: Position, envelope: Envelope, promised: bool) -> bool:
        if at.token is not None and envelope.token is None:
            # A list that is read by tokens has no page numbers: one would lead back to its beginning.
            return True
        told = envelope.promised is False and not promised
        agreed = envelope.total in (None, self.scanned) and at.page >= (envelope.last_page or 0)
        return told and agreed and not self._full(envelope)

    def _full(self, envelope: Envelope) -> bool:
        # A vendor that grants smaller pages than asked for may say so.
        return envelope.length >= min(self.size, envelope.size or self.size)

    def _may_be_cut_off(self, envelope: Envelope) -> bool:
        # The first page or a full one comes back for another number, from a vendor that says neither how many there are
        # nor that the list ends: it may be the end, or all that the vendor gives of more.
        suspicious = self._pages_with_new == 1 or self._full(envelope)
        nothing_told = self._silent and envelope.total is None and envelope.last_page is None
        return self._repeated > 0 and suspicious and nothing_told

    def _last_page_of(self, envelope: Envelope) -> int:
        if envelope.last_page is not None:
            return envelope.last_page
        return -(-(envelope.total or 0) // (self._largest or self.size))


def _following(at: Position, envelope: Envelope) -> Position:
    return Position(at.page + 1, envelope.token)


def _fewer(scanned: int, total: int | None) -> bool:
    return total is not None and scanned < total


def _check_missing(envelope: Envelope, scanned: int) -> None:
    if envelope.missing is not None and (envelope.total is None or envelope.total > scanned):
        raise UnreadableError(envelope.missing, "expected a list of sessions")

"""Whether and where a list goes on after a page. No I/O: it is told what each page said, and decides.

A list that ends too early looks whole, so that no number the vendor gives ends one. A list ends

- at once where the vendor has no pages, and where it gave a token for this page and gives none for another;
- where the vendor says in so many words that nothing follows (Anam's `next` null, KonPro's token null), the page is not
  full, and the total does not contradict;
- else at a page that has nothing new, where the vendor promises no more either: by a token, by `next`, by the number of
  the last page, or by a total that is not reached.

A vendor that goes on promising and gives nothing new is in a loop; that is an error, not an end. So is an end at which
fewer came than the vendor's total said all the time. Only where as many came twice, a new one may have come for each
that vanished, or the vendor's order is another one at each page: such a list is read once more from its beginning,
which finds the new ones, before it is called too short.

Where sessions vanish from the pages that were read, those behind move forward, past the page that is read next. The
total tells that, and how far; then those pages are read again.

Where new ones come, those behind move back, so that a page repeats what was read. Pages that were fetched ahead, in
whatever order, may have been cut before the move, so that one lies between them: they are fetched again, in order.
"""

from collections.abc import Collection, Iterator

from attrs import define, field, frozen

from ..source import Envelope, Position, UnreadableError
from .seen import Seen

# Before the last page that the vendor's own numbers speak of, pages may be empty; but not for ever.
EMPTY_PAGES_ALLOWED = 100
# A page can repeat what was read, where as many sessions were made in the meantime as it holds; several can not.
REPEATED_PAGES_ALLOWED = 3
# A total that is not reached is a promise of so many empty pages past its last one; many totals are just too high. And
# where neither a total nor anything else tells the end, so many empty pages do.
EMPTY_PAGES_FOR_A_TOTAL = 3
# A list that shrinks faster than it can be read again cannot be read by pages.
RETURNS_ALLOWED = 20
# A total that was less than what the list had, and in whose name nothing was found so often, is looked at no more.
RETURNS_IN_VAIN = 2

# Pages that must be left for it to be tried whether a list that is read by tokens can be had by page numbers, too.
WORTH_A_TRY = 6


class PagingError(UnreadableError):
    """What was read is good, and whether there is more cannot be known."""


@frozen
class Step:
    """What follows a page.

    Attributes:
        next: Where to read on; None at the end.
        has_more: Whether the vendor promises that there is something.
        may_be_refused: Whether the vendor may refuse that page, since by all that it says the list has ended.
    """

    next: Position | None
    has_more: bool = False
    may_be_refused: bool = False


END = Step(None)


@define(kw_only=True)
class Walk:
    """One reading of a list, from page to page in their order.

    Attributes:
        size: Records asked for a page.
        scanned: Records read so far, by an earlier reading up to the cursor too.
        granted: Records that a page had at most so far.
        moved: Records that came up again on pages with new ones.
        least_total: The smallest total that the vendor said.
        resumed: Whether it begins at a cursor. Then it cannot go back before that: what was given there is not known.
        total_counts: Whether the vendor's total is of what it lists, as is not sure where it applies filters.
        moving: Whether the list was seen to move at the last page. What was fetched ahead then shows it as it was
            before, and what is fetched next must not overtake the page before it.
        once_more: Whether the list is being read a second time, in order.
        numbers_lead: Whether the pages to which tokens lead can be had by their numbers, too; None if it is not known.
        begun: Whether what is wanted of the list has begun.
    """

    size: int
    scanned: int = 0
    granted: int = 0
    moved: int = 0
    least_total: int | None = None
    resumed: bool = False
    total_counts: bool = True
    numbers_lead: bool | None = False
    begun: bool = True
    moving: bool = field(default=False, init=False)
    once_more: bool = field(default=False, init=False)
    _seen: Seen = field(factory=Seen, init=False)
    _tokens: set[str] = field(factory=set[str], init=False)
    _visited: dict[int, Position] = field(factory=dict[int, Position], init=False)
    _front: "Front" = field(factory=lambda: Front(), init=False)
    _last_page: int = field(default=0, init=False)
    _silent: bool = field(default=False, init=False)
    _probing: bool = field(default=False, init=False)
    _by_number: bool = field(default=False, init=False)
    _begun_at: Position | None = field(default=None, init=False)
    _pages_with_new: int = field(default=0, init=False)
    _hole: bool = field(default=False, init=False)
    # Since something new came up:
    _empty: int = field(default=0, init=False)
    _repeated: int = field(default=0, init=False)

    def is_new(self, id: str) -> bool:
        """Whether this session comes up for the first time; one that moved to a later page meanwhile comes up twice."""
        return self._seen.is_new(id)

    def says_new(self, text: str) -> bool:
        """The same of what a session says of itself, where its identifier does not tell it from others."""
        return self._seen.is_new(text)

    def after(self, at: Position, envelope: Envelope, new: int) -> Step:
        """What follows the page at `at`, of whose records `new` came up for the first time.

        Raises PagingError, or UnreadableError where the page has no list though there should be one.
        """
        self.granted = max(self.granted, envelope.length)
        self._begun_at = self._begun_at or at
        self._visited[at.page] = at
        self.moving = new < envelope.length
        if self.moving or self._front.total not in (None, envelope.total):
            # A number counts the places before a page, of which there are now others than the tokens have passed.
            self.numbers_lead = False
        try:
            step = self._following(at, envelope, new)
        except PagingError:
            if not self._by_number or self.once_more:
                raise
            # What comes by numbers is not, after all, what the tokens lead to.
            self.numbers_lead = False
            step = self._begin_again(self._begun_at)
        self.moving = self.moving or self.once_more
        self._probing = not step.has_more
        return step

    def check_end(self) -> None:
        """Raises PagingError where the list must not end after the last page."""

    def _following(self, at: Position, envelope: Envelope, new: int) -> Step:
        back = self._back(at, envelope)
        self._check_missing(at, envelope)
        self._take_in(envelope, new)
        if back is not None:
            self.moving = True
            return back
        step = self._step(at, envelope, new)
        return self._end() if step.next is None else step

    def _begin_again(self, at: Position) -> Step:
        self.once_more = True
        return Step(at, has_more=True)

    def foreseen(self, at: Position, most: int) -> Iterator[Position]:
        """The pages past `at` that surely or probably follow, to be fetched ahead; so many at most.

        While the list moves, there are none: each would be fetched again with every page that moves. There are none
        either where only a token leads on.
        """
        if self.moving or (at.token is not None and not self.numbers_lead):
            return iter(())
        # A vendor that never says that a list ends is asked for one page more than its total speaks of.
        last = self._last_page + (self._silent and at.token is None)
        return map(Position, range(at.page + 1, min(at.page + most, last) + 1))

    def wants_trial(self, at: Position, most: int) -> bool:
        """Whether the page to which this token leads is to be had by its number, too, to see whether it is the same.

        Of the pages past it, so many at most are of any use.
        """
        untried = self.numbers_lead is None and self.total_counts and not self.moving
        return untried and at.token is not None and min(most, self._last_page - at.page) >= WORTH_A_TRY

    def confirm(self, at: Position, envelope: Envelope, ids: Collection[str]) -> bool:
        """Whether this page, which was asked for by its number, is surely the one that the token of `at` leads to.

        It is if numbers led to the same before, the list is as long as it was all the time, and this page has just what
        is still missing of it: the right number of sessions, none of which came up before, and a token if and only if
        there are more pages. Once that is not so, only tokens are followed.
        """
        total, last = self._front.total, at.page >= self._last_page
        expected = (total or 0) - (at.page - 1) * self.granted if last else self.granted
        as_said = (envelope.total, envelope.length) == (total, expected)
        all_new = len(set(ids)) == len(ids) and not any(id in self._seen for id in ids)
        self.numbers_lead = as_said and all_new and (envelope.token is None) == last
        self._by_number |= self.numbers_lead
        return self.numbers_lead

    def _take_in(self, envelope: Envelope, new: int) -> None:
        self.scanned += new
        self._last_page = self._last_page_of(envelope)
        self._silent = envelope.has_more is None
        if envelope.total is not None:
            self.least_total = min(envelope.total, envelope.total if self.least_total is None else self.least_total)
        if new:
            self._pages_with_new += 1
            self._hole |= self._empty > 0
            if self._front.reading_again:
                self._front.found_again()
            else:
                self.moved += envelope.length - new
            self._empty = self._repeated = 0
        elif not self._front.reading_again:
            self._repeated += bool(envelope.length)
            self._empty += not envelope.length

    def _back(self, at: Position, envelope: Envelope) -> Step | None:
        page = self._front.gap_before(at, envelope, self.granted or self.size)
        if page is None:
            return None
        if at.token is not None and page not in self._visited:
            raise PagingError("", f"sessions vanished before page {page}, and no token is known that leads there")
        return Step(self._visited.get(page, Position(page)), has_more=True)

    def _step(self, at: Position, envelope: Envelope, new: int) -> Step:
        if envelope.next_page_error is not None:
            raise PagingError(*envelope.next_page_error)
        if self._front.going_back and not self._token_is_missing(at, envelope):
            return Step(_next_page(at, envelope), has_more=True)
        return self._new_step(at, envelope) if new else self._step_without_new(at, envelope)

    def _new_step(self, at: Position, envelope: Envelope) -> Step:
        has_more = self._promised(at, envelope)
        if not envelope.paged or self._ends(at, envelope, has_more):
            return END
        told_to_end = envelope.has_more is False or envelope.total is not None
        doubtful = has_more or self._more_by_total(at, envelope) or self._front.total_lies
        return Step(_next_page(at, envelope), has_more, may_be_refused=told_to_end and not doubtful)

    def _step_without_new(self, at: Position, envelope: Envelope) -> Step:
        if not envelope.paged or self._token_is_missing(at, envelope):
            return END
        if envelope.length and self._probing and not self._may_be_cut_off(envelope):
            return END  # it was only asked for to make sure, and what it says of a next page was said before
        if self._promised(at, envelope):
            if self._empty >= EMPTY_PAGES_ALLOWED or self._repeated >= REPEATED_PAGES_ALLOWED:
                raise PagingError("", f"up to page {at.page} the vendor promises more, and nothing new comes")
            return Step(_next_page(at, envelope), has_more=True)
        if self._may_be_cut_off(envelope):
            raise PagingError("", f"page {at.page} repeats what was read, and nothing tells whether there is more")
        if self._nothing_tells_the_end(envelope) and self._empty <= EMPTY_PAGES_FOR_A_TOTAL:
            return Step(_next_page(at, envelope), may_be_refused=True)
        return END

    def _promised(self, at: Position, envelope: Envelope) -> bool:
        if envelope.token is not None:
            if envelope.token in self._tokens and not self._front.reading_again:
                raise PagingError("", f"page {at.page} leads back to a page that was read")
            self._tokens.add(envelope.token)
            return True
        if envelope.has_more is not None:
            return envelope.has_more and not self._past_all_numbers(at, envelope)
        if envelope.last_page is not None and at.page < envelope.last_page:
            return True
        in_time = at.page < self._last_page or self._empty <= EMPTY_PAGES_FOR_A_TOTAL
        return in_time and self._more_by_total(at, envelope)

    def _more_by_total(self, at: Position, envelope: Envelope) -> bool:
        # By number or by place: those that vanished after they were read are no longer in the total.
        place = at.page * self.granted if at.token is None else self.scanned
        return envelope.total is not None and min(self.scanned, place) < envelope.total

    def _past_all_numbers(self, at: Position, envelope: Envelope) -> bool:
        # `next` alone against the total, the last page's number and an empty page.
        past_last = envelope.last_page is not None and at.page >= envelope.last_page
        return not envelope.length and past_last and envelope.total is not None and self.scanned >= envelope.total

    def _ends(self, at: Position, envelope: Envelope, has_more: bool) -> bool:
        if self._token_is_missing(at, envelope):
            return True
        told = envelope.has_more is False and not has_more
        agreed = envelope.total in (None, self.scanned) and at.page >= (envelope.last_page or 0)
        return told and agreed and not self._full(envelope)

    def _token_is_missing(self, at: Position, envelope: Envelope) -> bool:
        # A list that is read by tokens has no page numbers: one would lead back to its beginning.
        return envelope.token is None and (at.token is not None or bool(self._tokens))

    def _full(self, envelope: Envelope) -> bool:
        # A vendor that grants smaller pages than asked for may say so.
        return envelope.length >= self.size

    def _may_be_cut_off(self, envelope: Envelope) -> bool:
        # The first page or a full one comes back for another number, from a vendor that says neither how many there are
        # nor that the list ends: it may be the end, or all that the vendor gives of more. So it may where the total is
        # nothing but the number of records on that page.
        if not self._repeated or not self._silent or envelope.last_page is not None:
            return False
        first, full = self._pages_with_new == 1, self._full(envelope)
        return first or full if envelope.total is None else first and full and envelope.total == envelope.length

    def _nothing_tells_the_end(self, envelope: Envelope) -> bool:
        no_total = envelope.total is None or self._front.total_lies
        return self.scanned > 0 and not envelope.length and self._silent and envelope.last_page is None and no_total

    def _last_page_of(self, envelope: Envelope) -> int:
        if envelope.last_page is not None:
            return envelope.last_page
        return -(-(envelope.total or 0) // (self.granted or self.size))

    def _check_missing(self, at: Position, envelope: Envelope) -> None:
        if envelope.missing_field is None:
            return
        total = self._front.total
        past_the_end = total is not None and (at.page - 1) * self.granted >= total and not self._front.total_lies
        if envelope.has_more or not past_the_end:
            raise UnreadableError(envelope.missing_field, "expected a list of sessions")

    def _end(self) -> Step:
        """END, or the beginning once more. Raises PagingError where the list is too short."""
        least = self.least_total or 0
        if self.scanned >= least:
            return END
        # Each that moved to a later page did so because a new one came, which the total may have counted.
        explained = self.scanned + self.moved >= least
        if self.once_more or (not explained and (self.total_counts or self._page_is_missing())):
            raise PagingError("", f"the vendor's total is {least}, and only {self.scanned} sessions came")
        if not explained or not self.total_counts or self.resumed:
            return END
        return self._begin_again(Position())

    def _page_is_missing(self) -> bool:
        # Where a vendor hides what its filter does not want from pages that are cut already, they are of all lengths.
        # Full ones around an empty one are not.
        return self._hole and (self._pages_with_new - 1) * self.granted < self.scanned + self.moved


@define
class Front:
    """How far a list of numbered pages has surely been read, though sessions vanish from it meanwhile.

    Attributes:
        total: What the vendor said last.
        total_lies: Whether the total was less than what the list had.
        reading_again: Whether the last page had been read before.
        going_back: Whether the last page is one before the furthest.
    """

    total_lies: bool = field(default=False, init=False)
    reading_again: bool = field(default=False, init=False)
    going_back: bool = field(default=False, init=False)
    total: int | None = field(default=None, init=False)
    reached: int = 0
    """Places up to this one are known, as of the time when the total was `total`."""
    furthest: int = 0
    _returns: int = field(default=0, init=False)
    _in_vain: int = field(default=0, init=False)

    def gap_before(self, at: Position, envelope: Envelope, size: int) -> int | None:
        """Where to read on again, if sessions may have moved past this page of `size` places since the one before."""
        start = (at.page - 1) * size
        self._advance(at.page)
        gone = self._gone(start, envelope)
        self.reached = max(0, self.reached - gone)
        if gone and self.reached < start and envelope.paged:
            return self._return(size)
        self.reached = at.page * size
        return None

    def _gone(self, start: int, envelope: Envelope) -> int:
        """How many sessions vanished since the last page, by the totals."""
        before = self.total
        if envelope.total is not None:
            self.total = envelope.total
            if envelope.length > 0 and envelope.total < start + envelope.length and not self.total_lies:
                self.total_lies = True
                self._in_vain = 0  # what was looked for in vain before, was looked for in the name of a total that held
        if before is None or self.total is None or (self.total_lies and self._in_vain >= RETURNS_IN_VAIN):
            return 0
        return max(0, before - self.total)

    def found_again(self) -> None:
        """Something new came up where it was read again."""
        self._in_vain = 0

    def _advance(self, page: int) -> None:
        self.reading_again, self.going_back = page <= self.furthest, page < self.furthest
        if page > self.furthest:
            self.furthest, self._returns = page, 0

    def _return(self, size: int) -> int:
        self._returns += 1
        self._in_vain += 1
        if self._returns > RETURNS_ALLOWED:
            raise PagingError("", f"up to page {self.furthest} the list shrinks faster than it can be read")
        return self.reached // size + 1


def _next_page(at: Position, envelope: Envelope) -> Position:
    return Position(at.page + 1, envelope.token)

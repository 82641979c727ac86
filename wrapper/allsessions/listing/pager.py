"""Choose the next page of a list, and decide if the list is complete. No I/O.

While the library reads a list, sessions can move to pages that it has already read. Only the vendor's total shows that
sessions are missing. The pager counts each session once. A list is complete if the count reaches the total at the end.

- A *pass* reads from page 1 to the end. If the count is then below the total, another pass adds to the same count.
- If the total becomes smaller, sessions may have moved to earlier pages. A new *count* begins. See docs/guarantees.md.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from attrs import define, field

from ..source import Envelope, Position, UnreadableError
from .cursor import Cursor

MOST_RESTARTS = 10  # maximum number of restarts at page 1; a list that needs more changes too fast
MOST_PAGES_WITHOUT_NEW = 20  # maximum number of consecutive pages without a new session; more mean an endless list
_FEW_IDS = 10_000  # maximum number of identifiers to store as text, which is ten times faster and needs a megabyte


class SeenIds:
    """A set of identifiers. A large set stores digests, which need a sixth of the memory of strings."""

    def __init__(self) -> None:
        self._few = set[str]()
        self._buckets = defaultdict[int, bytearray](bytearray)

    def add(self, id: str) -> bool:
        """Add an identifier. Return True if the identifier is new."""
        if id in self._few:
            return False
        if len(self._few) < _FEW_IDS:
            self._few.add(id)
            return True
        # With a million identifiers, the probability of a wrong match, even across two digests, is below 10^-26.
        digest = hashlib.blake2b(id.encode(errors="surrogatepass"), digest_size=16).digest()
        bucket = self._buckets[hash(id) % 4096]
        is_new = digest not in bucket
        if is_new:
            bucket += digest
        return is_new


@define
class _Count:
    """One count, and its current pass."""

    ids: SeenIds | None = None  # None as long as the count contains all sessions that were found
    furthest: int = 0  # the number of the last page with a new session
    repeated: int = 0  # the number of sessions that came again
    first_pass: bool = True
    new: int = 0  # the number of sessions that this pass has added
    missing: int = 0  # the pass ends when it has found this number of sessions; with 0, it reads the whole list


@define(kw_only=True)
class Pager:
    """The state of one list that the library reads page by page.

    Attributes:
        cursor: The position of the next page, and the progress up to this position.
        by_token: True to use the vendor's tokens, False to use page numbers. A page without a token is then the last.
        trusts_total: True if the vendor's total counts only the sessions that match the request's filters. Otherwise,
            a total cannot show that the list is complete. It only shows that the list has changed.
        expected: True if the next page must exist, such as page 1. Otherwise, the vendor may refuse it.
        ended: True at the end of the list, or after an `error`.
        error: The reason if the rest of the list is unreadable.
        restarts: The number of restarts at page 1. After the first restart, the reader prefetches no pages.
    """

    cursor: Cursor
    by_token: bool = False
    trusts_total: bool = True
    expected: bool = field(default=True, init=False)
    ended: bool = field(default=False, init=False)
    error: UnreadableError | None = field(default=None, init=False)
    restarts: int = field(default=0, init=False)
    _resumed: bool = field(init=False)
    _last_page: int = field(default=0, init=False)
    _seen: SeenIds = field(factory=SeenIds, init=False)
    _count: _Count = field(factory=_Count, init=False)

    def __attrs_post_init__(self) -> None:
        self._resumed = self.cursor.page > 1
        self.by_token = self.by_token or self.cursor.token is not None
        if self.cursor.error is not None:
            self.error, self.ended = UnreadableError("", self.cursor.error), True

    @property
    def position(self) -> Position:
        """The position of the next page."""
        return Position(self.cursor.page, self.cursor.token if self.by_token else None)

    @property
    def total(self) -> int | None:
        """The largest total; None if it is unknown, or may include sessions that do not match the filters."""
        return self.cursor.largest_total if self.trusts_total else None

    @property
    def prefetchable(self) -> range:
        """The numbers of the next page and of the pages after it that the reader can prefetch."""
        return range(self.cursor.page, 0 if self.restarts or self.by_token else self._last_page + 1)

    def add(self, envelope: Envelope, known_total: int | None, ids: Sequence[str]) -> Sequence[bool]:
        """Add the next page, whose records have these identifiers. Return a bool per record: True if it is new.

        `known_total` is the largest total when the client sent the request.
        """
        cursor = self.cursor
        cursor.most_on_page = max(cursor.most_on_page, len(envelope.items))
        full_pages, rest = divmod(envelope.total or 0, cursor.most_on_page or 1)
        # Prefetch one more page after a full last page, and if the vendor does not say where the list ends.
        self._last_page = full_pages + 1 + (rest > 0 and envelope.has_more is None)
        total, new = self._total_of(envelope), [self._seen.add(id) for id in ids]
        try:
            if total is not None and known_total is not None and total < known_total:
                self._begin_new_count()
            else:
                self._add_to_count(total, ids, new)
                self._follow(envelope)
        except UnreadableError as error:
            self.error, self.ended, cursor.error = error, True, str(error)
        return new

    def add_late(self, total: int | None, ids: Sequence[str]) -> Sequence[bool]:
        """Add a page that was prefetched before a restart. Return a bool per record: True if it is new."""
        new = [self._seen.add(id) for id in ids]
        if self._count.ids is None:
            self.cursor.count += sum(new)
            self.cursor.largest_total = max(total or 0, self.cursor.largest_total or 0) or None
        return new

    def _total_of(self, envelope: Envelope) -> int | None:
        """Return the vendor's total. None if the list is already longer, because the total may count only this page."""
        if not envelope.items and self.cursor.page > 1:
            return envelope.total or None
        before = (self.cursor.page - 1) * self.cursor.most_on_page
        # With tokens, the page's number does not tell its place, because an earlier page may have come twice.
        shown = (min(before, self.cursor.count) if self.by_token else before) + len(envelope.items)
        return None if envelope.total is None or envelope.total < shown else envelope.total

    def _begin_new_count(self) -> None:
        if self._resumed:
            raise UnreadableError("", "the list has shrunk since the cursor was made; start again without a cursor")
        self._count = _Count(SeenIds())
        self.cursor.count, self.cursor.first_total, self.cursor.largest_total = 0, None, None
        self._restart()

    def _add_to_count(self, total: int | None, ids: Sequence[str], new: Sequence[bool]) -> None:
        cursor, count = self.cursor, self._count
        if total is not None:
            cursor.largest_total = max(total, cursor.largest_total or 0)
            cursor.first_total = total if cursor.first_total is None else cursor.first_total
        added = sum(new if count.ids is None else map(count.ids.add, ids))
        cursor.count += added
        count.new += added
        if not added:
            cursor.without_new += 1
            return
        # Count repeated sessions only if the page also has a new one. Otherwise, it may be an earlier page, sent again.
        count.repeated += len(ids) - added
        cursor.without_new, count.furthest = 0, max(count.furthest, cursor.page)

    def _reached(self) -> bool:
        return self.total is not None and self.cursor.count >= self.total

    def _follow(self, envelope: Envelope) -> None:
        cursor, says_more = self.cursor, self._says_more(envelope)
        # If the vendor refuses the next page, the list has ended. But an untrusted total may include that page.
        untrusted_total = 0 if self.trusts_total else cursor.largest_total or 0
        found_before = cursor.page < self._count.furthest
        self.expected = says_more or found_before or cursor.page * cursor.most_on_page < untrusted_total
        # After the last session, a page can lack the list, but not have something else instead of it.
        at_end = self._reached() and not (envelope.items or envelope.has_more)
        if (error := envelope.next_page_error) and not (at_end and not envelope.response.invalid_fields):
            raise UnreadableError(*error)
        if self._pass_ends(envelope, says_more):
            self._end_pass()
            return
        has_end = envelope.token or envelope.has_more or envelope.last_page or self.total
        most = MOST_PAGES_WITHOUT_NEW if has_end else 1
        if cursor.without_new >= most and cursor.page >= self._count.furthest:
            total = "" if self.total is None else f"; the vendor returned {cursor.count} of {self.total} sessions"
            raise UnreadableError("", f"the list does not end, although page {cursor.page} has no new sessions{total}")
        self._advance(envelope.token)

    def _says_more(self, envelope: Envelope) -> bool:
        page, most_on_page = self.cursor.page, self.cursor.most_on_page
        if envelope.token is not None or envelope.has_more or page < (envelope.last_page or 0):
            return True
        if envelope.has_more is False or envelope.last_page is not None:
            return False
        if self.total is not None:
            return page * most_on_page < self.total
        # The vendor does not say if a page follows. After a full page, another one may follow.
        return self._count.first_pass and len(envelope.items) == most_on_page > 0

    def _pass_ends(self, envelope: Envelope, says_more: bool) -> bool:
        reached = self._reached()
        if (self.by_token and envelope.token is None) or (reached and self._count.missing):
            return True
        if self.cursor.without_new and self.cursor.page >= self._count.furthest:
            return not says_more or (reached and not envelope.items)
        # The vendor may say too early that no page follows. So read on after a full page, and below the total.
        full = len(envelope.items) >= min(self.cursor.page_size, envelope.page_size or self.cursor.page_size)
        return envelope.has_more is False and not (full or says_more) and (self.total is None or reached)

    def _end_pass(self) -> None:
        cursor, count = self.cursor, self._count
        needed = self.total or 0
        if self._resumed:  # sessions that were added before the cursor's page are not missing
            needed = min(needed, cursor.first_total or 0)
        missing = max(0, needed - cursor.count)
        if missing and (self._resumed or not count.new):
            raise UnreadableError("", f"the vendor reports {needed} sessions, but returned only {cursor.count}")
        # New sessions explain repeated ones. If the total may ignore the filter, growth is itself a reason for a pass,
        # but only once, because the total of some vendors grows in each pass.
        explained = (cursor.largest_total or 0) - (cursor.first_total or 0)
        if not self.trusts_total:
            explained = 0 if self.restarts else -explained
        changed = count.first_pass and count.repeated > explained
        found_more = not count.first_pass and self.total is None and count.new > 0
        if self._resumed or not (missing or changed or found_more):
            self.ended = True
            return
        # Give up if this pass missed more sessions than the pass before, and more than a page.
        hopeless = 0 < count.missing < missing and missing > cursor.most_on_page
        count.first_pass, count.new, count.missing = False, 0, 0 if changed else missing
        self._restart(hopeless=hopeless)

    def _restart(self, *, hopeless: bool = False) -> None:
        self.restarts += 1
        if hopeless or self.restarts > MOST_RESTARTS:
            raise UnreadableError("", "the list changes faster than the library can read it; try again later")
        self.cursor.page, self.cursor.token, self.cursor.without_new = 1, None, 0
        self.expected = True

    def _advance(self, token: str | None) -> None:
        cursor, count = self.cursor, self._count
        if not cursor.without_new or cursor.page == 1 or self.by_token:
            cursor.token = token
        elif cursor.token is not None and count.first_pass:
            # Page numbers bring no new sessions. Try the token of the last page that did.
            self.by_token, cursor.page = True, max(1, count.furthest)
        cursor.page += 1

"""Lists: one source's pages in order, fetched ahead where that is safe, and all sources' pages at once."""

import asyncio
import contextlib
import logging
import math
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from functools import partial
from itertools import islice
from typing import Any, cast

from attrs import define, evolve, field

from .cursor import Cursor
from .errors import (
    IncompleteListingError,
    InvalidRecordError,
    InvalidRequestError,
    NotFoundError,
    SourceError,
    UnexpectedResponseError,
)
from .filters import Filters
from .paging import END, PagingError, Step, Walk
from .session import Page, Session
from .sources.base import Envelope, Position, Source, UnreadableError
from .transport import CLOSED_MEANWHILE, Connection

logger = logging.getLogger("allsessions")

PAGES_AHEAD = 4
"""Pages fetched ahead for each request that a source allows at once, so that one that is tried again holds up no other.
As many are kept for a source whose turn has not come."""

SOURCES_AHEAD = 64
"""Sources that are read before their turn, at most."""

SESSIONS_AHEAD = 8_000
"""Sessions fetched ahead, about, past which no further source is begun. A session takes some 2 kB."""

_UNKNOWN_LIST = 1_000
"""Sessions that are expected of a source of which nothing has come yet."""

Spawn = Callable[[Coroutine[Any, Any, Any]], "asyncio.Task[Any]"]
"""Starts a task that the client knows of, so that none outlives it."""


@define(kw_only=True)
class Reading:
    """One reading of one source's list.

    Attributes:
        connection: The way to the source.
        filters: What is asked for.
        size: Records a page.
        ahead: Pages fetched before they are needed, where their numbers are known; 0 for none.
        enough: Matching sessions after which no more is fetched; None for all.
    """

    connection: Connection
    filters: Filters
    spawn: Spawn
    size: int
    ahead: int = 0
    enough: int | None = None
    _fetching: dict[Position, "asyncio.Task[Envelope]"] = field(
        factory=dict[Position, "asyncio.Task[Envelope]"], init=False
    )

    @property
    def source(self) -> Source:
        return self.connection.source

    @property
    def fetching(self) -> int:
        """Sessions on the pages that are fetched ahead, at most."""
        return len(self._fetching) * self.size

    async def pages(self, start: Cursor | None = None) -> AsyncGenerator[tuple[Page, Step]]:
        """The pages in order, each with what follows it. Raises SourceError."""
        walk = Walk(size=self.size, total_counts=self._total_counts())
        if start is not None:
            walk.scanned, walk.granted = start.scanned, start.granted
        step = Step(start.at if start else Position(), promised=True)
        try:
            while step.next is not None:
                at = step.next
                envelope = await self._envelope(at, may_be_refused=step.may_be_refused)
                if envelope is None:
                    return
                page, step, broken_off = self._page(walk, at, envelope)
                enough = self._have_enough(page)
                if step.next is None and broken_off is None:
                    self._compare_with_total(walk, envelope)
                elif step.next is not None and not enough:
                    if step.next.page <= at.page:
                        self._forget()  # what was fetched ahead shows the list as it was before
                    self._fetch_ahead(walk, step.next)
                yield page, step
                if enough:
                    return
                if broken_off is not None:
                    raise broken_off
        finally:
            self._forget()

    async def _envelope(self, at: Position, *, may_be_refused: bool) -> Envelope | None:
        """The page, or None where it is past the end and the vendor refuses it."""
        task = self._fetching.pop(at, None)
        try:
            return await (task or self._fetch(at))
        except (InvalidRequestError, NotFoundError):
            if may_be_refused:
                return None
            raise

    def _fetch(self, at: Position) -> Coroutine[Any, Any, Envelope]:
        return self.connection.ask(self.source.list_call(self.filters, at, self.size))

    def _fetch_ahead(self, walk: Walk, next: Position) -> None:
        for at in islice([next, *islice(walk.foreseen(next), self.ahead)], self.ahead):
            if at not in self._fetching:
                self._fetching[at] = self.spawn(self._fetch(at))

    def _forget(self) -> None:
        for task in self._fetching.values():
            task.cancel()
        self._fetching.clear()

    def _have_enough(self, page: Page) -> bool:
        if self.enough is None:
            return False
        self.enough -= len(page.sessions)
        # Where the wrapper applies no filter, it is known how many pages are still needed.
        self.ahead = 0 if self.filters.used else min(self.ahead, math.ceil(self.enough / self.size))
        return self.enough <= 0

    def _page(self, walk: Walk, at: Position, envelope: Envelope) -> tuple[Page, Step, UnexpectedResponseError | None]:
        """The page, what follows it, and what is to be said after it if the list breaks off there."""
        for path, reason in envelope.left_out.items():
            logger.warning("%s: listing sessions, page %d: %s: %s; left out", self.source.name, at.page, path, reason)
        sessions, invalid, new = self._sessions(walk, envelope)
        step, broken_off = END, None
        try:
            step = walk.after(at, envelope, new)
        except PagingError as error:
            broken_off = self._unexpected(error)
        except UnreadableError as error:
            raise self._unexpected(error) from None
        cursor = Cursor(at=step.next, size=self.size, granted=walk.granted, scanned=walk.scanned) if step.next else None
        page = Page(
            source=self.source.name,
            sessions=sessions,
            invalid=invalid,
            total=envelope.total,
            cursor=cursor.written(self.source, self.filters) if cursor else None,
            raw=envelope.raw,
        )
        return page, step, broken_off

    def _total_counts(self) -> bool:
        # No vendor documents whether its total is of what its filters leave over. Were it not, each filtered list would
        # be called incomplete, and nobody would listen any more.
        return not self.filters.used & self.source.capabilities.vendor_filters

    def _unexpected(self, error: UnreadableError) -> UnexpectedResponseError:
        text = f"listing sessions: {error.path or 'the paging'}: {error.reason}"
        return UnexpectedResponseError(text, source=self.source.name, vendor=self.source.vendor, path=error.path)

    def _sessions(
        self, walk: Walk, envelope: Envelope
    ) -> tuple[tuple[Session, ...], tuple[InvalidRecordError, ...], int]:
        """The sessions that match, the records that cannot be read, and how many came up for the first time."""
        sessions: list[Session] = []
        unreadable = list(envelope.invalid)
        for place, record in envelope.records:
            try:
                sessions.append(self.source.session(record))
            except UnreadableError as error:
                unreadable.append(self.source.invalid_record(record.to_dict(), place, error.path, error.reason))
        new = [session for session in sessions if walk.is_new(session.id)]
        # Without an identifier, those on a page that comes again as a whole are known again by all that they say.
        invalid = [
            error
            for error in unreadable
            if walk.is_new(f"{self._identifier(error) or error.path} {error.record!r}")
            or (new and not self._identifier(error))
        ]
        return tuple(filter(self.filters.match, new)), tuple(invalid), len(new) + len(invalid)

    def _identifier(self, error: InvalidRecordError) -> object:
        record: object = error.record
        return cast(dict[str, object], record).get(self.source.id_field) if isinstance(record, dict) else None

    def _compare_with_total(self, walk: Walk, envelope: Envelope) -> None:
        if envelope.total is not None and envelope.total != walk.scanned:
            text = "%s: the list ended after %d sessions; the vendor's total is %d"
            logger.warning(text, self.source.name, walk.scanned, envelope.total)


class Feed:
    """One source's pages, read by a task of their own into a bounded buffer."""

    def __init__(self, reading: Reading) -> None:
        # The task knows the buffer and not this feed, so that a forgotten listing is not kept alive by its tasks.
        self._reading = reading
        self._buffer = _Buffer(PAGES_AHEAD)
        self._task = reading.spawn(_pump(reading, self._buffer))
        self._task.add_done_callback(partial(_wake, self._buffer))

    @property
    def vendor(self) -> str:
        return self._reading.source.vendor

    @property
    def most(self) -> int | None:
        """The most sessions that were kept at once; None as long as nothing has come."""
        return self._buffer.most if self._buffer.most or self._task.done() else None

    @property
    def ahead(self) -> int:
        """Sessions that are kept or being fetched."""
        return self._buffer.sessions + self._reading.fetching

    async def next(self) -> Page | SourceError | None:
        """The next page; the source's error in place of the pages that could not be read; None at the end."""
        page = None if self._task.done() and self._buffer.empty() else await self._buffer.get()
        return self._outcome() if page is None else page

    def cancel(self) -> None:
        """Stop reading."""
        self._task.cancel()

    def _outcome(self) -> SourceError | None:
        if self._task.cancelled():
            raise RuntimeError(CLOSED_MEANWHILE)
        error = self._task.exception()
        if error is None or isinstance(error, SourceError):
            return error
        raise error  # a fault of this library: nothing hides it


class _Buffer(asyncio.Queue[Page | None]):
    """Counts the sessions of its pages."""

    sessions = 0
    most = 0

    def _put(self, item: Page | None) -> None:
        super()._put(item)
        self.sessions += len(item.sessions) if item else 0
        self.most = max(self.most, self.sessions)

    def _get(self) -> Page | None:
        item = super()._get()
        self.sessions -= len(item.sessions) if item else 0
        return item


async def _pump(reading: Reading, buffer: _Buffer) -> None:
    async with contextlib.aclosing(reading.pages()) as pages:
        async for page, _ in pages:
            await buffer.put(page)


def _wake(buffer: _Buffer, _: "asyncio.Task[None]") -> None:
    # However the task ended, and be it that it never began: who waits for a page learns of it.
    if not buffer.full():
        buffer.put_nowait(None)


class Listing:
    """The sessions of several sources, one source after the other, while all of them are read.

    An asynchronous iterator. At the end it raises IncompleteListingError if anything is missing. Breaking out of a loop
    over it, or `aclose()`, stops all fetching.
    """

    def __init__(self, readings: Sequence[Callable[[int | None], Reading]], limit: int | None) -> None:
        self._readings = list(reversed(readings))
        self._left = limit
        # With a limit, a source is asked only when the ones before it did not have enough.
        self._sources_ahead = SOURCES_AHEAD if limit is None else 1
        self._feeds: list[Feed] = []
        self._usual: dict[str, int] = {}
        self._errors: list[SourceError] = []
        self._ready: list[Session] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._reading = False

    def __aiter__(self) -> "Listing":
        return self

    async def __anext__(self) -> Session:
        while not self._ready:
            sessions = await self.next_sessions()
            if sessions is None:
                raise StopAsyncIteration
            self._ready = list(reversed(sessions))
        return self._ready.pop()

    async def next_sessions(self) -> Sequence[Session] | None:
        """The sessions of the next page, possibly none; None at the end. Raises IncompleteListingError at the end."""
        if self._reading:
            raise RuntimeError("this listing is being read by another task already")
        self._reading = True
        try:
            return await self._next_sessions()
        finally:
            self._reading = False

    async def _next_sessions(self) -> Sequence[Session] | None:
        self._loop = asyncio.get_running_loop()
        if self._left is None or self._left > 0:
            self._start_feeds()
            if self._feeds:
                return self._taken(await self._next_item())
        self._stop()
        errors, self._errors = self._errors, []
        if errors:
            raise IncompleteListingError(errors)
        return None

    async def _next_item(self) -> Page | SourceError | None:
        try:
            return await self._feeds[0].next()
        except Exception:
            self._stop()
            raise

    async def aclose(self) -> None:
        """Stop fetching and forget what was fetched."""
        self._stop()
        self._errors, self._ready = [], []

    def __del__(self) -> None:
        # Left by break or by an exception: nobody will call aclose().
        if self._feeds and self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed, and all its tasks are gone
                self._loop.call_soon_threadsafe(_cancel, self._feeds)

    def _start_feeds(self) -> None:
        while self._readings and len(self._feeds) < self._sources_ahead and self._have_room():
            self._feeds.append(Feed(self._readings.pop()(self._left)))

    def _have_room(self) -> bool:
        for feed in self._feeds:
            if feed.most is not None:
                self._usual[feed.vendor] = max(feed.most, self._usual.get(feed.vendor, 1))
        return not self._feeds or sum(map(self._expected, self._feeds)) < SESSIONS_AHEAD

    def _expected(self, feed: Feed) -> int:
        # Of a list that comes all at once, nothing is known before: other lists of that vendor tell.
        return feed.ahead if feed.most is not None else self._usual.get(feed.vendor, _UNKNOWN_LIST)

    def _taken(self, item: Page | SourceError | None) -> Sequence[Session]:
        if item is None or isinstance(item, SourceError):
            self._feeds.pop(0)
            self._errors += [item] if item else []
            return ()
        self._errors += item.invalid
        sessions = item.sessions[: self._left]
        if self._left is not None:
            self._left -= len(sessions)
        return sessions

    def _stop(self) -> None:
        _cancel(self._feeds)
        self._feeds, self._readings = [], []


def _cancel(feeds: list[Feed]) -> None:
    for feed in feeds:
        feed.cancel()


async def held_back(pages: AsyncGenerator[tuple[Page, Step]]) -> AsyncGenerator[Page]:
    """The pages, each given out when it is known whether another follows, so that the last one's cursor is None."""
    held: Page | None = None
    try:
        async for page, step in pages:
            if held is not None:
                if step.next is None and not page.sessions and not page.invalid:
                    continue  # it may still be said that something is missing
                yield held
            held = page if step.next is not None and not step.promised else None
            if held is None:
                yield page
        if held is not None:
            yield evolve(held, cursor=None)
            held = None
    except SourceError:
        if held is not None:
            yield held
        raise
    finally:
        await pages.aclose()

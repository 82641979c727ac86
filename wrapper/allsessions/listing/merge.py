"""Lists of many sources: one after the other, while all of them are read, within bounds."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial

from ..errors import IncompleteListingError, SourceError
from ..http.failures import unexpected_error
from ..http.transport import CLOSED_DURING_REQUEST
from ..session import Page, Session
from .reader import Reading

PAGES_AHEAD = 3
"""Pages fetched ahead for each request that a source allows at once: one that is tried again holds up no other."""

PAGES_OF_THE_REST = 8
"""The same where so many are all that is left of a list: it is had whole while the sources before it are read."""

PAGES_KEPT = 4
"""Pages that a source whose turn has not come has ready."""

MOMENT = 0.001
"""Seconds in which the first page reaches who waits for it, in another thread, too, before more are asked for."""

SOURCES_AHEAD = 100
"""Sources that are read before their turn, at most."""

SESSIONS_AHEAD = 8_000
"""Sessions fetched ahead, about, past which no further source is begun. A session takes some 2 kB."""

_UNKNOWN_LIST = 2_000
"""Sessions that are expected of a source of which nothing has come yet."""


class Feed:
    """One source's pages, read by a task of their own into a bounded buffer."""

    def __init__(self, reading: Reading) -> None:
        # The task knows the buffer and not this feed, so that a forgotten listing is not kept alive by its tasks.
        self._reading = reading
        self._buffer = _Buffer(PAGES_KEPT)
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

    @property
    def has_page(self) -> bool:
        """Whether a page can be had without waiting."""
        return self._buffer.first is not None

    async def next(self) -> Page | SourceError | None:
        """The next page; the source's error in place of the pages that could not be read; None at the end."""
        page = None if self._task.done() and self._buffer.empty() else await self._buffer.get()
        return self._outcome() if page is None else page

    def cancel(self) -> None:
        """Stop reading."""
        self._task.cancel()

    def _outcome(self) -> SourceError | None:
        if self._task.cancelled():
            raise RuntimeError(CLOSED_DURING_REQUEST)
        error = self._task.exception()
        if error is None or isinstance(error, SourceError):
            return error
        # A fault of this library, or of a transport of the caller's: it is told, and costs no other source's sessions.
        return unexpected_error(self._reading.source, error)


class _Buffer(asyncio.Queue[Page | None]):
    """Counts the sessions of its pages."""

    sessions = 0
    most = 0
    _queue: deque[Page | None]

    @property
    def first(self) -> Page | None:
        """The page that comes next; None if there is none."""
        return self._queue[0] if self._queue else None

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
        first = True
        async for page, step in pages:
            await buffer.put(page)
            if first and step.next is not None:
                await asyncio.sleep(MOMENT)
            first = False


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
        """The sessions of the next pages, possibly none; None at the end. Raises IncompleteListingError at the end."""
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
                sessions = [*self._taken(await self._next_item())]
                # With all else that has come meanwhile: to ask for each page by itself takes as long as to decode it.
                while self._feeds and self._feeds[0].has_page and (self._left is None or self._left > 0):
                    sessions += self._taken(await self._next_item())
                return sessions
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

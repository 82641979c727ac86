"""List many sources, one after the other, while all of them are read ahead within bounds."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence

from attrs import define, field

from ..errors import IncompleteListingError, SourceError
from ..http.failures import unexpected_error
from ..session import Page, Session
from .reader import SourceReader, Spawn

PAGES_KEPT = 4
"""Pages of a source that wait to be taken, at most."""

SOURCES_AHEAD = 100
"""Sources that are read at once, at most."""

UNKNOWN_AHEAD = 32
"""Sources that are read at once and have not answered yet, at most: each may send its whole list at once."""

SESSIONS_AHEAD = 8_000
"""Sessions that wait to be taken, about, while further sources are begun. A session takes about 2 kB."""


@define
class _Feed:
    """One source, read by a task of its own.

    Attributes:
        items: Its pages; an error if it fails; None at the end.
        waiting: Sessions in `items`.
        answered: True once something came.
    """

    items: "asyncio.Queue[Page | Exception | None]" = field(factory=lambda: asyncio.Queue(PAGES_KEPT))
    waiting: int = 0
    answered: bool = False

    async def fill(self, reader: SourceReader) -> None:
        """Read the source to its end."""
        try:
            async with contextlib.aclosing(reader.pages()) as pages:
                async for page, _ in pages:
                    self.answered = True
                    self.waiting += len(page.sessions)
                    await self.items.put(page)
            await self.items.put(None)
        except Exception as error:
            self.answered = True
            await self.items.put(error)

    async def take(self) -> Page | Exception | None:
        """Return the next item."""
        item = await self.items.get()
        if isinstance(item, Page):
            self.waiting -= len(item.sessions)
        return item


@define
class _Feeds:
    """The sources that are being read, in order, and those that follow."""

    readers: Iterator[SourceReader]
    spawn: Spawn
    most: int
    current: deque[tuple[SourceReader, _Feed, "asyncio.Task[None]"]] = field(factory=deque, init=False)

    def start(self) -> bool:
        """Begin further sources, as far as there is room. Return False if none is left."""
        while not self.current or self._have_room():
            reader = next(self.readers, None)
            if reader is None:
                break
            feed = _Feed()
            self.current.append((reader, feed, self.spawn(feed.fill(reader))))
        return bool(self.current)

    def _have_room(self) -> bool:
        feeds = [feed for _, feed, _ in self.current]
        unknown = sum(not feed.answered for feed in feeds)
        waiting = sum(feed.waiting for feed in feeds)
        return len(feeds) < self.most and unknown < UNKNOWN_AHEAD and waiting < SESSIONS_AHEAD

    def stop(self) -> None:
        """Stop reading."""
        for _, _, task in self.current:
            task.cancel()


async def list_sessions(
    readers: Iterable[SourceReader], spawn: Spawn, limit: int | None
) -> AsyncGenerator[Sequence[Session]]:
    """Yield the sessions of all sources in batches, at most `limit`. Raise IncompleteListingError at the end if
    anything is missing."""
    errors: list[SourceError] = []
    # With a limit, a source is asked only if the ones before it did not have enough.
    feeds = _Feeds(iter(readers), spawn, most=SOURCES_AHEAD if limit is None else 1)
    try:
        while limit != 0 and feeds.start():
            reader, feed, _ = feeds.current[0]
            batch: list[Session] = []
            item = await feed.take()
            while isinstance(item, Page):
                errors += item.invalid
                batch += item.sessions
                if feed.items.empty():
                    break
                item = await feed.take()
            else:
                feeds.current.popleft()
                if item is not None:
                    errors.append(unexpected_error(reader.connection.source, item))
            batch = batch[:limit]
            limit = None if limit is None else limit - len(batch)
            yield batch
    finally:
        feeds.stop()
    if errors:
        raise IncompleteListingError(errors)

"""List many sources, one after the other, and prefetch pages of the next sources, within limits."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncGenerator, Iterable, Sequence

from ..errors import IncompleteListingError, SourceError
from ..http.failures import as_source_error
from ..session import Page, Session
from .reader import SourceReader, Spawn

PAGES_KEPT = 4  # maximum number of pages per source that wait for the caller, besides the reader's prefetched pages
SOURCES_AHEAD = 100  # maximum number of sources to read at the same time
SESSIONS_AHEAD = 8_000  # with this number of sessions in memory, no further source starts; a session needs about 2 kB
EXPECTED = 2_000  # assumed number of sessions in a source's first response, which can be the complete list


class _Feed:
    """A source, and the task that prefetches its pages. `waiting` is the number of the source's sessions in memory.

    `usual` has the largest `waiting` by vendor. `expected` is the vendor's number until the first response, then 0.
    """

    def __init__(self, reader: SourceReader, spawn: Spawn, usual: dict[str, int]) -> None:
        self.reader, self.source, self._usual = reader, reader.source, usual
        self.waiting, self.expected = 0, usual.get(self.source.vendor, EXPECTED)
        self.items: asyncio.Queue[Page | Exception | None] = asyncio.Queue(PAGES_KEPT)
        self.task = spawn(self._fill, reader)

    async def _fill(self, reader: SourceReader) -> None:
        end: Exception | None = None
        try:
            async with contextlib.aclosing(reader.pages()) as pages:
                async for page in pages:
                    self._arrived(len(page.sessions))
                    await self.items.put(page)
                    for _ in range(4):  # let the caller receive the page before further requests start
                        await asyncio.sleep(0)
        except Exception as error:  # noqa: BLE001  # the other sources continue after any error
            end = error
        self._arrived(0)
        await self.items.put(end)

    def _arrived(self, sessions: int) -> None:
        self.waiting, self.expected = self.waiting + sessions, 0
        self._usual[self.source.vendor] = max(self.waiting, self._usual.get(self.source.vendor, 0))


async def list_sessions(
    readers: Iterable[SourceReader], spawn: Spawn, limit: int | None
) -> AsyncGenerator[Sequence[Session]]:
    """Yield the sessions of all sources in batches, up to a limit. Raise IncompleteListingError if some are missing."""
    left = iter(readers)
    feeds: deque[_Feed] = deque()
    errors: list[SourceError] = []
    # With a limit, read a source only if the sources before it do not have enough sessions.
    most, usual = SOURCES_AHEAD if limit is None else 1, dict[str, int]()
    try:
        while limit != 0:
            while (not feeds or _have_room(feeds, most)) and (reader := next(left, None)) is not None:
                feeds.append(_Feed(reader, spawn, usual))
            if not feeds:
                break
            sessions = (await _batch(feeds, errors))[:limit]
            limit = None if limit is None else limit - len(sessions)
            yield sessions
    finally:
        for feed in feeds:
            feed.task.cancel()
    if errors:
        raise IncompleteListingError(errors)


def _have_room(feeds: Sequence[_Feed], most: int) -> bool:
    ahead = sum(f.waiting + f.expected + len(f.reader.requested) * f.reader.cursor.page_size for f in feeds)
    return len(feeds) < most and ahead < SESSIONS_AHEAD


async def _batch(feeds: deque[_Feed], errors: list[SourceError]) -> Sequence[Session]:
    """Return the first source's prefetched sessions, or wait for its next page. Remove a source that has ended."""
    feed, sessions = feeds[0], list[Session]()
    while not sessions or not feed.items.empty():
        item = await feed.items.get()
        if not isinstance(item, Page):
            feeds.popleft()
            errors += [] if item is None else [as_source_error(feed.source, item)]
            break
        feed.waiting -= len(item.sessions)
        errors += item.invalid
        sessions += item.sessions
    return sessions

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
FIRST_PAGE = 2_000  # assumed number of sessions in the first response, which can be the complete list


class _Prefetch:
    """A task that prefetches one source's pages. After the last page, `items` has None, or the error."""

    def __init__(self, reader: SourceReader, spawn: Spawn) -> None:
        self.reader = reader
        self.items: asyncio.Queue[Page | Exception | None] = asyncio.Queue(PAGES_KEPT)
        self.task = spawn(self._fill)

    async def _fill(self) -> None:
        end: Exception | None = None
        try:
            async with contextlib.aclosing(self.reader.pages()) as pages:
                async for page in pages:
                    await self.items.put(page)
                    for _ in range(4):  # let the caller receive the page before further requests start
                        await asyncio.sleep(0)
        except Exception as error:  # noqa: BLE001  # the other sources continue after any error
            end = error
        await self.items.put(end)


async def list_sessions(
    readers: Iterable[SourceReader], spawn: Spawn, limit: int | None
) -> AsyncGenerator[Sequence[Session]]:
    """Yield the sessions of all sources in batches, up to a limit. Raise IncompleteListingError if some are missing."""
    left = iter(readers)
    prefetches: deque[_Prefetch] = deque()
    errors: list[SourceError] = []
    # With a limit, read a source only if the sources before it do not have enough sessions.
    most = SOURCES_AHEAD if limit is None else 1
    try:
        while limit != 0:
            while len(prefetches) < most and _have_room(prefetches) and (reader := next(left, None)) is not None:
                prefetches.append(_Prefetch(reader, spawn))
            if not prefetches:
                break
            sessions = (await _batch(prefetches, errors))[:limit]
            limit = None if limit is None else limit - len(sessions)
            yield sessions
    finally:
        for prefetch in prefetches:
            prefetch.task.cancel()
    if errors:
        raise IncompleteListingError(errors)


def _have_room(prefetches: Iterable[_Prefetch]) -> bool:
    """Check if another source can start. Assume that each page is as large as the largest one so far."""
    largest = max((each.reader.cursor.most_on_page for each in prefetches), default=0) or FIRST_PAGE
    pages = sum(max(1, each.items.qsize() + len(each.reader.requested)) for each in prefetches)
    return pages * largest < SESSIONS_AHEAD


async def _batch(prefetches: deque[_Prefetch], errors: list[SourceError]) -> Sequence[Session]:
    """Return the first source's prefetched sessions, or wait for its next page. Remove a source that has ended."""
    prefetch, sessions = prefetches[0], list[Session]()
    while not sessions or not prefetch.items.empty():
        item = await prefetch.items.get()
        if not isinstance(item, Page):
            prefetches.popleft()
            if item is not None:
                errors.append(as_source_error(prefetch.reader.source, item))
            break
        errors += item.invalid
        sessions += item.sessions
    return sessions

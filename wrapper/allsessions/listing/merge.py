"""List many sources, one after the other, and prefetch pages of the next sources, within limits."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncGenerator, Collection, Iterable, Sequence

from ..errors import IncompleteListingError, SourceError
from ..filters import Filters
from ..http.transport import Connection, as_source_error
from ..session import Page, Session
from .reader import SourceReader, Spawn

PAGES_KEPT = 4  # maximum number of pages per source that wait for the caller, besides the reader's prefetched pages
SOURCES_AHEAD = 100  # maximum number of sources to read at the same time
SESSIONS_AHEAD = 8_000  # with this number of sessions in memory, no further source starts; a session needs about 2 kB
FIRST_PAGE = 2_000  # assumed number of sessions on a page before the first response, which can be the complete list


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
    connections: Iterable[Connection], filters: Filters, spawn: Spawn, limit: int | None
) -> AsyncGenerator[Sequence[Session]]:
    """Yield the sessions of all sources in batches, up to a limit. Raise IncompleteListingError if some are missing."""
    left, prefetches, errors = deque(connections), deque[_Prefetch](), list[SourceError]()
    # With a limit, read a source only if the sources before it do not have enough sessions.
    most = SOURCES_AHEAD if limit is None else 1
    try:
        while limit != 0 and (left or prefetches):
            while left and len(prefetches) < most and _have_room(prefetches, left[0].source.vendor):
                reader = SourceReader(left.popleft(), filters, spawn=spawn, limit=limit)
                prefetches.append(_Prefetch(reader, spawn))
            sessions = (await _next_sessions(prefetches, errors))[:limit]
            limit = None if limit is None else limit - len(sessions)
            if sessions:
                yield sessions
    finally:
        for prefetch in prefetches:
            prefetch.task.cancel()
    if errors:
        raise IncompleteListingError(errors)


def _have_room(prefetches: Collection[_Prefetch], vendor: str) -> bool:
    """Check if a source of this vendor can start. Assume that its pages are as large as the vendor's largest one."""
    known = (each.reader.cursor.most_on_page for each in prefetches if each.reader.source.vendor == vendor)
    usual = max(known, default=0) or FIRST_PAGE
    pages = ((each.reader, each.items.qsize() + len(each.reader.requested)) for each in prefetches)
    return sum((reader.cursor.most_on_page or usual) * max(1, count) for reader, count in pages) < SESSIONS_AHEAD


async def _next_sessions(prefetches: deque[_Prefetch], errors: list[SourceError]) -> Sequence[Session]:
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

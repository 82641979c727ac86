"""One source's pages, for whoever reads them by himself."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator

from ..http.transport import CLOSED_DURING_REQUEST
from ..session import Page
from .reader import Spawn


class Pages:
    """One source's pages, each fetched when it is asked for.

    An asynchronous iterator. A wait that is given up, as by a timeout, costs no page: the next one goes on with it. A
    generator would have ended then, and the list with it, as if it were whole. Breaking out of a loop over it, or
    `aclose()`, stops all fetching.
    """

    def __init__(self, pages: AsyncGenerator[Page], spawn: Spawn) -> None:
        self._pages = pages
        self._spawn = spawn
        self._next: asyncio.Task[Page | None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._reading = False

    def __aiter__(self) -> "Pages":
        return self

    async def __anext__(self) -> Page:
        if self._reading:
            raise RuntimeError("these pages are being read by another task already")
        self._loop = asyncio.get_running_loop()
        # The task knows the generator and not this object, so that who forgets it ends the task.
        task = self._next = self._next or self._spawn(_following(self._pages))
        self._reading = True
        try:
            await asyncio.wait([task])
        finally:
            self._reading = False
        self._next = None
        if task.cancelled():
            raise RuntimeError(CLOSED_DURING_REQUEST)
        page = task.result()
        if page is None:
            raise StopAsyncIteration
        return page

    async def aclose(self) -> None:
        """Stop fetching."""
        task, self._next = self._next, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])
        await self._pages.aclose()

    def __del__(self) -> None:
        if self._next is not None and self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed, and all its tasks are gone
                self._loop.call_soon_threadsafe(self._next.cancel)


async def _following(pages: AsyncGenerator[Page]) -> Page | None:
    return await anext(pages, None)

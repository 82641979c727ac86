"""The iterator that `list` and `pages` return. A caller that stops waiting, such as after a timeout, loses no item."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import TypeVar

from attrs import evolve

from .errors import SourceError
from .listing.reader import SourceReader, Spawn
from .session import Page

T = TypeVar("T")


class BatchIterator(AsyncIterator[T]):
    """An iterator over items that an async generator yields in batches. `break` or `aclose()` stops all requests.

    Each step of the generator runs in its own task. If a timeout cancels the caller, the step continues, and the next
    call waits for this step. Without this task, a timeout would end the generator, and the list would look complete.
    """

    def __init__(self, batches: AsyncGenerator[Sequence[T]], spawn: Spawn) -> None:
        self._batches = batches
        self._spawn = spawn
        self._step: asyncio.Task[Sequence[T] | None] | None = None
        self._reading = asyncio.Lock()
        self._closed = False
        self._ready: list[T] = []

    async def __anext__(self) -> T:
        while not self._ready:
            batch = await self.next_batch()
            if batch is None:
                raise StopAsyncIteration
            self._ready = [*reversed(batch)]
        return self._ready.pop()

    async def next_batch(self) -> Sequence[T] | None:
        """Return the next batch of items; None at the end."""
        if self._reading.locked():
            raise RuntimeError("another task is reading this list; use one task for each list")
        # The task must not reference self. Otherwise Python would not call __del__ when the caller drops the iterator.
        self._step = self._step or self._spawn(anext, self._batches, None)
        async with self._reading:
            await asyncio.wait([self._step])
        if self._closed or self._step.cancelled():
            raise RuntimeError("the list or its client is closed")
        step, self._step = self._step, None
        return step.result()

    async def aclose(self) -> None:
        """Stop all requests. A task that reads the list now or later gets a RuntimeError."""
        self._closed = True
        self._ready.clear()
        if self._step is not None:
            self._step.cancel()
            await asyncio.wait([self._step])
        await self._batches.aclose()

    def __del__(self) -> None:
        # The caller dropped the iterator during a step, without calling aclose().
        if self._step is not None:
            with contextlib.suppress(RuntimeError):  # raised if the loop is closed and its tasks have ended
                self._step.get_loop().call_soon_threadsafe(self._step.cancel)


async def mark_last_page(reader: SourceReader) -> AsyncGenerator[Sequence[Page]]:
    """Remove the last page's cursor. For this, hold each page back until the reader knows if another one follows."""
    held: list[Page] = []
    try:
        async with contextlib.aclosing(reader.pages()) as pages:
            async for page in pages:
                if held and reader.pager.ended and not page.sessions and not page.invalid:
                    continue  # skip an empty page after the last page with content
                yield held
                held = [page]
                if reader.pager.expected:
                    yield held
                    held = []
    except SourceError:
        yield held
        raise
    yield [evolve(page, cursor=None) for page in held]

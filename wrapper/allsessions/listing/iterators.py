"""What `list` and `pages` return: iterators that survive a wait that is given up."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Generic, Self, TypeVar

from ..http.transport import CLOSED_MEANWHILE
from ..session import Page, Session
from .reader import Spawn

T = TypeVar("T")


class _Steps(Generic[T]):
    """An asynchronous generator, each step of which runs in a task of its own.

    If the caller gives up waiting, as by a timeout, the step goes on, and the next call waits for it again. A bare
    generator would end there, and the list would look whole.
    """

    def __init__(self, generator: AsyncGenerator[T], spawn: Spawn) -> None:
        self._generator = generator
        self._spawn = spawn
        self._step: asyncio.Task[T | None] | None = None
        self._waiting = False

    async def next(self) -> T | None:
        """Return the next item; None at the end."""
        if self._waiting:
            raise RuntimeError("another task is reading this list")
        # The task does not reference self: a list that is dropped ends with its generator.
        step = self._step = self._step or self._spawn(_next(self._generator))
        self._waiting = True
        try:
            await asyncio.wait([step])
        finally:
            self._waiting = False
        self._step = None
        if step.cancelled():
            raise RuntimeError(CLOSED_MEANWHILE)
        return step.result()

    async def aclose(self) -> None:
        """Stop all requests."""
        if self._step is not None:
            self._step.cancel()
            await asyncio.wait([self._step])
        self._step = None
        await self._generator.aclose()


async def _next(generator: AsyncGenerator[T]) -> T | None:
    return await anext(generator, None)


class PageIterator(_Steps[Page]):
    """The pages of one source. `break`, or `aclose()`, stops all requests."""

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Page:
        page = await self.next()
        if page is None:
            raise StopAsyncIteration
        return page


class SessionIterator(_Steps[Sequence[Session]]):
    """The sessions of many sources. `break`, or `aclose()`, stops all requests."""

    def __init__(self, batches: AsyncGenerator[Sequence[Session]], spawn: Spawn) -> None:
        super().__init__(batches, spawn)
        self._ready: list[Session] = []

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Session:
        while not self._ready:
            batch = await self.next()
            if batch is None:
                raise StopAsyncIteration
            self._ready = [*reversed(batch)]
        return self._ready.pop()

    async def aclose(self) -> None:
        """Stop all requests, and forget what has come."""
        self._ready.clear()
        await super().aclose()

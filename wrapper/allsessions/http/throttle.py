"""How fast one source is asked: within its limits, and slower when the vendor says that it is too fast."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator

import aiolimiter
import anyio

from ..source import Source
from ..source.options import parse_rate


class Pace:
    """The turns of one source's requests."""

    def __init__(self, source: Source, gate: asyncio.Semaphore) -> None:
        """The `gate` is for the requests of all sources."""
        self._gate = gate
        self._slots = anyio.CapacityLimiter(source.concurrency)
        self._concurrency = source.concurrency
        self._limiter = _limiter(source)
        self._width = float(source.concurrency)
        self._held = 0
        self._going = asyncio.Event()
        self._going.set()
        self._out = 0
        self._none_out = asyncio.Event()
        self._none_out.set()
        self._solo = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def turn(self) -> AsyncGenerator[None]:
        """Wait until a request may go out."""
        async with self._slots:
            await self._permission()
            async with self._going_out():
                yield

    @contextlib.asynccontextmanager
    async def turn_alone(self) -> AsyncGenerator[None]:
        """Wait until no other request of this source is out, and let none go out meanwhile.

        For the last attempt of a request that was refused as one too many: it is to be none because of the others.
        """
        async with self._solo, self._nobody_going():
            await self._none_out.wait()
            if self._limiter is not None:
                await self._limiter.acquire()
            async with self._going_out():
                yield

    @contextlib.asynccontextmanager
    async def held(self) -> AsyncGenerator[None]:
        """Let no request of this source go out meanwhile, and fewer at once afterwards."""
        if not self._held:  # of all that were refused together, the first one tells
            self._set_width(max(1.0, self._width / 2))
        async with self._nobody_going():
            yield

    def went_well(self) -> None:
        """Let a little more go out at once, up to the source's concurrency."""
        # Slowly: each time that it is too many again, a request has used up an attempt.
        self._set_width(min(self._concurrency, self._width * 1.1))

    @contextlib.asynccontextmanager
    async def _nobody_going(self) -> AsyncGenerator[None]:
        self._held += 1
        self._going.clear()
        try:
            yield
        finally:
            self._held -= 1
            if not self._held:
                self._going.set()

    @contextlib.asynccontextmanager
    async def _going_out(self) -> AsyncGenerator[None]:
        self._out += 1
        self._none_out.clear()
        try:
            async with self._gate:  # entered last, so that nobody else waits for this source's limits
                yield
        finally:
            self._out -= 1
            if not self._out:
                self._none_out.set()

    async def _permission(self) -> None:
        await self._going.wait()
        if self._limiter is None:
            return
        await self._limiter.acquire()
        while not self._going.is_set():  # what was allowed before a pause is not added to what is allowed after it
            await self._going.wait()
            await self._limiter.acquire()

    def _set_width(self, width: float) -> None:
        self._width = width
        self._slots.total_tokens = int(width)


def _limiter(source: Source) -> aiolimiter.AsyncLimiter | None:
    if source.rate_limit is None:
        return None
    requests, seconds = parse_rate(f"{source.name}: rate_limit", source.rate_limit)
    # A bucket lets its capacity through at once and then leaks; the leak is slowed so that both together stay within
    # the limit in any period, also in the first.
    burst = max(1, requests // 10)
    return aiolimiter.AsyncLimiter(burst, burst * seconds / max(1, requests - burst))

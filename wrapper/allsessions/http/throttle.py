"""Limits on the requests of one source: how many at once, how many in a period, and none during a pause."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Generator

import aiolimiter

from ..source import Source
from ..source.options import parse_rate

# How much a request adds to a lowered concurrency. Little, since each 429 that it provokes costs an attempt.
_GROWTH = 0.05


class Throttle:
    """Holds back one source's requests. After a 429 the source pauses and lowers its concurrency."""

    def __init__(self, source: Source, gate: asyncio.Semaphore) -> None:
        """The `gate` limits the requests of all sources together."""
        self._gate = gate
        self._most = self._open = source.concurrency
        self._concurrency = float(source.concurrency)
        self._slots = asyncio.Semaphore(source.concurrency)
        self._pauses = 0
        self._resumed = asyncio.Event()
        self._resumed.set()
        self._limiter = _limiter(source)

    @contextlib.asynccontextmanager
    async def slot(self) -> AsyncGenerator[None]:
        """Wait until a request may be sent."""
        await self._slots.acquire()
        try:
            await self._permission()
            async with self._gate:  # entered last: other sources do not wait for this source's limits
                yield
        finally:
            self._return_slot()

    def _return_slot(self) -> None:
        self._concurrency = min(self._most, self._concurrency + _GROWTH)
        self._open -= 1
        while self._open < int(self._concurrency):  # a slot above the current concurrency stays closed
            self._open += 1
            self._slots.release()

    @contextlib.contextmanager
    def paused(self) -> Generator[None]:
        """Send no request of this source during the block, and fewer at once after it."""
        if not self._pauses:  # requests that were refused together lower the concurrency once
            self._concurrency = max(1.0, self._concurrency / 2)
        self._pauses += 1
        self._resumed.clear()
        try:
            yield
        finally:
            self._pauses -= 1
            if not self._pauses:
                self._resumed.set()

    async def _permission(self) -> None:
        while True:
            await self._resumed.wait()
            if self._limiter is not None:
                await self._limiter.acquire()
            # A permission from before a pause is lost: added to those after it, it would exceed the rate.
            if self._resumed.is_set():
                return


def _limiter(source: Source) -> aiolimiter.AsyncLimiter | None:
    if source.rate_limit is None:
        return None
    requests, seconds = parse_rate(f"{source.name}: rate_limit", source.rate_limit)
    # The limiter lets a burst through at once and then refills evenly. It refills a little slower than the rate, so
    # that burst and refill together stay within the limit in any period, the first one included.
    burst = max(1, requests // 10)
    return aiolimiter.AsyncLimiter(burst, burst * seconds / max(1, requests - burst))

"""Limits for the requests of one source: its concurrency, its rate limit, and pauses."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Generator

import aiolimiter

from ..source import Source
from ..source.base import parse_rate

# After a 429, each request raises the concurrency again by this step. A larger step would cause more 429s.
_GROWTH = 0.05


class Throttle:
    """The limits of one source's requests. After HTTP 429, the source pauses and lowers its concurrency."""

    def __init__(self, source: Source, gate: asyncio.Semaphore) -> None:
        self._gate = gate
        self._most_slots = self._slot_count = source.concurrency
        self._concurrency = float(source.concurrency)
        self._slots = asyncio.Semaphore(source.concurrency)
        self._pauses = 0
        self._resumed = asyncio.Event()
        self._resumed.set()
        self._limiter = _limiter(source)

    @contextlib.asynccontextmanager
    async def slot(self) -> AsyncGenerator[None]:
        """Wait until the source may send a request."""
        await self._slots.acquire()
        try:
            while True:
                await self._resumed.wait()
                async with self._limiter, self._gate:  # the gate last, because other sources wait for it, too
                    if self._resumed.is_set():  # otherwise a pause has begun, so ask the limiter again when it ends
                        yield
                        return
        finally:
            self._concurrency = min(self._most_slots, self._concurrency + _GROWTH)
            self._slot_count -= 1
            while self._slot_count < int(self._concurrency):  # release slots only up to the current concurrency
                self._slot_count += 1
                self._slots.release()

    @contextlib.contextmanager
    def paused(self) -> Generator[None]:
        """Pause the source's requests during the `with` block, and lower the source's concurrency."""
        if not self._pauses:  # several refusals at the same time lower the concurrency only once
            self._concurrency = max(1.0, self._concurrency / 2)
        self._pauses += 1
        self._resumed.clear()
        try:
            yield
        finally:
            self._pauses -= 1
            if not self._pauses:
                self._resumed.set()


def _limiter(source: Source) -> contextlib.AbstractAsyncContextManager[None]:
    if source.rate_limit is None:
        return contextlib.nullcontext()
    requests, seconds = parse_rate(f"{source.name}: rate_limit", source.rate_limit)
    # The limiter allows a burst, and then requests at a constant rate. This rate is a little lower than `rate_limit`,
    # because the first period includes the burst and must also stay within the limit.
    burst = max(1, requests // 10)
    return aiolimiter.AsyncLimiter(burst, burst * seconds / max(1, requests - burst))

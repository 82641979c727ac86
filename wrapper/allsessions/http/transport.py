"""Send requests within all limits, and retry transient failures. All network I/O of this library is here."""

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import httpx

from ..errors import ApiError, RateLimitError, SourceError, TimedOutError
from ..privacy.log_filter import secrets_in_logs
from ..source import Request, Source
from .failures import Failures
from .settings import Limits
from .throttle import Throttle

logger = logging.getLogger("allsessions")

T = TypeVar("T")

pause = asyncio.sleep  # the pause between two attempts; the tests replace it


class Connection:
    """Sends one source's requests. The semaphore `gate` limits the simultaneous requests to all sources together."""

    def __init__(
        self, source: Source, http: httpx.AsyncClient, gate: asyncio.Semaphore, limits: Limits, secrets: Iterable[str]
    ) -> None:
        self.source, self._limits = source, limits
        self._client = source.connect(http)
        self._client.max_body_size = limits.max_body_size
        self._throttle = Throttle(source, gate)
        self.secrets = (*source.secrets, *secrets)
        self._failures = Failures(source, self.secrets)

    async def send(self, request: Request[T], before_each: Callable[[], object] = lambda: None) -> T:
        """Send the request and retry transient failures. Call `before_each` before each attempt. Raises SourceError."""
        secrets_in_logs.set(self.secrets)  # for this task, which belongs to this library
        attempts, left = 0, self._limits.deadline
        while True:
            async with self._throttle.slot():
                before_each()  # here, because a request can wait for a slot for a long time
                begin = time.monotonic()
                answer = await self._answer(request, left)
                left -= time.monotonic() - begin  # the wait for a slot does not count
            attempts += 1
            if not isinstance(answer, SourceError):
                return answer
            asked = answer.retry_after if isinstance(answer, ApiError) else None
            slow_down = asked is not None or isinstance(answer, RateLimitError)
            seconds = _delay(asked, attempts)
            again = answer.retriable and (request.idempotent or slow_down)
            if attempts > self._limits.retries or seconds >= left or not again:
                answer.attempts = attempts
                # Raise outside `except`. Otherwise the error's context would be httpx's error, which contains the key.
                raise answer
            logger.info("%s; attempt %d failed, the next is in %.1f s", answer, attempts, seconds)
            left -= seconds
            with self._throttle.paused() if slow_down else contextlib.nullcontext():
                await pause(seconds)

    async def _answer(self, request: Request[T], left: float) -> T | SourceError:
        response: Any = None
        try:
            async with asyncio.timeout(min(self._limits.timeout, left)):
                response = await request.endpoint.asyncio_detailed(client=self._client, **request.arguments)
            self._failures.check(response)
            return request.parse(response)
        except (TimeoutError, httpx.TimeoutException):
            limit = "timeout" if self._limits.timeout <= left else "deadline"
            text = f"no complete response within {getattr(self._limits, limit):.3g} s; increase {limit}, or try later"
            return self._failures.error(TimedOutError, request, text, retriable=True)
        except Exception as error:  # noqa: BLE001  # a transport can raise any error
            return self._failures.convert(error, request, response)


def _delay(asked: float | None, attempts: int) -> float:
    """Return the seconds until the next attempt: the vendor's `Retry-After`, or an exponential backoff, with jitter."""
    backoff = random.uniform(0, min(20.0, 0.5 * 2**attempts))  # noqa: S311  # not for cryptography
    return backoff if asked is None else asked + min(backoff, 1.0)

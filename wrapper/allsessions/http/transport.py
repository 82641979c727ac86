"""Send requests within all limits, and retry transient failures. All network I/O of this library is here."""

import asyncio
import contextlib
import logging
import random
import ssl
import time
from collections.abc import Callable
from typing import TypeVar

import httpx

from ..errors import ApiError, SourceError
from ..privacy.log_filter import secrets_in_logs
from ..source import Request, Source, UnreadableError, VendorError
from .failures import Failures, should_slow_down
from .settings import Limits
from .throttle import Throttle

logger = logging.getLogger("allsessions")

T = TypeVar("T")

pause = asyncio.sleep  # the pause between two attempts; the tests replace it

# SSLError: a server with TLS 1.3 refuses the client's certificate. ValueError: a redirect to an invalid host, and the
# DecodeError of the vendor's client. httpx wraps neither.
HTTPX_ERRORS = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ssl.SSLError, ValueError)


class Connection:
    """Sends one source's requests. The semaphore `gate` limits the simultaneous requests to all sources together."""

    def __init__(self, source: Source, http: httpx.AsyncClient, gate: asyncio.Semaphore, limits: Limits) -> None:
        self.source, self._limits = source, limits
        self._client = source.connect(http)
        self._client.max_body_size = limits.max_body_size
        self._throttle = Throttle(source, gate)
        self._failures = Failures(source, (*source.secrets, *limits.secrets))

    async def send(self, request: Request[T], before_each: Callable[[], object] = lambda: None) -> T:
        """Send the request and retry transient failures. Call `before_each` before each attempt. Raises SourceError."""
        secrets_in_logs.set(self._failures.secrets)  # for this task, which belongs to this library
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
            seconds = _wait(answer, attempts)
            again = answer.retriable and (request.idempotent or should_slow_down(answer))
            if attempts > self._limits.retries or seconds >= left or not again:
                answer.attempts = attempts
                # Raise outside `except`. Otherwise the error's context would be httpx's error, which contains the key.
                raise answer
            logger.info("%s; attempt %d failed, the next is in %.1f s", answer, attempts, seconds)
            left -= seconds
            with self._throttle.paused() if should_slow_down(answer) else contextlib.nullcontext():
                await pause(seconds)

    async def _answer(self, request: Request[T], left: float) -> T | SourceError:
        seconds = min(self._limits.timeout, left)
        try:
            async with asyncio.timeout(seconds):
                response = await request.endpoint.asyncio_detailed(client=self._client, **request.arguments)
        except (TimeoutError, httpx.TimeoutException):
            setting = "timeout" if self._limits.timeout <= left else "deadline"
            return self._failures.timed_out(request, setting, getattr(self._limits, setting))
        except HTTPX_ERRORS as error:
            return self._failures.of_exception(request, error)
        try:
            return self._failures.in_response(request, response) or request.parse(response)
        except VendorError as refused:
            return self._failures.refusal(request, response, refused)
        except UnreadableError as error:
            return self._failures.unexpected(request, error.reason, error.path)


def _wait(error: SourceError, attempts: int) -> float:
    """Return the seconds until the next attempt: the vendor's `Retry-After`, or an exponential backoff, with jitter."""
    backoff = random.uniform(0, min(20.0, 0.5 * 2**attempts))  # noqa: S311  # not for cryptography
    asked = error.retry_after if isinstance(error, ApiError) else None
    return backoff if asked is None else asked + min(backoff, 1.0)

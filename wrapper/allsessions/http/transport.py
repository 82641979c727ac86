"""Send requests within all limits, retry transient failures, and convert failures to this library's errors."""

import asyncio
import contextlib
import email.utils
import logging
import random
import ssl
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import httpx

from .. import errors
from ..errors import ApiError, ConnectionFailedError, RateLimitError, ServerError, SourceError, UnexpectedResponseError
from ..privacy.log_filter import secrets_in_logs
from ..privacy.redact import redact_and_shorten
from ..source import Request, Source, UnreadableError, VendorError
from .settings import Limits
from .throttle import Throttle

logger = logging.getLogger("allsessions")

T = TypeVar("T")

pause = asyncio.sleep  # the pause between two attempts; the tests replace it

_KINDS: dict[int, type[ApiError]] = {
    401: errors.AuthenticationError,
    403: errors.PermissionDeniedError,
    429: RateLimitError,
    **dict.fromkeys((400, 422), errors.InvalidRequestError),
    **dict.fromkeys((404, 410), errors.NotFoundError),
}
_ADVICE: dict[type[ApiError], str] = {
    errors.AuthenticationError: "check the source's credentials",
    errors.PermissionDeniedError: "check the permissions of the credentials, and the base_url",
    errors.InvalidRequestError: "check the filters and the base_url",
    errors.NotFoundError: "check the identifier and the base_url",
    RateLimitError: "send fewer requests, or set the source's rate_limit",
}
# Cloudflare sends 520 to 530 if the vendor's server fails to respond.
_TRANSIENT_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504, *range(520, 531)})


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
            self._raise_for_failure(response)
            return request.parse(response)
        except (TimeoutError, httpx.TimeoutException):
            limit = "timeout" if self._limits.timeout <= left else "deadline"
            text = f"no complete response within {getattr(self._limits, limit):.3g} s; increase {limit}, or try later"
            return self.source.error(errors.TimedOutError, f"{request.description}: {text}", retriable=True)
        except Exception as error:  # noqa: BLE001  # a transport can raise any error
            return self._source_error(error, request, response)

    def _raise_for_failure(self, response: Any) -> None:
        """Raise VendorError or UnreadableError if a response is not a success."""
        status = response.status_code
        if 300 <= status < 400:
            host = httpx.URL(response.headers.get("location", "")).host
            raise UnreadableError("", f"a redirect to {host or 'the same host'}")
        if (reported := self.source.vendor_error(status, response.parsed)) or not 200 <= status < 300:
            raise reported or VendorError()
        if response.parsed is None:
            raise UnreadableError("", f"HTTP {status} is not documented")

    def _source_error(self, cause: Exception, request: Request[Any], response: Any) -> SourceError:
        """Return the error for an exception during an attempt. The message gives advice, and contains no secret."""
        if isinstance(cause, VendorError):
            return self._refusal(cause, request, response)
        reason = redact_and_shorten(str(cause), self.secrets) or type(cause).__name__
        # A retry may help if the body is truncated or not JSON, but not if valid JSON has the wrong type.
        retriable = getattr(cause, "expected", "") in ("JSON", "gzip")
        unreadable = isinstance(cause, (UnreadableError, self.source.client_package.DecodeError))
        if not unreadable and _has_cause(cause, httpx.InvalidURL, UnicodeError):  # UnicodeError: not a valid host name
            reason = "an unusable address, such as the target of a redirect"
        elif isinstance(cause, httpx.TransportError | ssl.SSLError):
            text = f"{reason}; check base_url ({self.source.base_url}), the network and the proxy"
            retriable = not _has_cause(cause, ssl.SSLError)
            return self.source.error(ConnectionFailedError, f"{request.description}: {text}", retriable=retriable)
        elif not unreadable:
            return as_source_error(self.source, cause)
        text = f"{request.description}: {reason}; the response is not as documented: check base_url, or report it"
        return self.source.error(UnexpectedResponseError, text, path=getattr(cause, "path", ""), retriable=retriable)

    def _refusal(self, reported: VendorError, request: Request[Any], response: Any) -> SourceError:
        status, headers = response.status_code, response.headers
        by_code = self.source.error_kinds.get(reported.code) if status in (200, 400) else None
        kind = by_code or _KINDS.get(status) or (ServerError if status >= 500 else ApiError)
        request_id = reported.request_id or headers.get("x-request-id") or headers.get("request-id")
        # Some vendors repeat an invalid API key in their error message.
        code, message, request_id = (
            redact_and_shorten(each, self.secrets) if isinstance(each, str) else each
            for each in (reported.code, reported.message, request_id)
        )
        retry_after = _retry_after(headers.get("retry-after", ""))
        details = ", ".join(str(each) for each in (code, message) if each is not None)
        wait = "" if retry_after is None else f", retry after {retry_after:.0f} s"
        retriable = status in _TRANSIENT_STATUSES or by_code in (RateLimitError, ServerError)
        advice = _ADVICE.get(kind) or ("try again later" if retriable else "see the vendor's message")
        text = f"{request.description}: HTTP {status}{f' ({details})' if details else ''}{wait}; {advice}"
        attributes = {"code": code, "message": message, "request_id": request_id, "retry_after": retry_after}
        return self.source.error(kind, text, status_code=status, retriable=retriable, **attributes)


def _delay(asked: float | None, attempts: int) -> float:
    """Return the seconds until the next attempt: the vendor's `Retry-After`, or an exponential backoff, with jitter."""
    backoff = random.uniform(0, min(20.0, 0.5 * 2**attempts))  # noqa: S311  # not for cryptography
    return backoff if asked is None else asked + min(backoff, 1.0)


def as_source_error(source: Source, error: BaseException) -> SourceError:
    """Convert an exception to a SourceError. Name the line of an unexpected exception. Raise a RuntimeError again."""
    if isinstance(error, SourceError):
        return error
    if type(error) is RuntimeError:  # asyncio and httpx report misuse with it
        raise error
    raised_by = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(raised_by.filename).name}:{raised_by.lineno}"
    text = f"unexpected {type(error).__name__} at {place}; please report this"
    return source.error(UnexpectedResponseError, text)


def _retry_after(header: str) -> float | None:
    """Return the seconds to wait according to a `Retry-After` header, which has a number of seconds or a date."""
    with contextlib.suppress(ValueError, OverflowError):
        # parsedate_tz reads a date without a zone as GMT, as RFC 9110 requires.
        date = email.utils.parsedate_tz(header)
        return max(0.0, float(header) if date is None else email.utils.mktime_tz(date) - time.time())
    return None


def _has_cause(error: BaseException | None, *kinds: type[BaseException]) -> bool:
    if error is None or isinstance(error, kinds):
        return error is not None
    return _has_cause(error.__cause__ or error.__context__, *kinds)

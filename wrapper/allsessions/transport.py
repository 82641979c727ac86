"""Requests: bounded, rate-limited, retried, and their failures as errors of this library. The one place with I/O."""

import asyncio
import email.utils
import importlib.metadata
import json
import logging
import ssl
import time
from collections.abc import Mapping
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, TypeVar, cast

import aiolimiter
import httpx
import tenacity
from attrs import define, field

from .errors import (
    ApiError,
    AuthenticationError,
    ConfigurationError,
    ConnectionFailedError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    SourceError,
    TimedOutError,
    UnexpectedResponseError,
)
from .masking import without
from .sources.base import (
    Call,
    Complaint,
    Source,
    UnreadableError,
    VendorDecodeError,
    VendorResponse,
    requests_and_seconds,
)

logger = logging.getLogger("allsessions")

T = TypeVar("T")

LONGEST_WAIT = 60.0
"""Seconds. A vendor that asks for a longer pause is not asked again: the error tells its `retry_after`."""

_FIRST_WAIT = 0.5
_LONGEST_OWN_WAIT = 20.0

_KINDS: dict[int, type[ApiError]] = {
    400: InvalidRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    410: NotFoundError,
    422: InvalidRequestError,
    429: RateLimitError,
}
_TRANSIENT_STATUSES = frozenset({408, 425})

_ADVICE: dict[type[ApiError], str] = {
    AuthenticationError: "check the source's credentials",
    PermissionDeniedError: "check what the credentials are allowed to do, and the base_url",
    InvalidRequestError: "check the filters and the base_url",
    NotFoundError: "check the identifier and the base_url",
    RateLimitError: "ask less often, or give the source a rate_limit",
    ServerError: "try again later",
    ApiError: "see the vendor's words",
}


CONNECTIONS = 100
"""Connections open at once over all sources, unless `http` has limits of its own."""


def http_client(timeout: float, http: Mapping[str, Any]) -> httpx.AsyncClient:
    """The one httpx client that all sources share, with the caller's further arguments of httpx.AsyncClient."""
    defaults: dict[str, Any] = {
        # Waiting for a connection has no limit of its own: an attempt as a whole has one.
        "timeout": httpx.Timeout(timeout, pool=None),
        "limits": httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
        "headers": {"user-agent": f"allsessions/{importlib.metadata.version('allsessions')}"},
        # No cookies are taken: what one account was told is not for another.
        "cookies": CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    }
    try:
        # Never along with a redirect: credentials are for the source's own address.
        return httpx.AsyncClient(**{**defaults, **http}, follow_redirects=False)
    except (TypeError, ValueError, OSError) as error:
        raise ConfigurationError(f"http: {error}") from None


def connections(http: Mapping[str, Any]) -> int:
    """How many connections `http` allows at once."""
    limits = http.get("limits")
    return (limits.max_connections if isinstance(limits, httpx.Limits) else None) or CONNECTIONS


@define(kw_only=True)
class Connection:
    """One source's way to its vendor."""

    source: Source
    gate: asyncio.Semaphore
    """Requests in flight over all sources."""
    timeout: float
    retries: int
    client: Any
    """The vendor's generated client."""
    _slots: asyncio.Semaphore = field(init=False)
    _limiter: aiolimiter.AsyncLimiter | None = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._slots = asyncio.Semaphore(self.source.concurrency)
        self._limiter = _limiter(self.source)

    async def ask(self, call: Call[T]) -> T:
        """Make the request, again where that can help, and read the answer. Raises SourceError."""
        attempts = tenacity.AsyncRetrying(
            stop=tenacity.stop_after_attempt(self.retries + 1),
            retry=tenacity.retry_if_exception(_is_transient),
            wait=_wait,
            before_sleep=self._log_retry,
            sleep=pause,
            reraise=True,
        )
        return await attempts(self._attempt, call)

    async def _attempt(self, call: Call[T]) -> T:
        async with self._slots:
            if self._limiter is not None:
                await self._limiter.acquire()
            async with self.gate:  # entered last, so that nobody else waits for this source's limit
                answer = await self._answer(call)
        if isinstance(answer, SourceError):
            # Raised here, where httpx's own error is no longer its context: that one holds the request with its key.
            raise answer
        return answer

    async def _answer(self, call: Call[T]) -> T | SourceError:
        try:
            async with asyncio.timeout(self.timeout):
                response = await call.endpoint(client=self.client, **call.arguments)
        except (TimeoutError, httpx.TimeoutException):
            text = f"{call.about}: no complete answer within {self.timeout:g} s; raise timeout, or try again later"
            return TimedOutError(text, source=self.source.name, vendor=self.source.vendor)
        except httpx.TransportError as error:
            return self._connection_failed(call, error)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            return self._unexpected(call, "", type(error).__name__)
        except self.source.decode_error as error:
            return self._salvaged(call, cast(VendorDecodeError, error))
        failure = self._failure(call, response)
        if failure is not None:
            return failure
        return self._read(call, response.parsed)

    def _read(self, call: Call[T], parsed: Any) -> T | SourceError:
        try:
            return call.read(parsed)
        except UnreadableError as error:
            return self._unexpected(call, error.path, error.reason)

    def _salvaged(self, call: Call[T], error: VendorDecodeError) -> T | SourceError:
        reason = f"expected {error.expected}, found {error.found}"
        if error.content is None or not error.path:
            return self._unexpected(call, error.path, reason)
        document = json.loads(error.content)
        complaint = self.source.complaint_in(document)
        if complaint is not None:
            return self._api_error(call, HTTPStatus.OK, complaint, httpx.Headers())
        if call.salvage is None:
            return self._unexpected(call, error.path, reason)
        try:
            return call.salvage(document)
        except self.source.decode_error:
            return self._unexpected(call, error.path, reason)
        except UnreadableError as unreadable:
            return self._unexpected(call, unreadable.path, unreadable.reason)

    def _failure(self, call: Call[Any], response: VendorResponse) -> SourceError | None:
        status = response.status_code
        complaint = self.source.complaint(status, response.parsed)
        if complaint is None and 200 <= status < 300:
            documented = response.parsed is not None
            return None if documented else self._unexpected(call, "", f"HTTP {status} is not documented")
        if 300 <= status < 400:
            return self._unexpected(call, "", f"a redirect to {_host(response)}; give that as base_url if it is right")
        return self._api_error(call, status, complaint or Complaint(), response.headers)

    def _api_error(self, call: Call[Any], status: int, complaint: Complaint, headers: httpx.Headers) -> ApiError:
        kind = complaint.kind or _KINDS.get(status, ServerError if status >= 500 else ApiError)
        code, message = (self._without_secrets(words) for words in (complaint.code, complaint.message))
        said = ", ".join(str(words) for words in (code, message) if words is not None)
        outcome = "refused" if status == HTTPStatus.OK else f"HTTP {status}"
        text = f"{call.about}: {outcome}{f' ({said})' if said else ''}; {_ADVICE[kind]}"
        return kind(
            text,
            source=self.source.name,
            vendor=self.source.vendor,
            status_code=status,
            code=code,
            message=None if message is None else str(message),
            request_id=complaint.request_id or headers.get("x-request-id") or headers.get("request-id"),
            retry_after=_seconds(headers.get("retry-after")),
        )

    def _without_secrets(self, words: int | str | None) -> int | str | None:
        # A vendor may well repeat a wrong key to whoever sent it.
        return without(words, self.source.secrets) if isinstance(words, str) else words

    def _connection_failed(self, call: Call[Any], error: httpx.TransportError) -> ConnectionFailedError:
        reason = without(str(error), self.source.secrets) or type(error).__name__
        text = f"{call.about}: {reason}; check base_url ({self.source.base_url}), the network and the proxy"
        failure = ConnectionFailedError(text, source=self.source.name, vendor=self.source.vendor)
        failure.retriable = not _caused_by(error, ssl.SSLError)
        return failure

    def _unexpected(self, call: Call[Any], path: str, reason: str) -> UnexpectedResponseError:
        place = f"{path}: " if path else ""
        text = f"{call.about}: {place}{reason}; this is not what the vendor documents: check base_url, or report it"
        return UnexpectedResponseError(text, source=self.source.name, vendor=self.source.vendor, path=path)

    def _log_retry(self, state: tenacity.RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        wait = state.next_action.sleep if state.next_action else 0.0
        logger.info("%s; attempt %d failed, the next is in %.1f s", error, state.attempt_number, wait)


async def pause(seconds: float) -> None:
    """Wait before the next attempt."""
    await asyncio.sleep(seconds)


def _limiter(source: Source) -> aiolimiter.AsyncLimiter | None:
    if source.rate_limit is None:
        return None
    requests, seconds = requests_and_seconds(source.rate_limit, source.name)
    # A bucket lets its capacity through at once and then leaks; the leak is slowed so that both together stay within
    # the limit in any period, also in the first.
    burst = max(1, requests // 10)
    return aiolimiter.AsyncLimiter(burst, burst * seconds / max(1, requests - burst))


def _is_transient(error: BaseException) -> bool:
    if isinstance(error, ApiError):
        wait = error.retry_after or 0.0
        transient = isinstance(error, RateLimitError | ServerError) or error.status_code in _TRANSIENT_STATUSES
        return transient and wait <= LONGEST_WAIT
    return isinstance(error, ConnectionFailedError) and error.retriable


def _wait(state: tenacity.RetryCallState) -> float:
    own = tenacity.wait_random_exponential(multiplier=_FIRST_WAIT, max=_LONGEST_OWN_WAIT)(state)
    error = state.outcome.exception() if state.outcome else None
    told = error.retry_after if isinstance(error, ApiError) else None
    return own if told is None else told + min(own, 1.0)  # not all callers at the same moment again


def _seconds(header: str | None) -> float | None:
    """`Retry-After`, which is seconds or a date."""
    if header is None:
        return None
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(header).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _host(response: VendorResponse) -> str:
    try:
        return httpx.URL(response.headers.get("location", "")).host or "the same host"
    except httpx.InvalidURL:
        return "an unusable address"


def _caused_by(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False

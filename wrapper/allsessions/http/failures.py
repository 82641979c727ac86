"""Failures of a request as errors of this library: which class, and a text that says what to do and holds no secret."""

import email.utils
import math
import ssl
import time
import traceback
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx
from attrs import frozen

from ..errors import (
    ApiError,
    AuthenticationError,
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
from ..privacy.redact import redact_and_shorten
from ..source import Request, Source, VendorError
from ..source.package import VendorResponse

_KINDS: dict[int, type[ApiError]] = {
    400: InvalidRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    410: NotFoundError,
    422: InvalidRequestError,
    429: RateLimitError,
}
_ADVICE: dict[type[ApiError], str] = {
    AuthenticationError: "check the source's credentials",
    PermissionDeniedError: "check what the credentials are allowed to do, and the base_url",
    InvalidRequestError: "check the filters and the base_url",
    NotFoundError: "check the identifier and the base_url",
    RateLimitError: "ask less often, or give the source a rate_limit",
    ServerError: "try again later",
    ApiError: "see the vendor's words",
}
_TRANSIENT_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})


def can_pass(error: BaseException) -> bool:
    """Whether the same request may succeed a little later."""
    if isinstance(error, ApiError):
        # At HTTP 200 it is the vendor's own code that says so.
        refused = error.status_code == HTTPStatus.OK and isinstance(error, RateLimitError | ServerError)
        return refused or error.status_code in _TRANSIENT_STATUSES
    return isinstance(error, ConnectionFailedError) and error.retriable


def asks_for_a_pause(error: BaseException | None) -> bool:
    """Whether the vendor wants fewer requests, and not only this one later."""
    return isinstance(error, ApiError) and (isinstance(error, RateLimitError) or error.retry_after is not None)


@frozen
class Failures:
    """Makes one source's errors."""

    source: Source

    def of_answer(self, request: Request[Any], response: VendorResponse) -> SourceError | None:
        """What an answer says of a failure; None if it is none."""
        status = response.status_code
        vendor_error = self.source.vendor_error(status, response.parsed)
        if vendor_error is None and 200 <= status < 300:
            documented = response.parsed is not None
            return None if documented else self.unexpected(request, "", f"HTTP {status} is not documented")
        if 300 <= status < 400:
            return self.unexpected(
                request, "", f"a redirect to {self._host(response)}; give that as base_url if it is right"
            )
        return self.refused(request, status, vendor_error or VendorError(), response.headers)

    def refused(
        self, request: Request[Any], status: int, vendor_error: VendorError, headers: httpx.Headers
    ) -> ApiError:
        """The vendor's own words and code at an HTTP status."""
        kind = vendor_error.kind or _KINDS.get(status, ServerError if status >= 500 else ApiError)
        code, message = (self._without_secrets(words) for words in (vendor_error.code, vendor_error.message))
        request_id = vendor_error.request_id or headers.get("x-request-id") or headers.get("request-id")
        retry_after = _seconds(headers.get("retry-after"))
        said = ", ".join(str(words) for words in (code, message) if words is not None)
        outcome = "refused" if status == HTTPStatus.OK else f"HTTP {status}"
        wait = "" if retry_after is None else f", to be tried again in {retry_after:.0f} s"
        text = f"{request.description}: {outcome}{f' ({said})' if said else ''}{wait}; {_ADVICE[kind]}"
        return kind(
            text,
            source=self.source.name,
            vendor=self.source.vendor,
            status_code=status,
            code=code,
            message=None if message is None else str(message),
            request_id=None if request_id is None else str(self._without_secrets(request_id)),
            retry_after=retry_after,
        )

    def of_transport(self, request: Request[Any], error: Exception) -> SourceError:
        """No answer, or only a part of one."""
        if _caused_by(error, httpx.InvalidURL):
            return self.unusable_address(request)
        reason = self._without_secrets(str(error)) or type(error).__name__
        text = f"{request.description}: {reason}; check base_url ({self.source.base_url}), the network and the proxy"
        failure = ConnectionFailedError(text, source=self.source.name, vendor=self.source.vendor)
        failure.retriable = not _caused_by(error, ssl.SSLError)
        return failure

    def unusable_address(self, request: Request[Any]) -> UnexpectedResponseError:
        """What cannot be an address, in what the vendor sent."""
        return self.unexpected(request, "", "an unusable address, in a redirect or in a token")

    def timed_out(self, request: Request[Any], seconds: float, setting: str) -> TimedOutError:
        """No whole answer within the seconds that a setting of the client grants."""
        text = f"{request.description}: no complete answer within {seconds:.3g} s; raise {setting}, or try again later"
        return TimedOutError(text, source=self.source.name, vendor=self.source.vendor)

    def unexpected(self, request: Request[Any], path: str, reason: str) -> UnexpectedResponseError:
        """An answer that the vendor's document does not describe."""
        place = f"{path}: " if path else ""
        text = f"{request.description}: {place}{reason}; this is not what the vendor documents: check base_url, or report it"
        return UnexpectedResponseError(text, source=self.source.name, vendor=self.source.vendor, path=path)

    def _host(self, response: VendorResponse) -> str:
        try:
            host = httpx.URL(response.headers.get("location", "")).host
        except (httpx.InvalidURL, ValueError):  # a ValueError where the name is in Punycode and cannot be read
            return "an unusable address"
        return redact_and_shorten(host, self.source.secrets) or "the same host"

    def _without_secrets(self, words: int | str | None) -> int | str | None:
        # A vendor may well repeat a wrong key to whoever sent it.
        return redact_and_shorten(words, self.source.secrets) if isinstance(words, str) else words


def unexpected_error(source: Source, error: BaseException) -> SourceError:
    """In place of an error that nobody foresaw: where it came up, and not what it says, which may be a secret.

    Raises what concerns all sources: asyncio and httpx say by a plain RuntimeError that the client is used wrongly.
    """
    if isinstance(error, SourceError):
        return error
    if not isinstance(error, Exception) or type(error) is RuntimeError:
        raise error
    place = ""
    for frame, line in traceback.walk_tb(error.__traceback__):
        place = f" in {Path(frame.f_code.co_filename).name}, line {line}"
    text = f"{type(error).__name__}{place}: nobody foresaw that; please report it"
    return UnexpectedResponseError(text, source=source.name, vendor=source.vendor)


def _seconds(header: str | None) -> float | None:
    """`Retry-After`, which is seconds or a date."""
    if header is None:
        return None
    try:
        seconds = float(header)
    except ValueError:
        seconds = _seconds_until(header)
    return None if math.isnan(seconds) else max(0.0, seconds)


def _seconds_until(date: str) -> float:
    try:
        return email.utils.parsedate_to_datetime(date).timestamp() - time.time()
    except (ValueError, OverflowError):
        return math.nan


def _caused_by(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False

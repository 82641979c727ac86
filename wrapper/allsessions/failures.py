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

from .errors import (
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
from .masking import shortened
from .sources import Call, Complaint, Source
from .sources.package import VendorResponse

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

    def of_answer(self, call: Call[Any], response: VendorResponse) -> SourceError | None:
        """What an answer says of a failure; None if it is none."""
        status = response.status_code
        complaint = self.source.complaint(status, response.parsed)
        if complaint is None and 200 <= status < 300:
            documented = response.parsed is not None
            return None if documented else self.unexpected(call, "", f"HTTP {status} is not documented")
        if 300 <= status < 400:
            return self.unexpected(
                call, "", f"a redirect to {self._host(response)}; give that as base_url if it is right"
            )
        return self.refused(call, status, complaint or Complaint(), response.headers)

    def refused(self, call: Call[Any], status: int, complaint: Complaint, headers: httpx.Headers) -> ApiError:
        """The vendor's own words and code at an HTTP status."""
        kind = complaint.kind or _KINDS.get(status, ServerError if status >= 500 else ApiError)
        code, message = (self._without_secrets(words) for words in (complaint.code, complaint.message))
        request_id = complaint.request_id or headers.get("x-request-id") or headers.get("request-id")
        retry_after = _seconds(headers.get("retry-after"))
        said = ", ".join(str(words) for words in (code, message) if words is not None)
        outcome = "refused" if status == HTTPStatus.OK else f"HTTP {status}"
        wait = "" if retry_after is None else f", to be tried again in {retry_after:.0f} s"
        text = f"{call.about}: {outcome}{f' ({said})' if said else ''}{wait}; {_ADVICE[kind]}"
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

    def of_transport(self, call: Call[Any], error: Exception) -> SourceError:
        """No answer, or only a part of one."""
        if _caused_by(error, httpx.InvalidURL):
            return self.unusable_address(call)
        reason = self._without_secrets(str(error)) or type(error).__name__
        text = f"{call.about}: {reason}; check base_url ({self.source.base_url}), the network and the proxy"
        failure = ConnectionFailedError(text, source=self.source.name, vendor=self.source.vendor)
        failure.retriable = not _caused_by(error, ssl.SSLError)
        return failure

    def unusable_address(self, call: Call[Any]) -> UnexpectedResponseError:
        """What cannot be an address, in what the vendor sent."""
        return self.unexpected(call, "", "an unusable address, in a redirect or in a token")

    def timed_out(self, call: Call[Any], seconds: float, setting: str) -> TimedOutError:
        """No whole answer within the seconds that a setting of the client grants."""
        text = f"{call.about}: no complete answer within {seconds:.3g} s; raise {setting}, or try again later"
        return TimedOutError(text, source=self.source.name, vendor=self.source.vendor)

    def unexpected(self, call: Call[Any], path: str, reason: str) -> UnexpectedResponseError:
        """An answer that the vendor's document does not describe."""
        place = f"{path}: " if path else ""
        text = f"{call.about}: {place}{reason}; this is not what the vendor documents: check base_url, or report it"
        return UnexpectedResponseError(text, source=self.source.name, vendor=self.source.vendor, path=path)

    def _host(self, response: VendorResponse) -> str:
        try:
            host = httpx.URL(response.headers.get("location", "")).host
        except (httpx.InvalidURL, ValueError):  # a ValueError where the name is in Punycode and cannot be read
            return "an unusable address"
        return shortened(host, self.source.secrets) or "the same host"

    def _without_secrets(self, words: int | str | None) -> int | str | None:
        # A vendor may well repeat a wrong key to whoever sent it.
        return shortened(words, self.source.secrets) if isinstance(words, str) else words


def unforeseen(source: Source, error: BaseException) -> UnexpectedResponseError:
    """In place of an error that nobody foresaw: where it came up, and not what it says, which may be a secret.

    Raises what concerns all sources: asyncio and httpx say by a plain RuntimeError that the client is used wrongly.
    """
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

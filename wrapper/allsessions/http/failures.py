"""Convert failed requests to this library's errors. Each message gives advice, and no message contains a secret."""

import contextlib
import email.utils
import ssl
import time
import traceback
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx
from attrs import field, frozen

from .. import errors
from ..errors import ApiError, RateLimitError, ServerError, SourceError, UnexpectedResponseError
from ..privacy.redact import redact_and_shorten
from ..source import Request, Source, UnreadableError, VendorError

_KINDS: dict[int, type[ApiError]] = {
    401: errors.AuthenticationError,
    403: errors.PermissionDeniedError,
    429: RateLimitError,
    **dict.fromkeys((400, 422), errors.InvalidRequestError),
    **dict.fromkeys((404, 410), errors.NotFoundError),
    **dict.fromkeys(range(500, 1000), ServerError),
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


@frozen
class Failures:
    """A factory for the errors of one source's requests. The messages do not contain the `secrets`."""

    source: Source
    secrets: tuple[str, ...] = field(repr=False)

    def check(self, response: Any) -> None:
        """Raise VendorError or UnreadableError if a response is not a success."""
        status = response.status_code
        if 300 <= status < 400:
            host = httpx.URL(response.headers.get("location", "")).host
            raise UnreadableError("", f"a redirect to {host or 'the same host'}")
        vendor_error = self.source.vendor_error(status, response.parsed)
        if vendor_error is not None or not 200 <= status < 300:
            raise vendor_error or VendorError()
        if response.parsed is None:
            raise UnreadableError("", f"HTTP {status} is not documented")

    def convert(self, cause: Exception, request: Request[Any], response: Any) -> SourceError:
        """Return the error for an exception during a request. `response` is None if no complete response came."""
        if isinstance(cause, VendorError):
            return self._refusal(cause, request, response)
        reason = self._redacted(str(cause)) or type(cause).__name__
        # A retry may help if the body is truncated or not JSON, but not if valid JSON has the wrong type.
        retriable = getattr(cause, "expected", "") in ("JSON", "gzip")
        if _has_cause(cause, httpx.InvalidURL, UnicodeError):  # UnicodeError: an invalid internationalized host
            reason = "an unusable address, such as the target of a redirect"
        elif isinstance(cause, httpx.TransportError | ssl.SSLError):
            text = f"{reason}; check base_url ({self.source.base_url}), the network and the proxy"
            retriable = not _has_cause(cause, ssl.SSLError)
            return self.error(errors.ConnectionFailedError, request, text, retriable=retriable)
        elif not isinstance(cause, (UnreadableError, self.source.client_package.DecodeError)):
            return as_source_error(self.source, cause)
        text = f"{reason}; the response is not as documented: check base_url, or report it"
        return self.error(UnexpectedResponseError, request, text, path=getattr(cause, "path", ""), retriable=retriable)

    def error(self, kind: type[SourceError], request: Request[Any], text: str, **details: Any) -> SourceError:
        """Return an error of this source. Its text begins with the request's description."""
        return self.source.error(kind, f"{request.description}: {text}", **details)

    def _refusal(self, said: VendorError, request: Request[Any], response: Any) -> SourceError:
        status, headers = response.status_code, response.headers
        by_code = self.source.error_kinds.get(said.code) if status in (HTTPStatus.OK, HTTPStatus.BAD_REQUEST) else None
        kind = by_code or _KINDS.get(status, ApiError)
        request_id = said.request_id or headers.get("x-request-id") or headers.get("request-id")
        code, message, request_id = map(self._redacted, (said.code, said.message, request_id))
        retry_after = _retry_after(headers.get("retry-after", ""))
        outcome = "refused" if status == HTTPStatus.OK else f"HTTP {status}"
        details = ", ".join(str(each) for each in (code, message) if each is not None)
        wait = "" if retry_after is None else f", retry after {retry_after:.0f} s"
        retriable = status in _TRANSIENT_STATUSES or by_code in (RateLimitError, ServerError)
        advice = _ADVICE.get(kind) or ("try again later" if retriable else "see the vendor's message")
        text = f"{outcome}{f' ({details})' if details else ''}{wait}; {advice}"
        attributes = {"code": code, "message": message, "request_id": request_id, "retry_after": retry_after}
        return self.error(kind, request, text, status_code=status, retriable=retriable, **attributes)

    def _redacted(self, value: Any) -> Any:
        # Some vendors repeat an invalid API key in their error message.
        return redact_and_shorten(value, self.secrets) if isinstance(value, str) else value


def as_source_error(source: Source, error: Exception) -> SourceError:
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
    with contextlib.suppress(ValueError):
        return max(0.0, float(header))
    # parsedate_tz reads a date without a zone as GMT, as RFC 9110 requires.
    with contextlib.suppress(ValueError, OverflowError):
        if (moment := email.utils.parsedate_tz(header)) is not None:
            return max(0.0, email.utils.mktime_tz(moment) - time.time())
    return None


def _has_cause(error: BaseException | None, *kinds: type[BaseException]) -> bool:
    while error is not None:
        if isinstance(error, kinds):
            return True
        error = error.__cause__ or error.__context__
    return False

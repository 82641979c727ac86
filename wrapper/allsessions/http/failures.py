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
from ..source import Request, Source, VendorError

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

    def in_response(self, request: Request[Any], response: Any) -> SourceError | None:
        """Return the error that a response reports, or None for success."""
        status = response.status_code
        if 300 <= status < 400:
            return self.unexpected(request, f"a redirect to {self._redirect_target(response)}")
        vendor_error = self.source.vendor_error(status, response.parsed)
        if vendor_error is not None or not 200 <= status < 300:
            return self.refusal(request, response, vendor_error or VendorError())
        if response.parsed is None:
            return self.unexpected(request, f"HTTP {status} is not documented", retriable=True)
        return None

    def of_exception(self, request: Request[Any], error: Exception) -> SourceError:
        """Return the error for an exception of httpx or of the vendor's client."""
        if isinstance(error, self.source.client_package.DecodeError):
            wrong: Any = error
            # A retry may help if the body is truncated or not JSON, but not if valid JSON has the wrong type.
            broken = wrong.expected in ("JSON", "gzip")
            return self.unexpected(request, f"expected {wrong.expected}, found {wrong.found}", retriable=broken)
        # httpx parses the target of a redirect, although it does not follow the redirect.
        if not isinstance(error, httpx.TransportError | ssl.SSLError) or _has_cause(error, httpx.InvalidURL):
            reason = f"{type(error).__name__}, for example because the address of a redirect is unusable"
            return self.unexpected(request, reason)
        reason = self._redacted(str(error)) or type(error).__name__
        advice = f"check base_url ({self.source.base_url}), the network and the proxy"
        text = f"{request.description}: {reason}; {advice}"
        refused_by_tls = _has_cause(error, ssl.SSLError)
        return errors.ConnectionFailedError(text, **self._origin(), retriable=not refused_by_tls)

    def timed_out(self, request: Request[Any], setting: str, seconds: float) -> errors.TimedOutError:
        """Return the error for a response that was not complete within the client's `timeout` or `deadline`."""
        text = f"{request.description}: no complete response within {seconds:.3g} s; increase {setting}, or try later"
        return errors.TimedOutError(text, **self._origin(), retriable=True)

    def unexpected(
        self, request: Request[Any], reason: str, path: str = "", *, retriable: bool = False
    ) -> UnexpectedResponseError:
        """Return the error for a response that differs from the vendor's documentation."""
        what = f"{path}: {reason}" if path else reason
        text = f"{request.description}: {what}; the response is not as documented: check base_url, or report it"
        return UnexpectedResponseError(text, **self._origin(), path=path, retriable=retriable)

    def _origin(self) -> dict[str, Any]:
        return {"source": self.source.name, "vendor": self.source.vendor}

    def refusal(self, request: Request[Any], response: Any, said: VendorError) -> ApiError:
        """Return the library's error for an error that the vendor reports."""
        status, headers = response.status_code, response.headers
        by_code = self.source.error_kinds.get(said.code) if status in (HTTPStatus.OK, HTTPStatus.BAD_REQUEST) else None
        kind = by_code or _KINDS.get(status, ApiError)
        code = self._redacted(said.code) if isinstance(said.code, str) else said.code
        message = self._redacted(said.message)
        retry_after = _retry_after(headers.get("retry-after", ""))
        outcome = "refused" if status == HTTPStatus.OK else f"HTTP {status}"
        details = ", ".join(str(each) for each in (code, message) if each is not None)
        wait = "" if retry_after is None else f", retry after {retry_after:.0f} s"
        retriable = status in _TRANSIENT_STATUSES or by_code in (RateLimitError, ServerError)
        advice = _ADVICE.get(kind) or ("try again later" if retriable else "see the vendor's message")
        return kind(
            f"{request.description}: {outcome}{f' ({details})' if details else ''}{wait}; {advice}",
            **self._origin(),
            retriable=retriable,
            status_code=status,
            code=code,
            message=message,
            request_id=self._redacted(said.request_id or headers.get("x-request-id") or headers.get("request-id")),
            retry_after=retry_after,
        )

    def _redirect_target(self, response: Any) -> str:
        with contextlib.suppress(httpx.InvalidURL, ValueError):  # ValueError for invalid Punycode
            return self._redacted(httpx.URL(response.headers.get("location", "")).host) or "the same host"
        return "an unusable address"

    def _redacted(self, text: object) -> str | None:
        # Some vendors repeat an invalid API key in their error message.
        return None if text is None else redact_and_shorten(str(text), self.secrets)


def should_slow_down(error: SourceError) -> bool:
    """Return True if the vendor asks for fewer requests, so the source must pause."""
    return isinstance(error, ApiError) and (isinstance(error, RateLimitError) or error.retry_after is not None)


def as_source_error(source: Source, error: Exception) -> SourceError:
    """Convert an exception to a SourceError. For an unexpected exception, the message names the line of code."""
    if isinstance(error, SourceError):
        return error
    if type(error) is RuntimeError:  # asyncio and httpx report misuse with it
        raise error
    raised_by = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(raised_by.filename).name}:{raised_by.lineno}"
    text = f"unexpected {type(error).__name__} at {place}; please report this"
    return UnexpectedResponseError(text, source=source.name, vendor=source.vendor)


def _retry_after(header: str) -> float | None:
    """Return the seconds to wait according to a `Retry-After` header, which has a number of seconds or a date."""
    with contextlib.suppress(ValueError):
        return max(0.0, float(header))
    # parsedate_tz reads a date without a zone as GMT, as RFC 9110 requires.
    with contextlib.suppress(ValueError, OverflowError):
        if (moment := email.utils.parsedate_tz(header)) is not None:
            return max(0.0, email.utils.mktime_tz(moment) - time.time())
    return None


def _has_cause(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False

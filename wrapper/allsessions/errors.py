"""The errors of this library.

    AllSessionsError
    ├── ConfigurationError            an invalid argument or setting; also a ValueError
    ├── UnsupportedFilterError        a filter on a field that the vendor does not have; also a ValueError
    ├── IncompleteListingError        sessions are missing from a list; also an ExceptionGroup; .errors .counts
    └── SourceError                   .source .vendor .retriable .attempts
        ├── ConnectionFailedError     DNS failed, connection refused or reset, TLS failed
        │   └── TimedOutError
        ├── ApiError                  .status_code .code .message .request_id .retry_after
        │   ├── InvalidRequestError 400, 422
        │   ├── AuthenticationError 401
        │   ├── PermissionDeniedError 403
        │   ├── NotFoundError 404, 410
        │   ├── RateLimitError 429
        │   └── ServerError 5xx
        └── UnexpectedResponseError   not JSON, undocumented shape, too large, or paging loop; .path
            └── InvalidRecordError    an unusable record; .record

The HTTP status decides the class. At HTTP 200 and 400, the vendor's error code can decide. Its message never does.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any, Self

from .privacy.redact import MASK, redact_json


class AllSessionsError(Exception):
    """The base class of all errors that this library defines."""


class ConfigurationError(AllSessionsError, ValueError):
    """An argument or setting is not valid, such as a bad URL or an unknown source."""


class UnsupportedFilterError(AllSessionsError, ValueError):
    """A filter needs a field that the vendor's sessions lack. The library raises this error before any request.

    Attributes:
        source: The name of the first source that does not support the filter.
        filter: The filter's name.
    """

    def __init__(self, source: str, filter: str) -> None:
        super().__init__(source, filter)
        self.source, self.filter = source, filter

    def __str__(self) -> str:
        reason = f"its sessions have no field for the filter {self.filter!r}"
        return f"{self.source}: {reason}; leave out the filter, or choose other sources with sources=[…]"


@dataclass(eq=False, repr=False)
class SourceError(AllSessionsError):
    """One source failed.

    Attributes:
        source: The source's name.
        vendor: The source's vendor.
        retriable: True if the same request may succeed a little later.
        attempts: The number of times that the library sent the request.
    """

    text: str
    _: KW_ONLY
    source: str = ""
    vendor: str = ""
    retriable: bool = False
    attempts: int = 1

    def __str__(self) -> str:
        tried = f" (after {self.attempts} attempts)" if self.attempts > 1 else ""
        return f"{self.source}: {self.text}{tried}"


class ConnectionFailedError(SourceError):
    """The connection failed, or ended before the response was complete. After a TLS error, `retriable` is False."""


class TimedOutError(ConnectionFailedError):
    """The source did not send its complete response in time."""


@dataclass(eq=False, repr=False, kw_only=True)
class ApiError(SourceError):
    """The vendor refused the request, or failed to process it.

    Attributes:
        status_code: The HTTP status; None if the library found the error, such as a session that is not in the list.
        code: The vendor's own error code, if any.
        message: The vendor's error message, if any, without secrets.
        request_id: The vendor's identifier of the request, if any. The vendor's support may ask for it.
        retry_after: Seconds to wait before the next request, if the vendor sent `Retry-After`.
    """

    status_code: int | None = None
    code: int | str | None = None
    message: str | None = None
    request_id: str | None = None
    retry_after: float | None = None


class InvalidRequestError(ApiError):
    """The vendor considers the request invalid."""


class AuthenticationError(ApiError):
    """The credentials are missing, wrong or expired."""


class PermissionDeniedError(ApiError):
    """The credentials do not allow this request."""


class NotFoundError(ApiError):
    """The session does not exist, or no longer exists."""


class RateLimitError(ApiError):
    """The vendor received too many requests."""


class ServerError(ApiError):
    """The vendor's server failed."""


@dataclass(eq=False, repr=False, kw_only=True)
class UnexpectedResponseError(SourceError):
    """The response differs from the vendor's documentation.

    Attributes:
        path: The JSON path of the unexpected part, such as ``data[3].startTime``; empty for the whole response.
    """

    path: str = ""


@dataclass(eq=False, repr=False, kw_only=True)
class InvalidRecordError(UnexpectedResponseError):
    """A record has no valid identifier, or has an unreadable field that a filter needs.

    Attributes:
        record: The record as JSON. It can contain credentials to join a session, so the error's message omits it.
    """

    record: Any = None
    # A function that returns the secrets, because vars() and debuggers show the values of attributes.
    _get_secrets: Callable[[], tuple[str, ...]] = tuple

    def __reduce__(self) -> tuple[Any, ...]:
        # Redact the record, because a pickle can leave the machine. Do it only here, because redacting is slow.
        record = MASK if isinstance(self.record, str) else redact_json(self.record, self._get_secrets())
        return type(self), self.args, {**vars(self), "record": record, "_get_secrets": tuple}


class IncompleteListingError(AllSessionsError, ExceptionGroup[SourceError]):
    """Sessions are missing from a list or a count. The list already returned all sessions that the library could read.

    Attributes:
        errors: One error for each source that failed and for each unusable record.
        counts: The number of sessions by source, if `count` raised this error; None for a source that failed.
    """

    def __new__(cls, errors: Sequence[SourceError], counts: Mapping[str, int | None] | None = None) -> Self:
        sources = ", ".join(sorted({error.source for error in errors}))
        return super().__new__(cls, f"sessions of {sources} are missing; first cause: {errors[0]}", errors)

    def __init__(self, errors: Sequence[SourceError], counts: Mapping[str, int | None] | None = None) -> None:
        super().__init__(errors, counts)  # type: ignore[arg-type]  # pickle and copy call the class with these arguments
        self.errors, self.counts = tuple(errors), counts or {}

    def derive(self, errors: Sequence[SourceError], /) -> "IncompleteListingError":  # type: ignore[override]  # narrower
        return IncompleteListingError(errors, self.counts)

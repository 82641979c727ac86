"""The errors of this library, as one tree.

    AllSessionsError
    ├── ConfigurationError            the caller passed something unusable; also a ValueError
    ├── UnsupportedFilterError        a filter on a field that the vendor does not have; also a ValueError
    ├── IncompleteListingError        sessions are missing from a list; also an ExceptionGroup; .errors .counts
    └── SourceError                   .source .vendor .retriable .attempts
        ├── ConnectionFailedError     DNS, refused, reset, TLS
        │   └── TimedOutError
        ├── ApiError                  .status_code .code .message .request_id .retry_after
        │   ├── InvalidRequestError 400, 422
        │   ├── AuthenticationError 401
        │   ├── PermissionDeniedError 403
        │   ├── NotFoundError 404, 410
        │   ├── RateLimitError 429
        │   └── ServerError 5xx
        └── UnexpectedResponseError   .path: not JSON, an undocumented shape, too large, a paging loop
            └── InvalidRecordError    .record: one record that could not be used

The HTTP status decides the class, or the vendor's own code where the status says nothing. Text never does.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Self

from attrs import define, field

from .privacy.redact import MASK, redact_json


class AllSessionsError(Exception):
    """The base class of all errors that this library raises on purpose."""


class ConfigurationError(AllSessionsError, ValueError):
    """The caller passed something unusable, such as a bad URL or an unknown source. Raised before any request."""


@define(eq=False, repr=False, slots=False)
class UnsupportedFilterError(AllSessionsError, ValueError):
    """The vendor's sessions do not have the field of this filter. Raised before any request.

    Attributes:
        source: The name of the first source that does not support the filter.
        filter: The filter's name.
    """

    source: str
    filter: str

    def __str__(self) -> str:
        reason = f"its sessions have no field for the filter {self.filter!r}"
        return f"{self.source}: {reason}; leave out the filter, or choose other sources with sources=[…]"


@define(eq=False, repr=False, slots=False, auto_exc=False)
class SourceError(AllSessionsError):
    """One source failed.

    Attributes:
        source: The source's name.
        vendor: The source's vendor.
        retriable: True if the same request may succeed a little later.
        attempts: The number of requests that the library sent.
    """

    text: str
    source: str = field(kw_only=True)
    vendor: str = field(kw_only=True)
    retriable: bool = field(default=False, kw_only=True)
    attempts: int = field(default=1, init=False)

    def __str__(self) -> str:
        tried = f" (after {self.attempts} attempts)" if self.attempts > 1 else ""
        return f"{self.source}: {self.text}{tried}"

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception would call the class with the text alone, without its keyword arguments.
        return partial(type(self), self.text, source=self.source, vendor=self.vendor), (), self.__dict__


class ConnectionFailedError(SourceError):
    """The connection failed, or ended before the answer was complete. Not `retriable` if TLS refused the server."""


class TimedOutError(ConnectionFailedError):
    """The source did not answer in time."""


@define(eq=False, repr=False, slots=False, auto_exc=False)
class ApiError(SourceError):
    """The vendor refused the request, or failed to answer it.

    Attributes:
        status_code: The HTTP status; None if the library read the whole list and did not find the session.
        code: The vendor's own code, if any.
        message: The vendor's message, if any, without secrets.
        request_id: The identifier to give to the vendor's support, if any.
        retry_after: Seconds until the vendor accepts the next request, if it says so.
    """

    status_code: int | None = field(default=None, kw_only=True)
    code: int | str | None = field(default=None, kw_only=True)
    message: str | None = field(default=None, kw_only=True)
    request_id: str | None = field(default=None, kw_only=True)
    retry_after: float | None = field(default=None, kw_only=True)


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
    """The vendor failed."""


@define(eq=False, repr=False, slots=False, auto_exc=False)
class UnexpectedResponseError(SourceError):
    """The answer differs from the vendor's documentation.

    Attributes:
        path: The place in the answer, such as ``data[3].startTime``; empty for the answer as a whole.
    """

    path: str = field(default="", kw_only=True)


@define(eq=False, repr=False, slots=False, auto_exc=False)
class InvalidRecordError(UnexpectedResponseError):
    """A record has no usable identifier, or a filter needs one of its unreadable fields.

    Attributes:
        record: The record as JSON. It can hold join credentials, so no text of this error shows it.
    """

    record: Any = field(default=None, kw_only=True)
    # A function, because vars() and debuggers show the values of attributes.
    _secrets: Callable[[], tuple[str, ...]] = field(default=tuple, alias="secrets", kw_only=True)

    def __reduce__(self) -> tuple[Any, ...]:
        # A pickle can leave the machine. Redact only here: a list can have many bad records, and few are pickled.
        record = MASK if isinstance(self.record, str) else redact_json(self.record, self._secrets())
        return *super().__reduce__()[:2], {**self.__dict__, "record": record, "_secrets": tuple}


class IncompleteListingError(AllSessionsError, ExceptionGroup[SourceError]):
    """Sessions are missing from a list or a count. The list has returned all sessions that it could read.

    Attributes:
        errors: One error for each source that failed and for each unusable record.
        counts: From `count` only: the number of sessions by source, None for a source that failed.
    """

    def __new__(cls, errors: Sequence[SourceError], counts: Mapping[str, int | None] | None = None) -> Self:
        return super().__new__(cls, _summary(errors), errors)

    def __init__(self, errors: Sequence[SourceError], counts: Mapping[str, int | None] | None = None) -> None:
        super().__init__(errors, counts)  # type: ignore[arg-type]  # pickle and copy call the class with these
        self.counts = counts or {}

    @property
    def errors(self) -> tuple[SourceError, ...]:
        return tuple(error for error in self.exceptions if isinstance(error, SourceError))

    def derive(self, errors: Sequence[SourceError], /) -> "IncompleteListingError":  # type: ignore[override]  # narrower
        return IncompleteListingError(errors, self.counts)


def _summary(errors: Sequence[SourceError]) -> str:
    records = sum(isinstance(error, InvalidRecordError) for error in errors)
    failed = sorted({error.source for error in errors if not isinstance(error, InvalidRecordError)})
    parts = [f"failed: {', '.join(failed)}"] if failed else []
    parts += [f"records that could not be read: {records}"] if records else []
    return f"the list is incomplete ({'; '.join(parts)}); first cause: {errors[0]}"

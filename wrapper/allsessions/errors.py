"""What can go wrong, as one tree.

    AllSessionsError
    ├── ConfigurationError            what the caller gave cannot be used; also a ValueError
    ├── UnsupportedFilterError        a filter on a field that a vendor's sessions never have; also a ValueError
    ├── IncompleteListingError        something is missing from a list; also an ExceptionGroup; .errors
    └── SourceError                   .source .vendor
        ├── ConnectionFailedError     DNS, refused, reset, TLS
        │   └── TimedOutError
        ├── ApiError                  .status_code .code .message .request_id .retry_after
        │   ├── InvalidRequestError 400, 422
        │   ├── AuthenticationError 401
        │   ├── PermissionDeniedError 403
        │   ├── NotFoundError 404, 410
        │   ├── RateLimitError 429
        │   └── ServerError 5xx
        └── UnexpectedResponseError   .path: not JSON, not the documented shape, too large, a paging loop
            └── InvalidRecordError    .record: one record that could not be used

The class follows from the HTTP status, or from the vendor's own code where the status does not tell; never from a text.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from attrs import field, frozen

from .privacy.redact import MASK, redact_json


class AllSessionsError(Exception):
    """The base of every error that this library raises on purpose."""


class ConfigurationError(AllSessionsError, ValueError):
    """What the caller gave cannot be used: no credentials, a bad URL, two sources of one name, an unknown source, a
    time without a zone, a cursor of another list. Raised before any request."""


class UnsupportedFilterError(AllSessionsError, ValueError):
    """A filter on a field that a vendor's sessions never have. Raised before any request.

    Attributes:
        source: The name of the first source that cannot answer it.
        filter: The filter's name.
    """

    def __init__(self, source: str, filter: str) -> None:
        super().__init__(source, filter)
        self.source = source
        self.filter = filter

    def __str__(self) -> str:
        return (
            f"{self.source}: its sessions have nothing that the filter {self.filter!r} could be compared with; "
            "leave the filter out, or leave the source out with sources=[…]"
        )


class SourceError(AllSessionsError):
    """Something failed at one source.

    Attributes:
        source: The source's name.
        vendor: Its vendor.
        attempts: How often the request was made before this was raised; 1 where trying again could not help.
    """

    attempts: int = 1

    def __init__(self, text: str, *, source: str, vendor: str) -> None:
        super().__init__(text)
        self.source = source
        self.vendor = vendor

    def __str__(self) -> str:
        tried = f" (after {self.attempts} attempts)" if self.attempts > 1 else ""
        return f"{self.source}: {self.args[0]}{tried}"

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception's own way would call the class with the text alone, which has no source.
        return _restore, (type(self), self.args, self.__dict__)


def _restore(kind: type[SourceError], args: tuple[Any, ...], attributes: dict[str, Any]) -> SourceError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(attributes)
    return error


class ConnectionFailedError(SourceError):
    """The source could not be reached, or hung up before its answer was complete.

    Attributes:
        retriable: Whether it can help to try again; not so where TLS refuses the peer.
    """

    retriable: bool = True


class TimedOutError(ConnectionFailedError):
    """The source did not answer in time."""


class ApiError(SourceError):
    """The vendor refused the request or failed to answer it.

    Attributes:
        status_code: The HTTP status; None where no request was refused but nothing was found either.
        code: The vendor's own code, where there is one.
        message: The vendor's own words, where there are any, with credentials masked.
        request_id: What the vendor's support asks for, where it was sent.
        retry_after: Seconds after which the vendor lets the next request through, where it says so.
    """

    def __init__(
        self,
        text: str,
        *,
        source: str,
        vendor: str,
        status_code: int | None = None,
        code: int | str | None = None,
        message: str | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(text, source=source, vendor=vendor)
        self.status_code = status_code
        self.code = code
        self.message = message
        self.request_id = request_id
        self.retry_after = retry_after


class InvalidRequestError(ApiError):
    """The vendor finds the request wrong."""


class AuthenticationError(ApiError):
    """The credentials are missing, wrong or expired."""


class PermissionDeniedError(ApiError):
    """The credentials are good, but not for this."""


class NotFoundError(ApiError):
    """There is no such session, or no longer."""


class RateLimitError(ApiError):
    """Too many requests."""


class ServerError(ApiError):
    """The vendor failed."""


class UnexpectedResponseError(SourceError):
    """An answer that the vendor's document does not describe.

    Attributes:
        path: Where in the answer, such as ``data[3].startTime``; empty for the answer as a whole.
    """

    def __init__(self, text: str, *, source: str, vendor: str, path: str = "") -> None:
        super().__init__(text, source=source, vendor=vendor)
        self.path = path


class InvalidRecordError(UnexpectedResponseError):
    """One record of a list has no usable identifier, or a filter needs a field of it that cannot be read.

    Attributes:
        record: The record as JSON has it. It can hold credentials for joining the session, so no text of this error
            shows it.
    """

    def __init__(
        self, text: str, *, source: str, vendor: str, path: str, record: Any, secrets: tuple[str, ...] = ()
    ) -> None:
        super().__init__(text, source=source, vendor=vendor, path=path)
        self.record = record
        self._secrets = _Hidden(secrets)

    def __reduce__(self) -> tuple[Any, ...]:
        # Pickles travel to other machines and into logs, where nobody expects credentials. Masked here and not before:
        # a list can have many bad records, and few are ever pickled.
        record = MASK if isinstance(self.record, str) else redact_json(self.record, self._secrets.values)
        return _restore, (type(self), self.args, {**self.__dict__, "record": record, "_secrets": _Hidden()})


@frozen
class _Hidden:
    """What is to be left out and must not show itself."""

    values: tuple[str, ...] = field(default=(), repr=False)


class IncompleteListingError(AllSessionsError, ExceptionGroup[SourceError]):
    """Everything that could be had was given, and something is missing.

    Attributes:
        errors: Each cause: a source that failed, or an InvalidRecordError.
        counts: From ``count`` only: what could be counted, None for the sources that failed.
    """

    counts: Mapping[str, int | None]

    def __new__(cls, errors: Sequence[SourceError], counts: Mapping[str, int | None] | None = None) -> Self:
        error = super().__new__(cls, _summary(errors), errors)
        error.counts = counts or {}
        return error

    def __init__(self, errors: Sequence[SourceError], counts: Mapping[str, int | None] | None = None) -> None:
        super().__init__(_summary(errors), errors)

    @property
    def errors(self) -> tuple[SourceError, ...]:
        """Each cause."""
        return tuple(error for error in self.exceptions if isinstance(error, SourceError))

    def derive(self, errors: Sequence[SourceError], /) -> "IncompleteListingError":  # type: ignore[override]  # ours stays ours
        return IncompleteListingError(errors, self.counts)

    def __reduce__(self) -> tuple[Any, ...]:
        return IncompleteListingError, (list(self.errors), dict(self.counts))


def _summary(errors: Sequence[SourceError]) -> str:
    records = sum(isinstance(error, InvalidRecordError) for error in errors)
    failed = sorted({error.source for error in errors if not isinstance(error, InvalidRecordError)})
    parts = [f"failed: {', '.join(failed)}"] * bool(failed) + [f"records that could not be read: {records}"] * bool(
        records
    )
    first = f"; first cause: {errors[0]}" if errors else ""
    return f"the list is incomplete ({'; '.join(parts)}){first}"

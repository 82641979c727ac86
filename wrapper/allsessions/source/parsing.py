"""What vendors write, as values of Session, Envelope and VendorError."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

import msgspec

from ..session import Status, VendorModel
from .envelope import VendorError

T = TypeVar("T")


class RecordReader:
    """Reads the fields of one record. A field that cannot be understood becomes None, and its name is kept.

    Attributes:
        unreadable: The names of those of Session's fields that could not be understood.
    """

    __slots__ = ("_invalid", "unreadable")

    def __init__(self, record: VendorModel) -> None:
        self._invalid = record.invalid_fields
        self.unreadable: frozenset[str] = frozenset()

    def __call__(self, field: str, name: str, value: Any, convert: Callable[[Any], T]) -> T | None:
        """Return what a field of the record is in Session.

        Args:
            field: Session's field.
            name: The record's field, by its name in JSON.
            value: The record's value. None, UNSET and an empty string say nothing.
            convert: Makes Session's value of it. It raises ValueError or OverflowError where that is not possible.
        """
        if not value and value != 0:
            self._note_if_invalid(field, name)
            return None
        try:
            return convert(value)
        except (ValueError, OverflowError, OSError):  # OSError: a Unix time that the system's calendar does not have
            self.unreadable |= {field}
            return None

    def text(self, field: str, name: str, value: Any) -> str | None:
        """Return a field that Session has as it came."""
        if isinstance(value, str):
            return str(value)  # an enum's member is a str, too
        self._note_if_invalid(field, name)
        return None

    def id(self, field: str, name: str, value: Any) -> str | None:
        """Return an identifier as text. A number will do where the document says text, and the other way round."""
        if isinstance(value, str):
            return value
        if not value and type(self._invalid.get(name)) in (int, str):
            value = self._invalid[name]
        return self(field, name, value, to_id)

    def _note_if_invalid(self, field: str, name: str) -> None:
        if name in self._invalid:
            self.unreadable |= {field}

    def unknown_status(self) -> Status:
        """Return the status of a record whose own could not be understood."""
        self.unreadable |= {"status"}
        return Status.UNKNOWN

    def is_unreadable(self, *names: str) -> bool:
        """Check that one of the record's fields, by their names in JSON, is not of its documented type."""
        return bool(self._invalid) and not self._invalid.keys().isdisjoint(names)


def to_utc(value: datetime.datetime | str) -> datetime.datetime:
    """Return a timestamp in UTC. One without a time zone is taken as UTC, which is what vendors write."""
    if isinstance(value, str):
        raise ValueError("expected a timestamp in ISO 8601")  # noqa: TRY004  # its type is as documented
    if value.tzinfo is datetime.UTC:
        return value
    return value.replace(tzinfo=datetime.UTC) if value.tzinfo is None else value.astimezone(datetime.UTC)


def from_unix(value: float) -> datetime.datetime:
    """Return a Unix time in seconds; a value past 10^11 (the year 5138) can only be milliseconds."""
    return datetime.datetime.fromtimestamp(value / 1000 if abs(value) > 1e11 else value, datetime.UTC)


def from_seconds(value: float) -> datetime.timedelta:
    """Return a duration."""
    if value < 0:
        raise ValueError("a duration is not negative")
    return datetime.timedelta(seconds=value)


def from_milliseconds(value: float) -> datetime.timedelta:
    """Return a duration."""
    if value < 0:
        raise ValueError("a duration is not negative")
    return datetime.timedelta(milliseconds=value)


def to_id(value: object) -> str:
    """Return an identifier as text."""
    # msgspec writes a UUID in a fifth of the time that str() takes.
    return cast(str, msgspec.to_builtins(value)) if isinstance(value, UUID) else str(value)


def to_count(value: float | None) -> int | None:
    """Return how many there are, as a vendor says; None where it says nothing that can be true."""
    # The remainder is something for a fraction, for infinity and for what is not a number.
    return None if value is None or value < 0 or value % 1 else int(value)


def vendor_error_of(body: Mapping[str, Any]) -> VendorError:
    """What an error's body says in the usual shapes: code and message inside `error`, beside it or without it; or
    `error` is the message itself. What is inside comes first."""
    error = body.get("error")
    inside = cast(Mapping[str, Any], error) if isinstance(error, Mapping) else {"message": error}
    code, message = (inside.get(name) or body.get(name) for name in ("code", "message"))
    request_id = body.get("request_id")
    return VendorError(
        code=code if isinstance(code, int | str) else None,
        message=message if isinstance(message, str) else None,
        request_id=request_id if isinstance(request_id, str) else None,
    )

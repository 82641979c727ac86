"""What vendors write, as values of Session, Envelope and Complaint; UnreadableError where it cannot be one."""

import datetime
from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

import msgspec

from .terms import Complaint, UnreadableError

_NO_TIME = datetime.timedelta()


def when(value: datetime.datetime | str | None, path: str) -> datetime.datetime | None:
    """A timestamp in UTC. One without a zone is taken as UTC, which is what vendors write."""
    if value is None:
        return None
    if isinstance(value, str):
        raise UnreadableError(path, "expected a timestamp in ISO 8601")
    if value.tzinfo is datetime.UTC:
        return value
    try:
        return value.replace(tzinfo=datetime.UTC) if value.tzinfo is None else value.astimezone(datetime.UTC)
    except OverflowError:
        raise UnreadableError(path, "is outside the years 1 to 9999") from None


def unix_time(value: float, path: str) -> datetime.datetime:
    """A Unix time in seconds; a value past 10^11 (the year 5138) can only be milliseconds."""
    try:
        return datetime.datetime.fromtimestamp(value / 1000 if abs(value) > 1e11 else value, datetime.UTC)
    except (ValueError, OverflowError, OSError):
        raise UnreadableError(path, "is no Unix time of this age") from None


def length(path: str, *, seconds: float = 0, milliseconds: float = 0) -> datetime.timedelta:
    """A duration."""
    try:
        duration = datetime.timedelta(0, seconds, 0, milliseconds)
    except (ValueError, OverflowError):
        duration = None
    if duration is None or duration < _NO_TIME:
        raise UnreadableError(path, "is no duration that a session can have")
    return duration


def text(value: object) -> str | None:
    """An identifier as text."""
    if value is None or isinstance(value, str):
        return value
    # msgspec writes a UUID in a fifth of the time that str() takes.
    return cast(str, msgspec.to_builtins(value)) if isinstance(value, UUID) else str(value)


def amount(value: float | None) -> int | None:
    """How many there are, as a vendor says; None where it says nothing that can be true."""
    # The remainder is something for a fraction, for infinity and for what is no number.
    return None if value is None or value < 0 or value % 1 else int(value)


def complaint_of(body: Mapping[str, Any]) -> Complaint:
    """What an error's body says in the usual shapes: code and message inside `error`, beside it or without it; or
    `error` is the message itself. What is inside comes first."""
    error = body.get("error")
    inside = cast(Mapping[str, Any], error) if isinstance(error, Mapping) else {"message": error}
    code, message = (inside.get(name) or body.get(name) for name in ("code", "message"))
    request_id = body.get("request_id")
    return Complaint(
        code=code if isinstance(code, int | str) else None,
        message=message if isinstance(message, str) else None,
        request_id=request_id if isinstance(request_id, str) else None,
    )

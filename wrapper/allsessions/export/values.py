"""Values as text, and back."""

import datetime

from allsessions import Status


def iso(value: datetime.datetime) -> str:
    """A moment in ISO 8601, always equally long, so that it can be sorted and readers see one format."""
    return value.isoformat(timespec="microseconds")


def time(text: str) -> datetime.datetime:
    """The moment; ValueError if it is none."""
    value = datetime.datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return value.astimezone(datetime.UTC)


def integer(value: int) -> int:
    """The number; ValueError if no file has room for it."""
    if not -(2**63) <= value < 2**63:
        raise ValueError(f"{value} is too large")
    return value


def status(text: str) -> str:
    """The word of a Status; ValueError if it is none."""
    return Status(text).value

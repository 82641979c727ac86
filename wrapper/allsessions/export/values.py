"""Conversion of values to text, for files and for people, and back."""

import datetime

from allsessions import Status


def iso(value: datetime.datetime) -> str:
    """Return a time in ISO 8601. All results have the same length, so sorting them as text sorts them by time."""
    return value.isoformat(timespec="microseconds")


def time(text: str) -> datetime.datetime:
    """Parse an ISO 8601 time. Raises ValueError if it is invalid or has no time zone."""
    value = datetime.datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return value.astimezone(datetime.UTC)


def integer(value: int) -> int:
    """Return the number. Raises ValueError if it does not fit in 64 bits."""
    if not -(2**63) <= value < 2**63:
        raise ValueError(f"{value} is too large")
    return value


def status(text: str) -> str:
    """Return the text if it is a value of `Status`. Otherwise raise ValueError."""
    return Status(text).value


def format_duration(duration: datetime.timedelta) -> str:
    """Return a duration as text in its two largest units: 42s, 12m 34s, 1h 02m, 3d 04h."""
    sign = "-" if duration < datetime.timedelta() else ""
    minutes, seconds = divmod(round(abs(duration).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{sign}{days}d {hours:02}h"
    if hours:
        return f"{sign}{hours}h {minutes:02}m"
    return f"{sign}{minutes}m {seconds:02}s" if minutes else f"{sign}{seconds}s"

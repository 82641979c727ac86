"""Times and durations as text for people."""

import datetime
import re

from allsessions import Session, Status
from allsessions.export import format_duration as format_duration


def running_for(session: Session, now: datetime.datetime) -> datetime.timedelta | None:
    """Return the time since a session began; None if the session is not active, or the start is unknown."""
    begun = session.started_at or session.created_at
    if session.status is not Status.ACTIVE or begun is None:
        return None
    return max(now - begun, datetime.timedelta())  # a vendor's clock can be ahead


def format_age(session: Session, now: datetime.datetime) -> str | None:
    """Return the age, such as 12m or 1h 05m, of an active session that has no duration; None for any other session."""
    age = running_for(session, now)
    return None if age is None or session.duration else re.sub(r"(\d+m) \d+s", r"\1", format_duration(age))


def local(time: datetime.datetime, *, zone: bool = False) -> str:
    """Format a time in the local time zone, to the second; in UTC if the local time zone cannot represent the time."""
    try:
        time = time.astimezone()
    except (OverflowError, ValueError, OSError):  # near the year 1 or 9999
        zone = True
    text = time.isoformat(" ", "seconds")[:19]  # several times faster than strftime, for long tables
    return f"{text} {time:%Z}" if zone else text

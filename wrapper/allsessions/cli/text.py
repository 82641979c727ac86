"""Times and durations as text for people."""

import datetime

from allsessions.durations import format_duration as format_duration


def local(time: datetime.datetime, *, zone: bool = False) -> str:
    """Format a time in the local zone, to the second; in UTC if the zone cannot represent it."""
    try:
        time = time.astimezone()
    except (OverflowError, ValueError, OSError):  # at the edge of the years 1 and 9999
        zone = True
    return f"{time:%Y-%m-%d %H:%M:%S{' %Z' if zone else ''}}"

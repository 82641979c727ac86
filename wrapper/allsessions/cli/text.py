"""Times and durations as people read them."""

import datetime

from allsessions.durations import format_duration as format_duration


def local(time: datetime.datetime, *, zone: bool = False) -> str:
    """A time in the local zone, to the second; with the zone's name if asked for. One that it does not have, in UTC."""
    try:
        time = time.astimezone()
    except (OverflowError, ValueError, OSError):  # at the edge of the years 1 and 9999
        zone = True
    return f"{time:%Y-%m-%d %H:%M:%S{' %Z' if zone else ''}}"

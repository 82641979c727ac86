"""Times and durations as people read them."""

import datetime


def local(time: datetime.datetime, *, zone: bool = False) -> str:
    """A time in the local zone, to the second; with the zone's name if asked for. One that it does not have, in UTC."""
    try:
        time = time.astimezone()
    except (OverflowError, ValueError, OSError):  # at the edge of the years 1 and 9999
        zone = True
    return f"{time:%Y-%m-%d %H:%M:%S{' %Z' if zone else ''}}"


def spoken(duration: datetime.timedelta) -> str:
    """A duration in its two largest units: 42s, 12m 34s, 1h 02m, 3d 04h."""
    sign = "-" if duration < datetime.timedelta() else ""
    minutes, seconds = divmod(round(abs(duration).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{sign}{days}d {hours:02}h"
    if hours:
        return f"{sign}{hours}h {minutes:02}m"
    return f"{sign}{minutes}m {seconds:02}s" if minutes else f"{sign}{seconds}s"

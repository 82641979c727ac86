"""Durations as text, for the command line and the reports."""

import datetime

__all__ = ["format_duration"]


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

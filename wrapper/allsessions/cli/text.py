"""Values as people read them. Nothing that a vendor sends moves the cursor, sets a colour or becomes a formula."""

import datetime
import re

# Control characters, separators that end a line, overrides of the writing direction, halves of a surrogate pair.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def visible(text: str) -> str:
    """The text with whatever could act on a terminal in its escaped form."""
    return _UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def cell(value: object) -> object:
    """A value for a CSV file; a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if not isinstance(value, str):
        return value
    return f"'{visible(value)}" if value.startswith(_FORMULA) else visible(value)


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

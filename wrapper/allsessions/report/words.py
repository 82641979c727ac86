"""Numbers, times and durations as text for the page."""

import datetime
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from allsessions.export import format_duration

from .durations import BOUNDS, DAY, HOUR, MINUTE, SECOND
from .period import Intervals, ReportPeriod
from .runs import MICROSECOND, moment, time

NOTHING = "–"
"""The text for a missing figure."""
_TICKS: Final = (1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720)
"""The possible distances between ticks within a day, in minutes."""


def number(value: int) -> str:
    """Format a count."""
    return f"{value:,}"


def counted(value: int, noun: str = "session") -> str:
    """Format a count with its noun."""
    return f"{value:,} {noun}{'' if value == 1 else 's'}"


def share(part: int, whole: int) -> str:
    """Format a share in per cent. A share that only rounds to 0 % or 100 % becomes 0.1 % or 99.9 %."""
    if not whole or part in (0, whole):
        return "100 %" if whole and part else "0 %"
    return f"{min(max(100 * part / whole, 0.1), 99.9):.1f} %"


def duration_text(micros: int | None) -> str:
    """Format a session's duration, given in microseconds. None becomes a dash."""
    return NOTHING if micros is None else format_duration(micros * MICROSECOND)


def clock(micros: int) -> str:
    """Format a duration as hours:minutes:seconds, which spreadsheets can add."""
    minutes, seconds = divmod(round(micros / SECOND), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def hours(micros: int) -> str:
    """Format a total time, given in microseconds: "2h 05m", or in whole hours from 100 hours on: "150 h"."""
    return duration_text(micros) if micros < 100 * HOUR else f"{round(micros / HOUR):,} h"


def average(total: int, length: int) -> str:
    """Format an average number of sessions."""
    value = total / length
    return "less than 0.01" if 0 < value < 0.01 else f"{value:,.2f}"


def money(amount: Decimal, currency: str) -> str:
    """Format an amount with two decimals, and the currency if there is one."""
    rounded = f"{amount.quantize(Decimal('0.01'), ROUND_HALF_UP):,}"
    return f"{rounded} {currency}" if currency else rounded


class Calendar:
    """Formats times in the time zone of a period."""

    def __init__(self, period: ReportPeriod) -> None:
        self._period = period
        ends = (period.local(period.since), period.local(period.until))
        named = {_zone(end): f"{end:%Z}" for end in ends}
        self.zone = " and ".join(named)
        """The name of the zone; two names if the period has summer and winter time."""
        self._changes = len(named) > 1
        self._years = len({end.year for end in ends}) > 1

    def at(self, at: int | datetime.datetime) -> str:
        """Format a time, to the minute."""
        local = self._period.local(time(at) if isinstance(at, int) else at)
        return f"{local:%a} {self._date(local)}, {local:%H:%M}{f' {local:%Z}' if self._changes else ''}"

    def day(self, at: datetime.datetime) -> str:
        """Format a day."""
        local = self._period.local(at)
        return f"{local:%a} {self._date(local)}"

    def whole(self, at: int | datetime.datetime) -> str:
        """Format a time with its year."""
        local = self._period.local(time(at) if isinstance(at, int) else at)
        return f"{local.day} {local:%b %Y, %H:%M}"

    def interval(self, intervals: Intervals, place: int) -> str:
        """Return the name of an interval: its start, its day, or its first and last day."""
        begin, end = intervals.bounds[place], intervals.bounds[place + 1]
        if not intervals.days:
            return self.at(begin)
        last = end - MICROSECOND
        return self.day(begin) if intervals.days == 1 else f"{self.day(begin)} to {self.day(last)}"

    def ticks(self, intervals: Intervals, most: int) -> dict[int, str]:
        """Return at most `most` labels of a time axis. The keys are positions, in microseconds from the start."""
        inner = intervals.bounds[1:-1]
        midnights = [bound for bound in inner if self._minutes(bound) == 0]
        chosen = self._days(midnights, most) if len(midnights) > 2 else self._hours(inner, most)
        begin, monthly = intervals.moments[0], len(midnights) > 60
        return {moment(bound) - begin: self._tick(bound, monthly=monthly) for bound in chosen}

    def _days(self, midnights: Sequence[datetime.datetime], most: int) -> Sequence[datetime.datetime]:
        months = [bound for bound in midnights if self._period.local(bound).day == 1]
        chosen = months if len(midnights) > 60 else midnights
        return chosen[:: -(-len(chosen) // most) or 1]

    def _hours(self, inner: Sequence[datetime.datetime], most: int) -> Sequence[datetime.datetime]:
        """Return at most `most` bounds of intervals, at round times of the day, such as full hours."""
        for minutes in _TICKS:
            found = [bound for bound in inner if self._minutes(bound) % minutes == 0]
            if len(found) <= most:
                return found
        return []

    def _tick(self, bound: datetime.datetime, *, monthly: bool) -> str:
        local = self._period.local(bound)
        if self._minutes(bound):
            return f"{local:%H:%M}"
        return f"{local:%b %Y}" if monthly else self._date(local)

    def _minutes(self, bound: datetime.datetime) -> float:
        """Return the minutes since midnight."""
        local = self._period.local(bound)
        return local.hour * 60 + local.minute + local.second / 60 + local.microsecond / 6e7

    def _date(self, local: datetime.datetime) -> str:
        return f"{local.day} {local:%b %Y}" if self._years else f"{local.day} {local:%b}"


def step(intervals: Intervals) -> str:
    """Format the length of an interval, for use after "per"."""
    if intervals.days:
        return {1: "day", 7: "week"}.get(intervals.days, f"{intervals.days} days")
    if intervals.minutes % 60 == 0:
        return "hour" if intervals.minutes == 60 else f"{intervals.minutes // 60} hours"
    return "minute" if intervals.minutes == 1 else f"{intervals.minutes} minutes"


def length_name(period: ReportPeriod) -> str:
    """Format the length of a period for titles such as "week before": "week", "36 hours"."""
    minutes = round(period.length / datetime.timedelta(minutes=1))
    for unit, length in (("week", 7 * 24 * 60), ("day", 24 * 60), ("hour", 60)):
        if minutes == length:
            return unit
        if unit != "week" and minutes % length == 0:
            return f"{minutes // length} {unit}s"
    return "period"


def bound(place: int) -> str:
    """Format the lower bound of a duration range, such as "5m"."""
    micros = BOUNDS[place]
    for unit, length in (("d", DAY), ("h", HOUR), ("m", MINUTE)):
        if micros >= length:
            return f"{micros // length}{unit}"
    return f"{micros // SECOND}s"


def duration_class(place: int) -> str:
    """Format a duration range."""
    last = place == len(BOUNDS) - 1
    return f"{bound(place)} and longer" if last else f"{bound(place)} to {bound(place + 1)}"


def listed(texts: Sequence[str], most: int = 5) -> str:
    """Join texts with commas. If there are more than `most`, name the first ones and the number of the others."""
    if len(texts) <= most:
        return ", ".join(texts)
    return f"{', '.join(texts[: most - 1])} and {len(texts) - most + 1} more"


def _zone(time: datetime.datetime) -> str:
    name, offset = f"{time:%Z}", f"{time:%z}"
    return name if name == "UTC" else f"{name} (UTC{offset[:3]}:{offset[3:5]})"

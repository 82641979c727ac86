"""The period of a report, and the intervals of its charts, in days and hours of one time zone."""

import datetime
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import Factory, field, frozen

from allsessions import ConfigurationError

from .runs import moment

HOUR: Final = datetime.timedelta(hours=1)
DAY: Final = datetime.timedelta(days=1)
HOURLY: Final = 49 * HOUR
"""For a longer period, the report counts starts per day or per several days instead of per hour."""
_FINE: Final = (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720)
"""Lengths of intervals shorter than a day, in minutes. A day is a multiple of each."""
_FINE_MOST: Final = 200
_DAYS: Final = (1, 7, 28)
_DAYS_MOST: Final = 400


@frozen(kw_only=True)
class ReportPeriod:
    """A period from `since` (inclusive) to `until` (exclusive). If `zone` is None, the machine's time zone applies."""

    since: datetime.datetime
    until: datetime.datetime
    zone: datetime.tzinfo | None = None

    @property
    def length(self) -> datetime.timedelta:
        """The length of the period."""
        return self.until - self.since

    def before(self) -> "ReportPeriod | None":
        """Return the previous period of the same length; None if it would begin before the year 1."""
        try:
            return ReportPeriod(since=self.since - self.length, until=self.since, zone=self.zone)
        except OverflowError:
            return None

    def local(self, time: datetime.datetime) -> datetime.datetime:
        """Return the time in the zone, or in UTC if the zone cannot represent it."""
        try:
            return time.astimezone(self.zone)
        except (OverflowError, ValueError, OSError):  # near the year 1 or 9999
            return time

    def start_intervals(self) -> "Intervals":
        """Return the intervals for session starts: hours, days or several days."""
        return self._hours(60) if self.length <= HOURLY else self._days()

    def concurrency_intervals(self) -> "Intervals":
        """Return the intervals for sessions in progress: the shortest ones that fit into a chart."""
        for minutes in _FINE:
            if self.length <= datetime.timedelta(minutes=minutes * _FINE_MOST):
                return self._hours(minutes)
        return self._days()

    def _hours(self, minutes: int) -> "Intervals":
        step = datetime.timedelta(minutes=minutes)
        bounds = (bound for day, following in self._midnights(1) for bound in _steps(day, following, step))
        return self._cut(bounds, minutes=minutes)

    def _days(self) -> "Intervals":
        whole = -(-self.length // DAY)
        days = next((each for each in _DAYS if whole <= each * _DAYS_MOST), -(-whole // _DAYS_MOST))
        return self._cut((day for day, _ in self._midnights(days)), days=days)

    def _midnights(self, days: int) -> Iterator[tuple[datetime.datetime, datetime.datetime]]:
        """Yield pairs of midnights, `days` days apart, from the period's first day on. Not all days have 24 hours."""
        date = self.local(self.since).date()
        while (begin := self._midnight(date)) < self.until:
            date = _later(date, days)
            yield begin, self._midnight(date)
            if date == datetime.date.max:
                return

    def _midnight(self, date: datetime.date) -> datetime.datetime:
        midnight = datetime.datetime.combine(date, datetime.time(), self.zone)
        try:
            # If the clocks of the machine's zone skip midnight, astimezone() would return a time on the day before.
            return datetime.datetime.fromtimestamp(midnight.timestamp(), datetime.UTC)
        except (OverflowError, ValueError, OSError):  # near the year 1 or 9999
            return midnight.replace(tzinfo=datetime.UTC)

    def _cut(self, bounds: Iterator[datetime.datetime], *, minutes: int = 0, days: int = 0) -> "Intervals":
        inner = sorted({bound for bound in bounds if self.since < bound < self.until})
        return Intervals(bounds=(self.since, *inner, self.until), minutes=minutes, days=days)


@frozen(kw_only=True)
class Intervals:
    """The intervals of a period. The first and the last can be shorter than the others.

    Attributes:
        bounds: The start of each interval, and the end of the last one.
        minutes: The length of an interval in minutes; 0 if `days` is set.
        days: The length of an interval in days, from midnight to midnight; 0 if `minutes` is set.
        moments: The bounds in microseconds since 1970.
    """

    bounds: Sequence[datetime.datetime]
    minutes: int
    days: int
    moments: Sequence[int] = field(
        init=False, repr=False, eq=False, default=Factory(lambda self: [*map(moment, self.bounds)], takes_self=True)
    )

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def place(self, at: int) -> int:
        """Return the index of the interval that contains `at`, a time in microseconds since 1970."""
        return min(bisect_right(self.moments, at), len(self)) - 1


def period(
    since: datetime.datetime, until: datetime.datetime | None, now: datetime.datetime, zone: datetime.tzinfo | None
) -> ReportPeriod:
    """Return the period from `since` to `until`, but not beyond `now`.

    Raises ConfigurationError if the period is empty or a time is naive.
    """
    for name, given in (("since", since), ("until", until), ("now", now)):
        if given is not None and given.utcoffset() is None:
            raise ConfigurationError(f"{name} is a naive datetime; pass a timezone-aware one")
    end = now if until is None else min(until, now)
    if since >= end:
        reason = "is in the future" if since >= now else "is not earlier than until"
        raise ConfigurationError(f"since {reason}; pass an earlier time as since")
    return ReportPeriod(since=since.astimezone(datetime.UTC), until=end.astimezone(datetime.UTC), zone=zone)


def _steps(begin: datetime.datetime, end: datetime.datetime, step: datetime.timedelta) -> Iterator[datetime.datetime]:
    while begin < end:
        yield begin
        begin += step


def _later(date: datetime.date, days: int) -> datetime.date:
    try:
        return date + datetime.timedelta(days=days)
    except OverflowError:
        return datetime.date.max

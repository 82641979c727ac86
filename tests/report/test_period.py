"""Periods, and the intervals of their charts: days and hours of a time zone, also when its clocks change."""

import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsessions import ConfigurationError
from allsessions.report.period import ReportPeriod, period
from allsessions.report.words import Calendar, length_name, step
from tests.conftest import local_time

from .made import NOW, ago

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
SPRING, AUTUMN = datetime.date(2026, 3, 29), datetime.date(2026, 10, 25)


def days(date: datetime.date, count: int, zone: datetime.tzinfo = BERLIN) -> ReportPeriod:
    begin = datetime.datetime.combine(date, datetime.time(), zone)
    end = datetime.datetime.combine(date + count * DAY, datetime.time(), zone)
    return ReportPeriod(since=begin.astimezone(datetime.UTC), until=end.astimezone(datetime.UTC), zone=zone)


@pytest.mark.parametrize(("date", "hours"), [(SPRING, 23), (AUTUMN, 25)], ids=["spring", "autumn"])
def test_a_day_has_the_hours_of_its_zone(date: datetime.date, hours: int) -> None:
    intervals = days(date - DAY, 3).start_intervals()
    assert [(end - begin) / HOUR for begin, end in pairwise(intervals.bounds)] == [24, hours, 24]
    assert (intervals.days, step(intervals)) == (1, "day")
    by_hour = days(date, 1).start_intervals()
    assert len(by_hour) == hours
    names = {Calendar(days(date, 1)).interval(by_hour, place) for place in range(hours)}
    assert len(names) == hours  # a repeated hour has another zone name


def test_the_zone_has_its_names_in_summer_and_winter(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Calendar(days(datetime.date(2026, 1, 5), 3)).zone == "CET (UTC+01:00)"
    given = days(SPRING - DAY, 3)
    assert Calendar(given).zone == "CET (UTC+01:00) and CEST (UTC+02:00)"
    assert Calendar(days(SPRING - DAY, 3, datetime.UTC)).zone == "UTC"
    with local_time("CET-1CEST,M3.5.0,M10.5.0/3", monkeypatch):
        local = ReportPeriod(since=given.since, until=given.until)
        assert local.start_intervals().bounds == given.start_intervals().bounds
        assert Calendar(local).zone == Calendar(given).zone
    cairo = days(datetime.date(2024, 4, 24), 4, ZoneInfo("Africa/Cairo"))  # the third day begins at one o'clock
    with local_time("EET-2EEST,M4.5.5/0,M10.5.4/24", monkeypatch):
        local = ReportPeriod(since=cairo.since, until=cairo.until)
        assert local.start_intervals().bounds == cairo.start_intervals().bounds


def test_steps_are_as_fine_as_a_chart_has_room_for() -> None:
    for length, starts, concurrency in [
        (HOUR, "hour", "minute"),
        (DAY, "hour", "10 minutes"),
        (7 * DAY, "day", "hour"),
        (30 * DAY, "day", "6 hours"),
        (365 * DAY, "day", "day"),
        (1000 * DAY, "week", "week"),
        (20_000 * DAY, "50 days", "50 days"),
    ]:
        period = ReportPeriod(since=NOW - length, until=NOW, zone=BERLIN)
        assert (step(period.start_intervals()), step(period.concurrency_intervals())) == (starts, concurrency)


@given(
    st.datetimes(datetime.datetime(1, 1, 1), datetime.datetime(9999, 12, 30), timezones=st.just(datetime.UTC)),
    st.timedeltas(datetime.timedelta(microseconds=1), datetime.timedelta(days=3_000_000)),
    st.sampled_from([datetime.UTC, BERLIN, ZoneInfo("Asia/Kathmandu"), ZoneInfo("America/Havana")]),
)
def test_steps_cover_the_period_without_gap_or_overlap(
    since: datetime.datetime, length: datetime.timedelta, zone: datetime.tzinfo
) -> None:
    end = datetime.datetime(9999, 12, 31, tzinfo=datetime.UTC)
    until = since + length if length < end - since else end
    for intervals in (
        ReportPeriod(since=since, until=until, zone=zone).start_intervals(),
        ReportPeriod(since=since, until=until).concurrency_intervals(),
    ):
        assert (intervals.bounds[0], intervals.bounds[-1]) == (since, until)
        assert all(begin < end for begin, end in pairwise(intervals.bounds))
        assert len(intervals) <= 403
        for place in range(0, len(intervals), 50):
            assert intervals.place(intervals.moments[place]) == place
            assert intervals.place(intervals.moments[place + 1] - 1) == place


def test_a_period_ends_now_at_the_latest_and_is_not_empty() -> None:
    assert period(ago(days=1), NOW + DAY, NOW, None).until == NOW
    naive = datetime.datetime(2026, 4, 1)
    for since, until, said in (
        (ago(days=1), ago(days=1), "not earlier than until"),
        (NOW + HOUR, NOW + DAY, "in the future"),
        (naive, None, "since is a naive datetime"),
        (ago(days=20), naive, "until is a naive datetime"),
    ):
        with pytest.raises(ConfigurationError, match=said):
            period(since, until, NOW, None)


def test_ticks_are_at_whole_hours_days_and_months() -> None:
    until = NOW + datetime.timedelta(minutes=17, seconds=3)
    day = "14:00, 16:00, 18:00, 20:00, 22:00, 20 Apr, 02:00, 04:00, 06:00, 08:00, 10:00, 12:00"
    for length, most, expected in (
        (DAY, 12, day),
        (DAY, 6, "16:00, 20:00, 20 Apr, 04:00, 08:00, 12:00"),
        (HOUR, 6, "11:20, 11:30, 11:40, 11:50, 12:00, 12:10"),
        (7 * DAY, 4, "14 Apr, 16 Apr, 18 Apr, 20 Apr"),
        (365 * DAY, 4, "May 2025, Aug 2025, Nov 2025, Feb 2026"),
    ):
        given = ReportPeriod(since=until - length, until=until, zone=datetime.UTC)
        ticks, others = (
            Calendar(given).ticks(each, most) for each in (given.concurrency_intervals(), given.start_intervals())
        )
        assert len(others) <= most
        assert ", ".join(ticks.values()) == expected


def test_the_length_of_a_period_has_a_name() -> None:
    for length, name in {1: "hour", 24: "day", 168: "week", 336: "14 days", 36: "36 hours"}.items():
        # Two calls of now() are some milliseconds apart.
        for more in (datetime.timedelta(), datetime.timedelta(milliseconds=80)):
            assert length_name(ReportPeriod(since=NOW - length * HOUR - more, until=NOW)) == name
        other = NOW - length * HOUR - datetime.timedelta(minutes=7)
        assert length_name(ReportPeriod(since=other, until=NOW)) == "period"

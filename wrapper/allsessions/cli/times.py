"""Parse times on the command line: a time in ISO 8601, the name of a day, or a duration before now."""

import datetime
import re

import typer
from attrs import frozen

FORMS = (
    "a date or time in ISO 8601, such as 2026-04-20 or 2026-04-20T09:30:00Z, or today, yesterday or a day of the week, "
    "or a duration ago, such as 30s, 90m, 24h, 7d, 2w or 1d12h"
)

_AGO = re.compile(
    "(?:(?P<weeks>[0-9]+)w)?(?:(?P<days>[0-9]+)d)?(?:(?P<hours>[0-9]+)h)?(?:(?P<minutes>[0-9]+)m)?(?:(?P<seconds>[0-9]+)s)?"
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_OPTIONS = ("'--since'", "'--until'")
_OPTIONS_OF_CREATION = ("'--since' / '--created-after'", "'--until' / '--created-before'")


@frozen(kw_only=True)
class Period:
    """A period that includes `since` and excludes `until`. None means that the period has no start, or no end."""

    since: datetime.datetime | None
    until: datetime.datetime | None


def period(since: str | None, until: str | None, *, created: bool = True) -> Period:
    """Parse --since and --until. A duration counts back from now. Raises BadParameter for invalid values.

    If `created` is True, each option has a second name, such as --created-after, and errors mention both names.
    """
    now = datetime.datetime.now(datetime.UTC)
    begin, end = _OPTIONS_OF_CREATION if created else _OPTIONS
    found = Period(since=_parse_option(since, now, begin), until=_parse_option(until, now, end))
    if found.since and found.until and found.since >= found.until:
        message = f"--since {since} is not earlier than --until {until}; choose an earlier --since"
        raise typer.BadParameter(message, param_hint=f"{begin}, {end}")
    return found


def moment(text: str, now: datetime.datetime) -> datetime.datetime:
    """Parse an ISO 8601 date or time, the name of a day, or a duration before `now`. Raises ValueError.

    A time without a zone is local. The name of a day means the start of the latest such day, which can be today.
    """
    if (days := _days_ago(text.lower(), now.astimezone())) is not None:
        begin = datetime.datetime.combine(now.astimezone().date() - datetime.timedelta(days), datetime.time.min)
        return _utc(begin)
    if text and (ago := _AGO.fullmatch(text)):
        return _before(ago, now)
    # fromisoformat would read the first digits of a Unix time as a year.
    if re.match(r"\d{9}", text) or (text.isdigit() and len(text) != len("20260420")):
        raise ValueError(f"{text[:80]!r} looks like a Unix time; expected {FORMS}")
    try:
        return _utc(datetime.datetime.fromisoformat(text))
    except (ValueError, OverflowError, OSError):  # OverflowError, OSError: out of range
        raise ValueError(f"{text[:80]!r} is not {FORMS}") from None


def _utc(time: datetime.datetime) -> datetime.datetime:
    # If daylight saving time begins at midnight, astimezone() returns 23:00 of the day before; timestamp() is correct.
    return datetime.datetime.fromtimestamp(time.timestamp(), datetime.UTC)


def _days_ago(word: str, now: datetime.datetime) -> int | None:
    if word in _DAYS:
        return (now.weekday() - _DAYS.index(word)) % 7
    return {"today": 0, "yesterday": 1}.get(word)


def parse_interval(text: str, option: str) -> float:
    """Parse a duration from 1 second to 1 day. Return seconds. Raises BadParameter for an invalid duration."""
    return parse_duration(text, option, most=datetime.timedelta(days=1)).total_seconds()


def parse_duration(
    text: str, option: str, most: datetime.timedelta = datetime.timedelta(days=36_500)
) -> datetime.timedelta:
    """Parse a duration from 1 second to `most`. Raises BadParameter for an invalid duration."""
    found = _AGO.fullmatch(text) if text else None
    try:
        duration = _duration(found) if found else None
    except (ValueError, OverflowError):  # too many digits for int(), or too many days for timedelta
        duration = None
    if duration is None or not datetime.timedelta(seconds=1) <= duration <= most:
        wrong = f"{text[:80]!r} is not a duration from 1s to {most.days}d, such as 10s, 2m or 1m30s"
        raise typer.BadParameter(wrong, param_hint=f"'{option}'")
    return duration


def _duration(found: re.Match[str]) -> datetime.timedelta:
    return datetime.timedelta(**{unit: int(number) for unit, number in found.groupdict("0").items()})


def _before(ago: re.Match[str], now: datetime.datetime) -> datetime.datetime:
    try:
        duration = _duration(ago)
        then = now - duration
    except (ValueError, OverflowError):  # ValueError: too many digits for int()
        raise ValueError(f"{ago[0][:80]!r} is before the year 1; expected {FORMS}") from None
    if not duration:
        raise ValueError(f"{ago[0][:80]!r} is a duration of 0; expected {FORMS}")
    return then


def _parse_option(text: str | None, now: datetime.datetime, option: str) -> datetime.datetime | None:
    try:
        return None if text is None else moment(text, now)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None

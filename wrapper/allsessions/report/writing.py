"""Write a report."""

import datetime
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from attrs import frozen

from allsessions import ConfigurationError, InvalidRecordError, Session, Source, SourceError
from allsessions.export.files import checked_path, temporary_file

from . import outcomes, over_time, overview, ranking, spending
from .collecting import collect
from .context import Context
from .figures import Figures, figures
from .page import Page, Section, html
from .period import period
from .runs import moment

WEEK: Final = datetime.timedelta(days=7)
TITLE: Final = "Sessions of live avatars and AI agents"
_ENDINGS: Final = (".html", ".htm")
_CAUSES: Final = 20
"""The page lists at most this many causes of missing sessions. Each unreadable record is a cause."""


@frozen(kw_only=True)
class Written:
    """The result of writing a report.

    Attributes:
        path: The file.
        figures: All figures on the page, as data.
    """

    path: Path
    figures: Figures

    @property
    def sessions(self) -> int:
        """The number of sessions that ran in the period."""
        return self.figures.whole.sessions


def write(
    sessions: Iterable[Session],
    path: str | Path,
    *,
    since: datetime.datetime | None = None,
    until: datetime.datetime | None = None,
    now: datetime.datetime | None = None,
    sources: Sequence[str | Source] | None = None,
    limits: Mapping[str, int] | None = None,
    rates: Mapping[str, Decimal] | None = None,
    currency: str = "",
    title: str = TITLE,
    zone: datetime.tzinfo | None = None,
) -> Written:
    """Write a report of the sessions that ran in a period, as one self-contained HTML page.

    The function writes a temporary file and moves it into place when it is complete. If it fails, an existing page
    stays unchanged.

    Args:
        sessions: All sessions, such as `client.list()`. Use no filter by time: sessions created before the period can
            have run in it. The function checks the other arguments first, then reads the sessions once.
        path: The file. Its suffix is .html or .htm.
        since: The start of the period. Default: one week before its end.
        until: The end of the period. Default: `now`. The period never ends after `now`.
        now: The time of the report, which counts as the end of sessions in progress. Default: the current time.
        sources: All sources, such as `client.sources`, or their names. The report lists each of them, even without
            sessions. `limits` and `rates` may name only these sources. Default: sources with sessions, limits or rates.
        limits: The most sessions that each source allows at the same time.
        rates: The price of a minute at each source.
        currency: The currency of the rates, such as EUR.
        title: The title of the page.
        zone: The time zone for days and hours. Default: the machine's.

    Raises:
        ConfigurationError: The path, the period, a limit or a rate is invalid. Raised before any request.
        IncompleteListingError: `sessions` raised it. The function writes the page and raises it again. The top of the
            page says that the report is incomplete, and why.
        OSError: The file cannot be written.
    """
    destination, now = _destination(Path(path)), now or datetime.datetime.now(datetime.UTC)
    chosen = period(since or _week_before(until, now), until, now, zone)
    names = None if sources is None else [each if isinstance(each, str) else each.name for each in sources]
    _check(names, limits or {}, rates or {})
    collected = collect(sessions, moment(now), [*(sources or ()), *(limits or ()), *(rates or ())])
    found, missing = figures(collected, chosen, moment(now), limits=limits, rates=rates), collected.missing
    text = html(_page(Context(figures=found, currency=currency), title, _causes(missing.errors if missing else ())))
    _replace(text, destination)
    if missing is not None:
        missing.add_note(f"{destination.name} is incomplete, and says so at its top")
        raise missing
    return Written(path=destination, figures=found)


def _page(context: Context, title: str, causes: Sequence[str]) -> Page:
    calendar, span = context.calendar, context.figures.period
    return Page(
        title=title,
        causes=causes,
        period=f"{calendar.whole(moment(span.since))} to {calendar.whole(moment(span.until))}, {calendar.zone}",
        tiles=overview.tiles(context),
        notes=overview.notes(context),
        switches=context.switches(),
        sections=_sections(context),
        calculation=overview.calculation(context),
    )


def _sections(context: Context) -> list[Section]:
    if not context.figures.whole.sessions:
        return [overview.no_sessions(context), overview.unknown(context)]
    return [
        overview.by_source(context),
        over_time.in_progress(context),
        over_time.starts(context),
        outcomes.lengths(context),
        outcomes.ends(context),
        ranking.agents(context),
        ranking.longest(context),
        *spending.costs(context),
        overview.unknown(context),
    ]


def _causes(errors: Sequence[SourceError]) -> list[str]:
    """Return the causes of missing sessions: failures, the number of unreadable records by source, and their errors."""
    failed = [str(error) for error in errors if not isinstance(error, InvalidRecordError)]
    records = [error for error in errors if isinstance(error, InvalidRecordError)]
    counts = Counter(error.source for error in records)
    counted = [f"{name}: {count:,} unreadable record{'' if count == 1 else 's'}" for name, count in counts.items()]
    causes = [*failed, *counted, *(str(error) for error in records)]
    rest = len(causes) - _CAUSES
    return [*causes[:_CAUSES], *([f"and {rest:,} more"] if rest > 0 else [])]


def _week_before(until: datetime.datetime | None, now: datetime.datetime) -> datetime.datetime:
    try:
        return (now if until is None else until) - WEEK
    except OverflowError:
        raise ConfigurationError("since: the default (a week before until) is before the year 1; pass since") from None


def _check(sources: Sequence[str] | None, limits: Mapping[str, int], rates: Mapping[str, Decimal]) -> None:
    for what, given in (("limit", limits), ("rate", rates)):
        for name in given:
            if sources is not None and name not in sources:
                there = f"expected one of {', '.join(sources)}" if sources else "there are no sources"
                raise ConfigurationError(f"{what} for unknown source {name!r}; {there}")
    for name, limit in limits.items():
        if limit < 1:
            raise ConfigurationError(f"limit of {name}: {limit} is too low; pass 1 or more")
    for name, rate in rates.items():
        if not rate.is_finite() or not 0 <= rate < 10**9:
            raise ConfigurationError(f"rate of {name}: {rate} is not a price; pass the price of a minute, such as 0.18")


def _destination(path: Path) -> Path:
    destination = checked_path(path)
    if destination.suffix.lower() not in _ENDINGS:
        raise ConfigurationError(f"{path.name!r} must end with .html")
    return destination


def _replace(text: str, destination: Path) -> None:
    with temporary_file(destination.parent, destination.suffix) as temporary:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if destination.exists():
            shutil.copymode(destination, temporary)
        temporary.replace(destination)

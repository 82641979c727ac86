"""The sections on durations and final statuses."""

from collections.abc import Mapping, Sequence
from typing import Final

from allsessions import Status

from .cells import MISSING, count, counts, duration, rate
from .charts import Bar, Line, columns, rows
from .context import Charted, Context
from .durations import BOUNDS
from .groups import Group
from .page import Cell, Column, Section, Table
from .panels import Panels, Split, bar, split_by
from .words import bound, counted, duration_class, duration_text, listed, number, share

STATUSES: Final[Mapping[Status, str]] = {
    Status.ENDED: "ended",
    Status.FAILED: "failed",
    Status.ACTIVE: "active",
    Status.PENDING: "pending",
    Status.UNKNOWN: "unknown",
}
"""The name of each status, in the order on the page."""
_FINISHED: Final = (Status.ENDED, Status.FAILED)


def lengths(context: Context) -> Section:
    """Return the section on the durations of ended sessions."""
    panels = Panels(
        context=context,
        known=lambda group: group.durations.sessions,
        of=lambda group: group.sessions - group.in_progress,
        sentence=_duration_sentence,
        without=context.without(active_only=True),
    )
    span = _span(context)
    split = split_by(context, _classes)
    return Section(
        id="durations",
        title="Durations",
        lead="The full duration of each session that is over, including any time outside the period.",
        notes=[
            *context.missing(_in_progress, "still in progress"),
            *context.missing(_without_duration, "without a reported duration"),
            *panels.notes,
        ],
        charts=panels.charts(lambda charted, width: _histogram(charted, span, split, width)),
        pairs=panels.pairs,
        tables=[
            *_durations_table(context),
            *panels.table(
                "Sessions by duration",
                "Duration",
                [duration_class(place) for place in span],
                lambda group: [group.durations.classes[place] for place in span],
                count,
            ),
        ],
    )


def ends(context: Context) -> Section:
    """Return the section on the statuses of the sessions."""
    only = [group.name for group in context.active_only]
    panels = Panels(
        context=context,
        known=lambda group: group.sessions,
        of=lambda group: group.sessions,
        sentence=_ends_sentence,
        without=f" Of {listed(only)}, only active sessions are known." if only else "",
    )
    split = split_by(context, _statuses)
    return Section(
        id="ends",
        title="How sessions ended",
        lead="The status of each session when it was read. Percentages are shares of the ended and failed sessions.",
        charts=panels.whole_chart(lambda charted, width: _status_chart(charted, split, width), horizontal=True),
        tables=_statuses_table(context),
    )


def _in_progress(group: Group) -> int:
    return group.in_progress


def _without_duration(group: Group) -> int:
    return group.sessions - group.in_progress - group.durations.sessions


def _duration_sentence(group: Group) -> str:
    of = group.durations
    known = (
        counted(of.sessions) if of.sessions == group.sessions else f"{number(of.sessions)} of {counted(group.sessions)}"
    )
    return f"{known}: median {duration_text(of.median)}, 95th percentile {duration_text(of.percentile_95)}."


def _span(context: Context) -> range:
    """Return the duration ranges from the first to the last one with sessions. All charts show the same ranges."""
    classes = context.figures.whole.durations.classes
    found = [place for place, count in enumerate(classes) if count]
    return range(found[0], found[-1] + 1) if found else range(0)


def _histogram(charted: Charted, span: range, split: Split, width: int) -> str:
    of = charted.group.durations
    bars = [
        bar(duration_class(place), at, at + 1, split(charted, place), lambda value: counted(round(value)), _whole)
        for at, place in enumerate(span)
    ]
    ticks = {at: bound(place) for at, place in enumerate(span)} | {len(span): _upper_bound(span[-1])}
    lines = [
        Line(at=_position(length) - span[0], name=f"{name} {duration_text(length)}")
        for name, length in (("median", of.median), ("95th percentile", of.percentile_95))
        if length is not None
    ]
    return columns(bars, ticks, end=len(span), title="sessions", width=width, gaps=True, lines=lines)


def _classes(group: Group) -> Sequence[int]:
    return group.durations.classes


def _statuses(group: Group) -> Sequence[int]:
    return [group.statuses[status] for status in STATUSES]


def _whole(value: float) -> str:
    return number(round(value))


def _upper_bound(place: int) -> str:
    return bound(place + 1) if place + 1 < len(BOUNDS) else "longer"


def _position(length: int) -> float:
    """Return the position of a duration on the axis. In the last duration range, which has no end, use the middle."""
    place = max(place for place, least in enumerate(BOUNDS) if least <= length)
    if place + 1 == len(BOUNDS):
        return place + 0.5
    return place + (length - BOUNDS[place]) / (BOUNDS[place + 1] - BOUNDS[place])


def _durations_table(context: Context) -> list[Table]:
    if not context.figures.whole.durations.sessions:
        return []

    def cells(group: Group) -> list[Cell]:
        of = group.durations
        mean = of.total // of.sessions if of.sessions else None
        known = None if group.not_read or group.active_only else of.sessions
        found = (of.shortest, of.median, mean, of.percentile_95, of.longest)
        return [*counts([known]), *map(duration, found)]

    titles = ("Known durations", "Shortest", "Median", "Mean", "95th percentile", "Longest")
    head = [Column(title="Source", numeric=False), *(Column(title=title) for title in titles)]
    return [Table(caption="Durations by source", columns=head, rows=context.rows(cells), folded=True)]


def _status_text(group: Group, status: Status) -> str:
    """Return the number of sessions with this status. For ended and failed, add their share of the finished ones."""
    count = group.statuses[status]
    return (
        f"{number(count)} ({share(count, group.finished)})" if status in _FINISHED and group.finished else number(count)
    )


def _ends_sentence(group: Group) -> str:
    texts = [f"{STATUSES[status]} {_status_text(group, status)}" for status in STATUSES if group.statuses[status]]
    return f"{counted(group.sessions)}: {', '.join(texts)}."


def _status_chart(charted: Charted, split: Split, width: int) -> str:
    bars = [
        (name, _status_bar(charted, split, place, status))
        for place, (status, name) in enumerate(STATUSES.items())
        if charted.group.statuses[status]
    ]
    return rows(bars, width=width)


def _status_bar(charted: Charted, split: Split, place: int, status: Status) -> Bar:
    def text(_: float) -> str:
        return _status_text(charted.group, status)

    return bar(STATUSES[status], 0, 0, split(charted, place), text, _whole)


def _statuses_table(context: Context) -> list[Table]:
    def cells(group: Group) -> list[Cell]:
        if group.not_read:
            return [Cell("not read"), *[MISSING] * (len(STATUSES) + 1)]
        return [*counts([group.sessions, *known_counts(group)]), rate(group.failed, group.finished)]

    titles = ["Sessions", *(name.capitalize() for name in STATUSES.values()), "Failed, of finished"]
    head = [Column(title="Source", numeric=False), *(Column(title=title) for title in titles)]
    return [Table(caption="Statuses by source", columns=head, rows=context.rows(cells), folded=True)]


def known_counts(group: Group) -> list[int | None]:
    """Return the number of sessions with each status. For a source without a history, None replaces 0."""
    return [None if group.active_only and not sessions else sessions for sessions in _statuses(group)]

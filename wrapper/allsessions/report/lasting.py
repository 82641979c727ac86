"""The sections on durations and final statuses."""

from collections.abc import Mapping
from typing import Final

from allsessions import Status

from .charts import Bar, Line, columns, rows
from .context import Context
from .durations import BOUNDS, Durations
from .figures import Group
from .page import Cell, Column, Section, Table
from .panels import charts, pairs, table
from .words import NOTHING, bound, counted, duration_class, duration_text, number, share

STATUSES: Final[Mapping[Status, str]] = {
    Status.ENDED: "ended",
    Status.FAILED: "failed",
    Status.ACTIVE: "active",
    Status.PENDING: "pending",
    Status.UNKNOWN: "unknown",
}
"""The name of each status, in the order on the page."""


def lengths(context: Context) -> Section:
    """Return the section on the durations of ended sessions."""
    return Section(
        id="durations",
        title="Durations",
        lead="The full durations of the ended sessions of the period, including time outside the period.",
        notes=[
            *context.missing(_in_progress, "still in progress"),
            *context.missing(_without_duration, "without a reported duration"),
        ],
        charts=charts(
            context,
            lambda group: group.durations.sessions,
            _duration_sentence,
            lambda group, width: _histogram(group, _span(context), width),
        ),
        pairs=pairs(context),
        tables=[_durations_table(context), _classes_table(context)] if context.figures.whole.durations.sessions else [],
    )


def ends(context: Context) -> Section:
    """Return the section on the statuses of the sessions."""
    return Section(
        id="ends",
        title="How sessions ended",
        lead="The status of each session of the period when it was read.",
        charts=charts(context, lambda group: group.sessions, _ends_sentence, _statuses, across=True),
        pairs=pairs(context),
        tables=[_statuses_table(context)],
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
    return f"{known}: median {duration_text(of.median)}, 95th percentile {duration_text(of.most)}."


def _span(context: Context) -> range:
    """Return the classes from the first to the last with sessions. All charts have the same, to be comparable."""
    classes = context.figures.whole.durations.classes
    found = [place for place, count in enumerate(classes) if count]
    return range(found[0], found[-1] + 1) if found else range(0)


def _histogram(group: Group, span: range, width: int) -> str:
    of = group.durations
    bars = [
        Bar(begin=place, end=place + 1, value=count, text=f"{duration_class(place)}: {counted(count)}")
        for place in span
        for count in [of.classes[place]]
    ]
    ticks = {place: bound(place) for place in span} | {span[-1] + 1: _upper_bound(span[-1])}
    lines = [
        Line(at=_position(length), name=f"{name} {duration_text(length)}")
        for name, length in (("median", of.median), ("95th percentile", of.most))
        if length is not None
    ]
    return columns(bars, ticks, title="sessions", width=width, gaps=True, lines=lines)


def _upper_bound(place: int) -> str:
    return bound(place + 1) if place + 1 < len(BOUNDS) else "longer"


def _position(length: int) -> float:
    """Return the position of a duration on the axis of classes. In the open last class, this is its middle."""
    place = max(place for place, least in enumerate(BOUNDS) if least <= length)
    if place + 1 == len(BOUNDS):
        return place + 0.5
    return place + (length - BOUNDS[place]) / (BOUNDS[place + 1] - BOUNDS[place])


def _durations_table(context: Context) -> Table:
    def cells(group: Group) -> list[Cell]:
        of: Durations = group.durations
        return [
            Cell(number(of.sessions)),
            *(Cell(duration_text(each)) for each in (of.shortest, of.median)),
            Cell(duration_text(of.total // of.sessions) if of.sessions else NOTHING),
            *(Cell(duration_text(each)) for each in (of.most, of.longest)),
        ]

    titles = ("Known durations", "Shortest", "Median", "Mean", "95th percentile", "Longest")
    head = [Column(title="Source", numeric=False), *(Column(title=title) for title in titles)]
    return Table(caption="Durations by source", columns=head, rows=context.rows(cells))


def _classes_table(context: Context) -> Table:
    span = _span(context)
    names = [duration_class(place) for place in span]
    return table(
        context,
        "Sessions by duration",
        "Duration",
        names,
        lambda group: [group.durations.classes[place] for place in span],
    )


def _status_text(group: Group, status: Status) -> str:
    count = group.statuses[status]
    return f"{STATUSES[status]}: {number(count)} ({share(count, group.sessions)})"


def _ends_sentence(group: Group) -> str:
    texts = [_status_text(group, status).replace(":", "", 1) for status in STATUSES if group.statuses[status]]
    return f"{counted(group.sessions)}: {', '.join(texts)}."


def _statuses(group: Group, width: int) -> str:
    bars = [
        (name, status.value, Bar(begin=0, end=0, value=group.statuses[status], text=_status_text(group, status)))
        for status, name in STATUSES.items()
    ]
    return rows(bars, width=width)


def _statuses_table(context: Context) -> Table:
    def cells(group: Group) -> list[Cell]:
        return [
            *(Cell(number(group.statuses[status])) for status in STATUSES),
            Cell(number(group.sessions)),
            Cell(share(group.statuses[Status.FAILED], group.sessions) if group.sessions else NOTHING),
        ]

    titles = [*(name.capitalize() for name in STATUSES.values()), "Sessions", "Failure rate"]
    head = [Column(title="Source", numeric=False), *(Column(title=title) for title in titles)]
    return Table(caption="Statuses by source", columns=head, rows=context.rows(cells))

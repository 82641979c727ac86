"""The sections with a time axis: sessions in progress, and starts."""

from collections import Counter
from collections.abc import Sequence

from .cells import count
from .charts import NARROW, WIDE, Line, columns
from .context import Charted, Context
from .groups import Group
from .page import Section, Switch
from .panels import Panels, Split, Values, bar, split_by
from .period import Intervals
from .words import average, counted, listed, number, share, step


def in_progress(context: Context) -> Section:
    """Return the section on the number of sessions in progress."""
    intervals, values = context.figures.concurrency_intervals, _highest(context)
    each = step(intervals)
    panels = Panels(
        context=context,
        known=lambda group: group.concurrency.sessions if group.concurrency.peak else 0,
        of=lambda group: group.sessions,
        sentence=lambda group: _concurrency_sentence(context, group),
        without=context.known_since() + context.without(active_only=False),
    )
    return Section(
        id="concurrency",
        title="In progress over time",
        lead=f"The highest number of sessions in progress at the same time, per {each}. Pending sessions count, too.",
        notes=[*context.missing(lambda group: group.gaps.endless, "without a reported end"), *panels.notes],
        charts=panels.charts(lambda charted, width: _concurrency_chart(context, charted, values, width)),
        pairs=panels.pairs,
        tables=panels.table(
            f"Most in progress at the same time, per {each}", "From", interval_names(context, intervals), values, count
        ),
    )


def starts(context: Context) -> Section:
    """Return the section on the number of sessions that started."""
    intervals, whole = context.figures.start_intervals, context.figures.whole
    each = step(intervals)
    earlier = whole.sessions - whole.started - sum(group.sessions for group in context.active_only)
    lead = f"Sessions that started in the period, per {each}."
    if earlier:
        lead += f" {counted(earlier, 'other session')} had started before."
    if not context.history:
        lead = (
            f"{listed([group.name for group in context.active_only])}: active sessions only, so starts are not known."
        )
    panels = Panels(
        context=context,
        known=lambda group: group.started,
        of=lambda group: group.started,
        sentence=lambda group: _starts_sentence(context, group),
        without=context.without(active_only=True),
    )
    split = split_by(context, _starts)
    return Section(
        id="starts",
        title=f"Starts per {each}",
        lead=lead,
        charts=panels.charts(
            lambda charted, width: time_chart(context, intervals, charted, _starts, split, width, gaps=True)
        ),
        pairs=panels.pairs,
        tables=panels.table(f"Starts per {each}", "From", interval_names(context, intervals), _starts, count),
    )


def interval_names(context: Context, intervals: Intervals) -> list[str]:
    """Return the name of each interval."""
    return [context.calendar.interval(intervals, place) for place in range(len(intervals))]


def time_chart(
    context: Context,
    intervals: Intervals,
    charted: Charted,
    values: Values,
    split: Split,
    width: int,
    *,
    gaps: bool = False,
    limit: int | None = None,
) -> str:
    """Return a chart with a time axis as SVG. It has no bar where the value is not known."""
    begin, names = intervals.moments[0], interval_names(context, intervals)
    bars = [
        bar(
            names[place],
            intervals.moments[place] - begin,
            intervals.moments[place + 1] - begin,
            split(charted, place),
            lambda value: number(round(value)),
        )
        for place, value in enumerate(values(charted.group))
        if value is not None
    ]
    level = None if limit is None else Line(at=limit, name=f"limit {number(limit)}")
    end = intervals.moments[-1] - begin
    return columns(
        bars, ticks(context, intervals, width), end=end, title="sessions", width=width, gaps=gaps, level=level
    )


def ticks(context: Context, intervals: Intervals, width: int) -> dict[int, str]:
    """Return the labels of the time axis, for a chart of this width."""
    return context.calendar.ticks(intervals, 12 if width == WIDE else 6 if width > NARROW else 4)


def _starts(group: Group) -> Sequence[int]:
    return group.starts


def _highest(context: Context) -> Values:
    moments = context.figures.concurrency_intervals.moments

    def values(group: Group) -> Sequence[int | None]:
        since = moments[0] if group.known_since is None else group.known_since
        return [
            None if end <= since else most for end, most in zip(moments[1:], group.concurrency.highest, strict=True)
        ]

    return values


def _concurrency_chart(context: Context, charted: Charted, values: Values, width: int) -> str:
    intervals, concurrency = context.figures.concurrency_intervals, charted.group.concurrency
    switches = {each.key: each for each in context.switches()}

    def split(charted: Charted, place: int) -> list[tuple[Switch, float]]:
        """Return each source's number of sessions at the time of the highest total. A source's peak can be higher."""
        if charted.key:
            return [(Switch(key=charted.key, name=charted.title), concurrency.highest[place])]
        found = Counter[str]()
        for source, sessions in concurrency.sources[place].items():
            found[context.key(source)] += sessions
        return [(switch, found[key]) for key, switch in switches.items()]

    return time_chart(context, intervals, charted, values, split, width, limit=concurrency.limit)


def _concurrency_sentence(context: Context, group: Group) -> str:
    concurrency, moments = group.concurrency, context.figures.concurrency_intervals.moments
    if concurrency.peaked is None:
        return "No session was in progress."
    partly = group.active_only or (group is context.figures.whole and bool(context.active_only))
    sentence = f"{'At least' if partly else 'At most'} {number(concurrency.peak)}"
    sentence += f", first on {context.calendar.at(concurrency.peaked)}"
    if group.active_only:
        return f"{sentence}. Earlier sessions are not known."
    mean = average(concurrency.total, moments[-1] - moments[0])
    sentence += f"; {'at least ' if partly else ''}{mean} on average."
    if concurrency.limit is not None and concurrency.at_limit is not None:
        at_limit = share(concurrency.at_limit, moments[-1] - moments[0])
        sentence += f" At or above the limit of {number(concurrency.limit)} for {at_limit} of the time."
    return sentence


def _starts_sentence(context: Context, group: Group) -> str:
    most = max(range(len(group.starts)), key=group.starts.__getitem__)
    when = context.calendar.interval(context.figures.start_intervals, most)
    return f"{counted(group.started)}; most on {when}: {number(group.starts[most])}."

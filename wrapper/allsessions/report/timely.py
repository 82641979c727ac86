"""The sections with a time axis: sessions in progress, and starts."""

from collections.abc import Callable, Sequence

from .charts import NARROW, WIDE, Bar, Line, columns
from .context import Context
from .figures import Group
from .page import Section, Table
from .panels import charts, pairs, table
from .period import Stretches
from .words import average, counted, number, share, step


def in_progress(context: Context) -> Section:
    """Return the section on the number of sessions in progress."""
    stretches = context.figures.progress
    each = step(stretches)
    caption = f"Most in progress at the same time, per {each}"
    return Section(
        id="progress",
        title="In progress over time",
        lead=f"The most sessions in progress at the same time, per {each}, including pending ones.",
        notes=context.missing(lambda group: group.gaps.endless, "without a reported end"),
        charts=charts(
            context,
            lambda group: group.progress.peak,
            lambda group: _progress_sentence(context, group),
            lambda group, width: _drawn(context, stretches, group.progress.highest, width, limit=group.progress.limit),
        ),
        pairs=pairs(context),
        tables=[_table(context, stretches, caption, lambda group: group.progress.highest)]
        if context.figures.whole.progress.peak
        else [],
    )


def starts(context: Context) -> Section:
    """Return the section on the number of starts."""
    stretches, whole = context.figures.starts, context.figures.whole
    each, earlier = step(stretches), whole.sessions - whole.started
    lead = f"Sessions that started in the period, per {each}."
    if earlier:
        lead += f" {counted(earlier, 'other session')} had started before."
    return Section(
        id="starts",
        title=f"Starts per {each}",
        lead=lead,
        charts=charts(
            context,
            lambda group: group.started,
            lambda group: _starts_sentence(context, group),
            lambda group, width: _drawn(context, stretches, group.starts, width, gaps=True),
        ),
        pairs=pairs(context),
        tables=[_table(context, stretches, f"Starts per {each}", lambda group: group.starts)] if whole.started else [],
    )


def _progress_sentence(context: Context, group: Group) -> str:
    progress, moments = group.progress, context.figures.progress.moments
    if progress.peaked is None:
        return "No session was in progress."
    sentence = f"At most {number(progress.peak)}, first on {context.calendar.at(progress.peaked)}; "
    sentence += f"{average(progress.total, moments[-1] - moments[0])} on average."
    if progress.limit is not None and progress.at_limit is not None:
        at_limit = share(progress.at_limit, moments[-1] - moments[0])
        sentence += f" At or above the limit of {number(progress.limit)} for {at_limit} of the time."
    return sentence


def _starts_sentence(context: Context, group: Group) -> str:
    most = max(range(len(group.starts)), key=group.starts.__getitem__)
    when = context.calendar.stretch(context.figures.starts, most)
    return f"{counted(group.started)}; most {number(group.starts[most])}, on {when}."


def _drawn(
    context: Context,
    stretches: Stretches,
    values: Sequence[int],
    width: int,
    *,
    gaps: bool = False,
    limit: int | None = None,
) -> str:
    begin = stretches.moments[0]
    bars = [
        Bar(
            begin=stretches.moments[place] - begin,
            end=stretches.moments[place + 1] - begin,
            value=value,
            text=f"{context.calendar.stretch(stretches, place)}: {number(value)}",
        )
        for place, value in enumerate(values)
    ]
    ticks = context.calendar.ticks(stretches, 12 if width == WIDE else 6 if width > NARROW else 4)
    level = None if limit is None else Line(at=limit, name=f"limit {number(limit)}")
    return columns(bars, ticks, title="sessions", width=width, gaps=gaps, level=level)


def _table(context: Context, stretches: Stretches, caption: str, values: Callable[[Group], Sequence[int]]) -> Table:
    names = [context.calendar.stretch(stretches, place) for place in range(len(stretches))]
    return table(context, caption, "From", names, values)

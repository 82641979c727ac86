"""The summary at the top of the page, and the sections on sources and missing values."""

from allsessions import Status

from .context import Context
from .figures import Group
from .page import Cell, Column, Section, Table, Tile
from .words import NOTHING, counted, duration_text, hours, listed, number, share


def tiles(context: Context) -> list[Tile]:
    """Return the eight figures of the summary."""
    whole, at = context.figures.whole, context.calendar.at
    progress, durations = whole.progress, whole.durations
    failed, waiting = whole.statuses[Status.FAILED], whole.statuses[Status.PENDING]
    peaked = "" if progress.peaked is None else at(progress.peaked)
    duration_note = _coverage_note(context, durations.sessions)
    return [
        Tile(title="Sessions", value=number(whole.sessions), note=f"{number(whole.started)} started in the period"),
        Tile(
            title="In progress when read",
            value=number(whole.in_progress),
            note=f"{number(waiting)} of them pending" if waiting else "",
        ),
        Tile(
            title="Most at the same time",
            value=number(progress.peak) if progress.sessions else NOTHING,
            note=_coverage_note(context, progress.sessions, peaked),
        ),
        Tile(
            title="Total time",
            value=hours(whole.time) if whole.timed else NOTHING,
            note=_coverage_note(context, whole.timed),
        ),
        Tile(title="Median duration", value=duration_text(durations.median), note=duration_note),
        Tile(title="95th percentile", value=duration_text(durations.most), note=duration_note),
        Tile(
            title="Failed",
            value=share(failed, whole.sessions) if whole.sessions else NOTHING,
            note=counted(failed) if whole.sessions else "",
        ),
        _cost_tile(context)
        if context.figures.costs
        else Tile(title="Sources", value=number(len(context.figures.sources))),
    ]


def no_sessions(context: Context) -> Section:
    """Return the section for a period without sessions."""
    names = [group.name for group in context.figures.sources]
    text = (
        f"{counted(context.figures.read)} read, none in the period." if context.figures.read else "No sessions at all."
    )
    lead = f"{text} Sources: {listed(names, 12)}." if names else text
    return Section(id="nothing", title="No session ran in this period", lead=lead, notes=context.unplaced())


def by_source(context: Context) -> Section:
    """Return the section with the main figures of each source."""
    figures = context.figures
    limited = any(group.progress.limit is not None for group in figures.sources)

    def cells(group: Group) -> list[Cell]:
        values = [
            number(group.sessions),
            number(group.started),
            number(group.in_progress),
            _with_coverage(number(group.progress.peak), group.progress.sessions, group.sessions),
            _with_coverage(hours(group.time), group.timed, group.sessions),
            duration_text(group.durations.median),
            duration_text(group.durations.most),
            number(group.statuses[Status.FAILED]),
        ]
        if limited:
            values += _limit(group)
        if figures.costs:
            values.append(_cost(context, group))
        return [Cell(value) for value in values]

    titles = [
        "Sessions",
        "Started",
        "In progress",
        "Most at the same time",
        "Time",
        "Median",
        "95th percentile",
        "Failed",
    ]
    titles += ["Limit", "At the limit"] * limited + ["Cost"] * bool(figures.costs)
    head = [Column(title="Source", numeric=False), *(Column(title=title) for title in titles)]
    return Section(
        id="sources",
        title="By source",
        lead='"–" means not reported, or none. "(of 55)" means based on 55 sessions.',
        notes=context.unplaced(),
        tables=[Table(caption="Figures by source", columns=head, rows=context.rows(cells))],
    )


def unknown(context: Context) -> Section:
    """Return the section on missing values."""

    def cells(group: Group) -> list[Cell]:
        gaps = group.gaps
        no_duration = group.sessions - group.in_progress - group.durations.sessions
        return [
            Cell(number(each))
            for each in (group.sessions, gaps.endless, no_duration, gaps.agentless, gaps.unplaced, gaps.undated)
        ]

    titles = (
        "Sessions in the period",
        "No end",
        "No duration",
        "No agent",
        "Started before, no end",
        "No times",
    )
    head = [Column(title="Source", numeric=False), *(Column(title=title) for title in titles)]
    return Section(
        id="unknown",
        title="Missing data",
        lead="Vendors do not report everything, and the report estimates nothing. The sessions of the last two columns "
        "may or may not have run in the period, so no figure includes them.",
        tables=[Table(caption="Missing data by source", columns=head, rows=context.rows(cells))],
    )


def calculation(context: Context) -> list[str]:
    """Return the sentences that explain how the figures are calculated."""
    figures = context.figures
    return [
        f"{counted(figures.read)} read on {context.calendar.whole(figures.now)}. Times and days are in the time zone "
        f"{context.calendar.zone}.",
        "A session is in the period if it ran in any part of it, even if it started before or ended later.",
        "The start of a session is the one that the vendor reports, else its end minus its duration, else its "
        "creation. Its end is the one that the vendor reports, else its start plus its duration. A session in progress "
        "lasts until it was read.",
        "Active and pending sessions are in progress. A session that ends when another one starts does not overlap it.",
        "The median of an even number of durations is the mean of the two in the middle. The 95th percentile is "
        "the shortest duration that at least 95 % of the durations do not exceed.",
        "Time and cost include only the part of a session within the period. If the vendor reports a duration, this "
        "part is proportional. Pending sessions cost nothing yet.",
        "The first and the last bar of a time axis can cover less time than the others, because the period cuts them.",
    ]


def _cost_tile(context: Context) -> Tile:
    costs = context.figures.costs
    note = f"of {counted(len(costs), 'source')}"
    if unknown := sum(cost.unknown for cost in costs):
        note += f"; unknown for {counted(unknown)}"
    return Tile(title="Cost, at least" if unknown else "Cost", value=context.amount(costs), note=note)


def _coverage_note(context: Context, known: int, note: str = "") -> str:
    """Return the note and, if a figure excludes sessions, the number that it is based on."""
    whole = context.figures.whole.sessions
    of = f"based on {number(known)} of {number(whole)}" if known < whole else ""
    return "; ".join(filter(None, [note, of]))


def _with_coverage(text: str, known: int, whole: int) -> str:
    """Return a dash if no session has the value; else the text, with the number of sessions if it excludes some."""
    if not known:
        return NOTHING
    return text if known == whole else f"{text} (of {number(known)})"


def _limit(group: Group) -> list[str]:
    progress = group.progress
    if progress.limit is None or progress.at_limit is None:
        return [NOTHING, NOTHING]
    return [number(progress.limit), duration_text(progress.at_limit)]


def _cost(context: Context, group: Group) -> str:
    if group is context.figures.whole:
        return context.at_least(context.figures.costs)
    cost = context.cost(group.name)
    return NOTHING if cost is None else context.at_least([cost])

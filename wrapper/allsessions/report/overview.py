"""The summary at the top of the page, and the sections on sources and missing values."""

from collections.abc import Callable, Sequence

from allsessions import Status

from .cells import MISSING, amount, count, counts, duration, partly, total_time
from .context import Context, total
from .figures import Before
from .groups import Completeness, Group
from .page import Cell, Column, Section, Table, Tile
from .words import NOTHING, counted, duration_text, hours, listed, number, share


def tiles(context: Context) -> list[Tile]:
    """Return the eight figures of the summary, with the figures of the previous period."""
    whole = context.figures.whole
    only = [group.name for group in context.active_only]
    return [
        Tile(
            title="Sessions",
            value=NOTHING if context.nothing_read else number(whole.sessions),
            note=f"{number(whole.started)} started in the period" if context.history else "",
            before=_before(context, lambda before: number(before.whole.sessions), only),
        ),
        _in_progress_tile(context),
        _peak_tile(context),
        Tile(
            title="Total time",
            value=hours(whole.time) if whole.timed else NOTHING,
            note=_coverage_note(context, whole.timed),
            before=_before(context, lambda before: hours(before.whole.time) if before.whole.timed else NOTHING, only),
        ),
        *_duration_tiles(context),
        Tile(
            title="Failed",
            value=share(whole.failed, whole.finished) if whole.finished else NOTHING,
            note=f"{number(whole.failed)} of {number(whole.finished)} finished" if whole.finished else "",
            before=_before(context, lambda before: _failed(before.whole)),
        ),
        _cost_tile(context)
        if context.figures.costs
        else Tile(title="Sources", value=number(len(context.figures.sources))),
    ]


def notes(context: Context) -> list[str]:
    """Return sentences on the sources whose sessions are missing from the figures."""
    incomplete = [each.name for each in context.figures.sources if each.completeness is Completeness.INCOMPLETE]
    only = [group.name for group in context.active_only]
    found: list[str] = []
    if context.not_read:
        found.append(f"Not read, so not in any figure: {listed(context.not_read)}.")
    if incomplete:
        found.append(f"Not read to the end: {listed(incomplete)}. Figures with these sources are incomplete.")
    if only:
        found.append(
            f"Active sessions only: {listed(only)}. The vendor does not list ended sessions, so the report includes "
            "only sessions that were in progress when they were read."
        )
    return found


def no_sessions(context: Context) -> Section:
    """Return the section for a period without sessions."""
    names = [context.title(group) for group in context.figures.sources]
    text = f"{counted(context.figures.read)} read, none in the period." if context.figures.read else "No session read."
    lead = f"{text} Sources: {listed(names, 12)}." if names else text
    known = not context.not_read and not context.active_only
    title = "No session ran in this period" if known else "No session is known in this period"
    return Section(id="nothing", title=title, lead=lead, notes=context.unplaced())


def by_source(context: Context) -> Section:
    """Return the section with the main figures of each source."""
    figures = context.figures
    limited = any(group.concurrency.limit is not None for group in figures.sources)
    titles = ["Sessions", context.earlier.capitalize(), "Started", "In progress", "Most at the same time", "Time"]
    titles += ["Median", "95th percentile", "Failed"]
    titles += ["Limit", "At the limit"] * limited + ["Cost"] * bool(figures.costs)

    def cells(group: Group) -> list[Cell]:
        if group.not_read:
            return [Cell("not read"), *[MISSING] * (len(titles) - 1)]
        return [
            *_counts(context, group),
            *_times(group),
            *(_limit(group) if limited else []),
            *([_cost(context, group)] if figures.costs else []),
        ]

    head = [Column(title="Source", numeric=False), *(Column(title=title) for title in titles)]
    return Section(
        id="sources",
        title="By source",
        lead='"–" means not known, or none. "(of 55)" means based on 55 sessions.',
        notes=context.unplaced(),
        tables=[Table(caption="Figures by source", columns=head, rows=context.rows(cells))],
    )


def unknown(context: Context) -> Section:
    """Return the section on missing values."""
    titles = ("Sessions in the period", "No end", "No duration", "No agent", "Started before, no end", "No times")

    def cells(group: Group) -> list[Cell]:
        if group.not_read:
            return [Cell("not read"), *[MISSING] * (len(titles) - 1)]
        gaps = group.gaps
        no_duration = group.sessions - group.in_progress - group.durations.sessions
        return counts([group.sessions, gaps.endless, no_duration, gaps.agentless, gaps.unplaced, gaps.undated])

    head = [Column(title="Source", numeric=False), *(Column(title=title) for title in titles)]
    return Section(
        id="unknown",
        title="Missing data",
        lead="The report does not estimate missing values. Its figures exclude sessions without times. They also "
        "exclude sessions that started before the period and have no end, because these may have ended before it.",
        tables=[Table(caption="Missing data by source", columns=head, rows=context.rows(cells), folded=True)],
    )


def calculation(context: Context) -> list[str]:
    """Return the sentences that explain how the figures are calculated."""
    figures, whole = context.figures, context.calendar.whole
    sentences = [
        f"{counted(figures.read)} read on {whole(figures.now)}. Times and days are in the time zone "
        f"{context.calendar.zone}.",
        "A session is in the period if it ran at any time in the period, even if it started earlier or ended later.",
        "If a vendor reports no start, the report uses the end minus the duration, or else the time of creation. If a "
        "vendor reports no end, the report uses the start plus the duration. For a session in progress, the end is the "
        "time when it was read.",
        "Active and pending sessions are in progress. A session that ends when another one starts does not overlap it.",
        "The median of an even number of durations is the mean of the two in the middle. The 95th percentile is "
        "the shortest duration that at least 95 % of the durations do not exceed.",
        "Finished sessions are those that ended or failed.",
        "Time and cost include only the part of a session within the period. If the vendor reports a duration, the "
        "report uses the corresponding share of this duration. Pending sessions cost nothing yet.",
        "The first and the last bar of a time axis can cover less time, because the period begins or ends within them.",
    ]
    if figures.before is not None:
        begin, end = (whole(at) for at in (figures.before.period.since, figures.before.period.until))
        sentences.insert(2, f"The {context.earlier}, {begin} to {end}, includes only sources that list ended sessions.")
    return sentences


def _before(context: Context, text: Callable[[Before], str], unlike: Sequence[str] = ()) -> str:
    """Return a figure of the previous period as text, with a note that it excludes the sources in `unlike`."""
    before = context.figures.before
    without = f" (without {listed(unlike, 2)})" if unlike else ""
    return "" if before is None or context.nothing_read else f"{context.earlier.capitalize()}: {text(before)}{without}"


def _in_progress_tile(context: Context) -> Tile:
    whole, waiting = context.figures.whole, context.figures.whole.statuses[Status.PENDING]
    note = f"{number(waiting)} of them pending" if waiting else ""
    value = NOTHING if context.nothing_read else number(whole.in_progress)
    return Tile(title="In progress when read", value=value, note=note)


def _peak_tile(context: Context) -> Tile:
    concurrency = context.figures.whole.concurrency
    peaked = "" if concurrency.peaked is None else context.calendar.at(concurrency.peaked)
    return Tile(
        title="Most at the same time",
        value=number(concurrency.peak) if concurrency.sessions else NOTHING,
        note=_coverage_note(context, concurrency.sessions, peaked),
        before=_before(context, lambda before: _peak(before.whole), [group.name for group in context.active_only]),
    )


def _peak(group: Group) -> str:
    return number(group.concurrency.peak) if group.concurrency.sessions or not group.sessions else NOTHING


def _duration_tiles(context: Context) -> list[Tile]:
    of = context.figures.whole.durations
    note = _coverage_note(context, of.sessions)
    return [
        Tile(
            title="Median duration",
            value=duration_text(of.median),
            note=note,
            before=_before(context, lambda before: duration_text(before.whole.durations.median)),
        ),
        Tile(
            title="95th percentile",
            value=duration_text(of.percentile_95),
            note=note,
            before=_before(context, lambda before: duration_text(before.whole.durations.percentile_95)),
        ),
    ]


def _failed(group: Group) -> str:
    return share(group.failed, group.finished) if group.finished else NOTHING


def _cost_tile(context: Context) -> Tile:
    costs = context.figures.costs
    only = {group.name for group in context.active_only}
    unlike = [cost.source for cost in costs if cost.source in only]
    note = f"of {counted(len(costs), 'source')}"
    if unknown := sum(cost.unknown for cost in costs):
        note += f"; unknown for {counted(unknown)}"
    return Tile(
        title="Cost, at least" if any(cost.at_least for cost in costs) else "Cost",
        value=context.amount(costs),
        note=note,
        before=_before(context, lambda before: context.at_least(before.costs), unlike),
    )


def _coverage_note(context: Context, known: int, note: str = "") -> str:
    """Return the note. If a figure excludes some sessions, add the number of sessions that it includes."""
    whole = context.figures.whole.sessions
    of = f"based on {number(known)} of {number(whole)}" if 0 < known < whole else ""
    return "; ".join(filter(None, [note, of]))


def _counts(context: Context, group: Group) -> list[Cell]:
    before = context.figures.before
    earlier = None if before is None else before.whole if not group.name else before.sources.get(group.name)
    known = context.history and not group.active_only
    return [
        count(group.sessions),
        MISSING if earlier is None else count(earlier.sessions),
        count(group.started) if known else MISSING,
        count(group.in_progress),
    ]


def _times(group: Group) -> list[Cell]:
    concurrency, durations = group.concurrency, group.durations
    return [
        partly(count(concurrency.peak), concurrency.sessions, group.sessions),
        partly(total_time(group.time), group.timed, group.sessions),
        duration(durations.median),
        duration(durations.percentile_95),
        MISSING if group.active_only and not group.failed else count(group.failed),
    ]


def _limit(group: Group) -> list[Cell]:
    concurrency = group.concurrency
    return [*counts([concurrency.limit]), duration(concurrency.at_limit)]


def _cost(context: Context, group: Group) -> Cell:
    costs = context.costs(group)
    if not costs:
        return MISSING
    return amount(total(costs), context.currency, at_least=any(cost.at_least for cost in costs))

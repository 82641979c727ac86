"""The sections with ranked tables: agents, longest in progress, and cost."""

from .context import Context
from .figures import Agent
from .page import Cell, Column, Row, Section, Table
from .words import NOTHING, counted, duration_text, hours, listed, number

_MOST_NOTES = 8
"""The number of sources with a note of their own."""


def agents(context: Context) -> Section:
    """Return the section on the busiest agents."""
    figures = context.figures
    most = max((agent.sessions for agent in figures.agents), default=0)
    rest = figures.agents_in_all - len(figures.agents)
    lead = "The avatars, personas and agents with the most sessions in the period."
    if rest:
        lead += f" {counted(rest, 'other agent')} not shown."
    return Section(
        id="agents",
        title="Busiest agents",
        lead=lead,
        notes=context.missing(lambda group: group.gaps.agentless, "without a reported agent"),
        tables=[
            Table(
                caption="Busiest agents",
                columns=[
                    Column(title="Agent", numeric=False),
                    Column(title="Source", numeric=False),
                    Column(title="Sessions"),
                    Column(title="Time in the period"),
                ],
                rows=[_agent(context, agent, most) for agent in figures.agents],
            )
        ]
        if figures.agents
        else [],
    )


def longest(context: Context) -> Section:
    """Return the section on the sessions that have been in progress for the longest time."""
    figures = context.figures
    times = [figures.now - run.begin for run in figures.longest if run.begin is not None]
    rest = figures.whole.in_progress - len(times)
    lead = f"Sessions in progress when they were read, on {context.calendar.whole(figures.now)}."
    if rest:
        lead += f" {counted(rest, 'other')} started later."
    rows = [
        Row(
            cells=[
                Cell(run.ref),
                Cell("pending" if run.status == "pending" else "active"),
                Cell(run.agent or NOTHING),
                Cell(run.label or NOTHING),
                Cell(context.calendar.at(figures.now - spent)),
                Cell(duration_text(spent), 100 * spent / (max(times) or 1)),
            ],
            key=context.key(run.source),
        )
        for run, spent in zip(figures.longest, times, strict=True)
    ]
    names = ("Session", "Status", "Agent", "Label", "Since")
    head = [*(Column(title=name, numeric=False) for name in names), Column(title="Duration so far")]
    tables = [Table(caption="Longest in progress", columns=head, rows=rows)] if rows else []
    lead = lead if rows else "No session is in progress."
    return Section(id="longest", title="Longest in progress", lead=lead, tables=tables)


def costs(context: Context) -> list[Section]:
    """Return the section on costs; empty without rates."""
    found = context.figures.costs
    if not found:
        return []
    most = max(cost.amount for cost in found)
    rows = [
        Row(
            cells=[
                Cell(cost.source),
                Cell(f"{cost.rate:f}"),
                Cell(number(cost.sessions)),
                Cell(hours(cost.time)),
                Cell(number(cost.unknown)),
                Cell(context.at_least([cost]), float(100 * cost.amount / most) if most else 0.0),
            ],
            key=context.key(cost.source),
        )
        for cost in found
    ]
    sums = [sum(cost.sessions for cost in found), sum(cost.unknown for cost in found)]
    cells = ["All with a rate", "", number(sums[0]), hours(sum(cost.time for cost in found)), number(sums[1])]
    if len(found) > 1:
        rows.append(Row(cells=[*map(Cell, cells), Cell(context.at_least(found))], total=True))
    names = ("Rate per minute", "Sessions priced", "Time priced", "Unknown", "Cost")
    head = [Column(title="Source", numeric=False), *(Column(title=name) for name in names)]
    lead = (
        "The time that sessions ran within the period, at the given rates. Sessions in progress count until they were "
        "read."
    )
    caption = f"Cost by source{f', in {context.currency}' if context.currency else ''}"
    table = Table(caption=caption, columns=head, rows=rows)
    return [Section(id="cost", title="Cost", lead=lead, notes=_unpriced(context), tables=[table])]


def _agent(context: Context, agent: Agent, most: int) -> Row:
    time = hours(agent.time) if agent.timed else NOTHING
    if 0 < agent.timed < agent.sessions:
        time += f" (of {number(agent.timed)})"
    return Row(
        cells=[
            Cell(agent.id),
            Cell(agent.source),
            Cell(number(agent.sessions), 100 * agent.sessions / most),
            Cell(time),
        ],
        key=context.key(agent.source),
    )


def _unpriced(context: Context) -> list[str]:
    sizes = {group.name: group.sessions for group in context.figures.sources}
    unknown = [
        f"{number(cost.unknown)} of {counted(sizes[cost.source])} at {cost.source} "
        f"{'has' if cost.unknown == 1 else 'have'} no known duration. Their cost is unknown."
        for cost in context.figures.costs
        if cost.unknown
    ]
    without = [group.name for group in context.figures.sources if group.sessions and context.cost(group.name) is None]
    more = len(unknown) - _MOST_NOTES
    return [
        *unknown[:_MOST_NOTES],
        *([f"Costs are also unknown at {counted(more, 'other source')}."] if more > 0 else []),
        *([f"No rate was given for {listed(without)}."] if without else []),
    ]

"""The sections with ranked tables: the busiest agents, and the sessions in progress for the longest time."""

from .cells import count, duration, partly, total_time
from .context import Context
from .costs import Agent
from .page import Cell, Column, Row, Section, Table
from .runs import Run
from .words import NOTHING, counted


def agents(context: Context) -> Section:
    """Return the section on the busiest agents."""
    figures = context.figures
    most = max((agent.sessions for agent in figures.agents), default=0)
    rest = figures.agents_in_all - len(figures.agents)
    lead = "The avatars, personas and agents with the most sessions in the period."
    if rest:
        lead += f" {counted(rest, 'other agent')} not shown."
    head = [Column(title="Agent", numeric=False), Column(title="Source", numeric=False)]
    head += [Column(title="Sessions"), Column(title="Time in the period")]
    rows = [_agent(context, agent, most) for agent in figures.agents]
    return Section(
        id="agents",
        title="Busiest agents",
        lead=lead,
        notes=context.missing(lambda group: group.gaps.agentless, "without a reported agent"),
        tables=[Table(caption="Busiest agents", columns=head, rows=rows)] if rows else [],
    )


def longest(context: Context) -> Section:
    """Return the section on the sessions that have been in progress for the longest time."""
    figures = context.figures
    times = [figures.now - run.begin for run in figures.longest if run.begin is not None]
    rest = figures.whole.in_progress - len(times)
    lead = f"Sessions in progress when they were read, on {context.calendar.whole(figures.now)}."
    if rest:
        lead += f" {counted(rest, 'other')} started later."
    rows = [_run(context, run, spent, max(times)) for run, spent in zip(figures.longest, times, strict=True)]
    names = ("Session", "Status", "Agent", "Label", "Since")
    head = [*(Column(title=name, numeric=False) for name in names), Column(title="Duration so far")]
    tables = [Table(caption="Longest in progress", columns=head, rows=rows)] if rows else []
    lead = lead if rows else "No session is in progress."
    return Section(id="longest", title="Longest in progress", lead=lead, tables=tables)


def source_cell(context: Context, name: str) -> Cell:
    """Return a cell with the name of a source, in its colour."""
    return Cell(name, key=context.key(name))


def _agent(context: Context, agent: Agent, most: int) -> Row:
    key = context.key(agent.source)
    sessions = count(agent.sessions)
    return Row(
        cells=[
            Cell(agent.id),
            source_cell(context, agent.source),
            Cell(sessions.text, length=100 * agent.sessions / most, key=key, data=sessions.data),
            partly(total_time(agent.time), agent.timed, agent.sessions),
        ],
        key=key,
    )


def _run(context: Context, run: Run, spent: int, most: int) -> Row:
    key, time = context.key(run.source), duration(spent)
    return Row(
        cells=[
            Cell(run.ref, key=key),
            Cell("pending" if run.status == "pending" else "active"),
            Cell(run.agent or NOTHING),
            Cell(run.label or NOTHING),
            Cell(context.calendar.at(context.figures.now - spent)),
            Cell(time.text, length=100 * spent / (most or 1), key=key, data=time.data),
        ],
        key=key,
    )

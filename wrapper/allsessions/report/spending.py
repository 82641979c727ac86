"""The section on costs: over time, by source and by agent."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from allsessions.privacy import escape_control_chars

from .cells import amount, count, total_time
from .charts import columns
from .context import Charted, Context, total
from .costs import Agent, Cost
from .groups import Group
from .over_time import interval_names, ticks
from .page import Cell, Chart, Column, Row, Section, Table
from .panels import Panels, Split, bar, split_by
from .ranking import source_cell
from .words import counted, listed, money, number, step

_MOST_NOTES: Final = 8
"""At most this many sources get a note of their own."""


def costs(context: Context) -> list[Section]:
    """Return the section on costs; an empty list if no source has a rate."""
    if not context.figures.costs:
        return []
    return [
        Section(
            id="cost",
            title="Cost",
            lead="Cost is the time that sessions ran within the period, multiplied by the given rates. A session in "
            "progress counts until the time when it was read.",
            notes=_unpriced(context),
            charts=_charts(context),
            tables=[*_over_time_table(context), _sources_table(context), *_agents_table(context)],
        )
    ]


def _panels(context: Context) -> Panels:
    unpriced = [group.name for group in context.figures.sources if not context.costs(group)]
    return Panels(
        context=context,
        known=lambda group: sum(cost.sessions for cost in context.costs(group) if cost.amount),
        of=lambda group: sum(cost.sessions + cost.unknown for cost in context.costs(group)),
        sentence=lambda group: _sentence(context, group),
        without=f" Without {listed(unpriced)} (no rate)." if unpriced else "",
    )


def _charts(context: Context) -> Sequence[Chart]:
    def amounts(group: Group) -> list[float]:
        return [float(each) for each in _amounts(context, group)]

    split = split_by(context, amounts)
    return _panels(context).whole_chart(lambda charted, width: _chart(context, charted, split, width))


def _amounts(context: Context, group: Group) -> list[Decimal]:
    """Return the cost in each interval."""
    found = [cost.amounts for cost in context.costs(group)]
    return [sum(each, start=Decimal(0)) for each in zip(*found, strict=True)] or [Decimal(0)] * len(group.starts)


def _chart(context: Context, charted: Charted, split: Split, width: int) -> str:
    intervals = context.figures.start_intervals
    begin, currency = intervals.moments[0], escape_control_chars(context.currency)
    bars = [
        bar(
            name,
            intervals.moments[place] - begin,
            intervals.moments[place + 1] - begin,
            split(charted, place),
            lambda value: money(Decimal(value), currency),
        )
        for place, name in enumerate(interval_names(context, intervals))
    ]
    end = intervals.moments[-1] - begin
    return columns(bars, ticks(context, intervals, width), end=end, title="cost", width=width, gaps=True)


def _sentence(context: Context, group: Group) -> str:
    intervals, amounts = context.figures.start_intervals, _amounts(context, group)
    most = max(range(len(amounts)), key=amounts.__getitem__)
    text = f"{context.at_least(context.costs(group))}; most on {context.calendar.interval(intervals, most)}: "
    return f"{text[0].upper()}{text[1:]}{money(amounts[most], context.currency)}."


def _over_time_table(context: Context) -> list[Table]:
    intervals = context.figures.start_intervals
    return _panels(context).table(
        f"Cost per {step(intervals)}",
        "From",
        interval_names(context, intervals),
        lambda group: _amounts(context, group),
        lambda value: amount(value, context.currency),
    )


def _sources_table(context: Context) -> Table:
    found = context.figures.costs
    most = max(cost.amount for cost in found)
    rows = [Row(cells=_source_cells(context, cost, most), key=context.key(cost.source)) for cost in found]
    if len(found) > 1:
        rows.append(Row(cells=_total_cells(context, found), total=True))
    names = ("Rate per minute", "Sessions priced", "Time priced", "Unknown", "Cost")
    head = [Column(title="Source", numeric=False), *(Column(title=name) for name in names)]
    return Table(caption=_caption(context, "Cost by source"), columns=head, rows=rows)


def _source_cells(context: Context, cost: Cost, most: Decimal) -> list[Cell]:
    return [
        source_cell(context, cost.source),
        Cell(f"{cost.rate:f}"),
        count(cost.sessions),
        total_time(cost.time),
        count(cost.unknown),
        _bar_cell(context, cost.source, cost.amount, most, at_least=cost.at_least),
    ]


def _total_cells(context: Context, found: Sequence[Cost]) -> list[Cell]:
    return [
        Cell("All with a rate"),
        Cell(""),
        count(sum(cost.sessions for cost in found)),
        total_time(sum(cost.time for cost in found)),
        count(sum(cost.unknown for cost in found)),
        amount(total(found), context.currency, at_least=any(cost.at_least for cost in found)),
    ]


def _agents_table(context: Context) -> list[Table]:
    """Return the table of the agents with the highest cost; empty if no agent has a cost."""
    found = context.figures.costliest
    rows = [_agent_row(context, agent, found[0].cost or Decimal(0)) for agent in found]
    rest = total(context.figures.costs) - sum((agent.cost or Decimal(0) for agent in found), start=Decimal(0))
    if rest:
        time = sum(cost.time for cost in context.figures.costs) - sum(agent.time for agent in found)
        at_least = any(cost.at_least for cost in context.figures.costs)
        cells = [Cell("All other sessions"), Cell(""), total_time(time)]
        cells.append(amount(rest, context.currency, at_least=at_least))
        rows.append(Row(cells=cells, total=True))
    head = [Column(title="Agent", numeric=False), Column(title="Source", numeric=False)]
    head += [Column(title="Time priced"), Column(title="Cost")]
    return [Table(caption=_caption(context, "Cost by agent"), columns=head, rows=rows)] if found else []


def _agent_row(context: Context, agent: Agent, most: Decimal) -> Row:
    at_least = agent.unknown > 0 or agent.source in {cost.source for cost in context.figures.costs if cost.partial}
    cells = [Cell(agent.id), source_cell(context, agent.source), total_time(agent.time)]
    cells.append(_bar_cell(context, agent.source, agent.cost or Decimal(0), most, at_least=at_least))
    return Row(cells=cells, key=context.key(agent.source))


def _bar_cell(context: Context, source: str, value: Decimal, most: Decimal, *, at_least: bool) -> Cell:
    cell = amount(value, context.currency, at_least=at_least)
    length = float(100 * value / most) if most else 0.0
    return Cell(cell.text, length=length, key=context.key(source), data=cell.data)


def _caption(context: Context, text: str) -> str:
    return f"{text}, in {context.currency}" if context.currency else text


def _unpriced(context: Context) -> list[str]:
    sizes = {group.name: group.sessions for group in context.figures.sources}
    unknown = [
        f"{number(cost.unknown)} of {counted(sizes[cost.source])} at {cost.source} "
        f"{'has' if cost.unknown == 1 else 'have'} no known duration. Their cost is unknown."
        for cost in context.figures.costs
        if cost.unknown
    ]
    without = [group.name for group in context.figures.sources if group.sessions and not context.costs(group)]
    more = len(unknown) - _MOST_NOTES
    return [
        *unknown[:_MOST_NOTES],
        *([f"Costs are also unknown at {counted(more, 'other source')}."] if more > 0 else []),
        *([f"No rate was given for {listed(without)}."] if without else []),
    ]

"""The figures of a report, as plain data."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from heapq import nsmallest
from typing import Final

from attrs import frozen

from .collecting import Collected
from .costs import Agent, Cost, agents_of, cost_of
from .groups import Group, Measure
from .period import Intervals, ReportPeriod
from .runs import Run

SHOWN: Final = 8
"""The number of sources with their own charts. The other sources share charts."""
AGENTS: Final = 15
LONGEST: Final = 15


@frozen(kw_only=True)
class Before:
    """The main figures of the previous period of the same length. They include only sources that list ended sessions.

    Attributes:
        whole: The figures of all sources together.
        sources: The figures of each source.
        costs: The costs of the sources with a rate.
    """

    period: ReportPeriod
    whole: Group
    sources: Mapping[str, Group]
    costs: Sequence[Cost]


@frozen(kw_only=True)
class Figures:
    """All figures of a report.

    Attributes:
        period: The period.
        now: The time of the report, in microseconds since 1970.
        read: The number of sessions that the library has read, including those outside the period.
        start_intervals: The intervals for the counts in `Group.starts`.
        concurrency_intervals: The intervals for the numbers in `Concurrency.highest`.
        whole: The figures of all sources together.
        sources: The figures of each source. The sources passed to `write` come first, in their order.
        others: The figures of the sources that share charts, together; None if each source has its own charts.
        shown: The figures of each source that has its own charts.
        agents: The busiest agents.
        agents_in_all: The number of all agents with sessions in the period.
        costliest: The agents with the highest cost.
        longest: The sessions that have been in progress for the longest time.
        costs: The costs of the sources with a rate.
        before: The figures of the previous period; None if no source lists ended sessions.
    """

    period: ReportPeriod
    now: int
    read: int
    start_intervals: Intervals
    concurrency_intervals: Intervals
    whole: Group
    sources: Sequence[Group]
    others: Group | None
    shown: Sequence[Group]
    agents: Sequence[Agent]
    agents_in_all: int
    costliest: Sequence[Agent]
    longest: Sequence[Run]
    costs: Sequence[Cost]
    before: Before | None


def figures(
    collected: Collected,
    period: ReportPeriod,
    now: int,
    *,
    limits: Mapping[str, int] | None = None,
    rates: Mapping[str, Decimal] | None = None,
) -> Figures:
    """Return the figures of the sessions that ran in any part of the period.

    Args:
        collected: All sessions, including those created before the period.
        period: The period.
        now: The time of the report, in microseconds since 1970.
        limits: The most sessions that a source allows at the same time, by source.
        rates: The price of a minute, by source.
    """
    limits, rates = limits or {}, rates or {}
    measure = Measure(period, collected.active_only, collected.failed)
    runs = [run for each in collected.runs.values() for run in each]
    groups = [measure.group(name, each, limits.get(name)) for name, each in collected.runs.items()]
    own = _shown(groups)
    rest = [run for group in groups if group.name not in own for run in collected.runs[group.name]]
    agents = agents_of(measure, runs, rates)
    return Figures(
        period=period,
        now=now,
        read=len(runs),
        start_intervals=measure.starts,
        concurrency_intervals=measure.concurrency,
        whole=measure.group("", runs),
        sources=groups,
        others=measure.group("", rest) if len(own) < len(groups) else None,
        shown=[group for group in groups if group.name in own],
        agents=nsmallest(AGENTS, agents, key=lambda agent: (-agent.sessions, -agent.time, agent.source, agent.id)),
        agents_in_all=len(agents),
        costliest=_costliest(agents),
        longest=_longest(runs, measure.bounds[1]),
        costs=_costs(measure, groups, collected, rates),
        before=_before(collected, period, rates),
    )


def _before(collected: Collected, period: ReportPeriod, rates: Mapping[str, Decimal]) -> Before | None:
    runs = {name: each for name, each in collected.runs.items() if name not in collected.active_only}
    earlier = period.before()
    if not runs or earlier is None:
        return None
    measure = Measure(earlier, collected.active_only, collected.failed)
    groups = {name: measure.group(name, each) for name, each in runs.items()}
    return Before(
        period=earlier,
        whole=measure.group("", [run for each in runs.values() for run in each]),
        sources=groups,
        costs=_costs(measure, groups.values(), collected, rates),
    )


def _costs(measure: Measure, groups: Iterable[Group], collected: Collected, rates: Mapping[str, Decimal]) -> list[Cost]:
    return [
        cost_of(measure, group, collected.runs[group.name], rates[group.name])
        for group in groups
        if group.name in rates
    ]


def _shown(groups: Sequence[Group]) -> set[str]:
    # If only one source would be left for "others", it gets its own charts.
    most = SHOWN if len(groups) > SHOWN + 1 else SHOWN + 1
    return {group.name for group in nsmallest(most, groups, key=lambda group: -group.sessions)}


def _costliest(agents: Iterable[Agent]) -> list[Agent]:
    priced = ((agent.cost, agent) for agent in agents if agent.cost)
    found = nsmallest(AGENTS, priced, key=lambda pair: (-pair[0], pair[1].source, pair[1].id))
    return [agent for _, agent in found]


def _longest(runs: Iterable[Run], until: int) -> list[Run]:
    running = ((run.begin, run) for run in runs if run.in_progress and run.begin is not None and run.begin < until)
    return [run for _, run in nsmallest(LONGEST, running, key=lambda pair: (pair[0], pair[1].ref))]

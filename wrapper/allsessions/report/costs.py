"""The cost of sessions, by source, over time and by agent."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from attrs import frozen

from allsessions import Status

from .durations import MINUTE
from .groups import Group, Measure
from .runs import Run, time_within


@frozen(kw_only=True)
class Cost:
    """The cost of a source's sessions within the period.

    Attributes:
        rate: The price of a minute.
        time: The total time that sessions ran within the period, in microseconds.
        times: The part of `time` in each interval of `Group.starts`.
        sessions: The number of sessions that `time` includes.
        unknown: The number of sessions without a known end. `time` excludes them, so the true cost is higher.
        waiting: The number of pending sessions. They cost nothing yet.
        partial: True if sessions may be missing: the source lists active sessions only, or its list is incomplete.
    """

    source: str
    rate: Decimal
    time: int
    times: Sequence[int]
    sessions: int
    unknown: int
    waiting: int
    partial: bool

    @property
    def amount(self) -> Decimal:
        """The known part of the cost."""
        return self.rate * self.time / MINUTE

    @property
    def amounts(self) -> list[Decimal]:
        """The known part of the cost in each interval."""
        return [self.rate * time / MINUTE for time in self.times]

    @property
    def at_least(self) -> bool:
        """True if the true cost may be higher."""
        return self.partial or self.unknown > 0


@frozen(kw_only=True)
class Agent:
    """An avatar, persona or agent, and its sessions in the period.

    Attributes:
        sessions: The number of sessions.
        timed: The number of sessions that `time` includes.
        time: The total time that sessions ran within the period, in microseconds.
        unknown: The number of sessions without a known end. `time` excludes them.
        cost: The cost of `time`; None if the source has no rate.
    """

    source: str
    id: str
    sessions: int
    timed: int
    time: int
    unknown: int
    cost: Decimal | None


def cost_of(measure: Measure, group: Group, runs: Iterable[Run], rate: Decimal) -> Cost:
    """Return the cost of a source's sessions."""
    return Cost(
        source=group.name,
        rate=rate,
        time=group.time,
        times=_times(measure, runs),
        sessions=group.timed,
        unknown=group.gaps.endless,
        waiting=group.statuses[Status.PENDING],
        partial=group.active_only or group.name in measure.failed,
    )


def agents_of(measure: Measure, runs: Iterable[Run], rates: Mapping[str, Decimal]) -> list[Agent]:
    """Return all agents with sessions in the period."""
    found: defaultdict[tuple[str, str], list[Run]] = defaultdict(list)
    for run in measure.within(runs):
        if run.agent is not None:
            found[run.source, run.agent].append(run)
    return [_agent(measure, source, id, each, rates.get(source)) for (source, id), each in found.items()]


def _agent(measure: Measure, source: str, id: str, runs: Sequence[Run], rate: Decimal | None) -> Agent:
    times = [spent for run in runs if (spent := time_within(run, *measure.bounds)) is not None]
    return Agent(
        source=source,
        id=id,
        sessions=len(runs),
        timed=len(times),
        time=sum(times),
        unknown=sum(run.end is None for run in runs),
        cost=None if rate is None else rate * sum(times) / MINUTE,
    )


def _times(measure: Measure, runs: Iterable[Run]) -> list[int]:
    intervals = measure.starts
    times = [0] * len(intervals)
    for run in measure.within(runs):
        if run.begin is None or run.end is None:
            continue
        first = intervals.place(max(run.begin, intervals.moments[0]))
        last = max(first, intervals.place(min(run.end, intervals.moments[-1]) - 1))
        for place in range(first, last + 1):
            times[place] += time_within(run, intervals.moments[place], intervals.moments[place + 1]) or 0
    return times

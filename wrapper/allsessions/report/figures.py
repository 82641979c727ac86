"""The figures of a report, as plain data."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from heapq import nsmallest
from typing import Final

from attrs import Factory, field, frozen

from allsessions import Session, Status

from .durations import MINUTE, Durations, durations_of
from .period import Period, Stretches
from .progress import Progress, progress_of
from .runs import Run, moment, ran_within, run_of, time_within

SHOWN: Final = 8
"""The number of sources with their own charts. The other sources share one."""
AGENTS: Final = 15
LONGEST: Final = 15


@frozen(kw_only=True)
class Gaps:
    """The number of sessions in a group that lack a value.

    Attributes:
        undated: Sessions without a start. No figure includes them.
        unplaced: Sessions that started before the period and have no known end. They may have run in the period. No
            figure includes them.
        endless: Sessions of the period without a known end. Not included in concurrency, durations, time and cost.
        agentless: Sessions of the period without an agent.
    """

    undated: int
    unplaced: int
    endless: int
    agentless: int


@frozen(kw_only=True)
class Group:
    """The figures of one source, or of several sources together.

    Attributes:
        name: The name of the source.
        sessions: The number of sessions that ran in the period.
        started: The number of sessions that started in the period.
        starts: The number of starts in each interval of the period.
        statuses: The number of sessions by status.
        in_progress: The number of sessions in progress when they were read.
        time: The time that sessions ran within the period, in microseconds.
        timed: The number of sessions whose time is known.
        progress: The number of sessions in progress at the same time.
        durations: Statistics of the durations.
        gaps: The number of sessions that lack a value.
    """

    name: str
    sessions: int
    started: int
    starts: Sequence[int]
    statuses: Mapping[Status, int]
    in_progress: int
    time: int
    timed: int
    progress: Progress
    durations: Durations
    gaps: Gaps


@frozen(kw_only=True)
class Cost:
    """The cost of a source's sessions within the period.

    Attributes:
        rate: The price of a minute.
        time: The time of the sessions whose time is known, in microseconds.
        sessions: The number of these sessions.
        unknown: The number of sessions whose time is unknown. The true cost is higher.
        waiting: The number of pending sessions. They cost nothing yet.
    """

    source: str
    rate: Decimal
    time: int
    sessions: int
    unknown: int
    waiting: int

    @property
    def amount(self) -> Decimal:
        """The known part of the cost."""
        return self.rate * self.time / MINUTE


@frozen(kw_only=True)
class Agent:
    """An avatar, persona or agent, and its sessions in the period.

    Attributes:
        sessions: The number of sessions.
        timed: The number of sessions whose time is known.
        time: The time of these sessions within the period, in microseconds.
    """

    source: str
    id: str
    sessions: int
    timed: int
    time: int


@frozen(kw_only=True)
class Figures:
    """All figures of a report.

    Attributes:
        period: The period.
        now: The time of the report, in microseconds since 1970.
        read: The number of sessions read, in the period or not.
        starts: The intervals of `Group.starts`.
        progress: The intervals of `Progress.highest`.
        whole: The figures of all sources together.
        sources: The figures of each source, in the order given.
        others: The figures of the sources without their own charts; None if each source has its own.
        shown: The figures of the sources with their own charts.
        agents: The busiest agents.
        agents_in_all: The number of all agents.
        longest: The sessions that have been in progress for the longest time.
        costs: The costs of the sources with a rate.
    """

    period: Period
    now: int
    read: int
    starts: Stretches
    progress: Stretches
    whole: Group
    sources: Sequence[Group]
    others: Group | None
    shown: Sequence[Group]
    agents: Sequence[Agent]
    agents_in_all: int
    longest: Sequence[Run]
    costs: Sequence[Cost]


@frozen
class _Measure:
    """The period and intervals that all groups of a report share."""

    period: Period
    starts: Stretches = field(init=False, default=Factory(lambda self: self.period.starts(), takes_self=True))
    progress: Stretches = field(init=False, default=Factory(lambda self: self.period.progress(), takes_self=True))

    @property
    def bounds(self) -> tuple[int, int]:
        return moment(self.period.since), moment(self.period.until)

    def group(self, name: str, runs: Sequence[Run], limit: int | None = None) -> Group:
        since, until = self.bounds
        ran = [run for run in runs if ran_within(run, since, until)]
        begun = [run.begin for run in ran if run.begin is not None and run.begin >= since]
        times = [spent for run in ran if (spent := time_within(run, since, until)) is not None]
        counts = Counter(run.status for run in ran)
        return Group(
            name=name,
            sessions=len(ran),
            started=len(begun),
            starts=_counted(begun, self.starts),
            statuses={status: counts[status] for status in Status},
            in_progress=sum(run.in_progress for run in ran),
            time=sum(times),
            timed=len(times),
            progress=progress_of(ran, self.progress, limit),
            durations=durations_of(run.length for run in ran if run.length is not None),
            gaps=_gaps(runs, ran, since),
        )

    def agents(self, runs: Iterable[Run]) -> list[Agent]:
        since, until = self.bounds
        times: defaultdict[tuple[str, str], list[int | None]] = defaultdict(list)
        for run in runs:
            if run.agent is not None and ran_within(run, since, until):
                times[run.source, run.agent].append(time_within(run, since, until))
        known = {key: [each for each in spent if each is not None] for key, spent in times.items()}
        return [
            Agent(source=source, id=id, sessions=len(spent), timed=len(known[source, id]), time=sum(known[source, id]))
            for (source, id), spent in times.items()
        ]


def figures(
    sessions: Iterable[Session],
    period: Period,
    now: int,
    *,
    sources: Iterable[str] = (),
    limits: Mapping[str, int] | None = None,
    rates: Mapping[str, Decimal] | None = None,
) -> Figures:
    """Return the figures of the sessions that ran in any part of the period.

    Args:
        sessions: All sessions, including those created before the period. Iterated once.
        period: The period.
        now: The time of the report, in microseconds since 1970.
        sources: Names of sources to include even without sessions, in this order.
        limits: The most sessions at the same time, by source.
        rates: The price of a minute, by source.
    """
    limits, rates, measure = limits or {}, rates or {}, _Measure(period)
    by_source: dict[str, list[Run]] = {name: [] for name in [*sources, *limits, *rates]}
    for session in sessions:
        by_source.setdefault(session.source, []).append(run_of(session, now))
    runs = [run for each in by_source.values() for run in each]
    groups = [measure.group(name, each, limits.get(name)) for name, each in by_source.items()]
    own = _shown(groups)
    rest = [run for group in groups if group.name not in own for run in by_source[group.name]]
    agents = measure.agents(runs)
    return Figures(
        period=period,
        now=now,
        read=len(runs),
        starts=measure.starts,
        progress=measure.progress,
        whole=measure.group("", runs),
        sources=groups,
        others=measure.group("", rest) if len(own) < len(groups) else None,
        shown=[group for group in groups if group.name in own],
        agents=nsmallest(AGENTS, agents, key=lambda agent: (-agent.sessions, -agent.time, agent.source, agent.id)),
        agents_in_all=len(agents),
        longest=_longest(runs, measure.bounds[1]),
        costs=[_cost(group, rates[group.name]) for group in groups if group.name in rates],
    )


def _cost(group: Group, rate: Decimal) -> Cost:
    return Cost(
        source=group.name,
        rate=rate,
        time=group.time,
        sessions=group.timed,
        unknown=group.gaps.endless,
        waiting=group.statuses[Status.PENDING],
    )


def _counted(begun: Iterable[int], stretches: Stretches) -> list[int]:
    counts = Counter(map(stretches.place, begun))
    return [counts[place] for place in range(len(stretches))]


def _gaps(runs: Iterable[Run], ran: Sequence[Run], since: int) -> Gaps:
    return Gaps(
        undated=sum(run.begin is None for run in runs),
        unplaced=sum(run.begin is not None and run.begin < since and run.end is None for run in runs),
        endless=sum(run.end is None for run in ran),
        agentless=sum(run.agent is None for run in ran),
    )


def _shown(groups: Sequence[Group]) -> set[str]:
    # If only one source would be left for "others", it gets its own charts.
    most = SHOWN if len(groups) > SHOWN + 1 else SHOWN + 1
    return {group.name for group in nsmallest(most, groups, key=lambda group: -group.sessions)}


def _longest(runs: Iterable[Run], until: int) -> list[Run]:
    running = ((run.begin, run) for run in runs if run.in_progress and run.begin is not None and run.begin < until)
    return [run for _, run in nsmallest(LONGEST, running, key=lambda pair: (pair[0], pair[1].ref))]

"""The figures of a report, as plain data: what a page shows and what a test compares."""

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
"""Sources that have charts of their own; the others have one together."""
AGENTS: Final = 15
LONGEST: Final = 15


@frozen(kw_only=True)
class Gaps:
    """What is not known of a group's sessions.

    Attributes:
        undated: Sessions without any time: they are in no figure.
        unplaced: Those begun before the period whose end is not told: whether they ran in it is not known, so they are
            in no figure.
        endless: Those of the period whose end is not told: not in what was in progress, durations, time and cost.
        agentless: Those of the period whose agent is not told.
    """

    undated: int
    unplaced: int
    endless: int
    agentless: int


@frozen(kw_only=True)
class Group:
    """The figures of one source, or of several together.

    Attributes:
        name: The source's name.
        sessions: How many ran in the period.
        started: How many of them began in it.
        starts: How many began in each stretch of the period.
        statuses: How many have which status; each has one.
        in_progress: How many were not over when they were read.
        time: How long they ran within the period, added up, in microseconds.
        timed: Of how many that is known.
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
    """What a source's sessions cost within the period.

    Attributes:
        rate: Money a minute.
        time: How long those ran whose time is known, in microseconds.
        sessions: How many these are.
        unknown: How many there are whose time is not known: with them, it is more.
        waiting: How many only wait; they cost nothing yet.
    """

    source: str
    rate: Decimal
    time: int
    sessions: int
    unknown: int
    waiting: int

    @property
    def amount(self) -> Decimal:
        """What is known of it."""
        return self.rate * self.time / MINUTE


@frozen(kw_only=True)
class Agent:
    """An avatar, persona or agent: its sessions in the period, and how long those ran there whose time is known."""

    source: str
    id: str
    sessions: int
    timed: int
    time: int


@frozen(kw_only=True)
class Figures:
    """All figures of a report.

    Attributes:
        period: What they are of.
        now: When the sessions were read, in microseconds since 1970.
        read: How many sessions were read, in the period or not.
        starts: The stretches of `Group.starts`.
        progress: The stretches of `Progress.highest`.
        whole: All sources together.
        sources: Each of them, in the order given.
        others: Those that have no charts of their own, together; None if each has.
        shown: The sources that have charts of their own.
        agents: The busiest agents, of `agents_in_all`.
        longest: What has been in progress for the longest time.
        costs: By source, of those with a rate.
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
    """What all groups of a report are measured by."""

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
    """The figures of the sessions that ran in any part of the period.

    Args:
        sessions: All there are, also those created before the period; read once.
        now: When they are read.
        sources: Names of sources that are told of also if they have no session, in this order.
        limits: How many sessions a source may have at once.
        rates: What a minute costs, by source.
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
    # One that would stand alone for the others is shown itself.
    most = SHOWN if len(groups) > SHOWN + 1 else SHOWN + 1
    return {group.name for group in nsmallest(most, groups, key=lambda group: -group.sessions)}


def _longest(runs: Iterable[Run], until: int) -> list[Run]:
    running = ((run.begin, run) for run in runs if run.in_progress and run.begin is not None and run.begin < until)
    return [run for _, run in nsmallest(LONGEST, running, key=lambda pair: (pair[0], pair[1].ref))]

"""The figures of one source, or of several sources together, in one period."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum

from attrs import Factory, field, frozen

from allsessions import Status

from .concurrency import Concurrency, concurrency_of
from .durations import Durations, durations_of
from .period import Intervals, ReportPeriod
from .runs import Run, moment, ran_within, time_within


class Completeness(StrEnum):
    """The part of a source's list that the library has read."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    NOT_READ = "not read"


@frozen(kw_only=True)
class Gaps:
    """The numbers of sessions that lack a value, for one source or several sources together.

    Attributes:
        undated: Sessions without a start. No figure includes them.
        unplaced: Sessions that started before the period and have no known end. They may have run in the period. No
            figure includes them.
        endless: Sessions in the period that have no known end. Concurrency, durations, time and cost exclude them.
        agentless: Sessions that ran in the period and have no agent.
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
        active_only: True if the source lists active sessions only. Such a source has no history of ended sessions.
        known_since: If `active_only`, the first time (in microseconds) with a session in progress; else None.
        completeness: The part of the source's list that the library has read.
        sessions: The number of sessions that ran in the period.
        started: The number of sessions that started in the period, at sources with a history.
        starts: The part of `started` in each interval of the period.
        statuses: The number of sessions by status.
        finished: The number of sessions that ended or failed, at sources with a history.
        in_progress: The number of sessions in progress when they were read.
        time: The total time that sessions ran within the period, in microseconds.
        timed: The number of sessions that `time` includes.
        concurrency: The number of sessions in progress at the same time.
        durations: Statistics of the durations.
        gaps: The number of sessions that lack a value.
    """

    name: str
    active_only: bool
    known_since: int | None
    completeness: Completeness
    sessions: int
    started: int
    starts: Sequence[int]
    statuses: Mapping[Status, int]
    finished: int
    in_progress: int
    time: int
    timed: int
    concurrency: Concurrency
    durations: Durations
    gaps: Gaps

    @property
    def failed(self) -> int:
        """The number of sessions that failed."""
        return self.statuses[Status.FAILED]

    @property
    def not_read(self) -> bool:
        """True if the source failed before the library could read a session."""
        return self.completeness is Completeness.NOT_READ


@frozen
class Measure:
    """Computes the figures of groups in a period. `active_only` and `failed` name the sources with incomplete data."""

    period: ReportPeriod
    active_only: AbstractSet[str]
    failed: AbstractSet[str]
    starts: Intervals = field(init=False, default=Factory(lambda self: self.period.start_intervals(), takes_self=True))
    concurrency: Intervals = field(
        init=False, default=Factory(lambda self: self.period.concurrency_intervals(), takes_self=True)
    )

    @property
    def bounds(self) -> tuple[int, int]:
        """The start and the end of the period, in microseconds since 1970."""
        return moment(self.period.since), moment(self.period.until)

    def within(self, runs: Iterable[Run]) -> list[Run]:
        """Return the `Run` of each session that ran in any part of the period."""
        return [run for run in runs if ran_within(run, *self.bounds)]

    def group(self, name: str, runs: Sequence[Run], limit: int | None = None) -> Group:
        """Return the figures of the sessions in `runs`."""
        since, until = self.bounds
        ran = self.within(runs)
        known = [run for run in ran if run.source not in self.active_only]
        begun = [run.begin for run in known if run.begin is not None and run.begin >= since]
        times = [spent for run in ran if (spent := time_within(run, since, until)) is not None]
        counts = Counter(run.status for run in ran)
        return Group(
            name=name,
            active_only=name in self.active_only,
            known_since=self._known_since(ran) if name in self.active_only else None,
            completeness=self._completeness(name, runs),
            sessions=len(ran),
            started=len(begun),
            starts=_counted(begun, self.starts),
            statuses={status: counts[status] for status in Status},
            finished=sum(run.status in (Status.ENDED, Status.FAILED) for run in known),
            in_progress=sum(run.in_progress for run in ran),
            time=sum(times),
            timed=len(times),
            concurrency=concurrency_of(ran, self.concurrency, limit),
            durations=durations_of(run.length for run in ran if run.length is not None),
            gaps=_gaps(runs, ran, since),
        )

    def _known_since(self, ran: Iterable[Run]) -> int | None:
        begins = [run.begin for run in ran if run.begin is not None and run.end is not None]
        return max(min(begins), self.bounds[0]) if begins else None

    def _completeness(self, name: str, runs: Sequence[Run]) -> Completeness:
        if name not in self.failed:
            return Completeness.COMPLETE
        return Completeness.INCOMPLETE if runs else Completeness.NOT_READ


def _counted(begun: Iterable[int], intervals: Intervals) -> list[int]:
    counts = Counter(map(intervals.place, begun))
    return [counts[place] for place in range(len(intervals))]


def _gaps(runs: Iterable[Run], ran: Sequence[Run], since: int) -> Gaps:
    return Gaps(
        undated=sum(run.begin is None for run in runs),
        unplaced=sum(run.begin is not None and run.begin < since and run.end is None for run in runs),
        endless=sum(run.end is None for run in ran),
        agentless=sum(run.agent is None for run in ran),
    )

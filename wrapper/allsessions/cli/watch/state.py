"""What is known of each source, and when it is asked again. No I/O, and nothing that grows: a watch runs for days."""

import datetime
import heapq
from collections.abc import Iterable
from typing import Final

from attrs import define, field, frozen

from allsessions import Session, Source, Status

RUNNING_KEPT: Final = 200
"""Running sessions kept of one source: more than a terminal has lines."""

LEAST_PAUSE: Final = 1.0
"""Seconds for which a source is left alone, at least, after it has answered or failed."""

LONGEST_PAUSE: Final = 86_400.0
"""Seconds for which a source is left alone, at most, whatever its vendor asks for."""

MOST_DOUBLINGS: Final = 4
"""How often the interval is doubled, at most, while a vendor says that it is asked too often."""

_SECONDS: Final = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0}


@frozen(kw_only=True)
class Glimpse:
    """What is kept of a session while it is shown; nothing of the vendor's record, which can hold join tokens.

    Attributes:
        ref: Its ref.
        status: Its status.
        vendor_status: The status as the vendor sent it.
        time: When it was made; of a failed one, when it ended. None where neither is told.
        agent_id: Its avatar, persona or agent.
    """

    ref: str
    status: Status
    vendor_status: str | int | None
    time: datetime.datetime | None
    agent_id: str | None

    def age(self, now: datetime.datetime) -> datetime.timedelta | None:
        """How long ago its time was. A vendor's clock that is ahead of ours makes no session younger than nothing."""
        return None if self.time is None else max(now - self.time, datetime.timedelta())


@frozen(kw_only=True)
class Snapshot:
    """A source as it was when it was read.

    Attributes:
        at: When the reading began.
        pending: How many sessions wait.
        active: How many run.
        failed: How many have failed; None if they were not asked for, or are in no list of this vendor.
        running: Of those that wait or run, the ones that began first; those whose time is not known come last.
        failures: Of those that have failed, the ones that did so last.
        unreadable: Records that could not be read, so that there may be as many more of any kind.
    """

    at: datetime.datetime
    pending: int
    active: int
    failed: int | None
    running: tuple[Glimpse, ...]
    failures: tuple[Glimpse, ...]
    unreadable: int = 0


@frozen(kw_only=True)
class Outcome:
    """What came of asking a source once.

    Attributes:
        snapshot: What was read; None where the list broke off, since a part of it would look like all of it.
        trouble: What is missing and what to do; None if nothing is.
        notes: What the log said meanwhile.
        requests: How many requests it took.
        seconds: How long it took.
        retry_after: Seconds for which the vendor wants to be left alone.
        too_often: Whether the vendor says that it is asked too often.
    """

    snapshot: Snapshot | None
    trouble: str | None = None
    notes: tuple[str, ...] = ()
    requests: int
    seconds: float
    retry_after: float = 0.0
    too_often: bool = False


@frozen
class Interval:
    """Seconds from the beginning of one reading to the next one's; and why they are more than was asked for."""

    seconds: float
    reason: str | None = None


@define(kw_only=True)
class Watched:
    """One source, as far as it is known.

    Attributes:
        source: The source.
        snapshot: The last one that was had.
        outcome: What came of the last reading; None before the first has ended.
        interval: When it is asked again.
        begun: When the reading began that goes on; None if none does.
        due: When the next one begins.
    """

    source: Source
    every: float
    snapshot: Snapshot | None = None
    outcome: Outcome | None = None
    interval: Interval = field(default=Interval(0.0))
    begun: datetime.datetime | None = None
    due: datetime.datetime | None = None
    _refused: int = 0

    @property
    def whole(self) -> bool:
        """Whether the last reading saw everything."""
        return self.outcome is not None and self.outcome.trouble is None

    @property
    def stale(self) -> bool:
        """Whether the snapshot is an older one, since the last reading gave none."""
        return self.outcome is not None and self.outcome.snapshot is None

    def begin(self, now: datetime.datetime) -> None:
        """A reading begins."""
        self.begun, self.due = now, None

    def take(self, outcome: Outcome, now: datetime.datetime) -> float:
        """A reading has ended; seconds until the next."""
        self.outcome = outcome
        self.snapshot = outcome.snapshot or self.snapshot
        self._refused = min(self._refused + 1, MOST_DOUBLINGS) if outcome.too_often else 0
        self.interval = interval(self.every, self.source.rate_limit, outcome, self._refused)
        pause = min(max(self.interval.seconds - outcome.seconds, LEAST_PAUSE), LONGEST_PAUSE)
        self.begun, self.due = None, now + datetime.timedelta(seconds=pause)
        return pause


def snapshot_of(
    sessions: Iterable[Session], *, at: datetime.datetime, unreadable: int, knows_failures: bool, failures: int
) -> Snapshot:
    """Counts the sessions, and keeps a glimpse of so few of them that it does not matter how many there are."""
    counts = dict.fromkeys(Status, 0)
    running: list[Glimpse] = []
    failed: list[Glimpse] = []
    for session in sessions:
        counts[session.status] += 1
        of_its_kind = failed if session.status is Status.FAILED else running
        of_its_kind.append(_glimpse(session))
    return Snapshot(
        at=at,
        pending=counts[Status.PENDING],
        active=counts[Status.ACTIVE],
        failed=counts[Status.FAILED] if knows_failures else None,
        running=tuple(oldest(running, RUNNING_KEPT)),
        failures=tuple(newest(failed, failures)),
        unreadable=unreadable,
    )


def oldest(glimpses: Iterable[Glimpse], most: int) -> list[Glimpse]:
    """So many of them, the ones that began first; those whose time is not known come last."""
    return heapq.nsmallest(most, glimpses, lambda each: _number(each, unknown=float("inf")))


def newest(glimpses: Iterable[Glimpse], most: int) -> list[Glimpse]:
    """So many of them, the ones that ended last; those whose time is not known come last."""
    return heapq.nlargest(most, glimpses, lambda each: _number(each, unknown=float("-inf")))


def interval(every: float, rate_limit: str | None, outcome: Outcome, refused: int = 0) -> Interval:
    """When a source is asked again after this.

    Args:
        every: Seconds that were asked for.
        rate_limit: The source's, such as ``"100/minute"``.
        outcome: What came of the last reading.
        refused: How many readings in a row ended with the vendor saying that it is asked too often.
    """
    requests = "1 request" if outcome.requests == 1 else f"{outcome.requests:,} requests"
    bounds = [
        Interval(outcome.seconds + outcome.retry_after if outcome.retry_after else 0.0, "as long as it asks for"),
        Interval(every * 2**refused, "it says that it is asked too often"),
        Interval(_within(rate_limit, outcome.requests), f"{requests} at {rate_limit}"),
        Interval(outcome.seconds + LEAST_PAUSE, f"reading it takes {outcome.seconds:.0f} s"),
    ]
    longer = [bound for bound in bounds if bound.seconds > every]
    return Interval(max(bound.seconds for bound in longer), longer[0].reason) if longer else Interval(every)


def _within(rate_limit: str | None, requests: int) -> float:
    """Seconds in which a source allows so many requests."""
    if rate_limit is None:
        return 0.0
    number, _, unit = rate_limit.partition("/")
    return requests * _SECONDS[unit] / int(number)


def _glimpse(session: Session) -> Glimpse:
    begun = session.created_at or session.started_at
    return Glimpse(
        ref=session.ref,
        status=session.status,
        vendor_status=session.vendor_status,
        time=session.ended_at or begun if session.status is Status.FAILED else begun,
        agent_id=session.agent_id,
    )


def _number(glimpse: Glimpse, *, unknown: float) -> float:
    return unknown if glimpse.time is None else glimpse.time.timestamp()

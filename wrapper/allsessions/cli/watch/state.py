"""The state of each source, and the time of its next read. No I/O."""

import datetime
import heapq
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Final

from attrs import define, field, frozen

from allsessions import Session, Source, Status

RUNNING_KEPT: Final = 200
"""The most running sessions kept per source: more than a terminal has lines."""

LEAST_PAUSE: Final = 1.0
"""The shortest pause between two reads of a source, in seconds."""

LONGEST_PAUSE: Final = 86_400.0
"""The longest pause between two reads of a source, in seconds, even if its vendor requests a longer one."""

MOST_DOUBLINGS: Final = 4
"""Each rate limit error in a row doubles the interval, up to this many times."""

_SECONDS: Final = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0}


@frozen(kw_only=True)
class Glimpse:
    """The fields of a session that the screen shows, without the vendor's record, which can contain join tokens.

    Attributes:
        ref: The ref.
        status: The status.
        vendor_status: The vendor's status.
        time: The end of a failed session, if known; else the start, else the creation. None if all are unknown.
        agent_id: The identifier of the avatar, persona or agent.
    """

    ref: str
    status: Status
    vendor_status: str | int | None
    time: datetime.datetime | None
    agent_id: str | None

    def age(self, now: datetime.datetime) -> datetime.timedelta | None:
        """Return the time from `time` to `now`. The result is never negative, even if the vendor's clock is ahead."""
        return None if self.time is None else max(now - self.time, datetime.timedelta())


@frozen(kw_only=True)
class Snapshot:
    """The sessions of a source at the time of a read.

    Attributes:
        at: The time when the read started.
        pending: The number of pending sessions.
        active: The number of active sessions.
        failed: The number of failed sessions; None if the watch did not request them, or the vendor does not list them.
        running: The oldest pending and active sessions: the oldest first, sessions without a time last.
        failures: The newest failed sessions, newest first.
        all_failures: All failed sessions, in the vendor's order.
        unreadable: The number of unreadable records. The numbers of sessions do not include these.
    """

    at: datetime.datetime
    pending: int
    active: int
    failed: int | None
    running: tuple[Glimpse, ...]
    failures: tuple[Glimpse, ...]
    all_failures: tuple[Glimpse, ...] = ()
    unreadable: int = 0


@frozen(kw_only=True)
class Outcome:
    """The result of one read of a source.

    Attributes:
        snapshot: The sessions; None if reading the list failed, because an incomplete snapshot would look complete.
        trouble: The error, with advice; None if the read was complete.
        notes: Log messages during the read.
        requests: The number of requests.
        seconds: The duration of the read.
        retry_after: The pause that the vendor requested, in seconds.
        too_often: True if the vendor reported too many requests.
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
    """The time from the start of one read to the start of the next, and the reason if it is longer than requested."""

    seconds: float
    reason: str | None = None


@define(kw_only=True)
class Watched:
    """A source and the results of its reads.

    Attributes:
        source: The source.
        every: The requested time between the starts of two reads, in seconds.
        snapshot: The latest snapshot; None before the first read has succeeded.
        outcome: The result of the last read; None before the first read has ended.
        interval: The actual time between two reads.
        limit: Maximum number of sessions that the source allows at the same time; None if unknown.
        begun: The start time of the current read; None between reads.
        due: The start time of the next read; None during a read.
    """

    source: Source
    every: float
    snapshot: Snapshot | None = None
    outcome: Outcome | None = None
    interval: Interval = field(default=Interval(0.0))
    limit: int | None = None
    begun: datetime.datetime | None = None
    due: datetime.datetime | None = None
    _refused: int = 0

    @property
    def whole(self) -> bool:
        """True if the last read was complete."""
        return self.outcome is not None and self.outcome.trouble is None

    @property
    def stale(self) -> bool:
        """True if the last read failed, so `snapshot` is from an earlier read, or None."""
        return self.outcome is not None and self.outcome.snapshot is None

    def begin(self, now: datetime.datetime) -> None:
        """Record the start of a read."""
        self.begun, self.due = now, None

    def take(self, outcome: Outcome, now: datetime.datetime) -> float:
        """Record the result of a read. Return the seconds until the next read."""
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
    """Return a snapshot with the counts, all failed sessions, and the oldest running sessions."""
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
        all_failures=tuple(failed),
        unreadable=unreadable,
    )


def oldest(glimpses: Iterable[Glimpse], most: int) -> list[Glimpse]:
    """Return at most `most` sessions: the oldest first, sessions without a time last."""
    return heapq.nsmallest(most, glimpses, lambda each: _sort_key(each, unknown=float("inf")))


def in_turns(groups: Iterable[Sequence[Glimpse]], most: int) -> list[Glimpse]:
    """Return at most `most` sessions: the oldest session of each group, then the second oldest of each, and so on."""
    chosen: list[Glimpse] = []
    for turn in zip_longest(*groups):
        chosen += oldest([each for each in turn if each is not None], most - len(chosen))
        if len(chosen) >= most:
            break
    return chosen


def newest(glimpses: Iterable[Glimpse], most: int) -> list[Glimpse]:
    """Return at most `most` sessions: the newest first, sessions without a time last."""
    return heapq.nlargest(most, glimpses, lambda each: _sort_key(each, unknown=float("-inf")))


def interval(every: float, rate_limit: str | None, outcome: Outcome, refused: int = 0) -> Interval:
    """Return the time from the start of a source's last read to its next read.

    Args:
        every: The requested interval in seconds.
        rate_limit: The source's rate limit, such as ``"100/minute"``.
        outcome: The result of the last read.
        refused: The number of reads in a row that ended with a rate limit error.
    """
    requests = "1 request" if outcome.requests == 1 else f"{outcome.requests:,} requests"
    bounds = [
        Interval(outcome.seconds + outcome.retry_after if outcome.retry_after else 0.0, "requested by the vendor"),
        Interval(every * 2**refused, "rate limited by the vendor"),
        Interval(_seconds_for(rate_limit, outcome.requests), f"{requests} at {rate_limit}"),
        Interval(outcome.seconds + LEAST_PAUSE, f"a read takes {outcome.seconds:.0f} s"),
    ]
    longest = max(bounds, key=lambda bound: bound.seconds)
    return longest if longest.seconds > every else Interval(every)


def _seconds_for(rate_limit: str | None, requests: int) -> float:
    """Return the seconds that the rate limit requires for this number of requests."""
    if rate_limit is None:
        return 0.0
    number, _, unit = rate_limit.partition("/")
    return requests * _SECONDS[unit] / int(number)


def _glimpse(session: Session) -> Glimpse:
    begun = session.started_at or session.created_at
    return Glimpse(
        ref=session.ref,
        status=session.status,
        vendor_status=session.vendor_status,
        time=session.ended_at or begun if session.status is Status.FAILED else begun,
        agent_id=session.agent_id,
    )


def _sort_key(glimpse: Glimpse, *, unknown: float) -> float:
    return unknown if glimpse.time is None else glimpse.time.timestamp()

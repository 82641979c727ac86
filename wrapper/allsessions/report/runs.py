"""When a session ran, as far as its vendor tells. Moments are whole microseconds since 1970, so that sums are exact."""

import datetime
from typing import Final

from attrs import frozen

from allsessions import Session, Status

MICROSECOND: Final = datetime.timedelta(microseconds=1)
EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)

IN_PROGRESS: Final = (Status.PENDING, Status.ACTIVE)
"""The statuses of a session that is not over; a pending one waits, and a vendor's limit counts it all the same."""


@frozen(kw_only=True)
class Run:
    """What the figures need of a session. Nothing of the vendor's record is kept.

    Attributes:
        begin: When it began to run; where the vendor does not tell, when it was made. None if it tells neither.
        end: When it was over; for one in progress, the moment it was read. None if it cannot be known.
        length: How long it ran, of one that is over; None if it cannot be known.
    """

    source: str
    ref: str
    status: Status
    agent: str | None
    label: str | None
    begin: int | None
    end: int | None
    length: int | None

    @property
    def in_progress(self) -> bool:
        """Whether it was not over when it was read."""
        return self.status in IN_PROGRESS


def moment(time: datetime.datetime) -> int:
    """The time as microseconds since 1970."""
    return (time - EPOCH) // MICROSECOND


def time(moment: int) -> datetime.datetime:
    """The moment as a time, in UTC."""
    return EPOCH + moment * MICROSECOND


def run_of(session: Session, now: int) -> Run:
    """What is known of it `now`."""
    begin, length = _begin(session), _micros(session.duration)
    if session.status in IN_PROGRESS:
        end, length = (now if begin is not None and begin <= now else None), None
    else:
        end = _end(session, begin, length)
        if length is None and session.ended_at is not None and begin is not None and end is not None:
            length = end - begin
    return Run(
        source=session.source,
        ref=session.ref,
        status=session.status,
        agent=session.agent_id,
        label=session.label,
        begin=begin,
        end=end,
        length=length,
    )


def ran_within(run: Run, since: int, until: int) -> bool:
    """Whether it ran in any part of the period; of one without a known end, whether it began there."""
    if run.begin is None or run.begin >= until:
        return False
    return run.begin >= since or (run.end is not None and run.end > since)


def time_within(run: Run, since: int, until: int) -> int | None:
    """How long it ran within the period, in microseconds; None if that cannot be known, or it only waits.

    A duration that the vendor tells counts as it is, and of a session that the period cuts, in proportion.
    """
    if run.status is Status.PENDING or run.begin is None or run.end is None:
        return None
    span = run.end - run.begin
    within = max(0, min(run.end, until) - max(run.begin, since))
    if run.length is None:
        return within
    return run.length if within == span else run.length * within // span


def _begin(session: Session) -> int | None:
    if session.started_at is not None:
        return moment(session.started_at)
    length = _micros(session.duration)
    if session.ended_at is not None and length is not None:
        return moment(session.ended_at) - length
    return None if session.created_at is None else moment(session.created_at)


def _end(session: Session, begin: int | None, length: int | None) -> int | None:
    if begin is None:
        return None
    # An end before the beginning is no end: the vendor's times contradict each other.
    if session.ended_at is not None and moment(session.ended_at) >= begin:
        return moment(session.ended_at)
    return None if length is None else begin + length


def _micros(duration: datetime.timedelta | None) -> int | None:
    if duration is None or duration < datetime.timedelta():
        return None
    return duration // MICROSECOND

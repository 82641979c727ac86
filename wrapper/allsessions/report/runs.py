"""The start and end of each session. Times are whole microseconds since 1970, so sums are exact."""

import datetime
from typing import Final

from attrs import frozen

from allsessions import Session, Status

MICROSECOND: Final = datetime.timedelta(microseconds=1)
EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)

IN_PROGRESS: Final = (Status.PENDING, Status.ACTIVE)
"""The statuses of sessions that have not ended. Pending sessions are included, because a vendor's limit counts them."""


@frozen(kw_only=True)
class Run:
    """A session, reduced to the fields that the figures need, without the vendor's record.

    Attributes:
        begin: The start, else the end minus the duration, else the time of creation; None if unknown.
        end: The end, else the start plus the duration; the time of the report if in progress; None if unknown.
        length: The duration of an ended session; None if unknown or in progress.
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
        """True if the session was pending or active when it was read."""
        return self.status in IN_PROGRESS


def moment(time: datetime.datetime) -> int:
    """Return the time as microseconds since 1970."""
    return (time - EPOCH) // MICROSECOND


def time(moment: int) -> datetime.datetime:
    """Return microseconds since 1970 as a datetime in UTC."""
    return EPOCH + moment * MICROSECOND


def run_of(session: Session, now: int) -> Run:
    """Return the `Run` of a session that was read at `now`."""
    begin, length = _begin(session), _micros(session.duration)
    if session.status in IN_PROGRESS:
        if begin is not None:
            begin = min(begin, now - 1)  # a vendor's clock can be ahead
        end, length = (None if begin is None else now), None
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
    """Check that the session ran in any part of the period. Without a known end, it must have started in the period."""
    if run.begin is None or run.begin >= until:
        return False
    return run.begin >= since or (run.end is not None and run.end > since)


def time_within(run: Run, since: int, until: int) -> int | None:
    """Return the time that the session ran within the period, in microseconds; None if unknown or pending.

    If the vendor reports a duration, multiply it by the share of the session that is within the period.
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
    # Ignore an end before the start: the vendor's times contradict each other.
    if session.ended_at is not None and moment(session.ended_at) >= begin:
        return moment(session.ended_at)
    return None if length is None else begin + length


def _micros(duration: datetime.timedelta | None) -> int | None:
    if duration is None or duration < datetime.timedelta():
        return None
    return duration // MICROSECOND

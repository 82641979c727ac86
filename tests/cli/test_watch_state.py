"""The state of a watched source, and the time of its next read. No I/O."""

import datetime
import pickle
from typing import Any

from attrs import evolve

from allsessions import Session, Status
from allsessions.cli.watch.state import LEAST_PAUSE, LONGEST_PAUSE, RUNNING_KEPT, Snapshot, snapshot_of

from .watched import NOW, ago, glimpse, outcome, snapshot, watched


def session(number: int, status: Status, created: datetime.datetime | None = None, **more: Any) -> Session:
    raw: Any = None
    return Session(source="anam", vendor="anam", id=str(number), status=status, created_at=created, raw=raw, **more)


def read(*sessions: Session, failures: int = 10) -> Snapshot:
    return snapshot_of(sessions, at=NOW, unreadable=0, knows_failures=True, failures=failures)


def test_many_sessions_are_counted_and_few_are_kept() -> None:
    made = read(*(session(n, Status.ACTIVE, ago(minutes=n)) for n in range(1000)))
    assert (made.active, made.pending, made.failed) == (1000, 0, 0)
    assert len(made.running) == RUNNING_KEPT
    assert made.running[0].ref == "anam:999"
    assert not hasattr(made.running[0], "raw")


def test_the_oldest_come_first_and_unknown_ages_last() -> None:
    made = read(
        session(1, Status.ACTIVE),
        session(2, Status.PENDING, ago(hours=1)),
        session(3, Status.ACTIVE, ago(hours=2)),
        session(4, Status.ACTIVE, None, started_at=ago(hours=3)),
    )
    assert [each.ref for each in made.running] == ["anam:4", "anam:3", "anam:2", "anam:1"]
    assert made.running[-1].age(NOW) is None
    assert glimpse(hours=-2).age(NOW) == datetime.timedelta()  # the vendor's clock is ahead


def test_failures_are_sorted_by_end_or_creation() -> None:
    made = read(
        session(1, Status.FAILED, ago(hours=9), ended_at=ago(minutes=1)),
        session(2, Status.FAILED, ago(hours=1)),
        session(3, Status.FAILED),
        session(4, Status.FAILED, ago(hours=2)),
        failures=3,
    )
    assert made.failed == 4
    assert [each.ref for each in made.failures] == ["anam:1", "anam:2", "anam:4"]


def test_a_pause_is_never_too_short_or_too_long() -> None:
    made = watched()
    assert made.take(outcome(snapshot()), NOW) == 29.6  # the interval is from start to start
    assert made.due == NOW + datetime.timedelta(seconds=29.6)
    assert (made.interval.seconds, made.interval.reason) == (30.0, None)
    assert made.take(evolve(outcome(snapshot()), seconds=50.0), NOW) == LEAST_PAUSE
    assert made.interval.reason == "a read takes 50 s"
    assert made.take(evolve(outcome(None, "HTTP 429"), retry_after=90.0), NOW) == 90.0
    assert made.interval.reason == "requested by the vendor"
    assert made.take(evolve(outcome(None, "HTTP 429"), retry_after=float("inf")), NOW) == LONGEST_PAUSE
    slow = watched(outcome(snapshot()), rate_limit="10/hour")
    assert (slow.interval.seconds, slow.interval.reason) == (360.0, "1 request at 10/hour")


def test_after_each_429_the_interval_doubles_up_to_16() -> None:
    made, refusal = watched(), evolve(outcome(None, "HTTP 429"), too_often=True, seconds=0.0)
    assert [made.take(refusal, NOW) for _ in range(6)] == [60.0, 120.0, 240.0, 480.0, 480.0, 480.0]
    assert made.interval.reason == "rate limited by the vendor"
    assert made.take(evolve(outcome(snapshot()), seconds=0.0), NOW) == 30.0


def test_a_thousand_readings_take_no_more_memory_than_one() -> None:
    made = watched(outcome(snapshot(glimpse())))
    before = len(pickle.dumps(made))
    for number in range(1000):
        made.begin(NOW)
        made.take(outcome(snapshot(glimpse(f"anam:{number % 10}"))), NOW)
    assert len(pickle.dumps(made)) == before

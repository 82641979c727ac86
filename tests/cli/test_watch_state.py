"""What a watch knows of a source, and when it asks again. No I/O."""

import datetime
import pickle
from typing import Any

import pytest
from attrs import evolve

from allsessions import Session, Status
from allsessions.cli.watch.state import (
    LEAST_PAUSE,
    LONGEST_PAUSE,
    RUNNING_KEPT,
    Snapshot,
    Watched,
    interval,
    snapshot_of,
)

from .watched import NOW, ago, glimpse, outcome, snapshot, watched


class _Raw:
    @property
    def invalid_fields(self) -> dict[str, Any]:
        return {}

    def to_dict(self) -> dict[str, object]:
        return {}


def session(number: int, status: Status, created: datetime.datetime | None = None, **more: Any) -> Session:
    return Session(
        source="anam",
        vendor="anam",
        id=str(number),
        status=status,
        vendor_status=None,
        created_at=created,
        raw=_Raw(),
        **more,
    )


def read(*sessions: Session, failures: int = 10) -> Snapshot:
    return snapshot_of(sessions, at=NOW, unreadable=0, knows_failures=True, failures=failures)


# A snapshot


def test_ten_thousand_sessions_are_counted_and_few_are_kept() -> None:
    made = read(*(session(n, Status.ACTIVE, ago(minutes=n)) for n in range(10_000)))
    assert (made.active, made.pending, made.failed) == (10_000, 0, 0)
    assert len(made.running) == RUNNING_KEPT
    assert made.running[0].ref == "anam:9999"


def test_the_oldest_come_first_unknown_ages_last() -> None:
    made = read(
        session(1, Status.ACTIVE),
        session(2, Status.PENDING, ago(hours=1)),
        session(3, Status.ACTIVE, ago(hours=2)),
        session(4, Status.ACTIVE, None, started_at=ago(hours=3)),
    )
    assert [each.ref for each in made.running] == ["anam:4", "anam:3", "anam:2", "anam:1"]
    assert made.running[-1].age(NOW) is None


def test_failures_are_sorted_by_their_end_or_creation() -> None:
    made = read(
        session(1, Status.FAILED, ago(hours=9), ended_at=ago(minutes=1)),
        session(2, Status.FAILED, ago(hours=1)),
        session(3, Status.FAILED),
        session(4, Status.FAILED, ago(hours=2)),
        failures=3,
    )
    assert made.failed == 4
    assert [each.ref for each in made.failures] == ["anam:1", "anam:2", "anam:4"]


def test_what_is_kept_has_nothing_of_the_vendors_record() -> None:
    assert not hasattr(read(session(1, Status.ACTIVE)).running[0], "raw")


def test_a_vendors_clock_that_is_ahead_makes_no_age_negative() -> None:
    assert glimpse(hours=-2).age(NOW) == datetime.timedelta()


# When it is asked again


def test_the_interval_is_from_beginning_to_beginning() -> None:
    made = watched()
    assert made.take(outcome(snapshot()), NOW) == 29.6
    assert (made.interval.seconds, made.interval.reason) == (30.0, None)
    assert made.due == NOW + datetime.timedelta(seconds=29.6)


@pytest.mark.parametrize(
    ("rate", "requests", "seconds"), [("6/minute", 12, 120.0), ("100/minute", 12, 30.0), ("10/hour", 1, 360.0)]
)
def test_as_many_requests_as_it_took_are_allowed_in_the_interval(rate: str, requests: int, seconds: float) -> None:
    found = interval(30.0, rate, outcome(snapshot(), requests=requests))
    assert found.seconds == seconds
    assert found.reason == (None if seconds == 30.0 else f"{requests} request{'s' * (requests > 1)} at {rate}")


def test_a_slow_reading_is_followed_by_a_pause() -> None:
    made = watched()
    assert made.take(evolve(outcome(snapshot()), seconds=50.0), NOW) == LEAST_PAUSE
    assert made.interval.reason == "reading it takes 50 s"


def test_retry_after_counts_from_the_answer() -> None:
    made = watched()
    assert made.take(evolve(outcome(None, "HTTP 429"), retry_after=90.0), NOW) == 90.0
    assert made.interval.reason == "as long as it asks for"


def test_a_wish_for_ever_is_not_heeded_for_more_than_a_day() -> None:
    made = watched()
    assert made.take(evolve(outcome(None, "HTTP 429"), retry_after=float("inf")), NOW) == LONGEST_PAUSE


def test_after_each_429_it_asks_less_often() -> None:
    made, refusal = watched(), evolve(outcome(None, "HTTP 429"), too_often=True, seconds=0.0)
    assert [made.take(refusal, NOW) for _ in range(6)] == [60.0, 120.0, 240.0, 480.0, 480.0, 480.0]
    assert made.interval.reason == "it says that it is asked too often"
    assert made.take(evolve(outcome(snapshot()), seconds=0.0), NOW) == 30.0


# Old and new


def test_after_a_failure_the_last_numbers_stay_and_are_stale() -> None:
    good = snapshot(glimpse())
    made = watched(outcome(good), outcome(None, "HTTP 500"))
    assert made.snapshot is good
    assert made.stale
    assert not made.whole


def test_after_a_failure_it_recovers() -> None:
    made = watched(outcome(None, "HTTP 500"), outcome(snapshot()))
    assert made.whole
    assert not made.stale


def test_unreadable_records_make_it_neither_whole_nor_stale() -> None:
    made = watched(outcome(snapshot(unreadable=1), "one record cannot be read"))
    assert not made.stale
    assert not made.whole


def test_nothing_adds_up_over_a_thousand_readings() -> None:
    def size(made: Watched) -> int:
        return len(pickle.dumps(made))

    made = watched(outcome(snapshot(glimpse())))
    before = size(made)
    for number in range(1000):
        made.begin(NOW)
        made.take(outcome(snapshot(glimpse(f"anam:{number % 10}"))), NOW)
    assert size(made) == before


def test_a_source_that_was_never_read_is_not_whole() -> None:
    assert not watched().whole

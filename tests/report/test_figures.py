"""The figures of a report: examples, and properties for random sessions."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsessions import Session, Status
from allsessions.report import Figures
from allsessions.report.figures import AGENTS, LONGEST, SHOWN
from allsessions.report.runs import moment, ran_within, run_of, time_within

from .made import MICROSECOND, NOW, ago, akool, anam, elizaos, figures_of, konpro, made, minutes

DAY = datetime.timedelta(days=1)


def of(sessions: Iterable[Session], **more: Any) -> Figures:
    return figures_of(sessions, NOW - DAY, **more)


def in_minutes(micros: int | None) -> float | None:
    return None if micros is None else micros / 60_000_000


def test_a_session_counts_if_it_ran_in_the_period() -> None:
    cases = [
        (anam("inside", ago(hours=2), minutes(10)), 1, 1),
        (anam("from the first moment", ago(days=1), minutes(10)), 1, 1),
        (anam("cut at the start", ago(days=1, minutes=5), minutes(10)), 1, 0),
        (anam("cut at both ends", ago(days=9), None), 1, 0),
        (anam("ends at the start", ago(days=1, minutes=10), minutes(10)), 0, 0),
        (anam("of no length", ago(hours=2), minutes(0)), 1, 1),
        (anam("starts at the end", NOW, minutes(1)), 0, 0),
        (anam("active, by a clock that is ahead", NOW + minutes(5), None), 1, 1),
        (akool("without an end", ago(hours=2)), 1, 1),
        (akool("before, without an end", ago(days=2)), 0, 0),
        (akool("before, and active", ago(days=2), Status.ACTIVE), 1, 0),
        (akool("without a time", None), 0, 0),
    ]
    for session, counts, started in cases:
        whole = of([session]).whole
        assert (whole.sessions, whole.started, sum(whole.starts)) == (counts, started, started), session.id
    assert whole.gaps.undated == 1, "the last session has no time"


def test_time_is_from_start_to_end_within_the_period() -> None:
    found = of(
        [
            akool("ended", ago(hours=2)),
            akool("active", ago(minutes=30), Status.ACTIVE),
            konpro("k", ago(hours=2), minutes(20)),
            anam("long", ago(days=1, minutes=30), minutes(40)),
            elizaos("running", ago(days=3)),
        ]
    )
    assert [in_minutes(group.time) for group in found.sources] == [30, 20, 10, 24 * 60]
    assert [group.timed for group in found.sources] == [1, 1, 1, 1]
    assert [group.durations.sessions for group in found.sources] == [0, 1, 1, 0]


def test_a_duration_of_the_vendor_counts_in_proportion() -> None:
    # Half of the session is in the period, and the vendor counts 30 of its 40 minutes.
    times = {"started_at": ago(days=1, minutes=20), "ended_at": ago(days=1) + minutes(20)}
    whole = of([made("anam", "a", Status.ENDED, **times, duration=minutes(30))]).whole
    assert (in_minutes(whole.time), in_minutes(whole.durations.median)) == (15, 30)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"started_at": ago(hours=1), "ended_at": ago(hours=2)}, None),
        ({"started_at": ago(hours=1), "ended_at": ago(hours=2), "duration": minutes(5)}, 5),
        ({"started_at": ago(hours=1), "duration": -minutes(5)}, None),
        ({"ended_at": ago(hours=1), "duration": minutes(5)}, 5),
        ({"started_at": ago(hours=1), "ended_at": ago(hours=1)}, 0),
        ({"created_at": ago(hours=1), "duration": datetime.timedelta(days=4000)}, 60),
        ({"created_at": ago(hours=1), "duration": datetime.timedelta.max}, 60),
    ],
)
def test_impossible_times_are_not_used(fields: dict[str, Any], expected: float | None) -> None:
    whole = of([made("anam", "odd", Status.ENDED, **fields)]).whole
    assert (whole.sessions, whole.gaps.endless) == (1, int(expected is None))
    assert in_minutes(whole.time if whole.timed else None) == (expected and pytest.approx(expected))
    if "duration" in fields and fields["duration"] > DAY:
        assert whole.durations.longest == fields["duration"] // datetime.timedelta(microseconds=1)


def test_the_longest_in_progress_come_first() -> None:
    sessions = [elizaos(f"{number}", ago(minutes=number)) for number in range(1, 41)]
    found = of([*sessions, anam("over", ago(hours=9), minutes(9))])
    assert [run.ref for run in found.longest] == [f"elizaos:{40 - place}" for place in range(LONGEST)]
    assert found.whole.in_progress == 40


def test_durations_are_of_sessions_that_have_ended() -> None:
    ended = [anam(f"{number}", ago(hours=3), minutes(number)) for number in range(1, 21)]
    durations = of([*ended, anam("running", ago(hours=3), None)]).whole.durations
    assert in_minutes(durations.median) == 10.5
    assert in_minutes(durations.percentile_95) == 19
    assert (in_minutes(durations.shortest), in_minutes(durations.longest)) == (1, 20)
    assert sum(durations.classes) == durations.sessions == 20


def test_sources_keep_their_order_even_if_empty() -> None:
    found = of([konpro("k", ago(hours=1), minutes(1))], sources=["anam", "konpro", "akool"])
    assert [(group.name, group.sessions) for group in found.sources] == [("anam", 0), ("konpro", 1), ("akool", 0)]
    nothing = of([])
    assert (nothing.whole.sessions, nothing.whole.concurrency.peak, nothing.whole.durations.median) == (0, 0, None)
    assert (nothing.sources, nothing.agents, nothing.longest, nothing.costs) == ([], [], [], [])


def test_of_many_sources_the_largest_are_shown() -> None:
    for count, shown in ((1, 1), (SHOWN + 1, SHOWN + 1), (SHOWN + 2, SHOWN), (40, SHOWN)):
        sessions = [
            anam(f"{number}", ago(hours=1), minutes(1), source=f"s{source}")
            for source in range(count)
            for number in range(source + 1)
        ]
        found = of(sessions)
        assert [group.name for group in found.shown] == [f"s{place}" for place in range(count - shown, count)]
        others = found.others.sessions if found.others else 0
        assert sum(group.sessions for group in found.shown) + others == len(sessions) == found.whole.sessions


def test_agents_are_counted_by_source() -> None:
    sessions = [anam(f"{number}", ago(hours=1), minutes(1), agent_id=f"agent {number % 20}") for number in range(59)]
    found = of([*sessions, konpro("k", ago(hours=1), minutes(1)), akool("a", ago(hours=1))])
    assert found.agents_in_all == 21
    assert len(found.agents) == AGENTS
    first = [(agent.id, agent.sessions, in_minutes(agent.time)) for agent in found.agents[:2]]
    assert first == [("agent 0", 3, 3), ("agent 1", 3, 3)]
    assert found.whole.gaps.agentless == 1


SOURCES = ("akool", "anam", "konpro")
SINCE = NOW - datetime.timedelta(hours=3)
BOUNDS = (moment(SINCE), moment(NOW))
RATES = {"anam": Decimal("0.18"), "konpro": Decimal("0.07")}

# A small range, so many times coincide.
times = st.none() | st.integers(-240, 30).map(lambda minutes: NOW + datetime.timedelta(minutes=minutes))
lengths = st.none() | st.integers(-1, 200).map(lambda minutes: datetime.timedelta(minutes=minutes))


@st.composite
def a_session(draw: st.DrawFn) -> Session:
    return made(
        draw(st.sampled_from(SOURCES)),
        str(draw(st.integers(0, 10**6))),
        draw(st.sampled_from(Status)),
        created_at=draw(times),
        started_at=draw(times),
        ended_at=draw(times),
        duration=draw(lengths),
        agent_id=draw(st.none() | st.sampled_from("abc")),
    )


some_sessions = st.lists(a_session(), max_size=12)


def found_in(sessions: list[Session]) -> Figures:
    return figures_of(sessions, SINCE, rates=RATES)


@given(some_sessions)
def test_the_peak_is_what_a_count_in_each_minute_finds(sessions: list[Session]) -> None:
    # Without those that start in the last microsecond, because the vendor's clock is ahead.
    sessions = [session for session in sessions if run_of(session, BOUNDS[1]).begin != BOUNDS[1] - 1]
    concurrency = found_in(sessions).whole.concurrency
    runs = [run_of(session, BOUNDS[1]) for session in sessions]
    spans = [(run.begin, run.end) for run in runs if run.begin is not None and run.end is not None]
    minute = datetime.timedelta(minutes=1) // MICROSECOND
    counts = [sum(begin <= at < end for begin, end in spans) for at in range(*BOUNDS, minute)]
    assert concurrency.peak == max(counts)
    assert concurrency.total == sum(counts) * minute
    assert max(concurrency.highest) == concurrency.peak
    assert [sum(each.values()) for each in concurrency.sources] == concurrency.highest
    assert concurrency.peaked == (BOUNDS[0] + counts.index(max(counts)) * minute if any(counts) else None)


@given(some_sessions)
def test_every_session_is_counted_once(sessions: list[Session]) -> None:
    found = found_in(sessions)
    for group in [found.whole, *found.sources]:
        assert sum(group.statuses.values()) == group.sessions
        assert sum(group.starts) == group.started <= group.sessions
        assert sum(group.durations.classes) == group.durations.sessions <= group.sessions
        assert group.concurrency.sessions + group.gaps.endless == group.sessions
        assert group.timed + group.gaps.endless + group.statuses[Status.PENDING] == group.sessions
    assert sum(group.sessions for group in found.sources) == found.whole.sessions
    assert sum(group.time for group in found.sources) == found.whole.time
    assert sum(agent.sessions for agent in found.agents) + found.whole.gaps.agentless == found.whole.sessions


@given(some_sessions)
def test_the_cost_is_the_sum_over_the_sessions(sessions: list[Session]) -> None:
    for cost in found_in(sessions).costs:
        runs = [run_of(session, BOUNDS[1]) for session in sessions if session.source == cost.source]
        spent = [time_within(run, *BOUNDS) for run in runs if ran_within(run, *BOUNDS)]
        each = [cost.rate * micros / 60_000_000 for micros in spent if micros is not None]
        assert abs(cost.amount - sum(each, start=Decimal(0))) < Decimal("1e-15")
        assert cost.sessions + cost.unknown + cost.waiting == len(spent)
        # Proportions are rounded down to the microsecond, in each interval.
        assert 0 <= cost.time - sum(cost.times) <= len(spent) * len(cost.times)
        assert abs(cost.amount - sum(cost.amounts)) < Decimal("0.001")


@given(some_sessions, st.integers(0, 12))
def test_adjacent_periods_share_no_time(sessions: list[Session], hour: int) -> None:
    between = moment(SINCE) + hour * (BOUNDS[1] - BOUNDS[0]) // 12
    for run in (run_of(session, BOUNDS[1]) for session in sessions):
        parts = [time_within(run, BOUNDS[0], between), time_within(run, between, BOUNDS[1])]
        whole = time_within(run, *BOUNDS)
        if whole is not None and run.begin != run.end:
            # Proportions are rounded down to the microsecond.
            assert 0 <= whole - sum(part for part in parts if part is not None) <= 1

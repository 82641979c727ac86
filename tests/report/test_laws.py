"""Properties of the figures of any sessions."""

import datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from allsessions import Session, Status
from allsessions.report import Figures
from allsessions.report.runs import moment, ran_within, run_of, time_within

from .made import MICROSECOND, NOW, figures_of, made

SOURCES = ("akool", "anam", "konpro")
SINCE = NOW - datetime.timedelta(hours=3)
BOUNDS = (moment(SINCE), moment(NOW))
RATES = {"anam": Decimal("0.18"), "konpro": Decimal("0.07")}

# Few minutes, so that many things fall together.
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


def of(sessions: list[Session]) -> Figures:
    return figures_of(sessions, SINCE, rates=RATES)


@given(some_sessions)
def test_the_peak_is_what_a_count_in_each_minute_finds(sessions: list[Session]) -> None:
    concurrency = of(sessions).whole.concurrency
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
    found = of(sessions)
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
    for cost in of(sessions).costs:
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

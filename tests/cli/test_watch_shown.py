"""The state of a watch, its picture on a terminal of any size, and its lines for a pipe. No I/O."""

import datetime
import json
from typing import Any

from attrs import evolve

from allsessions import Session, Status
from allsessions.cli.options import Sort
from allsessions.cli.watch import state
from allsessions.cli.watch.lines import Lines
from allsessions.cli.watch.state import Glimpse, Outcome, Snapshot, snapshot_of

from .watched import NOW, ago, glimpse, outcome, painted, snapshot, watched

LONG = "elizaos:fbb4a806-0962-4830-94d7-364b31639524"
BEGIN = "2026-11-28T03:13:26+00:00 anam "


def running(count: int, source: str = "anam") -> tuple[Glimpse, ...]:
    return tuple(glimpse(f"{source}:{number}", hours=count - number) for number in range(count))


def test_a_source_has_numbers_its_oldest_and_an_age() -> None:
    lines = painted(watched(outcome(snapshot(glimpse(hours=2), glimpse("anam:2", minutes=1), at=12), requests=3)))
    assert " ".join(lines[3].split()) == "source active pending oldest as of failed next took requests"
    assert lines[4].split() == ["anam", "2", "0", "2h", "00m", "12s", "ago", "0", "in", "30s", "0.4s", "3"]
    (made := watched(outcome(evolve(snapshot(glimpse()), failed=None)))).limit = 10
    lines = painted(made)
    assert lines[4].split()[1:6] == ["1", "of", "10", "0", "–"]  # – for the oldest, because its time is unknown
    assert lines[4].split()[8] == "–"


def test_before_the_first_answer_there_is_no_number() -> None:
    made = watched()
    made.begin(ago(seconds=7))
    lines = painted(made)
    assert lines[1] == "0+ active, 0+ pending at 0 of 1 source"
    assert lines[4].split() == ["anam", "reading", "7s"]
    assert "longest running: none known" in lines
    assert painted(watched(outcome(None, "HTTP 500")))[4].split()[:6] == ["anam", *"?????"]


def test_numbers_of_a_failing_source_are_marked() -> None:
    failing = watched(outcome(snapshot(glimpse(hours=2), at=130)), outcome(None, "HTTP 401; check the credentials"))
    lines = painted(failing, watched(outcome(snapshot(glimpse("b:1", hours=1))), name="b"))
    assert lines[1] == "1+ active, 0+ pending at 1 of 2 sources"
    assert lines[4].split()[:7] == ["anam", "1?", "0?", "2h", "00m?", "2m", "10s"]
    assert "anam: HTTP 401; check the credentials" in lines
    assert any(line.startswith("anam:1") and "active?" in line for line in lines)
    assert any(line.startswith("longest running 2/2+") for line in lines)
    assert "newest failures: none known" in lines


def test_unreadable_records_longer_intervals_and_notes_are_shown() -> None:
    lines = painted(watched(outcome(snapshot(glimpse(hours=1), unreadable=1), "1 record cannot be read")))
    assert lines[1] == "1+ active, 0+ pending at 1 of 1 source"
    assert lines[4].split()[:3] == ["anam", "1+", "0+"]
    assert "anam: 1 record cannot be read" in lines
    slow = evolve(outcome(snapshot(), requests=12), notes=("anam: the list ended after 3; the total is 4",))
    lines = painted(watched(slow, rate_limit="6/minute"))
    assert {"anam: every 2m 00s: 12 requests at 6/minute", "anam: the list ended after 3; the total is 4"} <= {*lines}


def test_the_longest_running_come_first_and_some_of_each_source() -> None:
    busy, old = (
        watched(outcome(snapshot(*running(100)))),
        watched(outcome(snapshot(glimpse("b:1", hours=199))), name="b"),
    )
    young = watched(outcome(snapshot(glimpse("c:1", minutes=1))), name="c")
    lines = painted(busy, old, young, height=24)
    (title,) = (place for place, line in enumerate(lines) if line.startswith("longest running"))
    shown = [line.split()[0] for line in lines[title + 1 :] if ":" in line.split(" ")[0]]
    assert shown[:3] == ["b:1", "anam:0", "anam:1"]
    assert "c:1" in shown
    assert f"longest running {len(shown)}/102" in lines[title]
    by_source = painted(busy, old, young, height=24, sort=Sort.SOURCE)
    order = [line.partition(":")[0] for line in by_source if line.split(" ")[0][-1:].isdigit() and ":" in line[:7]]
    assert order == sorted(order)
    assert {"anam", "b", "c"} <= {*order}


def test_the_newest_failures_are_shown_if_asked_for() -> None:
    failures = tuple(glimpse(f"anam:{number}", hours=number + 1) for number in range(5))
    lines = painted(watched(outcome(snapshot(failures=failures))), failures=3)
    assert "longest running: none" in lines
    begin = next(place for place, line in enumerate(lines) if line.startswith("newest failures 3/5"))
    assert lines[begin + 1].split() == ["anam:0", "said", "1h", "00m", "ago", "guide"]
    assert len(lines[begin + 1 :]) == 3
    made = watched(outcome(snapshot()))
    assert "newest failures: none" in painted(made)
    assert not any("newest failures" in line for line in painted(made, failures=0))


def test_it_fits_any_terminal() -> None:
    sources = [
        watched(outcome(snapshot(*running(40, name))), name=name)
        for name in ("akool", "anam", "a-name-that-is-longer-than-most-others-are")
    ]
    broken = watched(outcome(None, f"HTTP 500 ({'a long story ' * 20}); try again later"), name="konpro")
    for width, height in ((100, 30), (80, 24), (60, 15), (40, 12), (40, 10), (20, 4), (1, 1)):
        lines = painted(*sources, broken, width=width, height=height)
        assert len(lines) <= height
        assert all(len(line) <= width for line in lines)


def test_forty_columns_and_ten_lines_hold_what_matters() -> None:
    sources = [watched(outcome(snapshot(glimpse(LONG, hours=2))), name=name) for name in ("akool", "anam", "elizaos")]
    broken = watched(outcome(snapshot()), outcome(None, "HTTP 401; check the credentials"), name="konpro")
    lines = painted(*sources, broken, width=40, height=10)
    assert lines[2].split() == ["source", "active", "pending", "oldest", "as", "of"]
    assert lines[6].split() == ["konpro", "0?", "0?", "–", "5s", "ago"]
    assert lines[7] == "konpro: HTTP 401; check the credentials"
    assert lines[8].startswith("longest running 1/3+")
    assert lines[9].startswith(LONG[:20])
    long = glimpse(LONG, agent="a" * 36, hours=10)
    for shown in (snapshot(long), snapshot(failures=(long,))):
        lines = painted(watched(outcome(shown)), width=63)
        assert any(LONG in line for line in lines)
        assert "…" not in "".join(lines)


def test_of_many_sources_those_in_trouble_are_shown() -> None:
    good = [watched(outcome(snapshot()), name=f"s{number}") for number in range(1000)]
    lines = painted(*good, watched(outcome(None, "HTTP 500"), name="bad"), height=24)
    assert lines[4].split()[0] == "bad"
    assert any(line.startswith("… ") and line.endswith(" more") for line in lines)
    assert lines[1].endswith("at 1,000 of 1,001 sources")


def test_hostile_text_is_harmless_on_a_terminal() -> None:
    evil = "\x1b[2J\r\n\u202e"
    failing = evolve(outcome(snapshot(glimpse(f"anam:{evil}", agent=evil), failures=(glimpse(f"anam:{evil}"),))))
    lines = painted(watched(evolve(failing, trouble=f"HTTP 500 {evil}", notes=(evil,))), width=160)
    assert all(line.isprintable() for line in lines)
    assert any("\\x1b[2J" in line for line in lines)


def test_numbers_are_a_line_and_a_cause_another() -> None:
    def lines(*outcomes: Outcome) -> list[str]:
        return [*Lines().of(watched(*outcomes), NOW)]

    read = snapshot(glimpse(hours=2), glimpse("anam:2", status=Status.PENDING, minutes=1))
    numbers = f"{BEGIN}active=1 pending=1 failed=0 oldest=7200s unreadable=0 requests=3 took=0.4s"
    assert lines(outcome(read, requests=3)) == [numbers]
    assert " failed=- oldest=- " in lines(outcome(evolve(snapshot(glimpse()), failed=None)))[0]
    assert lines(outcome(read), outcome(None, "HTTP 500; try again later")) == [
        f"{BEGIN}error: HTTP 500; try again later"
    ]
    numbers, error = lines(outcome(snapshot(glimpse(), unreadable=2), "2 records cannot be read"))
    assert " unreadable=2 " in numbers
    assert error == f"{BEGIN}error: 2 records cannot be read"


def test_each_failure_is_written_once_the_oldest_first() -> None:
    first = (glimpse("anam:2", hours=1), glimpse("anam:1", hours=2))
    later = (glimpse("anam:3", minutes=1), *first)
    lines = Lines()
    made = watched(outcome(snapshot(failures=first)))
    assert [line.split()[3] for line in lines.of(made, NOW) if " failed: " in line] == ["anam:1", "anam:2"]
    made.take(outcome(snapshot(failures=later)), NOW)
    _, failed = lines.of(made, NOW)
    assert failed == f"{BEGIN}failed: anam:3 at=2026-11-28T03:12:26+00:00 status=said agent=guide"
    old = evolve(snapshot(failures=later), all_failures=(*later, glimpse("anam:old", hours=9)))
    for read, new in ((snapshot(), []), (snapshot(failures=first), []), (old, ["anam:old"])):
        made.take(outcome(read), NOW)
        assert [line.split()[3] for line in lines.of(made, NOW) if " failed: " in line] == new


def test_hostile_words_stay_one_word_each() -> None:
    evil = glimpse("anam:a b\n2026 anam active=9", agent='\x1b[2J" active=9')
    _, failed = Lines().of(watched(outcome(snapshot(failures=(evil,)))), NOW)
    assert failed == f'{BEGIN}failed: "anam:a b\\n2026 anam active=9" at=- status=said agent="\\u001b[2J\\" active=9"'
    (error,) = Lines().of(watched(outcome(None, "HTTP 500 (\x1b[2J\n2026 anam active=0)")), NOW)
    assert error.isprintable()


def test_json_lines_have_the_same_events() -> None:
    made = watched(outcome(snapshot(glimpse(hours=2), failures=(glimpse("anam:9", hours=1),)), "HTTP 500 \x1b[2J"))
    made.limit = 10
    assert " unreadable=0 limit=10 requests=1 " in next(iter(Lines().of(made, NOW)))
    read, error, failed = map(json.loads, Lines(as_json=True).of(made, NOW))
    assert {each["source"] for each in (read, error, failed)} == {"anam"}
    assert (read["event"], read["active"], read["oldest"], read["unreadable"]) == ("read", 1, 7200, 0)
    assert (read["limit"], error["event"], error["error"]) == (10, "error", "HTTP 500 \x1b[2J")
    assert (failed["event"], failed["ref"], failed["agent_id"]) == ("failed", "anam:9", "guide")


def session(number: int, status: Status, created: datetime.datetime | None = None, **more: Any) -> Session:
    raw: Any = None
    return Session(source="anam", vendor="anam", id=str(number), status=status, created_at=created, raw=raw, **more)


def snapshot_with(*sessions: Session, failures: int = 10) -> Snapshot:
    return snapshot_of(sessions, at=NOW, unreadable=0, knows_failures=True, failures=failures)


def test_many_sessions_are_counted_and_few_are_kept() -> None:
    made = snapshot_with(*(session(n, Status.ACTIVE, ago(minutes=n)) for n in range(1000)))
    assert (made.active, made.pending, made.failed) == (1000, 0, 0)
    assert len(made.running) == state.RUNNING_KEPT
    assert made.running[0].ref == "anam:999"
    assert not hasattr(made.running[0], "raw")


def test_the_oldest_and_the_newest_failures_come_first() -> None:
    made = snapshot_with(
        session(1, Status.ACTIVE),
        session(2, Status.PENDING, ago(hours=1)),
        session(3, Status.ACTIVE, ago(hours=2)),
        session(4, Status.ACTIVE, None, started_at=ago(hours=3)),
        session(5, Status.FAILED, ago(hours=9), ended_at=ago(minutes=1)),
        session(6, Status.FAILED, ago(hours=1)),
        session(7, Status.FAILED),
        session(8, Status.FAILED, ago(hours=2)),
        failures=3,
    )
    assert [each.ref for each in made.running] == ["anam:4", "anam:3", "anam:2", "anam:1"]
    assert made.running[-1].age(NOW) is None
    assert glimpse(hours=-2).age(NOW) == datetime.timedelta()  # the vendor's clock is ahead
    assert made.failed == 4
    assert [each.ref for each in made.failures] == ["anam:5", "anam:6", "anam:8"]


def test_a_pause_is_never_too_short_or_too_long() -> None:
    made = watched()
    assert made.take(outcome(snapshot()), NOW) == 29.6  # the interval is from start to start
    assert made.due == NOW + datetime.timedelta(seconds=29.6)
    assert (made.interval.seconds, made.interval.reason) == (30.0, None)
    assert made.take(evolve(outcome(snapshot()), seconds=50.0), NOW) == state.LEAST_PAUSE
    assert made.interval.reason == "a read takes 50 s"
    assert made.take(evolve(outcome(None, "HTTP 429"), retry_after=90.0), NOW) == 90.0
    assert made.interval.reason == "requested by the vendor"
    assert made.take(evolve(outcome(None, "HTTP 429"), retry_after=float("inf")), NOW) == state.LONGEST_PAUSE
    slow = watched(outcome(snapshot()), rate_limit="10/hour")
    assert (slow.interval.seconds, slow.interval.reason) == (360.0, "1 request at 10/hour")


def test_after_each_429_the_interval_doubles_up_to_16() -> None:
    made, refusal = watched(), evolve(outcome(None, "HTTP 429"), too_often=True, seconds=0.0)
    assert [made.take(refusal, NOW) for _ in range(6)] == [60.0, 120.0, 240.0, 480.0, 480.0, 480.0]
    assert made.interval.reason == "rate limited by the vendor"
    assert made.take(evolve(outcome(snapshot()), seconds=0.0), NOW) == 30.0

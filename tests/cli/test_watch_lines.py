"""What a watch writes where stdout is no terminal."""

from attrs import evolve

from allsessions import Status
from allsessions.cli.watch.lines import Lines

from .watched import NOW, glimpse, outcome, snapshot, watched

BEGIN = "2026-11-28T03:13:26+00:00 anam "


def test_the_numbers_are_one_line() -> None:
    made = watched(outcome(snapshot(glimpse(hours=2), glimpse("anam:2", status=Status.PENDING, minutes=1)), requests=3))
    assert [*Lines().of(made, NOW)] == [
        f"{BEGIN}active=1 pending=1 failed=0 oldest=7200s unreadable=0 requests=3 took=0.4s"
    ]


def test_what_is_not_known_is_no_number() -> None:
    made = watched(outcome(evolve(snapshot(glimpse()), failed=None)))
    (line,) = Lines().of(made, NOW)
    assert " failed=- oldest=- " in line


def test_a_source_that_fails_has_its_cause_and_no_numbers() -> None:
    made = watched(outcome(snapshot(glimpse())), outcome(None, "HTTP 500; try again later"))
    assert [*Lines().of(made, NOW)] == [f"{BEGIN}error: HTTP 500; try again later"]


def test_records_that_cannot_be_read_are_counted_and_told() -> None:
    made = watched(outcome(snapshot(glimpse(), unreadable=2), "2 records cannot be read"))
    numbers, error = Lines().of(made, NOW)
    assert " unreadable=2 " in numbers
    assert error == f"{BEGIN}error: 2 records cannot be read"


def test_each_failure_is_told_once_the_oldest_first() -> None:
    first = (glimpse("anam:2", hours=1), glimpse("anam:1", hours=2))
    later = (glimpse("anam:3", minutes=1), *first)
    lines = Lines()
    made = watched(outcome(snapshot(failures=first)))
    assert [line.split()[3] for line in lines.of(made, NOW) if " failed: " in line] == ["anam:1", "anam:2"]
    made.take(outcome(snapshot(failures=later)), NOW)
    _, told = lines.of(made, NOW)
    assert told == f"{BEGIN}failed: anam:3 at=2026-11-28T03:12:26+00:00 status=said agent=guide"
    assert [*lines.of(made, NOW)][1:] == []


def test_what_was_told_does_not_add_up() -> None:
    lines = Lines()
    for number in range(100):
        [*lines.of(watched(outcome(snapshot(failures=(glimpse(f"anam:{number}"),)))), NOW)]
    assert lines.told == {"anam": frozenset({"anam:99"})}


def test_hostile_words_are_one_word_each_and_act_on_nothing() -> None:
    evil = glimpse("anam:a b\n2026 anam active=9", agent='\x1b[2J" active=9')
    _, told = Lines().of(watched(outcome(snapshot(failures=(evil,)))), NOW)
    assert told.isascii()
    assert told.isprintable()
    assert told == (f'{BEGIN}failed: "anam:a b\\n2026 anam active=9" at=- status=said agent="\\u001b[2J\\" active=9"')


def test_hostile_trouble_is_one_line() -> None:
    (told,) = Lines().of(watched(outcome(None, "HTTP 500 (\x1b[2J\n2026 anam active=0)")), NOW)
    assert told.isprintable()

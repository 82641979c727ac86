import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from allsessions import InvalidRecordError, Session, SourceError, Status

from .__main__ import table
from .ledger import Account, Ledger
from .reading import Outcome
from .server import Tally
from .soak import MOST_GROWTH, Soaked, failures
from .wire import WIRES
from .world import Fault, VendorList, World

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="the soak's server waits for a pipe beside its sockets")
def test_a_small_soak_with_many_faults_holds() -> None:
    options = ["--sessions", "5000", "--baseline", "500", "--faulty", "25"]
    command = [sys.executable, "-m", "tests.soak", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)

    assert (done.stderr, done.returncode) == ("", 0), done.stdout
    assert "all held" in done.stdout


@pytest.mark.parametrize("sessions", [1, 9, 999, 10_000, 123_456])
def test_every_session_is_in_one_list(sessions: int) -> None:
    lists = list(World(sessions).lists())

    numbers = [number for listed in lists for number in range(listed.first, listed.end)]
    assert sorted(numbers) == list(range(sessions))
    assert len({listed.name for listed in lists}) == len(lists)


def test_a_world_has_faults_of_every_kind() -> None:
    world = World(1_000_000)
    pages = range(0, world.sessions, 100)
    listed = next(world.lists())

    struck = Counter(fault for page in pages if (fault := world.passing_fault(listed, page, 1)))
    struck[Fault.BAD_RECORD] = len([page for page in pages if world.bad_record(page, 100) is not None])

    assert set(struck) == set(Fault)
    assert min(struck.values()) > len(pages) * 0.004
    assert struck.total() == pytest.approx(len(pages) * 0.03, rel=0.1)


def test_a_world_without_faults_has_none() -> None:
    world = World(10_000, 0.0)

    assert not world.bad_records()
    assert not any(world.passing_fault(listed, listed.first, 1) for listed in world.lists())


WORLD = World(2_000, 50.0)
LISTS = {number: listed for listed in WORLD.lists() for number in range(listed.first, listed.end)}
BAD = WORLD.bad_records()
GOOD = [number for number in LISTS if number not in BAD]


class Raw:
    @property
    def invalid_fields(self) -> dict[str, Any]:
        return {}

    def to_dict(self) -> dict[str, Any]:
        return {}


def session(number: int, listed: VendorList | None = None) -> Session:
    listed = listed or LISTS[number]
    return Session(source=listed.name, vendor=listed.vendor, id=f"{number:012x}", status=Status.ENDED, raw=Raw())


def report(number: int, listed: VendorList | None = None) -> InvalidRecordError:
    listed = listed or LISTS[number]
    record = {WIRES[listed.vendor].id_key: [f"{number:012x}"]}
    return InvalidRecordError("odd", source=listed.name, vendor=listed.vendor, path="data[0]", record=record)


def account(sessions: list[Session], errors: list[Exception]) -> Account:
    ledger = Ledger(WORLD)
    for each in sessions:
        ledger.take(each)
    return ledger.account(errors)


def whole() -> tuple[list[Session], list[Exception]]:
    return [session(number) for number in GOOD], [report(number) for number in sorted(BAD)]


WHOLE = account(*whole())


def test_the_ledger_finds_nothing_wrong_with_a_whole_list() -> None:
    assert BAD
    assert (
        Account(once=len(GOOD), missing=0, repeated=0, strange=0, reported=len(BAD), unreported=0, other_errors=())
        == WHOLE
    )


def test_the_ledger_finds_what_is_missing_repeated_or_strange() -> None:
    sessions, errors = whole()
    sessions[5] = session(GOOD[6])
    elsewhere = session(GOOD[8], LISTS[GOOD[-1]])
    sessions += [session(min(BAD)), elsewhere]

    found = account(sessions, errors)

    assert (found.missing, found.repeated, found.strange, found.once) == (1, 1, 2, len(GOOD) - 2)


def test_the_ledger_finds_what_is_reported_wrongly() -> None:
    sessions, errors = whole()
    failed = SourceError("failed", source="anam", vendor="anam")
    errors[0] = errors[1]
    errors += [report(GOOD[0]), report(max(BAD), LISTS[0]), failed]

    found = account(sessions, errors)

    assert (found.unreported, found.reported, len(found.other_errors)) == (2, len(BAD) - 2, 3)
    assert str(failed) in found.other_errors


def soaked(peak: float = 60.0, struck: frozenset[Fault] = frozenset(Fault), **changes: Any) -> Soaked:
    outcome = Outcome(account=evolve(WHOLE, **changes), retries=4, seconds=1.0, peak=peak)
    return Soaked(WORLD, outcome, Tally(answers=20, connections=3, struck=Counter(struck)))


def test_a_soak_holds_where_nothing_is_lost() -> None:
    large = soaked(peak=60.0 + MOST_GROWTH)

    assert failures(soaked(), large) == []
    assert "2,000" in table(soaked(), large)


@pytest.mark.parametrize(
    ("large", "words"),
    [
        (soaked(missing=1), "1 good sessions are missing"),
        (soaked(repeated=1), "1 came more than once"),
        (soaked(strange=1), "1 are none that the server holds"),
        (soaked(unreported=1), "1 bad records are not reported"),
        (soaked(once=3), "do not make 2000"),
        (soaked(other_errors=("anam: failed",)), "anam: failed"),
        (soaked(peak=60.1 + MOST_GROWTH), "more memory"),
        (soaked(struck=frozenset(Fault) - {Fault.RESET}), "never struck: reset"),
    ],
)
def test_a_soak_fails_and_says_why(large: Soaked, words: str) -> None:
    (failure,) = failures(soaked(), large)

    assert words in failure


def test_a_small_export_of_each_kind_holds() -> None:
    command = [sys.executable, "-m", "tests.soak.exporting", "--sessions", "500", "--baseline", "50"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert (done.stderr, done.returncode) == ("", 0), done.stdout
    assert "all held" in done.stdout

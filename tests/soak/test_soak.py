"""The soak on paper: every session is in one list, every kind of fault occurs, and each kind of loss is found."""

from collections import Counter
from functools import cache
from typing import Any

import pytest
from attrs import evolve

from allsessions import InvalidRecordError, Session, SourceError
from elizaos_client.models import SessionInfo
from tests.client.vendors import WIRES

from .__main__ import MOST_GROWTH, Soaked, failures
from .reading import Account, Ledger, Outcome
from .server import Tally
from .world import Fault, Records, VendorList, World, number_of

WORLD = World(2_000, 50.0)
LISTS = {number: listed for listed in WORLD.lists() for number in range(listed.first, listed.end)}
BAD = sorted(WORLD.bad_records())
GOOD = [number for number in LISTS if number not in BAD]


def id_of(number: int, listed: VendorList) -> str:
    return str(WIRES[listed.vendor].record(number)[WIRES[listed.vendor].id_key])


def session(number: int, listed: VendorList | None = None) -> Session:
    listed = listed or LISTS[number]
    made = WIRES["elizaos"].source().session(SessionInfo(session_id="s"))
    return evolve(made, source=listed.name, vendor=listed.vendor, id=id_of(number, listed))


def report(number: int, listed: VendorList | None = None) -> InvalidRecordError:
    listed = listed or LISTS[number]
    record = {WIRES[listed.vendor].id_key: [id_of(number, listed)]}
    return InvalidRecordError("odd", source=listed.name, vendor=listed.vendor, path="data[0]", record=record)


def account(sessions: list[Session], errors: list[Any]) -> Account:
    ledger = Ledger(WORLD)
    for each in sessions:
        ledger.take(each)
    return ledger.account(errors)


def everything() -> tuple[list[Session], list[Any]]:
    return [session(number) for number in GOOD], [report(number) for number in BAD]


def test_every_session_is_in_one_list() -> None:
    for sessions in (1, 9, 999, 10_000, 123_456):
        lists = list(World(sessions).lists())
        assert sorted(number for each in lists for number in range(each.first, each.end)) == list(range(sessions))
        assert len({each.name for each in lists}) == len(lists)
    for number, listed in LISTS.items():
        assert number_of(listed.vendor, Records(listed)[number - listed.first][WIRES[listed.vendor].id_key]) == number


def test_a_world_has_faults_of_every_kind_or_none() -> None:
    world, pages = World(1_000_000), range(0, 1_000_000, 100)
    listed = next(world.lists())
    struck = Counter(fault for page in pages if (fault := world.transient_fault(listed, page, 1)))
    struck[Fault.BAD_RECORD] = len([page for page in pages if world.bad_record(page, 100) is not None])
    assert set(struck) == set(Fault)
    assert min(struck.values()) > len(pages) * 0.004
    assert struck.total() == pytest.approx(len(pages) * 0.03, rel=0.1)
    assert not World(10_000, 0.0).bad_records()


def test_the_ledger_finds_each_kind_of_loss() -> None:
    all_came = whole()
    assert (all_came.once, all_came.reported, all_came.other_errors) == (len(GOOD), len(BAD), ())
    assert (all_came.missing, all_came.repeated, all_came.strange, all_came.unreported) == (0, 0, 0, 0)
    sessions, errors = everything()
    sessions[5] = session(GOOD[6])
    sessions += [session(BAD[0]), session(GOOD[8], LISTS[GOOD[-1]])]
    errors[0] = errors[1]
    errors += [report(GOOD[0]), report(BAD[-1], LISTS[0]), SourceError("failed", source="anam", vendor="anam")]
    found = account(sessions, errors)
    assert (found.missing, found.repeated, found.strange, found.once) == (1, 1, 2, len(GOOD) - 2)
    assert (found.unreported, found.reported, len(found.other_errors)) == (2, len(BAD) - 2, 3)


@cache
def whole() -> Account:
    return account(*everything())


def soaked(peak: float = 60.0, struck: frozenset[Fault] = frozenset(Fault), **changes: Any) -> Soaked:
    outcome = Outcome(account=evolve(whole(), **changes), retries=4, seconds=1.0, peak=peak)
    return Soaked(WORLD, outcome, Tally(answers=20, connections=3, struck=Counter(struck)))


def test_a_soak_fails_by_each_kind_of_loss_and_says_which() -> None:
    assert failures(soaked(), soaked(peak=60.0 + MOST_GROWTH)) == []
    for large, words in [
        (soaked(missing=1), "missing 1"),
        (soaked(repeated=1), "repeated 1"),
        (soaked(strange=1), "strange 1"),
        (soaked(unreported=1), "not reported exactly once 1"),
        (soaked(once=3), "are not 2000"),
        (soaked(other_errors=("anam: failed",)), "anam: failed"),
        (soaked(peak=60.1 + MOST_GROWTH), "more memory"),
        (soaked(struck=frozenset(Fault) - {Fault.RESET}), "never struck: reset"),
    ]:
        (failure,) = failures(soaked(), large)
        assert words in failure

"""The soak on paper: every session is in one list, every kind of fault occurs, and each kind of loss is found."""

from collections import Counter
from typing import Any

import pytest
from attrs import evolve

from allsessions import InvalidRecordError, SourceError
from elizaos_client.models import SessionInfo
from tests.client.vendors import WIRES

from .__main__ import MOST_GROWTH, Soaked, failures
from .reading import Ledger, Outcome
from .world import Fault, VendorList, fault_of, is_bad, lists, number_of

SESSIONS = 20_000
BAD = [number for number in range(SESSIONS) if is_bad(number)]


def came(number: int, listed: VendorList | None = None, *, bad: bool | None = None) -> Any:
    """Return the session of this number, or the report of it where its record is unreadable."""
    own = next(each for each in lists(SESSIONS) if each.first <= number < each.end)
    listed, wire = listed or own, WIRES[own.vendor]
    id = wire.record(number)[wire.id_key]
    at: dict[str, Any] = {"source": listed.name, "vendor": own.vendor}
    if is_bad(number) if bad is None else bad:
        return InvalidRecordError("odd", **at, path="data[0]", record={wire.id_key: [id]})
    return evolve(WIRES["elizaos"].source().session(SessionInfo(session_id="s")), **at, id=id)


def test_every_session_is_in_one_list_and_each_fault_occurs() -> None:
    for sessions in (1, 9, 999, 10_000, 123_456):
        found = list(lists(sessions))
        assert sorted(number for each in found for number in range(each.first, each.end)) == list(range(sessions))
        assert len({each.name for each in found}) == len(found)
    for each in lists(SESSIONS):
        for number, record in enumerate(each, each.first):
            id = record[WIRES[each.vendor].id_key]
            assert isinstance(id, list) == is_bad(number)
            assert number_of(each.vendor, id[0] if is_bad(number) else id) == number
    struck = Counter(fault_of(f"page {page}", 3.0) for page in range(10_000))
    assert 10_000 - struck[None] == pytest.approx(300, rel=0.1)
    assert min(struck[fault] for fault in Fault) > 50
    assert fault_of("page 1", 0.0) is None


def test_the_ledger_finds_each_kind_of_loss() -> None:
    all_came, other = {number: came(number) for number in range(SESSIONS)}, next(lists(SESSIONS))
    cases: list[tuple[dict[int, Any], list[str]]] = [
        ({}, []),
        ({5: None}, ["1 are missing and 0 repeated"]),
        ({5: came(6)}, ["1 are missing and 1 repeated"]),
        ({BAD[0]: None}, ["1 are missing and 0 repeated"]),
        ({BAD[0]: came(BAD[1])}, ["1 are missing and 0 repeated", "0 are missing and 1 repeated"]),
        ({BAD[0]: came(BAD[0], bad=False)}, ["1 are missing", f"session {BAD[0]}"]),
        ({5: came(5, bad=True)}, ["1 are missing", "session 5 was reported"]),
        ({19_999: came(19_999, other)}, ["1 are missing", "session 19999"]),
        ({SESSIONS: SourceError("failed", source="anam", vendor="anam")}, ["anam: failed"]),
    ]
    for changes, words in cases:
        ledger = Ledger(SESSIONS)
        for each in {**all_came, **changes}.values():
            if each is not None:
                ledger.take(each)
        assert all(part in loss for part, loss in zip(words, ledger.losses(), strict=True)), changes


def soaked(*losses: str, peak: float = 60.0, struck: frozenset[Fault] = frozenset(Fault)) -> Soaked:
    return Soaked(SESSIONS, Outcome(losses, retries=4, seconds=1.0, peak=peak), Counter(struck))


def test_a_soak_fails_by_a_loss_by_memory_and_without_a_fault() -> None:
    assert failures(soaked(), soaked(peak=60.0 + MOST_GROWTH)) == []
    for large, words in [
        (soaked("anam: failed"), "anam: failed"),
        (soaked(peak=60.1 + MOST_GROWTH), "more memory"),
        (soaked(struck=frozenset(Fault) - {Fault.RESET}), "never struck: reset"),
    ]:
        (failure,) = failures(soaked(), large)
        assert words in failure

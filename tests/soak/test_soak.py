"""The soak's own checks, without a server: they detect each kind of loss."""

from typing import Any

from attrs import evolve

from allsessions import InvalidRecordError, SourceError
from elizaos_client.models import SessionInfo
from tests.client.vendors import WIRES

from .reading import Ledger
from .world import VendorList, is_bad, lists

SESSIONS = 20_000
BAD = [number for number in range(SESSIONS) if is_bad(number)]


def came(number: int, listed: VendorList | None = None, *, bad: bool | None = None) -> Any:
    """Return the session with this number, or the error for it if its record is unreadable."""
    own = next(each for each in lists(SESSIONS) if each.first <= number < each.end)
    listed, wire = listed or own, WIRES[own.vendor]
    id = wire.record(number)[wire.id_key]
    at: dict[str, Any] = {"source": listed.name, "vendor": own.vendor}
    if is_bad(number) if bad is None else bad:
        return InvalidRecordError("odd", **at, path="data[0]", record={wire.id_key: [id]})
    return evolve(WIRES["elizaos"].source().session(SessionInfo(session_id="s")), **at, id=id)


def test_the_ledger_finds_each_kind_of_loss() -> None:
    all_came, other = {number: came(number) for number in range(SESSIONS)}, next(lists(SESSIONS))
    cases: list[tuple[dict[int, Any], list[str]]] = [
        ({}, []),
        ({5: None}, ["1 are missing and 0 repeated"]),
        ({5: came(6)}, ["1 are missing and 1 repeated"]),
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

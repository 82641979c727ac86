"""What a vendor can filter is sent to it, and whatever comes back is filtered here."""

import datetime
from typing import Any

import pytest

from allsessions import Client, Status

from .scripted import ScriptedServer, answer
from .vendors import WIRES

UTC = datetime.UTC
PERSONA = "11111111-2222-4333-8444-555555555555"


def sent_and_listed(vendor: str, records: list[dict[str, Any]], **filters: Any) -> tuple[dict[str, str], list[str]]:
    """The filters in the first request, and the ids that are listed, from a server that ignores all filters."""
    wire = WIRES[vendor]
    with ScriptedServer(lambda request: answer(wire.envelope(records, request))) as server:
        with Client(wire.source(base_url=server.url)) as client:
            ids = [session.id for session in client.list(**filters)]
    paging = {"page", "size", "perPage", "page_size", "token"}
    return {name: value for name, value in server.queries()[0].items() if name not in paging}, ids


@pytest.mark.parametrize(
    ("status", "sent"),
    [
        ("pending", {"status": "1"}),
        (Status.ACTIVE, {"status": "2"}),
        ("ended", {"status": "3"}),
        (["failed"], {"status": "4"}),
        ("unknown", {}),
        (["active", "pending"], {}),
    ],
)
def test_akool_is_sent_one_status(status: Any, sent: dict[str, str]) -> None:
    records = [{**WIRES["akool"].record(number), "status": number} for number in range(1, 6)]
    got, ids = sent_and_listed("akool", records, status=status)
    assert got == sent
    words = {"pending": 0, "active": 1, "ended": 2, "failed": 3, "unknown": 4}
    chosen = [status] if isinstance(status, str) else status
    assert ids == [records[place]["_id"] for place in sorted(words[str(word)] for word in chosen)]


def test_anam_is_sent_search_and_persona() -> None:
    records = [{**WIRES["anam"].record(number), "personaId": PERSONA if number == 1 else None} for number in range(3)]
    got, ids = sent_and_listed("anam", records, search="LABEL 1", agent_id=PERSONA.upper())
    assert got == {"search": "LABEL 1", "personaId": PERSONA}
    assert ids == [records[1]["id"]]


def test_anam_is_not_sent_an_agent_that_it_would_refuse() -> None:
    assert sent_and_listed("anam", [WIRES["anam"].record(0)], agent_id="not a uuid") == ({}, [])


def test_konpro_gets_whole_seconds_the_rest_is_filtered_here() -> None:
    records = [{**WIRES["konpro"].record(number), "created_at": 1776675600 + number / 4} for number in range(8)]
    first = datetime.datetime(2026, 4, 20, 9, 0, 0, 250_000, UTC)
    got, ids = sent_and_listed(
        "konpro", records, created_after=first, created_before=first + datetime.timedelta(seconds=1)
    )
    assert got == {"date_from": "2026-04-20T09:00:00Z", "date_to": "2026-04-20T09:00:02Z"}
    assert ids == ["kp-0001", "kp-0002", "kp-0003", "kp-0004"]


def test_times_of_other_zones_are_sent_in_utc() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=2))
    got, _ = sent_and_listed("konpro", [], created_after=datetime.datetime(2026, 4, 20, 11, 0, tzinfo=zone))
    assert got == {"date_from": "2026-04-20T08:59:59Z"}


@pytest.mark.parametrize(
    ("status", "sent", "expected"),
    [
        ("active", {"status": "connected"}, ["kp-0002"]),
        ("ended", {}, ["kp-0003", "kp-0004"]),
        ("pending", {}, ["kp-0000", "kp-0001"]),
    ],
)
def test_konpro_is_sent_a_status_only_where_its_word_covers_it(status: str, sent: Any, expected: list[str]) -> None:
    states: list[dict[str, Any]] = [
        {"status": "new", "duration": None},
        {"status": "connecting", "duration": 0},
        {"status": "connected", "duration": None},
        {"status": "connected", "duration": 9.5},
        {"status": "closed", "duration": None},
    ]
    records = [{**WIRES["konpro"].record(number), **state} for number, state in enumerate(states)]
    assert sent_and_listed("konpro", records, status=status) == (sent, expected)


def test_elizaos_is_sent_nothing_and_filtered_here() -> None:
    records = [WIRES["elizaos"].record(number) for number in range(12)]
    assert sent_and_listed("elizaos", records, user_id="u-7") == ({}, ["el-0007"])
    assert sent_and_listed("elizaos", records, search="EL-001") == ({}, ["el-0010", "el-0011"])
    assert sent_and_listed("elizaos", records, agent_id="a-2") == ({}, [])


def test_a_limit_counts_what_matches() -> None:
    records = [WIRES["elizaos"].record(number) for number in range(12)]
    assert sent_and_listed("elizaos", records, search="el-001", limit=1) == ({}, ["el-0010"])

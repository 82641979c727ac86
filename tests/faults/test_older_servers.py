"""ElizaOS servers of other ages, and the other documented shapes: fewer fields are None, and cost no session."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from allsessions import Client, NotFoundError, Status

from ..client.scripted import ScriptedServer, answer
from ..client.vendors import WIRES
from .case import MISSING, RECORDS, TOTAL, Case, Says, envelope, put
from .reading import each, holds

SUBJECT = "older servers, fewer fields"

FIELDS: Mapping[str, Sequence[str]] = {vendor: [*wire.record(0)] for vendor, wire in WIRES.items()}


def without(*fields: str) -> Says:
    """No record has these fields."""
    return envelope(
        lambda turn: turn.envelope(
            [{key: value for key, value in each.items() if key not in fields} for each in turn.held]
        )
    )


def with_value(field: str, value: Any) -> Says:
    return envelope(lambda turn: turn.envelope([{**each, field: value} for each in turn.held]))


def only_id(vendor: str) -> Says:
    key = WIRES[vendor].id_key
    return without(*(field for field in FIELDS[vendor] if field != key))


def top(way: Sequence[str], value: Any) -> Says:
    return envelope(lambda turn: put(turn.envelope(), way, value))


ENVELOPE_FIELDS: dict[str, Sequence[Sequence[str]]] = {
    "akool": [("msg",), TOTAL["akool"]],
    "anam": [
        ("meta",),
        *(("meta", field) for field in ("total", "lastPage", "currentPage", "perPage", "prev", "next")),
    ],
    "konpro": [(field,) for field in ("total", "page", "page_size")],
    "elizaos": [("total",), ("stats",), ("stats", "activeSessions")],
}

CASES = [
    *(
        Case(name=f"records without {field}", says=without(field), vendors=[vendor])
        for vendor, fields in FIELDS.items()
        for field in fields
        if field != WIRES[vendor].id_key
    ),
    *(
        Case(name=f"{field} null", says=with_value(field, None), vendors=[vendor])
        for vendor, fields in FIELDS.items()
        for field in fields
        if field != WIRES[vendor].id_key
    ),
    *(
        Case(name=f"nothing but the identifier at {vendor}", says=only_id(vendor), vendors=[vendor]) for vendor in WIRES
    ),
    Case(name="fields that no document knows", says=with_value("brandNew", {"deep": [{"er": None}]})),
    *(
        Case(name=f"{vendor} envelope's {'.'.join(way)} {words}", says=top(way, value), vendors=[vendor])
        for vendor, ways in ENVELOPE_FIELDS.items()
        for way in ways
        for words, value in (("absent", MISSING), ("null", None))
    ),
    Case(name="an envelope's field that no document knows", says=top(("brandNew",), {"a": [1]})),
    *(
        Case(name=f"metadata {value!r}", says=with_value("metadata", value), vendors=["elizaos"])
        for value in ("text", [1, 2], 5, True, None, {}, {"a": {"b": None}})
    ),
    *(
        Case(name=f"timeoutConfig {value!r}", says=with_value("timeoutConfig", value), vendors=["elizaos"])
        for value in ({}, None, {"timeoutMinutes": 0.5, "autoRenew": None}, {"autoRenew": "yes"}, {"maxDuration": None})
    ),
    *(
        Case(name=f"agentId {value!r}", says=with_value("agentId", value), vendors=["elizaos"])
        for value in ("b850bc30-45f8-0041-a00a-83df46d8555d", "not-a-uuid", "")
    ),
    *(
        Case(name=f"{vendor} {field} {value!r}", says=with_value(field, value), vendors=[vendor])
        for vendor, field, value in (
            ("akool", "status", 5),
            ("akool", "status", None),
            ("akool", "credentials", None),
            ("akool", "stream_type", "new_transport"),
            ("anam", "exitStatus", "SOMETHING_NEW"),
            ("anam", "startTime", None),
            ("anam", "personaConfig", None),
            ("konpro", "status", "closed"),
            ("konpro", "status", "paused"),
            ("konpro", "created_at", 1776675600000),
            ("konpro", "duration", 0),
        )
    ),
]  # fmt: skip


@each(CASES)
def test_fewer_and_newer_fields_cost_no_session(case: Case, vendor: str, way: str) -> None:
    assert holds(case, vendor, way).errors == []


@pytest.mark.parametrize(
    "list_of",
    [
        lambda records: {"sessions": records},
        lambda records: {"sessions": records, "total": len(records)},
        lambda records: {"sessions": records, "total": None, "stats": None},
        lambda records: {"success": True, "sessions": records},
    ],
)
def test_an_older_elizaos_is_listed(list_of: Any) -> None:
    records = [{"sessionId": f"old-{number}"} for number in range(3)]
    with ScriptedServer(lambda request: answer(list_of(records))) as server:
        with Client(WIRES["elizaos"].source(base_url=server.url)) as client:
            sessions = list(client.list())
    assert [session.id for session in sessions] == ["old-0", "old-1", "old-2"]
    assert {session.status for session in sessions} == {Status.ACTIVE}
    assert {session.agent_id for session in sessions} == {None}


def test_an_older_elizaos_without_sessions_is_an_error() -> None:
    with ScriptedServer(lambda request: answer({"error": "Not Found"}, status=404)) as server:
        with Client(WIRES["elizaos"].source(base_url=server.url)) as client, pytest.raises(NotFoundError):
            list(client.pages("elizaos"))


def test_konpros_other_documented_shape_is_listed() -> None:
    records = [WIRES["konpro"].record(number) for number in range(3)]
    with ScriptedServer(lambda request: answer({"sessions": records})) as server:
        with Client(WIRES["konpro"].source(base_url=server.url)) as client:
            assert [session.id for session in client.list()] == WIRES["konpro"].ids(3)
        assert len(server.requests) == 1


def test_every_vendors_records_stand_where_the_cases_think() -> None:
    assert set(RECORDS) == set(TOTAL) == set(WIRES)

"""The payloads that crashed the generator's own code, through every function of the endpoints and a real socket."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

import akool_client.models
import konpro_client.models
from tests.clients.contracts import OPERATIONS, WAYS, Operation
from tests.servers import FunctionServer, json_answer

NANOID = "V1StGXR8_Z5jdHi6B-myT"

READ: dict[str, tuple[str, object, list[str | int], object]] = {
    "akool: a status that is not documented": (
        "akool-list_sessions",
        {"code": 1000, "msg": "OK", "data": {"count": 1, "result": [{"_id": "a", "status": 5}]}},
        ["data", "result", 0, "status"],
        5,
    ),
    "akool: no data": ("akool-list_sessions", {"code": 1101, "msg": "no", "data": None}, ["data"], None),
    "akool: no credentials": (
        "akool-get_session",
        {"code": 1000, "msg": "OK", "data": {"_id": "a", "credentials": None}},
        ["data", "credentials"],
        None,
    ),
    "akool: a failure without a text": ("akool-list_sessions", {"code": 1101}, ["code"], 1101),
    "anam: not begun": ("anam-list_sessions", {"data": [{"startTime": None}]}, ["data", 0, "start_time"], None),
    "anam: an id that is no UUID": (
        "anam-list_sessions",
        {"data": [{"id": NANOID}]},
        ["data", 0, "id"],
        NANOID,
    ),
    "anam: no data": ("anam-list_sessions", {"data": None}, ["data"], None),
    "konpro: a status that is not documented": (
        "konpro-list_sessions",
        {"data": [{"status": "paused"}]},
        ["data", 0, "status"],
        "paused",
    ),
    "konpro: the other documented shape": (
        "konpro-list_sessions",
        {"sessions": [{"session_id": "a", "status": "connected"}]},
        ["sessions", 0, "session_id"],
        "a",
    ),
    "elizaos: no metadata": (
        "elizaos-list_sessions",
        {"sessions": [{"metadata": None}]},
        ["sessions", 0, "metadata"],
        None,
    ),
    "elizaos: metadata that is a text": ("elizaos-get_session", {"metadata": "any"}, ["metadata"], "any"),
    "elizaos: a user id that is no UUID": (
        "elizaos-list_sessions",
        {"sessions": [{"userId": "user-1"}]},
        ["sessions", 0, "user_id"],
        "user-1",
    ),
}
"""What is asked, what is answered, where to look in the typed value, and what is there."""

TYPED: dict[str, tuple[str, object, list[str | int], object]] = {
    "akool: a status": (
        "akool-list_sessions",
        {"data": {"result": [{"status": 2}]}},
        ["data", "result", 0, "status"],
        akool_client.models.SessionStatus.PROCESSING,
    ),
    "anam: a time": (
        "anam-list_sessions",
        {"data": [{"startTime": "2026-02-11T14:05:10.250Z"}]},
        ["data", 0, "start_time"],
        datetime(2026, 2, 11, 14, 5, 10, 250_000, tzinfo=UTC),
    ),
    "konpro: a status": (
        "konpro-list_sessions",
        {"data": [{"status": "closed"}]},
        ["data", 0, "status"],
        konpro_client.models.SessionStatus.CLOSED,
    ),
    "elizaos: a UUID of no version": (
        "elizaos-list_sessions",
        {"sessions": [{"agentId": "b850bc30-45f8-0041-a00a-83df46d8555d"}]},
        ["sessions", 0, "agent_id"],
        UUID("b850bc30-45f8-0041-a00a-83df46d8555d"),
    ),
}
"""The same, of what is as documented."""

INVALID: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "akool: an id that is a number": (
        "akool-list_sessions",
        {"code": 1000, "data": {"result": [{"_id": "a"}, {"_id": 17}]}},
        {"data.result[1]._id": 17},
    ),
    "akool: a code that is a boolean": ("akool-list_sessions", {"code": True}, {"code": True}),
    "anam: a record that is null": ("anam-list_sessions", {"data": [{}, None, {"id": "a"}]}, {"data[1]": None}),
    "anam: half a millisecond": (
        "anam-list_sessions",
        {"data": ["none", {"sessionLengthMs": 0.5}]},
        {"data[0]": "none", "data[1].sessionLengthMs": 0.5},
    ),
    "konpro: an object for a list": ("konpro-list_sessions", {"data": {}, "total": "5"}, {"data": {}, "total": "5"}),
    "elizaos: a time as a number": (
        "elizaos-list_sessions",
        {"sessions": [{"createdAt": 1770818710000}]},
        {"sessions[0].createdAt": 1770818710000},
    ),
}
"""What is asked, what is answered, and the values that are not of their documented type, by their places."""

BY_NAME = {str(operation): operation for operation in OPERATIONS}

each_way = pytest.mark.parametrize("way", WAYS)
each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=str)


@each_way
@pytest.mark.parametrize(
    ("name", "payload", "steps", "expected"), [*READ.values(), *TYPED.values()], ids=[*READ, *TYPED]
)
def test_a_value_is_typed_if_documented_else_kept(
    way: str, name: str, payload: object, steps: list[str | int], expected: object
) -> None:
    with FunctionServer(lambda request: json_answer(payload)) as server:
        value = BY_NAME[name].parsed(way, BY_NAME[name].client.authenticated(server.url))
    for step in steps:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    assert value == expected
    assert type(value) is type(expected)


@each_way
@pytest.mark.parametrize(("name", "payload", "invalid"), INVALID.values(), ids=INVALID)
def test_a_value_of_another_type_costs_only_itself(
    way: str, name: str, payload: dict[str, Any], invalid: dict[str, Any]
) -> None:
    operation = BY_NAME[name]
    with FunctionServer(lambda request: json_answer(payload)) as server:
        answer = operation.ask(way, operation.client.authenticated(server.url))
    if way.endswith("detailed"):
        assert answer.invalid_fields == invalid
        answer = answer.parsed
    assert answer.to_dict() == payload
    for field, value in answer.invalid_fields.items():
        assert invalid[field] == value


@each_way
@each_operation
@pytest.mark.parametrize("payload", [[], None, 17, "text"], ids=["list", "null", "number", "string"])
def test_an_answer_that_is_no_object_is_refused_as_a_whole(operation: Operation, way: str, payload: Any) -> None:
    with FunctionServer(lambda request: json_answer(payload)) as server:
        with pytest.raises(operation.client.package.DecodeError, match="the body: expected an object"):
            operation.ask(way, operation.client.authenticated(server.url))


@each_way
@each_operation
def test_an_answer_without_any_field_is_read_as_one_without_any(operation: Operation, way: str) -> None:
    with FunctionServer(lambda request: json_answer({})) as server:
        assert operation.parsed(way, operation.client.authenticated(server.url)).to_dict() == {}

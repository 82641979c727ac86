"""The models read any JSON of a vendor, write it back unchanged, and name the values of the wrong type."""

from __future__ import annotations

import copy
import pickle
import re
import traceback
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from akool_client.models import SessionStatus as Akool
from anam_client.models import Session
from konpro_client.models import SessionStatus as KonPro
from tests.clients.contracts import ANSWERS, OPERATIONS, Documented
from tests.clients.payloads import SECRET, as_values, plausible, spoiled
from tests.side_by_side.reading import not_kept

# One answer for each schema: most errors share one.
DISTINCT = list({(answer.client.vendor, str(answer.schema)): answer for answer in ANSWERS}.values())
BY_NAME = {str(operation): operation for operation in OPERATIONS}

each_answer = pytest.mark.parametrize("answer", DISTINCT, ids=str)
drawn = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
NANOID = "V1StGXR8_Z5jdHi6B-myT"


@each_answer
@drawn
@given(data=st.data())
def test_a_plausible_payload_is_read_and_written_back(answer: Documented, data: st.DataObject) -> None:
    payload = data.draw(plausible(answer))
    before = copy.deepcopy(payload)
    model = answer.model.from_dict(payload)
    assert payload == before
    assert as_values(model.to_dict()) == as_values(payload)
    assert SECRET not in f"{model}{model!r}"
    for twin in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert (twin, twin.to_dict()) == (model, model.to_dict())
    assert answered(answer, payload).invalid_fields == {}


@each_answer
@settings(drawn, max_examples=80)
@given(data=st.data())
def test_a_value_in_a_wrong_place_costs_only_itself(answer: Documented, data: st.DataObject) -> None:
    payload, place = data.draw(spoiled(answer))
    response = answered(answer, payload)
    if isinstance(response, answer.client.package.DecodeError):
        assert not isinstance(payload, dict)
        assert SECRET not in "".join([repr(response), *traceback.format_exception(response)])
    elif response.parsed is None:  # of an error
        assert not isinstance(payload, dict)
    else:
        assert list(not_kept(response.parsed, payload)) == []
        for path, value in response.invalid_fields.items():
            named = [int(index) if index else name for index, name in re.findall(r"\[(\d+)\]|([^.\[\]]+)", path)]
            assert named[: len(place)] == list(place)
            found = payload
            for step in named:
                found = found[step]
            assert as_values(found) == as_values(value)


def answered(answer: Documented, payload: Any) -> Any:
    """The endpoint's detailed answer, or its own error; any other comes through."""
    try:
        return answer.operation.answered("sync_detailed", httpx.Response(answer.status_code, json=payload))
    except answer.client.package.DecodeError as error:
        return error


# Payloads that crashed the generator's own code: the endpoint, the body, where to look, and what is there
READ: list[tuple[str, str, list[str | int], object]] = [
    ("akool-list_sessions", '{"data": {"result": [{"status": 5}]}}', ["data", "result", 0, "status"], 5),
    ("akool-get_session", '{"data": {"_id": "a", "credentials": null}}', ["data", "credentials"], None),
    ("anam-list_sessions", '{"data": [{"id": "V1StGXR8_Z5jdHi6B-myT"}]}', ["data", 0, "id"], NANOID),
    ("konpro-list_sessions", '{"data": [{"status": "paused"}]}', ["data", 0, "status"], "paused"),
    ("konpro-list_sessions", '{"sessions": [{"session_id": "a"}]}', ["sessions", 0, "session_id"], "a"),
    ("elizaos-get_session", '{"metadata": "any"}', ["metadata"], "any"),
]
NOON = datetime(2026, 2, 11, 12, tzinfo=UTC)
AGENT = UUID("b850bc30-45f8-0041-a00a-83df46d8555d")
TYPED: list[tuple[str, str, list[str | int], object]] = [
    ("akool-list_sessions", '{"data": {"result": [{"status": 2}]}}', ["data", "result", 0, "status"], Akool.PROCESSING),
    ("anam-list_sessions", '{"data": [{"startTime": "2026-02-11T12:00:00.000Z"}]}', ["data", 0, "start_time"], NOON),
    ("konpro-list_sessions", '{"data": [{"status": "closed"}]}', ["data", 0, "status"], KonPro.CLOSED),
    ("elizaos-list_sessions", f'{{"sessions": [{{"agentId": "{AGENT}"}}]}}', ["sessions", 0, "agent_id"], AGENT),
]
"""The same, of values as documented."""


def test_a_value_is_typed_if_documented_else_kept() -> None:
    for name, body, steps, expected in (*READ, *TYPED):
        value = BY_NAME[name].answered("asyncio", httpx.Response(200, content=body))
        for step in steps:
            value = value[step] if isinstance(step, int) else getattr(value, step)
        assert (value, type(value)) == (expected, type(expected)), body


def test_only_what_is_written_as_a_uuid_is_one() -> None:
    assert Session.from_dict({"id": str(UUID(int=0))}).id == UUID(int=0)
    others = ["", "Zm9vYmFy", "{89a01d8b-1fbc-4e97-9f46-4258dd2e7743}", "89A01D8B-1FBC-0E97-9F46-4258DD2E7743"]
    others += ["urn:89a01d8b1fbc4e979f464258dd2e7743", "89a01d8b-1fbc-4e97-9f46-4258dd2e٣743"]
    for text in others:
        assert Session.from_dict({"id": text}).id == text

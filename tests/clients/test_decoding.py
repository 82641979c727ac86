"""The models read whatever a vendor may send, write it back as it came, and name the values that are not as documented.

The payloads are drawn from the documents, so that every model of every package is tried, of later vendors, too.
"""

from __future__ import annotations

import copy
import pickle
import traceback
from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

import attrs
import httpx
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from anam_client.models import Session
from tests.clients.contracts import ANSWERS, CLIENTS, Client, Documented, is_model
from tests.clients.payloads import SECRET, as_values, documented, place_of, plausible, spoiled, value_at
from tests.simulator.contract import validate

# One answer for each schema: most errors share one.
DISTINCT = list({(answer.client.vendor, str(answer.schema)): answer for answer in ANSWERS}.values())

each_answer = pytest.mark.parametrize("answer", DISTINCT, ids=str)
each_client = pytest.mark.parametrize("client", CLIENTS, ids=str)
drawn = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
seldom = settings(drawn, max_examples=15)
unshrunk = settings(drawn, max_examples=2000, phases=[Phase.generate])


@each_answer
@seldom
@given(data=st.data())
def test_the_payloads_called_documented_are(answer: Documented, data: st.DataObject) -> None:
    payload = data.draw(documented(answer))
    operation = answer.operation
    validate(answer.client.vendor, operation.path, operation.method, answer.status_code, payload)


@each_answer
@drawn
@given(data=st.data())
def test_a_documented_payload_is_read_and_written_back(answer: Documented, data: st.DataObject) -> None:
    payload = data.draw(documented(answer))
    assert as_values(answer.model.from_dict(payload).to_dict()) == as_values(payload)


@each_answer
@drawn
@given(data=st.data())
def test_a_plausible_payload_is_read_and_written_back(answer: Documented, data: st.DataObject) -> None:
    payload = data.draw(plausible(answer))
    assert as_values(answer.model.from_dict(payload).to_dict()) == as_values(payload)


@each_answer
@seldom
@given(data=st.data())
def test_a_model_is_the_same_after_a_copy_and_in_another_process(answer: Documented, data: st.DataObject) -> None:
    model = answer.model.from_dict(data.draw(plausible(answer)))
    for twin in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert twin == model
        assert twin.to_dict() == model.to_dict()


@each_answer
@seldom
@given(data=st.data())
def test_reading_leaves_the_payload_as_it_was(answer: Documented, data: st.DataObject) -> None:
    payload = data.draw(plausible(answer))
    before = copy.deepcopy(payload)
    answer.model.from_dict(payload)
    assert payload == before


@each_answer
@drawn
@given(data=st.data())
def test_no_secret_and_no_unknown_field_shows_in_a_model(answer: Documented, data: st.DataObject) -> None:
    model = answer.model.from_dict(data.draw(plausible(answer)))
    assert SECRET not in repr(model)
    assert SECRET not in str(model)


@each_answer
@drawn
@given(data=st.data())
def test_a_value_in_a_wrong_place_costs_only_itself(answer: Documented, data: st.DataObject) -> None:
    payload, place = data.draw(spoiled(answer))
    response = answered(answer, payload)
    if isinstance(response, answer.client.package.DecodeError):
        assert not isinstance(payload, dict)
        assert SECRET not in "".join([repr(response), *traceback.format_exception(response)])
        return
    if response.parsed is None:  # of an error
        assert not isinstance(payload, dict)
        return
    assert as_values(response.parsed.to_dict()) == as_values(payload)
    for path, value in response.invalid_fields.items():
        named = place_of(path)
        assert named[: len(place)] == place
        assert as_values(value_at(payload, named)) == as_values(value)


@each_answer
@drawn
@given(data=st.data())
def test_in_a_plausible_payload_nothing_is_invalid(answer: Documented, data: st.DataObject) -> None:
    response = answered(answer, data.draw(plausible(answer)))
    assert response.invalid_fields == {}


def answered(answer: Documented, payload: Any) -> Any:
    """The endpoint's detailed answer, or its own error; any other comes through."""
    transport = httpx.MockTransport(lambda request: httpx.Response(answer.status_code, json=payload))
    client = answer.client.authenticated("http://server", httpx_args={"transport": transport})
    try:
        return answer.operation.ask("sync_detailed", client)
    except answer.client.package.DecodeError as error:
        return error


@each_client
def test_every_model_is_among_those_tried_here(client: Client) -> None:
    answers = [answer for answer in DISTINCT if answer.client == client]
    read = st.one_of([documented(answer).map(answer.model.from_dict) for answer in answers])
    for model in filter(is_model, client.models):
        find(read, partial(holds, model), settings=unshrunk)


def holds(kind: type, value: Any) -> bool:
    return kind in kinds_in(value)


def kinds_in(value: Any) -> Iterator[type]:
    """The types of a value and of all that it holds."""
    yield type(value)
    held = value if isinstance(value, list) else attrs.astuple(value, recurse=False) if attrs.has(type(value)) else ()
    for part in held:
        yield from kinds_in(part)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Zm9vYmFy",
        "89A01D8B-1FBC-0E97-9F46-4258DD2E7743",
        "89a01d8b1fbc4e979f464258dd2e7743",
        "{89a01d8b-1fbc-4e97-9f46-4258dd2e7743}",
        "urn:uuid:89a01d8b-1fbc-4e97-9f46-4258dd2e7743",
        # Of a UUID's length, and readable to uuid.UUID().
        "urn:89a01d8b1fbc4e979f464258dd2e7743",
        "89a01d8b-1fbc-4e97-9f46-4258dd2e_743",
        "89a01d8b-1fbc-4e97-9f46-4258dd2e٣743",
    ],
)
def test_what_is_not_written_as_a_uuid_stays_text(text: str) -> None:
    assert Session.from_dict({"id": text}).id == text


def test_a_uuid_of_any_version_is_read_as_one() -> None:
    for text in ("00000000-0000-0000-0000-000000000000", "89a01d8b-1fbc-0e97-9f46-4258dd2e7743"):
        assert Session.from_dict({"id": text}).id == UUID(text)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-02-30T00:00:00Z", "2026-02-11T23:59:60Z", "1770818710"])
def test_a_string_that_is_no_timestamp_stays_as_it_is(text: str) -> None:
    assert Session.from_dict({"startTime": text}).start_time == text


@each_client
def test_a_field_that_is_null_or_not_sent_is_given_as_none(client: Client) -> None:
    assert [client.types.given(value) for value in (None, client.types.UNSET, 0, "")] == [None, None, 0, ""]
    assert not client.types.UNSET

"""The models read any JSON of a vendor, write it back unchanged, and name the values of the wrong type."""

import copy
import pickle
import re
import traceback
from functools import reduce
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anam_client.models import Session
from tests.clients.contracts import ANSWERS, Documented
from tests.clients.payloads import SECRET, plausible, spoiled
from tests.side_by_side.comparing import same
from tests.side_by_side.reading import not_kept

# One answer for each schema, because most error answers share a schema.
DISTINCT = list({(answer.client.vendor, str(answer.schema)): answer for answer in ANSWERS}.values())

each_answer = pytest.mark.parametrize("answer", DISTINCT, ids=str)
drawn = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))


@each_answer
@drawn
@given(data=st.data())
def test_a_plausible_payload_is_read_and_written_back(answer: Documented, data: st.DataObject) -> None:
    payload = data.draw(plausible(answer.client.document, answer.schema))
    before = copy.deepcopy(payload)
    model = answer.model.from_dict(payload)
    assert payload == before
    assert same(model.to_dict(), payload)
    assert SECRET not in f"{model}{model!r}"
    for twin in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert (twin, twin.to_dict()) == (model, model.to_dict())
    assert answered(answer, payload).invalid_fields == {}


@each_answer
@settings(drawn, max_examples=80)
@given(data=st.data())
def test_a_value_in_a_wrong_place_costs_only_itself(answer: Documented, data: st.DataObject) -> None:
    payload, place = data.draw(spoiled(answer.client.document, answer.schema))
    response = answered(answer, payload)
    if isinstance(response, answer.client.package.DecodeError):
        assert not isinstance(payload, dict)
        assert SECRET not in "".join([repr(response), *traceback.format_exception(response)])
    elif response.parsed is None:  # the body of an error status
        assert not isinstance(payload, dict)
    else:
        assert list(not_kept(response.parsed, payload)) == []
        for path, value in response.invalid_fields.items():
            named = [int(index) if index else name for index, name in re.findall(r"\[(\d+)\]|([^.\[\]]+)", path)]
            assert named[: len(place)] == list(place)
            assert same(reduce(lambda found, step: found[step], named, payload), value)


def answered(answer: Documented, payload: Any) -> Any:
    try:
        return answer.operation.answered("sync_detailed", httpx.Response(answer.status_code, json=payload))
    except answer.client.package.DecodeError as error:
        return error


def test_only_what_is_written_as_a_uuid_is_one() -> None:
    assert Session.from_dict({"id": str(UUID(int=0))}).id == UUID(int=0)
    others = ["", "Zm9vYmFy", "{89a01d8b-1fbc-4e97-9f46-4258dd2e7743}", "89A01D8B-1FBC-0E97-9F46-4258DD2E7743"]
    others += ["urn:89a01d8b1fbc4e979f464258dd2e7743", "89a01d8b-1fbc-4e97-9f46-4258dd2e٣743"]
    for text in others:
        assert Session.from_dict({"id": text}).id == text

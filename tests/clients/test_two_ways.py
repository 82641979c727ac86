"""What is decoded at once, in C, is what reading field by field gives, whatever comes."""

from __future__ import annotations

import contextlib
import itertools
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import akool_client.models.session_list_envelope as akool
import anam_client
import anam_client.models.session_page as anam
import elizaos_client.models.session_list as elizaos
import konpro_client.models.session_history as konpro
from codegen.rooms import package_name
from tests.clients.contracts import ANSWERS, Documented
from tests.clients.payloads import documented, plausible, spoiled
from tests.sources.records import record

DISTINCT = list({(answer.client.vendor, str(answer.schema)): answer for answer in ANSWERS}.values())
each_answer = pytest.mark.parametrize("answer", DISTINCT, ids=str)
drawn = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])

# What Python, RFC 3339 or neither takes for a time or an identifier.
TIMES = [
    "2026-03-01T10:00:00Z",
    "2026-03-01T10:00:00.1234567Z",
    "2026-03-01T10:00:00.9999999Z",
    "2026-03-01T10:00:00.12+02:00",
    "2026-03-01T10:00:00-00:00",
    "2026-03-01T10:00:00+0200",
    "2026-03-01T10:00:00+02:00:30",
    "2026-03-01T10:00:00",
    "2026-03-01t10:00:00z",
    "2026-03-01 10:00:00",
    "2026-03-01T10:00Z",
    "2026-03-01T24:00:00Z",
    "2026-03-01T10:00:60Z",
    "2026-02-30T10:00:00Z",
    "0000-01-01T00:00:00Z",
    "2026-W09-7T10:00:00Z",
    "20260301T100000Z",
    "2026-03-01",
    "\u0662026-03-01T10:00:00Z",
    "",
]
IDENTIFIERS = [
    "6f9619ff-8b86-d011-b42d-00c04fc964ff",
    "6F9619FF-8B86-D011-B42D-00C04FC964FF",
    "6f9619ff8b86d011b42d00c04fc964ff",
    "{6f9619ff-8b86-d011-b42d-00c04fc964}",
    "6f9619ff-8b86-d011-b42d-00c04fc964fg",
    "6f96-19ff8b86-d011-b42d-00c04fc964ff",
    "urn:uuid:6f9619ff8b86d011b42d00c04fc",
    "\u0666f9619ff-8b86-d011-b42d-00c04fc964f",
    "",
]
NUMBERS = ["0", "-0", "-0.0", "1.0", "1e3", "1.5", "1e400", "9" * 25, "9" * 5000, "NaN", "true", '"1"']


@contextmanager
def field_by_field(vendor: str) -> Iterator[None]:
    """No Wire is used in the vendor's package."""
    prefix = f"{package_name(vendor)}.models."
    models = [module for name, module in sys.modules.items() if name.startswith(prefix)]
    with contextlib.ExitStack() as stack:
        for module, name in itertools.product(models, ("model_in", "model_of")):
            if hasattr(module, name):
                stack.enter_context(mock.patch.object(module, name, return_value=None))
        yield


def outcome(answer: Documented, content: bytes) -> Any:
    """All that there is to tell of the model in a body, or of the error."""
    try:
        model = answer.model.from_json(content)
    except answer.client.package.DecodeError as error:
        return error.path, error.expected, error.found
    # Their texts tell 1 from True and from 1.0, and one of two zones from the other.
    return model, repr(model), json.dumps(model.to_dict()), repr(model.additional_properties)


def assert_both_ways_agree(answer: Documented, content: bytes) -> None:
    with field_by_field(answer.client.vendor):
        slowly = outcome(answer, content)
    assert outcome(answer, content) == slowly


def body(payload: Any) -> bytes:
    return json.dumps(payload, ensure_ascii=False).encode(errors="surrogatepass")


@each_answer
@drawn
@given(data=st.data())
def test_a_documented_payload(answer: Documented, data: st.DataObject) -> None:
    assert_both_ways_agree(answer, body(data.draw(documented(answer))))


@each_answer
@drawn
@given(data=st.data())
def test_a_plausible_payload(answer: Documented, data: st.DataObject) -> None:
    assert_both_ways_agree(answer, body(data.draw(plausible(answer))))


@each_answer
@drawn
@given(data=st.data())
def test_a_spoiled_payload(answer: Documented, data: st.DataObject) -> None:
    payload, _ = data.draw(spoiled(answer))
    assert_both_ways_agree(answer, body(payload))


# One value, of the whole list that an Anam page is

PAGE = next(answer for answer in DISTINCT if answer.model is anam.SessionPage)
LISTS = next(answer for answer in DISTINCT if answer.model is konpro.SessionHistory)


@pytest.mark.parametrize("text", TIMES)
def test_a_time(text: str) -> None:
    assert_both_ways_agree(PAGE, body({"data": [{"startTime": text, "id": "a"}]}))


@pytest.mark.parametrize("text", IDENTIFIERS)
def test_an_identifier(text: str) -> None:
    assert_both_ways_agree(PAGE, body({"data": [{"id": text}]}))


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("field", ["sessionLengthMs", "engineHost"])
def test_a_number(field: str, number: str) -> None:
    assert_both_ways_agree(PAGE, f'{{"data": [{{"{field}": {number}}}]}}'.encode())


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("field", ["created_at", "status"])
def test_a_number_that_may_be_a_fraction(field: str, number: str) -> None:
    assert_both_ways_agree(LISTS, f'{{"data": [{{"{field}": {number}}}]}}'.encode())


@pytest.mark.parametrize("depth", [0, 1, 4, 5, 6, 7, 90, 97, 98, 200, 5000])
@pytest.mark.parametrize(("begin", "end"), [('{"a":', "}"), ("[", "]")])
def test_what_is_nested(depth: int, begin: str, end: str) -> None:
    value = begin * depth + "1" + end * depth
    assert_both_ways_agree(PAGE, f'{{"data": [{{"personaConfig": {{"a": {value}}}}}]}}'.encode())


@pytest.mark.parametrize(
    "content",
    [
        b'{"data": [{"id": "a", "id": "b"}], "data": [{"id": "c", "clientLabel": 5, "clientLabel": "d"}]}',
        b'{"data": [{"clientLabel": "\\ud800"}]}',
        b'{"data": [{"clientLabel": "\\ud83d\\ude00"}]}',
        b'{"data": [{"clientLabel": "\xff"}]}',
        b'{"data": [{"clientLabel": "\xed\xa0\x80"}]}',
        b'{"data": [{"startTime": "2026-03-01T10:00:00\\u005a"}]}',
        b'\xef\xbb\xbf{"data": []}',
        '{"data": [{"id": "a"}]}'.encode("utf-16"),
        b'{"data": []} ',
        b'{"data": []} {}',
        b'{"data": [null, {"id": "a"}]}',
        b"[]",
        b"null",
        b"<html>",
        b"",
    ],
)
def test_a_body_that_is_odd_as_a_whole(content: bytes) -> None:
    assert_both_ways_agree(PAGE, content)


def test_an_error_of_a_body_that_is_no_json_does_not_hold_the_body() -> None:
    with pytest.raises(anam_client.DecodeError) as caught:
        anam.SessionPage.from_json(b'{"data": [{"id": "a secret"')
    assert (caught.value.__context__, caught.value.__cause__) == (None, None)


# That there are two ways


@pytest.mark.parametrize(
    ("vendor", "wire", "page"),
    [
        ("akool", akool.SessionListEnvelopeWire, lambda records: {"code": 1000, "data": {"result": records}}),
        ("anam", anam.SessionPageWire, lambda records: {"data": records}),
        ("konpro", konpro.SessionHistoryWire, lambda records: {"data": records}),
        ("elizaos", elizaos.SessionListWire, lambda records: {"sessions": records}),
    ],
)
def test_a_documented_page_goes_the_short_way_and_another_does_not(vendor: str, wire: Any, page: Any) -> None:
    documented = {name: value for name, value in record(vendor).items() if name != "faceswap_status"}
    odd = {**documented, "of a new kind": 1}
    msgspec.json.decode(body(page([documented])), type=wire)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(body(page([odd])), type=wire)


def test_a_class_of_the_users_own_is_made_in_its_own_way() -> None:
    class Mine(anam.SessionPage):
        pass

    content = body({"data": [{"id": "a"}]})
    assert type(Mine.from_json(content)) is Mine
    assert type(Mine.from_dict(json.loads(content))) is Mine
    assert Mine.from_json(content).to_dict() == anam.SessionPage.from_json(content).to_dict()

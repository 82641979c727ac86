"""A body that is decoded at once, in C, gives what the same body gives field by field, whatever comes.

A field that no document names sends a body the second way. What is left of the model without it must be equal.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anam_client.models import SessionPage
from konpro_client.models import SessionHistory
from tests.clients.contracts import ANSWERS, Documented
from tests.clients.payloads import documented, plausible, spoiled
from tests.codegen.rich import VALUES
from tests.sources.records import record

DISTINCT = list({(answer.client.vendor, str(answer.schema)): answer for answer in ANSWERS}.values())
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
    "20260301",
    "2026-W09-7",
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
NUMBERS = ["0", "-0", "-0.0", "1.0", "1e3", "1.5", "1e30", "1e400", "9" * 25, "9" * 5000, "NaN", "true", '"1"', "null"]
ODD: list[Any] = [
    None,
    [],
    {},
    "text",
    "a",
    7,
    7.0,
    1.5,
    True,
    [7],
    [None],
    ["a"],
    [[{}]],
    [["x"], 5],
    {"x": "y"},
    {"x": {}},
]
WHOLE_BODIES = [
    b'{"data": [{"id": "a", "id": "b"}], "data": [{"id": "c", "clientLabel": 5, "clientLabel": "d"}]}',
    b'{"data": [{"clientLabel": "\\ud800"}]}',
    b'{"data": [{"clientLabel": "\\ud83d\\ude00"}]}',
    b'{"data": [{"clientLabel": "\xff"}]}',
    b'{"data": [{"clientLabel": "\xed\xa0\x80"}]}',
    b'{"data": [{"startTime": "2026-03-01T10:00:00\\u005a"}]}',
    b'{"data": []} ',
    b'{"data": []} {}',
    b'{"data": [null, {"id": "a"}]}',
    b'{"data": [{"id": "a"}',
    b"{} []",
]


def told(model: Any) -> Any:
    """All that there is to tell of a model."""
    # The texts tell 1 from True and from 1.0, and one of two zones from the other.
    return (
        model,
        repr(model),
        json.dumps(model.to_dict()),
        repr(model.additional_properties),
        repr(model.invalid_fields),
    )


def outcome(model: Any, content: bytes) -> Any:
    try:
        return told(model.from_json(content))
    except ValueError as error:
        return type(error), str(error)


def in_detail(model: Any, content: bytes) -> Any:
    """The same, after a field that is not documented has been put in front."""
    try:
        read = model.from_json(content.replace(b"{", b'{"new to us": 1, ', 1).replace(b"1, }", b"1}"))
    except ValueError as error:
        return type(error), str(error)
    if "new to us" in read:
        del read["new to us"]
    return told(read)


def assert_both_ways_agree(model: Any, content: bytes) -> None:
    assert outcome(model, content) == in_detail(model, content), content


def body(payload: Any) -> bytes:
    return json.dumps(payload, ensure_ascii=False).encode()


@pytest.mark.parametrize("answer", DISTINCT, ids=str)
@pytest.mark.parametrize("draw", [documented, plausible, lambda answer: spoiled(answer).map(lambda both: both[0])])
@drawn
@given(data=st.data())
def test_payloads_of_the_vendors(draw: Any, answer: Documented, data: st.DataObject) -> None:
    payload = data.draw(draw(answer))
    if not isinstance(payload, dict):
        return
    assert_both_ways_agree(answer.model, body(payload))
    assert outcome(answer.model, body(payload)) == told(answer.model.from_dict(payload))


def test_odd_values_in_a_page_of_anams() -> None:
    for text in TIMES:
        assert_both_ways_agree(SessionPage, body({"data": [{"startTime": text, "id": "a"}]}))
    for text in IDENTIFIERS:
        assert_both_ways_agree(SessionPage, body({"data": [{"id": text}]}))
    for number in NUMBERS:
        for field in ("sessionLengthMs", "engineHost"):
            assert_both_ways_agree(SessionPage, f'{{"data": [{{"{field}": {number}}}]}}'.encode())
        for field in ("created_at", "status"):
            assert_both_ways_agree(SessionHistory, f'{{"data": [{{"{field}": {number}}}]}}'.encode())
    for content in WHOLE_BODIES:
        assert_both_ways_agree(SessionPage, content)
    for content in (b'\xef\xbb\xbf{"data": []}', '{"data": []}'.encode("utf-16")):
        assert outcome(SessionPage, content) == told(SessionPage.from_dict({"data": []}))


@pytest.mark.parametrize(("begin", "end"), [('{"a":', "}"), ("[", "]")])
def test_what_is_nested(begin: str, end: str) -> None:
    for depth in (0, 1, 4, 5, 6, 7, 90, 97, 98, 200, 5000):
        value = begin * depth + "1" + end * depth
        assert_both_ways_agree(SessionPage, f'{{"data": [{{"personaConfig": {{"a": {value}}}}}]}}'.encode())


def test_an_odd_value_in_each_field_of_a_rich_model(client: Any) -> None:
    model = client.models.Whole
    assert_both_ways_agree(model, body(VALUES))
    for name in VALUES:
        for value in ODD:
            payload = {**VALUES, name: value}
            assert_both_ways_agree(model, body(payload))
            assert outcome(model, body(payload)) == told(model.from_dict(payload))


def test_odd_writings_in_a_rich_model(client: Any) -> None:
    model = client.models.Whole
    for name in ("id", "at", "day", "kind", "fixed", "scalar", "moment", "blob", "maybe_kind"):
        for text in (*TIMES, *IDENTIFIERS):
            assert_both_ways_agree(model, body({name: text}))
    for name in ("count", "price", "level", "seven", "scalar", "moment", "anything", "nothing"):
        for number in NUMBERS:
            assert_both_ways_agree(model, f'{{"{name}": {number}}}'.encode())
    for depth in (1, 2, 40, 49, 50, 200, 400):
        for begin, end in (('{"name": "t", "branches":[', "]}"), ('{"branches":[{}, ', "]}")):
            assert_both_ways_agree(model, f'{{"tree": {begin * depth}{{}}{end * depth}}}'.encode())
        begin, end = '{"a":' * depth, "}" * depth
        assert_both_ways_agree(model, f'{{"forest": {begin}{{}}{end}}}'.encode())


# That there are two ways


@pytest.mark.parametrize("answer", [each for each in DISTINCT if each.is_success], ids=str)
def test_a_documented_page_goes_the_short_way(answer: Documented) -> None:
    def entered(content: bytes) -> int:
        calls = 0

        def count(frame: object, event: str, _: object) -> None:
            nonlocal calls
            calls += event == "call"

        answer.model.from_json(content)  # what is made only once is made now
        sys.setprofile(count)
        try:
            answer.model.from_json(content)
        finally:
            sys.setprofile(None)
        return calls

    records = [{name: value for name, value in record(answer.client.vendor).items() if name != "faceswap_status"}] * 20
    page: Any = {
        "akool": {"code": 1000, "data": {"result": records}},
        "anam": {"data": records},
        "konpro": {"data": records},
        "elizaos": {"sessions": records},
    }[answer.client.vendor]
    if answer.operation.promise["operationId"] == "get_session":
        page = {"code": 1000, "data": records[0]} if answer.client.vendor == "akool" else records[0]
    assert entered(body(page)) < 0.7 * entered(body({**page, "new to us": 1}))


def test_a_class_of_the_users_own_is_made_in_its_own_way() -> None:
    class Mine(SessionPage):
        pass

    content = body({"data": [{"id": "a"}]})
    assert type(Mine.from_json(content)) is Mine
    assert type(Mine.from_dict(json.loads(content))) is Mine
    assert Mine.from_json(content).to_dict() == SessionPage.from_json(content).to_dict()

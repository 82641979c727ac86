"""A body that is decoded at once, in C, gives what the same body gives field by field, whatever comes.

A field that no document names sends a body the second way. What is left of the model without it must be equal.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from anam_client.models import SessionPage
from tests.clients.payloads import spoiled_of
from tests.codegen.rich import RICH, VALUES

# Texts that Python, RFC 3339 or neither takes for a time or an identifier.
TEXTS = [
    *("2026-03-01T10:00:00Z", "2026-03-01T10:00:00.9999999Z", "2026-03-01T10:00:00-00:00", "2026-03-01T10:00:00+0200"),
    *("2026-03-01T10:00:00", "2026-03-01t10:00:00z", "2026-03-01 10:00:00", "2026-03-01T24:00:00Z", "2026-03-01"),
    *("2026-03-01T10:00:60Z", "2026-02-30T10:00:00Z", "0000-01-01T00:00:00Z", "2026-W09-7", "20260301", ""),
    *("\u0662026-03-01T10:00:00Z", "6f9619ff-8b86-d011-b42d-00c04fc964ff", "6F9619FF-8B86-D011-B42D-00C04FC964FF"),
    *("6f9619ff8b86d011b42d00c04fc964ff", "{6f9619ff-8b86-d011-b42d-00c04fc964}", "urn:uuid:6f9619ff8b86d011b42d00c"),
    *("\u0666f9619ff-8b86-d011-b42d-00c04fc964f", "a", "whole"),
]
NUMBERS = ["0", "-0", "-0.0", "1.0", "1e3", "1.5", "1e30", "1e400", "9" * 25, "9" * 5000, "NaN", "true", '"1"', "null"]
ODD: list[Any] = [
    None,
    [],
    {},
    "text",
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
    b'{"data": [{"clientLabel": "\xff"}]}',
    b'{"data": [{"startTime": "2026-03-01T10:00:00\\u005a"}]}',
    b'{"data": []} {}',
    b'{"data": [null, {"id": "a"}]}',
    b'{"data": [{"id": "a"}',
]


def told(model: Any) -> Any:
    """All that there is to tell of a model; its texts tell 1 from True and from 1.0."""
    extra, invalid = repr(model.additional_properties), repr(model.invalid_fields)
    return model, repr(model), json.dumps(model.to_dict()), extra, invalid


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


def test_any_payload_is_read_alike(client: Any) -> None:
    @settings(deadline=None, suppress_health_check=list(HealthCheck))
    @given(drawn=spoiled_of(RICH, RICH["components"]["schemas"]["Whole"]))
    def check(drawn: tuple[Any, Any]) -> None:
        if isinstance(payload := drawn[0], dict):
            assert_both_ways_agree(client.models.Whole, body(payload))
            assert outcome(client.models.Whole, body(payload)) == told(client.models.Whole.from_dict(payload))

    check()


def test_an_odd_value_in_each_field_is_read_alike(client: Any) -> None:
    model = client.models.Whole
    for name in VALUES:
        for value in (VALUES[name], *ODD):
            payload = {**VALUES, name: value}
            assert_both_ways_agree(model, body(payload))
            assert outcome(model, body(payload)) == told(model.from_dict(payload))


def test_odd_writings_are_read_alike(client: Any) -> None:
    model = client.models.Whole
    for name in ("id", "at", "day", "kind", "fixed", "scalar", "moment", "blob", "maybe_kind"):
        for text in TEXTS:
            assert_both_ways_agree(model, body({name: text}))
    for name in ("count", "price", "level", "seven", "scalar", "moment", "anything", "nothing"):
        for number in NUMBERS:
            assert_both_ways_agree(model, f'{{"{name}": {number}}}'.encode())
    for content in WHOLE_BODIES:
        assert_both_ways_agree(SessionPage, content)
    for content in (b'\xef\xbb\xbf{"data": []}', '{"data": []}'.encode("utf-16")):
        assert outcome(SessionPage, content) == told(SessionPage.from_dict({"data": []}))


@pytest.mark.parametrize(
    ("begin", "end"),
    [('{"anything": [', "]}"), ('{"tree": {"branches":[{}, ', "]}}"), ('{"tree": {"name": "t", "branches":[', "]}}")],
    ids=["free", "items", "models"],
)
def test_what_is_nested_is_read_alike(client: Any, begin: str, end: str) -> None:
    first, inner = begin[: begin.index(": ") + 2], begin[begin.index(": ") + 2 :]
    for depth in (1, 2, 40, 49, 50, 90, 97, 98, 200, 400):
        assert_both_ways_agree(client.models.Whole, f"{first}{inner * depth}{{}}{end[:-1] * depth}}}".encode())


def test_a_documented_page_goes_the_short_way() -> None:
    def entered(content: bytes) -> int:
        calls = 0

        def count(frame: object, event: str, _: object) -> None:
            nonlocal calls
            calls += event == "call"

        SessionPage.from_json(content)  # what is made only once is made now
        sys.setprofile(count)
        try:
            SessionPage.from_json(content)
        finally:
            sys.setprofile(None)
        return calls

    record = {"id": "6f9619ff-8b86-d011-b42d-00c04fc964ff", "startTime": "2026-03-01T10:00:00Z", "clientLabel": "a"}
    page = {"data": [record] * 20}
    assert entered(body(page)) < 0.7 * entered(body({**page, "new to us": 1}))


def test_a_class_of_the_users_own_is_made_in_its_own_way() -> None:
    class Mine(SessionPage):
        pass

    content = body({"data": [{"id": "a"}]})
    assert type(Mine.from_json(content)) is Mine
    assert type(Mine.from_dict(json.loads(content))) is Mine
    assert Mine.from_json(content).to_dict() == SessionPage.from_json(content).to_dict()

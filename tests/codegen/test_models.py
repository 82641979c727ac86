"""Models of a document with many features, some of which the generator's own models do not support."""

import copy
import datetime
import importlib
import json
import pickle
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import HealthCheck, given, settings

from anam_client.models import SessionPage
from codegen.documents import read_yaml
from tests.clients.payloads import spoiled
from tests.codegen.conftest import RICH
from tests.side_by_side.reading import not_kept
from tests.side_by_side.typechecking import type_errors

TABLES = read_yaml(Path(__file__).with_name("tables.yaml"))
SCHEMAS = RICH["components"]["schemas"]
VALUES: dict[str, Any] = SCHEMAS["Whole"]["example"]


@pytest.fixture
def models(client: Any) -> Any:
    return client.models


def answered(client: Any, name: str, content: bytes) -> Any:
    transport = httpx.MockTransport(lambda request: httpx.Response(200, content=content))
    with client.AuthenticatedClient(token="key", httpx_args={"transport": transport}) as opened:
        return importlib.import_module(f"tiny_client.api.things.{name}").sync_detailed(client=opened)


def body(payload: Any) -> bytes:
    return json.dumps(payload).encode()


def test_every_kind_of_value_is_typed_and_written_back(models: Any) -> None:
    whole = models.Whole.from_dict(VALUES)
    assert whole.invalid_fields == {}
    assert len([name for name in dir(models) if "MaybeKind" in name]) == 1  # null has no separate class
    assert json.loads(json.dumps(whole.to_dict())) == VALUES
    assert (whole.id, whole.day) == (UUID(VALUES["id"]), datetime.date(2026, 3, 1))
    assert whole.at == datetime.datetime(2026, 3, 1, 10, tzinfo=datetime.UTC)
    assert [(each, type(each)) for each in whole.kinds][1:] == [(models.Kind.B, models.Kind), ("c", str)]
    assert (whole.texts, whole.nothing, whole.fixed, whole.seven) == (["a", None, "b"], None, "whole", 7)
    assert whole.points["one"] == models.Point(x=1, kind=models.Kind.B)
    assert whole.lists["one"] == [models.Point(x=1), models.Point()]
    assert (whole.either["text"], whole.either["point"]) == ("t", models.Point(x=5))
    assert isinstance(whole.egg["hen"]["egg"], models.Egg)
    assert type(models.Point.from_dict({"x": 3.0}).x) is int
    made = models.WholePoints()
    made["new"] = models.Point(x=2)
    assert models.Whole(points=made).to_dict() == {"points": {"new": {"x": 2}}}


def test_a_union_is_read_as_the_member_that_fits(models: Any) -> None:
    for field, value, member in TABLES["unions"]:
        whole = models.Whole.from_dict({field: value})
        assert (type(getattr(whole, field)).__name__, whole.to_dict()) == (member, {field: value})
    odd: list[Any] = [{}, {"sort": "fish"}, {"type": 5, "x": None}, {"status": "lost", "mail": []}, {"x": [1]}]
    for field in ("animal", "call", "event", "contact", "place"):
        for value in (*odd, "text", 5, [{}], True):
            whole = models.Whole.from_dict({field: value})
            invalid = {} if isinstance(value, dict) else {field: value}
            assert (whole.invalid_fields, whole.to_dict()) == (invalid, {field: value})


def test_fields_and_parameters_of_odd_names_keep_apart(models: Any) -> None:
    get_text = importlib.import_module("tiny_client.api.things.get_text")
    assert 'zone (str | Unset): Called "zone"' in get_text.sync.__doc__
    names = [name for name in SCHEMAS["Odd"]["properties"] if name != "a"]
    payload = {name: f"the value of {name}" for name in names} | {"a": [1, 2], 'odd\\ "one"': 1}
    for odd in (models.Odd.from_dict(payload), models.Odd.from_json(body(payload))):
        assert (odd.to_dict(), odd.invalid_fields, odd.additional_keys) == (payload, {}, ['odd\\ "one"'])
        assert (odd.a0, odd.a, odd.to_dict_) == ("the value of a[0]", [1, 2], "the value of to_dict")
    odd = models.Odd.from_dict({name: [name] for name in names} | {"a": ["x", 1, None]})
    assert odd.a == [1]
    assert set(odd.invalid_fields) == {"a[0]", "a[2]", '["a[0]"]', *names}
    assert (odd.invalid_fields["a[0]"], odd.invalid_fields['["a[0]"]']) == ("x", ["a[0]"])


def test_an_odd_value_costs_only_itself(client: Any, models: Any) -> None:
    for odd, invalid in TABLES["invalid"]:
        payload = {**VALUES, **odd}
        answer = answered(client, "get_whole", body(payload))
        assert repr(sorted(answer.invalid_fields.items(), key=str)) == repr(sorted(invalid.items(), key=str))
        assert answer.parsed.to_dict() == payload
        assert models.Whole.from_dict(payload) == answer.parsed
        for name in invalid.keys() & VALUES.keys():
            assert getattr(answer.parsed, name) is client.types.UNSET
    whole = models.Whole.from_dict({"rows": [[{"x": "1"}, 5]], "points": {"a": 1}, "tree": {"name": 1}, "flag": 1})
    assert whole.invalid_fields == {"rows[0][1]": 5, "flag": 1}
    assert whole.rows[0][0].invalid_fields == {"x": "1"}
    assert (whole.points.invalid_fields, whole.tree.invalid_fields) == ({"a": 1}, {"name": 1})


def test_an_odd_value_comes_back_in_its_place_after_changes(client: Any, models: Any) -> None:
    whole = models.Whole.from_dict({"numbers": [1, "x", 2], "rows": [[5, {"x": 1}], "y"], "count": "many"})
    whole.numbers[1] = 7
    whole.numbers.append(3)
    whole.rows[0][0].x = 9
    assert whole.to_dict() == {"numbers": [1, "x", 7, 3], "rows": [[5, {"x": 9}], "y"], "count": "many"}
    whole.numbers.clear()
    whole.rows, whole.count = None, 5
    assert whole.to_dict() == {"numbers": ["x"], "rows": None, "count": 5}
    whole.count = client.types.UNSET
    whole.invalid_fields.clear()
    assert whole.to_dict() == {"numbers": [], "rows": None}


def test_no_secret_and_no_odd_value_shows_in_repr(models: Any) -> None:
    payload = {"secret": "s3cret", "count": "s3cret", "points": {"a": "s3cret"}, "new": "s3cret", "numbers": ["s3cret"]}
    for whole in (models.Whole.from_dict(payload), models.Whole(secret="s3cret")):
        assert "s3cret" not in f"{whole}{whole!r}"
        assert whole.to_dict()["secret"] == "s3cret"


def test_models_can_be_copied_compared_and_pickled(models: Any) -> None:
    payload = {**VALUES, "count": "many", "numbers": ["x", 1], "new": {"a": 1}, "tree": {"name": 5, "more": None}}
    whole = models.Whole.from_dict(payload)
    for twin in (copy.copy(whole), copy.deepcopy(whole), pickle.loads(pickle.dumps(whole))):
        assert (twin, twin.to_dict(), twin.invalid_fields) == (whole, payload, whole.invalid_fields)
    deep = copy.deepcopy(whole)
    deep.tree["more"] = deep.invalid_fields["count"] = 1
    assert whole.to_dict() == payload
    assert deep != whole
    assert models.Point(x=1) != models.Whole(count=1)
    for name in ("new", "count"):
        assert models.Whole.from_dict({name: "1"}) != models.Whole.from_dict({name: "2"})


def test_a_subclass_reads_itself(models: Any) -> None:
    mine: Any = type("Mine", (models.Point,), {})
    for read in (mine.from_dict({"x": 2, "y": 1}), mine.from_json(b'{"x": 2, "y": 1}'), mine.from_json(b'{"x": 2}')):
        assert (type(read), read.x) == (mine, 2)
    assert type(models.Point.from_json(b'{"x": 2}')) is models.Point
    assert models.Whole(place=mine(x=3)).to_dict() == {"place": {"x": 3}}


def test_answers_that_are_not_objects(client: Any, models: Any) -> None:
    assert answered(client, "get_maybe", b"null").parsed is None
    got = answered(client, "list_points", body([{"x": 1}, 5, {"x": "1"}, None]))
    assert got.parsed == [models.Point(x=1), got.parsed[1]]
    assert got.invalid_fields == {"[1]": 5, "[2].x": "1", "[3]": None}
    for name, content, expected in (
        ("list_points", b"{}", "a list, found an object"),
        ("get_maybe", b"[]", "an object or null, found a list"),
        ("get_whole", b"null", "an object, found null"),
    ):
        with pytest.raises(client.DecodeError, match=f"^the body: expected {expected}$"):
            answered(client, name, content)
    with pytest.raises(ValueError, match="base_url is missing"):
        client.Client("")


TYPED = """
import datetime
from typing import assert_type
from tiny_client import AuthenticatedClient
from tiny_client.api.things import get_maybe, list_points, post_note, post_order
from tiny_client.models import Kind, Note, Order, Point, Whole, WholePoints
from tiny_client.types import Response, Unset


def right(client: AuthenticatedClient, whole: Whole) -> None:
    post_order.sync_detailed(client=client, body=Order("i", 1, note="n"))
    assert_type(get_maybe.sync(client=client), Point | None)
    assert_type(list_points.sync(client=client), list[Point] | None)
    assert_type(post_note.sync_detailed(client=client, body=Note(text="t")), Response[Note])
    assert_type(whole.at, datetime.datetime | str | None | Unset)
    assert_type(whole.kind, Kind | str | None | Unset)
    assert_type(WholePoints()["a"], Point | None)


def wrong(client: AuthenticatedClient) -> None:
    Order()
    Order(item="i")
    Note()
    Order(item=1, amount=1)
    post_order.sync_detailed(client=client)
"""


def test_requests_need_their_required_fields(models: Any, rich_folder: Path) -> None:
    with pytest.raises(TypeError, match="required"):
        models.Order(amount=1, note="n")
    assert models.Order("i", 1).to_dict() == models.Order(amount=1, item="i").to_dict() == {"item": "i", "amount": 1}
    assert models.Note.from_dict({}).to_dict() == {}  # a response may lack them
    (rich_folder / "program.py").write_text(TYPED, encoding="utf-8")
    errors = type_errors(rich_folder, ["tiny_client", "program"])
    first = TYPED.splitlines().index("    Order()") + 1
    places = [each.partition(": error: ")[0] for each in errors]
    assert places == [f"program.py:{first + number}" for number in range(5)], errors


# msgspec decodes a documented body in one step. The client reads any other body, such as one with an undocumented
# field, field by field. Both ways must give the same result.


def outcome(model: Any, content: bytes, *, in_detail: bool = False) -> Any:
    """Return all content of a model, or its error. As text, because 1, 1.0 and True are equal in Python."""
    if in_detail:
        content = content.replace(b"{", b'{"new to us": 1, ', 1).replace(b"1, }", b"1}")
    try:
        read = model.from_json(content)
    except ValueError as error:
        return type(error), str(error)
    read.additional_properties.pop("new to us", None)
    return read, repr(read), json.dumps(read.to_dict()), repr(read.additional_properties), repr(read.invalid_fields)


def check_both_ways(model: Any, content: bytes) -> None:
    assert outcome(model, content) == outcome(model, content, in_detail=True), content


def test_any_payload_is_read_alike(client: Any, models: Any) -> None:
    @settings(deadline=None, suppress_health_check=list(HealthCheck))
    @given(drawn=spoiled(RICH, SCHEMAS["Whole"]))
    def check(drawn: tuple[Any, Any]) -> None:
        if isinstance(payload := drawn[0], dict):
            check_both_ways(models.Whole, body(payload))
            assert list(not_kept(models.Whole.from_dict(payload), payload)) == []
            assert models.Whole.from_json(body(payload)) == models.Whole.from_dict(payload)

    check()


def test_odd_writings_are_read_alike(models: Any) -> None:
    writings = TABLES["writings"]
    for name in ("id", "at", "day", "kind", "fixed", "scalar", "moment", "blob", "maybe_kind"):
        for text in writings["texts"]:
            check_both_ways(models.Whole, body({name: text}))
    for name in ("count", "price", "level", "seven", "scalar", "moment", "anything", "nothing"):
        for number in (*writings["numbers"], "9" * 25, "9" * 5000):
            check_both_ways(models.Whole, f'{{"{name}": {number}}}'.encode())
    for text in writings["bodies"]:
        check_both_ways(SessionPage, text.encode("latin-1"))
    for content in (b'\xef\xbb\xbf{"data": []}', '{"data": []}'.encode("utf-16")):
        assert SessionPage.from_json(content) == SessionPage.from_dict({"data": []})
    for begin, inner, end in (("anything", "[", "]"), ("tree", '{"branches":[{}, ', "]}")):
        for depth in (1, 2, 40, 49, 50, 90, 97, 98, 200, 400):
            check_both_ways(models.Whole, f'{{"{begin}": {inner * depth}{{}}{end * depth}}}'.encode())


def test_a_documented_page_goes_the_short_way() -> None:
    def entered(content: bytes) -> int:
        calls: list[str] = []
        SessionPage.from_json(content)  # builds the decoder
        sys.setprofile(lambda frame, event, _: calls.append(event))
        try:
            SessionPage.from_json(content)
        finally:
            sys.setprofile(None)
        return calls.count("call")

    record = {"id": "6f9619ff-8b86-d011-b42d-00c04fc964ff", "startTime": "2026-03-01T10:00:00Z", "clientLabel": "a"}
    page = {"data": [record] * 20}
    assert entered(body(page)) < 0.7 * entered(body({**page, "new to us": 1}))

"""The models of a document that has everything: what is read, kept, written again, and refused."""

from __future__ import annotations

import copy
import datetime
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from codegen.documents import read_yaml
from tests.codegen.calls import answered
from tests.codegen.rich import ODD_FIELDS, ODD_SCHEMAS, VALUES

TABLES = read_yaml(Path(__file__).with_name("tables.yaml"))


@pytest.fixture
def models(client: Any) -> Any:
    return client.models


def test_every_kind_of_value_is_typed_and_written_back(models: Any) -> None:
    whole = models.Whole.from_dict(VALUES)
    assert whole.invalid_fields == {}
    assert json.loads(json.dumps(whole.to_dict())) == VALUES
    assert whole.id == UUID(VALUES["id"])
    assert whole.at == datetime.datetime(2026, 3, 1, 10, tzinfo=datetime.UTC)
    assert (whole.day, whole.kind, whole.level) == (datetime.date(2026, 3, 1), models.Kind.A, 2)
    assert whole.kinds == [models.Kind.A, models.Kind.B, "c"]
    assert type(whole.kinds[2]) is str
    assert whole.texts == ["a", None, "b"]
    assert (whole.nothing, whole.fixed, whole.seven, whole.blob) == (None, "whole", 7, "bytes")
    point = models.Point.from_dict({"x": 3.0})
    assert (point.invalid_fields, point.x, type(point.x)) == ({}, 3, int)


def test_maps_of_models_are_models_and_written_out(models: Any) -> None:
    whole = models.Whole.from_dict(VALUES)
    assert whole.points["one"] == models.Point(x=1, kind=models.Kind.B)
    assert whole.lists["one"] == [models.Point(x=1), models.Point()]
    assert whole.either["text"] == "t"
    assert whole.either["point"] == models.Point(x=5)
    assert whole.forest["a"]["b"]["c"] == models.Forest()
    assert isinstance(whole.egg["hen"]["egg"], models.Egg)
    made = models.WholePoints()
    made["new"] = models.Point(x=2)
    assert models.Whole(points=made).to_dict() == {"points": {"new": {"x": 2}}}


def test_a_union_is_read_as_the_member_that_is_meant(models: Any) -> None:
    for field, value, member in TABLES["unions"]:
        whole = models.Whole.from_dict({field: value})
        assert type(getattr(whole, field)).__name__ == member, value
        assert whole.to_dict() == {field: value}


def test_a_union_without_a_member_that_is_meant_loses_nothing(models: Any) -> None:
    for field in ("animal", "call", "event", "contact", "place"):
        for value in ({}, {"sort": "fish"}, {"type": 5, "x": None}, {"status": "lost", "mail": []}, {"x": [1]}):
            whole = models.Whole.from_dict({field: value})
            assert whole.to_dict() == {field: value}
            assert whole.invalid_fields == {}
        others: list[Any] = ["text", 5, [{}], True]
        for other in others:
            whole = models.Whole.from_dict({field: other})
            assert (whole.invalid_fields, whole.to_dict()) == ({field: other}, {field: other})


def test_closed_models_keep_what_the_document_forbids(models: Any) -> None:
    closed = models.Closed.from_dict({"point": {"x": 1, "y": 2}, "more": [1]})
    assert closed.additional_properties == {"more": [1]}
    assert closed["more"] == [1]
    assert closed.additional_keys == ["more"]
    assert closed.point["y"] == 2
    assert closed.to_dict() == {"point": {"x": 1, "y": 2}, "more": [1]}


def test_a_nullable_enum_is_one_class(models: Any) -> None:
    (name,) = [name for name in models.__all__ if name.startswith("WholeMaybeKind")]
    kind = getattr(models, name)
    values = [models.Whole.from_dict({"maybe_kind": value}).maybe_kind for value in ("a", "b", None, "c")]
    assert values == [kind.A, kind.B, None, "c"]
    assert [type(value) for value in values] == [kind, kind, type(None), str]


# Odd names


def test_fields_of_odd_names_are_read_and_written(models: Any) -> None:
    payload = {name: f"the value of {name}" for name in ODD_FIELDS} | {"a": [1, 2], 'odd\\ "one"': 1}
    for odd in (models.Odd.from_dict(payload), models.Odd.from_json(json.dumps(payload).encode())):
        assert odd.to_dict() == payload
        assert odd.invalid_fields == {}
        assert odd.additional_keys == ['odd\\ "one"']
        assert (odd.a0, odd.a, odd.class_, odd.to_dict_) == (
            "the value of a[0]",
            [1, 2],
            "the value of class",
            "the value of to_dict",
        )
        assert "to_dict" not in odd


def test_an_item_and_a_field_of_its_name_are_not_mixed_up(models: Any) -> None:
    payload = {name: [name] for name in ODD_FIELDS} | {"a": ["x", 1, None]}
    odd = models.Odd.from_dict(payload)
    assert odd.a == [1]
    assert set(odd.invalid_fields) == {"a[0]", "a[2]", '["a[0]"]', *ODD_FIELDS}
    assert odd.invalid_fields["a[0]"] == "x"
    assert odd.invalid_fields['["a[0]"]'] == ["a[0]"]
    assert odd.to_dict() == payload


def test_schemas_of_odd_names_are_models_like_others(models: Any) -> None:
    payload = {f"one{number}": {"x": name} for number, name in enumerate(ODD_SCHEMAS)}
    for names in (models.Names.from_dict(payload), models.Names.from_json(json.dumps(payload).encode())):
        assert names.to_dict() == payload
        assert [type(names.__getattribute__(field)).__name__ for field in payload] == ODD_SCHEMAS


# Values that are not of their documented type


def test_an_odd_value_costs_only_itself(client: Any, models: Any) -> None:
    for payload, invalid in TABLES["invalid"]:
        payload = {**VALUES, **payload}
        answer = answered(client, "get_whole", payload)
        assert answer.invalid_fields == invalid
        assert {path: repr(value) for path, value in answer.invalid_fields.items()} == {
            path: repr(value) for path, value in invalid.items()
        }
        assert answer.parsed.to_dict() == payload
        whole = models.Whole.from_dict(payload)
        assert whole == answer.parsed
        own = {path: value for path, value in invalid.items() if path in whole.invalid_fields}
        assert whole.invalid_fields == own
        for path in own:
            if path in VALUES:
                assert getattr(whole, path) is client.types.UNSET


def test_each_model_names_the_odd_values_of_its_own(models: Any) -> None:
    whole = models.Whole.from_dict({"rows": [[{"x": "1"}, 5]], "points": {"a": 1}, "tree": {"name": 1}, "flag": 1})
    assert whole.invalid_fields == {"rows[0][1]": 5, "flag": 1}
    assert whole.rows[0][0].invalid_fields == {"x": "1"}
    assert (whole.points.invalid_fields, whole.tree.invalid_fields) == ({"a": 1}, {"name": 1})
    assert "a" not in whole.points


def test_an_odd_item_comes_back_in_its_place_after_changes(models: Any) -> None:
    whole = models.Whole.from_dict({"numbers": [1, "x", 2], "rows": [[5, {"x": 1}], "y"]})
    whole.numbers[1] = 7
    whole.numbers.append(3)
    whole.rows[0][0].x = 9
    assert whole.to_dict() == {"numbers": [1, "x", 7, 3], "rows": [[5, {"x": 9}], "y"]}
    whole.numbers.clear()
    whole.rows = None
    assert whole.to_dict() == {"numbers": ["x"], "rows": None}


def test_what_the_user_sets_wins_over_an_odd_value(client: Any, models: Any) -> None:
    whole = models.Whole.from_dict({"count": "many", "points": {"one": 5}})
    whole.count = 5
    whole.points["one"] = models.Point(x=1)
    assert whole.to_dict() == {"count": 5, "points": {"one": {"x": 1}}}
    whole.count = client.types.UNSET
    whole.invalid_fields.clear()
    assert "count" not in whole.to_dict()


def test_no_secret_and_no_odd_value_shows_in_repr(models: Any) -> None:
    payload = {"secret": "s3cret", "count": "s3cret", "points": {"a": "s3cret"}, "new": "s3cret", "numbers": ["s3cret"]}
    for whole in (models.Whole.from_dict(payload), models.Whole(secret="s3cret")):
        assert "s3cret" not in f"{whole}{whole!r}"
        assert whole.to_dict()["secret"] == "s3cret"


# Models as values


def test_models_can_be_copied_compared_and_sent_elsewhere(models: Any) -> None:
    payload = {**VALUES, "count": "many", "numbers": ["x", 1], "new": {"a": 1}, "tree": {"name": 5, "more": None}}
    whole = models.Whole.from_dict(payload)
    for twin in (copy.copy(whole), copy.deepcopy(whole), pickle.loads(pickle.dumps(whole))):
        assert twin == whole
        assert twin.to_dict() == payload
        assert twin.invalid_fields == whole.invalid_fields
    deep = copy.deepcopy(whole)
    deep.tree["more"] = 1
    deep.invalid_fields["count"] = 1
    assert whole.to_dict() == payload
    assert deep != whole
    assert models.Point(x=1) != models.Whole(count=1)
    assert models.Whole.from_dict({"new": 1}) != models.Whole.from_dict({"new": 2})
    assert models.Whole.from_dict({"count": "1"}) != models.Whole.from_dict({"count": "2"})


def test_a_subclass_reads_itself_and_may_have_more(models: Any) -> None:
    class Mine(models.Point):  # type: ignore[misc]  # made at run time
        @property
        def double(self) -> int:
            return 2 * int(self.x)

    for mine in (Mine.from_dict({"x": 2, "y": 1}), Mine.from_json(b'{"x": 2, "y": 1}'), Mine.from_json(b'{"x": 2}')):
        assert (type(mine), mine.double, mine.to_dict()["x"]) == (Mine, 4, 2)
    assert type(models.Point.from_json(b'{"x": 2}')) is models.Point
    assert models.Whole(place=Mine(x=3)).to_dict() == {"place": {"x": 3}}


# Models that are sent


def test_what_a_request_requires_must_be_given(models: Any) -> None:
    for arguments in ({}, {"item": "i"}, {"amount": 1, "note": "n"}):
        with pytest.raises(TypeError, match="required"):
            models.Order(**arguments)
    assert models.Order("i", 1).to_dict() == models.Order(amount=1, item="i").to_dict() == {"item": "i", "amount": 1}
    assert models.Note("t", models.Kind.A).to_dict() == {"text": "t", "kind": "a"}
    # One that comes back may have lost it.
    assert models.Note.from_dict({}).to_dict() == {}


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
    assert_type(post_note.sync(client=client, body=Note(text="t")), Note | None)
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


def test_the_type_checker_points_at_what_is_missing(rich_folder: Path, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(TYPED, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache")]
    environment = {**os.environ, "MYPYPATH": os.pathsep.join(map(str, (rich_folder, tmp_path)))}
    command += ["-p", "tiny_client", "-m", "program"]
    done = subprocess.run(command, cwd=rich_folder, env=environment, capture_output=True, text=True)
    first = TYPED.splitlines().index("    Order()") + 1
    errors = [line.partition(": error: ")[0] for line in done.stdout.splitlines() if ": error: " in line]
    assert [each.rpartition(":")[2] for each in errors] == [str(first + number) for number in range(5)], done.stdout
    assert all("program.py" in each for each in errors)

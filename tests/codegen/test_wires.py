"""Models of every kind are decoded at once where they can be, and come to the same where they cannot."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from codegen.compile import compile_client
from tests.codegen.documents import VENDOR, document, write

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
UUID: Schema = {"type": "string", "format": "uuid"}


def record(**fields: Schema) -> Schema:
    return {"type": "object", "properties": fields}


def list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


SCHEMAS: dict[str, Any] = {
    "Tree": record(name=TEXT, branches=list_of(ref("Tree"))),
    "Egg": record(hen=ref("Hen")),
    "Hen": record(eggs=list_of(ref("Egg"))),
    "Counts": {"type": "object", "additionalProperties": {"type": "integer"}},
    "Closed": {**record(at={"type": "string", "format": "date-time"}), "additionalProperties": False},
    "Named": record(**{"model": TEXT, "class": TEXT, "a-b": TEXT}),
    "Session": record(
        id=UUID,
        tree=ref("Tree"),
        egg=ref("Egg"),
        counts=ref("Counts"),
        closed=ref("Closed"),
        named=ref("Named"),
        kinds=list_of({"type": "string", "enum": ["a", "b"]}),
        ids=list_of(UUID),
        rows=list_of(list_of(ref("Closed"))),
        either={"oneOf": [{"type": "integer"}, TEXT, ref("Closed")]},
        maybe={"oneOf": [ref("Closed"), {"type": "null"}]},
        day={"type": "string", "format": "date"},
        anything={},
    ),
}
WHOLE: dict[str, Any] = {
    "id": "6f9619ff-8b86-d011-b42d-00c04fc964ff",
    "tree": {"name": "root", "branches": [{"name": "leaf", "branches": []}]},
    "egg": {"hen": {"eggs": [{}]}},
    "counts": {"one": 1, "two": 2},
    "closed": {"at": "2026-03-01T10:00:00+00:00"},
    "named": {"model": "m", "class": "c", "a-b": "d"},
    "kinds": ["a", "b", "c"],
    "ids": ["6f9619ff-8b86-d011-b42d-00c04fc964ff", "no UUID"],
    "rows": [[{"at": "2026-03-01T10:00:00+00:00"}], []],
    "either": 5,
    "maybe": None,
    "day": "2026-03-01",
    "anything": [{"a": [1.5]}],
}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    contents = document()
    contents["components"]["schemas"] = SCHEMAS
    folder = tmp_path_factory.mktemp("generated")
    compile_client(VENDOR, folder, write(tmp_path_factory.mktemp("specs"), contents))
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module("tiny_client.models")
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.partition(".")[0] == "tiny_client"]:
            del sys.modules[name]


def module_of(models: Any) -> Any:
    return importlib.import_module(f"{models.__name__}.session")


ODD = [{name: value} for name in WHOLE for value in (None, [], {}, "text", 7, [7], {"x": "y"})]


@pytest.mark.parametrize("odd", [{}, *ODD], ids=repr)
def test_both_ways_give_the_same(models: Any, odd: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    payload = {**WHOLE, **odd}

    def outcome() -> Any:
        try:
            model = models.Session.from_json(json.dumps(payload).encode())
        except importlib.import_module("tiny_client").DecodeError as error:
            return error.path, error.expected, error.found
        return model, repr(model), json.dumps(model.to_dict())

    at_once = outcome()
    for name, module in list(sys.modules.items()):
        for function in ("model_in", "model_of"):
            if name.startswith("tiny_client.models.") and hasattr(module, function):
                monkeypatch.setattr(module, function, lambda *_: None)
    assert at_once == outcome()


def test_a_documented_object_goes_the_short_way(models: Any) -> None:
    model = module_of(models).model_in(json.dumps(WHOLE).encode(), module_of(models).SessionWire)
    assert json.loads(json.dumps(model.to_dict())) == WHOLE


@pytest.mark.parametrize("depth", [50, 200, 400, 20_000])
def test_what_holds_itself_is_read_to_a_bounded_depth(models: Any, depth: int) -> None:
    content = b'{"tree":' + b'{"branches":[' * depth + b"]}" * depth + b"}"
    if depth > 10_000:
        with pytest.raises(ValueError, match="expected JSON"):
            models.Session.from_json(content)
    else:
        json.dumps(models.Session.from_json(content).to_dict())

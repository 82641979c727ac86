"""The cases of schemas: those of the YAML files next to this module, and those that are easier to write in Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from attrs import evolve

from codegen.documents import read_yaml
from tests.side_by_side.cases import (
    FREE,
    INT,
    OLD,
    STR,
    Reading,
    SchemaCase,
    all_of,
    body_of,
    case,
    enum,
    keeps,
    many,
    map_of,
    obj,
    reads,
    ref,
)

KEY = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"
LONG = 'Says "this", """that""" and \\n, \\U, C:\\new\\x; ends in a quote "'
USED = ["Any", "Mapping", "UUID", "Response", "Self", "Unset", "File", "Field", "Model", "Client", "Error", "List"]
USED += ["DecodeError", "Literal", "Struct", "Wire", "T", "Date", "Datetime", "Json", "Exception", "None", "Type"]
USED += ["Cast", "BinaryIO", "BytesIO", "TypeVar", "Base64", "Iterable", "Callable"]
"""Names that the generated modules might use themselves."""


def written(theme: str) -> list[SchemaCase]:
    """Read the cases of a YAML file.

    A case has schemas by their names, of which `Root` is the one that is read, and `readings`: a payload that it
    `reads`, with the `kinds` of the values at some places, or one that it `keeps`, with the `invalid` fields. In short,
    `texts` are the names of fields that are all texts. `$ref` is the name of a schema.
    """
    cases = read_yaml(Path(__file__).with_name(f"{theme}.yaml"))
    return [_case(name, fields) for name, fields in cases.items()]


def _case(name: str, fields: dict[str, Any]) -> SchemaCase:
    if "texts" in fields:
        return texts(name, *fields["texts"])
    options = {key: fields.pop(key) for key in ("version", "model", "unreasonable") if key in fields}
    readings = map(_reading, fields.pop("readings", []))
    schemas = _with_references(fields)
    return case(name, schemas["Root"], *readings, schemas=schemas, **options)


def _reading(fields: dict[str, Any]) -> Reading:
    if "keeps" in fields:
        return keeps(fields["keeps"], fields.get("invalid"))
    return reads(fields["reads"], fields.get("kinds"))


def _with_references(part: Any) -> Any:
    if isinstance(part, list):
        return [_with_references(item) for item in part]
    if not isinstance(part, dict):
        return part
    if isinstance(name := part.get("$ref"), str):
        part = {**part, **ref(name)}
    return {key: _with_references(item) if key != "$ref" else item for key, item in part.items()}


def texts(name: str, *fields: str) -> SchemaCase:
    """Fields that are all texts: each keeps its own value."""
    payload = {field: f"value {number}" for number, field in enumerate(fields)}
    return case(name, obj(dict.fromkeys(fields, STR)), reads(payload))


def schema_called(name: str) -> SchemaCase:
    """A schema of this name, in a field, a list and a map."""
    time, uuid = {**STR, "format": "date-time"}, {**STR, "format": "uuid"}
    root = obj({"x": ref(name), "y": many(ref(name)), "z": map_of(ref(name)), "any": {}, "at": time, "key": uuid})
    payload = {"x": {"q": "1"}, "y": [{"q": "2"}], "z": {"k": {"q": "3"}}, "any": 1, "key": KEY}
    payload["at"] = "2031-05-06T07:08:09Z"
    kinds = {"x.q": "str", "y[0].q": "str", "at": "datetime", "key": "UUID"}
    return case(f"a schema called {name}", root, reads(payload, kinds), schemas={name: obj({"q": STR})})


def unused(name: str, paths: Any, /, **top: Any) -> SchemaCase:
    """A document whose schema no operation uses."""
    whole = case(name, obj({"id": STR, "size": INT}, "id"), reads({"id": "a", "size": 1}))
    document = {**whole.document, "paths": paths, **top}
    return evolve(whole, document={name: value for name, value in document.items() if value is not None})


def deep(levels: int) -> dict[str, Any]:
    return {"next": deep(levels - 1)} if levels else {}


PARTS = {f"Part{number}": obj({f"field_{number}": INT}) for number in range(40)}
VALUES = {f"field_{number}": number for number in range(120)}
WEBHOOK = {"post": {"requestBody": body_of(ref("Root")), "responses": {"200": {"description": "Done."}}}}

# fmt: off
MADE = (
    *map(schema_called, USED),
    texts("a very long name", "a" * 200),
    unused("a document without paths", None),
    unused("a document with an empty object of paths", {}),
    unused("a document of webhooks alone", None, webhooks={"done": WEBHOOK}),
    unused("a document of 3.0 without operations", {}, openapi=OLD),
    case("a large allOf", all_of(*map(ref, list(PARTS)[:12]), obj({"own": STR})),
        reads({**dict(list(VALUES.items())[:12]), "own": "a"}), schemas=PARTS),
    case("many fields", obj(dict.fromkeys(VALUES, INT)), reads(VALUES)),
    case("many models", obj({name.lower(): ref(name) for name in PARTS}),
        reads({name.lower(): {f"field_{number}": number} for number, name in enumerate(PARTS)}), schemas=PARTS),
    case("an enum of very many values", obj({"x": enum(*(f"value-{number}" for number in range(200)))}),
        reads({"x": "value-199"})),
    case("a huge description",
        obj({"x": {**STR, "description": LONG * 200}}, description=f"{LONG}\n\n* list\n\n    code\n" * 100),
        reads({"x": "a"})),
    case("a description that is one long word", obj({"x": {**STR, "description": "\\" * 300 + "a" * 300}}),
        reads({"x": "a"})),
    case("half of a surrogate pair", obj({"x": STR}), keeps({"x": "\ud800"}),
        unreasonable="From a body, it comes as U+FFFD: a text with half a character could not be written out again."),
    case("a payload of a recursive model, 90 levels deep", obj({"next": ref("Root")}), keeps(deep(90))),
    case("a free-form payload, 90 levels deep", obj({"x": FREE}), keeps({"x": deep(90)})),
    case("a payload deeper than any", obj({"next": ref("Root")}), keeps(deep(150)),
        unreasonable="From a body, levels below the hundredth are emptied: Python could neither copy nor write them."),
)
# fmt: on
THEMES = ("maps", "scalars", "enums", "unions", "recursion", "composition", "names", "products")
CASES: tuple[SchemaCase, ...] = (*(case for theme in THEMES for case in written(theme)), *MADE)

"""The cases of schemas. Most are in the YAML files next to this module; some are easier to write in Python.

A case in YAML has schemas, by name. Payloads are for `Root`, and `$ref` is the name of a schema. One of the `readings`
`reads` a valid payload, with the `kinds` of some values, or `keeps` a payload with `invalid` fields. A case with one
reading contains its keys directly. `texts` are the names of fields of `Root` with type string.
"""

# ruff: noqa: F403, F405  # the functions for a case

from pathlib import Path
from typing import Any

from attrs import evolve

from codegen.documents import read_yaml
from tests.side_by_side.cases import *

KEY = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"
LONG = 'Says "this", """that""" and \\n, \\U, C:\\new\\x; ends in a quote "'
USED = ["Any", "Mapping", "UUID", "Response", "Self", "Unset", "File", "Field", "Model", "Client", "Error", "List"]
USED += ["DecodeError", "Literal", "Struct", "Wire", "T", "Date", "Datetime", "Json", "Exception", "None", "Type"]
USED += ["Cast", "BinaryIO", "BytesIO", "TypeVar", "Base64", "Iterable", "Callable"]
"""Names that the generated modules might use themselves."""


def written(theme: str) -> list[SchemaCase]:
    """Read the cases of a YAML file."""
    cases = read_yaml(Path(__file__).with_name(f"{theme}.yaml"))
    return [_case(name, fields) for name, fields in cases.items()]


def _case(name: str, fields: dict[str, Any]) -> SchemaCase:
    if "texts" in fields:
        return texts(name, *fields["texts"])
    options = {key: fields.pop(key) for key in ("version", "model", "unreasonable") if key in fields}
    single = {key: fields.pop(key) for key in ("reads", "kinds", "keeps", "invalid") if key in fields}
    readings = map(_reading, fields.pop("readings", [single] if single else []))
    return case(name, with_references(fields), *readings, **options)


def _reading(fields: dict[str, Any]) -> Reading:
    if "keeps" in fields:
        return Reading(fields["keeps"], {}, fields.get("invalid", {}))
    return Reading(fields["reads"], fields.get("kinds", {}))


def with_references(part: Any) -> Any:
    if isinstance(part, list):
        return [with_references(item) for item in part]
    if not isinstance(part, dict):
        return part
    if isinstance(name := part.get("$ref"), str) and not name.startswith("#"):
        part = {**part, **ref(name)}
    return {key: item if key == "$ref" else with_references(item) for key, item in part.items()}


def texts(name: str, *fields: str) -> SchemaCase:
    """Return a case whose `Root` has these fields of type string, each with another value."""
    payload = {field: f"value {number}" for number, field in enumerate(fields)}
    return case(name, {"Root": obj(dict.fromkeys(fields, STR))}, Reading(payload))


def schema_called(name: str) -> SchemaCase:
    """Return a case with a schema of this name, used in a field, a list and a map."""
    root = obj({"x": ref(name), "y": many(ref(name)), "z": map_of(ref(name)), "any": {}, "at": TIME, "key": UUID_})
    payload = {"x": {"q": "1"}, "y": [{"q": "2"}], "z": {"k": {"q": "3"}}, "any": 1, "key": KEY}
    payload["at"] = "2031-05-06T07:08:09Z"
    kinds = {"x.q": "str", "y[0].q": "str", "at": "datetime", "key": "UUID"}
    return case(f"a schema called {name}", {name: obj({"q": STR}), "Root": root}, Reading(payload, kinds))


def unused(name: str, paths: Any, /, **top: Any) -> SchemaCase:
    """Return a case with a schema that no operation uses."""
    whole = case(name, {"Root": obj({"id": STR, "size": INT}, "id")}, Reading({"id": "a", "size": 1}))
    document = {**whole.document, "paths": paths, **top}
    return evolve(whole, document={name: value for name, value in document.items() if value is not None})


def described(name: str, description: str, field_description: str) -> SchemaCase:
    root = obj({"x": {**STR, "description": field_description}}, description=description)
    return case(name, {"Root": root}, Reading({"x": "a"}))


def deep(levels: int) -> dict[str, Any]:
    return {"next": deep(levels - 1)} if levels else {}


PARTS = {f"Part{number}": obj({f"field_{number}": INT}) for number in range(40)}
WEBHOOK = {"post": {"requestBody": body_of(ref("Root")), "responses": {"200": {"description": "Done."}}}}
FREE = {"Root": obj({"x": {"type": "object"}})}
NODE = {"Root": obj({"next": ref("Root")})}

# fmt: off
MADE = (
    *map(schema_called, USED),
    texts("a very long name", "a" * 200),
    unused("a document without paths", None),
    unused("a document of webhooks alone", None, webhooks={"done": WEBHOOK}),
    described("a huge description", f"{LONG}\n\n* list\n\n    code\n" * 100, LONG * 200),
    described("a description that is one long word", "", "\\" * 300 + "a" * 300),
    case("many models", {**PARTS, "Root": obj({name.lower(): ref(name) for name in PARTS})},
        Reading({name.lower(): {f"field_{number}": number} for number, name in enumerate(PARTS)})),
    case("half of a surrogate pair", {"Root": obj({"x": STR})}, Reading({"x": "\ud800"}, {}, {}),
        unreasonable="From a body, it comes as U+FFFD: a text with half a character could not be written out again."),
    case("a payload of a recursive model, 90 levels deep", NODE, Reading(deep(90), {}, {})),
    case("a free-form payload, 90 levels deep", FREE, Reading({"x": deep(90)}, {}, {})),
    case("a payload deeper than any", NODE, Reading(deep(150), {}, {}),
        unreasonable="From a body, levels below the hundredth are emptied: Python could neither copy nor write them."),
)
# fmt: on
THEMES = ("maps", "scalars", "enums", "unions", "recursion", "composition", "names", "products")
CASES: tuple[SchemaCase, ...] = (*(case for theme in THEMES for case in written(theme)), *MADE)

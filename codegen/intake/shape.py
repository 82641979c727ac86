"""What an OpenAPI document is made of: which field holds what, and which are only words.

Two documents that differ only in words, in the order of things, or in how OpenAPI 3.0 and 3.1 write the same, promise the
same. This is where that is known; `compare` tells differences by it, and `rewrite` what to leave alone.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from attrs import frozen

from ..documents import METHODS

WORDS = frozenset(
    {"bearerFormat", "contact", "description", "example", "examples", "externalDocs", "license", "links", "summary"}
    | {"termsOfService", "title", "$comment"}
)
"""Fields that are for people, wherever they stand. An example is one way of saying it."""

NAMES = frozenset({"x-enum-varnames", "x-enumNames"})
"""The extensions that the generator reads; all others are words."""

HOLDS: Mapping[str, Mapping[str, str]] = {
    "document": {
        "info": "info",
        "servers": "[server]",
        "paths": "{path}",
        "components": "components",
        "security": "[requirement]",
        "tags": "words",
    },
    "info": {"version": "words"},
    "components": {
        "schemas": "{schema}",
        "responses": "{response}",
        "parameters": "{parameter}",
        "requestBodies": "{body}",
        "headers": "{parameter}",
        "securitySchemes": "{scheme}",
    },
    "path": {"parameters": "[parameter]", "servers": "[server]", **dict.fromkeys(METHODS, "operation")},
    "operation": {
        "parameters": "[parameter]",
        "requestBody": "body",
        "responses": "{response}",
        "security": "[requirement]",
        "servers": "[server]",
        "tags": "values",
    },
    "parameter": {"schema": "schema", "content": "{media}"},
    "body": {"content": "{media}"},
    "response": {"headers": "{parameter}", "content": "{media}"},
    "media": {"schema": "schema"},
    "schema": {
        "properties": "{schema}",
        "patternProperties": "{schema}",
        "additionalProperties": "schema",
        "items": "schema",
        "not": "schema",
        "allOf": "[schema]",
        "anyOf": "[schema]",
        "oneOf": "[schema]",
        "prefixItems": "[schema]",
        "enum": "values",
        "required": "values",
        "type": "values",
    },
}
"""By kind of object, what its fields hold: an object of a kind, a mapping {} or a list [] of such, values in any order, or
words. What is not named is taken as it is."""


def holds(kind: str, field: str) -> str:
    """What a field of such an object holds; "" where it is taken as it is."""
    if field in WORDS or (field.startswith("x-") and field not in NAMES):
        return "words"
    return HOLDS.get(kind, {}).get(field, "")


@frozen
class Place:
    """Where something stands in a document; as text it is a JSONPath, as an overlay's target is."""

    steps: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "$" + "".join(self.steps)

    def __truediv__(self, field: str) -> "Place":
        plain = re.fullmatch(r"[A-Za-z_]\w*", field)
        quoted = field.replace("\\", "\\\\").replace("'", "\\'")
        return Place((*self.steps, f".{field}" if plain else f"['{quoted}']"))

    def item(self, key: str) -> "Place":
        """The item of a list that is called this."""
        return Place((*self.steps, f"[{key}]"))

    def within(self, other: "Place") -> bool:
        """Whether this stands at the other place, or inside it."""
        return self.steps[: len(other.steps)] == other.steps


def keys(kind: str, items: Sequence[Any], document: Mapping[str, Any]) -> list[str]:
    """What the items of a list are called, so that one is known again wherever it stands."""
    names: list[str] = []
    for number, item in enumerate(items):
        fields = resolved(item, document) if kind == "parameter" else item
        match kind, fields:
            case "parameter", {"name": str(name)}:
                key = f"?(@.name=='{name}')"
            case "server", {"url": str(url)}:
                key = f"?(@.url=='{url}')"
            case "schema", {"$ref": str(reference)}:
                key = f"?(@['$ref']=='{reference}')"
            case "requirement", _:
                key = json.dumps(fields, sort_keys=True)
            case _:
                key = str(number)
        # Two of one name differ in where they go.
        names.append(f"{key[:-1]} & @.in=='{fields.get('in')}')" if key in names and kind == "parameter" else key)
    return names


def resolved(value: Any, document: Mapping[str, Any]) -> Any:
    """The object that a reference into the document's components leads to, or the value itself."""
    seen: set[str] = set()
    while isinstance(value, dict) and isinstance(reference := cast(dict[str, Any], value).get("$ref"), str):
        if reference in seen:
            return {}
        seen.add(reference)
        value = component(reference, document)
    return cast(Any, value)


def component(reference: str, document: Mapping[str, Any]) -> Any:
    """What `#/components/<kind>/<name>` refers to; an empty object where nothing is there."""
    part: Any = document
    for step in reference.removeprefix("#/").split("/"):
        name = step.replace("~1", "/").replace("~0", "~")
        part = cast(dict[str, Any], part).get(name, {}) if isinstance(part, dict) else {}
    return part


def fields(kind: str, value: Any, document: Mapping[str, Any]) -> dict[str, Any]:
    """What an object promises: without words and defaults, and the same however OpenAPI 3.0 or 3.1 write it."""
    if kind != "schema":
        value = resolved(value, document)
    if not isinstance(value, dict):
        return {} if value in (True, None) else {"not": {}} if value is False else {"": value}
    said = {name: item for name, item in cast(dict[str, Any], value).items() if holds(kind, name) != "words"}
    if kind == "schema":
        return _schema(said)
    usual = _USUAL.get(kind, {})
    if kind == "parameter" and said.get("style") in _USUAL_STYLE.get(said.get("in", ""), ()):
        del said["style"]
    return {name: item for name, item in said.items() if name not in usual or usual[name] != item}


_USUAL: Mapping[str, Mapping[str, Any]] = {
    "parameter": {"required": False, "deprecated": False, "explode": True, "allowEmptyValue": False},
    "body": {"required": False},
    "operation": {"deprecated": False, "parameters": []},
    "path": {"parameters": []},
}
_USUAL_STYLE = {"query": ("form",), "cookie": ("form",), "path": ("simple",), "header": ("simple",)}
_NO_SCHEMA_FLAGS = ("deprecated", "readOnly", "writeOnly", "uniqueItems")


def _schema(said: dict[str, Any]) -> dict[str, Any]:
    """A schema's promises; `type` is without null, and `null` says whether it may be that."""
    types = said.pop("type", None)
    names = [types] if isinstance(types, str) else list(types or [])
    null = bool(said.pop("nullable", False)) or "null" in names
    if "const" in said:
        said["enum"] = [said.pop("const")]
    if isinstance(said.get("enum"), list) and None in said["enum"]:
        null = True
        said["enum"] = [each for each in said["enum"] if each is not None]
    for bound, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if said.get(bound) is True and limit in said:
            said[bound] = said.pop(limit)
    for name in ("anyOf", "oneOf"):
        if isinstance(said.get(name), list):
            others = [each for each in said[name] if each != {"type": "null"}]
            null = null or len(others) < len(said[name])
            said[name] = others
    said = {name: item for name, item in said.items() if not (item is False and name in _NO_SCHEMA_FLAGS)}
    if said.get("additionalProperties") in (True, {}):
        del said["additionalProperties"]
    said |= {"type": [name for name in names if name != "null"]} if set(names) - {"null"} else {}
    said |= {"null": True} if null else {}
    return _unwrapped(said)


def _unwrapped(said: dict[str, Any]) -> dict[str, Any]:
    # A reference could not say null beside itself in 3.0, and is wrapped for it.
    for name in ("allOf", "anyOf", "oneOf"):
        if set(said) - {"null"} == {name} and len(said[name]) == 1 and isinstance(said[name][0], dict):
            inner = {key: item for key, item in said[name][0].items() if holds("schema", key) != "words"}
            return _schema({**inner, **({"nullable": True} if said.get("null") else {})})
    return said


def walk(document: Mapping[str, Any]) -> Iterator[tuple[Place, str, Any]]:
    """Everything that a document says, in its order: its place, "words" or "fact", and the value."""
    yield from _walk("document", document, Place(), document)


def _walk(kind: str, value: Any, place: Place, document: Mapping[str, Any]) -> Iterator[tuple[Place, str, Any]]:
    if not isinstance(value, dict) or not value:
        yield place, "fact", value
        return
    for name, item in cast(dict[str, Any], value).items():
        held = holds(kind, name)
        if held == "words" or (kind == "components" and name not in HOLDS["components"]):
            yield place / name, "words", item
            continue
        inner = held.strip("[]{}")
        if held.startswith("{") and isinstance(item, dict) and item:
            for key, each in cast(dict[str, Any], item).items():
                yield from _walk(inner, each, place / name / key, document)
        elif held.startswith("[") and isinstance(item, list) and item:
            called = keys(inner, cast(list[Any], item), document)
            for key, each in zip(called, cast(list[Any], item), strict=True):
                yield from _walk(inner, each, (place / name).item(key), document)
        elif held in HOLDS:
            yield from _walk(held, item, place / name, document)
        else:
            yield place / name, "fact", item

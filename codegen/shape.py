"""What an OpenAPI document is made of: which field holds what, and which are only words.

Two documents that differ only in words, in the order of things, or in how OpenAPI 3.0 and 3.1 write the same, promise
the same. This is where that is known; `compare` tells differences by it, and `rewrite` what to leave alone.
"""

import itertools
import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from attrs import frozen

from .documents import METHODS, is_list, is_mapping

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
    "server": {},
    "scheme": {},
    "schema": {
        "properties": "{schema}",
        "patternProperties": "{schema}",
        "additionalProperties": "schema",
        "items": "schema",
        "not": "schema",
        "allOf": "[schema]",
        "anyOf": "[schema]",
        "oneOf": "[schema]",
        "prefixItems": "[=schema]",
        "enum": "values",
        "required": "values",
        "type": "values",
    },
}
"""By kind of object, what its fields hold: an object of a kind, a mapping {} or a list [] of such, values in any order,
or words. What is not named is taken as it is. The order of a list is no promise, but where = stands in it."""


def holds(kind: str, field: str) -> str:
    """What a field of such an object holds; "" where it is taken as it is, and all that is inside it."""
    if kind not in HOLDS:
        return ""
    if field in WORDS or (field.startswith("x-") and field not in NAMES):
        return "words"
    return HOLDS[kind].get(field, "")


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


def item_kind(held: str) -> str:
    """The kind of the objects in a mapping or a list."""
    return held.strip("[]{}=")


def keys(held: str, items: Sequence[Any], document: Mapping[str, Any], twice: Container[str] = ()) -> list[str]:
    """What the items of a list are called, so that one is known again wherever it stands.

    Parameters whose name is `twice` in it differ in where they go.
    """
    names: list[str] = []
    for number, item in enumerate(items):
        fields = resolved(item, document) if held == "[parameter]" else item
        match held.strip("[]"), fields:
            case "parameter", {"name": str(name)}:
                key = f"?(@.name=='{name}')"
                key = f"{key[:-1]} & @.in=='{fields.get('in')}')" if key in names or name in twice else key
            case "server", {"url": str(url)}:
                key = f"?(@.url=='{url}')"
            case "schema", {"$ref": str(reference)}:
                key = f"?(@['$ref']=='{reference}')"
            case "requirement", _:
                key = json.dumps(fields, sort_keys=True)
            case _:
                key = str(number)
        names.append(key)
    return names


def paired(
    held: str, before: Any, after: Any, documents: tuple[Mapping[str, Any], Mapping[str, Any]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The items of two lists by what they are called, those that are the same thing by the same."""
    lists = [each if is_list(each) else [] for each in (before, after)]
    twice = [name for items, document in zip(lists, documents, strict=True) for name in _twice(held, items, document)]
    old, new = (keys(held, items, document, twice) for items, document in zip(lists, documents, strict=True))
    if held == "[schema]":
        new = _recognized(dict(zip(old, lists[0], strict=True)), new, lists[1])
    return dict(zip(old, lists[0], strict=True)), dict(zip(new, lists[1], strict=True))


def _twice(held: str, items: list[Any], document: Mapping[str, Any]) -> list[str]:
    if held != "[parameter]":
        return []
    named = [str(fields.get("name")) for item in items if is_mapping(fields := resolved(item, document))]
    return [name for name in named if named.count(name) > 1]


def _recognized(old: Mapping[str, Any], names: list[str], items: list[Any]) -> list[str]:
    """The names, but those of schemas that have none of their own, and are called by their number, as in `old`."""
    found = {number: name for number, name in enumerate(names) if not name.isdigit()}
    free = [name for name in old if name.isdigit()]
    for alike in (_promised, _typed):
        for number in range(len(items)):
            same = (name for name in free if alike(old[name]) == alike(items[number]))
            if number not in found and (name := next(same, None)) is not None:
                found[number] = name
                free.remove(name)
    new = (str(number) for number in itertools.count(len(old)))
    return [found.get(number) or (free.pop(0) if free else next(new)) for number in range(len(items))]


def _promised(schema: Any) -> str:
    return json.dumps(without_words("schema", schema), sort_keys=True)


def _typed(schema: Any) -> str:
    return json.dumps(schema.get("type")) if is_mapping(schema) else ""


def without_words(kind: str, value: Any) -> Any:
    """An object of a kind as it is written, but for what is for people."""
    if is_list(value):
        return [without_words(item_kind(kind), item) for item in value]
    if not is_mapping(value):
        return value
    fields = value
    if kind.startswith("{"):
        return {name: without_words(item_kind(kind), item) for name, item in fields.items()}
    return {name: without_words(holds(kind, name), item) for name, item in fields.items() if not is_words(kind, name)}


def is_words(kind: str, name: str) -> bool:
    """Whether a field is left as it is worded; the API's version stands among words, and is taken in."""
    return holds(kind, name) == "words" and (kind, name) != ("info", "version")


def alike(one: Any, other: Any) -> bool:
    """Whether two values are the same to JSON, to which true is no 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if is_mapping(one) and is_mapping(other):
        old, new = one, other
        return old.keys() == new.keys() and all(alike(old[key], new[key]) for key in old)
    if is_list(one) and is_list(other):
        old_items, new_items = one, other
        return len(old_items) == len(new_items) and all(map(alike, old_items, new_items))
    return bool(one == other)


def among(value: Any, values: Iterable[Any]) -> bool:
    """Whether a value is one of several."""
    return any(alike(value, each) for each in values)


def resolved(value: Any, document: Mapping[str, Any]) -> Any:
    """The object that a reference into the document's components leads to, or the value itself."""
    seen: set[str] = set()
    while is_mapping(value) and isinstance(reference := value.get("$ref"), str):
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
        part = part.get(name, {}) if is_mapping(part) else {}
    return part


def fields(kind: str, value: Any, document: Mapping[str, Any]) -> dict[str, Any]:
    """What an object promises: without words and defaults, and the same however OpenAPI 3.0 or 3.1 write it."""
    if kind != "schema":
        value = resolved(value, document)
    if not is_mapping(value):
        return {} if value in (True, None) else {"not": {}} if value is False else {"": value}
    said = {name: item for name, item in value.items() if holds(kind, name) != "words"}
    if kind == "schema":
        return _schema(said)
    usual = _USUAL.get(kind, {})
    if kind == "parameter":
        style = _USUAL_STYLE.get(said.get("in", "header"), "")
        usual = {**usual, "style": style, "explode": said.get("style", style) == "form"}
    return {name: item for name, item in said.items() if name not in usual or not alike(usual[name], item)}


_USUAL: Mapping[str, Mapping[str, Any]] = {
    "parameter": {"required": False, "deprecated": False, "allowEmptyValue": False, "allowReserved": False},
    "body": {"required": False},
    "operation": {"deprecated": False, "parameters": []},
    "path": {"parameters": []},
}
_USUAL_STYLE = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_NO_SCHEMA_FLAGS = ("deprecated", "readOnly", "writeOnly", "uniqueItems", "exclusiveMinimum", "exclusiveMaximum")


def _schema(said: dict[str, Any]) -> dict[str, Any]:
    """A schema's promises; `type` is without null, and `null` says whether it may be that."""
    types = said.pop("type", None)
    names = [types] if isinstance(types, str) else list(types or [])
    null = bool(said.pop("nullable", False)) or "null" in names
    if "const" in said:
        said["enum"] = [said.pop("const")]
    for name in NAMES & said.keys():
        # Which value each name belongs to, since neither list's order is a promise by itself.
        if is_list(said.get("enum")) and is_list(said[name]):
            said[name] = dict(zip(map(json.dumps, said["enum"]), said[name], strict=False))
    if is_list(said.get("enum")) and None in said["enum"]:
        null = True
        said["enum"] = [each for each in said["enum"] if each is not None]
    for bound, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if said.get(bound) is True and limit in said:
            said[bound] = said.pop(limit)
    for name in ("anyOf", "oneOf"):
        if is_list(said.get(name)):
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
        if set(said) - {"null"} == {name} and len(said[name]) == 1 and is_mapping(said[name][0]):
            inner = {key: item for key, item in said[name][0].items() if holds("schema", key) != "words"}
            return _schema({**inner, **({"nullable": True} if said.get("null") else {})})
    return said


def walk(document: Mapping[str, Any]) -> Iterator[tuple[Place, str, Any]]:
    """Everything that a document says, in its order: its place, "words" or "fact", and the value."""
    yield from _walk("document", document, Place(), document)


def _walk(kind: str, value: Any, place: Place, document: Mapping[str, Any]) -> Iterator[tuple[Place, str, Any]]:
    if not is_mapping(value) or not value:
        yield place, "fact", value
        return
    for name, item in value.items():
        held = holds(kind, name)
        if held == "words" or (kind == "components" and name not in HOLDS["components"]):
            yield place / name, "words", item
            continue
        inner = item_kind(held)
        if held.startswith("{") and is_mapping(item) and item:
            for key, each in item.items():
                yield from _walk(inner, each, place / name / key, document)
        elif held.startswith("[") and is_list(item) and item:
            called = keys(held, item, document)
            for key, each in zip(called, item, strict=True):
                yield from _walk(inner, each, (place / name).item(key), document)
        elif held in HOLDS:
            yield from _walk(held, item, place / name, document)
        else:
            yield place / name, "fact", item

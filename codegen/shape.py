"""What an OpenAPI document is made of: which field holds what, and which are only words.

What is inside `properties` is fields, whatever they are called; what is inside an example is nothing at all. Whoever
goes through a document, to compare or to edit it, goes by this.
"""

import json
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any, cast

from attrs import frozen

from .documents import METHODS, is_list, is_mapping, mapping_of

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
        return Place((*self.steps, f".{field}" if plain else f"[{_quoted(field)}]"))

    def item(self, key: str) -> "Place":
        """The item of a list that is called this."""
        return Place((*self.steps, f"[{key}]"))

    def within(self, other: "Place") -> bool:
        """Whether this stands at the other place, or inside it."""
        return self.steps[: len(other.steps)] == other.steps


def _quoted(text: str) -> str:
    """Return a text as a literal of JSONPath."""
    inner = json.dumps(text, ensure_ascii=False)[1:-1].replace('\\"', '"').replace("'", "\\'")
    return f"'{inner}'"


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
                key = f"?(@.name=={_quoted(name)})"
                key = f"{key[:-1]} && @.in=={_quoted(str(fields.get('in')))})" if key in names or name in twice else key
            case "server", {"url": str(url)}:
                key = f"?(@.url=={_quoted(url)})"
            case "schema", {"$ref": str(reference)}:
                key = f"?(@['$ref']=={_quoted(reference)})"
            case "requirement", _:
                key = json.dumps(fields, sort_keys=True)
            case _:
                key = str(number)
        names.append(key)
    return names


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
    """Return whether a field is left as we word it; not so the API's version, and components that others refer to."""
    return holds(kind, name) == "words" and (kind, name) != ("info", "version") and kind != "components"


def resolved(value: Any, document: Mapping[str, Any]) -> Any:
    """The object that a reference into the document's components leads to, or the value itself."""
    seen: set[str] = set()
    while is_mapping(value) and isinstance(reference := value.get("$ref"), str):
        if reference in seen:
            return {}
        seen.add(reference)
        found = component(reference, document)
        value = {} if found is None else found
    return cast(Any, value)


def component(reference: str, document: Mapping[str, Any]) -> Any:
    """Return what `#/components/<kind>/<name>` refers to; None if nothing is there."""
    part: Any = document
    for step in reference.removeprefix("#/").split("/"):
        part = mapping_of(part).get(step.replace("~1", "/").replace("~0", "~"))
    return part


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

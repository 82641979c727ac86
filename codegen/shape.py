"""Describe the structure of OpenAPI documents: the kind of object in each field, and the fields for human readers.

Every key inside `properties` is a field's name, even one such as `description`. Everything inside an example is data.
"""

import itertools
import json
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from .documents import Steps, component, is_list, is_mapping, list_of, mapping_of, parts, resolved

WORDS = frozenset(
    {"bearerFormat", "contact", "description", "example", "examples", "externalDocs", "license", "links", "summary"}
    | {"termsOfService", "title", "$comment"}
)
"""The fields that are "words", that is, for human readers: descriptions, examples and others."""

NAMES = frozenset({"x-enum-varnames", "x-enumNames"})
"""The extensions that the generator reads. All other extensions count as words."""

_TABLE = """
document    info:info servers:[server] paths:{path} components:components security:[requirement] tags:words
info        version:words
components  schemas:{schema} responses:{response} parameters:{parameter} requestBodies:{body} headers:{parameter}
components  securitySchemes:{scheme}
path        parameters:[parameter] servers:[server] get:operation put:operation post:operation delete:operation
path        options:operation head:operation patch:operation trace:operation
operation   parameters:[parameter] requestBody:body responses:{response} security:[requirement] servers:[server]
parameter   schema:schema content:{media}
body        content:{media}
response    headers:{parameter} content:{media}
media       schema:schema
server
scheme
schema      properties:{schema} patternProperties:{schema} additionalProperties:schema items:schema
schema      allOf:[schema] anyOf:[schema] oneOf:[schema] prefixItems:[=schema] enum:values required:values type:values
"""
HOLDS: dict[str, dict[str, str]] = {}
"""For each kind of object, the content of its fields: kind (one object), {kind} (a mapping of objects), [kind] (a list
of objects), [=kind] (a list whose order matters), values (a list of plain values) or words. Other fields are data."""
for _kind, *_fields in map(str.split, _TABLE.strip().splitlines()):
    HOLDS.setdefault(_kind, {}).update({name: held for name, _, held in (each.partition(":") for each in _fields)})


def holds(kind: str, field: str) -> str:
    """Return the content of a field of this kind of object, as in HOLDS; "" for plain data."""
    words = field in WORDS or (field.startswith("x-") and field not in NAMES)
    return "words" if words and kind in HOLDS else HOLDS.get(kind, {}).get(field, "")


@frozen
class Place:
    """A place in a document. `str` returns it as a JSONPath, like an overlay's target."""

    steps: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "$" + "".join(self.steps)

    def __truediv__(self, field: str) -> "Place":
        plain = re.fullmatch(r"[A-Za-z_]\w*", field)
        return Place((*self.steps, f".{field}" if plain else f"[{_quoted(field)}]"))

    def item(self, key: str) -> "Place":
        """Return the place of the list item with this key."""
        return Place((*self.steps, f"[{key}]"))

    def within(self, other: "Place") -> bool:
        """Return True if this place is equal to `other`, or inside it."""
        return self.steps[: len(other.steps)] == other.steps


def _quoted(text: str) -> str:
    inner = json.dumps(text, ensure_ascii=False)[1:-1].replace('\\"', '"').replace("'", "\\'")
    return f"'{inner}'"  # a JSONPath literal


def item_kind(held: str) -> str:
    return held.strip("[]{}=") if held != "values" else ""


def is_words(kind: str, name: str) -> bool:
    """Return True if we write the words in a field ourselves instead of copying the vendor's.

    False for the API's version, which we copy, and for components such as examples, which are handled one by one.
    """
    return holds(kind, name) == "words" and (kind, name) != ("info", "version") and kind != "components"


def without_words(kind: str, value: Any) -> Any:
    """Return an object without its words."""
    if is_list(value):
        return [without_words(item_kind(kind), item) for item in value]
    if not is_mapping(value):
        return value
    if kind.startswith("{"):
        return {name: without_words(item_kind(kind), item) for name, item in value.items()}
    return {name: without_words(holds(kind, name), item) for name, item in value.items() if not is_words(kind, name)}


def keys(held: str, items: Sequence[Any], document: Mapping[str, Any], twice: Container[str] = ()) -> list[str]:
    """Return a key for each item of a list. If possible, the key does not depend on the item's position.

    If several parameters have the same name, their keys also contain `in`. `twice` lists such names.
    """
    names: list[str] = []
    for number, item in enumerate(items):
        match held.strip("[]"), resolved(item, document) if held == "[parameter]" else item:
            case "parameter", {"name": str(name), **fields}:
                key = f"?(@.name=={_quoted(name)})"
                key = f"{key[:-1]} && @.in=={_quoted(str(fields.get('in')))})" if key in names or name in twice else key
            case "server", {"url": str(url)}:
                key = f"?(@.url=={_quoted(url)})"
            case "schema", {"$ref": str(reference)}:
                key = f"?(@['$ref']=={_quoted(reference)})"
            case "requirement" | "values", said:
                key = json.dumps(said, sort_keys=True)
            case _:
                key = str(number)
        names.append(key)
    return names


def paired(
    held: str, before: Any, after: Any, documents: tuple[Mapping[str, Any], Mapping[str, Any]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the items of two lists by their keys. Corresponding items have the same key."""
    lists = list_of(before), list_of(after)
    names = [
        [str(mapping_of(resolved(item, document)).get("name")) for item in items if held == "[parameter]"]
        for items, document in zip(lists, documents, strict=True)
    ]
    twice = {name for each in names for name in each if each.count(name) > 1}
    old, new = (keys(held, items, document, twice) for items, document in zip(lists, documents, strict=True))
    by_key = dict(zip(old, lists[0], strict=True))
    if held == "[schema]":
        new = _recognized(by_key, new, lists[1])
    return by_key, dict(zip(new, lists[1], strict=True))


# Levels of similarity between two schemas, the highest first: equal except for words, equal types, any two schemas.
_LIKENESS: tuple[Callable[[Any], str], ...] = (
    lambda schema: json.dumps(without_words("schema", schema), sort_keys=True),
    lambda schema: str(mapping_of(schema).get("type")),
    lambda _: "",
)


def _recognized(old: Mapping[str, Any], names: Sequence[str], items: list[Any]) -> list[str]:
    """Return the keys of schemas. A schema without a reference gets the key of the most similar old schema."""
    free = {name: item for name, item in old.items() if name.isdigit()}
    found = ["" if name.isdigit() else name for name in names]
    for likeness in _LIKENESS:
        for number, item in enumerate(items):
            same = (name for name, each in free.items() if likeness(each) == likeness(item))
            if not found[number] and (name := next(same, "")):
                found[number] = name
                del free[name]
    new = map(str, itertools.count(len(old)))
    return [name or next(new) for name in found]


def walk(document: Mapping[str, Any]) -> Iterator[tuple[Place, str, Any]]:
    """Yield (place, "words" or "fact", value) for each leaf of a document, in the document's order."""
    return _walk("document", document, Place(), document)


def _walk(kind: str, value: Any, place: Place, document: Mapping[str, Any]) -> Iterator[tuple[Place, str, Any]]:
    if not is_mapping(value) or not value:
        yield place, "fact", value
        return
    for name, item in value.items():
        held, here = holds(kind, name), place / name
        if held == "words" or (kind == "components" and name not in HOLDS["components"]):
            yield here, "words", item
        elif held.startswith("{") and is_mapping(item) and item:
            for key, each in item.items():
                yield from _walk(item_kind(held), each, here / key, document)
        elif held.startswith("[") and is_list(item) and item:
            for key, each in zip(keys(held, item, document), item, strict=True):
                yield from _walk(item_kind(held), each, here.item(key), document)
        else:
            yield from _walk(held, item, here, document) if held in HOLDS else [(here, "fact", item)]


# Fields whose keys are freely chosen names.
_NAMED = frozenset(
    {"callbacks", "content", "dependentSchemas", "encoding", "headers", "links", "patternProperties"}
    | {"properties", "responses", "variables", "$defs"}
)
# Fields with data. An object in them that looks like a reference may not be one.
_DATA = frozenset({"const", "default", "enum", "example", "examples", "value"})


def reached(start: Iterable[Any], document: Mapping[str, Any]) -> dict[str, bool]:
    """Return all direct and indirect references of these parts. The value is True if a reference is only in data."""
    found: dict[str, bool] = {}
    waiting = [(part, False) for part in start]
    while waiting:
        part, outer = waiting.pop()
        for steps, value in parts(part):
            data = outer or _is_data(steps)
            reference = _reference(steps, value, document)
            if reference is not None and found.get(reference, True) and (reference not in found or not data):
                found[reference] = data
                waiting.append((component(reference, document), data))
    return found


def _is_data(steps: Steps) -> bool:
    rest = iter(steps)
    for step in rest:
        if step in _DATA or str(step).startswith("x-"):
            return True
        if step in _NAMED:
            next(rest, None)
    return False


def _reference(steps: Steps, value: Any, document: Mapping[str, Any]) -> str | None:
    if not isinstance(value, str):
        return None
    if steps[-3:-1] == ("discriminator", "mapping"):
        return mapped(value, document)
    return value if steps[-1:] == ("$ref",) else None


def mapped(value: str, document: Mapping[str, Any]) -> str:
    """Return a value of a discriminator's mapping as a reference, even if the value is just a schema's name."""
    schema = f"#/components/schemas/{value}"
    return value if component(schema, document) is None else schema

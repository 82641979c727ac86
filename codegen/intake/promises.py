"""Reduce an object of a document to what it promises, whatever its words, and however OpenAPI 3.0 or 3.1 write it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..documents import METHODS, is_list, is_mapping, list_of, mapping_of
from ..shape import NAMES, holds, resolved


def fields(kind: str, value: Any, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an object promises: without words and defaults, and the same for OpenAPI 3.0 and 3.1."""
    if kind != "schema":
        value = resolved(value, document)
    if not is_mapping(value):
        return {} if value in (True, None) else {"not": {}} if value is False else {"": value}
    said = {name: item for name, item in value.items() if holds(kind, name) != "words"}
    if kind == "schema":
        return _schema(said)
    usual = _USUAL.get(kind, {})
    if kind == "parameter":
        style = _USUAL_STYLE.get(str(said.get("in", "header")), "")
        usual = {**usual, "style": style, "explode": said.get("style", style) == "form"}
    if kind == "scheme" and "scheme" in said:
        said["scheme"] = str(said["scheme"]).lower()
    return {name: item for name, item in said.items() if name not in usual or not alike(usual[name], item)}


_USUAL: Mapping[str, Mapping[str, Any]] = {
    "parameter": {"required": False, "deprecated": False, "allowEmptyValue": False, "allowReserved": False},
    "body": {"required": False},
    "operation": {"deprecated": False, "parameters": [], "tags": []},
    "path": {"parameters": []},
    "server": {"variables": {}},
}
_USUAL_STYLE = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_NO_SCHEMA_FLAGS = ("deprecated", "readOnly", "writeOnly", "uniqueItems", "exclusiveMinimum", "exclusiveMaximum")


def _schema(said: dict[str, Any]) -> dict[str, Any]:
    """Return a schema's promises; `type` is without null, and `null` says whether it may be that."""
    null = any([_null_of_types(said), _null_of_values(said), _null_of_alternatives(said)])
    for bound, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if said.get(bound) is True and limit in said:
            said[bound] = said.pop(limit)
    said = {name: item for name, item in said.items() if not (item is False and name in _NO_SCHEMA_FLAGS)}
    if said.get("additionalProperties") in (True, {}):
        del said["additionalProperties"]
    return _unwrapped(said | ({"null": True} if null else {}))


def _null_of_types(said: dict[str, Any]) -> bool:
    """Leave the types without null, and return whether it was among them."""
    types = said.pop("type", None)
    names = [types] if isinstance(types, str) else list_of(types)
    if others := [name for name in names if name != "null"]:
        said["type"] = others
    return bool(said.pop("nullable", False)) or len(others) < len(names)


def _null_of_values(said: dict[str, Any]) -> bool:
    """Leave the values, of which a constant is one, without null, and return whether it was among them."""
    if "const" in said:
        said["enum"] = [said.pop("const")]
    values: object = said.get("enum")
    if not is_list(values):
        return False
    for name in NAMES & said.keys():
        # Which value each name belongs to, since neither list's order is a promise by itself.
        if is_list(said[name]):
            said[name] = dict(zip(map(json.dumps, values), said[name], strict=False))
    said["enum"] = [each for each in values if each is not None]
    return None in values


def _null_of_alternatives(said: dict[str, Any]) -> bool:
    """Leave the alternatives without null, and return whether it was one."""
    null = False
    for name in ("anyOf", "oneOf"):
        if is_list(said.get(name)):
            others = [each for each in said[name] if each != {"type": "null"}]
            null = null or len(others) < len(said[name])
            said[name] = others
    return null


def _unwrapped(said: dict[str, Any]) -> dict[str, Any]:
    # A reference could not say null next to itself in 3.0, and is wrapped for it.
    for name in ("allOf", "anyOf", "oneOf"):
        if set(said) - {"null"} == {name} and len(list_of(said[name])) == 1 and is_mapping(said[name][0]):
            inner = {key: item for key, item in said[name][0].items() if holds("schema", key) != "words"}
            return _schema({**inner, **({"nullable": True} if said.get("null") else {})})
    return said


def flattened(said: Mapping[str, Any], document: Mapping[str, Any], inside: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a schema's promises with the parts of its `allOf` merged into one, as the generator does."""
    whole = {name: item for name, item in said.items() if name != "allOf"}
    for each in list_of(said.get("allOf")):
        reference = str(mapping_of(each).get("$ref", ""))
        if reference in inside:
            continue
        part = fields("schema", resolved(each, document), document)
        _add(whole, flattened(part, document, (*inside, reference) if reference else inside))
    return whole


def _add(whole: dict[str, Any], part: Mapping[str, Any]) -> None:
    """Merge one part of an `allOf` into the others."""
    for name, item in part.items():
        known = whole.get(name)
        if name == "properties" and is_mapping(known):
            both = {key: {"allOf": [known[key], each]} for key, each in item.items() if key in known}
            whole[name] = {**known, **item, **both}
        elif name == "required" and is_list(known):
            whole[name] = [*known, *(each for each in item if each not in known)]
        else:
            whole[name] = item


def pushed_down(item: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a path's promises with its own parameters moved to each of its operations."""
    moved = {name: value for name, value in item.items() if name != "parameters"}
    shared = _by_name(item, document)
    for method in [name for name in METHODS if is_mapping(moved.get(name))]:
        parameters = {**shared, **_by_name(moved[method], document)}
        moved[method] = {**moved[method], "parameters": list(parameters.values())}
    return moved


def _by_name(holder: Mapping[str, Any], document: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
    """Return the parameters of a path or an operation by name and place."""
    found = [(each, mapping_of(resolved(each, document))) for each in list_of(holder.get("parameters"))]
    return {(str(fields.get("name")), str(fields.get("in"))): each for each, fields in found}


def alike(one: Any, other: Any) -> bool:
    """Return whether two values are the same to JSON, to which true is not 1."""
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
    """Return whether a value is one of several."""
    return any(alike(value, each) for each in values)

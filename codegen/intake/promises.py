"""Prepare an object of a document for comparison: without wording, and in one form for OpenAPI 3.0 and 3.1."""

import json
from collections.abc import Mapping
from typing import Any

from ..documents import METHODS, is_list, is_mapping, list_of, mapping_of, resolved
from ..shape import NAMES, holds

# The default values of absent fields.
_USUAL: Mapping[str, Mapping[str, Any]] = {
    "parameter": {"required": False, "deprecated": False, "allowEmptyValue": False, "allowReserved": False},
    "body": {"required": False},
    "operation": {"deprecated": False, "parameters": [], "tags": []},
    "path": {"parameters": []},
    "schema": dict.fromkeys(
        ("deprecated", "readOnly", "writeOnly", "uniqueItems", "exclusiveMinimum", "exclusiveMaximum"), False
    ),
}
_USUAL_STYLE = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
# By field of a schema: the item that allows null in the field's list.
_NULLS: Mapping[str, Any] = {"type": "null", "enum": None, "anyOf": {"type": "null"}, "oneOf": {"type": "null"}}


def fields(kind: str, value: Any, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object without its wording. In a schema, the key `null` replaces `nullable`, `type: null` and so on."""
    if kind != "schema":
        value = resolved(value, document)
    if not is_mapping(value):
        return {} if value in (True, None) else {"not": {}} if value is False else {"": value}
    said = {name: item for name, item in value.items() if holds(kind, name) != "words"}
    usual = _USUAL.get(kind, {})
    if kind == "schema":
        said = _schema(said)
    elif kind == "scheme" and "scheme" in said:
        said["scheme"] = str(said["scheme"]).lower()
    elif kind == "parameter":
        style = _USUAL_STYLE.get(str(said.get("in", "header")), "")
        usual = {**usual, "style": style, "explode": said.get("style", style) == "form"}
    return {name: item for name, item in said.items() if name not in usual or not alike(usual[name], item)}


def _schema(said: dict[str, Any]) -> dict[str, Any]:
    if isinstance(said.get("type"), str):
        said["type"] = [said["type"]]
    if "const" in said:
        said["enum"] = [said.pop("const")]
    for name in NAMES & said.keys():
        # Map each value of the enum to its name, because the order of values and names is not significant.
        if is_list(said[name]):
            said[name] = dict(zip(map(json.dumps, list_of(said.get("enum"))), said[name], strict=False))
    for bound, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if said.get(bound) is True and limit in said:
            said[bound] = said.pop(limit)
    if said.get("additionalProperties") in (True, {}):
        del said["additionalProperties"]
    return _unwrapped(_null_apart(said))


def _null_apart(said: dict[str, Any]) -> dict[str, Any]:
    null = bool(said.pop("nullable", False))
    for name, none in _NULLS.items():
        if none in (values := list_of(said.get(name))):
            null, said[name] = True, [each for each in values if each != none]
    if said.get("type") == []:
        del said["type"]
    return {**said, **({"null": True} if null else {})}


def _unwrapped(said: dict[str, Any]) -> dict[str, Any]:
    # OpenAPI 3.0 allows no fields next to a reference, so documents wrap a reference to make it nullable.
    for name in ("allOf", "anyOf", "oneOf"):
        if set(said) - {"null"} == {name} and len(list_of(said[name])) == 1 and is_mapping(said[name][0]):
            inner = {key: item for key, item in said[name][0].items() if holds("schema", key) != "words"}
            return _schema({**inner, **({"nullable": True} if said.get("null") else {})})
    return said


def flattened(said: Mapping[str, Any], document: Mapping[str, Any], inside: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a reduced schema with its `allOf` merged into it, as the generator does."""
    whole = {name: item for name, item in said.items() if name != "allOf"}
    for each in list_of(said.get("allOf")):
        reference = str(mapping_of(each).get("$ref", ""))
        if reference in inside:
            continue
        part = fields("schema", resolved(each, document), document)
        for name, item in flattened(part, document, (*inside, reference) if reference else inside).items():
            whole[name] = _both(name, whole[name], item) if name in whole else item
    return whole


def _both(name: str, known: Any, item: Any) -> Any:
    if name == "properties" and is_mapping(known):
        shared = {key: {"allOf": [known[key], each]} for key, each in item.items() if known.get(key, each) != each}
        return {**known, **item, **shared}
    if name == "required" and is_list(known):
        return [*known, *(each for each in item if each not in known)]
    return item


def pushed_down(item: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a path with its parameters moved into each operation."""
    moved = {name: value for name, value in item.items() if name != "parameters"}
    for method in [name for name in METHODS if is_mapping(moved.get(name))]:
        parameters = [*list_of(item.get("parameters")), *list_of(moved[method].get("parameters"))]
        known = (mapping_of(resolved(each, document)) for each in parameters)
        names = [(each.get("name"), each.get("in")) for each in known]
        moved[method] = {**moved[method], "parameters": list(dict(zip(names, parameters, strict=True)).values())}
    return moved


def alike(one: Any, other: Any) -> bool:
    """Check that two values are equal as JSON: true differs from 1, and the order of keys is not significant."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)

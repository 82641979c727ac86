"""Changes that a vendor may make to a document, drawn at random."""

import copy
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from hypothesis import strategies as st

from codegen.documents import METHODS, parts

Data: TypeAlias = st.DataObject
Document: TypeAlias = "dict[str, Any]"
Mutation: TypeAlias = Callable[[Document, Data], None]

NAMES = ["added", "description", "example", "required", "title", "$ref", "_x", "a b", "true", "1", "it's"]
NEW: list[dict[str, Any]] = [
    {"type": "string", "description": "The vendor's: words.\nIn two lines."},
    {"type": "array", "items": {"type": "integer", "enum": [1, 2]}},
    {"type": "object", "properties": {"inner": {"type": "boolean", "default": False}}, "required": ["inner"]},
    {"type": "string", "enum": ["yes", "no", "null", "1", ""], "pattern": "^[a-z]: #x$", "format": "f" * 130},
    {"oneOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "number"}}]},
]
NEEDED = {"name", "in", "schema", "description", "openapi", "info", "paths", "responses", "$ref", "get"}
"""The keys that OpenAPI requires."""


def held_by(name: str, document: Document) -> list[Any]:
    found = [part for steps, part in parts(document) if steps[-1:] == (name,) and "example" not in str(steps)]
    return [part for part in found if part and isinstance(part, dict | list)]


def drawn(draw: Data, items: Sequence[Any]) -> Any:
    return copy.deepcopy(draw.draw(st.sampled_from(items)))


def something_gone(document: Document, draw: Data) -> None:
    found = [steps for steps, _ in parts(document) if {"properties", "parameters", "responses"} & set(steps[:-1])]
    *above, last = draw.draw(st.sampled_from([steps for steps in found if steps[-1] not in NEEDED]))
    holder: Any = document
    for step in above:
        holder = holder[step]
    del holder[last]
    for _, part in list(parts(document)):
        if isinstance(part, dict) and isinstance(names := part.get("required"), list) and last in names:
            part["required"] = [name for name in names if name != last]
        for name in ("required", "enum") if isinstance(part, dict) else ():
            if part.get(name) == []:
                del part[name]


def grafted(name: str) -> Mutation:
    """Return a mutation that copies an item of one field with this name into another such field, at any position."""

    def graft(document: Document, draw: Data) -> None:
        holders = held_by(name, document)
        pairs = [(one, other) for one in holders for other in holders if type(one) is type(other)]
        into, source = draw.draw(st.sampled_from(pairs)) if pairs else ([], [0])
        place = draw.draw(st.integers(0, len(into)))
        if isinstance(into, dict):
            new = drawn(draw, [*source.values(), *(NEW if name in ("properties", "schemas") else ())])
            key = draw.draw(st.sampled_from([*(NAMES if name == "properties" else ["4XX"]), *into]))
            items = [each for each in into.items() if each[0] != key]
            into |= dict([*items[:place], (key, new), *items[place:]]) if key in into else {key: new}
        elif (item := drawn(draw, [*source, "#new"] if name == "enum" else source)) not in into:
            into.insert(place, item)

    return graft


def reordered(document: Document, draw: Data) -> None:
    holder = draw.draw(st.sampled_from([*held_by("properties", document), *held_by("parameters", document)]))
    if isinstance(holder, list):
        holder.reverse()
    else:
        items = draw.draw(st.permutations(list(holder.items())))
        holder.clear()
        holder.update(items)


def operation_changed(document: Document, draw: Data) -> None:
    found = [steps for steps, _ in parts(document["paths"]) if steps[1:] and steps[-1] in METHODS]
    path, method = draw.draw(st.sampled_from(found))
    changed: Document = document["paths"][path][method]
    body = {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}
    shown = {"$ref": "#/components/examples/Shown"}
    document["components"].setdefault("examples", {})["Shown"] = {"value": {"id": "1"}}
    answer = {"description": "No.", "content": {"application/json": {"schema": NEW[0], "examples": {"shown": shown}}}}
    changes = [{"operationId": "another"}, {"tags": ["z", *changed.get("tags", [])]}, {"deprecated": True}]
    changes += [{"security": []}, {"security": document.get("security", [])}, {"requestBody": body}]
    changed |= drawn(draw, [*changes, {"responses": {**changed["responses"], "404": answer}}])


def another_server(document: Document, draw: Data) -> None:
    document["servers"] = [{"url": "https://another.invalid"}, *document["servers"]]


def schema_renamed(document: Document, draw: Data) -> None:
    old = drawn(draw, list(document["components"]["schemas"]))
    text = json.dumps(document).replace(f'"#/components/schemas/{old}"', '"#/components/schemas/Renamed"')
    document.update(json.loads(text))
    document["components"]["schemas"]["Renamed"] = document["components"]["schemas"].pop(old)


def schema_split(document: Document, draw: Data) -> None:
    known = document["components"]["schemas"]
    whole = known[drawn(draw, list(known))]
    if "properties" in whole:
        known["Base"] = {"type": "object", "properties": whole.pop("properties")}
        whole.pop("type", None)
        whole["allOf"] = [{"$ref": "#/components/schemas/Base"}]


def newer_version(document: Document, draw: Data) -> None:
    document["openapi"] = "3.1.0"
    for schema in [part for _, part in parts(document) if isinstance(part, dict) and part.get("nullable") is True]:
        del schema["nullable"]
        schema["type"] = [schema["type"], "null"]


ADDITIONS: list[Mutation] = [grafted("properties"), grafted("enum"), reordered]
MUTATIONS: list[Mutation] = [
    *(*ADDITIONS, something_gone, *map(grafted, ("parameters", "responses", "schemas", "required"))),
    *(operation_changed, another_server, schema_renamed, schema_split, newer_version),
]


def mutated(document: Document, draw: Data, mutations: Sequence[Mutation] = MUTATIONS) -> Document:
    wanted = copy.deepcopy(document)
    for mutation in draw.draw(st.lists(st.sampled_from(mutations), min_size=1, max_size=5)):
        mutation(wanted, draw)
    return wanted

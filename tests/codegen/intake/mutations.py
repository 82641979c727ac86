"""What a vendor may do to a document, drawn at random."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from hypothesis import strategies as st

from codegen.documents import METHODS

Data: TypeAlias = st.DataObject
Document: TypeAlias = "dict[str, Any]"


def schemas(part: Any) -> Iterator[dict[str, Any]]:
    """Every schema that lists fields, or could."""
    if isinstance(part, list):
        for item in part:
            yield from schemas(item)
    elif isinstance(part, dict):
        if "type" in part and "in" not in part:
            yield part
        for name, item in part.items():
            if name not in ("example", "examples"):
                yield from schemas(item)


def operations(document: Document) -> list[dict[str, Any]]:
    return [item[method] for item in document["paths"].values() for method in METHODS if method in item]


def a_schema(document: Document, draw: Data) -> dict[str, Any]:
    return draw.draw(st.sampled_from(list(schemas(document))))


def an_object(document: Document, draw: Data) -> dict[str, Any]:
    return draw.draw(st.sampled_from([each for each in schemas(document) if each.get("properties")]))


names = st.sampled_from(
    ["added", "description", "example", "required", "title", "$ref", "_x", "a b", "true", "1", "it's"]
)
new_schemas = st.sampled_from(
    [
        {"type": "string", "description": "The vendor's: words.\nIn two lines."},
        {"type": "array", "items": {"type": "integer", "enum": [1, 2]}},
        {"type": "object", "properties": {"inner": {"type": "boolean", "default": False}}, "required": ["inner"]},
        {"type": "string", "enum": ["yes", "no", "null", "1", ""]},
        {"oneOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "number"}}]},
    ]
)


def field_added(document: Document, draw: Data) -> None:
    holder = an_object(document, draw)
    fields = list(holder["properties"].items())
    fields.insert(draw.draw(st.integers(0, len(fields))), (draw.draw(names), copy.deepcopy(draw.draw(new_schemas))))
    holder["properties"] = dict(fields)


def field_removed(document: Document, draw: Data) -> None:
    holder = an_object(document, draw)
    name = draw.draw(st.sampled_from(list(holder["properties"])))
    del holder["properties"][name]
    if name in holder.get("required", []):
        holder["required"].remove(name)


def fields_reordered(document: Document, draw: Data) -> None:
    holder = an_object(document, draw)
    holder["properties"] = dict(draw.draw(st.permutations(list(holder["properties"].items()))))


def required_changed(document: Document, draw: Data) -> None:
    holder = an_object(document, draw)
    wanted = draw.draw(st.lists(st.sampled_from(list(holder["properties"])), unique=True))
    holder.pop("required", None)
    if wanted:
        holder["required"] = wanted


def type_changed(document: Document, draw: Data) -> None:
    schema = a_schema(document, draw)
    new: Any = draw.draw(st.sampled_from(["string", "number", "boolean"]))
    null = document["openapi"] >= "3.1" and draw.draw(st.booleans())
    schema["type"] = [new, "null"] if null else new
    for name in ("enum", "items", "properties", "required", "default", "minimum", "maximum"):
        schema.pop(name, None)


def limit_changed(document: Document, draw: Data) -> None:
    schema = a_schema(document, draw)
    name = draw.draw(st.sampled_from(["minimum", "maximum", "x-limit", "format", "pattern", "readOnly", "title"]))
    if schema.pop(name, None) is None:
        schema[name] = {"readOnly": True, "format": "f" * 130, "pattern": "^[a-z]: #x$", "title": "T"}.get(name, 3)


def enum_changed(document: Document, draw: Data) -> None:
    schema = a_schema(document, draw)
    known: dict[str, list[Any]] = {"string": ["one", "two", "3", "no"], "integer": [0, 1, 2], "number": [1.5, 2]}
    if values := known.get(str(schema["type"])):
        schema.pop("default", None)
        schema["enum"] = draw.draw(st.lists(st.sampled_from(values), unique=True, min_size=1))


def value_added(document: Document, draw: Data) -> None:
    if enums := [each["enum"] for each in schemas(document) if "enum" in each]:
        values = draw.draw(st.sampled_from(enums))
        new = 99 if isinstance(values[0], int) else "#new"
        if new not in values:
            values.insert(draw.draw(st.integers(0, len(values))), new)


def parameter_changed(document: Document, draw: Data) -> None:
    listed = draw.draw(st.sampled_from(operations(document))).setdefault("parameters", [])
    what = draw.draw(st.sampled_from(["add", "remove", "require", "move", "shuffle"]))
    if what == "add" or not listed:
        new = {"name": "added", "in": draw.draw(st.sampled_from(["query", "header"])), "schema": {"type": "string"}}
        if all(each["name"] != "added" for each in listed):
            listed.insert(draw.draw(st.integers(0, len(listed))), new)
        return
    number = draw.draw(st.integers(0, len(listed) - 1))
    if what == "remove":
        del listed[number]
    elif what == "require":
        listed[number]["required"] = not listed[number].get("required", False)
    elif what == "move":
        listed[number]["in"] = "header"
    else:
        listed.reverse()


def response_changed(document: Document, draw: Data) -> None:
    answers = draw.draw(st.sampled_from(operations(document)))["responses"]
    if draw.draw(st.booleans()) and len(answers) > 1:
        del answers[draw.draw(st.sampled_from(list(answers)))]
    else:
        answers[draw.draw(st.sampled_from(["404", "4XX", "default"]))] = {
            "description": "An error.",
            "headers": {"X-Left": {"schema": {"type": "integer"}}},
            "content": {"application/json": {"schema": copy.deepcopy(draw.draw(new_schemas))}},
        }


def schema_added_or_replaced(document: Document, draw: Data) -> None:
    known = document["components"]["schemas"]
    known[draw.draw(st.sampled_from(["Another", *known]))] = copy.deepcopy(draw.draw(new_schemas))


def schema_removed(document: Document, draw: Data) -> None:
    known = document["components"]["schemas"]
    if not known:
        return
    gone = draw.draw(st.sampled_from(list(known)))
    inlined = known.pop(gone)
    for holder in [*schemas(document), *operations(document)]:
        _replace(holder, f"#/components/schemas/{gone}", {k: v for k, v in inlined.items() if k == "type"})


def _replace(part: Any, reference: str, by: dict[str, Any]) -> None:
    for key, item in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        if item == {"$ref": reference}:
            part[key] = dict(by)
        else:
            _replace(item, reference, by)


def operation_changed(document: Document, draw: Data) -> None:
    operation = draw.draw(st.sampled_from(operations(document)))
    what = draw.draw(st.sampled_from(["id", "tags", "open", "deprecated", "body", "server"]))
    if what == "id":
        operation["operationId"] = "another" if document["paths"].keys() else ""
    elif what == "tags":
        operation["tags"] = ["z", *operation.get("tags", [])]
    elif what == "open":
        operation["security"] = []
    elif what == "deprecated":
        operation["deprecated"] = True
    elif what == "body":
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}
    else:
        document["servers"] = [{"url": "https://another.invalid"}, *document["servers"]]


def example_referred_to(document: Document, draw: Data) -> None:
    """A new answer and an old one have examples that the components hold, or no longer hold."""
    name = draw.draw(st.sampled_from(["SessionListResponse", "Shown"]))
    examples = document["components"].setdefault("examples", {})
    examples[name] = {"value": {"id": "1"}}
    if draw.draw(st.booleans()):
        examples.pop("SessionListResponse", None)
    example = {"shown": {"$ref": f"#/components/examples/{name}"}}
    for answer in draw.draw(st.sampled_from(operations(document)))["responses"].values():
        for media in answer.get("content", {}).values():
            media["examples"] = example


def security_said(document: Document, draw: Data) -> None:
    """The same ways to authenticate, said at the top, at operations, or not at all."""
    for operation in operations(document):
        operation.pop("security", None)
        if draw.draw(st.booleans()):
            operation["security"] = document.get("security", [])
    if not document.get("security") and draw.draw(st.booleans()):
        document.pop("security", None)


def schema_renamed(document: Document, draw: Data) -> None:
    known = document["components"]["schemas"]
    if known:
        old = draw.draw(st.sampled_from(list(known)))
        text = json.dumps(document).replace(f'"#/components/schemas/{old}"', '"#/components/schemas/Renamed"')
        document.update(json.loads(text))
        known = document["components"]["schemas"]
        known["Renamed"] = known.pop(old)


def schema_split(document: Document, draw: Data) -> None:
    known = document["components"]["schemas"]
    if objects := [name for name, schema in known.items() if schema.get("properties")]:
        whole = known[draw.draw(st.sampled_from(objects))]
        known["Base"] = {"type": "object", "properties": whole.pop("properties")}
        whole.pop("type", None)
        whole["allOf"] = [{"$ref": "#/components/schemas/Base"}]


def discriminated(document: Document, draw: Data) -> None:
    holder = an_object(document, draw)
    names = list(document["components"]["schemas"])[:2]
    mapping = {name.lower(): f"#/components/schemas/{name}" for name in names}
    union = [{"$ref": reference} for reference in mapping.values()]
    holder["properties"]["any"] = {"oneOf": union, "discriminator": {"propertyName": "x", "mapping": mapping}}


def newer_version(document: Document, draw: Data) -> None:
    """OpenAPI 3.1 where it was 3.0, with 3.1's ways of writing."""
    document["openapi"] = "3.1.0"
    for schema in list(schemas(document)):
        if schema.pop("nullable", False):
            schema["type"] = [schema["type"], "null"]


Mutation: TypeAlias = Callable[[Document, Data], None]
MUTATIONS: list[Mutation] = [
    field_added,
    field_removed,
    fields_reordered,
    required_changed,
    type_changed,
    limit_changed,
    enum_changed,
    value_added,
    parameter_changed,
    response_changed,
    schema_added_or_replaced,
    schema_removed,
    operation_changed,
    example_referred_to,
    security_said,
    schema_renamed,
    schema_split,
    discriminated,
    newer_version,
]


def mutated(document: Document, draw: Data, mutations: Sequence[Mutation] = MUTATIONS) -> Document:
    wanted = copy.deepcopy(document)
    for mutation in draw.draw(st.lists(st.sampled_from(mutations), min_size=1, max_size=5)):
        if any(True for each in schemas(wanted) if each.get("properties")):
            mutation(wanted, draw)
    return wanted

"""What a vendor may do to a document, drawn at random."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from hypothesis import strategies as st

from codegen.documents import METHODS, parts

Data: TypeAlias = st.DataObject
Document: TypeAlias = "dict[str, Any]"
Mutation: TypeAlias = Callable[[Document, Data], None]


def schemas(part: Any) -> Iterator[dict[str, Any]]:
    """Yield every schema that lists fields, or could."""
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


def an_object(document: Document, draw: Data) -> dict[str, Any]:
    return draw.draw(st.sampled_from([each for each in schemas(document) if each.get("properties")]))


def a_schema_name(document: Document, draw: Data) -> str:
    names: list[str] = list(document["components"]["schemas"])
    return draw.draw(st.sampled_from(names))


NAMES = ["added", "description", "example", "required", "title", "$ref", "_x", "a b", "true", "1", "it's"]
NEW: list[dict[str, Any]] = [
    {"type": "string", "description": "The vendor's: words.\nIn two lines."},
    {"type": "array", "items": {"type": "integer", "enum": [1, 2]}},
    {"type": "object", "properties": {"inner": {"type": "boolean", "default": False}}, "required": ["inner"]},
    {"type": "string", "enum": ["yes", "no", "null", "1", ""], "pattern": "^[a-z]: #x$", "format": "f" * 130},
    {"oneOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "number"}}]},
]


def a_new_schema(draw: Data) -> dict[str, Any]:
    return copy.deepcopy(draw.draw(st.sampled_from(NEW)))


def inserted(items: list[Any], item: Any, draw: Data) -> list[Any]:
    number = draw.draw(st.integers(0, len(items)))
    return [*items[:number], item, *items[number:]]


def something_gone(document: Document, draw: Data) -> None:
    """A field, a parameter, a value, an answer or a limit, but not what OpenAPI needs."""
    needed = {"name", "in", "schema", "description", "openapi", "info", "paths", "responses", "$ref", "get"}
    found = [steps for steps, _ in parts(document) if "properties" in steps[:-1] or "parameters" in steps[:-1]]
    *above, last = draw.draw(st.sampled_from([steps for steps in found if steps[-1] not in needed]))
    holder: Any = document
    for step in above:
        holder = holder[step]
    del holder[last]
    if isinstance(last, str) and above[-1:] == ["properties"]:
        for each in schemas(document):
            each["required"] = [name for name in each.get("required", []) if name != last]
    for each in schemas(document):
        if not each.get("required", True) or not each.get("enum", True):
            each.pop("required" if not each.get("required", True) else "enum")


def field_added(document: Document, draw: Data) -> None:
    holder = an_object(document, draw)
    new = (draw.draw(st.sampled_from(NAMES)), a_new_schema(draw))
    holder["properties"] = dict(inserted(list(holder["properties"].items()), new, draw))


def fields_reordered(document: Document, draw: Data) -> None:
    holder = an_object(document, draw)
    holder["properties"] = dict(draw.draw(st.permutations(list(holder["properties"].items()))))


def required_changed(document: Document, draw: Data) -> None:
    holder = an_object(document, draw)
    holder["required"] = draw.draw(st.lists(st.sampled_from(list(holder["properties"])), unique=True, min_size=1))


def type_changed(document: Document, draw: Data) -> None:
    schema = draw.draw(st.sampled_from(list(schemas(document))))
    null = document["openapi"] >= "3.1" and draw.draw(st.booleans())
    new: Any = draw.draw(st.sampled_from(["string", "number", "boolean"]))
    for name in ("enum", "items", "properties", "required", "default", "minimum", "maximum"):
        schema.pop(name, None)
    schema |= {"type": [new, "null"] if null else new, "title": "T"}


def value_added(document: Document, draw: Data) -> None:
    if enums := [each for each in schemas(document) if "enum" in each]:
        schema = draw.draw(st.sampled_from(enums))
        new = 99 if isinstance(schema["enum"][0], int) else "#new"
        schema["enum"] = inserted([value for value in schema["enum"] if value != new], new, draw)


def parameter_changed(document: Document, draw: Data) -> None:
    operation = draw.draw(st.sampled_from(operations(document)))
    new = {"name": "added", "in": draw.draw(st.sampled_from(["query", "header"])), "schema": {"type": "string"}}
    listed = [each for each in operation.get("parameters", []) if each.get("name") != "added"]
    operation["parameters"] = draw.draw(st.sampled_from([inserted(listed, new, draw), listed[::-1]]))


def operation_changed(document: Document, draw: Data) -> None:
    operation = draw.draw(st.sampled_from(operations(document)))
    body = {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}
    answer = {"description": "No.", "content": {"application/json": {"schema": a_new_schema(draw)}}}
    status = draw.draw(st.sampled_from(["404", "4XX", "default"]))
    changes = [{"operationId": "another"}, {"tags": ["z", *operation.get("tags", [])]}, {"deprecated": True}]
    changes += [{"security": []}, {"requestBody": body}, {"responses": {**operation["responses"], status: answer}}]
    operation.update(draw.draw(st.sampled_from(changes)))


def another_server(document: Document, draw: Data) -> None:
    document["servers"] = [{"url": "https://another.invalid"}, *document["servers"]]


def schema_added_or_replaced(document: Document, draw: Data) -> None:
    known = document["components"]["schemas"]
    known[draw.draw(st.sampled_from(["Another", *known]))] = a_new_schema(draw)


def example_referred_to(document: Document, draw: Data) -> None:
    """A new answer and an old one have examples that the components hold, or no longer hold."""
    name = draw.draw(st.sampled_from(["SessionListResponse", "Shown"]))
    examples = document["components"].setdefault("examples", {})
    examples[name] = {"value": {"id": "1"}}
    if draw.draw(st.booleans()):
        examples.pop("SessionListResponse", None)
    for answer in draw.draw(st.sampled_from(operations(document)))["responses"].values():
        for media in answer.get("content", {}).values():
            media["examples"] = {"shown": {"$ref": f"#/components/examples/{name}"}}


def security_said(document: Document, draw: Data) -> None:
    """The same ways to authenticate, said at the top, at operations, or not at all."""
    for operation in operations(document):
        operation.pop("security", None)
        if draw.draw(st.booleans()):
            operation["security"] = document.get("security", [])
    if not document.get("security") and draw.draw(st.booleans()):
        document.pop("security", None)


def schema_renamed(document: Document, draw: Data) -> None:
    old = a_schema_name(document, draw)
    text = json.dumps(document).replace(f'"#/components/schemas/{old}"', '"#/components/schemas/Renamed"')
    document.update(json.loads(text))
    document["components"]["schemas"]["Renamed"] = document["components"]["schemas"].pop(old)


def schema_split(document: Document, draw: Data) -> None:
    known = document["components"]["schemas"]
    whole = known[a_schema_name(document, draw)]
    if "properties" in whole:
        known["Base"] = {"type": "object", "properties": whole.pop("properties")}
        whole.pop("type", None)
        whole["allOf"] = [{"$ref": "#/components/schemas/Base"}]


def discriminated(document: Document, draw: Data) -> None:
    names = list(document["components"]["schemas"])[:2]
    mapping = {name.lower(): f"#/components/schemas/{name}" for name in names}
    union = [{"$ref": reference} for reference in mapping.values()]
    discriminator = {"propertyName": "x", "mapping": mapping}
    an_object(document, draw)["properties"]["any"] = {"oneOf": union, "discriminator": discriminator}


def newer_version(document: Document, draw: Data) -> None:
    """OpenAPI 3.1 where it was 3.0, with 3.1's ways of writing."""
    document["openapi"] = "3.1.0"
    for schema in list(schemas(document)):
        if schema.pop("nullable", False):
            schema["type"] = [schema["type"], "null"]


MUTATIONS: list[Mutation] = [
    *(something_gone, field_added, fields_reordered, required_changed, type_changed, value_added, parameter_changed),
    *(operation_changed, another_server, schema_added_or_replaced, example_referred_to, security_said),
    *(schema_renamed, schema_split, discriminated, newer_version),
]


def mutated(document: Document, draw: Data, mutations: Sequence[Mutation] = MUTATIONS) -> Document:
    wanted = copy.deepcopy(document)
    for mutation in draw.draw(st.lists(st.sampled_from(mutations), min_size=1, max_size=5)):
        if any(each.get("properties") for each in schemas(wanted)):
            mutation(wanted, draw)
    return wanted

"""Prepare a contract (a corrected document) for openapi-python-client: rewrite the parts that it would ignore."""

from collections.abc import Iterator, Sequence
from typing import Any

from .documents import component, is_list, is_mapping, list_of, mapping_of, operations, parts, resolved
from .python_code import SECRETS, TAGS
from .shape import mapped


def prepared(document: dict[str, Any]) -> dict[str, Any]:
    """Change a contract in place, and return it."""
    _describe_parameters(document)
    # Some of these mappings are examples rather than schemas; changing them has no effect.
    for schema in [part for _, part in parts(document) if is_mapping(part)]:
        _remove_null_type_of_enum(schema)
        _tag_members(schema, document)
        _name_secrets(schema, document)
    return document


def _describe_parameters(document: dict[str, Any]) -> None:
    # For the docstring, the generator ignores a parameter's description, and uses the description of its schema.
    holders = [*document["paths"].values(), *(operation for *_, operation in operations(document))]
    for parameter in (parameter for holder in holders for parameter in holder.get("parameters", [])):
        schema = parameter.get("schema", {})
        if "description" in parameter and "$ref" not in schema:
            schema.setdefault("description", parameter["description"])


def _remove_null_type_of_enum(schema: dict[str, Any]) -> None:
    # For an enum with `type: [string, 'null']`, the generator creates a class for each of the two types.
    types, values = schema.get("type"), schema.get("enum")
    if is_list(types) and is_list(values) and "null" in types:
        others = [each for each in types if each != "null"]
        schema["type"] = others[0] if len(others) == 1 else others
        schema["enum"] = [*(value for value in values if value is not None), None]


def _tag_members(schema: dict[str, Any], document: dict[str, Any]) -> None:
    # The generator ignores discriminators, so write each union member's discriminator values into an extension.
    discriminator = schema.get("discriminator")
    members: object = schema.get("oneOf") or schema.get("anyOf")
    if not is_mapping(discriminator) or not is_list(members):
        return
    mapping: dict[str, Any] = discriminator.get("mapping") or {}
    references = sorted({str(each["$ref"]) for each in members if is_mapping(each) and "$ref" in each})
    for reference in references:
        values = [value for value, to in mapping.items() if mapped(to, document) == reference]
        member: Any = component(reference, document)
        if is_mapping(member):
            known = {"by": str(discriminator.get("propertyName")), "values": values or [reference.rpartition("/")[2]]}
            member.setdefault(TAGS, {})[" ".join(references)] = known


def _name_secrets(schema: dict[str, Any], document: dict[str, Any]) -> None:
    # List the secrets, because the templates do not see `format: password` inside a reference, list, allOf or union.
    whole = [mapping_of(each.get("properties")) for each in _inside(schema, ("allOf",), document)]
    alternatives = ("items", "allOf", "anyOf", "oneOf")
    names = {
        name
        for properties in whole
        for name, each in properties.items()
        if any(inner.get("format") == "password" for inner in _inside(each, alternatives, document))
    }
    if names:
        schema[SECRETS] = sorted(names)


def _inside(
    schema: Any, fields: Sequence[str], document: dict[str, Any], outer: tuple[int, ...] = ()
) -> Iterator[dict[str, Any]]:
    """Yield a schema, and all schemas that are nested in these fields. Follow references."""
    whole: Any = resolved(schema, document)
    if is_mapping(whole) and id(whole) not in outer:
        yield whole
        for name in fields:
            for inner in list_of(whole.get(name)) or [whole.get(name)]:
                yield from _inside(inner, fields, document, (*outer, id(whole)))

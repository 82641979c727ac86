"""A contract as openapi-python-client is given it: with what it passes over, said in a way that it takes."""

from typing import Any

from .documents import METHODS, component, is_list, is_mapping, list_of, mapping_of, parts, resolved
from .python_code import SECRETS, TAGS

_SCHEMAS = "#/components/schemas/"


def prepared(document: dict[str, Any]) -> dict[str, Any]:
    """Change a contract, and return it."""
    _describe_parameters(document)
    # Some of these may stand in an example, which no client is made from.
    for schema in [part for _, part in parts(document) if is_mapping(part)]:
        _take_null_out_of_values(schema)
        _tag_members(schema, document)
        _name_secrets(schema, document)
    return document


def _describe_parameters(document: dict[str, Any]) -> None:
    # The generator passes over a parameter's own description and takes its schema's for the docstring.
    paths: list[dict[str, Any]] = list(document["paths"].values())
    operations: list[dict[str, Any]] = [path[method] for path in paths for method in METHODS if method in path]
    for parameter in (parameter for holder in (*paths, *operations) for parameter in holder.get("parameters", [])):
        schema = parameter.get("schema", {})
        if "description" in parameter and "$ref" not in schema:
            schema.setdefault("description", parameter["description"])


def _take_null_out_of_values(schema: dict[str, Any]) -> None:
    # Of `type: [string, 'null']` with an enum, the generator makes one class for each of the two types.
    types, values = schema.get("type"), schema.get("enum")
    if is_list(types) and is_list(values) and "null" in types:
        others = [each for each in types if each != "null"]
        schema["type"] = others[0] if len(others) == 1 else others
        schema["enum"] = [*(value for value in values if value is not None), None]


def _tag_members(schema: dict[str, Any], document: dict[str, Any]) -> None:
    # The generator does not look at discriminators. The members of a union say by which values they are known in it.
    discriminator = schema.get("discriminator")
    members: object = schema.get("oneOf") or schema.get("anyOf")
    if not is_mapping(discriminator) or not is_list(members):
        return
    mapping: dict[str, Any] = discriminator.get("mapping") or {}
    references = sorted({str(each["$ref"]) for each in members if is_mapping(each) and "$ref" in each})
    for reference in references:
        values = [value for value, to in mapping.items() if _reference(to) == reference]
        member: Any = component(reference, document)
        if is_mapping(member):
            known = {"by": str(discriminator.get("propertyName")), "values": values or [reference.rpartition("/")[2]]}
            member.setdefault(TAGS, {})[" ".join(references)] = known


def _name_secrets(schema: dict[str, Any], document: dict[str, Any]) -> None:
    # The generator does not tell the format of a property that is referred to, inherited, or one of several types.
    names = sorted(_secrets(schema, document, ()))
    if names:
        schema[SECRETS] = names


def _secrets(schema: Any, document: dict[str, Any], outer: tuple[int, ...]) -> set[str]:
    """Return the names of a schema's properties that hold passwords, inherited ones too."""
    fields: Any = resolved(schema, document)
    if not is_mapping(fields) or id(fields) in outer:
        return set()
    found = {name for name, each in mapping_of(fields.get("properties")).items() if _is_secret(each, document, ())}
    for part in list_of(fields.get("allOf")):
        found |= _secrets(part, document, (*outer, id(fields)))
    return found


def _is_secret(schema: Any, document: dict[str, Any], outer: tuple[int, ...]) -> bool:
    fields: Any = resolved(schema, document)
    if not is_mapping(fields) or id(fields) in outer:
        return False
    parts = [fields.get("items"), *(each for name in ("allOf", "anyOf", "oneOf") for each in list_of(fields.get(name)))]
    return fields.get("format") == "password" or any(_is_secret(each, document, (*outer, id(fields))) for each in parts)


def _reference(text: str) -> str:
    """Return what a discriminator's mapping leads to: it may give a schema by its name alone."""
    return text if text.startswith("#/") else f"{_SCHEMAS}{text}"

"""The worst that a comparison can do is to say nothing: whatever fact of a document changes, a difference is told."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from codegen.documents import check_valid, component, parse_yaml, parts
from codegen.intake.compare import Comparison
from codegen.intake.rewrite import rewritten
from codegen.intake.yaml_text import written
from codegen.rooms import SPECS, vendors
from codegen.shape import walk

RICH: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Rich", "version": "1"},
    "servers": [
        {"url": "https://{region}.rich.invalid", "variables": {"region": {"default": "eu", "enum": ["eu", "us"]}}}
    ],
    "security": [{"Key": []}, {"Login": ["read"]}],
    "paths": {
        "/it/{id}": {
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
            ],
            "post": {
                "operationId": "make",
                "tags": ["its"],
                "deprecated": True,
                "security": [{"Key": []}],
                "parameters": [
                    {"$ref": "#/components/parameters/Size"},
                    {"name": "f", "in": "query", "style": "deepObject", "explode": True, "schema": {"type": "object"}},
                    {"name": "g", "in": "query", "content": {"application/json": {"schema": {"type": "array"}}}},
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "multipart/form-data": {
                            "schema": {"$ref": "#/components/schemas/It"},
                            "encoding": {"a": {"contentType": "image/png"}},
                        }
                    },
                },
                "responses": {
                    "200": {
                        "description": "It.",
                        "headers": {"X-Left": {"required": True, "schema": {"type": "integer"}}},
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/It"}}},
                    },
                    "default": {"$ref": "#/components/responses/Error"},
                },
            },
        }
    },
    "components": {
        "parameters": {
            "Size": {"name": "size", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 9}}
        },
        "responses": {"Error": {"description": "No.", "content": {"text/plain": {"schema": {"type": "string"}}}}},
        "schemas": {
            "It": {
                "type": "object",
                "required": ["a", "b"],
                "minProperties": 1,
                "properties": {
                    "a": {"type": ["string", "null"], "pattern": "^a", "minLength": 1, "maxLength": 9, "default": "a"},
                    "b": {
                        "type": "array",
                        "items": {"$ref": "#/components/schemas/Of"},
                        "minItems": 1,
                        "uniqueItems": True,
                    },
                    "c": {"allOf": [{"$ref": "#/components/schemas/Of"}, {"properties": {"d": {"readOnly": True}}}]},
                    "e": {"type": "integer", "enum": [1, 2], "x-enum-varnames": ["ONE", "TWO"]},
                    "f": {"$ref": "#/components/schemas/Of", "maxProperties": 3},
                    "g": {"prefixItems": [{"type": "string"}, {"type": "integer"}]},
                    "h": {"not": {"type": "string"}},
                    "i": {"if": {"type": "string"}, "then": {"minLength": 3}, "contains": {"const": 1}},
                    "j": {"type": "number", "exclusiveMinimum": 0, "multipleOf": 0.5},
                },
                "patternProperties": {"^x": {"type": "string"}},
                "additionalProperties": {"anyOf": [{"type": "string"}, {"type": "integer", "maximum": 3}]},
            },
            "Of": {
                "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
                "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat"}},
            },
            "Cat": {"type": "object", "properties": {"kind": {"const": "cat"}}, "additionalProperties": False},
            "Dog": {
                "type": "object",
                "properties": {"kind": {"const": "dog"}, "it": {"$ref": "#/components/schemas/It"}},
            },
        },
        "securitySchemes": {
            "Key": {"type": "apiKey", "in": "header", "name": "x-key"},
            "Login": {
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": "https://rich.invalid/token", "scopes": {"read": "All."}}},
            },
        },
    },
}
DOCUMENTS = {
    "rich": RICH,
    **{vendor: parse_yaml((SPECS / vendor / "openapi.yaml").read_text(), vendor) for vendor in vendors()},
}


# Words, and a document's empty list of ways to authenticate, which is the same as none.
PROMISES_NOTHING = ("description", "security")


def steps(part: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    for key, item in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        yield from steps(item, (*at, key))


def facts(document: dict[str, Any]) -> list[Any]:
    return [(place, value) for place, said, value in walk(document) if said == "fact"]


def changed(document: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """The document with one thing otherwise or gone, for each thing that is a fact."""
    for at in list(steps(document))[1:]:
        for gone in (False, True):
            other = copy.deepcopy(document)
            holder: Any = other
            for step in at[:-1]:
                holder = holder[step]
            value = holder[at[-1]]
            if gone:
                del holder[at[-1]]
            elif isinstance(value, str):
                holder[at[-1]] = f"{value}x"
            elif isinstance(value, bool):
                holder[at[-1]] = not value
            elif isinstance(value, int | float):
                holder[at[-1]] = value + 1
            if gone and (at[-1], value) == ("additionalProperties", True):
                continue  # is so anyhow
            if at[-1] not in PROMISES_NOTHING and facts(other) != facts(document):
                yield at, other


def dangling(document: dict[str, Any]) -> list[str]:
    """The references that lead nowhere."""
    references = [str(part) for steps, part in parts(document) if steps[-1:] == ("$ref",)]
    mapped = [str(part) for steps, part in parts(document) if steps[-2:-1] == ("mapping",)]
    return [each for each in references + mapped if component(each, document) is None]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_fact_that_changes_is_told(name: str) -> None:
    document = DOCUMENTS[name]
    check_valid(document, where=name)
    # The vendors' documents repeat few kinds of facts many times.
    cases = list(changed(document))[:: 1 if document is RICH else 3]
    assert [at for at, other in cases if not Comparison(document, other).changes()] == []
    assert [at for at, other in cases if not Comparison(other, document).changes()] == []


def test_every_fact_that_changes_is_taken_in() -> None:
    text = written(RICH)
    # Nothing dangling is taken in: `selected` refuses it before.
    cases = [(at, other) for at, other in changed(RICH) if not dangling(other)]
    for at, other in cases[::18]:
        result = parse_yaml(rewritten(text, other), "result")
        assert Comparison(result, other).changes() == [], at

"""What is a difference, where it is told to be, and what it means for who uses the client."""

from __future__ import annotations

import copy
from typing import Any, TypeAlias

import pytest

from codegen.documents import check_valid
from codegen.intake.compare import Change, Comparison
from codegen.intake.verdicts import Direction

Schema: TypeAlias = "dict[str, Any]"
Told: TypeAlias = "list[tuple[str, str, str]]"
S = "#/components/schemas/"
WAYS: dict[str, frozenset[Direction]] = {
    "request": frozenset({"request"}),
    "response": frozenset({"response"}),
    "both": frozenset({"request", "response"}),
}
UNUSED = {"A": {"type": "string"}, "B": {"type": "integer"}, "C": {"type": "string"}}


def using(schema: Any, way: str, version: str = "3.1.0", **schemas: Any) -> dict[str, Any]:
    """A document that uses a schema in a request, a response, or both."""
    content = {"application/json": {"schema": {"$ref": f"{S}It"}}}
    operation: dict[str, Any] = {"responses": {"200": {"description": "It."}}}
    if way != "request":
        operation["responses"]["200"]["content"] = content
    if way != "response":
        operation["requestBody"] = {"content": content}
    return {
        "openapi": version,
        "info": {"title": "Tiny", "version": "1"},
        "paths": {"/it": {"post": operation}},
        "components": {"schemas": {"It": schema, **copy.deepcopy(UNUSED), **schemas}},
    }


def told(changes: list[Change], at: str = "$.components.schemas.It") -> Told:
    return [(str(each.place).removeprefix(at), each.kind.value, each.severity.value) for each in changes]


def between(before: Any, after: Any, way: str = "both") -> Told:
    old, new = using(before, way), using(after, way)
    for document in (old, new):
        check_valid(document, where="test")
    return told(Comparison(old, new).changes())


def fields(required: list[str] | None = None, **properties: Any) -> Schema:
    return {"type": "object", "properties": properties, **({"required": required} if required else {})}


STRING, INTEGER, REF_A, REF_B = {"type": "string"}, {"type": "integer"}, {"$ref": f"{S}A"}, {"$ref": f"{S}B"}
B, C = "breaking", "compatible"
# before, after, place, kind; and the class in a request, in a response, in both
RULES: dict[str, tuple[Any, Any, str, str, str, str, str]] = {
    "a field is gone": (fields(a=STRING, b=STRING), fields(a=STRING), ".properties.b", "gone", B, B, B),
    "a field is new": (fields(a=STRING), fields(a=STRING, b=STRING), ".properties.b", "new", C, C, C),
    "a field is required now": (fields(a=STRING), fields(["a"], a=STRING), ".required", "new", B, C, B),
    "a field is no longer required": (fields(["a"], a=STRING), fields(a=STRING), ".required", "gone", C, B, B),
    "another type": (STRING, INTEGER, ".type", "changed", B, B, B),
    "a wider type": (INTEGER, {"type": ["integer", "string"]}, ".type", "changed", C, B, B),
    "a narrower type": ({"type": ["integer", "string"]}, INTEGER, ".type", "changed", B, C, B),
    "any type now": (STRING, {}, ".type", "gone", C, B, B),
    "no longer any type": ({}, STRING, ".type", "new", B, C, B),
    "null now": (STRING, {"type": ["string", "null"]}, ".type", "changed", C, B, B),
    "never null now": ({"type": ["string", "null"]}, STRING, ".type", "changed", B, C, B),
    "a value is gone": ({"enum": ["a", "b"]}, {"enum": ["a"]}, ".enum", "gone", B, B, B),
    "a value is new": ({"enum": ["a"]}, {"enum": ["a", "b"]}, ".enum", "new", C, C, C),
    "only some values now": ({}, {"enum": ["a"]}, ".enum", "new", B, C, B),
    "any value now": ({"enum": ["a"]}, {}, ".enum", "gone", C, B, B),
    "another format": ({**STRING, "format": "uuid"}, {**STRING, "format": "date"}, ".format", "changed", B, B, B),
    "a format": (STRING, {**STRING, "format": "uuid"}, ".format", "new", B, B, B),
    "a lower maximum": ({**INTEGER, "maximum": 9}, {**INTEGER, "maximum": 8}, ".maximum", "changed", B, C, B),
    "a higher maximum": ({**INTEGER, "maximum": 8}, {**INTEGER, "maximum": 9}, ".maximum", "changed", C, C, C),
    "a higher minimum": ({**INTEGER, "minimum": 1}, {**INTEGER, "minimum": 2}, ".minimum", "changed", B, C, B),
    "a lower minimum": ({**INTEGER, "minimum": 2}, {**INTEGER, "minimum": 1}, ".minimum", "changed", C, C, C),
    "a limit": (STRING, {**STRING, "maxLength": 5}, ".maxLength", "new", B, C, B),
    "no limit": ({**STRING, "maxLength": 5}, STRING, ".maxLength", "gone", C, C, C),
    "a pattern": (STRING, {**STRING, "pattern": "^a"}, ".pattern", "new", B, C, B),
    "no pattern": ({**STRING, "pattern": "^a"}, STRING, ".pattern", "gone", C, C, C),
    "another default": ({**STRING, "default": "a"}, {**STRING, "default": "b"}, ".default", "changed", C, C, C),
    "an alternative is gone": (
        {"oneOf": [REF_A, REF_B]},
        {"oneOf": [REF_A]},
        f".oneOf[?(@['$ref']=='{S}B')]",
        "gone",
        B,
        C,
        B,
    ),
    "an alternative is new": (
        {"anyOf": [REF_A]},
        {"anyOf": [REF_A, REF_B]},
        f".anyOf[?(@['$ref']=='{S}B')]",
        "new",
        C,
        B,
        B,
    ),
    "alternatives": ({}, {"oneOf": [REF_A, REF_B]}, ".oneOf", "new", B, C, B),
    "no alternatives": ({"oneOf": [REF_A, REF_B]}, {}, ".oneOf", "gone", C, B, B),
    "a part is new": (
        {"allOf": [REF_A]},
        {"allOf": [REF_A, {"$ref": f"{S}C"}]},
        f".allOf[?(@['$ref']=='{S}C')]",
        "new",
        B,
        C,
        B,
    ),
    "items of any type now": ({"type": "array", "items": STRING}, {"type": "array"}, ".items.type", "gone", C, B, B),
    "items of a type now": ({"type": "array"}, {"type": "array", "items": STRING}, ".items.type", "new", B, C, B),
    "other values of any type now": (
        {"additionalProperties": STRING},
        {"additionalProperties": True},
        ".additionalProperties.type",
        "gone",
        C,
        B,
        B,
    ),
    "true is not 1": ({"default": 1}, {"default": True}, ".default", "changed", C, C, C),
    "a word beside a reference": (
        fields(a=REF_A),
        fields(a={**REF_A, "maxLength": 3}),
        ".properties.a.maxLength",
        "new",
        B,
        C,
        B,
    ),
    "a type beside a reference": (fields(a=REF_A), fields(a={**REF_A, **STRING}), ".properties.a.type", "new", B, C, B),
    "a tuple in another order": (
        {"prefixItems": [STRING, INTEGER]},
        {"prefixItems": [STRING, STRING]},
        ".prefixItems[1].type",
        "changed",
        B,
        B,
        B,
    ),
    "the names of values in another order": (
        {"enum": [1, 2], "x-enum-varnames": ["ONE", "TWO"]},
        {"enum": [2, 1], "x-enum-varnames": ["ONE", "TWO"]},
        "['x-enum-varnames']",
        "changed",
        C,
        C,
        C,
    ),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("rule", RULES)
def test_a_difference_between_schemas_has_its_place_kind_and_class(rule: str, way: str) -> None:
    before, after, place, kind, *classes = RULES[rule]
    assert between(before, after, way) == [(place, kind, dict(zip(WAYS, classes, strict=True))[way])]


SAME: dict[str, tuple[Any, Any]] = {
    "nullable": ({**STRING, "nullable": True}, {"type": ["string", "null"]}),
    "not nullable": ({**STRING, "nullable": False}, STRING),
    "type in a list": (STRING, {"type": ["string"]}),
    "exclusive minimum": ({**INTEGER, "minimum": 1, "exclusiveMinimum": True}, {**INTEGER, "exclusiveMinimum": 1}),
    "no exclusive minimum": ({**INTEGER, "minimum": 1, "exclusiveMinimum": False}, {**INTEGER, "minimum": 1}),
    "const": ({"enum": ["a"]}, {"const": "a"}),
    "wrapped reference": (fields(a={"allOf": [REF_A], "description": "It."}), fields(a=REF_A)),
    "wrapped nullable reference": (
        fields(a={"allOf": [REF_A], "nullable": True}),
        fields(a={"anyOf": [REF_A, {"type": "null"}]}),
    ),
    "null among values": (
        {**STRING, "nullable": True, "enum": ["a", None]},
        {"type": ["string", "null"], "enum": ["a", None]},
    ),
    "anything else": ({"type": "object", "additionalProperties": True}, {"type": "object"}),
    "anything else, in an object": ({"type": "object", "additionalProperties": {}}, {"type": "object"}),
    "flags that are not set": ({**STRING, "readOnly": False, "deprecated": False}, STRING),
    "order of fields": (fields(a=STRING, b=INTEGER), fields(b=INTEGER, a=STRING)),
    "order of what is required": (fields(["a", "b"], a=STRING, b=STRING), fields(["b", "a"], a=STRING, b=STRING)),
    "order of values": ({"enum": ["a", "b"]}, {"enum": ["b", "a"]}),
    "order of types": ({"type": ["string", "integer"]}, {"type": ["integer", "string"]}),
    "order of references": ({"anyOf": [REF_A, REF_B]}, {"anyOf": [REF_B, REF_A]}),
    "order of inline alternatives": ({"oneOf": [STRING, INTEGER, REF_A]}, {"oneOf": [REF_A, INTEGER, STRING]}),
    "order of inline objects": (
        {"anyOf": [fields(a=STRING), fields(b=STRING)]},
        {"anyOf": [fields(b={**STRING, "title": "B"}), fields(a=STRING)]},
    ),
    "order of values and their names": (
        {"enum": [1, 2], "x-enum-varnames": ["ONE", "TWO"]},
        {"enum": [2, 1], "x-enum-varnames": ["TWO", "ONE"]},
    ),
    "words": (
        fields(a={**STRING, "description": "a", "title": "b", "example": "c"}),
        fields(a={**STRING, "examples": ["d"]}),
    ),
    "extensions": ({**STRING, "x-order": 1}, {**STRING, "x-order": 2}),
}


@pytest.mark.parametrize(("before", "after"), SAME.values(), ids=SAME)
def test_what_is_only_written_otherwise_is_no_difference(before: Any, after: Any) -> None:
    old, new = using(before, "both", "3.0.3"), using(after, "both", "3.0.3")
    assert Comparison(old, new).changes() == []
    assert Comparison(new, old).changes() == []


@pytest.mark.parametrize(
    "name", ["description", "example", "examples", "title", "required", "$ref", "x-a", "type", "enum", "links"]
)
def test_a_field_may_be_called_like_something_of_openapi(name: str) -> None:
    place = f".properties.{name}" if name.isidentifier() else f".properties['{name}']"
    one, other = ({"type": "object", "properties": {"a": STRING, name: each}} for each in (STRING, INTEGER))
    assert between(one, other) == [(f"{place}.type", "changed", B)]
    assert between(one, fields(a=STRING)) == [(place, "gone", B)]


def test_an_inline_schema_that_becomes_a_reference_is_compared_with_what_it_refers_to() -> None:
    before, after = fields(a=STRING), fields(a=REF_A)
    assert between(before, after) == [(".properties.a['$ref']", "new", C)]
    assert between(after, before) == [(".properties.a['$ref']", "gone", C)]
    assert (".properties.a.type", "changed", B) in between(before, fields(a=REF_B))


def test_schemas_that_contain_themselves_are_compared_to_the_end() -> None:
    recursive = fields(child={"$ref": f"{S}It"}, children={"type": "array", "items": {"$ref": f"{S}It"}})
    other = fields(child={"$ref": f"{S}Other"}, children={"type": "array", "items": {"$ref": f"{S}Other"}})
    after = using(
        other, "both", Other=fields(child={"$ref": f"{S}It"}, children={"type": "array", "items": {"$ref": f"{S}It"}})
    )
    assert between(recursive, recursive) == []
    assert {severity for _, _, severity in told(Comparison(using(recursive, "both"), after).changes())} == {C}


def test_a_schema_that_only_a_discriminator_names_is_judged_both_ways() -> None:
    pet = {**fields(kind=STRING), "discriminator": {"propertyName": "kind", "mapping": {"cat": f"{S}Cat"}}}
    cat = {"type": "object", "properties": {"lives": INTEGER}}
    old, new = (using(pet, "both", Cat=each) for each in (cat, {**cat, "required": ["lives"]}))
    assert told(Comparison(old, new).changes()) == [("$.components.schemas.Cat.required", "new", B)]


def api(**parts: Any) -> dict[str, Any]:
    """A document of one operation with these parts."""
    operation = {"parameters": [], "responses": {"200": {"description": "It."}}, **parts}
    keys = {"Key": {"type": "apiKey", "in": "header", "name": "k"}, "Token": {"type": "http", "scheme": "bearer"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tiny", "version": "1"},
        "security": [{"Key": []}],
        "paths": {"/it": {"get": operation}},
        "components": {"securitySchemes": keys},
    }


def parameter(name: str = "size", place: str = "query", **more: Any) -> dict[str, Any]:
    return {"name": name, "in": place, "schema": {"type": "integer"}, **more}


SIZE = "$.paths['/it'].get.parameters[?(@.name=='size')]"
GET = "$.paths['/it'].get"
BODY: dict[str, Any] = {"content": {"application/json": {"schema": {"type": "string"}}}}
JSON = ".content['application/json']"
ANSWER = {"200": {"description": "It.", **BODY}}
OPERATIONS: dict[str, tuple[dict[str, Any], dict[str, Any], Told]] = {
    "a parameter is gone": (api(parameters=[parameter()]), api(), [(SIZE, "gone", B)]),
    "a parameter is new": (api(), api(parameters=[parameter()]), [(SIZE, "new", C)]),
    "a required parameter is new": (api(), api(parameters=[parameter(required=True)]), [(SIZE, "new", B)]),
    "a parameter is required now": (
        api(parameters=[parameter()]),
        api(parameters=[parameter(required=True)]),
        [(f"{SIZE}.required", "new", B)],
    ),
    "a parameter is no longer required": (
        api(parameters=[parameter(required=True)]),
        api(parameters=[parameter()]),
        [(f"{SIZE}.required", "gone", C)],
    ),
    "a parameter goes elsewhere": (
        api(parameters=[parameter()]),
        api(parameters=[parameter(place="header")]),
        [(f"{SIZE}.in", "changed", B)],
    ),
    "a parameter has another type": (
        api(parameters=[parameter()]),
        api(parameters=[parameter(schema=STRING)]),
        [(f"{SIZE}.schema.type", "changed", B)],
    ),
    "a second parameter of the name": (
        api(parameters=[parameter()]),
        api(parameters=[parameter(place="header"), parameter()]),
        [(f"{SIZE[:-2]} & @.in=='header')]", "new", C)],
    ),
    "a path parameter is exploded": (
        api(parameters=[parameter(place="path", required=True)]),
        api(parameters=[parameter(place="path", required=True, explode=True)]),
        [(f"{SIZE}.explode", "new", B)],
    ),
    "a body is new": (api(), api(requestBody=BODY), [(f"{GET}.requestBody", "new", C)]),
    "a required body is new": (api(), api(requestBody={**BODY, "required": True}), [(f"{GET}.requestBody", "new", B)]),
    "a body is gone": (api(requestBody=BODY), api(), [(f"{GET}.requestBody", "gone", B)]),
    "an answer is gone": (
        api(responses={**ANSWER, "404": {"description": "None."}}),
        api(responses=ANSWER),
        [(f"{GET}.responses['404']", "gone", B)],
    ),
    "an answer is new": (
        api(responses=ANSWER),
        api(responses={**ANSWER, "4XX": {"description": "No."}}),
        [(f"{GET}.responses['4XX']", "new", C)],
    ),
    "a media type is gone": (
        api(responses=ANSWER),
        api(),
        [(f"{GET}.responses['200']{JSON}", "gone", B)],
    ),
    "an answer of any type": (
        api(responses=ANSWER),
        api(responses={"200": {"description": "It.", "content": {"application/json": {}}}}),
        [(f"{GET}.responses['200']{JSON}.schema.type", "gone", B)],
    ),
    "another operation id": (api(operationId="a"), api(operationId="b"), [(f"{GET}.operationId", "changed", C)]),
    "another way to authenticate": (
        api(security=[{"Key": []}]),
        api(security=[{"Token": []}]),
        [(f"{GET}.security", "gone", B), (f"{GET}.security", "new", C)],
    ),
    "an open operation has the document's way now": (api(security=[]), api(), [(f"{GET}.security", "new", B)]),
    "an operation is open now": (api(), api(security=[]), [(f"{GET}.security", "gone", B)]),
    "an operation names the document's way": (api(), api(security=[{"Key": []}]), []),
    "what is usual is said": (
        api(parameters=[parameter()]),
        api(parameters=[parameter(required=False, deprecated=False, style="form", explode=True)], deprecated=False),
        [],
    ),
    "parameters in another order": (
        api(parameters=[parameter(), parameter("size", "header"), parameter("page")]),
        api(parameters=[parameter("page"), parameter("size", "header"), parameter()]),
        [],
    ),
}


@pytest.mark.parametrize(("before", "after", "expected"), OPERATIONS.values(), ids=OPERATIONS)
def test_a_difference_between_operations_has_its_place_kind_and_class(
    before: dict[str, Any], after: dict[str, Any], expected: Told
) -> None:
    assert told(Comparison(before, after).changes(), "") == expected
    assert Comparison(before, before).changes() == []


def test_a_security_scheme_that_is_sent_otherwise_breaks() -> None:
    after = api()
    after["components"]["securitySchemes"]["Key"]["name"] = "another"
    assert told(Comparison(api(), after).changes(), "") == [("$.components.securitySchemes.Key.name", "changed", B)]

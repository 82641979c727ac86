"""Each single change has one class, decided from the side of who uses the client, and is named once."""

from __future__ import annotations

from typing import Any, TypeAlias

import pytest

from codegen.documents import check_valid
from codegen.intake.compare import Change, Comparison
from codegen.intake.effects import renamed
from codegen.intake.moves import found

Json: TypeAlias = Any
S = "#/components/schemas/"
STRING, INTEGER, NUMBER, BOOLEAN = ({"type": each} for each in ("string", "integer", "number", "boolean"))
REF_A, REF_B, REF_TEXT = ({"$ref": f"{S}{each}"} for each in ("A", "B", "Text"))
A = {"type": "object", "properties": {"a": STRING}}
B = {"type": "object", "properties": {"b": INTEGER}}
KEYS: Json = {
    "Key": {"type": "apiKey", "in": "header", "name": "x-key"},
    "Token": {"type": "http", "scheme": "bearer"},
    "Login": {"type": "oauth2", "flows": {"implicit": {"authorizationUrl": "https://a.invalid", "scopes": {"r": "R"}}}},
}


def fields(required: list[str] | None = None, **properties: Json) -> Json:
    return {"type": "object", "properties": properties, **({"required": required} if required else {})}


def document(operation: Json, path: Json = None, schemas: Json = None, **top: Json) -> Json:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tiny", "version": "1"},
        "servers": [{"url": "https://a.invalid"}],
        "security": [{"Key": []}],
        "paths": {"/it": {"post": operation, **(path or {})}},
        "components": {"schemas": {"Text": STRING, "A": A, "B": B, **(schemas or {})}, "securitySchemes": KEYS},
        **top,
    }


PLAIN: Json = {"responses": {"200": {"description": "It."}}}


def of_schema(schema: Json, way: str) -> Json:
    """A document with the schema It in a request or a response."""
    content = {"application/json": {"schema": {"$ref": f"{S}It"}}}
    if way == "request":
        return document({**PLAIN, "requestBody": {"content": content}}, schemas={"It": schema})
    return document({"responses": {"200": {"description": "It.", "content": content}}}, schemas={"It": schema})


def of_operation(operation: Json, _: str) -> Json:
    return document({**PLAIN, **operation})


def of_document(parts: Json, _: str) -> Json:
    return document(PLAIN, **parts)


def differences(before: Json, after: Json) -> list[Change]:
    """What spec_update names."""
    for each in (before, after):
        check_valid(each, where="test")
    moved = found(before, after)
    return [*moved.changes(before), *Comparison(before, moved.undone(after)).changes()]


BREAKS, FITS, SAME = "breaking", "compatible", "no change"
# direction, before, after, class, the reason for it
SCHEMAS: list[tuple[str, Json, Json, str, str]] = [
    ("response", fields(a=STRING, b=STRING), fields(a=STRING), BREAKS, "the attribute is gone"),
    ("request", fields(a=STRING, b=STRING), fields(a=STRING), BREAKS, "the argument is gone"),
    ("response", fields(a=STRING), fields(a=STRING, b=STRING), FITS, "nobody reads the new field yet"),
    ("request", fields(a=STRING), fields(a=STRING, b=STRING), FITS, "nobody has to send the new field"),
    ("request", fields(a=STRING), fields(["b"], a=STRING, b=STRING), BREAKS, "requests lack the new field"),
    ("response", fields(a=STRING), fields(["b"], a=STRING, b=STRING), FITS, "the new field only comes always"),
    ("request", fields(a=STRING), fields(["a"], a=STRING), BREAKS, "requests may lack the field"),
    ("response", fields(a=STRING), fields(["a"], a=STRING), FITS, "the field may only come more often"),
    ("request", fields(["a"], a=STRING), fields(a=STRING), FITS, "who sends the field may go on"),
    ("response", fields(["a"], a=STRING), fields(a=STRING), BREAKS, "readers count on the field"),
    ("response", fields(["a"], a=STRING), fields(), BREAKS, "a required field that is gone is one change"),
    ("request", STRING, INTEGER, BREAKS, "what is sent is refused"),
    ("response", STRING, INTEGER, BREAKS, "readers expect another type"),
    ("request", INTEGER, NUMBER, FITS, "an integer is a number"),
    ("response", INTEGER, NUMBER, BREAKS, "fractions come where integers were read"),
    ("request", NUMBER, INTEGER, BREAKS, "fractions are refused"),
    ("response", NUMBER, INTEGER, FITS, "an integer is a number"),
    ("request", INTEGER, {"type": ["integer", "string"]}, FITS, "more is taken"),
    ("response", INTEGER, {"type": ["integer", "string"]}, BREAKS, "more comes than is read"),
    ("request", {"type": ["integer", "string"]}, INTEGER, BREAKS, "less is taken"),
    ("response", {"type": ["integer", "string"]}, INTEGER, FITS, "less comes than is read"),
    ("request", STRING, {"type": ["string", "null"]}, FITS, "null is one more value to send"),
    ("response", STRING, {"type": ["string", "null"]}, BREAKS, "readers do not expect null"),
    ("request", {"type": ["string", "null"]}, STRING, BREAKS, "null is refused"),
    ("response", {"type": ["string", "null"]}, STRING, FITS, "null no longer comes"),
    ("request", STRING, {}, FITS, "anything is taken"),
    ("response", STRING, {}, BREAKS, "anything may come"),
    ("request", {}, STRING, BREAKS, "only texts are taken"),
    ("response", {}, STRING, FITS, "only texts come"),
    ("response", fields(a=STRING, b=STRING), {"type": "array", "items": STRING}, BREAKS, "all fields go with the type"),
    ("response", {"type": "array", "items": STRING}, {"type": "array", "items": INTEGER}, BREAKS, "other items"),
    ("request", {"type": "array", "items": STRING}, {"type": "array"}, FITS, "any items are taken"),
    ("request", {**STRING, "enum": ["a", "b"]}, {**STRING, "enum": ["a"]}, BREAKS, "the value is refused"),
    ("response", {**STRING, "enum": ["a", "b"]}, {**STRING, "enum": ["a"]}, BREAKS, "the enum's member is gone"),
    ("request", {**STRING, "enum": ["a"]}, {**STRING, "enum": ["a", "b"]}, FITS, "one more value to send"),
    ("response", {**STRING, "enum": ["a"]}, {**STRING, "enum": ["a", "b"]}, FITS, "unknown values are kept"),
    ("request", STRING, {**STRING, "enum": ["a"]}, BREAKS, "other values are refused"),
    ("response", STRING, {**STRING, "enum": ["a"]}, FITS, "the enum's members are texts"),
    ("request", {**STRING, "enum": ["a"]}, STRING, BREAKS, "the enum's class is gone"),
    ("response", {**STRING, "enum": ["a"]}, STRING, BREAKS, "the enum's class is gone"),
    ("response", {**STRING, "enum": ["a"]}, {**STRING, "const": "a"}, SAME, "one value, written in two ways"),
    ("response", {**STRING, "enum": ["a", "b"]}, {**STRING, "enum": ["b", "a"]}, SAME, "order promises nothing"),
    ("response", STRING, {**STRING, "format": "uuid"}, BREAKS, "the client has a type of its own for it"),
    ("request", {**STRING, "format": "date"}, {**STRING, "format": "date-time"}, BREAKS, "another type in the client"),
    ("response", STRING, {**STRING, "format": "email"}, FITS, "it stays a text"),
    ("request", STRING, {**STRING, "format": "email"}, BREAKS, "other texts are refused"),
    ("request", {**INTEGER, "format": "int32"}, {**INTEGER, "format": "int64"}, FITS, "it stays an integer"),
    ("request", STRING, {**STRING, "maxLength": 5}, BREAKS, "longer texts are refused"),
    ("response", STRING, {**STRING, "maxLength": 5}, FITS, "shorter texts are still read"),
    ("request", {**STRING, "maxLength": 5}, STRING, FITS, "longer texts are taken"),
    ("request", {**INTEGER, "maximum": 9}, {**INTEGER, "maximum": 8}, BREAKS, "9 is refused"),
    ("request", {**INTEGER, "maximum": 8}, {**INTEGER, "maximum": 9}, FITS, "9 is taken"),
    ("request", {**INTEGER, "minimum": 1}, {**INTEGER, "minimum": 2}, BREAKS, "1 is refused"),
    ("request", {**INTEGER, "minimum": 2}, {**INTEGER, "minimum": 1}, FITS, "1 is taken"),
    ("request", STRING, {**STRING, "pattern": "^a"}, BREAKS, "other texts are refused"),
    ("response", STRING, {**STRING, "pattern": "^a"}, FITS, "it stays a text"),
    ("request", {**STRING, "pattern": "^a"}, STRING, FITS, "other texts are taken"),
    ("request", NUMBER, {**NUMBER, "multipleOf": 5}, BREAKS, "other numbers are refused"),
    ("request", {"type": "array"}, {"type": "array", "uniqueItems": True}, BREAKS, "equal items are refused"),
    ("request", {**STRING, "default": "a"}, {**STRING, "default": "b"}, FITS, "who counts on a value sends it"),
    ("request", fields(a=STRING), {**fields(a=STRING), "additionalProperties": False}, BREAKS, "others are refused"),
    ("response", fields(a=STRING), {**fields(a=STRING), "additionalProperties": False}, FITS, "none was promised"),
    ("request", {**A, "additionalProperties": False}, A, FITS, "others are taken"),
    ("response", {**A, "additionalProperties": False}, A, FITS, "others are kept"),
    ("response", {**A, "additionalProperties": STRING}, {**A, "additionalProperties": False}, BREAKS, "they are gone"),
    ("response", {**A, "additionalProperties": {}}, A, SAME, "anything, written in two ways"),
    ("request", STRING, {**STRING, "readOnly": True}, BREAKS, "it must not be sent"),
    ("response", STRING, {**STRING, "readOnly": True}, FITS, "it still comes"),
    ("response", STRING, {**STRING, "writeOnly": True}, BREAKS, "it no longer comes"),
    ("response", STRING, {**STRING, "deprecated": True}, FITS, "it still comes"),
    ("request", {"oneOf": [REF_A, REF_B]}, {"oneOf": [REF_A]}, BREAKS, "the other one is refused"),
    ("response", {"oneOf": [REF_A, REF_B]}, {"oneOf": [REF_A]}, FITS, "the other one no longer comes"),
    ("response", {"oneOf": [REF_A, REF_B]}, REF_A, FITS, "a union of one is that one"),
    ("response", {"oneOf": [STRING, INTEGER]}, STRING, FITS, "the same without references"),
    ("response", {"anyOf": [A, STRING]}, {"anyOf": [STRING]}, BREAKS, "the class of an inline member is gone"),
    ("request", {"anyOf": [REF_A]}, {"anyOf": [REF_A, REF_B]}, FITS, "one more to send"),
    ("response", {"anyOf": [REF_A]}, {"anyOf": [REF_A, REF_B]}, BREAKS, "one more comes than is read"),
    ("response", {"anyOf": [REF_A, REF_B]}, {"anyOf": [REF_B, REF_A]}, SAME, "order promises nothing"),
    ("response", {"anyOf": [REF_A, REF_B]}, {"oneOf": [REF_A, REF_B]}, SAME, "the client's type is the same"),
    ("request", {}, {"oneOf": [REF_A, REF_B]}, BREAKS, "others are refused"),
    ("response", {"oneOf": [REF_A, REF_B]}, {}, BREAKS, "anything may come"),
    ("response", fields(a=STRING, b=INTEGER), {"allOf": [REF_A, REF_B]}, SAME, "the same fields, split"),
    ("response", {"allOf": [REF_A, REF_B]}, fields(a=STRING, b=INTEGER), SAME, "the same fields, joined"),
    ("response", fields(a=STRING, b=INTEGER), {"allOf": [REF_A, {**B, "required": ["b"]}]}, FITS, "b always comes"),
    ("response", {"allOf": [REF_A, REF_B]}, {"allOf": [REF_A]}, BREAKS, "the fields of the part are gone"),
    ("request", {"allOf": [REF_A]}, {"allOf": [REF_A, {"required": ["a"]}]}, BREAKS, "requests may lack the field"),
    ("response", fields(a={"allOf": [REF_A], "description": "It."}), fields(a=REF_A), SAME, "a wrapped reference"),
    ("response", fields(a=REF_A), fields(a=REF_B), BREAKS, "another class"),
    ("response", fields(a=REF_A), fields(a=A), BREAKS, "an inline object has a class of another name"),
    ("response", fields(a=STRING), fields(a=REF_TEXT), FITS, "a text has no class"),
    ("response", fields(k=STRING), {**fields(k=STRING), "discriminator": {"propertyName": "k"}}, FITS, "read the same"),
    (
        "response",
        {**fields(k=STRING), "discriminator": {"propertyName": "k", "mapping": {"a": f"{S}A"}}},
        {**fields(k=STRING), "discriminator": {"propertyName": "k", "mapping": {"a": f"{S}A", "b": f"{S}B"}}},
        FITS,
        "one more value is known",
    ),
    (
        "response",
        {**fields(k=STRING), "discriminator": {"propertyName": "k", "mapping": {"a": f"{S}A"}}},
        {**fields(k=STRING), "discriminator": {"propertyName": "k", "mapping": {"a": f"{S}B"}}},
        BREAKS,
        "the same value means another class",
    ),
    ("response", {"enum": [1], "x-enum-varnames": ["ONE"]}, {"enum": [1], "x-enum-varnames": ["UNO"]}, BREAKS, "name"),
    ("response", {**STRING, "description": "a"}, {**STRING, "description": "b"}, SAME, "words are told apart"),
    ("response", {**STRING, "x-order": 1}, {**STRING, "x-order": 2}, SAME, "the client knows no extension"),
]  # fmt: skip


def parameter(name: str = "size", place: str = "query", **more: Json) -> Json:
    return {"name": name, "in": place, "schema": INTEGER, **more}


def parameters(*listed: Json) -> Json:
    return {"parameters": list(listed)}


JSON: Json = {"content": {"application/json": {"schema": STRING}}}
OK: Json = {"description": "It."}
OPERATIONS: list[tuple[Json, Json, str, str]] = [
    (parameters(parameter()), {}, BREAKS, "the argument is gone"),
    ({}, parameters(parameter()), FITS, "nobody has to pass it"),
    ({}, parameters(parameter(required=True)), BREAKS, "requests lack it"),
    (parameters(parameter()), parameters(parameter(required=True)), BREAKS, "requests may lack it"),
    (parameters(parameter(required=True)), parameters(parameter()), FITS, "who passes it may go on"),
    (parameters(parameter()), parameters(parameter(place="header")), BREAKS, "it is sent elsewhere"),
    (parameters(parameter()), parameters(parameter(schema=STRING)), BREAKS, "another type"),
    (parameters(parameter()), parameters(parameter(schema=NUMBER)), FITS, "an integer is a number"),
    (parameters(parameter()), parameters(parameter(), parameter(place="header")), FITS, "one more of that name"),
    (parameters(parameter()), parameters(parameter(style="form", explode=True)), SAME, "what is usual"),
    (parameters(parameter()), parameters(parameter(explode=False)), BREAKS, "it is written otherwise"),
    (parameters(parameter()), parameters(parameter(deprecated=True)), FITS, "it is still taken"),
    (parameters(parameter("a"), parameter("b")), parameters(parameter("b"), parameter("a")), SAME, "order"),
    ({}, {"requestBody": JSON}, FITS, "nobody has to send it"),
    ({}, {"requestBody": {**JSON, "required": True}}, BREAKS, "requests lack it"),
    ({"requestBody": JSON}, {}, BREAKS, "the argument is gone"),
    ({"requestBody": JSON}, {"requestBody": {**JSON, "required": True}}, BREAKS, "requests may lack it"),
    ({"requestBody": {**JSON, "required": True}}, {"requestBody": JSON}, FITS, "who sends it may go on"),
    ({"responses": {"200": OK, "404": OK}}, {"responses": {"200": OK}}, BREAKS, "readers expect it"),
    ({"responses": {"200": OK}}, {"responses": {"200": OK, "4XX": OK}}, FITS, "one more is known"),
    ({"responses": {"200": {**OK, **JSON}}}, {"responses": {"200": OK}}, BREAKS, "nothing is read any more"),
    ({"responses": {"200": OK}}, {"responses": {"200": {**OK, **JSON}}}, FITS, "more is read"),
    ({"operationId": "list"}, {"operationId": "find"}, BREAKS, "the module has another name"),
    ({}, {"operationId": "find"}, BREAKS, "the module was named after the path"),
    ({"tags": ["a"]}, {"tags": ["b"]}, BREAKS, "the package has another name"),
    ({"tags": ["a", "b"]}, {"tags": ["b", "a"]}, BREAKS, "the first tag names the package"),
    ({"tags": ["a"]}, {"tags": ["a", "b"]}, FITS, "only the first tag counts"),
    ({}, {"deprecated": True}, FITS, "it still works"),
    ({}, {"security": []}, FITS, "credentials are no longer needed"),
    ({"security": []}, {}, BREAKS, "credentials are needed"),
    ({}, {"security": [{"Key": []}, {}]}, FITS, "credentials are optional"),
    ({}, {"security": [{"Token": []}]}, BREAKS, "the client would have to send others"),
    ({}, {"security": [{"Key": []}]}, SAME, "the same as the document's"),
    ({}, {"security": [{"Key": []}, {"Token": []}]}, FITS, "one more way"),
    ({"security": [{"Key": []}, {"Token": []}]}, {"security": [{"Key": []}]}, BREAKS, "somebody may use that way"),
    ({"security": [{"Key": []}]}, {"security": [{"Key": [], "Token": []}]}, BREAKS, "one more is needed"),
    ({"security": [{"Login": []}]}, {"security": [{"Login": ["r"]}]}, BREAKS, "another scope is needed"),
    ({}, {"servers": [{"url": "https://b.invalid"}]}, BREAKS, "the client sends to the document's server"),
    ({"servers": [{"url": "https://a.invalid"}]}, {}, SAME, "the same as the document's"),
]  # fmt: skip


def schemes(**changed: Json) -> Json:
    known = {"schemas": {"Text": STRING, "A": A, "B": B}, "securitySchemes": {**KEYS, **changed}}
    return {"components": known}


def used(name: str, schema: Json, **others: Json) -> Json:
    """A response of a schema of this name, in two places."""
    both = {"type": "object", "properties": {"x": {"$ref": f"{S}{name}"}, "y": {"$ref": f"{S}{name}"}}}
    content = {"application/json": {"schema": {"$ref": f"{S}Both"}}}
    path = {"get": {"responses": {"200": {**OK, "content": content}}}}
    return {"path": path, "schemas": {"Both": both, name: schema, **others}}


ONE, TWO = {"url": "https://a.invalid"}, {"url": "https://b.invalid"}
REGION: Json = {"url": "https://{r}.invalid", "variables": {"r": {"default": "a"}}}
Z: Json = parameters(parameter("z"))
AT_PATH: Json = {"path": {"get": PLAIN, **Z}}
AT_OPERATION: Json = {"path": {"get": {**PLAIN, **Z}}}
DOCUMENTS: list[tuple[Json, Json, str, str]] = [
    ({"servers": [ONE]}, {"servers": [TWO]}, BREAKS, "requests would go elsewhere"),
    ({"servers": [ONE]}, {"servers": [TWO, ONE]}, BREAKS, "the first server counts"),
    ({"servers": [ONE, TWO]}, {"servers": [TWO, ONE]}, BREAKS, "the first server counts"),
    ({"servers": [ONE, TWO]}, {"servers": [TWO]}, BREAKS, "the first server counts"),
    ({"servers": [ONE]}, {"servers": [ONE, TWO]}, FITS, "requests go where they went"),
    ({"servers": [ONE, TWO]}, {"servers": [ONE]}, BREAKS, "somebody may use that server"),
    ({"servers": [ONE]}, {"servers": []}, BREAKS, "requests would go nowhere"),
    ({"servers": [ONE]}, {"servers": [REGION]}, SAME, "the same address with its variables filled in"),
    (
        {"servers": [REGION]},
        {"servers": [{**REGION, "variables": {"r": {"default": "b"}}}]},
        BREAKS,
        "requests would go elsewhere",
    ),
    ({"security": [{"Key": []}]}, {"security": [{"Token": []}]}, BREAKS, "credentials are sent otherwise"),
    ({"security": [{"Key": []}]}, {"security": [{"Token": []}, {"Key": []}]}, BREAKS, "the first scheme counts"),
    ({"security": [{"Key": []}, {"Token": []}]}, {"security": [{"Token": []}, {"Key": []}]}, BREAKS, "as above"),
    ({"security": [{"Key": []}]}, {"security": [{"Key": []}, {"Token": []}]}, FITS, "one more way"),
    ({"security": [{"Key": []}]}, {"security": []}, FITS, "credentials are no longer needed"),
    ({"security": []}, {"security": [{"Key": []}]}, BREAKS, "credentials are needed"),
    (schemes(), schemes(Key={**KEYS["Key"], "name": "x-other"}), BREAKS, "credentials are sent otherwise"),
    (schemes(), schemes(Key={"type": "http", "scheme": "basic"}), BREAKS, "credentials are sent otherwise"),
    (schemes(), schemes(Token={"type": "http", "scheme": "Bearer"}), SAME, "the scheme's case means nothing"),
    (schemes(), schemes(New={"type": "http", "scheme": "basic"}), FITS, "nothing asks for it"),
    (used("Old", A), used("New", A), BREAKS, "a class has another name, named once"),
    (used("Old", STRING), used("New", STRING), FITS, "a text has no class"),
    (used("It", A), used("It", A, More=B), FITS, "one more class"),
    (used("It", A, More=B), used("It", A), BREAKS, "imports of the class break"),
    (used("It", A, More=STRING), used("It", A), FITS, "a text has no class"),
    (used("It", A), used("It", {**A, "description": "It."}), SAME, "the same"),
    ({}, {"path": {"get": PLAIN}}, FITS, "one more operation"),
    ({"path": {"get": PLAIN}}, {}, BREAKS, "the operation is gone"),
    (AT_PATH, AT_OPERATION, BREAKS, "of two operations, one has no longer the parameter"),
    ({"path": parameters(parameter("z"))}, {"path": parameters(parameter("z", deprecated=True))}, FITS, "once"),
]  # fmt: skip
CASES = [
    *((of_schema, *case) for case in SCHEMAS),
    *((of_operation, "request", *case) for case in OPERATIONS),
    *((of_document, "both", *case) for case in DOCUMENTS),
]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 150


@pytest.mark.parametrize("number", range(len(CASES)))
def test_a_single_change_has_one_class(number: int) -> None:
    made, way, old, new, expected, reason = CASES[number]
    before, after = made(old, way), made(new, way)
    changes = differences(before, after)
    assert [each.severity.value for each in changes] == ([] if expected == SAME else [expected]), (reason, changes)


NAMED: Json = {"operationId": "ours", "tags": ["ours"]}
NAMES: list[tuple[Json, Json, Json, str, str]] = [
    ({"operationId": "a"}, {"operationId": "b"}, NAMED, FITS, "the overlay names the module"),
    ({"operationId": "a"}, {"operationId": "b"}, {"tags": ["ours"]}, BREAKS, "the overlay sets the tag alone"),
    ({"operationId": "a"}, {}, NAMED, FITS, "the overlay names the module"),
    ({"tags": ["a"]}, {"tags": ["b"]}, NAMED, FITS, "the overlay names the package"),
    ({"tags": ["a"]}, {"tags": ["b"]}, {"operationId": "ours"}, BREAKS, "the overlay names the module alone"),
    ({"tags": ["a"]}, {}, NAMED, FITS, "the overlay names the package"),
    ({"operationId": "a"}, {"operationId": "b"}, {}, BREAKS, "no overlay"),
    ({"deprecated": True}, {}, NAMED, FITS, "no name"),
    (parameters(parameter()), {}, NAMED, BREAKS, "no name"),
]


@pytest.mark.parametrize(("old", "new", "ours", "expected", "reason"), NAMES)
def test_a_name_that_the_overlay_sets_breaks_no_import(
    old: Json, new: Json, ours: Json, expected: str, reason: str
) -> None:
    before, after = of_operation(old, ""), of_operation(new, "")
    post = "$.paths['/it'].post"
    actions = [{"target": f"{post}.tags", "remove": True}] if "tags" in ours else []
    overlay = {"actions": [*actions, {"target": post, "update": ours}]}
    (change,) = renamed(differences(before, after), before, after, overlay)
    assert change.severity.value == expected, reason


def test_parameters_moved_to_their_path_are_no_change() -> None:
    below = document({**PLAIN, **parameters(parameter())})
    above = document(PLAIN, path=parameters(parameter()))
    assert differences(below, above) == []
    assert differences(above, below) == []

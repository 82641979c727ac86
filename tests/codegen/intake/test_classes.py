"""Each single change has one class, decided from the side of who uses the client, and is named once."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeAlias

import pytest

from codegen.documents import check_valid, read_yaml
from codegen.intake.compare import Change, Comparison
from codegen.intake.effects import with_overlay
from codegen.intake.moves import found

Json: TypeAlias = Any
S = "#/components/schemas/"
STRING, INTEGER = {"type": "string"}, {"type": "integer"}
A = {"type": "object", "properties": {"a": STRING}}
B = {"type": "object", "properties": {"b": INTEGER}}
SCHEMAS: Json = {"Text": STRING, "A": A, "B": B}
KEYS: Json = {
    "Key": {"type": "apiKey", "in": "header", "name": "x-key"},
    "Token": {"type": "http", "scheme": "bearer"},
    "Login": {"type": "oauth2", "flows": {"implicit": {"authorizationUrl": "https://a.invalid", "scopes": {"r": "R"}}}},
}
PLAIN: Json = {"responses": {"200": {"description": "It."}}}
Z: Json = {"parameters": [{"name": "z", "in": "query", "schema": INTEGER}]}
CLASSES = read_yaml(Path(__file__).with_name("classes.yaml"))


def with_references(part: Json) -> Json:
    if isinstance(part, list):
        return [with_references(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {key: f"{S}{item}" if key == "$ref" else with_references(item) for key, item in part.items()}


def document(operation: Json = PLAIN, path: Json = None, schemas: Json = None, **top: Json) -> Json:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tiny", "version": "1"},
        "servers": [{"url": "https://a.invalid"}],
        "security": [{"Key": []}],
        "paths": {"/it": {"post": {**PLAIN, **operation}, **(path or {})}},
        "components": {"schemas": {**SCHEMAS, **(schemas or {})}, "securitySchemes": KEYS},
        **top,
    }


def using(schema: Json, way: str) -> Json:
    """A document with the schema It in a request or a response."""
    content = {"application/json": {"schema": {"$ref": f"{S}It"}}}
    body = {"requestBody": {"content": content}}
    answer = {"responses": {"200": {"description": "It.", "content": content}}}
    return document(body if way == "request" else answer, schemas={"It": with_references(schema)})


def differences(before: Json, after: Json) -> list[Change]:
    """What spec_update names."""
    moved = found(before, after)
    return [*moved.changes(before), *Comparison(before, moved.undone(after)).changes()]


def wrong(before: Json, after: Json, expected: str, reason: str) -> list[str]:
    """The reason, if the change has not this class alone."""
    classes = [each.severity.value for each in differences(before, after)]
    return [] if classes == ([] if expected == "no change" else [expected]) else [f"{reason}: {classes}"]


@pytest.mark.parametrize("way", ["request", "response"])
def test_a_change_of_a_schema_has_one_class(way: str) -> None:
    rows = [row[1:] for row in CLASSES["schemas"] if row[0] == way]
    found = [wrong(using(old, way), using(new, way), expected, why) for old, new, expected, why in rows]
    assert [each for some in found for each in some] == []


def test_a_change_of_an_operation_has_one_class() -> None:
    rows = with_references(CLASSES["operations"])
    found = [wrong(document(old), document(new), expected, why) for old, new, expected, why in rows]
    assert [each for some in found for each in some] == []


def schemes(**changed: Json) -> Json:
    return {"components": {"schemas": SCHEMAS, "securitySchemes": {**KEYS, **changed}}}


def used(name: str, schema: Json, **others: Json) -> Json:
    """A response of a schema of this name, in two places."""
    both = {"type": "object", "properties": {"x": {"$ref": f"{S}{name}"}, "y": {"$ref": f"{S}{name}"}}}
    content = {"application/json": {"schema": {"$ref": f"{S}Both"}}}
    path = {"get": {"responses": {"200": {"description": "It.", "content": content}}}}
    return {"path": path, "schemas": {"Both": both, name: schema, **others}}


BREAKS, FITS, SAME = "breaking", "compatible", "no change"
ONE, TWO = {"url": "https://a.invalid"}, {"url": "https://b.invalid"}
REGION: Json = {"url": "https://{r}.invalid", "variables": {"r": {"default": "a"}}}
OTHER = {**REGION, "variables": {"r": {"default": "b"}}}
KEY, TOKEN = {"Key": list[str]()}, {"Token": list[str]()}
DOCUMENTS: list[tuple[Json, Json, str, str]] = [
    ({"servers": [ONE]}, {"servers": [TWO, ONE]}, BREAKS, "the first server counts"),
    ({"servers": [ONE, TWO]}, {"servers": [TWO, ONE]}, BREAKS, "the first server counts"),
    ({"servers": [ONE]}, {"servers": [ONE, TWO]}, FITS, "requests go where they went"),
    ({"servers": [ONE, TWO]}, {"servers": [ONE]}, BREAKS, "somebody may use that server"),
    ({"servers": [ONE]}, {"servers": []}, BREAKS, "requests would go nowhere"),
    ({"servers": [ONE]}, {"servers": [REGION]}, SAME, "the same address with its variables filled in"),
    ({"servers": [REGION]}, {"servers": [OTHER]}, BREAKS, "requests would go elsewhere"),
    ({"security": [KEY]}, {"security": [TOKEN, KEY]}, BREAKS, "the first scheme counts"),
    ({"security": [KEY, TOKEN]}, {"security": [TOKEN, KEY]}, BREAKS, "as above"),
    ({"security": [KEY]}, {"security": [KEY, TOKEN]}, FITS, "one more way"),
    ({"security": [KEY]}, {"security": []}, FITS, "credentials are no longer needed"),
    ({"security": []}, {"security": [KEY]}, BREAKS, "credentials are needed"),
    (schemes(), schemes(Key={**KEYS["Key"], "name": "x-other"}), BREAKS, "credentials are sent otherwise"),
    (schemes(), schemes(Token={"type": "http", "scheme": "Bearer"}), SAME, "the scheme's case means nothing"),
    (schemes(), schemes(New={"type": "http", "scheme": "basic"}), FITS, "nothing asks for it"),
    (used("Old", A), used("New", A), BREAKS, "a class has another name, named once"),
    (used("Old", STRING), used("New", STRING), FITS, "a text has no class"),
    (used("It", A), used("It", A, More=B), FITS, "one more class"),
    (used("It", A, More=B), used("It", A), BREAKS, "imports of the class break"),
    (used("It", A, More=STRING), used("It", A), FITS, "a text has no class"),
    ({}, {"path": {"get": PLAIN}}, FITS, "one more operation"),
    ({"path": {"get": PLAIN}}, {}, BREAKS, "the operation is gone"),
    ({"path": {"get": PLAIN, **Z}}, {"path": {"get": {**PLAIN, **Z}}}, BREAKS, "one operation has no parameter now"),
    ({"operation": Z}, {"path": Z}, SAME, "the parameter is its path's now"),
    ({"path": Z}, {"operation": Z}, SAME, "and back"),
]


def test_a_change_of_a_document_has_one_class() -> None:
    found = [wrong(document(**old), document(**new), expected, why) for old, new, expected, why in DOCUMENTS]
    assert [each for some in found for each in some] == []
    for each in (new for _, new, _, _ in DOCUMENTS):
        check_valid(document(**each), where="test")


def test_a_name_that_the_overlay_sets_breaks_no_import() -> None:
    post = "$.paths['/it'].post"
    for old, new, ours, expected, reason in CLASSES["names"]:
        before, after = document(old), document(new)
        actions = [{"target": f"{post}.tags", "remove": True}] if "tags" in ours else []
        overlay = {"actions": [*actions, {"target": post, "update": ours}]}
        (change,) = with_overlay(differences(before, after), before, after, overlay)
        assert change.severity.value == expected, reason

"""What is a difference, where it is told to be, and what it means for who uses the client."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any, TypeAlias

from codegen.documents import read_yaml
from codegen.intake.compare import Change, Comparison

Schema: TypeAlias = "dict[str, Any]"
Told: TypeAlias = "list[tuple[str, str, str]]"
S = "#/components/schemas/"
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
    return told(Comparison(using(before, way), using(after, way)).changes())


def fields(required: list[str] | None = None, **properties: Any) -> Schema:
    return {"type": "object", "properties": properties, **({"required": required} if required else {})}


STRING, INTEGER, REF_A, REF_B = {"type": "string"}, {"type": "integer"}, {"$ref": f"{S}A"}, {"$ref": f"{S}B"}
B, C = "breaking", "compatible"
TABLES = read_yaml(Path(__file__).with_name("tables.yaml"))


def test_a_difference_has_its_place_and_kind() -> None:
    for before, after, place, kind in TABLES["places"]:
        assert [each[:2] for each in between(before, after)] == [(place, kind)]


def test_what_is_only_written_otherwise_is_no_difference() -> None:
    for before, after in TABLES["same"]:
        old, new = using(before, "both", "3.0.3"), using(after, "both", "3.0.3")
        assert Comparison(old, new).changes() == []
        assert Comparison(new, old).changes() == []


def test_a_field_may_be_called_like_a_word_of_openapi() -> None:
    for name in ("description", "example", "required", "$ref", "x-a", "type", "enum", "links"):
        place = f".properties.{name}" if name.isidentifier() else f".properties['{name}']"
        one, other = ({"type": "object", "properties": {"a": STRING, name: each}} for each in (STRING, INTEGER))
        assert between(one, other) == [(f"{place}.type", "changed", B)]
        assert between(one, fields(a=STRING)) == [(place, "gone", B)]


def test_a_reference_is_compared_with_an_inline_schema() -> None:
    before, after = fields(a=STRING), fields(a=REF_A)
    assert between(before, after) == [(".properties.a['$ref']", "new", C)]
    assert between(after, before) == [(".properties.a['$ref']", "gone", C)]
    assert (".properties.a.type", "changed", B) in between(before, fields(a=REF_B))


def test_recursive_schemas_are_compared_to_the_end() -> None:
    recursive = fields(child={"$ref": f"{S}It"}, children={"type": "array", "items": {"$ref": f"{S}It"}})
    other = fields(child={"$ref": f"{S}Other"}, children={"type": "array", "items": {"$ref": f"{S}Other"}})
    after = using(
        other, "both", Other=fields(child={"$ref": f"{S}It"}, children={"type": "array", "items": {"$ref": f"{S}It"}})
    )
    assert between(recursive, recursive) == []
    assert len(Comparison(using(recursive, "both"), after).changes()) == len(["child", "children", "Other"])


def test_a_schema_only_a_discriminator_names_goes_both_ways() -> None:
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


def test_a_difference_between_operations_has_its_place() -> None:
    for before, after, expected in TABLES["operations"]:
        old, new = api(**before), api(**after)
        assert told(Comparison(old, new).changes(), "") == list(map(tuple, expected))
        assert Comparison(old, old).changes() == []


def test_another_address_says_where_requests_would_go() -> None:
    before, after = ({**api(), "servers": [{"url": f"https://{name}.invalid"}]} for name in "ab")
    (change,) = Comparison(before, after).changes()
    assert change.why == "requests would go to https://b.invalid"


def test_another_scheme_says_how_credentials_would_be_sent() -> None:
    after = api()
    after["components"]["securitySchemes"]["Key"] = {"type": "apiKey", "in": "query", "name": "k"}
    (change,) = Comparison(api(), after).changes()
    assert str(change.place) == "$.components.securitySchemes.Key"
    assert "would be sent as `Authorization: Bearer`; pass it with httpx_args" in change.why


def test_a_type_that_only_the_overlay_corrects_is_compared() -> None:
    assert between({"type": [5]}, {"type": "string"}) != []
    assert between({"type": [5]}, {"type": [5]}) == []

"""What is in use of a vendor's document, with all that it refers to and nothing else."""

from __future__ import annotations

import copy
import time
from pathlib import Path
from typing import Any

import pytest

from codegen.access import SELECTION
from codegen.documents import SpecError, check_valid
from codegen.intake.selection import Operation, operations, read_selection, selected

USED = Operation("get", "/it")


def ref(name: str, kind: str = "schemas") -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def answered(schema: Any) -> dict[str, Any]:
    return {"description": "It.", "content": {"application/json": {"schema": schema}}}


def api(operation: dict[str, Any] | None = None, **components: Any) -> dict[str, Any]:
    """A document with one operation in use, and another that is not."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tiny", "version": "1"},
        "paths": {
            "/it": {
                "get": {"responses": {"200": answered(ref("It"))}, **(operation or {})},
                "post": {"responses": {"200": answered(ref("Unused"))}},
            },
            "/other": {"get": {"responses": {"200": answered(ref("Unused"))}}},
        },
        "components": {**components, "schemas": {"It": {}, "Unused": {}, **components.get("schemas", {})}},
    }


def kept(document: dict[str, Any], wanted: Operation = USED) -> dict[str, list[str]]:
    part = selected(document, [wanted], "api.yaml")
    check_valid(part, where="api.yaml")
    return {kind: sorted(parts) for kind, parts in part.get("components", {}).items()}


STRING = {"type": "string"}


def test_only_the_operations_in_use_are_kept() -> None:
    part = selected(api(), [USED], "api.yaml")
    assert operations(part) == [USED]
    assert kept(api()) == {"schemas": ["It"]}


REFERRED: dict[str, Any] = {
    "a field": {"properties": {"a": ref("Far")}},
    "a field called like data": {"properties": {"value": ref("Far")}},
    "a field called example": {"properties": {"example": ref("Far")}},
    "a field called default": {"properties": {"default": ref("Far")}},
    "a field called properties": {"properties": {"properties": {"properties": {"enum": ref("Far")}}}},
    "items": {"items": ref("Far")},
    "other values": {"additionalProperties": ref("Far")},
    "an alternative": {"oneOf": [{"type": "null"}, ref("Far")]},
    "a condition": {"if": ref("Far")},
    "a discriminator": {"discriminator": {"propertyName": "kind", "mapping": {"far": "#/components/schemas/Far"}}},
    "a discriminator's bare name": {"discriminator": {"propertyName": "kind", "mapping": {"far": "Far"}}},
}


@pytest.mark.parametrize("schema", REFERRED.values(), ids=REFERRED)
def test_what_is_referred_to_is_kept_wherever_it_is_named(schema: Any) -> None:
    between = {"It": {"properties": {"between": ref("Between")}}, "Between": schema, "Far": {"items": ref("It")}}
    assert kept(api(schemas=between)) == {"schemas": ["Between", "Far", "It"]}


OPERATIONS: dict[str, tuple[dict[str, Any], dict[str, list[str]]]] = {
    "the answer called default": (
        {"responses": {"default": ref("Error", "responses")}}, {"responses": ["Error"], "schemas": ["Far"]},
    ),
    "a parameter": ({"parameters": [ref("Size", "parameters")]}, {"parameters": ["Size"], "schemas": ["Far", "It"]}),
    "a body": ({"requestBody": ref("Body", "requestBodies")}, {"requestBodies": ["Body"], "schemas": ["Far", "It"]}),
    "a header called example": (
        {"responses": {"200": {"description": "It.", "headers": {"example": ref("Left", "headers")}}}},
        {"headers": ["Left"], "schemas": ["Far"]},
    ),
    "a way to authenticate": ({"security": [{"Key": []}]}, {"schemas": ["It"], "securitySchemes": ["Key"]}),
}  # fmt: skip


@pytest.mark.parametrize(("operation", "expected"), OPERATIONS.values(), ids=OPERATIONS)
def test_components_of_every_kind_are_kept(operation: dict[str, Any], expected: dict[str, list[str]]) -> None:
    document = api(
        operation,
        schemas={"Far": STRING},
        responses={"Error": answered(ref("Far")), "Unused": answered(ref("Far"))},
        parameters={"Size": {"name": "size", "in": "query", "schema": ref("Far")}},
        requestBodies={"Body": {"content": {"text/plain": {"schema": ref("Far")}}}},
        headers={"Left": {"schema": ref("Far")}},
        securitySchemes={
            "Key": {"type": "apiKey", "in": "header", "name": "k"},
            "Token": {"type": "http", "scheme": "bearer"},
        },
    )
    assert kept(document) == expected


def test_the_documents_own_way_to_authenticate_is_kept() -> None:
    schemes = {"Key": {"type": "apiKey", "in": "header", "name": "k"}}
    assert kept({**api(securitySchemes=schemes), "security": [{"Key": []}]})["securitySchemes"] == ["Key"]


@pytest.mark.parametrize("name", ["example", "const", "x-shown"])
def test_what_looks_like_a_reference_in_data_is_none(name: str) -> None:
    assert kept(api(schemas={"It": {name: ref("Nowhere")}})) == {"schemas": ["It"]}


def test_two_fields_called_like_a_discriminators_are_fields() -> None:
    fields = {"propertyName": STRING, "mapping": {"type": "string", "description": "a/b"}}
    assert kept(api(schemas={"It": {"properties": fields}})) == {"schemas": ["It"]}


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("#/components/schemas/Nowhere", "which it does not have; was it cut off in the middle"),
        ("#/components/nothing/It", "which it does not have"),
        ("#/paths/~1other/get", "outside its components"),
        ("#/components/schemas/It/properties/a", "outside its components"),
        ("other.yaml#/It", "outside its components"),
        ("https://tiny.invalid/it.json", "outside its components"),
        ("", "outside its components"),
    ],
)
def test_a_reference_to_what_is_not_there_is_an_error(reference: str, message: str) -> None:
    with pytest.raises(SpecError, match=rf"^api.yaml: refers to .*{message}"):
        kept(api(schemas={"It": {"items": {"$ref": reference}}}))


def test_a_scheme_that_is_not_there_is_an_error() -> None:
    with pytest.raises(SpecError, match="refers to #/components/securitySchemes/Key, which it does not have"):
        kept(api({"security": [{"Key": []}]}))


def test_a_missing_operation_names_one_at_another_version() -> None:
    moved = copy.deepcopy(api())
    moved["paths"]["/v2/it"] = moved["paths"].pop("/it")
    with pytest.raises(
        SpecError, match=r"`get /it` is in use .* write its new path there; the nearest there: get /v2/it"
    ):
        selected(moved, [USED], "api.yaml")


def test_one_of_2000_operations_is_selected_at_once() -> None:
    document = api()
    for number in range(2000):
        document["components"]["schemas"][f"S{number}"] = {"properties": {"next": ref(f"S{(number + 1) % 2000}")}}
        document["paths"][f"/{number}"] = {"get": {"responses": {"200": answered(ref(f"S{number}"))}}}
    started = time.monotonic()
    assert selected(document, [USED], "api.yaml") == selected(api(), [USED], "api.yaml")
    assert len(selected(document, [Operation("get", "/5")], "api.yaml")["components"]["schemas"]) == 2000
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("text", ["get", "fetch /it", "get it", "", "/it"])
def test_an_operation_is_a_method_and_a_path(text: str) -> None:
    with pytest.raises(SpecError, match="write it like 'get /v1/sessions'"):
        Operation.written(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("operation: []", "unknown key 'operation'; expected operations, server, security, header"),
        ("operations: [get]", "write it like"),
        ("operations: 5", "a list of texts such as"),
        ("operations: [5]", "a list of texts such as"),
        ("server: 5", "server is not a text"),
        ("security: [Key]", "security is not a text"),
    ],
)
def test_an_unusable_selection_is_an_error(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / SELECTION).write_text(text, encoding="utf-8")
    with pytest.raises(SpecError, match=message):
        read_selection(tmp_path)

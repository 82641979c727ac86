"""What is in use of a vendor's document, with all that it refers to and nothing else."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from codegen.access import SELECTION
from codegen.documents import SpecError, check_valid, read_yaml
from codegen.intake.selection import Operation, check_there, operations, read_selection, selected

USED = Operation("get", "/it")
TABLES = read_yaml(Path(__file__).with_name("tables.yaml"))


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


def test_what_is_referred_to_is_kept_wherever_it_is_named() -> None:
    for schema in TABLES["referred"]:
        between = {"It": {"properties": {"between": ref("Between")}}, "Between": schema, "Far": {"items": ref("It")}}
        assert kept(api(schemas=between)) == {"schemas": ["Between", "Far", "It"]}, schema


KEYS = {"Key": {"type": "apiKey", "in": "header", "name": "k"}, "Token": {"type": "http", "scheme": "bearer"}}


def test_components_of_every_kind_are_kept() -> None:
    components: dict[str, Any] = {
        "schemas": {"Far": STRING},
        "responses": {"Error": answered(ref("Far")), "Unused": answered(ref("Far"))},
        "parameters": {"Size": {"name": "size", "in": "query", "schema": ref("Far")}},
        "requestBodies": {"Body": {"content": {"text/plain": {"schema": ref("Far")}}}},
        "headers": {"Left": {"schema": ref("Far")}},
        "securitySchemes": KEYS,
    }
    for operation, expected in TABLES["components"]:
        assert kept(api(operation, **components)) == expected, operation


def test_the_documents_own_way_to_authenticate_is_kept() -> None:
    assert kept({**api(securitySchemes=KEYS), "security": [{"Key": []}]})["securitySchemes"] == ["Key"]


def test_what_looks_like_a_reference_in_data_is_none() -> None:
    for name in ("example", "const", "x-shown"):
        assert kept(api(schemas={"It": {name: ref("Nowhere")}})) == {"schemas": ["It"]}


def test_two_fields_called_like_a_discriminators_are_fields() -> None:
    fields = {"propertyName": STRING, "mapping": {"type": "string", "description": "a/b"}}
    assert kept(api(schemas={"It": {"properties": fields}})) == {"schemas": ["It"]}


def test_a_reference_to_what_is_not_there_is_an_error() -> None:
    lost, outside = "check that the file is complete", "it is outside of components"
    for reference, message in {
        "#/components/schemas/Nowhere": lost,
        "#/components/nothing/It": lost,
        "#/paths/~1other/get": outside,
        "#/components/schemas/It/properties/a": outside,
        "https://tiny.invalid/it.json": outside,
        "": outside,
    }.items():
        with pytest.raises(SpecError, match=rf"^api.yaml: unresolved reference .*; {message}"):
            kept(api(schemas={"It": {"items": {"$ref": reference}}}))


def test_a_scheme_that_is_not_there_is_an_error() -> None:
    with pytest.raises(SpecError, match="unresolved reference #/components/securitySchemes/Key; "):
        kept(api({"security": [{"Key": []}]}))


def test_a_missing_operation_names_one_at_another_version() -> None:
    moved = copy.deepcopy(api())
    moved["paths"]["/v2/it"] = moved["paths"].pop("/it")
    with pytest.raises(
        SpecError,
        match=r"`get /it`, which is in use; .* change its path in selection.yaml; similar operations: get /v2/it",
    ):
        check_there([USED], operations(moved), "api.yaml")


def test_a_long_chain_of_references_is_followed() -> None:
    document = api(
        schemas={f"S{number}": {"properties": {"next": ref(f"S{(number + 1) % 2000}")}} for number in range(2000)}
    )
    assert selected(document, [USED], "api.yaml") == selected(api(), [USED], "api.yaml")
    document["paths"]["/it"]["get"]["responses"]["200"] = answered(ref("S5"))
    assert len(selected(document, [USED], "api.yaml")["components"]["schemas"]) == 2000


def test_an_operation_is_a_method_and_a_path() -> None:
    for text in ("get", "fetch /it", "get it", "", "/it"):
        with pytest.raises(SpecError, match="write it like 'get /v1/sessions'"):
            Operation.written(text)


def test_an_unusable_selection_is_an_error(tmp_path: Path) -> None:
    for text, message in {
        "operation: []": "unknown key 'operation'; expected operations, server, security, header",
        "operations: [get]": "write it like",
        "operations: 5": "a list of strings such as",
        "operations: [5]": "a list of strings such as",
        "security: [Key]": "security must be a string",
    }.items():
        (tmp_path / SELECTION).write_text(text, encoding="utf-8")
        with pytest.raises(SpecError, match=message):
            read_selection(tmp_path)

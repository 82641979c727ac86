"""The selection keeps the operations in use, with everything they refer to and nothing else."""

from pathlib import Path
from typing import Any

import pytest

from codegen.access import SELECTION
from codegen.documents import SpecError, check_valid, read_yaml
from codegen.intake.selection import Operation, operations, read_selection, selected
from tests.codegen.documents import document

USED = Operation("get", "/it")
TABLES = read_yaml(Path(__file__).with_name("tables.yaml"))
STRING = {"type": "string"}
KEYS = {"Key": {"type": "apiKey", "in": "header", "name": "k"}, "Token": {"type": "http", "scheme": "bearer"}}


def ref(name: str, kind: str = "schemas") -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def answered(schema: Any) -> dict[str, Any]:
    return {"description": "It.", "content": {"application/json": {"schema": schema}}}


def api(operation: dict[str, Any] | None = None, **components: Any) -> dict[str, Any]:
    it, unused = ({"responses": {"200": answered(ref(name))}} for name in ("It", "Unused"))
    return {
        **document(security=[]),
        "paths": {"/it": {"get": {**it, **(operation or {})}, "post": unused}, "/other": {"get": unused}},
        "components": {**components, "schemas": {"It": {}, "Unused": {}, **components.get("schemas", {})}},
    }


def kept(whole: dict[str, Any]) -> dict[str, list[str]]:
    part = selected(whole, [USED], "api.yaml")
    check_valid(part, where="api.yaml")
    assert operations(part) == [USED]
    return {kind: sorted(parts) for kind, parts in part.get("components", {}).items()}


def test_a_schema_is_kept_wherever_a_reference_stands() -> None:
    assert kept(api()) == {"schemas": ["It"]}
    for schema in TABLES["referred"]:
        between = {"It": {"properties": {"between": ref("Between")}}, "Between": schema, "Far": {"items": ref("It")}}
        assert kept(api(schemas=between)) == {"schemas": ["Between", "Far", "It"]}, schema
    # A long chain is followed, too.
    chain = {f"S{number}": {"properties": {"next": ref(f"S{(number + 1) % 2000}")}} for number in range(2000)}
    part = selected(api(schemas={**chain, "It": ref("S5")}), [USED], "api.yaml")
    assert len(part["components"]["schemas"]) == 2001


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
    assert kept({**api(securitySchemes=KEYS), "security": [{"Key": []}]})["securitySchemes"] == ["Key"]


def test_data_that_looks_like_a_reference_is_not_one() -> None:
    fields = {"propertyName": STRING, "mapping": {"type": "string", "description": "a/b"}}
    for schema in ({"properties": fields}, *({name: ref("Nowhere")} for name in ("example", "const", "x-shown"))):
        assert kept(api(schemas={"It": schema})) == {"schemas": ["It"]}


def test_a_dangling_reference_is_an_error() -> None:
    lost, outside = "check that the file is complete", "copy its target into the components"
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
    with pytest.raises(SpecError, match="unresolved reference #/components/securitySchemes/Key; "):
        kept(api({"security": [{"Key": []}]}))


def test_an_unusable_selection_is_an_error(tmp_path: Path) -> None:
    for text in ("get", "fetch /it", "get it", "", "/it"):
        with pytest.raises(SpecError, match="write it like 'get /v1/sessions'"):
            Operation.written(text)
    for text, message in {
        "operation: []": "unknown key 'operation'; the valid keys are operations, server, security, header",
        "operations: [get]": "write it like",
        "operations: 5": "a list of strings such as",
        "operations: [5]": "a list of strings such as",
        "security: [Key]": "security must be a string",
    }.items():
        (tmp_path / SELECTION).write_text(text, encoding="utf-8")
        with pytest.raises(SpecError, match=message):
            read_selection(tmp_path)

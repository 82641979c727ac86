"""The overlay corrects the vendor's document, and an overlay that does not do what it says is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from codegen.documents import SpecError, SpecWarning
from codegen.overlay import contract
from codegen.rooms import vendors
from tests.codegen.documents import VENDOR, action, document, write


def test_without_actions_the_contract_is_the_vendors_document(tmp_path: Path) -> None:
    assert contract(VENDOR, write(tmp_path, document())) == document()


def test_actions_add_replace_and_remove_in_their_order(tmp_path: Path) -> None:
    actions = [
        action("$.paths['/session'].get.tags", remove=True),
        action("$.paths['/session'].get", update={"tags": ["calls"], "summary": "Get it"}),
        action("$.paths['/session'].get", update={"summary": "Get one"}),
        action("$.paths.*.get.responses['200']", update={"description": "One."}),
    ]
    get = contract(VENDOR, write(tmp_path, document(), actions))["paths"]["/session"]["get"]
    assert get["tags"] == ["calls"]
    assert get["summary"] == "Get one"
    assert get["responses"]["200"]["description"] == "One."


def test_every_match_is_updated_and_lists_are_added_to(tmp_path: Path) -> None:
    whole = document()
    whole["components"]["schemas"] |= {"A": {"type": "object", "enum": [1]}, "B": {"type": "object", "enum": [1]}}
    actions = [
        action("$.components.schemas['A','B']", update={"enum": [2, 3], "xml": {"name": "x"}}),
        action("$.components.schemas.A.enum", update=4),
        action("$.components.schemas[?@.enum].xml", update={"prefix": "p"}),
        action("$.components.schemas.B.enum[?@ > 1]", remove=True),
    ]
    schemas = contract(VENDOR, write(tmp_path, whole, actions))["components"]["schemas"]
    assert schemas["A"] == {"type": "object", "enum": [1, 2, 3, 4], "xml": {"name": "x", "prefix": "p"}}
    assert schemas["B"] == {"type": "object", "enum": [1], "xml": {"name": "x", "prefix": "p"}}


def test_items_of_lists_are_updated_and_removed(tmp_path: Path) -> None:
    whole = document()
    get = whole["paths"]["/session"]["get"]
    get["parameters"] += [{"name": name, "in": "query", "schema": {"type": "string"}} for name in ("a", "b", "c")]
    listed = "$.paths['/session'].get.parameters"
    actions = [
        action(f"{listed}[?(@.name=='size')]", update={"deprecated": True}),
        action(f"{listed}[?(@.name=='a' || @.name=='c')]", remove=True),
    ]
    parameters = contract(VENDOR, write(tmp_path, whole, actions))["paths"]["/session"]["get"]["parameters"]
    assert [(each["name"], each.get("deprecated")) for each in parameters] == [("size", True), ("b", None)]


def test_an_overlay_of_another_version_is_refused(tmp_path: Path) -> None:
    specs = write(tmp_path, document())
    (specs / VENDOR / "overlay.yaml").write_text("overlay: 2.0.0\nactions: []\n", encoding="utf-8")
    with pytest.raises(SpecError, match=r"(?s)at \$: 'info' is a required property.*at \$.overlay: '2.0.0'"):
        contract(VENDOR, specs)


def test_extensions_of_an_overlay_are_allowed(tmp_path: Path) -> None:
    specs = write(tmp_path, document(), [action("$.info", update={"version": "2"}, **{"x-ours": 1})])
    assert contract(VENDOR, specs)["info"]["version"] == "2"


UNUSABLE: dict[str, tuple[object, str]] = {
    "no target": ({"description": "Why.", "update": {"version": "2"}}, "'target' is a required property"),
    "no description": ({"target": "$.info", "update": {}}, "'description' is a required property"),
    "no mapping": ("$.info", r"'\$.info' is not of type 'object'"),
    "remove is a text": (action("$.info", remove="yes"), "remove: 'yes' is not of type 'boolean'"),
    "an unknown key": (action("$.info", copy="$.paths"), "'copy' does not match any of the regexes: '.x-'"),
    "a record of no sources": (action("$.info", **{"x-disagreement": "integer"}), "'integer' is not of type 'object'"),
    "nothing there": (
        action("$.paths['/sessions'].get", update={"tags": []}),
        r"target \$\.paths\['/sessions'\]\.get matches nothing; adapt it, or delete the action",
    ),
    "remove: false": (action("$.info", remove=False), "an action needs 'update' or 'remove: true'"),
    "no JSONPath": (action("$.info[", update={"version": "2"}), "is not a valid JSONPath"),
    "the whole document": (action("$", remove=True), "an action cannot remove the whole document"),
    "a text for an object": (action("$.info", update="2"), "its type differs from the target's"),
    "an object for a text": (action("$.info.title", update={}), "its type differs from the target's"),
}


@pytest.mark.parametrize(("unusable", "message"), UNUSABLE.values(), ids=UNUSABLE)
def test_an_unusable_action_is_refused_by_its_number(tmp_path: Path, unusable: object, message: str) -> None:
    specs = write(tmp_path, document(), [action("$.info", update={"version": "1.1"}), unusable])
    with pytest.raises(SpecError, match=message) as caught:
        contract(VENDOR, specs)
    assert re.match(r".*overlay\.yaml, (action 2|at \$\.actions\[1\])", str(caught.value))


def test_all_that_cannot_be_applied_are_named_at_once(tmp_path: Path) -> None:
    lost = [action(f"$.paths['/{name}']", update={"summary": "?"}) for name in ("a", "b")]
    with pytest.raises(SpecError, match=r"(?s)action 1: target .* matches .*action 2: target .* matches"):
        contract(VENDOR, write(tmp_path, document(), lost))


@pytest.mark.parametrize("update", [{"title": "Tiny API"}, {}], ids=["said already", "empty"])
def test_an_action_that_changes_nothing_is_warned_of(tmp_path: Path, update: dict[str, str]) -> None:
    actions = [action("$.info", update=update), action("$.info", update={"version": "2"})]
    specs = write(tmp_path, document(), actions)
    with pytest.warns(SpecWarning, match=r"action 1: changes nothing at \$\.info; delete the action") as warned:
        corrected = contract(VENDOR, specs)
    assert len(warned) == 1
    assert str(warned[0].message).startswith(str(specs / VENDOR / "overlay.yaml"))
    assert corrected["info"] == {"title": "Tiny API", "version": "2"}


SESSION = {"$ref": "#/components/schemas/Session"}
SIZE = "$.paths['/session'].get.parameters[?(@.name=='size')].schema"


def test_a_disagreement_holds_as_long_as_ours_says_so(tmp_path: Path) -> None:
    record = {"openapi.yaml": {"type": "integer"}, "a running server": {"type": "number"}}
    specs = write(tmp_path, document(), [action(SIZE, update={"type": "number"}, **{"x-disagreement": record})])
    parameters = contract(VENDOR, specs)["paths"]["/session"]["get"]["parameters"]
    assert parameters[0]["schema"] == {"type": "number"}
    # A record that our document is right needs no effect.
    write(tmp_path, document(), [action(SIZE, **{"x-disagreement": record})])
    assert contract(VENDOR, specs) == document()
    record["openapi.yaml"] = {"type": "string"}
    write(tmp_path, document(), [action(SIZE, update={"type": "number"}, **{"x-disagreement": record})])
    with pytest.raises(SpecError, match="openapi.yaml no longer has {'type': 'string'} at .*; check"):
        contract(VENDOR, specs)
    # Of several places, each must say so.
    both = document()
    both["components"]["schemas"] |= {"A": {"type": "string"}, "B": {"type": "integer"}}
    write(tmp_path, both, [action("$.components.schemas['A','B']", **{"x-disagreement": record})])
    with pytest.raises(SpecError, match="check the correction again"):
        contract(VENDOR, specs)


def test_what_means_nothing_in_this_version_is_warned_of(tmp_path: Path) -> None:
    null = action("$.components.schemas.Session.properties.id", update={"nullable": True})
    with pytest.warns(SpecWarning, match=r"OpenAPI 3.1 ignores `nullable`; .* at \$.*id.nullable"):
        contract(VENDOR, write(tmp_path, document(), [null]))
    contract(VENDOR, write(tmp_path / "3.0", document(openapi="3.0.3"), [null]))


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_result_that_is_not_valid_openapi_is_refused(tmp_path: Path, version: str) -> None:
    for change, place in (
        (action("$.info", update={"version": 1}), r"\$\.info\.version"),
        (action("$.paths['/session'].get.responses", update={"abc": {"description": "?"}}), "responses"),
        (action("$.info.title", remove=True), "'title' is a required property"),
        (action("$.paths['/session'].get", update={"parameters": [SESSION]}), ""),
    ):
        specs = write(tmp_path, document(openapi=version), [change])
        with pytest.raises(SpecError, match=rf"(?s)not valid OpenAPI {version}.*{place}"):
            contract(VENDOR, specs)


@pytest.mark.parametrize("name", ["openapi.yaml", "overlay.yaml"])
def test_a_file_without_a_mapping_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, document()) / VENDOR / name
    for contents in ("- a list", "just text", ""):
        path.write_text(contents, encoding="utf-8")
        with pytest.raises(SpecError, match="expected a mapping at the top") as caught:
            contract(VENDOR, tmp_path)
        assert str(path) in str(caught.value)


def test_a_document_of_schemas_alone_has_no_paths(tmp_path: Path) -> None:
    whole = document()
    del whole["paths"]
    assert contract(VENDOR, write(tmp_path, whole))["paths"] == {}


def test_every_vendors_contract_says_what_the_clients_need() -> None:
    for vendor in vendors():
        whole = contract(vendor)
        operations = [operation for methods in whole["paths"].values() for operation in methods.values()]
        assert whole["servers"][0]["url"], vendor
        assert "list_sessions" in [operation["operationId"] for operation in operations], vendor
        assert all(len(operation["tags"]) == 1 for operation in operations), vendor

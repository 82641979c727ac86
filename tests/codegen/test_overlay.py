"""The overlay corrects the vendor's document, and an overlay that does not do what it says is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from codegen.overlay import SpecError, contract
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


def test_references_stay_references(tmp_path: Path) -> None:
    # Resolved, each place would get a class of its own.
    answers = contract(VENDOR, write(tmp_path, document()))["paths"]["/session"]["get"]["responses"]
    assert answers["200"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Session"}


USELESS: dict[str, tuple[object, str]] = {
    "nothing there": (
        action("$.paths['/sessions'].get", update={"tags": []}),
        r"nothing is at \$\.paths\['/sessions'\]",
    ),
    "update without effect": (action("$.info", update={"title": "Tiny API"}), r"changes nothing at \$\.info"),
    "neither update nor removal": (action("$.info"), r"changes nothing at \$\.info"),
    "no description": ({"target": "$.info", "update": {"version": "2"}}, "a 'description' that says why"),
    "empty description": (
        {**action("$.info", update={"version": "2"}), "description": ""},
        "a 'description' that says why",
    ),
    "no target": ({"description": "Why.", "update": {"version": "2"}}, "has a 'target'"),
    "no mapping": ("$.info", "has a 'target'"),
    "a target that is no JSONPath": (action("$.info[", update={"version": "2"}), "is no JSONPath"),
}


@pytest.mark.parametrize(("useless", "message"), USELESS.values(), ids=USELESS)
def test_an_action_without_use_is_refused_by_its_number(tmp_path: Path, useless: object, message: str) -> None:
    specs = write(tmp_path, document(), [action("$.info", update={"version": "1.1"}), useless])
    with pytest.raises(SpecError, match=message) as caught:
        contract(VENDOR, specs)
    assert str(caught.value).startswith(f"{specs / VENDOR / 'overlay.yaml'}, action 2: ")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (action("$.info", update={"version": 1}), r"\$\.info\.version"),
        (action("$.paths['/session'].get.responses", update={"abc": {"description": "?"}}), "responses"),
        (action("$.info.title", remove=True), "'title' is a required property"),
    ],
)
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_result_that_is_not_valid_openapi_is_refused(
    tmp_path: Path, version: str, change: dict[str, Any], place: str
) -> None:
    specs = write(tmp_path, document(openapi=version), [change])
    with pytest.raises(SpecError, match=rf"(?s)not valid OpenAPI {version} at .*{place}"):
        contract(VENDOR, specs)


@pytest.mark.parametrize("contents", ["- a list", "just text", ""], ids=["list", "text", "empty"])
@pytest.mark.parametrize("name", ["openapi.yaml", "overlay.yaml"])
def test_a_file_that_is_no_mapping_is_refused_by_its_name(tmp_path: Path, name: str, contents: str) -> None:
    path = write(tmp_path, document()) / VENDOR / name
    path.write_text(contents, encoding="utf-8")
    with pytest.raises(SpecError, match="expected a mapping at the top") as caught:
        contract(VENDOR, tmp_path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("vendor", vendors())
def test_every_vendors_contract_is_valid_and_says_what_the_clients_need(vendor: str) -> None:
    whole = contract(vendor)
    operations = [operation for methods in whole["paths"].values() for operation in methods.values()]
    assert whole["servers"][0]["url"]
    assert "list_sessions" in [operation["operationId"] for operation in operations]
    assert all(len(operation["tags"]) == 1 for operation in operations)

"""The overlay corrects the vendor's document; an overlay that does not fit the document is refused."""

import re
from pathlib import Path

import pytest

from codegen.documents import SpecError, SpecWarning
from codegen.overlay import contract
from tests.codegen.documents import VENDOR, action, document, write

GET = "$.paths['/session'].get"


def test_actions_add_replace_and_remove_in_their_order(tmp_path: Path) -> None:
    actions = [
        action(f"{GET}.tags", remove=True),
        action(GET, update={"tags": ["calls"], "summary": "Get it"}),
        action(GET, update={"summary": "Get one"}, **{"x-ours": 1}),
        action("$.paths.*.get.responses['200']", update={"description": "One."}),
    ]
    get = contract(VENDOR, write(tmp_path, document(), actions))["paths"]["/session"]["get"]
    assert (get["tags"], get["summary"], get["responses"]["200"]["description"]) == (["calls"], "Get one", "One.")


def test_every_match_is_updated_or_removed(tmp_path: Path) -> None:
    whole = document()
    whole["components"]["schemas"] |= {"A": {"type": "object", "enum": [1]}, "B": {"type": "object", "enum": [1]}}
    whole["paths"]["/session"]["get"]["parameters"] += [
        {"name": name, "in": "query", "schema": {"type": "string"}} for name in ("a", "b", "c")
    ]
    actions = [
        action("$.components.schemas['A','B']", update={"enum": [2, 3], "xml": {"name": "x"}}),
        action("$.components.schemas.A.enum", update=4),
        action("$.components.schemas[?@.enum].xml", update={"prefix": "p"}),
        action("$.components.schemas.B.enum[?@ > 1]", remove=True),
        action(f"{GET}.parameters[?(@.name=='size')]", update={"deprecated": True}),
        action(f"{GET}.parameters[?(@.name=='a' || @.name=='c')]", remove=True),
    ]
    made = contract(VENDOR, write(tmp_path, whole, actions))
    schemas, parameters = made["components"]["schemas"], made["paths"]["/session"]["get"]["parameters"]
    xml = {"name": "x", "prefix": "p"}
    assert schemas["A"] == {"type": "object", "enum": [1, 2, 3, 4], "xml": xml}
    assert schemas["B"] == {"type": "object", "enum": [1], "xml": xml}
    assert [(each["name"], each.get("deprecated")) for each in parameters] == [("size", True), ("b", None)]


UNUSABLE: list[tuple[object, str]] = [
    ({"description": "Why.", "update": {"version": "2"}}, "'target' is a required property"),
    ({"target": "$.info", "update": {}}, "'description' is a required property"),
    ("$.info", r"'\$.info' is not of type 'object'"),
    (action("$.info", remove="yes"), "remove: 'yes' is not of type 'boolean'"),
    (action("$.info", copy="$.paths"), "'copy' does not match any of the regexes: '.x-'"),
    (action("$.info", **{"x-disagreement": "integer"}), "'integer' is not of type 'object'"),
    (action("$.paths['/a'].get", update={}), r"target \$.paths\['/a'\].get matches nothing; correct it, or delete"),
    (action("$.info", remove=False), "an action needs 'update' or 'remove: true'"),
    (action("$.info[", update={"version": "2"}), "is not a valid JSONPath"),
    (action("$", remove=True), "an action cannot remove the whole document"),
    (action("$.info", update="2"), "update and target have different types"),
]


def test_an_unusable_action_is_refused_by_its_number(tmp_path: Path) -> None:
    for unusable, message in UNUSABLE:
        specs = write(tmp_path, document(), [action("$.info", update={"version": "1.1"}), unusable])
        with pytest.raises(SpecError, match=message) as caught:
            contract(VENDOR, specs)
        assert re.search(r"overlay\.yaml, (action 2: |at \$\.actions\[1\])", str(caught.value)), message
    lost = [action(f"$.paths['/{name}']", update={"summary": "?"}) for name in ("a", "b")]
    with pytest.raises(SpecError, match=r"(?s)action 1: target .* matches .*action 2: target .* matches"):
        contract(VENDOR, write(tmp_path, document(), lost))
    (tmp_path / VENDOR / "overlay.yaml").write_text("overlay: 2.0.0\nactions: []\n", encoding="utf-8")
    with pytest.raises(SpecError, match=r"(?s)at \$: 'info' is a required property.*at \$.overlay: '2.0.0'"):
        contract(VENDOR, tmp_path)


def test_an_action_without_effect_and_nullable_are_warned_of(tmp_path: Path) -> None:
    for update in ({"title": "Tiny API"}, dict[str, str]()):
        actions = [action("$.info", update=update), action("$.info", update={"version": "2"})]
        specs = write(tmp_path, document(), actions)
        with pytest.warns(SpecWarning, match=r"overlay.yaml, action 1: changes nothing at \$\.info; delete") as warned:
            corrected = contract(VENDOR, specs)
        assert len(warned) == 1
        assert corrected["info"] == {"title": "Tiny API", "version": "2"}
    null = action("$.components.schemas.Session.properties.id", update={"nullable": True})
    with pytest.warns(SpecWarning, match=r"OpenAPI 3.1 ignores `nullable`; .* at \$.*id.nullable"):
        contract(VENDOR, write(tmp_path, document(), [null]))
    contract(VENDOR, write(tmp_path / "3.0", document(openapi="3.0.3"), [null]))


def test_a_disagreement_holds_as_long_as_ours_says_so(tmp_path: Path) -> None:
    target = f"{GET}.parameters[?(@.name=='size')].schema"
    record = {"openapi.yaml": {"type": "integer"}, "a running server": {"type": "number"}}
    change = action(target, update={"type": "number"}, **{"x-disagreement": record})
    parameters = contract(VENDOR, write(tmp_path, document(), [change]))["paths"]["/session"]["get"]["parameters"]
    assert parameters[0]["schema"] == {"type": "number"}
    # An action may only record a disagreement, without a correction.
    assert contract(VENDOR, write(tmp_path, document(), [action(target, **{"x-disagreement": record})])) == document()
    record["openapi.yaml"] = {"type": "string"}
    with pytest.raises(SpecError, match="openapi.yaml no longer has {'type': 'string'} at .*; check if the action"):
        contract(VENDOR, write(tmp_path, document(), [change]))
    # Every match of the target must have the recorded content.
    both = document(components={"schemas": {"A": {"type": "string"}, "B": {"type": "integer"}}})
    change = action("$.components.schemas['A','B']", **{"x-disagreement": record})
    with pytest.raises(SpecError, match="check if the action is still correct"):
        contract(VENDOR, write(tmp_path, both, [change]))


INVALID = [
    (action("$.info", update={"version": 1}), r"\$\.info\.version"),
    (action(f"{GET}.responses", update={"abc": {"description": "?"}}), "responses"),
    (action("$.info.title", remove=True), "'title' is a required property"),
    (action(GET, update={"parameters": [{"$ref": "#/components/schemas/Session"}]}), ""),
]


def test_an_unusable_document_is_refused(tmp_path: Path) -> None:
    for version in ("3.0.3", "3.1.0"):
        for change, place in INVALID:
            specs = write(tmp_path, document(openapi=version), [change])
            with pytest.raises(SpecError, match=rf"(?s)not valid OpenAPI {version}.*{place}"):
                contract(VENDOR, specs)
    for name in ("overlay.yaml", "openapi.yaml"):
        path = write(tmp_path, document()) / VENDOR / name
        for contents in ("- a list", "just text", ""):
            path.write_text(contents, encoding="utf-8")
            with pytest.raises(SpecError, match=rf"{re.escape(str(path))}: expected a mapping at the top"):
                contract(VENDOR, tmp_path)

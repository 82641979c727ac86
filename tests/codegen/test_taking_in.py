"""From a vendor's new page to our files: reports, new documents, corrections, and the regenerated client."""

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from codegen.__main__ import main
from codegen.access import defaults
from codegen.documents import SpecError, parse_yaml, read_yaml
from codegen.intake.selection import Operation
from codegen.intake.update import Update, prepare
from codegen.intake.yaml_text import written
from codegen.overlay import contract, corrected
from codegen.rooms import ROOT, SPECS
from tests.codegen.documents import VENDOR, action, document, write
from tests.codegen.tree import PAGES, PAGES_OF, Tree, changed_pages

FOLDERS = [PAGES, *map(Path, filter(None, [os.environ.get("ALLSESSIONS_PAGES")]))]
"""The folders with pages: ours, written in the vendors' form, and optionally one with the vendors' real pages."""
ANAM = (SPECS / "anam" / "openapi.yaml").read_text(encoding="utf-8")
LESS, VERSION = ("maximum: 100", "maximum: 50"), ("version: '1.0'", "version: '1.1'")
REGION = ("        exitStatus:\n", "        region:\n          type: string\n        exitStatus:\n")
Changed = tuple[str, str]


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SPECS, tmp_path / "specs"))


def places(update: Update, severity: str) -> list[tuple[str, str]]:
    return [(str(each.place), each.kind.value) for each in update.changes if each.severity.value == severity]


def whys(update: Update) -> list[str]:
    return [each.why for each in update.changes if each.severity.value == "breaking"]


def edit(path: Path, *changes: Changed) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("vendor", PAGES_OF)
def test_the_vendors_pages_of_today_change_nothing(vendor: str, tmp_path: Path) -> None:
    text = (SPECS / vendor / "openapi.yaml").read_text(encoding="utf-8")
    for folder in FOLDERS:
        specs = Path(shutil.copytree(SPECS / vendor, tmp_path / folder.name / vendor)).parent
        pages = [folder / name for name in PAGES_OF[vendor]]
        update = prepare(vendor, pages, specs=specs)
        assert (update.structural, update.findings) == (False, ())
        assert update.files.get("openapi.yaml") == (None if vendor == "konpro" else text)
        update.write(specs)
        assert prepare(vendor, pages, specs=specs).changes == ()


def test_only_the_operations_in_use_are_taken_in(tmp_path: Path) -> None:
    whole = read_yaml(SPECS / "anam" / "openapi.yaml")
    for number in range(30):
        answer = {"application/json": {"schema": {"$ref": f"#/components/schemas/Other{number}"}}}
        operation = {"operationId": f"other{number}", "responses": {"200": {"description": "It.", "content": answer}}}
        whole["paths"][f"/other/{number}"] = {"get": operation, "post": operation}
        whole["components"]["schemas"][f"Other{number}"] = {"type": "object"}
    page, used = tmp_path / "openapi.json", [Operation("get", "/v1/sessions")]
    page.write_text(json.dumps(whole), encoding="utf-8")
    assert prepare("anam", [page]).changes == ()
    with pytest.raises(SpecError, match=r"for new vendors; edit the operations in specs/anam/selection\.yaml"):
        prepare("anam", [page], wanted=used)
    with pytest.raises(SpecError, match=r"the new vendor's document has 63 operations; choose with --operation: "):
        prepare("other", [page], specs=tmp_path)
    update = prepare("other", [page], specs=tmp_path, wanted=used)
    assert "/other/" not in update.files["openapi.yaml"]
    assert update.files["selection.yaml"].endswith("operations:\n  - get /v1/sessions\n")


def test_only_writing_changes_files_and_the_version_with_others(specs: Path, tmp_path: Path) -> None:
    before, document = {path.name for path in (specs / "anam").iterdir()}, specs / "anam" / "openapi.yaml"
    update = prepare("anam", changed_pages(tmp_path, "anam", VERSION), specs=specs)
    assert (update.structural, places(update, "wording")) == (False, [("$.info.version", "changed")])
    assert update.files["openapi.yaml"] == ANAM
    pages = changed_pages(tmp_path, "anam", VERSION, LESS)
    update = prepare("anam", pages, specs=specs)
    assert document.read_text(encoding="utf-8") == ANAM
    assert [path.name for path in update.write(specs)] == ["openapi.yaml", "wording.json"]
    assert document.read_text(encoding="utf-8") == ANAM.replace(*LESS).replace(*VERSION)
    assert prepare("anam", pages, specs=specs).changes == ()
    assert {path.name for path in (specs / "anam").iterdir()} == before


def test_an_operation_that_no_page_describes_stays_as_it_is(specs: Path, tmp_path: Path) -> None:
    (page,) = changed_pages(tmp_path, "anam", LESS)
    update = prepare("anam", [page], specs=specs)
    update.write(specs)
    assert list(map(str, update.left_out)) == ["get /v1/sessions/concurrency", "post /v1/sessions/{id}/stop"]
    before, after = (
        json.loads((each / "anam" / "wording.json").read_text(encoding="utf-8")) for each in (SPECS, specs)
    )
    kept = {place for place in before if "/stop" in place or "Concurrency" in place}
    assert kept
    assert {place: before[place] for place in kept} == {place: after[place] for place in kept}
    # A complete document must have all operations in use. A page must have at least one of them.
    whole = tmp_path / "whole.json"
    whole.write_text(json.dumps(parse_yaml(page.read_text(encoding="utf-8").split("````")[1].partition("\n")[2], "")))
    with pytest.raises(SpecError, match=r"has no operation `get /v1/sessions/concurrency`, which is in use"):
        prepare("anam", [whole], specs=specs)
    edit(page, ("/v1/sessions:", "/v1/personas:"))
    with pytest.raises(SpecError, match="describes none of the operations that selection.yaml lists"):
        prepare("anam", [page], specs=specs)


def taken_in(tmp_path: Path, whole: dict[str, Any], specs: Path) -> Update:
    """Take in a page with this document for the made-up vendor, and return the update."""
    page = tmp_path / "page.md"
    page.write_text(f"# A page\n\n```yaml GET /session\n{written(whole)}\n```\n", encoding="utf-8")
    update = prepare(VENDOR, [page], specs=specs)
    update.write(specs)
    return update


def test_a_new_vendor_is_taken_in_whole(tmp_path: Path) -> None:
    assert taken_in(tmp_path, document(), tmp_path / "specs").structural
    folder = tmp_path / "specs" / VENDOR
    assert read_yaml(folder / "openapi.yaml") == document()
    pins = {"server": "https://api.tiny.invalid", "security": "Key", "header": "x-tiny-key"}
    assert read_yaml(folder / "selection.yaml") == {**pins, "operations": ["get /session"]}
    assert taken_in(tmp_path, document(), tmp_path / "specs").changes == ()


def test_an_addition_of_ours_that_the_vendor_has_is_named(tmp_path: Path) -> None:
    region = {"region": {"type": "string", "description": "Where it ran."}}
    addition = action("$.components.schemas.Session.properties", update=region)
    specs = write(tmp_path / "specs", document(), [action("$.info", update={"version": "2"}), addition])
    whole = document()
    whole["components"]["schemas"]["Session"]["properties"] |= region
    update = taken_in(tmp_path, whole, specs)
    (needless,), (change,) = update.findings, update.changes
    assert (needless.action, needless.fatal) == (2, False)
    assert "changes nothing at $.components.schemas.Session.properties; delete the action" in needless.problem
    assert change.why == "a field is new; overlay.yaml corrects this part, so the client does not change"


def test_a_document_is_valid_with_the_overlay(tmp_path: Path) -> None:
    whole = document()
    del whole["paths"]["/session"]["get"]["parameters"][0]["in"]
    with pytest.raises(SpecError, match="page.md: not valid OpenAPI"):
        taken_in(tmp_path, whole, tmp_path / "none")
    fix = action("$.paths['/session'].get.parameters[?@.name == 'size']", update={"in": "query"})
    specs = write(tmp_path / "specs", whole, [fix])
    whole["paths"]["/session"]["get"]["deprecated"] = True
    taken_in(tmp_path, whole, specs)
    get = contract(VENDOR, specs)["paths"]["/session"]["get"]
    assert (get["deprecated"], get["parameters"][0]["in"]) == (True, "query")


SERVER = ("servers:\n", "servers:\n  - url: https://eu.api.anam.ai\n")
SCHEME = ("\nsecurity:\n", "\nsecurity:\n  - Org: []\n")
ORG = ("  securitySchemes:\n", "  securitySchemes:\n    Org: {type: apiKey, in: header, name: X-Org}\n")
OWN = ("      operationId:", "      security:\n        - Org: []\n      operationId:")


def test_a_pin_keeps_the_client_and_the_change_breaks(specs: Path, tmp_path: Path) -> None:
    update = prepare("anam", changed_pages(tmp_path, "anam", SERVER, SCHEME, ORG), specs=specs)
    server, scheme = whys(update)
    assert server == (
        "requests would go to https://eu.api.anam.ai; selection.yaml pins https://api.anam.ai, "
        "so the client does not change until you update the pin"
    )
    assert scheme.startswith("credentials would be sent as `X-Org`; selection.yaml pins BearerAuth")
    update.write(specs)
    made = defaults(specs / "anam", contract("anam", specs))
    assert "SERVER = 'https://api.anam.ai'" in made
    assert "AUTH_HEADER = 'Authorization'" in made
    gone = ("url: https://api.anam.ai", "url: https://api.example.invalid")
    lost = whys(prepare("anam", changed_pages(tmp_path, "anam", gone)))
    assert "the document no longer has the pinned server https://api.anam.ai" in str(lost)
    own = whys(prepare("anam", changed_pages(tmp_path, "anam", OWN, ORG)))
    assert own == ["credentials would be sent as `X-Org`"]


def test_a_new_optional_field_by_the_commands(tmp_path: Path) -> None:
    tree = Tree.copied(tmp_path / "tree")
    (page,) = changed_pages(tmp_path, "anam", REGION)
    before = tree.files()
    done = tree.run("-m", "codegen", "spec_update", "anam", "--json", "--write", page)
    assert done.returncode == 1, done.stderr
    structural = [each for each in json.loads(done.stdout)["changes"] if each["class"] != "wording"]
    found = [(each["place"], each["kind"], each["class"]) for each in structural]
    assert found == [("$.components.schemas.Session.properties.region", "new", "compatible")]
    assert tree.run("-m", "codegen", "generate", "anam").returncode == 0
    after = tree.files()
    assert {name for name in after if after[name] != before.get(name)} == {
        *("specs/anam/openapi.yaml", "specs/anam/wording.json"),
        *("generated/anam_client/__init__.py", "generated/anam_client/models/session.py"),
    }
    assert after["specs/anam/openapi.yaml"].decode() == ANAM.replace(*REGION)
    assert b"region: str | None | Unset" in after["generated/anam_client/models/session.py"]


def test_an_endpoint_that_moved_to_v5(specs: Path, tmp_path: Path) -> None:
    moved = ("v4/liveAvatar/session/list", "v5/liveAvatar/session/list")
    pages = changed_pages(tmp_path, "akool", moved)
    similar = "in selection.yaml; similar operations: get /api/open/v5/liveAvatar/session/list$"
    with pytest.raises(SpecError, match=similar):
        prepare("akool", pages, specs=specs)
    edit(specs / "akool" / "selection.yaml", moved)
    before = (specs / "akool" / "openapi.yaml").read_text(encoding="utf-8")
    update = prepare("akool", pages, specs=specs)
    assert places(update, "breaking") == [("$.paths['/api/open/v4/liveAvatar/session/list']", "changed")]
    update.write(specs)
    assert (specs / "akool" / "openapi.yaml").read_text(encoding="utf-8") == before.replace(*moved)
    # Both commands name the overlay's actions whose target has moved.
    lost = [each for each in update.findings if each.fatal]
    with pytest.raises(SpecError) as refused:
        contract("akool", specs)
    for each in lost:
        assert "v4/liveAvatar/session/list" in each.target
        assert f"action {each.action}: target {each.target} matches nothing; correct it" in str(refused.value)
    edit(specs / "akool" / "overlay.yaml", moved)
    contract("akool", specs)


def test_two_pages_that_disagree_on_a_shared_schema(specs: Path, tmp_path: Path) -> None:
    old, new = "        agora_uid:\n          type: number\n", "        agora_uid:\n          type: string\n"
    pages = listing, detail = changed_pages(tmp_path, "akool")
    edit(detail, (old, new))
    place = "$.components.schemas.Credentials.properties.agora_uid"
    with pytest.raises(SpecError) as refused:
        prepare("akool", pages, specs=specs)
    says = f'{place}.type: akool-session-list.md says "number", akool-session-detail.md says "string"'
    assert says in str(refused.value)
    record = (
        f"  - target: {place}\n    description: Seen as text.\n"
        "    x-disagreement: {openapi.yaml: {type: number}, akool-session-detail.md: {type: string}}\n"
        "    update: {type: string}\n"
    )
    overlay = specs / "akool" / "overlay.yaml"
    overlay.write_text(f"{overlay.read_text(encoding='utf-8').rstrip()}\n{record}", encoding="utf-8")
    update = prepare("akool", pages, specs=specs)
    assert (update.structural, update.findings) == (False, ())
    schemas = contract("akool", specs)["components"]["schemas"]
    assert schemas["Credentials"]["properties"]["agora_uid"]["type"] == "string"
    # Once both pages have the second page's version, the recorded disagreement is wrong.
    edit(listing, (old, new))
    assert [each.fatal for each in prepare("akool", pages, specs=specs).findings] == [True]


def test_an_operation_that_is_used_no_more_goes(specs: Path, tmp_path: Path) -> None:
    edit(specs / "akool" / "selection.yaml", ("  - get /api/open/v4/liveAvatar/session/detail\n", ""))
    listing, _ = changed_pages(tmp_path, "akool")
    gone = [place for place, kind in places(prepare("akool", [listing], specs=specs), "breaking") if kind == "gone"]
    assert {"$.paths['/api/open/v4/liveAvatar/session/detail']", "$.components.schemas.SessionDetail"} <= set(gone)


def test_the_command_reports_the_changes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (page,) = changed_pages(tmp_path, "anam")
    assert main(["spec_update", "anam", str(page)]) == 0
    left_out = "operations not compared (not in the files): get /v1/sessions/concurrency, post /v1/sessions/{id}/stop\n"
    assert capsys.readouterr().out == f"anam: no change\n{left_out}"
    (page,) = changed_pages(tmp_path, "anam", LESS, ("Anam's live service", "Live"))
    assert main(["spec_update", "anam", str(page)]) == 1
    place = "$.paths['/v1/sessions'].get.parameters[?(@.name=='perPage')].schema.maximum"
    assert capsys.readouterr().out == (
        f"anam: 1 breaking, 1 wording\n{left_out}\nbreaking: {place}: accepts fewer values in a request\n"
        "  before: 100\n  now:    50\n\n"
        "wording: $.servers[?(@.url=='https://api.anam.ai')].description: the vendor changed the wording\n"
        '  before: "Anam\'s live service"\n  now:    "Live"\n\n'
        "Nothing was written. Pass --write to write the changes into specs/.\n"
    )
    assert main(["spec_update", "anam", "--json", str(page)]) == 1
    report = json.loads(capsys.readouterr().out)
    named = {"place": place, "kind": "changed", "class": "breaking", "why": "accepts fewer values in a request"}
    assert report["changes"][0] == {**named, "before": 100, "after": 50}
    assert (report["vendor"], report["structural"], report["written"]) == ("anam", True, [])


def test_the_examples_of_the_documentation_hold(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (page,) = changed_pages(tmp_path, "anam", LESS, REGION)
    assert main(["spec_update", "anam", str(page)]) == 1
    shown = (ROOT / "docs" / "ways-in.md").read_text(encoding="utf-8")
    assert f"\n$ python3 -m nox -s spec_update -- anam list-sessions.md\n{capsys.readouterr().out}$" in shown
    disagreement = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(- target: .*?)```", disagreement, re.DOTALL)
    overlay = parse_yaml("actions:\n" + example, "CONTRIBUTING.md")
    whole, findings = corrected(read_yaml(SPECS / "elizaos" / "openapi.yaml"), overlay)
    assert findings == []
    assert whole["components"]["schemas"]["SessionInfo"]["properties"]["renewalCount"]["type"] == "number"

"""Taking in what a vendor publishes: what is read, what is written, and what is said of our corrections."""

from __future__ import annotations

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
from tests.codegen.tree import PAGES, PAGES_OF

FOLDERS = [PAGES, *map(Path, filter(None, [os.environ.get("ALLSESSIONS_PAGES")]))]
"""Where pages are: ours, which have the vendors' structure, and the vendors' own for those who have saved them."""


OVERLAY = "overlay: 1.0.0\ninfo: {title: Corrections, version: '1'}\nactions: []\n"


def published(vendor: str, folder: Path = PAGES) -> list[Path]:
    return [folder / name for name in PAGES_OF[vendor]]


def places(update: Update) -> list[str]:
    return [str(change.place) for change in update.changes]


@pytest.mark.parametrize("vendor", PAGES_OF)
def test_the_vendors_pages_of_today_change_nothing(vendor: str, tmp_path: Path) -> None:
    for folder in FOLDERS:
        specs = Path(shutil.copytree(SPECS / vendor, tmp_path / folder.name / vendor)).parent
        update = prepare(vendor, published(vendor, folder), specs=specs)
        assert (update.structural, update.findings) == (False, ())
        by_hand = "openapi.yaml" not in update.files
        assert by_hand == (vendor == "konpro")
        document = (SPECS / vendor / "openapi.yaml").read_text(encoding="utf-8")
        assert by_hand or update.files["openapi.yaml"] == document
        update.write(specs)
        assert prepare(vendor, published(vendor, folder), specs=specs).changes == ()


def much_larger(vendor: str) -> dict[str, Any]:
    """The vendor's document among further operations and schemas."""
    whole = read_yaml(SPECS / vendor / "openapi.yaml")
    schema = {"type": "object", "properties": {f"field{number}": {"type": "string"} for number in range(5)}}
    for number in range(30):
        answer = {"application/json": {"schema": {"$ref": f"#/components/schemas/Other{number}"}}}
        operation = {"operationId": f"other{number}", "responses": {"200": {"description": "It.", "content": answer}}}
        whole["paths"][f"/other/{number}"] = {"get": operation, "post": operation}
        whole["components"]["schemas"][f"Other{number}"] = schema
    return whole


def test_of_a_whole_document_only_what_is_in_use_is_taken(tmp_path: Path) -> None:
    page = tmp_path / "openapi.json"
    page.write_text(json.dumps(much_larger("anam")), encoding="utf-8")
    assert prepare("anam", [page]).changes == ()
    with pytest.raises(
        SpecError, match=r"--operation is for new vendors; change the operations in specs/anam/selection\.yaml"
    ):
        prepare("anam", [page], wanted=[Operation("get", "/v1/sessions")])
    with pytest.raises(SpecError, match=r"the new vendor's document has 61 operations; choose with --operation: "):
        prepare("other", [page], specs=tmp_path)
    update = prepare("other", [page], specs=tmp_path, wanted=[Operation("get", "/v1/sessions")])
    assert "/other/" not in update.files["openapi.yaml"]
    assert update.files["selection.yaml"].endswith("operations:\n  - get /v1/sessions\n")


def test_nothing_is_written_until_it_is_asked_for(tmp_path: Path) -> None:
    shutil.copytree(SPECS / "anam", tmp_path / "anam")
    text = (PAGES / "anam-list-sessions.md").read_text(encoding="utf-8").replace("maximum: 100", "maximum: 200")
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    before = (tmp_path / "anam" / "openapi.yaml").read_text(encoding="utf-8")
    update = prepare("anam", [page], specs=tmp_path)
    assert (tmp_path / "anam" / "openapi.yaml").read_text(encoding="utf-8") == before
    assert [path.name for path in update.write(tmp_path)] == ["openapi.yaml", "wording.json"]
    after = (tmp_path / "anam" / "openapi.yaml").read_text(encoding="utf-8")
    assert after == before.replace("maximum: 100", "maximum: 200")
    assert prepare("anam", [page], specs=tmp_path).changes == ()
    assert sorted(path.name for path in (tmp_path / "anam").iterdir()) == sorted(
        path.name for path in (SPECS / "anam").iterdir()
    )


def test_a_version_is_taken_in_with_other_changes_only(tmp_path: Path) -> None:
    text = (PAGES / "anam-list-sessions.md").read_text(encoding="utf-8").replace("version: '1.0'", "version: '1.1'")
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    update = prepare("anam", [page])
    assert (update.structural, places(update)) == (False, ["$.info.version"])
    assert update.files["openapi.yaml"] == (SPECS / "anam" / "openapi.yaml").read_text(encoding="utf-8")
    page.write_text(text.replace("maximum: 100", "maximum: 200"), encoding="utf-8")
    document = parse_yaml(prepare("anam", [page]).files["openapi.yaml"], "openapi.yaml")
    assert document["info"]["version"] == "1.1"


# A new vendor


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    path.write_text(f"# A page\n\n```yaml GET /session\n{written(document())}\n```\n", encoding="utf-8")
    return path


def test_a_new_vendor_is_taken_in_whole(tmp_path: Path, page: Path) -> None:
    specs = tmp_path / "specs"
    update = prepare(VENDOR, [page], specs=specs)
    assert update.structural
    update.write(specs)
    assert read_yaml(specs / VENDOR / "openapi.yaml") == document()
    assert parse_yaml((specs / VENDOR / "selection.yaml").read_text(encoding="utf-8"), "selection.yaml") == {
        "server": "https://api.tiny.invalid",
        "security": "Key",
        "header": "x-tiny-key",
        "operations": ["get /session"],
    }
    assert prepare(VENDOR, [page], specs=specs).changes == ()
    (specs / VENDOR / "overlay.yaml").write_text(OVERLAY, encoding="utf-8")
    assert contract(VENDOR, specs) == document()


# Our corrections


def test_what_is_ours_and_documented_now_too_is_told(tmp_path: Path, page: Path) -> None:
    region = {"region": {"type": "string", "description": "Where it ran."}}
    addition = action("$.components.schemas.Session.properties", update=region)
    specs = write(tmp_path / "specs", document(), [action("$.info", update={"version": "2"}), addition])
    whole = document()
    whole["components"]["schemas"]["Session"]["properties"] |= region
    page.write_text(f"```yaml\n{written(whole)}```\n", encoding="utf-8")
    update = prepare(VENDOR, [page], specs=specs)
    (needless,), (change,) = update.findings, update.changes
    assert (needless.action, needless.fatal) == (2, False)
    assert "changes nothing at $.components.schemas.Session.properties; delete the action" in needless.problem
    assert change.why == "a field is new; overlay.yaml sets ours, so the client does not change"


# Servers and credentials


def anam(tmp_path: Path, *changes: tuple[str, str]) -> Update:
    """Anam's page with changes, compared with a copy of its folder, and written there."""
    shutil.copytree(SPECS / "anam", tmp_path / "anam", dirs_exist_ok=True)
    text = (PAGES / "anam-list-sessions.md").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    update = prepare("anam", [page], specs=tmp_path)
    update.write(tmp_path)
    assert not prepare("anam", [page], specs=tmp_path).structural or "pinned" in str(update.changes)
    return update


def whys(update: Update, severity: str = "breaking") -> list[str]:
    return [each.why for each in update.changes if each.severity == severity]


FIRST_SERVER = ("servers:\n", "servers:\n  - url: https://eu.api.anam.ai\n")
FIRST_SCHEME = ("security:\n", "security:\n  - Org: []\n")
ORG = ("  securitySchemes:\n", "  securitySchemes:\n    Org: {type: apiKey, in: header, name: X-Org}\n")
OWN = ("      operationId:", "      security:\n        - Org: []\n      operationId:")


def test_what_is_pinned_stays_and_the_change_breaks(tmp_path: Path) -> None:
    server, scheme = whys(anam(tmp_path, FIRST_SERVER, FIRST_SCHEME, ORG))
    assert server == (
        "requests would go to https://eu.api.anam.ai; selection.yaml pins https://api.anam.ai, "
        "so the client does not change until you update the pin"
    )
    assert scheme.startswith("credentials would be sent as `X-Org`; selection.yaml pins BearerAuth")
    made = defaults(tmp_path / "anam", contract("anam", tmp_path))
    assert "SERVER = 'https://api.anam.ai'" in made
    assert "AUTH_HEADER = 'Authorization'" in made
    gone = anam(tmp_path / "gone", ("url: https://api.anam.ai", "url: https://api.example.invalid"))
    assert "the document no longer has the pinned server https://api.anam.ai" in str(whys(gone))


def test_an_operation_with_a_scheme_of_its_own_breaks(tmp_path: Path) -> None:
    (why,) = whys(anam(tmp_path, OWN, ORG))
    assert why == "credentials would be sent as `X-Org`"


# Documents that only our corrections make valid


def test_a_document_is_valid_with_the_overlay(tmp_path: Path, page: Path) -> None:
    whole = document()
    del whole["paths"]["/session"]["get"]["parameters"][0]["in"]
    page.write_text(f"```yaml\n{written(whole)}```\n", encoding="utf-8")
    with pytest.raises(SpecError, match="page.md: not valid OpenAPI"):
        prepare(VENDOR, [page], specs=tmp_path / "none")
    fix = action("$.paths['/session'].get.parameters[?@.name == 'size']", update={"in": "query"})
    specs = write(tmp_path / "specs", whole, [fix])
    whole["paths"]["/session"]["get"]["deprecated"] = True
    page.write_text(f"```yaml\n{written(whole)}```\n", encoding="utf-8")
    prepare(VENDOR, [page], specs=specs).write(specs)
    get = contract(VENDOR, specs)["paths"]["/session"]["get"]
    assert (get["deprecated"], get["parameters"][0]["in"]) == (True, "query")


# The command


def test_the_command_reports_and_its_status_tells(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["spec_update", "anam", *map(str, published("anam"))]) == 0
    assert capsys.readouterr().out == "anam: no change\n"
    text = (PAGES / "anam-list-sessions.md").read_text(encoding="utf-8")
    page = tmp_path / "page.md"
    text = text.replace("maximum: 100", "maximum: 50").replace("Anam's live service", "Live")
    page.write_text(text, encoding="utf-8")
    assert main(["spec_update", "anam", str(page)]) == 1
    assert capsys.readouterr().out == (
        "anam: 1 breaking, 1 wording\n\n"
        "breaking: $.paths['/v1/sessions'].get.parameters[?(@.name=='perPage')].schema.maximum: "
        "accepts fewer values in a request\n  before: 100\n  now:    50\n\n"
        "wording: $.servers[?(@.url=='https://api.anam.ai')].description: the vendor changed the wording\n"
        '  before: "Anam\'s live service"\n  now:    "Live"\n\n'
        "Nothing was written. Pass --write to take in the changes.\n"
    )
    assert main(["spec_update", "anam", "--json", str(page)]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["changes"][0] == {
        "place": "$.paths['/v1/sessions'].get.parameters[?(@.name=='perPage')].schema.maximum",
        "kind": "changed",
        "class": "breaking",
        "why": "accepts fewer values in a request",
        "before": 100,
        "after": 50,
    }
    assert (report["vendor"], report["structural"], report["written"]) == ("anam", True, [])
    assert main(["spec_update", "anam", str(tmp_path / "missing.md")]) == 2
    assert capsys.readouterr().err == f"{tmp_path / 'missing.md'}: No such file or directory\n"


def test_wrong_usage_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for vendor in ("Anam", "templates", "../anam"):
        assert main(["spec_update", vendor, "page.md"]) == 2
        assert "is not a valid vendor name; use lowercase letters, digits and underscores" in capsys.readouterr().err
    assert main(["spec_update", "other", "page.md", "--operation", "list"]) == 2
    assert "'list' is not a valid operation" in capsys.readouterr().err


# What the documentation shows


def test_the_pages_example_is_what_is_printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = (PAGES / "anam-list-sessions.md").read_text(encoding="utf-8").replace("maximum: 100", "maximum: 50")
    page = tmp_path / "list-sessions.md"
    field = "        region:\n          type: string\n"
    page.write_text(text.replace("        exitStatus:\n", f"{field}        exitStatus:\n"), encoding="utf-8")
    assert main(["spec_update", "anam", str(page)]) == 1
    shown = (ROOT / "docs" / "ways-in.md").read_text(encoding="utf-8")
    assert f"\n$ python3 -m nox -s spec_update -- anam list-sessions.md\n{capsys.readouterr().out}$" in shown


def test_contributings_example_of_a_disagreement_can_be_applied() -> None:
    shown = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(- target: .*?)```", shown, re.DOTALL)
    overlay = parse_yaml("actions:\n" + example, "CONTRIBUTING.md")
    document, findings = corrected(read_yaml(SPECS / "elizaos" / "openapi.yaml"), overlay)
    assert findings == []
    assert document["components"]["schemas"]["SessionInfo"]["properties"]["renewalCount"]["type"] == "number"

"""Taking in what a vendor publishes: what is read, what is written, and what is said of our corrections."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codegen.__main__ import main
from codegen.documents import SpecError, parse_yaml, read_yaml
from codegen.intake.rewrite import written
from codegen.intake.selection import Operation
from codegen.intake.update import Update, prepare
from codegen.overlay import contract, corrected
from codegen.rooms import ROOT, SPECS
from tests.codegen.documents import VENDOR, action, document, write
from tests.codegen.tree import PAGES, PAGES_OF

FOLDERS = [PAGES, *map(Path, filter(None, [os.environ.get("ALLSESSIONS_PAGES")]))]
"""Where pages are: ours, which have the vendors' structure, and the vendors' own for those who have saved them."""


def published(vendor: str, folder: Path = PAGES) -> list[Path]:
    return [folder / name for name in PAGES_OF[vendor]]


def places(update: Update) -> list[str]:
    return [str(change.place) for change in update.changes]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("vendor", PAGES_OF)
def test_the_vendors_pages_of_today_change_nothing(vendor: str, folder: Path) -> None:
    update = prepare(vendor, published(vendor, folder))
    assert not update.structural
    assert update.files["openapi.yaml"] == (SPECS / vendor / "openapi.yaml").read_text(encoding="utf-8")
    assert update.findings == ()


def much_larger(vendor: str) -> dict[str, Any]:
    """The vendor's document among a thousand further operations and schemas."""
    whole = read_yaml(SPECS / vendor / "openapi.yaml")
    schema = {"type": "object", "properties": {f"field{number}": {"type": "string"} for number in range(5)}}
    for number in range(1000):
        answer = {"application/json": {"schema": {"$ref": f"#/components/schemas/Other{number}"}}}
        operation = {"operationId": f"other{number}", "responses": {"200": {"description": "It.", "content": answer}}}
        whole["paths"][f"/other/{number}"] = {"get": operation, "post": operation}
        whole["components"]["schemas"][f"Other{number}"] = schema
    return whole


WRITERS: dict[str, Callable[[dict[str, Any]], str]] = {"json": json.dumps, "yaml": written}


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("vendor", ["akool", "anam"])
def test_of_a_whole_document_only_what_is_in_use_is_taken(tmp_path: Path, vendor: str, form: str) -> None:
    page = tmp_path / f"openapi.{form}"
    page.write_text(WRITERS[form](much_larger(vendor)), encoding="utf-8")
    assert prepare(vendor, [page]).changes == ()


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


def test_a_version_alone_changes_nothing_and_is_taken_in_with_what_does(tmp_path: Path) -> None:
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
    assert "operations:\n  - get /session\n" in (specs / VENDOR / "selection.yaml").read_text(encoding="utf-8")
    assert prepare(VENDOR, [page], specs=specs).changes == ()
    (specs / VENDOR / "overlay.yaml").write_text("overlay: 1.0.0\nactions: []\n", encoding="utf-8")
    assert contract(VENDOR, specs) == document()


def test_of_a_new_vendors_many_operations_those_in_use_must_be_named(tmp_path: Path) -> None:
    whole = tmp_path / "openapi.json"
    whole.write_text(json.dumps(much_larger("anam")), encoding="utf-8")
    with pytest.raises(SpecError, match=r"a new vendor, and 2001 operations: name those to take in by --operation"):
        prepare("other", [whole], specs=tmp_path)
    update = prepare("other", [whole], specs=tmp_path, wanted=[Operation("get", "/v1/sessions")])
    assert "/other/" not in update.files["openapi.yaml"]
    assert update.files["selection.yaml"].endswith("operations:\n  - get /v1/sessions\n")


def test_which_operations_are_in_use_is_said_in_one_place() -> None:
    with pytest.raises(SpecError, match=r"specs/anam/selection\.yaml says which operations are in use"):
        prepare("anam", published("anam"), wanted=[Operation("get", "/v1/sessions")])


def test_without_a_selection_what_the_document_has_is_in_use(tmp_path: Path) -> None:
    shutil.copytree(SPECS / "anam", tmp_path / "anam")
    (tmp_path / "anam" / "selection.yaml").unlink()
    assert prepare("anam", published("anam"), specs=tmp_path).changes == ()


# Our corrections


def test_what_is_ours_and_documented_now_too_is_told(tmp_path: Path, page: Path) -> None:
    region = {"region": {"type": "string", "description": "Where it ran."}}
    addition = action("$.components.schemas.Session.properties", update=region)
    specs = write(tmp_path / "specs", document(), [action("$.info", update={"version": "2"}), addition])
    whole = document()
    whole["components"]["schemas"]["Session"]["properties"] |= region
    page.write_text(f"```yaml\n{written(whole)}```\n", encoding="utf-8")
    needless, overlap = prepare(VENDOR, [page], specs=specs).findings
    assert (needless.action, needless.fatal) == (2, False)
    assert "changes nothing at $.components.schemas.Session.properties; drop the action" in needless.problem
    assert (overlap.action, overlap.fatal) == (2, False)
    assert "adds $.components.schemas.Session.properties.region, which the vendor documents now" in overlap.problem


def test_a_correction_whose_target_goes_is_told(tmp_path: Path, page: Path) -> None:
    correction = action("$.components.schemas.Session.properties.id", update={"format": "uuid"})
    specs = write(tmp_path / "specs", document(), [correction])
    whole = document()
    whole["components"]["schemas"]["Session"]["properties"] = {"key": {"type": "string"}}
    page.write_text(f"```yaml\n{written(whole)}```\n", encoding="utf-8")
    (lost,) = prepare(VENDOR, [page], specs=specs).findings
    assert (lost.action, lost.fatal) == (1, True)
    assert "nothing is at $.components.schemas.Session.properties.id; adapt the target" in lost.problem


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
        "less is taken in a request\n  before: 100\n  now:    50\n\n"
        "wording: $.servers[?(@.url=='https://api.anam.ai')].description: the vendor words it otherwise now\n"
        '  before: "Anam\'s live service"\n  now:    "Live"\n\n'
        "Nothing is written. --write takes it in.\n"
    )
    assert main(["spec_update", "anam", "--json", str(page)]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["changes"][0] == {
        "place": "$.paths['/v1/sessions'].get.parameters[?(@.name=='perPage')].schema.maximum",
        "kind": "changed",
        "class": "breaking",
        "why": "less is taken in a request",
        "before": 100,
        "after": 50,
    }
    assert (report["vendor"], report["structural"], report["written"]) == ("anam", True, [])
    assert main(["spec_update", "anam", str(tmp_path / "missing.md")]) == 2
    assert capsys.readouterr().err == f"{tmp_path / 'missing.md'}: No such file or directory\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Anam", "page.md"], "a vendor is one word of small letters"),
        (["templates", "page.md"], "a vendor is one word of small letters"),
        (["../anam", "page.md"], "a vendor is one word of small letters"),
        (["other", "page.md", "--operation", "list"], "'list' is no operation"),
        (["anam"], "the following arguments are required: FILE"),
    ],
)
def test_wrong_usage_is_told(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["spec_update", *arguments])
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


# What README and CONTRIBUTING show


def test_the_readmes_example_is_what_is_printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = (PAGES / "anam-list-sessions.md").read_text(encoding="utf-8").replace("maximum: 100", "maximum: 50")
    page = tmp_path / "list-sessions.md"
    field = "        region:\n          type: string\n"
    page.write_text(text.replace("        exitStatus:\n", f"{field}        exitStatus:\n"), encoding="utf-8")
    assert main(["spec_update", "anam", str(page)]) == 1
    shown = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"\n$ python3 -m nox -s spec_update -- anam list-sessions.md\n{capsys.readouterr().out}$" in shown


def test_contributings_example_of_a_disagreement_can_be_applied() -> None:
    shown = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(- target: .*?)```", shown, re.DOTALL)
    overlay = parse_yaml("actions:\n" + example, "CONTRIBUTING.md")
    document, findings = corrected(read_yaml(SPECS / "elizaos" / "openapi.yaml"), overlay)
    assert findings == []
    assert document["components"]["schemas"]["SessionInfo"]["properties"]["renewalCount"]["type"] == "number"

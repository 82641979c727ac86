"""What vendors do to their APIs, from the new page to the regenerated client."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from codegen.documents import SpecError, SpecWarning
from codegen.intake.update import Update, prepare
from codegen.overlay import contract
from codegen.rooms import SPECS
from tests.codegen.tree import Tree, changed_pages

SESSION = "$.components.schemas.Session.properties"


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SPECS, tmp_path / "specs"))


def places(update: Update, severity: str) -> list[tuple[str, str]]:
    """The changes of a class: where, and what became of it."""
    return [(str(each.place), each.kind.value) for each in update.changes if each.severity.value == severity]


def edit(path: Path, *changes: tuple[str, str]) -> None:
    """Change a file by hand."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def test_a_new_optional_field_by_the_commands(tmp_path: Path) -> None:
    """From the page to the client, and nothing is touched but what it is about."""
    field = "        region:\n          type: string\n          description: Where it ran.\n"
    tree = Tree.copied(tmp_path / "tree")
    (page,) = changed_pages(tmp_path, "anam", ("        exitStatus:\n", f"{field}        exitStatus:\n"))
    before = tree.files()
    done = tree.run("-m", "codegen", "spec_update", "anam", "--json", "--write", page)
    assert done.status == 1, done.err
    structural = [each for each in json.loads(done.out)["changes"] if each["class"] != "wording"]
    found = [(each["place"], each["kind"], each["class"]) for each in structural]
    assert found == [(f"{SESSION}.region", "new", "compatible")]
    assert tree.run("-m", "codegen", "generate", "anam").status == 0
    after = tree.files()
    assert {name for name in after if after[name] != before.get(name)} == {
        "specs/anam/openapi.yaml",
        "specs/anam/wording.json",
        "generated/anam_client/__init__.py",
        "generated/anam_client/models/session.py",
    }
    document = after["specs/anam/openapi.yaml"].decode()
    assert field in document
    assert document.replace(field, "") == before["specs/anam/openapi.yaml"].decode()
    assert b"region: str | None | Unset" in after["generated/anam_client/models/session.py"]


def test_an_endpoint_that_moved_to_v5(specs: Path, tmp_path: Path) -> None:
    moved = ("v4/liveAvatar/session/list", "v5/liveAvatar/session/list")
    pages = changed_pages(tmp_path, "akool", moved)
    with pytest.raises(SpecError, match="in selection.yaml; similar operations: get /api/open/v5/liveAvatar"):
        prepare("akool", pages, specs=specs)
    edit(specs / "akool" / "selection.yaml", moved)
    before = (specs / "akool" / "openapi.yaml").read_text(encoding="utf-8")
    update = prepare("akool", pages, specs=specs)
    assert places(update, "breaking") == [("$.paths['/api/open/v4/liveAvatar/session/list']", "changed")]
    update.write(specs)
    assert (specs / "akool" / "openapi.yaml").read_text(encoding="utf-8") == before.replace(*moved)
    # The corrections that were made at the old place are named, by both commands.
    lost = [each for each in update.findings if each.fatal]
    assert lost
    with pytest.raises(SpecError) as refused:
        contract("akool", specs)
    for each in lost:
        assert "v4/liveAvatar/session/list" in each.target
        assert f"action {each.action}: target {each.target} matches nothing; adapt it" in str(refused.value)
    edit(specs / "akool" / "overlay.yaml", moved)
    contract("akool", specs)


def test_a_3_0_document_that_becomes_3_1(specs: Path, tmp_path: Path) -> None:
    stream = "        stream_type:\n          type: string\n"
    null = (stream, stream.replace("string", "[string, 'null']"))
    update = prepare("akool", changed_pages(tmp_path, "akool", ("openapi: 3.0.3", "openapi: 3.1.0"), null), specs=specs)
    assert ("$.openapi", "changed") in places(update, "compatible")
    schemas = ("SessionResponse", "SessionDetail")
    type_ = "$.components.schemas.{}.properties.stream_type.type"
    assert places(update, "breaking") == [(type_.format(name), "changed") for name in schemas]
    update.write(specs)
    # What our corrections say in 3.0's way means nothing in 3.1.
    with pytest.warns(SpecWarning, match=r"OpenAPI 3.1 ignores `nullable`; write type: \[\.\.\., 'null'\]"):
        contract("akool", specs)


def test_two_pages_that_disagree_on_a_shared_schema(specs: Path, tmp_path: Path) -> None:
    old, new = "        agora_uid:\n          type: number\n", "        agora_uid:\n          type: string\n"
    listing, detail = changed_pages(tmp_path, "akool")
    edit(detail, (old, new))
    place = "$.components.schemas.Credentials.properties.agora_uid"
    said = f'{place}.type: akool-session-list.md says "number", akool-session-detail.md says "string"'
    with pytest.raises(SpecError) as refused:
        prepare("akool", [listing, detail], specs=specs)
    assert said in str(refused.value)
    # The contradiction is recorded in the overlay, as CONTRIBUTING.md shows it.
    record = (
        f"  - target: {place}\n    description: Seen as text.\n"
        "    x-disagreement: {openapi.yaml: {type: number}, akool-session-detail.md: {type: string}}\n"
        "    update: {type: string}\n"
    )
    overlay = specs / "akool" / "overlay.yaml"
    overlay.write_text(f"{overlay.read_text(encoding='utf-8').rstrip()}\n{record}", encoding="utf-8")
    update = prepare("akool", [listing, detail], specs=specs)
    assert (update.structural, update.findings) == (False, ())
    schemas = contract("akool", specs)["components"]["schemas"]
    assert schemas["Credentials"]["properties"]["agora_uid"]["type"] == "string"
    # When they agree again, on what the other page said, the record no longer holds.
    edit(listing, (old, new))
    assert [each.fatal for each in prepare("akool", [listing, detail], specs=specs).findings] == [True]


def test_an_operation_that_is_used_no_more_goes(specs: Path, tmp_path: Path) -> None:
    edit(specs / "akool" / "selection.yaml", ("  - get /api/open/v4/liveAvatar/session/detail\n", ""))
    listing, _ = changed_pages(tmp_path, "akool")
    update = prepare("akool", [listing], specs=specs)
    gone = [place for place, kind in places(update, "breaking") if kind == "gone"]
    assert "$.paths['/api/open/v4/liveAvatar/session/detail']" in gone
    assert "$.components.schemas.SessionDetail" in gone

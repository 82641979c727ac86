"""docs/adding-an-operation.md, followed to the letter in a copy, adds an operation and its models."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from codegen.intake.update import prepare
from codegen.rooms import ROOT
from tests.codegen.tree import Tree

GUIDE = (ROOT / "docs" / "adding-an-operation.md").read_text(encoding="utf-8")
BLOCK = re.compile(
    r"^(?:\*\*(?P<end>the end of )?(?P<file>\S+)\*\*\n\n)?(?P<fence>`{3,}|~{3,})\w+\n(?P<text>.*?)^(?P=fence)$",
    re.M | re.S,
)


def test_the_guide_adds_the_operation_and_its_models(tmp_path: Path) -> None:
    tree = Tree.copied(tmp_path / "tree")
    for block in BLOCK.finditer(GUIDE):
        if block["file"]:
            path = tree.root / block["file"]
            before = path.read_text(encoding="utf-8") if block["end"] else ""
            path.write_text(before + block["text"], encoding="utf-8")
        else:
            _, _, _, _, _, session, _, *arguments = shlex.split(block["text"])
            done = tree.run("-m", "codegen", session, *arguments)
            assert done.status == (1 if session == "spec_update" else 0), done.err
            assert "breaking" not in done.out
    for name in ("api/sessions/get_session.py", "models/session_detail.py"):
        assert f"generated/anam_client/{name}" in GUIDE
        assert (tree.root / "generated" / "anam_client" / name).exists()
    # The overlay's error bodies apply to it, too.
    module = (tree.root / "generated/anam_client/api/sessions/get_session.py").read_text(encoding="utf-8")
    assert '_requests.Answer(404, 404, shape.model("Error"))' in module
    # Taking it in again changes nothing.
    assert prepare("anam", [tree.root / "get-session.md"], specs=tree.root / "specs").changes == ()

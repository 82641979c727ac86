"""docs/adding-an-operation.md, followed to the letter in a copy of the repository's rooms."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from codegen.rooms import ROOT
from tests.codegen.tree import PAGES, Tree

GUIDE = (ROOT / "docs" / "adding-an-operation.md").read_text(encoding="utf-8")
BLOCK = re.compile(
    r"^(?:\*\*(?P<end>the end of )?(?P<file>\S+)\*\*\n\n)?(?P<fence>`{3,}|~{3,})\w+\n(?P<text>.*?)^(?P=fence)$",
    re.M | re.S,
)
LIST = "anam-list-sessions.md"


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """A copy in which the page has been followed to its end."""
    tree = Tree.copied(tmp_path_factory.mktemp("operation") / "tree")
    (tree.root / LIST).write_bytes((PAGES / LIST).read_bytes())
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
    return tree


def test_the_operation_and_its_models_come_out(tree: Tree) -> None:
    for name in ("api/sessions/get_session.py", "models/session_detail.py"):
        assert f"generated/anam_client/{name}" in GUIDE
        assert (tree.root / "generated" / "anam_client" / name).exists()
    program = (
        "from anam_client.api.sessions.get_session import asyncio, asyncio_detailed, sync, sync_detailed; print(1)"
    )
    assert tree.use(program) == "1"


def test_the_committed_clients_are_what_it_compiles_to(tree: Tree) -> None:
    assert tree.drift("anam").status == 0


def test_the_error_bodies_apply(tree: Tree) -> None:
    module = Path(tree.root, "generated/anam_client/api/sessions/get_session.py").read_text(encoding="utf-8")
    assert "Error" in module
    assert "404" in module


def test_taking_it_in_again_changes_nothing(tree: Tree) -> None:
    assert tree.spec_update("anam", LIST, "get-session.md").report["changes"] == []

"""Vendors' pages with changes, and copies of the repository in which commands run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from codegen.rooms import ROOT, files

PAGES = Path(__file__).parent / "pages"
"""Pages with the vendors' form and structure, in our words."""
PAGES_OF = {
    "akool": ("akool-session-list.md", "akool-session-detail.md"),
    "anam": ("anam-list-sessions.md",),
    "elizaos": ("elizaos-list-sessions.md",),
    "konpro": ("konpro-list-sessions.md",),
}


def changed_pages(folder: Path, vendor: str, *changes: tuple[str, str]) -> list[Path]:
    """Write the pages of a vendor into a folder, each change wherever its text stands, and return their paths."""
    texts = {name: (PAGES / name).read_text(encoding="utf-8") for name in PAGES_OF[vendor]}
    for old, new in changes:
        assert any(old in text for text in texts.values()), old
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


@frozen
class Done:
    """The result of a command."""

    status: int
    out: str
    err: str


@frozen
class Tree:
    """A copy of the repository."""

    root: Path

    @classmethod
    def copied(cls, root: Path) -> Tree:
        """Copy the folders of the code generation."""
        for room in ("codegen", "specs", "generated"):
            shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__"))
        return cls(root)

    @classmethod
    def cloned(cls, root: Path) -> Tree:
        """Copy everything in the repository."""
        ignored = shutil.ignore_patterns("__pycache__", ".*", "build", "dist", "*.egg-info", "node_modules")
        shutil.copytree(ROOT, root, ignore=ignored)
        return cls(root)

    def run(self, *arguments: object, environment: Mapping[str, str] | None = None) -> Done:
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=self.root,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **(environment or {})},
            capture_output=True,
            text=True,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def files(self) -> dict[str, bytes]:
        """Return all files, without the checkers' caches."""
        return {name: content for name, content in files(self.root).items() if not name.startswith(".")}

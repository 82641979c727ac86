"""Vendors' pages with changes, and copies of the repository in which commands run."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from attrs import frozen

from codegen.rooms import ROOT, files

PAGES = Path(__file__).parent / "pages"
"""Pages in the vendors' form, with our own wording."""
PAGES_OF = {
    "akool": ("akool-session-list.md", "akool-session-detail.md"),
    "anam": ("anam-list-sessions.md",),
    "elizaos": ("elizaos-list-sessions.md",),
    "konpro": ("konpro-list-sessions.md",),
}
BLOCK = re.compile(
    r"^(?:\*\*(?P<end>the end of )?(?P<file>\S+)\*\*\n\n)?"
    r"(?P<fence>`{3,}|~{3,})(?P<kind>\w+)\n(?P<text>.*?)^(?P=fence)$",
    re.M | re.S,
)
"""A block of a guide, with the name of the file to write it to."""


def changed_pages(folder: Path, vendor: str, *changes: tuple[str, str]) -> list[Path]:
    """Write a vendor's pages into a folder, with each change in all pages that have its text; return their paths."""
    texts = {name: (PAGES / name).read_text(encoding="utf-8") for name in PAGES_OF[vendor]}
    for old, new in changes:
        assert any(old in text for text in texts.values()), old
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


@frozen
class Tree:
    root: Path

    @classmethod
    def copied(cls, root: Path, *, whole: bool = False) -> Tree:
        """Copy the folders of the code generation, or everything."""
        names = ("__pycache__", ".*", "build", "dist", "*.egg-info", "node_modules")
        for source in [ROOT] if whole else [ROOT / room for room in ("codegen", "specs", "generated")]:
            shutil.copytree(source, root / source.relative_to(ROOT), ignore=shutil.ignore_patterns(*names))
        return cls(root)

    def run(self, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=self.root,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment},
            capture_output=True,
            text=True,
        )

    def run_with_packages(self, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        path = f"{self.root / 'wrapper'}:{self.root / 'generated'}"
        return self.run(*arguments, PYTHONPATH=path, **environment)

    def follow(self, guide: str) -> None:
        """Write a guide's files, and run its commands as their nox sessions do."""
        for block in BLOCK.finditer(guide):
            if block["file"]:
                path = self.root / block["file"]
                path.parent.mkdir(parents=True, exist_ok=True)
                before = path.read_text(encoding="utf-8") if block["end"] else ""
                path.write_text(before + block["text"], encoding="utf-8")
            elif block["kind"] == "console":
                for line in block["text"].splitlines():
                    self.run_session(line)

    def run_session(self, line: str) -> None:
        prompt, python, _, nox, _, session, *arguments = shlex.split(line.partition("#")[0])
        assert (prompt, python, nox) == ("$", "python3", "nox")
        if session == "vendors":
            done = self.run_with_packages("-m", "tests.vendor_lists")
        else:
            done = self.run("-m", "codegen", session, *arguments[1:])  # the arguments after --
        assert done.returncode == (1 if session == "spec_update" else 0), (line, done.stderr)
        assert "breaking" not in done.stdout

    def files(self) -> dict[str, bytes]:
        """Return all files except the caches of the checkers."""
        return {name: content for name, content in files(self.root).items() if not name.startswith(".")}

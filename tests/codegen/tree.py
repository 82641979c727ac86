"""A copy of the rooms, where a vendor can change its API."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from codegen.rooms import ROOT, files, package_name

PAGES = Path(__file__).parent / "pages"
"""Pages in the vendors' form and with their structure, in our words."""
PAGES_OF = {
    "akool": ("akool-session-list.md", "akool-session-detail.md"),
    "anam": ("anam-list-sessions.md",),
    "elizaos": ("elizaos-list-sessions.md",),
    "konpro": ("konpro-list-sessions.md",),
}


@frozen
class Done:
    """A command that has ended."""

    status: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """What `spec_update --json` printed."""
        return dict(json.loads(self.out))

    def places(self, class_: str) -> list[tuple[str, str]]:
        """The changes of a class: where, and what became of it."""
        return [(each["place"], each["kind"]) for each in self.report["changes"] if each["class"] == class_]


@frozen
class Tree:
    """The copy, and the three commands as a person runs them there."""

    root: Path

    @classmethod
    def copied(cls, root: Path) -> Tree:
        ignored = shutil.ignore_patterns("__pycache__")
        for room in ("codegen", "specs", "generated", "wrapper"):
            shutil.copytree(ROOT / room, root / room, ignore=ignored)
        shutil.copy(ROOT / "pyproject.toml", root)
        return cls(root)

    @classmethod
    def cloned(cls, root: Path) -> Tree:
        """A copy of everything that the repository holds."""
        ignored = shutil.ignore_patterns("__pycache__", ".*", "build", "dist", "*.egg-info", "node_modules")
        shutil.copytree(ROOT, root, ignore=ignored)
        return cls(root)

    def page(self, name: str, *changes: tuple[str, str]) -> Path:
        """One of the pages with texts in it changed, each of which must be there."""
        text = (PAGES / name).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = self.root / name
        path.write_text(text, encoding="utf-8")
        return path

    def pages(self, vendor: str, *changes: tuple[str, str]) -> list[Path]:
        """All pages of a vendor; each change is made wherever its text is."""
        texts = {name: (PAGES / name).read_text(encoding="utf-8") for name in PAGES_OF[vendor]}
        for old, _ in changes:
            assert any(old in text for text in texts.values())
        return [self.page(name, *((old, new) for old, new in changes if old in text)) for name, text in texts.items()]

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Change a file by hand."""
        text = self.text(path)
        assert old in text
        (self.root / path).write_text(text.replace(old, new), encoding="utf-8")

    def spec_update(self, vendor: str, *arguments: object) -> Done:
        return self.run("-m", "codegen", "spec_update", vendor, "--json", *arguments)

    def generate(self, *vendors: str) -> Done:
        return self.run("-m", "codegen", "generate", *vendors)

    def drift(self, *vendors: str) -> Done:
        return self.run("-m", "codegen", "drift", *vendors)

    def use(self, program: str) -> str:
        """What a program prints that has the tree's clients."""
        done = self.run("-c", program, environment={"PYTHONPATH": str(self.root / "generated")})
        assert done.status == 0, done.err
        return done.out.strip()

    def run(self, *arguments: object, environment: Mapping[str, str] | None = None) -> Done:
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=self.root,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **(environment or {})},
            capture_output=True,
            text=True,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def state(self) -> dict[str, bytes]:
        """Every file of specs/ and generated/."""
        paths = [path for room in ("specs", "generated") for path in (self.root / room).rglob("*") if path.is_file()]
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in paths}

    def files(self) -> dict[str, bytes]:
        """Every file, without the checkers' caches."""
        return {name: content for name, content in files(self.root).items() if not name.startswith(".")}

    def changed_since(self, state: Mapping[str, bytes]) -> set[str]:
        """The files that are otherwise than they were."""
        now = self.state()
        return {name for name in now.keys() | state.keys() if now.get(name) != state.get(name)}

    def taken_in(self, vendor: str, *arguments: object) -> Done:
        """The whole way: compare and write, then generate, and see that it has been taken in."""
        done = self.spec_update(vendor, "--write", *arguments)
        assert done.status == 1, done.err
        made = self.generate(vendor)
        assert made.status == 0, made.err
        assert self.drift(vendor).status == 0
        again = self.spec_update(vendor, *arguments)
        assert (again.status, again.report["changes"]) == (0, [])
        return done


def package(vendor: str) -> str:
    """Where a vendor's client is in the tree."""
    return f"generated/{package_name(vendor)}"

"""Run both generators for many documents at once."""

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from codegen.compile import compile_clients
from codegen.documents import SpecError
from codegen.rooms import ROOT, package_name
from tests.codegen.documents import write


@frozen
class Compiled:
    """The folder with the packages, and for each missing package its problems, by the document's key."""

    folder: Path
    plain_problems: Mapping[str, str] = field(factory=dict)
    our_problems: Mapping[str, str] = field(factory=dict)

    @property
    def ours(self) -> Path:
        return self.folder / "ours"

    @property
    def plain(self) -> Path:
        return self.folder / "plain"


def plain_name(key: str) -> str:
    return f"{key}_plain"


def compile_both(documents: Mapping[str, Any], folder: Path) -> Compiled:
    """Compile each document with both generators, into packages `<key>_client` and `<key>_plain` in the folder."""
    compiled = Compiled(folder)
    compiled.plain.mkdir(parents=True)
    with start_plain(documents, compiled.plain) as plain:
        ours = compile_ours(documents, folder)
        printed, complaints = plain.communicate()
    if plain.returncode:
        raise RuntimeError(complaints)
    problems = zip(documents, map(json.loads, printed.splitlines()), strict=True)
    return Compiled(folder, {key: problem for key, problem in problems if problem}, ours)


def start_plain(documents: Mapping[str, Any], into: Path) -> subprocess.Popen[str]:
    for key, document in documents.items():
        (into / f"{key}.json").write_text(json.dumps(document), encoding="utf-8")
    jobs = into.with_name("plain.jsonl")
    lines = [json.dumps([str(into / f"{key}.json"), str(into / plain_name(key))]) for key in documents]
    jobs.write_text("\n".join(lines), encoding="utf-8")
    with jobs.open(encoding="utf-8") as stdin:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.side_by_side.plain"],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": "0"},
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )


def compile_ours(documents: Mapping[str, Any], folder: Path) -> dict[str, str]:
    """Compile the documents with `codegen` into `ours`, and return the problems of each missing package."""
    for key, document in documents.items():
        write(folder / "specs", document, vendor=key)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        problem = ""
        try:
            compile_clients(documents, folder / "ours", folder / "specs")
        except SpecError as error:
            problem = str(error)
    missing = [key for key in documents if not (folder / "ours" / package_name(key)).exists()]
    return {key: next((line for line in problem.splitlines() if f"/{key}" in line), problem) for key in missing}

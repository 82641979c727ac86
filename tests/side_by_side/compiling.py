"""Both generators over many documents at once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import field, frozen

from codegen.compile import compile_clients
from codegen.documents import SpecError
from codegen.rooms import ROOT, package_name

_OVERLAY = {"overlay": "1.0.0", "info": {"title": "No corrections", "version": "1"}, "actions": []}


@frozen
class Compiled:
    """Where the packages are, and why some are missing, by the key of their document."""

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
    """Compile documents, by their keys, into packages `<key>_client` and `<key>_plain` below the folder."""
    compiled = Compiled(folder)
    compiled.plain.mkdir(parents=True)
    with start_plain(documents, compiled.plain) as plain:
        ours = compile_ours(documents, folder)
        printed, complaints = plain.communicate()
    if plain.returncode:
        raise RuntimeError(complaints)
    results = zip(documents, map(json.loads, printed.splitlines()), strict=True)
    return Compiled(folder, {key: said for key, (status, said) in results if status or "WARNING" in said}, ours)


def start_plain(documents: Mapping[str, Any], into: Path) -> subprocess.Popen[str]:
    """Start the unmodified generator, which reads its arguments from a file."""
    arguments = into.with_name("plain.jsonl")
    lines = [json.dumps(_plain_arguments(key, document, into)) for key, document in documents.items()]
    arguments.write_text("\n".join(lines), encoding="utf-8")
    with arguments.open(encoding="utf-8") as stdin:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.side_by_side.plain"],
            cwd=ROOT,
            env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "PYTHONHASHSEED": "0"},
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )


def _plain_arguments(key: str, document: Any, into: Path) -> list[str]:
    path, config, output = into / f"{key}.json", into / f"{key}.yaml", into / plain_name(key)
    path.write_text(json.dumps(document), encoding="utf-8")
    config.write_text(f"package_name_override: {output.name}\npost_hooks: []\n", encoding="utf-8")
    return ["generate", "--meta=none", f"--path={path}", f"--config={config}", f"--output-path={output}"]


def compile_ours(documents: Mapping[str, Any], folder: Path) -> dict[str, str]:
    """Compile the documents with `codegen` into `ours`; return the problems of those that have no package."""
    for key, document in documents.items():
        specs = folder / "specs" / key
        specs.mkdir(parents=True)
        (specs / "openapi.yaml").write_text(json.dumps(document), encoding="utf-8")
        (specs / "overlay.yaml").write_text(json.dumps(_OVERLAY), encoding="utf-8")
        settings = f"package_name_override: {package_name(key)}\npost_hooks: []\n"
        (specs / "generator.yaml").write_text(settings, encoding="utf-8")
    (folder / "ours").mkdir(exist_ok=True)
    return _compile_some(list(documents), folder / "ours", folder / "specs")


def _compile_some(keys: Sequence[str], into: Path, specs: Path) -> dict[str, str]:
    """Compile at once what compiles; halve the rest until each failure has its document."""
    said = _complaint(keys, into, specs)
    missing = [key for key in keys if not (into / package_name(key)).exists()]
    if len(keys) == 1:
        return dict.fromkeys(missing, said or "no package")
    named = {key: said for key in missing if re.search(rf"\b{key}\b", said)}
    rest = [key for key in missing if key not in named]
    middle = (len(rest) + 1) // 2
    for half in (rest[:middle], rest[middle:]):
        named |= _compile_some(half, into, specs) if half else {}
    return named


def _complaint(keys: Sequence[str], into: Path, specs: Path) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile_clients(keys, into, specs)
        except SpecError as error:
            return str(error)
        except Exception as error:  # noqa: BLE001  # a crash is a result, too
            return f"{type(error).__name__}: {error}" if len(keys) == 1 else ""
    return ""

"""Compile contracts (documents with our corrections) into clients, with openapi-python-client and our templates."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias, cast

from .access import defaults
from .documents import SpecError, SpecWarning
from .overlay import DOCUMENT, OVERLAY, contract
from .prepare import prepared
from .rooms import ROOT, SPECS, TEMPLATES, package_name

CONFIG = "generator.yaml"
# The templates import everything that any module may need. Ruff removes the unused imports, and sorts the rest.
FIXES = "F401,I"
_Job: TypeAlias = tuple[Path, Path]  # the vendor's folder, and the scratch folder of its client


def compile_clients(vendors: Iterable[str], into: Path, specs: Path = SPECS) -> list[Path]:
    """Generate these vendors' client packages in the folder `into`, and return their paths. Needs no network.

    Raises SpecError if a vendor's documents or configuration do not compile, but only after generating the other
    vendors' packages.
    """
    compiled: list[_Job] = []
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        jobs: list[_Job] = []
        for vendor in vendors:
            try:
                jobs.append(_job(specs / vendor, Path(scratch)))
            except SpecError as error:
                failures.append(str(error))
        for job, (fatal, complaints) in zip(jobs, _run_generator(jobs), strict=True):
            does = "cannot compile" if fatal else "skipped parts of"
            problem = "\n".join([f"openapi-python-client {does} specs/{job[0].name}:", *complaints])
            if fatal:
                failures.append(problem)
                continue
            compiled.append(job)
            if complaints:
                warnings.warn(problem, SpecWarning, stacklevel=2)
        packages = _finish(compiled, into) if compiled else []
    if failures:
        raise SpecError("\n".join(failures))
    return packages


def compile_client(vendor: str, into: Path, specs: Path = SPECS) -> Path:
    """Generate one vendor's client package, as `compile_clients` does, and return its path."""
    return compile_clients([vendor], into, specs)[0]


def _job(documents: Path, scratch: Path) -> _Job:
    """Write a vendor's contract for the generator, and return the job."""
    if not (documents / CONFIG).exists():
        raise SpecError(f"{documents / CONFIG}: file not found; copy this file from another vendor, and adapt it")
    document = contract(documents.name, documents.parent)
    fresh = scratch / package_name(documents.name)
    fresh.with_suffix(".py").write_text(defaults(documents, document), encoding="utf-8", newline="\n")
    fresh.with_suffix(".json").write_text(json.dumps(prepared(document)), encoding="utf-8")
    return documents, fresh


def _run_generator(jobs: Iterable[_Job]) -> list[tuple[bool, list[str]]]:
    """Run the generator in its own process. For each job, return True if it failed, and the messages."""
    paths = ({"config": str(documents / CONFIG), "output": str(fresh)} for documents, fresh in jobs)
    found = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    printed = _run("codegen.generator", stdin="".join(f"{json.dumps(each)}\n" for each in paths), PYTHONPATH=found)
    return [cast("tuple[bool, list[str]]", json.loads(line)) for line in printed.splitlines()]


def _finish(jobs: Sequence[_Job], into: Path) -> list[Path]:
    """Complete and format the generated packages, write them to the folder `into`, and return their paths."""
    for _, fresh in jobs:
        (fresh / "py.typed").touch()
        fresh.with_suffix(".py").rename(fresh / "defaults.py")
        shutil.copytree(TEMPLATES / "package", fresh, dirs_exist_ok=True)
    # Isolated, because a ruff.toml in a parent folder would change the output.
    common = ["--isolated", "--no-cache", "--config=line-length=120", "--target-version=py311", "--quiet"]
    packages = [str(fresh) for _, fresh in jobs]
    _run("ruff", "check", "--fix-only", f"--select={FIXES}", *common, *packages)
    _run("ruff", "format", *common, *packages)
    for documents, fresh in jobs:
        _add_headers(documents, fresh)
        shutil.rmtree(into / fresh.name, ignore_errors=True)
        shutil.copytree(fresh, into / fresh.name)
    return [into / fresh.name for _, fresh in jobs]


def _run(module: str, *arguments: str, stdin: str = "", **environment: str) -> str:
    # The output must have the same bytes everywhere, independent of the caller's locale and the order of sets.
    fixed = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "COLUMNS": "200", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        input=stdin,
        env={**os.environ, **fixed, **environment},
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise SpecError(f"{module} failed:\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout


def _add_headers(documents: Path, package: Path) -> None:
    vendor, specs = documents.name, f"specs/{documents.name}"
    line = f"# Generated from {specs} by `nox -s generate -- {vendor}`. Not to be edited: see CONTRIBUTING.md.\n"
    digests = {name: hashlib.sha256((documents / name).read_bytes()).hexdigest() for name in (DOCUMENT, OVERLAY)}
    hashes = "".join(f"# {specs}/{name}: sha256 {digest}\n" for name, digest in digests.items())
    for path in package.rglob("*.py"):
        # Only `__init__.py` has the hashes. Otherwise each change of a document would change every file of its package.
        header = line + hashes if path == package / "__init__.py" else line
        path.write_text(header + path.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")

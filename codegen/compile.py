"""From the contract to a client package, by openapi-python-client with our templates."""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from attrs import frozen

from .access import defaults
from .documents import SpecError, SpecWarning
from .overlay import contract
from .prepare import prepared
from .rooms import ROOT, SPECS, TEMPLATES, files, package_name

CONFIG = "generator.yaml"
LINE_LENGTH = 120
# Imports that a module does not need are taken out, and the rest sorted: the templates import for every case.
FIXES = "F401,I"


@frozen(kw_only=True)
class _Job:
    """One client to be made: its vendor's folder, its contract, and where it is put together."""

    documents: Path
    contract: dict[str, Any]
    defaults: str
    fresh: Path


def compile_clients(vendors: Iterable[str], into: Path, specs: Path = SPECS) -> list[Path]:
    """Make the client packages of these vendors anew, in the folder `into`, and give their paths. Needs no network.

    Only files that come out otherwise than they are there are touched. Raises SpecError, which tells of each vendor
    whose documents or generator's configuration make no whole client; the others' packages are made nevertheless.
    """
    packages: list[Path] = []
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as scratch, _started_generator() as generator:
        jobs: list[_Job] = []
        for vendor in vendors:
            try:
                jobs.append(_job(specs / vendor, Path(scratch) / package_name(vendor)))
                _hand_over(jobs[-1], generator)
            except SpecError as error:
                failures.append(str(error))
        made: list[_Job] = []
        for job, complaints in zip(jobs, _generated(generator), strict=True):
            if any(fatal for fatal, _ in complaints):
                failures.append(_told(job, complaints))
                continue
            if complaints:
                warnings.warn(_told(job, complaints), SpecWarning, stacklevel=2)
            made.append(job)
        for job in made:
            (job.fresh / "py.typed").touch()
            (job.fresh / "defaults.py").write_text(job.defaults, encoding="utf-8", newline="\n")
            shutil.copytree(TEMPLATES / "package", job.fresh, dirs_exist_ok=True)
        if made:
            _format([job.fresh for job in made])
        for job in made:
            _add_headers(job.documents, job.fresh)
            packages.append(into / job.fresh.name)
            _bring_up_to_date(packages[-1], files(job.fresh))
    if failures:
        raise SpecError("\n".join(failures))
    return packages


def compile_client(vendor: str, into: Path, specs: Path = SPECS) -> Path:
    """As `compile_clients`, for one vendor."""
    (package,) = compile_clients([vendor], into, specs)
    return package


def _job(documents: Path, fresh: Path) -> _Job:
    if not (documents / CONFIG).exists():
        raise SpecError(f"{documents / CONFIG}: there is none; another vendor's shows what belongs there")
    document = contract(documents.name, documents.parent)
    return _Job(documents=documents, contract=document, defaults=defaults(documents, document), fresh=fresh)


def _told(job: _Job, complaints: list[tuple[bool, str]]) -> str:
    fatal = any(fatal for fatal, _ in complaints)
    does = "does not compile" if fatal else "leaves out a part of"
    return "\n".join([f"openapi-python-client {does} specs/{job.documents.name}:", *(text for _, text in complaints)])


def _bring_up_to_date(package: Path, fresh: dict[str, bytes]) -> None:
    committed = files(package)
    for name, content in fresh.items():
        if committed.get(name) != content:
            (package / name).parent.mkdir(parents=True, exist_ok=True)
            (package / name).write_bytes(content)
    for name in committed.keys() - fresh.keys():
        (package / name).unlink()
    # A folder that holds nothing but a cache could still be imported.
    for folder in sorted((path for path in package.rglob("*") if path.is_dir()), reverse=True):
        if folder.name != "__pycache__" and not files(folder):
            shutil.rmtree(folder)


def _started_generator() -> "subprocess.Popen[str]":
    """The generator, which gets ready while the contracts are being read, and begins with the first that has been."""
    command = [sys.executable, "-m", "codegen.generator"]
    found = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(
        command,
        env={**_environment(), "PYTHONPATH": found},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def _hand_over(job: _Job, generator: "subprocess.Popen[str]") -> None:
    document = job.fresh.with_suffix(".json")
    document.write_text(json.dumps(prepared(job.contract)), encoding="utf-8")
    paths = {"document": document, "config": job.documents / CONFIG, "output": job.fresh, "templates": TEMPLATES}
    if generator.stdin is not None:
        with contextlib.suppress(BrokenPipeError):  # it does not run, as is told in the end
            generator.stdin.write(json.dumps({name: str(path) for name, path in paths.items()}) + "\n")
            generator.stdin.flush()


def _generated(generator: "subprocess.Popen[str]") -> list[list[tuple[bool, str]]]:
    """Wait for the generator, and return its complaints of each job: whether one is fatal, and its text."""
    printed, log = generator.communicate()
    if generator.returncode:
        raise SpecError(f"openapi-python-client does not run:\n{log}".rstrip())
    return [cast("list[tuple[bool, str]]", json.loads(line)) for line in printed.splitlines()]


def _format(packages: Iterable[Path]) -> None:
    # Isolated: else a ruff.toml above the folder that happens to be compiled into would change the output.
    ruff = [sys.executable, "-m", "ruff"]
    common = ["--isolated", "--no-cache", f"--config=line-length={LINE_LENGTH}", "--target-version=py311"]
    common += map(str, packages)
    _run([*ruff, "check", "--fix-only", "--quiet", f"--select={FIXES}", *common], what="ruff cannot fix the clients")
    _run([*ruff, "format", "--quiet", *common], what="ruff cannot format the clients")


def _environment() -> dict[str, str]:
    # Same bytes everywhere: neither the caller's locale nor the order of a set may show in the output.
    return {**os.environ, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "COLUMNS": "200", "NO_COLOR": "1"}


def _run(command: list[str], *, what: str) -> None:
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise SpecError(f"{what}:\n{done.stdout}{done.stderr}".rstrip())


def _add_headers(documents: Path, package: Path) -> None:
    vendor = documents.name
    line = f"# Generated from specs/{vendor} by `nox -s generate -- {vendor}`. Not to be edited: see CONTRIBUTING.md.\n"
    for path in package.rglob("*.py"):
        # Only the package's own file names the hashes, so that a changed document touches no file without need.
        hashes = _hashes(documents) if path.parent == package and path.name == "__init__.py" else ""
        path.write_text(f"{line}{hashes}{path.read_text(encoding='utf-8')}", encoding="utf-8", newline="\n")


def _hashes(documents: Path) -> str:
    names = ("openapi.yaml", "overlay.yaml")
    digests = {name: hashlib.sha256((documents / name).read_bytes()).hexdigest() for name in names}
    return "".join(f"# specs/{documents.name}/{name}: sha256 {digest}\n" for name, digest in digests.items())

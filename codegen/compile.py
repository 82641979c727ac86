"""From the contract to a client package, by openapi-python-client with our templates."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from .overlay import SpecError, contract
from .rooms import SPECS, TEMPLATES, package_name

LINE_LENGTH = 120
# Imports that a module does not need are taken out, and the rest sorted: the templates import for every case.
FIXES = "F401,I"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def compile_client(vendor: str, into: Path, specs: Path = SPECS) -> Path:
    """Make the client package of `vendor` anew, in the folder `into`, and give its path. Needs no network.

    Raises SpecError where the documents or the generator's configuration do not make a whole client.
    """
    package = into / package_name(vendor)
    document = contract(vendor, specs)
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch) / package.name
        _run_generator(document, specs / vendor / "generator.yaml", fresh, Path(scratch))
        (fresh / "py.typed").touch()
        (fresh / "defaults.py").write_text(_defaults(vendor, document), encoding="utf-8")
        _format(fresh)
        _add_headers(specs / vendor, fresh)
        shutil.rmtree(package, ignore_errors=True)
        shutil.copytree(fresh, package, ignore=shutil.ignore_patterns(".ruff_cache", "__pycache__"))
    return package


def _run_generator(document: dict[str, Any], config: Path, package: Path, scratch: Path) -> None:
    path = scratch / "openapi.json"
    path.write_text(json.dumps(_with_described_parameters(document)), encoding="utf-8")
    _run(
        [sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning", "--meta", "none"]
        + [f"--path={path}", f"--output-path={package}"]
        + [f"--config={config}", f"--custom-template-path={TEMPLATES}"],
        what=f"openapi-python-client does not compile specs/{config.parent.name}",
    )


def _with_described_parameters(document: dict[str, Any]) -> dict[str, Any]:
    # The generator passes over a parameter's own description and takes its schema's for the docstring.
    paths: list[dict[str, Any]] = list(document["paths"].values())
    operations: list[dict[str, Any]] = [path[method] for path in paths for method in METHODS if method in path]
    for parameter in (parameter for holder in (*paths, *operations) for parameter in holder.get("parameters", [])):
        schema = parameter.get("schema", {})
        if "description" in parameter and "$ref" not in schema:
            schema.setdefault("description", parameter["description"])
    return document


def _format(package: Path) -> None:
    # Isolated: else a ruff.toml above the folder that happens to be compiled into would change the output.
    ruff = [sys.executable, "-m", "ruff"]
    common = ["--isolated", "--no-cache", f"--config=line-length={LINE_LENGTH}", "--target-version=py311", str(package)]
    _run([*ruff, "check", "--fix-only", "--quiet", f"--select={FIXES}", *common], what="ruff cannot fix the client")
    _run([*ruff, "format", "--quiet", *common], what="ruff cannot format the client")


def _run(command: list[str], *, what: str) -> None:
    # Same bytes everywhere: neither the caller's locale nor the order of a set may show in the output.
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "COLUMNS": "200", "NO_COLOR": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise SpecError(f"{what}:\n{done.stdout}{done.stderr}".rstrip())


def _defaults(vendor: str, document: dict[str, Any]) -> str:
    """What the generator passes over: the document's first server and its first security scheme."""
    if not document.get("servers"):
        raise SpecError(f"specs/{vendor}: no servers; say in the overlay where the API answers")
    header, prefix = _credentials(vendor, document)
    return (
        '"""Where the API answers and how it is told who asks, as the document says."""\n\n'
        f"SERVER = {document['servers'][0]['url']!r}\nAUTH_HEADER = {header!r}\nAUTH_PREFIX = {prefix!r}\n"
    )


def _credentials(vendor: str, document: dict[str, Any]) -> tuple[str, str]:
    """The header that carries the credentials, and what stands before them."""
    schemes = document.get("components", {}).get("securitySchemes", {})
    names = [name for requirement in document.get("security", []) for name in requirement]
    scheme = schemes.get(names[0], f"{names[0]}, which is not defined") if names else "none"
    match scheme:
        case {"type": "apiKey", "in": "header", "name": str(header)}:
            return header, ""
        case {"type": "http", "scheme": "bearer"}:
            return "Authorization", "Bearer"
        case _:
            raise SpecError(
                f"specs/{vendor}: the first security scheme is {scheme}; supported are a header's key or token"
            )


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

"""Compare the committed clients with newly generated ones, byte by byte."""

import difflib
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from .compile import compile_clients
from .rooms import GENERATED, SPECS, TEMPLATES, files, package_name


def drift(vendors: Iterable[str], generated: Path = GENERATED, specs: Path = SPECS) -> str:
    """Return a unified diff from the committed packages to newly generated ones; empty if they are the same."""
    known = list(vendors)
    missing = [name for name in known if not files(generated / package_name(name))]
    with tempfile.TemporaryDirectory() as scratch:
        fresh = compile_clients([name for name in known if name not in missing], Path(scratch), specs)
        changed = "".join(line for each in fresh for line in _differences(each, generated / each.name))
    return "".join(f"{package_name(name)}: is missing from generated/\n" for name in missing) + changed


def strays(generated: Path = GENERATED, specs: Path = SPECS) -> str:
    """List packages that have no folder in `specs/`, and folders in `specs/` that have no document, one per line."""
    folders = {path.name for path in specs.iterdir() if path.is_dir() and path.name != TEMPLATES.name}
    packages = {path.name for path in generated.iterdir() if path.is_dir() and files(path)}
    lost = sorted(packages - {package_name(name) for name in folders})
    empty = sorted(name for name in folders if not (specs / name / "openapi.yaml").exists())
    lines = [f"{name}: has no folder in specs/; delete the package, or restore the folder\n" for name in lost]
    return "".join([*lines, *(f"specs/{name}: has no openapi.yaml; add it, or delete the folder\n" for name in empty)])


def _differences(fresh: Path, committed: Path) -> Iterator[str]:
    now, before = files(fresh), files(committed)
    for path in sorted(path for path in now.keys() | before.keys() if now.get(path) != before.get(path)):
        name = f"{fresh.name}/{path}"
        if path not in now or path not in before:
            yield f"{name}: is {'missing from generated/' if path in now else 'no longer generated'}\n"
        else:
            old, new = (each[path].decode("utf-8", "replace").splitlines(keepends=True) for each in (before, now))
            yield from difflib.unified_diff(old, new, f"committed/{name}", f"generated/{name}")

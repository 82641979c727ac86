"""Whether the committed clients are what the documents compile to, byte for byte."""

import difflib
import tempfile
from pathlib import Path

from .compile import compile_client
from .rooms import GENERATED, package_name


def drift(vendor: str, generated: Path = GENERATED) -> str:
    """A unified diff from the committed package to what would be generated now; empty if there is none."""
    with tempfile.TemporaryDirectory() as scratch:
        fresh = _files(compile_client(vendor, Path(scratch)))
        committed = _files(generated / package_name(vendor))
    changed = sorted(name for name in fresh.keys() | committed.keys() if fresh.get(name) != committed.get(name))
    return "".join(
        _difference(f"{package_name(vendor)}/{name}", committed.get(name), fresh.get(name)) for name in changed
    )


def _files(package: Path) -> dict[str, bytes]:
    paths = (path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(package).as_posix(): path.read_bytes() for path in paths}


def _difference(name: str, committed: bytes | None, fresh: bytes | None) -> str:
    if committed is None or fresh is None:
        return f"{name}: {'is missing' if committed is None else 'is generated no more'}\n"
    before, after = (content.decode("utf-8", "replace").splitlines(keepends=True) for content in (committed, fresh))
    return "".join(difflib.unified_diff(before, after, f"committed/{name}", f"generated/{name}"))

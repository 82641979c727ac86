"""Whether the committed clients are what the documents compile to, byte for byte."""

import difflib
import tempfile
from collections.abc import Iterable
from pathlib import Path

from .compile import compile_clients
from .rooms import GENERATED, SPECS, files


def drift(vendors: Iterable[str], generated: Path = GENERATED, specs: Path = SPECS) -> str:
    """A unified diff from the committed packages to what would be generated now; empty if there is none."""
    with tempfile.TemporaryDirectory() as scratch:
        return "".join(
            _differences(fresh.name, files(generated / fresh.name), files(fresh))
            for fresh in compile_clients(vendors, Path(scratch), specs)
        )


def _differences(package: str, committed: dict[str, bytes], fresh: dict[str, bytes]) -> str:
    changed = sorted(name for name in fresh.keys() | committed.keys() if fresh.get(name) != committed.get(name))
    return "".join(_difference(f"{package}/{name}", committed.get(name), fresh.get(name)) for name in changed)


def _difference(name: str, committed: bytes | None, fresh: bytes | None) -> str:
    if committed is None or fresh is None:
        return f"{name}: {'is missing' if committed is None else 'is generated no more'}\n"
    before, after = (content.decode("utf-8", "replace").splitlines(keepends=True) for content in (committed, fresh))
    return "".join(difflib.unified_diff(before, after, f"committed/{name}", f"generated/{name}"))

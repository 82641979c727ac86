"""Run both generators for many documents at once."""

import multiprocessing
import warnings
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from attrs import field, frozen

from codegen.compile import compile_clients
from codegen.documents import SpecError
from codegen.rooms import package_name
from tests.codegen.documents import write
from tests.side_by_side.plain import compile_plain


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


def compile_both(documents: Mapping[str, Any], folder: Path) -> Compiled:
    """Compile each document with both generators, into packages `<key>_client` and `<key>_plain` in the folder."""
    compiled = Compiled(folder)
    compiled.plain.mkdir(parents=True)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        plain = pool.submit(compile_plain, documents, compiled.plain)
        ours = compile_ours(documents, folder)
        return Compiled(folder, plain.result(), ours)


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

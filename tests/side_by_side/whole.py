"""Whole documents of vendors, which are not part of the repository: compile, import, check and read their examples."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from codegen.documents import METHODS, read_yaml
from codegen.rooms import package_name
from tests.side_by_side.compiling import Compiled, compile_ours, plain_name, start_plain
from tests.side_by_side.examples import Example, examples_of
from tests.side_by_side.packages import Package
from tests.side_by_side.reading import attempt
from tests.side_by_side.typechecking import type_errors

MOST = 2.0
"""How many times as long as plain ours may take."""


@frozen(kw_only=True)
class Compilation:
    """How long a generator took for a document, in seconds of the processor, and why it did not succeed."""

    seconds: float
    problem: str = ""


def check_documents(folder: Path) -> bool:
    """Check every document of a folder, print a line for each and its problems; True if any has some."""
    failed = False
    for path in sorted(path for path in folder.iterdir() if path.suffix in {".json", ".yaml", ".yml"}):
        with tempfile.TemporaryDirectory() as scratch:
            failed |= check_document(path, Path(scratch))
    return failed


def check_document(path: Path, scratch: Path) -> bool:
    document = read_yaml(path)
    key = "whole_" + "".join(character if character.isalnum() else "_" for character in path.stem.lower())
    compiled = Compiled(scratch)
    compiled.ours.mkdir()
    compiled.plain.mkdir()
    plain = timed(lambda: compile_plain(key, document, compiled))
    ours = timed(lambda: compile_ours({key: document}, compiled).get(key, ""))
    examples = list(examples_of(document))
    problems = list(problems_of_document(key, compiled, plain, ours, examples))
    times = f"plain {plain.seconds:.1f} s, ours {ours.seconds:.1f} s, {ours.seconds / plain.seconds:.1f} times as long"
    print(f"{path.name}: {size(document)}, {len(examples)} examples; {times}; {len(problems) or 'no'} problems")
    for problem in problems:
        print(f"  {problem}")
    return bool(problems)


def size(document: dict[str, Any]) -> str:
    operations = [method for path in document.get("paths", {}).values() for method in path if method in METHODS]
    return f"{len(operations)} operations, {len(document.get('components', {}).get('schemas', {}))} schemas"


def timed(compile_one: Callable[[], str]) -> Compilation:
    started = processor_seconds()
    problem = compile_one()
    return Compilation(seconds=processor_seconds() - started, problem=problem)


def processor_seconds() -> float:
    """What this process and its children have used so far, whatever else the machine does."""
    return sum(os.times()[:4])


def compile_plain(key: str, document: dict[str, Any], compiled: Compiled) -> str:
    with start_plain({key: document}, compiled.plain) as plain:
        printed, complaints = plain.communicate()
    status, said = json.loads(printed) if printed else (1, complaints)
    return str(said) if status else ""


def problems_of_document(
    key: str, compiled: Compiled, plain: Compilation, ours: Compilation, examples: list[Example]
) -> Iterator[str]:
    if ours.problem:
        yield f"ours does not compile: {' '.join(ours.problem.split())[:2000]}"
        return
    if plain.problem:
        yield f"plain does not compile, and cannot be compared: {' '.join(plain.problem.split())[:500]}"
    elif ours.seconds > MOST * plain.seconds:
        yield f"ours takes more than {MOST:g} times as long as plain"
    sys.path[:0] = [str(compiled.ours), str(compiled.plain)]
    package = Package(package_name(key), compiled.ours)
    try:
        _, failed = attempt(package.import_all)
        if failed:
            yield f"ours cannot be imported: {failed}"
            return
        _, failed = attempt(Package(plain_name(key), compiled.plain).import_all)
        print(f"  plain cannot be imported: {failed}" if failed else "  both can be imported")
        yield from (problem for example in examples if (problem := example.wrong_in(package)))
    finally:
        del sys.path[:2]
    yield from (f"mypy: {line}" for line in type_errors(compiled.ours, [package.name]))

"""What mypy says, strictly, of our packages, and of calls that lack what is required."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from codegen.rooms import package_name
from tests.side_by_side.cases import Make, OperationCase, SchemaCase

WRONG_CALLS = "wrong_calls"
"""The module with the calls that must not pass."""


def type_errors(folder: Path, packages: list[str]) -> list[str]:
    """Run mypy over packages of a folder; each error is a line that begins with its file's path in the folder."""
    options = ["--strict", "--config-file=", f"--cache-dir={folder.with_name('mypy')}", "--no-error-summary"]
    targets = [argument for name in packages for argument in ("-p", name)]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, *targets], cwd=folder, capture_output=True, text=True
    )
    return [line for line in (done.stdout + done.stderr).splitlines() if ": note: " not in line]


def mistyped_cases(cases: Mapping[str, SchemaCase | OperationCase], folder: Path) -> dict[str, str]:
    """Say, by the key of a case, what is wrong with the types of our package."""
    packages = {package_name(key): key for key in cases if (folder / package_name(key)).exists()}
    wrong = [(key, line) for key, case in cases.items() if isinstance(case, OperationCase) for line in calls(key, case)]
    (folder / f"{WRONG_CALLS}.py").write_text("\n".join(line for _, line in wrong), encoding="utf-8")
    said = type_errors(folder, [*packages, WRONG_CALLS])
    found = {packages.get(re.split(r"[/\\]", line)[0], ""): f"mypy: {line}" for line in reversed(said)}
    refused = {int(line.split(":")[1]) for line in said if line.startswith(f"{WRONG_CALLS}.py:")}
    passed = [(key, line) for number, (key, line) in enumerate(wrong, start=1) if number not in refused]
    return {key: problem for key, problem in found.items() if key} | {
        key: f"mypy lets pass {line.rpartition('; ')[2]}" for key, line in passed
    }


def calls(key: str, case: OperationCase) -> Iterator[str]:
    """Yield a line of Python for each body that cannot be made."""
    for each in case.calls:
        if each.raises == "TypeError":
            yield f"import {package_name(key)}.models; {written(each.arguments['body'], f'{package_name(key)}.models')}"


def written(value: Any, models: str) -> str:
    """A value of a case as Python."""
    if isinstance(value, Make) and value.fields is not None:
        arguments = ", ".join(f"{name}={written(each, models)}" for name, each in value.fields.items())
        return f"{models}.{value.class_name}({arguments})"
    if isinstance(value, Make):
        return f"{models}.{value.class_name}.from_dict({value.payload!r})"
    return f"[{', '.join(written(each, models) for each in value)}]" if isinstance(value, list) else repr(value)

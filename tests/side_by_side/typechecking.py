"""Run mypy, strictly, on our packages, and on calls without required fields."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from codegen.rooms import package_name
from tests.side_by_side.cases import Make, OperationCase, SchemaCase

WRONG_CALLS = "wrong_calls"
"""The module with the calls that must not pass."""


def type_errors(folder: Path, packages: list[str]) -> list[str]:
    """Run mypy over packages of a folder; each error is a line that begins with its file's path in the folder."""
    options = ["--strict", "--config-file=", f"--cache-dir={folder.with_name('mypy')}", "--no-error-summary"]
    command = [sys.executable, "-m", "mypy", *options, *(f"--package={name}" for name in packages)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return [line for line in (done.stdout + done.stderr).splitlines() if ": note: " not in line]


def mistyped_cases(cases: Mapping[str, SchemaCase | OperationCase], folder: Path) -> dict[str, str]:
    """Say, by the key of a case, what is wrong with the types of our package."""
    packages = {package_name(key): key for key in cases if (folder / package_name(key)).exists()}
    calls = [case.calls if isinstance(case, OperationCase) else () for case in cases.values()]
    wrong = [
        (key, f"import {models}; {written(each.arguments['body'], models)}")
        for key, some in zip(cases, calls, strict=True)
        for models in [f"{package_name(key)}.models"]
        for each in some
        if each.raises == "TypeError"
    ]
    (folder / f"{WRONG_CALLS}.py").write_text("\n".join(line for _, line in wrong), encoding="utf-8")
    said = type_errors(folder, [*packages, WRONG_CALLS])
    refused = {int(line.split(":")[1]) for line in said if line.startswith(f"{WRONG_CALLS}.py:")}
    passed = {key: f"mypy lets pass {line}" for number, (key, line) in enumerate(wrong, 1) if number not in refused}
    found = {packages.get(re.split(r"[/\\]", line)[0], ""): f"mypy: {line}" for line in reversed(said)}
    return {key: problem for key, problem in found.items() if key} | passed


def written(value: Any, models: str) -> str:
    """A value of a case as Python."""
    if isinstance(value, list):
        return f"[{', '.join(written(each, models) for each in value)}]"
    if not isinstance(value, Make):
        return repr(value)
    if value.fields is None:
        return f"{models}.{value.class_name}.from_dict({value.payload!r})"
    arguments = ", ".join(f"{name}={written(each, models)}" for name, each in value.fields.items())
    return f"{models}.{value.class_name}({arguments})"

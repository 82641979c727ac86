"""Run mypy, strictly, on our packages."""

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from codegen.rooms import package_name


def type_errors(folder: Path, packages: list[str]) -> list[str]:
    """Return mypy's errors for packages in a folder. Each line begins with a file's path in this folder."""
    options = ["--strict", "--config-file=", f"--cache-dir={folder.with_name('mypy')}", "--no-error-summary"]
    command = [sys.executable, "-m", "mypy", *options, *(f"--package={name}" for name in packages)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return [line for line in (done.stdout + done.stderr).splitlines() if ": note: " not in line]


def mistyped_cases(keys: Iterable[str], folder: Path) -> dict[str, str]:
    """Return mypy's first error for each of our packages that has one, by the key of the case."""
    packages = {package_name(key): key for key in keys if (folder / package_name(key)).exists()}
    found = [(packages.get(re.split(r"[/\\]", line)[0]), line) for line in type_errors(folder, [*packages])]
    return {key: f"mypy: {line}" for key, line in reversed(found) if key}

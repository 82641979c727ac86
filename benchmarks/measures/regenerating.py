"""Measure codegen for all four clients, in a copy of the tree, and OpenAPI Generator for one vendor's client."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from statistics import median

from codegen.rooms import ROOT, vendors

from ..outcome import Outcome, Verdict, milliseconds, table
from ..peers.generate import MADE, openapi_generator_command
from ..rounds import interleaved, ratio

ROUNDS = 5
PYTHON = os.environ.get("BENCHMARKS_GENERATORS", "python")
"""The Python interpreter of the environment with the generators."""
ONE = "anam"


def measure() -> Outcome:
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch)
        for room in ("codegen", "specs"):
            shutil.copytree(ROOT / room, tree / room)
        runs = {
            "codegen, all four": partial(_run, tree, [PYTHON, "-m", "codegen", "generate"], tree / "generated"),
            f"OpenAPI Generator, {ONE}": partial(_run, tree, _openapi_generator(tree), tree / "openapi_generator"),
        }
        interleaved(runs, 1)  # compiles the bytecode, and fills the system's cache
        seconds = interleaved(runs, ROUNDS)
    four, one = seconds.values()
    found = ratio(four, one)
    return Outcome(
        text=table(["", "wall time"], [[name, milliseconds(median(each))] for name, each in seconds.items()]),
        verdicts=(
            Verdict(
                measure=f"regenerating all {len(vendors())} clients",
                target="< 1 × the time of OpenAPI Generator for one client",
                measured=f"{found:.2f} ×",
                met=found < 1,
            ),
        ),
        figures={f"regenerating, {name}": median(each) for name, each in seconds.items()},
    )


def _openapi_generator(into: Path) -> list[str]:
    return openapi_generator_command(ONE, Path(MADE, f"{ONE}.json").resolve(), into, python=PYTHON)


def _run(tree: Path, command: Sequence[str], result: Path) -> float:
    shutil.rmtree(result, ignore_errors=True)
    began = time.perf_counter()
    subprocess.run(command, check=True, cwd=tree, capture_output=True)
    seconds = time.perf_counter() - began
    if not any(result.rglob("*.py")):
        raise AssertionError(f"{command} wrote no Python file")
    return seconds

"""The simulator as `allsessions simulate` starts it, for whatever the pages show."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from allsessions.simulator import Simulator

from .running import Shell, lead_to, shell
from .warehouses import load_into_duckdb

_OURS = re.compile(r"(AKOOL|ANAM|KONPRO|ELIZAOS|ALLSESSIONS)_")


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    # One a test, since what the pages show of ElizaOS holds for two minutes: then its first session runs out.
    with Simulator() as simulator:
        yield simulator


@pytest.fixture
def reader(simulator: Simulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """This process as a reader's: all vendors set, each of them the simulator; in an empty folder, which this is."""
    monkeypatch.chdir(tmp_path)
    for name in [*filter(_OURS.match, os.environ), "COLUMNS", "FORCE_COLOR"]:
        monkeypatch.delenv(name, raising=False)
    for name, value in simulator.environment().items():
        monkeypatch.setenv(name, value)
    lead_to(simulator, monkeypatch)
    load_into_duckdb(tmp_path, monkeypatch)
    return tmp_path


@pytest.fixture
def run(reader: Path, simulator: Simulator) -> Shell:
    (reader / "allsessions.env").write_text(
        "".join(f"export {name}={value}\n" for name, value in simulator.environment().items()), encoding="utf-8"
    )
    return shell(reader, simulator.environment())

"""The simulator that the pages' code and commands talk to."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import dlt
import pytest

from allsessions.simulator import Simulator

from .running import redirect_to

_OURS = re.compile(r"(AKOOL|ANAM|KONPRO|ELIZAOS|ALLSESSIONS)_")


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """A new simulator for each test, because the pages show an ElizaOS session that expires after two minutes."""
    with Simulator() as simulator:
        yield simulator


@pytest.fixture
def reader(simulator: Simulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Set up this process as for a reader of the pages: an empty folder, and all vendors at the simulator."""
    monkeypatch.chdir(tmp_path)
    for name in [*filter(_OURS.match, os.environ), "COLUMNS", "FORCE_COLOR"]:
        monkeypatch.delenv(name, raising=False)
    for name, value in simulator.environment().items():
        monkeypatch.setenv(name, value)
    lines = (f"export {name}={value}\n" for name, value in simulator.environment().items())
    (tmp_path / "allsessions.env").write_text("".join(lines), encoding="utf-8")
    redirect_to(simulator, monkeypatch)
    load_into_duckdb(tmp_path, monkeypatch)
    return tmp_path


def load_into_duckdb(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Make this process's dlt pipelines work in this folder and load into DuckDB."""
    patch.setenv("DLT_DATA_DIR", str(folder / "dlt"))
    patch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    make = dlt.pipeline

    def pipeline(name: str, *, destination: str, dataset_name: str) -> dlt.Pipeline:
        # First with the page's arguments, to check that dlt has this destination. That needs no credentials.
        unused = str(folder / "unused")
        written = make(name, destination=destination, dataset_name=dataset_name, pipelines_dir=unused)
        assert written.destination is not None
        database = dlt.destinations.duckdb(str(folder / f"{destination}.duckdb"))
        return make(name, destination=database, dataset_name=dataset_name)

    patch.setattr(dlt, "pipeline", pipeline)

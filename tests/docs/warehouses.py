"""Loads into DuckDB what the pages load into any warehouse."""

from pathlib import Path

import dlt
import pytest


def load_into_duckdb(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Make this process's dlt pipelines work in this folder and load into DuckDB."""
    patch.setenv("DLT_DATA_DIR", str(folder / "dlt"))
    patch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    make = dlt.pipeline

    def pipeline(name: str, *, destination: str, dataset_name: str) -> dlt.Pipeline:
        # First as written: this needs a destination of that name, but no credentials.
        unused = str(folder / "unused")
        written = make(name, destination=destination, dataset_name=dataset_name, pipelines_dir=unused)
        assert written.destination is not None
        database = dlt.destinations.duckdb(str(folder / f"{destination}.duckdb"))
        return make(name, destination=database, dataset_name=dataset_name)

    patch.setattr(dlt, "pipeline", pipeline)

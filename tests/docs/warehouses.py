"""What the pages load by dlt, as a reader would, into DuckDB for every warehouse."""

from pathlib import Path

import dlt
import pytest


def load_into_duckdb(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Have this process's dlt pipelines work in this folder, and load into DuckDB, whatever their destination is."""
    patch.setenv("DLT_DATA_DIR", str(folder / "dlt"))
    patch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    make = dlt.pipeline

    def pipeline(name: str, *, destination: str, dataset_name: str) -> dlt.Pipeline:
        # First as it is written, which needs neither credentials nor a driver, but a destination of that name.
        unused = str(folder / "unused")
        written = make(name, destination=destination, dataset_name=dataset_name, pipelines_dir=unused)
        assert written.destination is not None
        database = dlt.destinations.duckdb(str(folder / f"{destination}.duckdb"))
        return make(name, destination=database, dataset_name=dataset_name)

    patch.setattr(dlt, "pipeline", pipeline)

"""Make dlt use only the test's folder, and send no telemetry."""

import os
from pathlib import Path

import pytest

from .warehouse import Warehouse


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith(("AKOOL_", "ANAM_", "KONPRO_", "ELIZAOS_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path / "dlt"))
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    monkeypatch.setenv("RUNTIME__LOG_LEVEL", "CRITICAL")
    # Otherwise each load first reads the state from the database, which only one test needs.
    monkeypatch.setenv("RESTORE_FROM_DESTINATION", "false")


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path)

"""The command: which vendors it takes, and the exit status that CI goes by."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from codegen import __main__ as command
from codegen.documents import SpecError
from codegen.rooms import GENERATED, ROOT, vendors


@pytest.fixture
def drift_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], list[str]]:
    """Makes drift give these reports; the list that comes back fills with the vendors asked for."""

    def set_reports(reports: dict[str, str]) -> list[str]:
        asked: list[str] = []

        def drift(names: list[str]) -> str:
            asked.extend(names)
            return "".join(reports.get(name, "") for name in names)

        monkeypatch.setattr(command, "drift", drift)
        return asked

    return set_reports


DriftIs = Callable[[dict[str, str]], list[str]]


def test_without_drift_the_status_is_0(drift_is: DriftIs, capsys: pytest.CaptureFixture[str]) -> None:
    asked = drift_is({})
    assert command.main(["drift", "anam"]) == 0
    assert asked == ["anam"]
    assert capsys.readouterr().out == "No drift: anam\n"


def test_with_drift_at_any_vendor_the_status_is_1_and_says_what_to_do(
    drift_is: DriftIs, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = drift_is({"anam": "anam_client/client.py: is missing\n"})
    assert command.main(["drift"]) == 1
    assert asked == vendors()
    printed = capsys.readouterr().out
    assert printed.startswith("anam_client/client.py: is missing\n")
    assert "nox -s generate" in printed


def test_generate_compiles_into_generated(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def compile_clients(names: list[str], into: Path) -> list[Path]:
        return [into / name for name in names]

    monkeypatch.setattr(command, "compile_clients", compile_clients)
    assert command.main(["generate"]) == 0
    assert capsys.readouterr().out.split() == [str(GENERATED / vendor) for vendor in vendors()]


def test_a_document_that_cannot_be_used_is_status_2_on_stderr(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(names: list[str]) -> str:
        raise SpecError("overlay.yaml, action 1: nothing is there")

    monkeypatch.setattr(command, "drift", refuse)
    assert command.main(["drift"]) == 2
    assert capsys.readouterr().err == "overlay.yaml, action 1: nothing is there\n"


@pytest.mark.parametrize("arguments", [["drift", "nobody"], ["compile"], []])
def test_wrong_usage_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(arguments)
    assert ended.value.code == 2
    assert "usage: codegen" in capsys.readouterr().err


def test_the_status_is_that_of_the_process() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "codegen", "drift", "nobody"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "no such vendor: nobody; choose from akool, " in done.stderr

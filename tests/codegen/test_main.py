"""The command: which vendors it takes, and the exit status that CI goes by."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen import __main__ as command
from codegen.documents import SpecError
from codegen.rooms import GENERATED, ROOT, vendors
from tests.codegen.tree import Tree


def test_drift_is_status_1_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []

    def drift(names: list[str]) -> str:
        asked.extend(names)
        return "anam_client/client.py: is missing from generated/\n" if "anam" in names else ""

    monkeypatch.setattr(command, "drift", drift)
    assert command.main(["drift", "akool"]) == 0
    assert (asked, capsys.readouterr().out) == (["akool"], "No drift: akool\n")
    assert command.main(["drift"]) == 1
    assert asked == ["akool", *vendors()]
    printed = capsys.readouterr().out
    assert printed.startswith("anam_client/client.py: is missing from generated/\n")
    assert "nox -s generate" in printed


def test_generate_compiles_into_generated(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def compile_clients(names: list[str], into: Path) -> list[Path]:
        return [into / name for name in names]

    monkeypatch.setattr(command, "compile_clients", compile_clients)
    assert command.main(["generate"]) == 0
    assert capsys.readouterr().out.split() == [str(GENERATED / vendor) for vendor in vendors()]


def test_an_unusable_document_is_status_2_on_stderr(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(names: list[str]) -> str:
        raise SpecError("overlay.yaml, action 1: target $.a matches nothing")

    monkeypatch.setattr(command, "drift", refuse)
    assert command.main(["drift"]) == 2
    assert capsys.readouterr().err == "overlay.yaml, action 1: target $.a matches nothing\n"


def test_wrong_usage_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["compile"], ["drift", "nobody"], []):
        with pytest.raises(SystemExit) as ended:
            command.main(arguments)
        assert ended.value.code == 2
        assert "usage: codegen" in capsys.readouterr().err
    done = Tree(ROOT).run("-m", "codegen", "drift", "nobody")
    assert done.status == 2
    assert "unknown vendor 'nobody'; expected one of akool, " in done.err

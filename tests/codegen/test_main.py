"""The command accepts vendors' names, and returns the exit status that CI needs."""

from pathlib import Path

import pytest

from codegen import __main__ as command
from codegen.documents import SpecError
from codegen.rooms import GENERATED, vendors


def test_drift_and_generate_take_some_vendors_or_all(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def drift(names: list[str]) -> str:
        if names == ["konpro"]:
            raise SpecError("overlay.yaml, action 1: target $.a matches nothing")
        return f"{names}: is missing from generated/\n" if "anam" in names else ""

    def compile_clients(names: list[str], into: Path) -> list[Path]:
        return [into / name for name in names]

    monkeypatch.setattr(command, "drift", drift)
    monkeypatch.setattr(command, "compile_clients", compile_clients)
    assert command.main(["drift", "akool"]) == 0
    assert capsys.readouterr().out == "No drift: akool\n"
    assert command.main(["drift"]) == 1
    printed = capsys.readouterr().out
    assert printed.startswith(f"{vendors()}: is missing from generated/\n")
    assert "nox -s generate" in printed
    assert command.main(["drift", "konpro"]) == 2
    assert capsys.readouterr().err == "overlay.yaml, action 1: target $.a matches nothing\n"
    assert command.main(["generate"]) == 0
    assert capsys.readouterr().out.split() == [str(GENERATED / vendor) for vendor in vendors()]


def test_wrong_usage_is_status_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for arguments, message in {
        ("compile",): "usage: codegen",
        ("drift", "nobody"): "unknown vendor 'nobody'; expected one of akool, ",
        (): "usage: codegen",
    }.items():
        with pytest.raises(SystemExit) as ended:
            command.main(arguments)
        assert ended.value.code == 2
        assert message in capsys.readouterr().err
    for options, message in {
        ("Anam", "page.md"): "is not a valid vendor name; use lowercase letters, digits and underscores",
        ("templates", "page.md"): "is not a valid vendor name",
        ("../anam", "page.md"): "is not a valid vendor name",
        ("other", "page.md", "--operation", "list"): "'list' is not a valid operation",
        ("anam", str(tmp_path / "missing.md")): f"{tmp_path / 'missing.md'}: No such file or directory\n",
    }.items():
        assert command.main(["spec_update", *options]) == 2
        assert message in capsys.readouterr().err

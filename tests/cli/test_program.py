"""The program as a whole: help, version, and what is said where an extra is not installed."""

import ast
import io
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import allsessions
import allsessions.cli
from allsessions.cli.extras import extra
from allsessions.cli.formats import FIELDS

from .conftest import Run
from .program import ended

COMMANDS = ["list", "get", "count", "export", "report", "sources", "watch", "simulate", "demo"]
PACKAGE = Path(allsessions.cli.__file__).parent


def test_version(run: Run) -> None:
    told = run("--version")
    assert (told.status, told.out, told.err) == (0, f"allsessions {version('allsessions')}\n", "")


def test_alone_it_prints_help(run: Run) -> None:
    told = run()
    assert (told.status, told.err) == (0, "")
    assert all(f" {command} " in told.out for command in COMMANDS)
    assert told.out == run("--help").out


@pytest.mark.parametrize("command", ["list", "count"])
def test_help_says_that_times_without_a_zone_are_local(run: Run, command: str) -> None:
    assert " ".join(run(command, "--help").out.replace("│", " ").split()).count("local") >= 2


@pytest.mark.parametrize("package", ["typer", "rich"])
def test_without_the_extra_cli(environment: dict[str, str], package: str) -> None:
    told = ended("list", environment=environment, before=f"import sys; sys.modules['{package}'] = None")
    assert (told.status, told.out) == (2, "")
    assert told.err == f'error: {package} is not installed; pip install "allsessions[cli]"\n'


@pytest.mark.parametrize("package", ["starlette", "uvicorn"])
@pytest.mark.parametrize("command", ["simulate", "demo"])
def test_without_the_extra_simulator(environment: dict[str, str], package: str, command: str) -> None:
    told = ended(command, environment=environment, before=f"import sys; sys.modules['{package}'] = None")
    assert (told.status, told.out) == (2, "")
    assert told.err == f'error: {package} is not installed; pip install "allsessions[simulator]"\n'


def test_missing_extra_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"), extra("simulator"):
        raise ModuleNotFoundError(name="uvicorn.config")
    assert "allsessions[simulator]" in capsys.readouterr().err


def test_missing_module_that_no_extra_brings_is_a_bug() -> None:
    with pytest.raises(ModuleNotFoundError), extra("cli"):
        raise ModuleNotFoundError(name="allsessions.cli.nowhere")


def test_stdout_may_be_any_object_that_is_written_to(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    stdout = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stdout)
    assert run("--version").status == 0
    assert "allsessions" in stdout.getvalue()


def test_characters_that_the_output_cannot_encode_stop_nothing(environment: dict[str, str]) -> None:
    told = ended("demo", "--sessions", "5", environment=environment | {"PYTHONIOENCODING": "ascii"})
    assert (told.status, told.err) == (0, "")


def test_fields_are_those_of_a_session(simulated: dict[str, str]) -> None:
    with allsessions.Client.from_env() as client:
        session = next(client.list())
    assert list(FIELDS) == list(session.to_dict())


def test_it_imports_the_public_interface_only() -> None:
    imported = {
        node.module
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module
    }
    public = {
        "allsessions",
        "allsessions.export",
        "allsessions.report",
        "allsessions.simulator",
        "allsessions.durations",
        "allsessions.privacy",
    }
    assert {name for name in imported if name.startswith("allsessions")} == public

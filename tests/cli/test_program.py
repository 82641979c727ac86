"""The program as a whole: help, its examples, the version, missing extras, and any kind of stdout."""

import io
import re
import runpy
import shlex
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
import typer

from allsessions.cli import simulation
from allsessions.cli.app import app
from allsessions.cli.extras import extra
from allsessions.cli.watch import run as watching

from .conftest import Run
from .program import ended

COMMANDS = ["list", "get", "count", "export", "report", "sources", "watch", "simulate", "demo"]
EXAMPLE = re.compile(r"^ +allsessions (.+?)(?:  +.*)?$", re.MULTILINE)


def examples(command: str = "") -> list[str]:
    """Return the examples of a command or of the whole program, without the program's name."""
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    return EXAMPLE.findall((group.commands[command] if command else group).epilog or "")


def test_alone_it_shows_the_commands_and_how_to_begin(run: Run) -> None:
    shown = run()
    assert (shown.status, shown.err) == (0, "")
    assert all(f" {command} " in shown.out for command in COMMANDS)
    assert shown.out == run("--help").out
    begin = shown.out.partition("First steps:\n")[2].splitlines()
    assert [line.split()[:2] for line in begin[: len(examples())]] == [
        ["allsessions", each.split()[0]] for each in examples()
    ]
    assert examples()[0] == "demo"


def test_help_has_examples_in_plain_80_columns(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for command in COMMANDS:
        shown = run(command, "--help")
        assert (shown.status, shown.err, shown.out.isascii(), "\x1b" in shown.out) == (0, "", True, False), command
        assert "}" not in shown.out
        assert 1 <= len(examples(command)) <= 3
        assert all(f"  allsessions {each}\n" in shown.out and each.split()[0] == command for each in examples(command))
        assert max(map(len, shown.out.splitlines())) <= 80, command
        assert command not in ("list", "count") or shown.out.count("local") >= 2  # the zone of --since and --until


@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_example_works(run: Run, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setattr(simulation, "run_simulator", lambda port, sessions: None)
    monkeypatch.setattr(watching, "watch", lambda *_: None)
    fewer = ["--source", "anam"] if command == "report" else []  # it draws fewer charts
    for example in examples(command):
        if "--config" in example:
            text = '[[source]]\nvendor = "anam"\napi_key_env = "ANAM_API_KEY"\n'
            Path("allsessions.toml").write_text(text, encoding="utf-8")
        shown = run(*shlex.split(example), *fewer)
        # The simulator does not know the ids in the examples of `get`: it answers that there is no such session.
        assert shown.status == (1 if command == "get" else 0), example
        assert ("error: " in shown.err) == (command == "get"), example


def test_a_missing_extra_is_named(simulated: dict[str, str]) -> None:
    for command, package, name in (("list", "rich", "cli"), ("report r.html", "altair", "report")):
        done = ended(*command.split(), environment=simulated, before=f"import sys; sys.modules['{package}'] = None")
        assert (done.status, done.out) == (2, "")
        assert done.err == f'error: {package} is not installed; pip install "allsessions[{name}]"\n'


def test_each_package_of_an_extra_names_it(capsys: pytest.CaptureFixture[str]) -> None:
    packages = {"cli": ["typer"], "simulator": ["starlette", "uvicorn.config"], "report": ["jinja2", "vl_convert"]}
    for name, missing in packages.items():
        for package in missing:
            with pytest.raises(SystemExit, match="2"), extra(name):
                raise ModuleNotFoundError(name=package)
            assert f"allsessions[{name}]" in capsys.readouterr().err
    with pytest.raises(ModuleNotFoundError), extra("cli"):
        raise ModuleNotFoundError(name="allsessions.cli.nowhere")  # no extra installs it


def test_python_runs_the_program_as_a_module(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["-m", "--version"])
    with pytest.raises(SystemExit, match="0"):
        runpy.run_module("allsessions", run_name="__main__")
    assert capsys.readouterr().out.startswith("allsessions ")


def test_stdout_may_be_any_stream(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", stdout := io.StringIO())
    assert run("--version").status == 0
    assert stdout.getvalue() == f"allsessions {version('allsessions')}\n"
    monkeypatch.setattr(sys, "stdout", ascii := io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert run("demo", "--sessions", "5").status == 0  # its table has characters beyond ASCII
    assert not ascii.closed

"""What help shows: its examples are real."""

import re
import shlex
from pathlib import Path

import pytest
import typer

from allsessions.cli import simulation
from allsessions.cli.app import app
from allsessions.cli.watch import run as watching

from .conftest import Run

COMMANDS = ["list", "get", "count", "export", "report", "sources", "watch", "simulate", "demo"]
EXAMPLE = re.compile(r"^ +allsessions (.+?)(?:  +.*)?$", re.MULTILINE)


def examples(command: str = "") -> list[str]:
    """The example lines of a command, or of the program as a whole, without the program's name and what is said."""
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    return EXAMPLE.findall((group.commands[command] if command else group).epilog or "")


EVERY = sorted({example for command in ("", *COMMANDS) for example in examples(command)})


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command_has_one_to_three_examples_of_it(run: Run, command: str) -> None:
    told = run(command, "--help")
    assert (told.status, told.err) == (0, "")
    assert 1 <= len(examples(command)) <= 3
    for example in examples(command):
        assert example.split()[0] == command
        assert f"  allsessions {example}\n" in told.out


def test_help_of_the_program_shows_how_to_begin(run: Run) -> None:
    begin = run("--help").out.partition("To begin:\n")[2].splitlines()
    assert [line.split()[:2] for line in begin[: len(examples())]] == [
        ["allsessions", each.split()[0]] for each in examples()
    ]
    assert examples()[0] == "demo"


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_plain_text_that_80_columns_hold(run: Run, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = run(*filter(None, [command]), "--help").out
    assert out.isascii()
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize("example", EVERY)
def test_every_example_works(run: Run, monkeypatch: pytest.MonkeyPatch, example: str) -> None:
    monkeypatch.setattr(simulation, "run_simulator", lambda port, sessions: None)  # else it would serve for ever
    monkeypatch.setattr(watching, "watch", lambda sources, wanted, every: None)
    sources = '[[source]]\nvendor = "anam"\napi_key_env = "ANAM_API_KEY"\n'
    if "--config" in example:
        Path("allsessions.toml").write_text(sources, encoding="utf-8")
    words = shlex.split(example)
    told = run(*words)
    # An example's identifier is nobody's: that it is not found shows that it was asked for.
    assert told.status == (1 if words[0] == "get" else 0)
    assert ("error: " in told.err) == (words[0] == "get")

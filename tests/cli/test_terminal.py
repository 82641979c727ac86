"""How it looks: on a terminal or in a pipe, of any width, in colours or without."""

import os
import re
import sys

import pytest

from allsessions import Client

from .conftest import Run
from .program import on_terminal, without_escapes

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")

COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-7]")
SGR = re.compile(r"\x1b\[[0-9;:]*m")
COMMANDS = [
    ("list",),
    ("list", "--columns", "status"),
    ("get", "anam:nowhere"),
    ("count",),
    ("sources",),
    ("sources", "--check"),
]


@pytest.fixture
def refs(simulated: dict[str, str]) -> list[str]:
    with Client.from_env() as client:
        return [session.ref for session in client.list()]


def table(out: str) -> list[str]:
    """The lines of the table, from its header on."""
    lines = without_escapes(out).splitlines()
    (begin,) = (place for place, line in enumerate(lines) if line.startswith("ref "))
    return lines[begin:]


def test_80_columns_hold_refs_status_time_and_duration(simulated: dict[str, str], refs: list[str]) -> None:
    lines = table(on_terminal("list", environment=simulated, columns=80))
    assert lines[0].split() == ["ref", "status", "created", "(local)", "lasted"]
    assert [line.split()[0] for line in lines[1 : 1 + len(refs)]] == refs
    assert all(len(line) <= 80 for line in lines)
    assert lines[-2] == "80 columns have no room for agent, user, label"


def test_wide_terminal_holds_everything(simulated: dict[str, str], refs: list[str]) -> None:
    lines = table(on_terminal("list", environment=simulated, columns=240))
    assert lines[0].split()[-3:] == ["agent", "user", "label"]
    assert "…" not in "".join(lines)
    assert not any("no room" in line for line in lines)


def test_in_between_identifiers_are_shortened_and_refs_are_not(simulated: dict[str, str], refs: list[str]) -> None:
    lines = table(on_terminal("list", environment=simulated, columns=120))
    assert lines[0].split()[-3:] == ["agent", "user", "label"]
    assert [line.split()[0] for line in lines[1 : 1 + len(refs)]] == refs
    assert "…" in "".join(lines)
    assert all(len(line) <= 120 for line in lines)


def test_narrow_terminal_folds_refs_and_cuts_none(simulated: dict[str, str], refs: list[str]) -> None:
    lines = table(on_terminal("list", environment=simulated, columns=60))
    assert all(len(line) <= 60 for line in lines[: 1 + 2 * len(refs)])
    width = lines[0].index("status")
    assert "".join(line[:width].strip() for line in lines[1:-2]) == "".join(refs)


def test_200_columns_have_every_column(simulated: dict[str, str], refs: list[str]) -> None:
    lines = table(on_terminal("list", environment=simulated, columns=200))
    assert lines[0].split()[-3:] == ["agent", "user", "label"]
    assert [line.split()[0] for line in lines[1 : 1 + len(refs)]] == refs
    assert all(len(line) <= 200 for line in lines)
    assert not any("no room" in line for line in lines)


def test_40_columns_keep_whole_refs_and_the_status(simulated: dict[str, str], refs: list[str]) -> None:
    lines = table(on_terminal("list", environment=simulated, columns=40))
    assert lines[0].split() == ["ref", "status"]
    width = lines[0].index("status")
    assert "".join(line[:width].strip() for line in lines[1:-2]) == "".join(refs)
    assert lines[-2] == "40 columns have no room for created (local), lasted, agent, user, label"


@pytest.mark.parametrize("columns", [40, 200])
def test_checks_fit_the_terminal(simulated: dict[str, str], columns: int) -> None:
    seen = without_escapes(
        on_terminal("sources", "--check", environment=simulated | {"ANAM_API_KEY": "x"}, columns=columns)
    )
    lines = [line.rstrip() for line in seen.split("\r")[-1].splitlines()]
    assert all(len(line) <= columns for line in lines)
    assert "its api_key is what ANAM_API_KEY holds" in " ".join(seen.split())


def test_columns_are_obeyed_in_a_pipe_too(run: Run, refs: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    ended = run("list")
    assert all(len(line) <= 60 for line in ended.out.splitlines())
    assert ended.err.startswith("60 columns have no room for agent, user, label\n")


def test_pipe_without_columns_cuts_nothing(run: Run, refs: list[str]) -> None:
    out = run("list").out
    assert [line.split()[0] for line in out.splitlines()[1:]] == refs
    assert "…" not in out


def test_status_is_coloured_on_a_terminal_only(run: Run, simulated: dict[str, str]) -> None:
    assert COLOUR.search(on_terminal("list", environment=simulated, columns=100))
    assert "\x1b" not in run("list").out


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_color_leaves_neither_colours_nor_bold_letters(simulated: dict[str, str], command: tuple[str, ...]) -> None:
    assert SGR.search(on_terminal(*command, environment=simulated, columns=100))
    assert not SGR.search(on_terminal(*command, environment=simulated | {"NO_COLOR": "1"}, columns=100))


def test_no_color_that_is_empty_is_not_set(simulated: dict[str, str]) -> None:
    assert COLOUR.search(on_terminal("list", environment=simulated | {"NO_COLOR": ""}, columns=100))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_what_is_piped_has_no_escapes(run: Run, simulated: dict[str, str], command: tuple[str, ...]) -> None:
    ended = run(*command)
    assert "\x1b" not in ended.out + ended.err


def test_progress_is_on_stderr_and_gone_at_the_end(simulated: dict[str, str]) -> None:
    seen = on_terminal("list", "--format", "jsonl", environment=simulated, columns=80, stdout=False)
    assert "sessions so far" in seen
    assert seen.rstrip().endswith("\x1b[2K")
    assert '"ref"' not in seen


def test_progress_does_not_garble_streamed_output(simulated: dict[str, str]) -> None:
    seen = on_terminal("list", "--format", "jsonl", environment=simulated, columns=80)
    assert seen.count('"ref"') == seen.count("\n") == 48
    assert "so far" not in seen


def test_without_a_terminal_there_is_no_progress(run: Run, simulated: dict[str, str]) -> None:
    assert run("get", "anam:nowhere").err.startswith("error: ")
    assert run("count").err == ""


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_progress_needs_a_terminal_that_can_move_its_cursor(
    run: Run, simulated: dict[str, str], monkeypatch: pytest.MonkeyPatch, term: str
) -> None:
    monkeypatch.setenv("TERM", term)
    controller, terminal = os.openpty()
    with os.fdopen(controller, "rb", buffering=0) as screen, os.fdopen(terminal, "w") as stderr:
        monkeypatch.setattr(sys, "stderr", stderr)
        assert run("list", "--format", "csv").status == 0
        stderr.write("end\n")
        stderr.flush()
        seen = b""
        while b"end" not in seen:
            seen += screen.read(1024)
    assert (b"sessions so far" in seen) == (term != "dumb")

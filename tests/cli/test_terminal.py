"""Widths, colours and progress: on a terminal and in a pipe."""

import re
import sys
from pathlib import Path

import pytest

from allsessions import Session

from .conftest import Run, Screen
from .program import Ended, ended, without_escapes
from .watched import on_terminal

COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-7]")
SGR = re.compile(r"\x1b\[[0-9;:]*m")
COMMANDS = ["list", "list --columns status", "get anam:nowhere", "count", "sources", "sources --check"]
WHOLE = ["ref", "status", "created", "(local)", "length", "agent", "user", "label"]


@pytest.fixture
def on_screen(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `main` with both streams on a terminal of 100 columns."""

    def on_screen(*arguments: str) -> Ended:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", out := Screen())
            patch.setattr(sys, "stderr", err := Screen())
            patch.setenv("COLUMNS", "100")
            status = run(*arguments).status
        return Ended(status=status, out=out.getvalue(), err=err.getvalue())

    return on_screen


def test_the_table_fits_and_cuts_no_ref(run: Run, sessions: list[Session], monkeypatch: pytest.MonkeyPatch) -> None:
    longest = max(len(session.ref) for session in sessions)
    names = ["id", "created_at", "agent_id", "ref", "duration"]
    chosen = ("--columns", ",".join(names))
    for width, options, titles, missing in (
        (40, (), WHOLE[:1], "status, created (local), length, agent, user, label"),
        (60, (), [*WHOLE[:2], "length"], "created (local), agent, user, label"),
        (80, (), WHOLE[:5], "agent, user, label"),
        (120, (), WHOLE, ""),
        (200, (), WHOLE, ""),
        (30, chosen, ["ref"], "id, created_at, agent_id, duration"),
        (80, chosen, ["created_at", "ref", "duration"], "id, agent_id"),
        (200, chosen, names, ""),
    ):
        monkeypatch.setenv("COLUMNS", f"{width}")
        ended = run("list", *options)
        header, *lines = ended.out.splitlines()
        assert header.split() == titles
        assert all(len(line) <= max(width, longest) for line in lines)
        assert [line[header.index("ref") :].split()[0] for line in lines] == [session.ref for session in sessions]
        assert ("…" in ended.out) == (width == 120)
        assert (f" {width} columns: {missing}\n" in ended.err) == (missing != "")
    monkeypatch.setenv("COLUMNS", "7")
    lines = run("list", "--source", "anam", "--columns", "id").out.splitlines()
    assert len(lines) == 13
    assert all("…" in line and len(line) <= 7 for line in lines[1:])


@pytest.mark.usefixtures("simulated")
def test_colours_are_for_terminals_without_no_color(run: Run, on_screen: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert COLOUR.search(on_screen("list").out)
    monkeypatch.setenv("NO_COLOR", "")  # empty means not set
    for command in COMMANDS:
        screen, pipe = on_screen(*command.split()), run(*command.split())
        assert SGR.search(screen.out + screen.err), command
        assert "\x1b" not in pipe.out + pipe.err, command
    monkeypatch.setenv("NO_COLOR", "1")
    for command in COMMANDS:
        screen = on_screen(*command.split())
        assert not SGR.search(screen.out + screen.err), command


@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_progress_is_gone_at_the_end(run: Run, on_screen: Run, monkeypatch: pytest.MonkeyPatch, term: str) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr(sys, "stderr", screen := Screen())
    ended = run("list", "--format", "jsonl")
    assert ended.out.count('"ref"') == ended.out.count("\n") == 48
    seen = screen.getvalue()
    if term == "dumb":  # this terminal cannot move its cursor
        assert seen == ""
    else:
        assert "sessions so far" in seen
        assert seen.rstrip().endswith("\x1b[2K")
    both = on_screen("list", "--format", "jsonl")  # progress on stderr would garble the output
    assert "so far" not in both.out + both.err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_a_real_terminals_width_is_used(simulated: dict[str, str], sessions: list[Session]) -> None:
    with on_terminal("list", environment=simulated, columns=80) as terminal:
        assert terminal.end() == 0
    assert COLOUR.search(terminal.received)
    lines = without_escapes(terminal.received).splitlines()
    begin = next(place for place, line in enumerate(lines) if line.startswith("ref "))
    assert lines[begin].split() == WHOLE[:5]
    assert all(len(line) <= 80 for line in lines[begin:])
    assert [line.split()[0] for line in lines[begin + 1 : -2]] == [session.ref for session in sessions]
    assert lines[-2].endswith(" 80 columns: agent, user, label")


@pytest.mark.usefixtures("simulated")
def test_unusable_widths_and_forced_colours_change_no_column(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = run("list", "--status", "ended").out  # the age of a running session changes
    variables = [
        *(("COLUMNS", width) for width in ("0", "", "wide", "-1")),
        ("FORCE_COLOR", "1"),
        ("TTY_COMPATIBLE", "1"),
    ]
    for name, value in variables:
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            assert without_escapes(run("list", "--status", "ended").out) == plain != "", (name, value)


@pytest.mark.parametrize("command", ["list --format jsonl", "count", "export out.csv"])
def test_without_stderr_everything_else_works(simulated: dict[str, str], command: str) -> None:
    expected = ended(*command.split(), environment=simulated)
    closed = ended(*command.split(), environment=simulated, before="import sys, os; os.close(2); sys.stderr = None")
    assert (closed.status, closed.out) == (0, expected.out)
    if command == "export out.csv":
        assert Path("out.csv").read_text(encoding="utf-8").count("\n") == 49

"""`allsessions end`: it asks for confirmation, continues after a failure, and names the ended sessions."""

import io
import os
import sys
from collections.abc import Iterator

import pytest

from allsessions import Client, Session, Status
from allsessions.simulator import Simulator, World

from .conftest import Run, Screen
from .watched import on_terminal

RUNNING = ("pending", "active")


@pytest.fixture
def running(simulated: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Session]]:
    """The running sessions of a separate simulator, because `end` changes its sessions."""
    with Simulator(World.make(12)) as simulator:
        for name, value in simulator.environment().items():
            monkeypatch.setenv(name, value)
        yield still_running()


def still_running() -> list[Session]:
    with Client.from_env() as client:
        return list(client.list(status=RUNNING))


def typed(text: str, monkeypatch: pytest.MonkeyPatch, *, terminal: bool = False) -> None:
    monkeypatch.setattr(sys, "stdin", Screen(text) if terminal else io.StringIO(text))


def test_it_ends_the_sessions_and_prints_their_refs(run: Run, running: list[Session]) -> None:
    first, *others = [session.ref for session in running]
    ended = run("end", first, first, "--yes")
    assert (ended.status, ended.out, ended.err) == (0, f"{first}\n", "1 of 1 session ended\n")
    assert [each.ref for each in still_running()] == others
    later = run("end", next(ref for ref in others if ref.startswith("anam:")), "-y")
    assert later.err == "1 of 1 session ended; at some vendors a session ends a little later\n"


def test_refs_are_read_from_stdin(run: Run, running: list[Session], monkeypatch: pytest.MonkeyPatch) -> None:
    typed(run("list", "--status", "pending,active", "--format", "refs").out + "\n  \n", monkeypatch)
    ended = run("end", "-", "--yes")
    assert (ended.status, ended.out.split()) == (0, [session.ref for session in running])
    assert still_running() == []
    typed("", monkeypatch)
    assert run("end", "-", "--yes").status == 0
    typed("elizaos:x \n", monkeypatch)
    assert run("end", "-", "--dry-run").out == "elizaos:x \n", "an identifier can end with a space"


def test_a_failure_is_one_line_and_the_others_go_on(run: Run, running: list[Session]) -> None:
    good = [running[0].ref, running[-1].ref]
    ended = run("end", good[0], "akool:nowhere", good[1], "--yes")
    assert (ended.status, ended.out.split()) == (1, good)
    error, last = ended.err.splitlines()
    assert error.startswith("error: akool")
    assert last == "2 of 3 sessions ended"


def test_an_invalid_ref_ends_nothing(run: Run, running: list[Session]) -> None:
    for ref in ("no ref", "other:x", "akool:"):
        for options in (["--yes"], ["--dry-run"]):
            ended = run("end", running[0].ref, ref, *options)
            assert (ended.status, ended.out) == (2, "")
            assert ended.err.startswith(f"error: ref '{ref}': expected a source, a colon and an identifier; the ")
    assert len(still_running()) == len(running)


def test_a_dry_run_sends_nothing(run: Run, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANAM_API_KEY", "k")  # a request would go to the real vendor, and fail
    for ref in ("--yes", "--dry-run"):
        ended = run("end", "anam:a", "anam:b", "--dry-run", ref)
        assert (ended.status, ended.out) == (0, "anam:a\nanam:b\n")
        assert ended.err == "dry run: 2 sessions would be ended\n"


def test_without_a_terminal_it_needs_yes(run: Run, running: list[Session], monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in ((running[0].ref,), ("-",)):
        typed(f"{running[0].ref}\n", monkeypatch)
        ended = run("end", *arguments)
        assert (ended.status, ended.out) == (2, "")
        assert ended.err == "error: cannot ask for confirmation without a terminal; pass --yes, or try --dry-run\n"
    assert len(still_running()) == len(running)
    assert run("end").status == 2


def test_on_a_terminal_it_asks(run: Run, running: list[Session], monkeypatch: pytest.MonkeyPatch) -> None:
    refs = [session.ref for session in running]
    for answer in ("n\n", "\n"):
        typed(answer, monkeypatch, terminal=True)
        ended = run("end", *refs[:2])
        assert (ended.status, ended.out) == (1, "")
        assert ended.err.splitlines()[:2] == refs[:2]
        assert "End 2 sessions? [y/N]" in ended.err
        assert ended.err.endswith("no session was ended\n")
    assert len(still_running()) == len(refs)
    typed("y\n", monkeypatch, terminal=True)
    assert run("end", refs[0]).out == f"{refs[0]}\n"
    typed("n\n", monkeypatch, terminal=True)
    asked = run("end", *(f"akool:{number}" for number in range(25))).err
    assert "akool:19\n… and 5 more\nEnd 25 sessions?" in asked
    assert all(session.status is not Status.ENDED for session in still_running())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_on_a_terminal_it_asks_even_if_refs_come_from_a_pipe(running: list[Session]) -> None:
    # A session leader that opens a terminal gets it as its controlling terminal, as in a shell.
    piped = f"import io, os, sys\nos.open(os.ttyname(2), os.O_RDWR)\nsys.stdin = io.StringIO({running[0].ref!r})"
    with on_terminal("end", "-", environment=dict(os.environ), before=piped) as terminal:
        terminal.wait_for_line("[y/N]")
        terminal.press(b"y\n")
        assert terminal.end() == 0
    assert f"{running[0].ref}\r\n1 of 1 session ended" in terminal.received

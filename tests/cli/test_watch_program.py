"""`allsessions watch` as a program: on a terminal, in a pipe, and how it ends."""

import os
import signal
import sys

import pytest

from tests.client.scripted import Answer, Request, ScriptedServer, answer

from .conftest import VENDORS
from .program import program
from .watched import on_terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither such terminals nor such signals")

WHOLE = " at 4 of 4 sources"


def test_a_terminal_shows_all_sources_until_q(simulated: dict[str, str]) -> None:
    with on_terminal("watch", environment=simulated) as terminal:
        lines = terminal.wait_for(WHOLE)
        assert "q quits" in lines[0]
        assert [line.split()[0] for line in lines[4:8]] == VENDORS
        assert any(line.startswith("longest running") for line in lines)
        assert "requests" in terminal.wait_for("newest failures")[3]
        terminal.press(b"\x1b[A x\n\x1bOq")  # none of these keys ends the watch
        terminal.resize(40, 10)
        assert "requests" not in terminal.wait_for("longest")[2]
        terminal.press(b"xQ")
        assert terminal.end() == 0
        assert terminal.is_as_before()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 0), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_restores_the_terminal(simulated: dict[str, str], number: signal.Signals, status: int) -> None:
    with on_terminal("watch", environment=simulated | {"NO_COLOR": "1"}) as terminal:
        terminal.wait_for(WHOLE)
        terminal.process.send_signal(number)
        assert terminal.end() == status
        assert terminal.is_as_before()
    assert "\x1b[1m" not in terminal.received
    assert "\x1b[3" not in terminal.received


def test_ctrl_z_gives_the_terminal_back_for_a_while(simulated: dict[str, str]) -> None:
    with on_terminal("watch", environment=simulated) as terminal:
        terminal.wait_for(WHOLE)
        terminal.process.send_signal(signal.SIGTSTP)
        _, status = os.waitpid(terminal.process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        terminal.wait_for_line("\x1b[?1049l")
        assert terminal.is_as_before()
        terminal.received = ""
        terminal.process.send_signal(signal.SIGCONT)
        terminal.wait_for(WHOLE)
        os.close(terminal.terminal)
        os.close(terminal.controller)
        assert terminal.process.wait() == 129  # 128 + SIGHUP: the terminal was closed


def test_a_source_that_fails_is_marked_and_recovers(environment: dict[str, str]) -> None:
    failing = False

    def script(request: Request) -> Answer:
        good = answer({"sessions": [{"sessionId": "1", "timeRemaining": 1}], "total": 1})
        return Answer(401) if failing else good

    with ScriptedServer(script) as server:
        with on_terminal(
            "watch", "--every", "1s", environment={**environment, "ELIZAOS_BASE_URL": server.url}
        ) as terminal:
            for failing in (False, True, False, True):
                text, active = ("HTTP 401", "1?") if failing else ("1 active, 0 pending at 1 of 1 source", "1")
                assert terminal.wait_for(text)[4].split()[1] == active
            terminal.press(b"q")
            assert terminal.end() == 1
            assert "elizaos: HTTP 401" in terminal.received.rpartition("\x1b[?1049l")[2]


def test_a_dumb_terminal_gets_lines(simulated: dict[str, str]) -> None:
    with on_terminal("watch", environment=simulated | {"TERM": "dumb"}) as terminal:
        terminal.wait_for_line(" konpro active=")
        terminal.process.send_signal(signal.SIGINT)
        terminal.end()
    assert "\x1b" not in terminal.received


def test_a_bug_restores_the_terminal_and_has_a_traceback(simulated: dict[str, str]) -> None:
    bug = "import allsessions.cli.watch.run as run\ndef picture(*_): raise LookupError('a bug')\nrun.picture = picture"
    with on_terminal("watch", environment=simulated, before=bug) as terminal:
        assert terminal.end() == 1
        assert terminal.is_as_before()
    assert "LookupError: a bug" in terminal.received.rpartition("\x1b[?1049l")[2]


@pytest.mark.parametrize(("way", "status"), [("reader", 141), ("SIGTERM", 143), ("SIGINT", 0)])
def test_a_pipe_gets_a_line_for_each_source_until_it_ends(simulated: dict[str, str], way: str, status: int) -> None:
    with program("watch", "--every", "1s", "--failures", "0", environment=simulated) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(4)]
        if way == "reader":
            process.stdout.close()
            process.stdout = None
        else:
            process.send_signal(signal.Signals[way])
        _, err = process.communicate()
    assert sorted(line.split()[1] for line in lines) == VENDORS
    assert all(" active=" in line for line in lines)
    assert (process.returncode, err) == (status, "")

"""`allsessions watch` as a program: on a terminal, in a pipe, and how it ends."""

import os
import shlex
import signal
import sys
import threading

import pytest

from tests.servers import Answer, FunctionServer, Request, json_answer

from .conftest import Run
from .program import program
from .test_help import examples
from .watched import on_terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither such terminals nor such signals")

WHOLE = " at 4 of 4 sources"
ENDINGS = {signal.SIGINT: 0, signal.SIGTERM: 143, signal.SIGHUP: 129}


# On a terminal


def test_the_first_picture_is_right_and_q_restores_the_terminal(simulated: dict[str, str]) -> None:
    with on_terminal(environment=simulated) as terminal:
        lines = terminal.wait_for(WHOLE)
        terminal.press(b"q")
        assert terminal.end() == 0
        assert terminal.is_as_before()
    assert "q quits" in lines[0]
    assert [line.split()[0] for line in lines[4:8]] == ["akool", "anam", "elizaos", "konpro"]
    assert any(line.startswith("longest running") for line in lines)
    assert any(line.startswith("newest failures") for line in lines)


@pytest.mark.parametrize("number", ENDINGS)
def test_a_signal_leaves_the_terminal_as_it_was(simulated: dict[str, str], number: signal.Signals) -> None:
    with on_terminal(environment=simulated) as terminal:
        terminal.wait_for(WHOLE)
        terminal.process.send_signal(number)
        assert terminal.end() == ENDINGS[number]
        assert terminal.is_as_before()


def test_other_keys_do_nothing(simulated: dict[str, str]) -> None:
    with on_terminal(environment=simulated) as terminal:
        terminal.wait_for(WHOLE)
        terminal.press(b"\x1b[A x\n\x1bOq")
        terminal.resize(90, 20)
        terminal.received = ""
        terminal.wait_for(WHOLE)
        terminal.press(b"xQ")
        assert terminal.end() == 0


def test_another_size_of_the_terminal_is_another_picture(simulated: dict[str, str]) -> None:
    with on_terminal(environment=simulated) as terminal:
        terminal.wait_for(WHOLE)
        assert "requests" in terminal.wait_for("newest failures")[3]
        terminal.resize(40, 10)
        assert "requests" not in terminal.wait_for("longest")[2]
        terminal.press(b"q")
        terminal.end()


def test_ctrl_z_gives_the_terminal_back_for_a_while(simulated: dict[str, str]) -> None:
    with on_terminal(environment=simulated) as terminal:
        terminal.wait_for(WHOLE)
        terminal.process.send_signal(signal.SIGTSTP)
        _, status = os.waitpid(terminal.process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        terminal.wait_for_line("\x1b[?1049l")
        assert terminal.is_as_before()
        terminal.received = ""
        terminal.process.send_signal(signal.SIGCONT)
        terminal.wait_for(WHOLE)
        terminal.press(b"q")
        assert terminal.end() == 0
        assert terminal.is_as_before()


def test_a_terminal_that_is_closed_ends_it(simulated: dict[str, str]) -> None:
    with on_terminal(environment=simulated) as terminal:
        terminal.wait_for(WHOLE)
        os.close(terminal.terminal)
        os.close(terminal.controller)
        assert terminal.process.wait(timeout=60) == 129


def test_what_is_missing_is_told_below_the_restored_terminal(simulated: dict[str, str]) -> None:
    with on_terminal(environment=simulated | {"ANAM_API_KEY": "wrong"}) as terminal:
        terminal.wait_for(" at 3 of 4 sources")
        terminal.wait_for("HTTP 401")
        terminal.press(b"q")
        assert terminal.end() == 1
        told = terminal.received.rpartition("\x1b[?1049l")[2]
    assert "anam: HTTP 401" in told
    assert "wrong" not in terminal.received


def row(lines: list[str]) -> list[str]:
    """What a picture says of its first source."""
    return lines[4].split()


def test_a_source_that_fails_is_stale_and_recovers(environment: dict[str, str]) -> None:
    """It fails until the test has seen that."""
    failing = False

    def answer(request: Request) -> Answer:
        good = json_answer({"sessions": [{"sessionId": "1", "timeRemaining": 1}], "total": 1})
        return Answer(401) if failing else good

    with FunctionServer(answer) as server:
        environment = environment | {"ELIZAOS_BASE_URL": server.url}
        with on_terminal("--every", "1s", environment=environment) as terminal:
            assert row(terminal.wait_for("1 active, 0 pending at 1 of 1 source"))[1] == "1"
            failing = True
            assert row(terminal.wait_for("HTTP 401"))[1] == "1?"
            failing = False
            assert row(terminal.wait_for("1 active, 0 pending at 1 of 1 source"))[1] == "1"
            terminal.press(b"q")
            assert terminal.end() == 0


def test_no_color_leaves_no_colours(simulated: dict[str, str]) -> None:
    with on_terminal(environment=simulated | {"NO_COLOR": "1"}) as terminal:
        terminal.wait_for(WHOLE)
        terminal.press(b"q")
        terminal.end()
    assert "\x1b[1m" not in terminal.received
    assert "\x1b[3" not in terminal.received


def test_a_terminal_that_cannot_move_its_cursor_gets_lines(simulated: dict[str, str]) -> None:
    with on_terminal(environment=simulated | {"TERM": "dumb"}) as terminal:
        terminal.wait_for_line(" konpro active=")
        terminal.process.send_signal(signal.SIGINT)
        terminal.end()
    assert "\x1b" not in terminal.received


def test_a_bug_restores_the_terminal_and_shows_a_traceback(simulated: dict[str, str]) -> None:
    bug = (
        "import allsessions.cli.watch.run as run\n"
        "def picture(*_):\n"
        "    raise LookupError('a bug')\n"
        "run.picture = picture\n"
    )
    with on_terminal(environment=simulated, before=bug) as terminal:
        assert terminal.end() == 1
        assert terminal.is_as_before()
    assert "LookupError: a bug" in terminal.received.rpartition("\x1b[?1049l")[2]


# In a pipe


def test_lines_come_at_once_a_source_each_and_ctrl_c_is_the_end(simulated: dict[str, str]) -> None:
    with program("watch", "--failures", "0", environment=simulated) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(4)]
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert sorted(line.split()[1] for line in lines) == ["akool", "anam", "elizaos", "konpro"]
    assert all(" active=" in line for line in lines)
    assert (process.returncode, out, err) == (0, "", "")


def test_ctrl_c_while_something_is_missing_ends_with_1(simulated: dict[str, str]) -> None:
    arguments = ("watch", "--failures", "0", "--source", "anam")
    with program(*arguments, environment=simulated | {"ANAM_API_KEY": "wrong"}) as process:
        assert process.stdout is not None
        assert " anam error: HTTP 401" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err.startswith("error: anam: HTTP 401")


def test_ctrl_c_before_an_answer_says_nothing_was_read(environment: dict[str, str]) -> None:
    asked, over = threading.Event(), threading.Event()

    def never(request: Request) -> Answer:
        asked.set()
        over.wait(60)
        return json_answer({})

    with FunctionServer(never) as server:
        with program("watch", environment=environment | {"ELIZAOS_BASE_URL": server.url}) as process:
            assert asked.wait(60)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=20)
        over.set()
    assert (process.returncode, err) == (1, "error: elizaos: not read yet\n")


def test_reader_that_has_enough_ends_it_quietly(simulated: dict[str, str]) -> None:
    with program("watch", "--every", "1s", environment=simulated) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        process.stdout = None
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (141, "")


def test_sigterm_in_a_pipe(simulated: dict[str, str]) -> None:
    with program("watch", environment=simulated) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.terminate()
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (143, "")


@pytest.mark.parametrize("example", examples("watch"))
def test_every_example_runs(simulated: dict[str, str], example: str) -> None:
    with program(*shlex.split(example), environment=simulated) as process:
        assert process.stdout is not None
        assert " active=" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode in (0, 1)  # others may not have been read yet


# What cannot be watched


@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize("every", ["0s", "", "soon", "2d", "500ms", "-5s", "9" * 5000 + "s", "99999999999w"])
def test_an_interval_that_is_none_is_told(run: Run, every: str) -> None:
    told = run("watch", "--every", every)
    assert (told.status, told.out) == (2, "")
    assert "is no length of time" in " ".join(told.err.replace("│", " ").split())


@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize("arguments", [("--source", "nowhere"), ("--user", "7"), ("--config", "missing.toml")])
def test_what_cannot_be_asked_is_one_line(run: Run, arguments: tuple[str, ...]) -> None:
    told = run("watch", *arguments)
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith("error: ")
    assert told.err.count("\n") == 1

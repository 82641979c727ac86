"""How it ends before its time: Ctrl-C, a closed pipe, a full disk, a bug."""

import errno
import os
import signal
import sys
import threading
from pathlib import Path

import pytest

import allsessions.cli
from tests.servers import Answer, FunctionServer, Request, json_answer

from .conftest import Run
from .program import ended, program

FULL = Path("/dev/full")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
@pytest.mark.parametrize(
    "command",
    [("list",), ("list", "--format", "json"), ("count",), ("get", "elizaos:1"), ("sources", "--check")],
)
def test_ctrl_c_ends_it_at_once_with_no_traceback(environment: dict[str, str], command: tuple[str, ...]) -> None:
    asked, over = threading.Event(), threading.Event()

    def never(request: Request) -> Answer:
        asked.set()
        over.wait(60)
        return json_answer({})

    with FunctionServer(never) as server:
        environment = environment | {"ELIZAOS_BASE_URL": server.url}
        with program(*command, environment=environment) as process:
            assert asked.wait(60)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=20)
        over.set()
    assert (process.returncode, err) == (130, "")


def test_ctrl_c_before_typer_listens(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(stream: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(allsessions.cli, "_prepare", interrupt)
    assert run("--version").status == 130


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of Windows close in another way")
@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv"])
def test_reader_that_has_enough_ends_it_quietly(simulated: dict[str, str], format: str) -> None:
    with program("list", "--format", format, environment=simulated) as process:
        assert process.stdout is not None
        process.stdout.close()
        process.stdout = None
        _, err = process.communicate(timeout=60)
    assert process.returncode == 141
    assert err == ""


@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize("format", ["table", "jsonl"])
def test_closed_pipe_is_dropped(run: Run, monkeypatch: pytest.MonkeyPatch, format: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        ended = run("list", "--format", format)
    assert (ended.status, ended.err) == (141, "")


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
def test_full_disk_is_told(run: Run, simulated: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    with FULL.open("w", encoding="utf-8") as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        ended = run("list", "--format", "jsonl")
    assert (ended.status, ended.err) == (1, "error: the output cannot be written: No space left on device\n")


def test_error_of_the_system_that_is_not_the_outputs_is_a_bug(
    environment: dict[str, str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path) -> bool:
        raise OSError(errno.ENOTRECOVERABLE, "unforeseen")

    monkeypatch.setattr(Path, "exists", broken)
    with pytest.raises(OSError, match="unforeseen"):
        run("sources")


def test_each_session_is_written_when_it_comes(simulated: dict[str, str], environment: dict[str, str]) -> None:
    """The second source answers only when the first one's session has been read."""
    read = threading.Event()

    def answer(request: Request) -> Answer:
        if request.path.startswith("/slow"):
            assert read.wait(60)
        return json_answer({"sessions": [{"sessionId": "1", "timeRemaining": 1}], "total": 1})

    with FunctionServer(answer) as server:
        text = "".join(
            f'[[source]]\nvendor = "elizaos"\nname = "{name}"\nbase_url = "{server.url}/{name}"\n'
            for name in ("quick", "slow")
        )
        Path("allsessions.toml").write_text(text, encoding="utf-8")
        with program("list", "--format", "csv", environment=environment) as process:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("ref,")
            assert process.stdout.readline().startswith("quick:1,")
            read.set()
            assert process.stdout.readline().startswith("slow:1,")
            process.communicate(timeout=60)
    assert process.returncode == 0


def test_bug_keeps_its_traceback_and_shows_no_values(simulated: dict[str, str]) -> None:
    bug = (
        "import allsessions\n"
        "def count(self, **filters):\n"
        "    key = 'very-' + 'secret'\n"
        "    raise LookupError('a bug')\n"
        "allsessions.Client.count = count\n"
    )
    told = ended("count", environment=simulated, before=bug)
    assert told.status == 1
    assert "Traceback" in told.err
    assert "LookupError: a bug" in told.err
    assert "very-secret" not in told.err

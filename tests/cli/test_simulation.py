"""`allsessions simulate` and `demo`."""

import shlex
import signal
import socket
import sys

import pytest

from allsessions.simulator import Simulator

from .conftest import VENDORS, Run
from .program import program


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_simulate_serves_until_ctrl_c(environment: dict[str, str], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with program("simulate", "--port", "0", "--sessions", "7", environment=environment) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert "Ctrl-C" in process.stderr.readline()
        for _ in range(7):
            monkeypatch.setenv(*_exported(process.stdout.readline()))
        counted = run("count", "--format", "csv")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert counted.out == "source,sessions\nakool,7\nanam,7\nelizaos,7\nkonpro,7\n"
    assert (process.returncode, out, err) == (0, "", "")


def _exported(line: str) -> tuple[str, str]:
    export, assignment = shlex.split(line)
    assert export == "export"
    name, _, value = assignment.partition("=")
    return name, value


def test_simulate_quotes_for_the_shell(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def serve_forever(self: Simulator) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Simulator, "environment", lambda self: {"ANAM_API_KEY": "it's $HOME"})
    monkeypatch.setattr(Simulator, "serve_forever", serve_forever)
    ended = run("simulate", "--port", "0")
    assert (ended.status, _exported(ended.out)) == (0, ("ANAM_API_KEY", "it's $HOME"))


def test_simulate_says_why_a_port_cannot_be_used(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run("simulate", "--port", str(port))
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == f"error: port {port} is in use; choose another --port, or 0 for any free port\n"

    def refuse(self: Simulator) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Simulator, "__enter__", refuse)
    ended = run("simulate", "--port", "80")
    assert ended.status == 2
    assert "port 80 cannot be used: Permission denied" in ended.err


def test_demo_shows_all_vendors_without_an_account(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ended = run("demo")
    assert ended.status == 0
    newest, _, rest = ended.out.partition("All of them")
    for vendor in VENDORS:
        lines = [line for line in newest.splitlines() if line.startswith(f"{vendor}:")]
        times = [" ".join(line.split()[2:4]) for line in lines]
        assert len(times) == 5
        assert times == sorted(times, reverse=True)
        (row,) = (line.split() for line in rest.splitlines() if line.startswith(vendor))
        assert row[-1] == "250"
        assert sum(map(int, row[1:-1])) == 250
    shown = [line.split()[1] for line in rest.splitlines() if line.startswith("  allsessions ")]
    assert shown == ["simulate", "list", "sources"]
    assert all(len(line) <= 80 for line in ended.out.splitlines())
    assert run("demo", "--sessions", "0").status == 0

"""`allsessions simulate` and `demo`."""

import shlex
import signal
import socket
import sys

import pytest

from allsessions.simulator import Simulator

from .conftest import Run
from .program import ended, program


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_simulate_serves_what_it_says_to_export_until_ctrl_c(environment: dict[str, str]) -> None:
    with program("simulate", "--port", "0", "--sessions", "7", environment=environment) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert "Ctrl-C ends it" in process.stderr.readline()
        exported = dict(_exported(process.stdout.readline()) for _ in range(7))
        counted = ended("count", "--format", "csv", environment=environment | exported)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert counted.out == "source,sessions\nakool,7\nanam,7\nelizaos,7\nkonpro,7\n"
    assert (process.returncode, out, err) == (0, "", "")


def _exported(line: str) -> tuple[str, str]:
    export, assignment = shlex.split(line)
    assert export == "export"
    name, _, value = assignment.partition("=")
    return name, value


def test_simulate_quotes_for_the_shell(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def environment(self: Simulator) -> dict[str, str]:
        return {"ANAM_API_KEY": "it's $HOME"}

    def serve_forever(self: Simulator) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Simulator, "environment", environment)
    monkeypatch.setattr(Simulator, "serve_forever", serve_forever)
    told = run("simulate", "--port", "0")
    assert (told.status, _exported(told.out)) == (0, ("ANAM_API_KEY", "it's $HOME"))


def test_simulate_on_a_port_that_is_taken(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = run("simulate", "--port", str(port))
    assert (told.status, told.out) == (2, "")
    assert told.err == f"error: port {port} is in use; choose another --port, or 0 for any free one\n"


def test_simulate_on_a_port_that_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Simulator) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Simulator, "__enter__", refuse)
    told = run("simulate", "--port", "80")
    assert told.status == 2
    assert "port 80 cannot be used: Permission denied" in told.err


def test_demo_needs_no_account_and_shows_all_vendors(run: Run) -> None:
    told = run("demo")
    assert (told.status, told.err) == (0, "")
    newest, _, rest = told.out.partition("All of them")
    for vendor in ("akool", "anam", "elizaos", "konpro"):
        assert newest.count(f"\n{vendor}:") == 5
        (row,) = (line.split() for line in rest.splitlines() if line.startswith(vendor))
        assert row[-1] == "250"
        assert sum(map(int, row[1:-1])) == 250
    assert [line.split()[1] for line in rest.splitlines() if line.startswith("  allsessions ")] == [
        "simulate",
        "list",
        "sources",
    ]


def test_demo_shows_the_newest(run: Run) -> None:
    shown = run("demo", "--sessions", "9").out.splitlines()
    for vendor in ("akool", "anam", "elizaos", "konpro"):
        times = [" ".join(line.split()[2:4]) for line in shown if line.startswith(f"{vendor}:")]
        assert len(times) == 5
        assert times == sorted(times, reverse=True)


def test_demo_fits_80_columns(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = run("demo").out.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert len(lines) - lines.index("Next:") == 4


def test_demo_of_nothing(run: Run) -> None:
    assert run("demo", "--sessions", "0").status == 0


def test_demo_asks_no_proxy(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert run("demo", "--sessions", "1").status == 0

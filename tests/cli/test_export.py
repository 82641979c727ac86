"""`allsessions export`: what it says, how it ends, and what is in the file then."""

import json
import shlex
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.servers import Answer, FunctionServer, Request, json_answer

from .conftest import SESSIONS, Run
from .program import PROGRAM, on_terminal, program, without_escapes


def exported(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.usefixtures("simulated")
def test_it_writes_every_session_and_says_how_many(run: Run, tmp_path: Path) -> None:
    ended = run("export", "sessions.jsonl")
    assert (ended.status, ended.out, ended.err) == (0, "", f"sessions.jsonl: {4 * SESSIONS} sessions\n")
    listed = run("list", "--format", "jsonl").out.splitlines()
    assert [row["ref"] for row in exported(tmp_path / "sessions.jsonl")] == [json.loads(each)["ref"] for each in listed]


@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize("option", ["--append", "--since-last"])
def test_what_is_exported_twice_is_there_once(run: Run, tmp_path: Path, option: str) -> None:
    first = run("export", "sessions.jsonl", "--status", "ended")
    assert first.status == 0
    ended_ones = exported(tmp_path / "sessions.jsonl")
    second = run("export", "sessions.jsonl", option)
    new = 4 * SESSIONS - len(ended_ones)
    assert second.err == f"sessions.jsonl: {4 * SESSIONS} sessions, {new} new and 0 changed since\n"
    assert run("export", "sessions.jsonl", option).err.endswith(" 0 new and 0 changed since\n")
    assert len({row["ref"] for row in exported(tmp_path / "sessions.jsonl")}) == 4 * SESSIONS


@pytest.mark.usefixtures("simulated")
def test_it_takes_the_filters_of_list(run: Run, tmp_path: Path) -> None:
    options = ("--source", "anam", "--source", "konpro", "--status", "ended,failed", "--since", "52w", "--limit", "7")
    assert run("export", "some.jsonl", *options).err == "some.jsonl: 7 sessions\n"
    listed = [json.loads(line) for line in run("list", *options, "--format", "jsonl").out.splitlines()]
    assert [row["ref"] for row in exported(tmp_path / "some.jsonl")] == [session["ref"] for session in listed]


@pytest.mark.usefixtures("simulated")
def test_the_vendors_record_comes_with_raw(run: Run, tmp_path: Path) -> None:
    assert run("export", "sessions.jsonl", "--raw", "--source", "anam").status == 0
    assert all(row["raw"]["id"] == row["id"] for row in exported(tmp_path / "sessions.jsonl"))  # type: ignore[index]


@pytest.mark.usefixtures("simulated")
def test_a_source_that_fails_leaves_the_file_and_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("export", "sessions.jsonl", "--limit", "1")
    monkeypatch.setenv("ANAM_API_KEY", "wrong-key")
    ended = run("export", "sessions.jsonl")
    told, error = ended.err.splitlines()
    assert ended.status == 1
    assert told == "what could be had is in sessions.incomplete.jsonl; sessions.jsonl is as it was"
    assert error.startswith("error: anam: ")
    assert len(exported(tmp_path / "sessions.jsonl")) == 1
    assert len(exported(tmp_path / "sessions.incomplete.jsonl")) == 3 * SESSIONS


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("sessions.txt", "must end with .parquet, .csv, .jsonl, .duckdb or .sqlite"),
        ("none/sessions.csv", "there is no directory"),
        ("folder.csv", "is a directory"),
        (f"{'x' * 300}.csv", "File name too long"),
    ],
)
@pytest.mark.usefixtures("simulated")
def test_a_file_that_cannot_be_written_is_wrong_usage(run: Run, out: str, said: str) -> None:
    Path("folder.csv").mkdir()
    ended = run("export", out)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("error: ")
    assert said in ended.err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals for one process")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_the_old_file_and_nothing_beside_it(
    number: signal.Signals, status: int, environment: dict[str, str], tmp_path: Path
) -> None:
    asked, never = threading.Event(), threading.Event()

    def answer(request: Request) -> Answer:
        asked.set()
        never.wait(60)
        return json_answer({"sessions": []})

    old = tmp_path / "sessions.csv"
    old.write_text("the old one")
    with FunctionServer(answer) as server:
        variables = environment | {"ELIZAOS_BASE_URL": server.url}
        with program("export", "sessions.csv", environment=variables) as process:
            assert asked.wait(60)
            process.send_signal(number)
            out, err = process.communicate(timeout=60)
        never.set()
    assert (process.returncode, out, err) == (status, "", "")
    assert old.read_text() == "the old one"
    assert [*tmp_path.iterdir()] == [old]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no shell that closes a stream by >&-")
def test_it_needs_no_stdout(simulated: dict[str, str], tmp_path: Path) -> None:
    command = shlex.join([sys.executable, "-W", "error", "-c", PROGRAM, "export", "sessions.jsonl"])
    done = subprocess.run(["sh", "-c", f"{command} >&-"], env=simulated, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, f"sessions.jsonl: {4 * SESSIONS} sessions\n")
    assert len(exported(tmp_path / "sessions.jsonl")) == 4 * SESSIONS


def test_a_terminal_sees_how_many_how_fast_and_of_how_many(simulated: dict[str, str]) -> None:
    shown = without_escapes(on_terminal("export", "sessions.jsonl", environment=simulated, columns=100))
    assert f"of {4 * SESSIONS}" in shown
    assert shown.endswith(f"sessions.jsonl: {4 * SESSIONS} sessions\n")


def test_with_a_filter_no_total_is_asked_for(simulated: dict[str, str]) -> None:
    arguments = ("export", "sessions.jsonl", "--search", "a")
    shown = without_escapes(on_terminal(*arguments, environment=simulated, columns=100))
    assert " of " not in shown
    assert "sessions.jsonl: " in shown


def test_a_source_that_cannot_be_reached_writes_no_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("ELIZAOS_BASE_URL", f"http://127.0.0.1:{port}")
    ended = run("export", "sessions.csv")
    assert ended.status == 1
    assert not Path("sessions.csv").exists()

"""Exit statuses, and how a command ends early: an error, Ctrl-C, a closed pipe, a full disk, a bug."""

import csv
import errno
import io
import json
import os
import signal
import sys
import threading
from pathlib import Path

import pytest
import typer

from allsessions import UnsupportedFilterError
from allsessions.cli.outcome import reported
from tests.client.scripted import Answer, Request, ScriptedServer, answer

from .conftest import SESSIONS, Run
from .program import program, silent_server

FULL = Path("/dev/full")
ELSEWHERE = ["akool", "elizaos", "konpro"]

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and pipes of Windows are different")


def is_one_line_on_anams_key(err: str) -> bool:
    return err.startswith("error: anam: ") and "HTTP 401" in err and err.count("\n") == 1 and "wrong-key" not in err


@pytest.mark.usefixtures("simulated")
def test_a_list_has_the_other_sources_sessions(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANAM_API_KEY", "wrong-key")
    table = run("list")
    assert {line.partition(":")[0] for line in table.out.splitlines()[1:]} == set(ELSEWHERE)
    summary, _, error = table.err.partition("\n")
    assert summary == "36 sessions: akool 12, elizaos 12, konpro 12"
    assert (table.status, is_one_line_on_anams_key(error)) == (1, True)
    as_json, as_csv = (run("list", "--format", format) for format in ("json", "csv"))
    for ended, rows in ((as_json, json.loads(as_json.out)), (as_csv, csv.DictReader(io.StringIO(as_csv.out)))):
        assert (ended.status, is_one_line_on_anams_key(ended.err)) == (1, True)
        assert [row["source"] for row in rows] == [source for source in ELSEWHERE for _ in range(SESSIONS)]


@pytest.mark.usefixtures("simulated")
def test_a_count_marks_what_it_does_not_know(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANAM_API_KEY", "wrong-key")
    ended = run("count")
    lines = [line.split(maxsplit=1) for line in ended.out.splitlines()]
    assert [value.strip() for _, value in lines] == ["sessions", "12", "?", "12", "12", "at least 36"]
    assert (ended.status, is_one_line_on_anams_key(ended.err)) == (1, True)
    assert json.loads(run("count", "--format", "json").out) == {
        "counts": {**dict.fromkeys(ELSEWHERE, 12), "anam": None},
        "total": None,
    }
    assert "anam,\n" in run("count", "--format", "csv").out


def test_each_unreadable_record_is_an_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [{"sessionId": "1"}, {"sessionId": None}, {"sessionId": "3", "createdAt": "soon"}]
    with ScriptedServer(lambda request: answer({"sessions": records, "total": 3})) as server:
        monkeypatch.setenv("ELIZAOS_BASE_URL", server.url)
        ended, filtered = (run("list", "--format", "jsonl", *since) for since in ((), ("--since", "7d")))
    assert [json.loads(line)["id"] for line in ended.out.splitlines()] == ["1", "3"]
    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert ended.err.startswith("error: elizaos: ")
    assert (filtered.status, filtered.out) == (1, "")
    assert "the library cannot apply the filters, because it cannot read" in filtered.err


def test_without_a_vendor_it_says_what_to_set(run: Run) -> None:
    for command in ("list", "get anam:1", "count", "sources", "sources --check"):
        ended = run(*command.split())
        assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1), command
        hints = ("ANAM_API_KEY", "allsessions.toml", "--config", "allsessions demo")
        assert all(hint in ended.err for hint in hints)


@pytest.mark.usefixtures("simulated")
def test_an_impossible_request_is_one_line(run: Run) -> None:
    for arguments in (
        *("list --source nowhere", "list --source akool --agent anyone", "list --config missing.toml", "get nothing"),
        *("get nowhere:1", "count --strict --user 1", "watch --source nowhere", "watch --strict --user 7"),
    ):
        ended = run(*arguments.split())
        assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1), arguments
        assert ended.err.startswith("error: ")


WRONG_USAGE = [
    *[("nothing", "'nothing'"), ("list --qqq", "--qqq"), ("list --format yaml", "--format"), ("get", "REF")],
    *[("list --limit -1", "--limit"), ("get anam:1 anam:2", "anam:2"), ("count --format jsonl", "--format")],
    *[("simulate --port 70000", "--port"), ("demo --sessions -1", "--sessions"), ("watch --every soon", "--every")],
    *[("list --since", "--since"), ("list --format \x1b[31m", "--format"), ("get anam:1 \x1b[31m\nmore", "more")],
]


@pytest.mark.usefixtures("simulated")
def test_wrong_usage_is_one_line_that_names_the_help(run: Run) -> None:
    for arguments, named in WRONG_USAGE:
        ended = run(*arguments.split(" "))
        assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1), arguments
        assert ended.err.startswith("error: ")
        command = "" if arguments == "nothing" else f" {arguments.split()[0]}"
        assert ended.err.endswith(f"; see allsessions{command} --help\n")
        assert named in ended.err
        assert "\x1b" not in ended.err
    for wrong, right in (("lst", "list"), ("list --sinse 7d", "--since")):
        ended = run(*wrong.split())
        assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1), wrong
        assert right in ended.err.partition("did you mean ")[2]


def test_an_unsupported_filter_is_named_as_the_option(capsys: pytest.CaptureFixture[str]) -> None:
    options = {"created_after": "since", "created_before": "until", "agent_id": "agent", "user_id": "user"}
    for filter, option in {**options, "status": "status", "search": "search"}.items():
        with pytest.raises(typer.Exit), reported():
            raise UnsupportedFilterError("acme", filter)
        assert f" --{option};" in capsys.readouterr().err


@posix
@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        *((command, 130, "") for command in ("list --format json", "get elizaos:1", "sources --check")),
        ("watch", 1, "error: elizaos: not read yet\n"),
    ],
)
def test_ctrl_c_ends_it_without_a_traceback(environment: dict[str, str], command: str, status: int, said: str) -> None:
    with silent_server() as (url, requested):
        with program(*command.split(), environment=environment | {"ELIZAOS_BASE_URL": url}) as process:
            assert requested.wait(60)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate()
    assert (process.returncode, err) == (status, said)


def test_ctrl_c_before_a_command_ends_it_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(io.TextIOWrapper):
        def reconfigure(self, **options: object) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdout", Interrupted(io.BytesIO()))
    assert run("--version").status == 130


@posix
@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize("format", ["table", "json", "csv"])
def test_a_closed_pipe_is_dropped(run: Run, monkeypatch: pytest.MonkeyPatch, format: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        ended = run("list", "--format", format)
    assert (ended.status, ended.err) == (141, "")


def test_each_session_is_written_when_it_comes(environment: dict[str, str]) -> None:
    """The second source answers only after the test has read the session of the first one."""
    read = threading.Event()

    def script(request: Request) -> Answer:
        if request.path.startswith("/slow"):
            read.wait()
        return answer({"sessions": [{"sessionId": "1", "timeRemaining": 1}], "total": 1})

    with ScriptedServer(script, blocking=True) as server:
        table = '[[source]]\nvendor = "elizaos"\nname = "{0}"\nbase_url = "{1}/{0}"\n'
        text = "".join(table.format(name, server.url) for name in ("quick", "slow"))
        Path("allsessions.toml").write_text(text, encoding="utf-8")
        with program("list", "--format", "csv", environment=environment) as process:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("ref,")
            assert process.stdout.readline().startswith("quick:1,")
            read.set()
            assert process.stdout.readline().startswith("slow:1,")
            process.communicate()
    assert process.returncode == 0


@pytest.mark.usefixtures("simulated")
@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
def test_a_full_disk_is_an_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with FULL.open("w", encoding="utf-8") as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        ended = run("list", "--format", "jsonl")
    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert ended.err.startswith("error: ")
    assert ended.err.endswith(": No space left on device\n")


def test_an_unforeseen_error_is_a_bug_with_a_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path) -> bool:
        raise OSError(errno.ENOTRECOVERABLE, "unforeseen")

    monkeypatch.setattr(Path, "exists", broken)
    with pytest.raises(OSError, match="unforeseen"):
        run("sources")

"""`allsessions export` and `report`: the files they write, what they say, and how they end."""

import json
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.export.readers import content
from tests.report.pages import page, table

from .conftest import SESSIONS, Run, Screen
from .program import PROGRAM, program, silent_server, without_escapes

ALL = 4 * SESSIONS


def exported(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in Path(name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize("format", ["csv", "jsonl"])
@pytest.mark.parametrize("raw", [False, True], ids=["", "raw"])
def test_list_prints_what_an_export_writes(run: Run, format: str, raw: bool) -> None:
    options = ("--source", "anam", *(["--raw"] if raw else []))  # ElizaOS's records change each second
    listed, ended = (run(*command, "--format", format, *options) for command in (["list"], ["export", "-"]))
    assert (ended.status, ended.out, ended.err) == (0, listed.out, f"{SESSIONS} sessions: anam {SESSIONS}\n")
    for name in (f"sessions.{format}", f"sessions.{format}.gz"):
        run("export", name, *options, "--limit", "5")
        for option, new in (("--since-last", SESSIONS - 5), ("--append", 0)):
            again = run("export", name, option, *options)
            assert again.err == f"{name}: {SESSIONS} sessions, {new} new and 0 updated\n"
        assert content(Path(name)).decode() == listed.out


@pytest.mark.usefixtures("simulated")
def test_an_export_has_the_sessions_of_list(run: Run) -> None:
    filters = ["--source", "anam,konpro", "--status", "ended,failed", "--since", "52w", "--limit", "7"]
    for options, count in ((list[str](), ALL), (filters, 7)):
        ended = run("export", f"{count}.jsonl", "--raw", *options)
        assert (ended.status, ended.out, ended.err) == (0, "", f"{count}.jsonl: {count} sessions\n")
        refs = [row["ref"] for row in exported(f"{count}.jsonl")]
        assert refs == run("list", "--format", "refs", *options).out.split()
        assert all(row["raw"] for row in exported(f"{count}.jsonl"))
    assert run("export", "7.jsonl", "--limit", "1", "--replace").err == "7.jsonl: 1 session, 7 before\n"


@pytest.mark.usefixtures("simulated")
def test_an_incomplete_export_keeps_the_old_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("export", "sessions.jsonl", "--limit", "1")
    monkeypatch.setenv("ANAM_API_KEY", "wrong-key")
    ended = run("export", "sessions.jsonl")
    note, error = ended.err.splitlines()
    assert ended.status == 1
    assert "sessions.incomplete.jsonl" in note
    assert error.startswith("error: anam: ")
    assert len(exported("sessions.jsonl")) == 1
    assert len(exported("sessions.incomplete.jsonl")) == 3 * SESSIONS
    ended = run("export", "-", "--format", "csv")
    assert (ended.status, ended.out.count("\n"), ended.err.splitlines()[-1]) == (1, 1 + 3 * SESSIONS, error)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no shell that closes a stream by >&-")
def test_commands_need_no_stdin_or_stdout(simulated: dict[str, str]) -> None:
    for arguments in (["export", "sessions.jsonl"], ["count"]):
        command = shlex.join([sys.executable, "-W", "error", "-c", PROGRAM, *arguments])
        done = subprocess.run(["sh", "-c", f"{command} <&- >&-"], env=simulated, capture_output=True, text=True)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert len(exported("sessions.jsonl")) == ALL


@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize("arguments", [(), ("--search", "a")], ids=["all", "filter"])
def test_a_terminal_sees_the_progress(run: Run, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]) -> None:
    monkeypatch.setattr(sys, "stderr", screen := Screen())
    assert run("export", "sessions.jsonl", *arguments).status == 0
    shown = without_escapes(screen.getvalue())
    assert "0 sessions" in shown
    # The vendors' totals are known at once, but they do not count a filter of the library.
    assert (f"of {ALL}" in shown) == (not arguments)
    assert shown.endswith(f"sessions.jsonl: {len(exported('sessions.jsonl'))} sessions\n")


@pytest.mark.usefixtures("simulated")
def test_a_report_takes_sources_limits_rates_and_a_title(run: Run) -> None:
    sources, money = ("--source", "anam,konpro"), ("--rate", "anam=0.18", "--rate", "konpro=1", "--currency", "EUR")
    for limit, expected in ((["--concurrency-limit", "anam=3"], "3"), ([], "10")):  # by default, the vendor's limit
        ended = run("report", "r.html", "--since", "60d", *sources, *money, *limit, "--title", "April")
        assert (ended.status, ended.out) == (0, "")
        assert ended.err == f"r.html: {2 * SESSIONS} sessions in the period; {2 * SESSIONS} read\n"
        found = page(Path("r.html"))
        assert found.one("title").text == found.one("h1").text == "April"
        head, anam, konpro, _ = table(found, "Figures by source")
        assert (anam[:2], konpro[:2]) == (["anam", f"{SESSIONS}"], ["konpro", f"{SESSIONS}"])
        assert (head[-3:], anam[-3], konpro[-3]) == (["Limit", "At the limit", "Cost"], expected, "–")
        assert all(row[-1].endswith(" EUR") for row in (anam, konpro))
        assert [row[1] for row in table(found, "Cost by source, in EUR")[1:3]] == ["0.18", "1"]


@pytest.mark.usefixtures("simulated")
def test_a_report_has_what_it_could_read_and_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANAM_API_KEY", "wrong-key")
    ended = run("report", "report.html", "--since", "1h", "--source", "anam", "--source", "elizaos")
    note, error = ended.err.splitlines()
    assert (ended.status, note.partition(" ")[0]) == (1, "report.html")
    found = page(Path("report.html"))
    (banner,) = found.all("section", class_="incomplete")
    assert [f"error: {each.text}" for each in banner.all("li")] == [error]
    # ElizaOS' sessions are all in progress. Most of them began before the period.
    figures = dict(row[:2] for row in table(found, "Figures by source"))
    assert (figures["anam"], figures["elizaos (active only)"]) == ("not read", f"{SESSIONS}")


@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("export sessions.txt", "must end with .parquet, .csv, .csv.gz, .jsonl, .jsonl.gz, .duckdb, .sqlite or .xlsx"),
        ("export -", "choose csv or jsonl for standard output"),
        ("export - --format parquet", "'csv', 'jsonl'"),
        ("export - --format csv --append", "pass a file as OUT, not standard output"),
        ("export - --format csv --replace", "pass a file as OUT, not standard output"),
        ("export sessions.csv --format csv", "the suffix of OUT selects the format"),
        (f"export {'x' * 300}.csv", "File name too long"),
        ("report r.html --source anam --rate konpro=1", "'konpro'; expected one of anam"),
        ("report r.html --until 3d --since 3d", "is not earlier than --until"),
        ("report r.html --rate anam=cheap", "is not NAME=MONEY"),
        ("report r.html --rate anam=-1", "is not NAME=MONEY"),
        ("report r.html --rate anam=1_0", "is not NAME=MONEY"),
        ("report r.html --rate =1", "is not NAME=MONEY"),
        ("report r.html --rate anam=1 --rate anam=2", "has two values"),
        ("report r.html --concurrency-limit anam=0", "is not NAME=N"),
        ("report r.html --concurrency-limit anam=²", "is not NAME=N"),
    ],
    ids=lambda text: text[:40],
)
def test_wrong_usage_writes_no_file(run: Run, tmp_path: Path, arguments: str, said: str) -> None:
    ended = run(*arguments.split())
    assert (ended.status, ended.out) == (2, "")
    assert said in " ".join(ended.err.split())
    assert [*tmp_path.iterdir()] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals for one process")
@pytest.mark.parametrize(("command", "name"), [("export", "sessions.csv"), ("report", "report.html")])
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["INT", "TERM"])
def test_a_signal_leaves_only_the_old_file(
    number: signal.Signals, status: int, environment: dict[str, str], tmp_path: Path, command: str, name: str
) -> None:
    old = tmp_path / name
    old.write_text("source,id\nanam,1\n")
    with silent_server() as (url, requested):
        with program(command, name, environment=environment | {"ELIZAOS_BASE_URL": url}) as process:
            assert requested.wait(60)
            process.send_signal(number)
            out, err = process.communicate()
    assert (process.returncode, out, err) == (status, "", "")
    assert old.read_text() == "source,id\nanam,1\n"
    assert [*tmp_path.iterdir()] == [old]

"""`allsessions report`: what it says, how it ends, and what is on the page then."""

import re
import signal
import sys
import threading
from pathlib import Path

import pytest

from tests.report.pages import page, table
from tests.servers import Answer, FunctionServer, Request, json_answer

from .conftest import SESSIONS, Run
from .program import ended, on_terminal, program, without_escapes


@pytest.mark.usefixtures("simulated")
def test_it_writes_a_page_and_says_how_many_sessions_it_is_of(run: Run, tmp_path: Path) -> None:
    told = run("report", "report.html", "--since", "60d")
    assert (told.status, told.out) == (0, "")
    assert told.err == f"report.html: {4 * SESSIONS} sessions in the period, of {4 * SESSIONS} read\n"
    found = page(tmp_path / "report.html")
    assert found.one("h1").text == "Sessions of live avatars and AI agents"
    assert [row[:2] for row in table(found, "Figures by source")[1:]] == [
        *([name, f"{SESSIONS}"] for name in ("akool", "anam", "elizaos", "konpro")),
        ["All sources", f"{4 * SESSIONS}"],
    ]


@pytest.mark.usefixtures("simulated")
def test_what_ran_in_a_period_is_read_without_a_filter(run: Run, tmp_path: Path) -> None:
    told = run("report", "report.html", "--since", "1h")
    count, read = re.findall(r"\d+", told.err)
    assert int(read) == 4 * SESSIONS > int(count)
    # ElizaOS' sessions are all in progress, most of them for longer than an hour.
    assert (
        dict(row[:2] for row in table(page(tmp_path / "report.html"), "Figures by source"))["elizaos"] == f"{SESSIONS}"
    )


@pytest.mark.usefixtures("simulated")
def test_limits_rates_currency_sources_and_title(run: Run, tmp_path: Path) -> None:
    sources = ("--source", "anam", "--source", "konpro")
    money = ("--rate", "anam=0.18", "--rate", "konpro=1", "--currency", "EUR")
    told = run(
        "report", "r.html", "--since", "60d", *sources, *money, "--concurrency-limit", "anam=3", "--title", "April"
    )
    assert told.status == 0
    found = page(tmp_path / "r.html")
    assert found.one("title").text == found.one("h1").text == "April"
    head, anam, konpro, _ = table(found, "Figures by source")
    assert (head[-3:], anam[-3], konpro[-3]) == (["Limit", "At the limit", "Cost"], "3", "–")
    assert all(row[-1].endswith(" EUR") for row in (anam, konpro))
    assert [row[1] for row in table(found, "Cost by source, in EUR")[1:3]] == ["0.18", "1"]


@pytest.mark.usefixtures("simulated")
def test_a_source_that_fails_is_told_on_stderr_and_on_the_page(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANAM_API_KEY", "wrong-key")
    ended = run("report", "report.html", "--since", "60d")
    told, error = ended.err.splitlines()
    assert ended.status == 1
    assert told == "report.html has what could be had, and says at its top that it is incomplete"
    assert error.startswith("error: anam: ")
    found = page(tmp_path / "report.html")
    assert found.one("title").text.startswith("Incomplete: ")
    (banner,) = found.all("section", class_="incomplete")
    assert [f"error: {each.text}" for each in banner.all("li")] == [error]
    assert dict(row[:2] for row in table(found, "Figures by source"))["anam"] == "0"


@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["r.pdf"], "must end with .html"),
        (["none/r.html"], "there is no directory"),
        ([f"{'x' * 300}.html"], "File name too long"),
        (["r.html", "--rate", "anma=1"], "there is no such source; there are akool, anam, elizaos, konpro"),
        (["r.html", "--concurrency-limit", "anma=1"], "there is no such source"),
        (["r.html", "--source", "anam", "--rate", "konpro=1"], "there is no such source; there are anam"),
        (["r.html", "--source", "anma"], "unknown source 'anma'"),
        (["r.html", "--until", "3d", "--since", "3d"], "is not earlier than --until"),
        (["r.html", "--rate", "anam"], "is not NAME=MONEY"),
        (["r.html", "--rate", "anam=cheap"], "is not NAME=MONEY"),
        (["r.html", "--rate", "anam=-1"], "is not NAME=MONEY"),
        (["r.html", "--rate", "anam=inf"], "is not NAME=MONEY"),
        (["r.html", "--rate", "=1"], "is not NAME=MONEY"),
        (["r.html", "--rate", "anam=1", "--rate", "anam=2"], "is given twice"),
        (["r.html", "--concurrency-limit", "anam=0"], "is not NAME=N"),
        (["r.html", "--concurrency-limit", "anam=1.5"], "is not NAME=N"),
        (["r.html", "--concurrency-limit", "anam=²"], "is not NAME=N"),
    ],
)
def test_wrong_usage_is_told(run: Run, tmp_path: Path, arguments: list[str], said: str) -> None:
    told = run("report", *arguments)
    assert (told.status, told.out) == (2, "")
    assert said in " ".join(told.err.split())
    assert [*tmp_path.iterdir()] == []


@pytest.mark.usefixtures("simulated")
def test_a_period_in_the_future_is_told(run: Run) -> None:
    told = run("report", "r.html", "--since", "9000-01-01")
    assert (told.status, told.err) == (2, "error: since is in the future, so that no session can lie in the period\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals for one process")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_the_old_page_and_nothing_beside_it(
    number: signal.Signals, status: int, environment: dict[str, str], tmp_path: Path
) -> None:
    asked, never = threading.Event(), threading.Event()

    def answer(request: Request) -> Answer:
        asked.set()
        never.wait(60)
        return json_answer({"sessions": []})

    old = tmp_path / "report.html"
    old.write_text("the old one")
    with FunctionServer(answer) as server:
        variables = environment | {"ELIZAOS_BASE_URL": server.url}
        with program("report", "report.html", environment=variables) as process:
            assert asked.wait(60)
            process.send_signal(number)
            out, err = process.communicate(timeout=60)
        never.set()
    assert (process.returncode, out, err) == (status, "", "")
    assert old.read_text() == "the old one"
    assert [*tmp_path.iterdir()] == [old]


def test_a_terminal_sees_how_far_it_is(simulated: dict[str, str]) -> None:
    shown = without_escapes(on_terminal("report", "report.html", environment=simulated, columns=100))
    assert f"of {4 * SESSIONS}" in shown
    assert shown.endswith(f"of {4 * SESSIONS} read\n")


@pytest.mark.parametrize("package", ["altair", "jinja2", "vl_convert"])
def test_without_the_extra(simulated: dict[str, str], package: str) -> None:
    told = ended("report", "r.html", environment=simulated, before=f"import sys; sys.modules['{package}'] = None")
    assert (told.status, told.out) == (2, "")
    assert told.err == f'error: {package} is not installed; pip install "allsessions[report]"\n'

"""Times for --since and --until, and times that do not exist in the local zone."""

import datetime

import pytest
import typer

from allsessions.cli.times import moment, parse_interval, period
from tests.client.scripted import Answer, Request, ScriptedServer, answer
from tests.conftest import local_time

from .conftest import Run

NOW = datetime.datetime(2026, 4, 20, 12, 0, 0, tzinfo=datetime.UTC)
FORMS = ("ISO 8601", "2026-04-20", "30s", "90m", "24h", "7d", "2w", "1d12h")


def test_a_duration_goes_back_from_now() -> None:
    seconds = {"30s": 30, "24h": 86_400, "1d12h": 129_600, "1w2d3h4m5s": 788_645, "007d": 604_800}
    assert {text: (NOW - moment(text, NOW)).total_seconds() for text in seconds} == seconds


def test_the_name_of_a_day_is_its_last_beginning() -> None:
    now = datetime.datetime(2026, 11, 18, 15, 30).astimezone()
    days = {"today": 18, "yesterday": 17, "Wednesday": 18, "tuesday": 17, "thursday": 12}
    for word, day in days.items():
        assert moment(word, now.astimezone(datetime.UTC)) == datetime.datetime(2026, 11, day).astimezone(), word


def test_a_time_without_a_zone_is_local(monkeypatch: pytest.MonkeyPatch) -> None:
    utc = {
        "2026-04-20T09:30:00Z": "2026-04-20T09:30:00",
        "2026-04-20T09:30:00+02:00": "2026-04-20T07:30:00",
        "2026-04-20 09:30": "2026-04-20T07:30:00",
        "2026-01-20": "2026-01-19T23:00:00",
        "2026-07-20": "2026-07-19T22:00:00",
        "2026-03-29": "2026-03-28T23:00:00",  # the clocks go forward in the morning of that day
        "2026-03-30": "2026-03-29T22:00:00",
    }
    after = datetime.datetime(2026, 3, 29, 10, 0, tzinfo=datetime.UTC)
    with local_time("CET-1CEST,M3.5.0,M10.5.0/3", monkeypatch):  # Berlin
        assert {text: moment(text, NOW).replace(tzinfo=None).isoformat() for text in utc} == utc
        # A day has 24 hours when the clocks change.
        assert moment("1d", after) == moment("24h", after) == after - datetime.timedelta(hours=24)
    with local_time("EET-2EEST,M4.5.5/0,M10.5.4/24", monkeypatch):  # Cairo, where a day can begin at one o'clock
        assert moment("2024-04-26", NOW) == datetime.datetime(2024, 4, 25, 22, tzinfo=datetime.UTC)


def test_both_ends_use_the_same_now() -> None:
    found = period("2h", "1h")
    assert found.since is not None
    assert found.until is not None
    assert found.until - found.since == datetime.timedelta(hours=1)


@pytest.mark.usefixtures("in_kiritimati")
def test_other_texts_are_refused_with_the_forms() -> None:
    for text in [
        *("", "7", "7x", "-7d", "7 d", "1.5d", "12h1d", "1d1d", "٧d", "0s", "9999999w", "9" * 5000 + "d"),
        *("tomorrow", "2026-13-01", "0001-01-01", "9999-12-31T23:59:59-14:00", "1712011212345.6", "1712011212"),
    ]:
        with pytest.raises(ValueError, match="ISO 8601") as refused:
            moment(text, NOW)
        assert all(form in str(refused.value) for form in FORMS)
        assert len(str(refused.value)) < 400


def test_wrong_usage_names_the_option(run: Run) -> None:
    for option in ("--since", "--until", "--created-after", "--created-before"):
        ended = run("list", f"{option}=tomorrow")
        assert (ended.status, ended.out) == (2, "")
        assert all(part in ended.err for part in (option, *FORMS))
    ended = run("list", "--since", "1h", "--until", "2026-04-01")
    assert (ended.status, ended.out) == (2, "")
    assert "--since 1h is not earlier than --until 2026-04-01" in ended.err


def test_an_interval_is_from_1s_to_1d() -> None:
    assert [parse_interval(text, "--every") for text in ("1s", "1m30s", "1d")] == [1.0, 90.0, 86_400.0]
    for text in ("0s", "", "soon", "2d", "500ms", "-5s", "9" * 5000 + "s"):
        with pytest.raises(typer.BadParameter, match="from 1s to 1d"):
            parse_interval(text, "--every")


@pytest.mark.parametrize("command", ["list", "get elizaos:s"])
@pytest.mark.usefixtures("in_kiritimati")
def test_a_time_at_the_edge_is_shown_in_utc(run: Run, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    record = {"sessionId": "s", "createdAt": "9999-12-31T23:59:59Z"}

    def script(request: Request) -> Answer:
        return answer({"sessions": [record], "total": 1} if request.path.endswith("/sessions") else record)

    with ScriptedServer(script) as server:
        monkeypatch.setenv("ELIZAOS_BASE_URL", server.url)
        ended = run(*command.split())
    assert ended.status == 0
    assert "9999-12-31 23:59:59 UTC" in ended.out

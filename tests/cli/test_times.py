"""Times as --since and --until take them, and times that the local zone does not have."""

import datetime
import json
from collections.abc import Iterator

import pytest
import typer

from allsessions.cli.times import moment, parse_interval, period
from tests.servers import Answer, FunctionServer, Request, json_answer

from .conftest import Run, local_time

NOW = datetime.datetime(2026, 4, 20, 12, 0, 0, tzinfo=datetime.UTC)
FORMS = ("ISO 8601", "2026-04-20", "30s", "90m", "24h", "7d", "2w", "1d12h")


@pytest.fixture
def in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Local time is Berlin's."""
    with local_time("CET-1CEST,M3.5.0,M10.5.0/3", monkeypatch):
        yield


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("30s", datetime.timedelta(seconds=30)),
        ("24h", datetime.timedelta(hours=24)),
        ("1d12h", datetime.timedelta(hours=36)),
        ("1w2d3h4m5s", datetime.timedelta(weeks=1, days=2, hours=3, minutes=4, seconds=5)),
        ("007d", datetime.timedelta(days=7)),
    ],
)
def test_a_duration_goes_back_from_now(text: str, back: datetime.timedelta) -> None:
    assert moment(text, NOW) == NOW - back


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-04-20T09:30:00Z", "2026-04-20T09:30:00"),
        ("2026-04-20T09:30:00+02:00", "2026-04-20T07:30:00"),
        ("2026-04-20 09:30", "2026-04-20T07:30:00"),
        ("2026-01-20", "2026-01-19T23:00:00"),
        ("2026-07-20", "2026-07-19T22:00:00"),
        ("2026-03-29", "2026-03-28T23:00:00"),  # the clocks go forward in the morning of that day
        ("2026-03-30", "2026-03-29T22:00:00"),
    ],
)
def test_a_time_without_a_zone_is_local(in_berlin: None, text: str, utc: str) -> None:
    assert moment(text, NOW) == datetime.datetime.fromisoformat(utc).replace(tzinfo=datetime.UTC)


def test_a_day_is_24_hours_when_the_clocks_change(in_berlin: None) -> None:
    after = datetime.datetime(2026, 3, 29, 10, 0, tzinfo=datetime.UTC)
    assert moment("1d", after) == moment("24h", after) == after - datetime.timedelta(hours=24)


def test_both_ends_use_the_same_now() -> None:
    found = period("2h", "1h")
    assert found.since is not None
    assert found.until is not None
    assert found.until - found.since == datetime.timedelta(hours=1)
    with pytest.raises(typer.BadParameter, match="not earlier"):
        period("1h", "60m")
    assert (period(None, None).since, period(None, None).until) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        *("", "7", "7x", "-7d", "7 d", "1.5d", "12h1d", "1d1d", "٧d", "0s", "9999999w", "9" * 5000 + "d"),
        *("tomorrow", "2026-13-01", "0001-01-01", "9999-12-31T23:59:59-14:00", "1712011212345", "1712011212"),
    ],
    ids=lambda text: text[:30] or "empty",
)
def test_what_is_not_a_time_is_refused_with_the_forms(in_kiritimati: None, text: str) -> None:
    with pytest.raises(ValueError, match="ISO 8601") as refused:
        moment(text, NOW)
    assert all(form in str(refused.value) for form in FORMS)
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("option", ["--since", "--until", "--created-after", "--created-before"])
def test_wrong_usage_names_the_option(run: Run, option: str) -> None:
    ended = run("list", f"{option}=tomorrow")
    assert (ended.status, ended.out) == (2, "")
    assert option in ended.err
    assert all(form in ended.err for form in FORMS)


@pytest.mark.parametrize(
    "text", ["0s", "", "soon", "2d", "500ms", "-5s", "9" * 5000 + "s"], ids=lambda text: text[:9] or "empty"
)
def test_an_interval_is_from_1s_to_1d(text: str) -> None:
    assert (parse_interval("1s", "--every"), parse_interval("1m30s", "--every"), parse_interval("1d", "--every")) == (
        1.0,
        90.0,
        86_400.0,
    )
    with pytest.raises(typer.BadParameter, match="from 1s to 1d"):
        parse_interval(text, "--every")


@pytest.mark.parametrize(
    ("since", "until"), [("--since", "--until"), ("--created-after", "--created-before")], ids=["short", "long"]
)
def test_only_sessions_created_in_the_period_are_listed(
    run: Run, monkeypatch: pytest.MonkeyPatch, since: str, until: str
) -> None:
    now = datetime.datetime.now(datetime.UTC)
    records = [
        {"sessionId": f"{days}-days-old", "createdAt": (now - datetime.timedelta(days=days)).isoformat()}
        for days in (0, 2, 6, 8)
    ]
    with FunctionServer(lambda request: json_answer({"sessions": records, "total": len(records)})) as server:
        monkeypatch.setenv("ELIZAOS_BASE_URL", server.url)
        listed = run("list", since, "7d", until, "1d", "--format", "jsonl").out
        counted = run("count", since, "7d", until, "1d", "--format", "json").out
        requests = len(server.requests)
        empty = run("list", since, "1h", until, "2026-04-01")
        assert len(server.requests) == requests
    assert (empty.status, empty.out) == (2, "")
    assert "--since 1h is not earlier than --until 2026-04-01" in empty.err
    assert [json.loads(line)["id"] for line in listed.splitlines()] == ["2-days-old", "6-days-old"]
    assert json.loads(counted)["total"] == 2


@pytest.mark.parametrize("command", ["list", "get elizaos:s"])
def test_a_time_at_the_edge_is_shown_in_utc(
    run: Run, command: str, in_kiritimati: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = {"sessionId": "s", "createdAt": "9999-12-31T23:59:59Z"}

    def answer(request: Request) -> Answer:
        return json_answer({"sessions": [record], "total": 1} if request.path.endswith("/sessions") else record)

    with FunctionServer(answer) as server:
        monkeypatch.setenv("ELIZAOS_BASE_URL", server.url)
        ended = run(*command.split())
    assert ended.status == 0
    assert "9999-12-31 23:59:59 UTC" in ended.out

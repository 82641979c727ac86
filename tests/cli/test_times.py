"""Times: as --since and --until take them, and those that the local zone does not have."""

import datetime
import json
from collections.abc import Iterator

import pytest
import typer

from allsessions import UnsupportedFilterError
from allsessions.cli.outcome import reported
from allsessions.cli.times import moment, period
from tests.client.scripted import Answer, ScriptedServer, answer
from tests.servers import FunctionServer, json_answer

from .conftest import Run, local_time

NOW = datetime.datetime(2026, 4, 20, 12, 0, 0, tzinfo=datetime.UTC)
NAMES = {"--since": "--created-after", "--until": "--created-before"}
EVERY_NAME = [*NAMES, *NAMES.values()]
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
        ("90m", datetime.timedelta(minutes=90)),
        ("24h", datetime.timedelta(hours=24)),
        ("7d", datetime.timedelta(days=7)),
        ("2w", datetime.timedelta(weeks=2)),
        ("1d12h", datetime.timedelta(hours=36)),
        ("1w2d3h4m5s", datetime.timedelta(weeks=1, days=2, hours=3, minutes=4, seconds=5)),
        ("007d", datetime.timedelta(days=7)),
    ],
)
def test_duration_goes_back_from_now(text: str, back: datetime.timedelta) -> None:
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
        ("2026-10-25", "2026-10-24T22:00:00"),  # and back
        ("2026-10-26", "2026-10-25T23:00:00"),
    ],
)
def test_a_date_is_midnight_in_its_zone_on_that_day(in_berlin: None, text: str, utc: str) -> None:
    assert moment(text, NOW) == datetime.datetime.fromisoformat(utc).replace(tzinfo=datetime.UTC)


def test_day_back_over_a_change_of_the_clocks_is_24_hours(in_berlin: None) -> None:
    after = datetime.datetime(2026, 3, 29, 10, 0, tzinfo=datetime.UTC)
    assert moment("1d", after) == moment("24h", after) == after - datetime.timedelta(hours=24)


def test_both_ends_are_seen_from_the_same_now() -> None:
    found = period("2h", "1h")
    assert found.since is not None
    assert found.until is not None
    assert found.until - found.since == datetime.timedelta(hours=1)
    with pytest.raises(typer.BadParameter, match="not earlier"):
        period("1h", "60m")


def test_without_either_the_period_is_open() -> None:
    assert (period(None, None).since, period(None, None).until) == (None, None)


@pytest.mark.parametrize("option", EVERY_NAME)
@pytest.mark.parametrize(
    "text",
    [
        "7",
        "7x",
        "d",
        "-7d",
        "+7d",
        "7 d",
        "1.5d",
        "12h1d",
        "1d1d",
        "7D",
        "٧d",
        "0s",
        "0d0h",
        "9999999w",
        pytest.param("9" * 5000 + "d", id="digits"),
    ],
)
def test_what_is_no_duration_is_wrong_usage_that_names_the_forms(run: Run, option: str, text: str) -> None:
    told = run("list", f"{option}={text}")
    assert (told.status, told.out) == (2, "")
    assert option in told.err
    assert all(form in told.err for form in FORMS)
    assert len(told.err) < 1000


@pytest.mark.parametrize("command", ["list", "count"])
@pytest.mark.parametrize("since", ["2026-05-01", "2026-04-01", "1h"])
def test_since_after_until_is_wrong_usage(run: Run, monkeypatch: pytest.MonkeyPatch, command: str, since: str) -> None:
    with FunctionServer(lambda request: json_answer({})) as server:
        monkeypatch.setenv("ELIZAOS_BASE_URL", server.url)
        told = run(command, "--since", since, "--until", "2026-04-01")
        assert server.requests == []
    assert (told.status, told.out) == (2, "")
    assert f"--since {since} is not earlier than --until 2026-04-01" in told.err


@pytest.mark.parametrize("since", ["--since", "--created-after"])
@pytest.mark.parametrize("until", ["--until", "--created-before"])
def test_list_and_count_have_only_what_was_created_in_between(
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
    assert [json.loads(line)["id"] for line in listed.splitlines()] == ["2-days-old", "6-days-old"]
    assert json.loads(counted)["total"] == 2


@pytest.mark.parametrize(
    ("filter", "option"),
    [
        ("created_after", "--since"),
        ("created_before", "--until"),
        ("agent_id", "--agent"),
        ("user_id", "--user"),
        ("status", "--status"),
        ("search", "--search"),
    ],
)
def test_filter_that_is_unsupported_is_told_as_the_option(
    capsys: pytest.CaptureFixture[str], filter: str, option: str
) -> None:
    with pytest.raises(typer.Exit), reported():
        raise UnsupportedFilterError("acme", filter)
    assert f" {option} " in capsys.readouterr().err


@pytest.mark.parametrize("command", [("list",), ("get", "elizaos:s")], ids=["list", "get"])
def test_a_time_at_the_edge_is_shown_in_utc(
    run: Run, command: tuple[str, ...], in_zone_of_kiritimati: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = {"sessionId": "s", "createdAt": "9999-12-31T23:59:59Z"}
    with ScriptedServer(lambda request: told(request.path, record)) as server:
        monkeypatch.setenv("ELIZAOS_BASE_URL", server.url)
        ended = run(*command)
    assert ended.status == 0
    assert "elizaos:s" in ended.out
    assert "9999-12-31 23:59:59 UTC" in ended.out


def told(path: str, record: dict[str, str]) -> Answer:
    return answer({"sessions": [record], "total": 1} if path.endswith("/sessions") else record)

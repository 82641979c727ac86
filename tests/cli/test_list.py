"""`allsessions list` against the simulator: each format, each filter."""

import csv
import datetime
import io
import json
from typing import Any

import pytest

from allsessions import Client, Session

from .conftest import Run
from .program import Ended

pytestmark = pytest.mark.usefixtures("simulated")


def refs(ended: Ended) -> list[str]:
    assert (ended.status, ended.err) == (0, "")
    return [json.loads(line)["ref"] for line in ended.out.splitlines()]


def test_each_format_has_every_field_of_every_session(run: Run, sessions: list[Session]) -> None:
    found = {format: run("list", "--format", format) for format in ("json", "jsonl", "csv")}
    assert {(ended.status, ended.err) for ended in found.values()} == {(0, "")}
    records = [session.to_dict() for session in sessions]
    assert json.loads(found["json"].out) == [*map(json.loads, found["jsonl"].out.splitlines())] == records
    header, *rows = csv.reader(io.StringIO(found["csv"].out, newline=""))
    assert header == list(records[0])
    assert rows == [["" if value is None else str(value) for value in each.values()] for each in records]


def test_the_default_is_a_table_with_a_summary(run: Run, sessions: list[Session]) -> None:
    ended = run("list")
    header, *lines = ended.out.splitlines()
    assert header.split() == ["ref", "status", "created", "(local)", "length", "agent", "user", "label"]
    assert [line.split()[:2] for line in lines] == [[session.ref, session.status.value] for session in sessions]
    assert (ended.status, ended.err) == (0, "48 sessions: akool 12, anam 12, elizaos 12, konpro 12\n")
    assert run("list", "--limit", "1").err == "1 session: akool 1\n"


def test_the_table_has_local_times_and_durations_in_words(
    run: Run, sessions: list[Session], in_kiritimati: None
) -> None:
    chosen = next(session for session in sessions if session.vendor == "anam" and session.duration)
    assert chosen.created_at is not None
    assert chosen.duration is not None
    line = run("list", "--source", "anam", "--search", chosen.id).out.splitlines()[1]
    there = chosen.created_at.astimezone(datetime.timezone(datetime.timedelta(hours=14)))
    minutes, seconds = divmod(round(chosen.duration.total_seconds()), 60)
    assert f"{there:%Y-%m-%d %H:%M:%S}" in line
    assert (f"{minutes}m {seconds:02}s" if minutes else f"{seconds}s") in line


def test_without_sessions_each_format_is_valid(run: Run) -> None:
    for format, nothing in {"table": "", "json": "[]\n", "jsonl": "", "csv": "ref,source,vendor,id,"}.items():
        ended = run("list", "--search", "nowhere to be found", "--format", format)
        assert (ended.status, ended.err) == (0, "0 sessions\n" if format == "table" else "")
        assert ended.out.startswith(nothing)
        assert ended.out.count("\n") == (nothing != "")


def test_raw_adds_the_record_with_secrets_masked(run: Run, sessions: list[Session]) -> None:
    ended = run("list", "--raw", "--format", "json", "--source", "akool")
    assert json.loads(ended.out) == [session.to_dict(raw=True) for session in sessions if session.source == "akool"]
    assert "credentials" in ended.out
    assert "join-token-of" not in ended.out


def test_an_unknown_status_is_refused_with_all_names(run: Run) -> None:
    for command, text in [("list", "active,asleep"), ("list", ""), ("list", "ACTIVE"), ("count", "active,")]:
        ended = run(command, "--status", text)
        assert (ended.status, ended.out) == (2, "")
        assert "--status" in ended.err
        assert "pending, active, ended, failed, unknown" in ended.err


FILTERS: list[tuple[str, dict[str, Any]]] = [
    ("--source konpro --source akool", {"sources": ["konpro", "akool"]}),
    ("--source elizaos,akool --limit 15", {"sources": ["elizaos", "akool"], "limit": 15}),
    ("--status pending --status failed", {"status": ["pending", "failed"]}),
    ("--status failed,pending", {"status": ["pending", "failed"]}),
    ("--source elizaos --agent {agent_id}", {"sources": "elizaos", "agent_id": "{agent_id}"}),
    ("--source elizaos --user {user_id}", {"sources": "elizaos", "user_id": "{user_id}"}),
    ("--search {id}", {"search": "{id}"}),
    ("--created-after {t5} --created-before {t30}", {"created_after": "{t5}", "created_before": "{t30}"}),
    ("--since {t5} --until {t30}", {"created_after": "{t5}", "created_before": "{t30}"}),
]


@pytest.mark.parametrize(("options", "filters"), FILTERS, ids=[options for options, _ in FILTERS])
def test_a_filter_is_that_of_the_library(
    run: Run, sessions: list[Session], options: str, filters: dict[str, Any]
) -> None:
    times = sorted(session.created_at for session in sessions if session.created_at)
    elizaos = next(session for session in sessions if session.vendor == "elizaos").to_dict()
    values = {**elizaos, "t5": times[5].isoformat(), "t30": times[30].isoformat()}
    chosen: dict[str, Any] = {
        name: text.format(**values) if isinstance(text, str) else text for name, text in filters.items()
    }
    for name in chosen.keys() & {"created_after", "created_before"}:
        chosen[name] = datetime.datetime.fromisoformat(chosen[name])
    words = [word.format(**values) for word in options.split()]
    with Client.from_env() as client:
        expected = [session.ref for session in client.list(**chosen)]
    assert 0 < len(expected) < len(sessions)
    assert refs(run("list", *words, "--format", "jsonl")) == expected
    if "limit" not in chosen:
        assert json.loads(run("count", *words, "--format", "json").out)["total"] == len(expected)

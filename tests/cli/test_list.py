"""`allsessions list` against the simulator: each format, each filter."""

import csv
import datetime
import io
import json

import pytest

from allsessions import Session

from .conftest import SESSIONS, Run
from .program import Ended

pytestmark = pytest.mark.usefixtures("simulated")


def refs(ended: Ended) -> list[str]:
    assert (ended.status, ended.err) == (0, "")
    return [json.loads(line)["ref"] for line in ended.out.splitlines()]


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_json_has_every_field_of_every_session(run: Run, sessions: list[Session], format: str) -> None:
    ended = run("list", "--format", format)
    records = json.loads(ended.out) if format == "json" else [json.loads(line) for line in ended.out.splitlines()]
    assert records == [session.to_dict() for session in sessions]
    assert (ended.status, ended.err) == (0, "")


def test_csv_has_a_header_and_the_same_fields(run: Run, sessions: list[Session]) -> None:
    ended = run("list", "--format", "csv")
    header, *rows = csv.reader(io.StringIO(ended.out, newline=""))
    assert header == list(sessions[0].to_dict())
    assert rows == [
        ["" if value is None else str(value) for value in session.to_dict().values()] for session in sessions
    ]
    assert (ended.status, ended.err) == (0, "")


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


@pytest.mark.parametrize(
    ("format", "nothing"), [("table", ""), ("json", "[]\n"), ("jsonl", ""), ("csv", "ref,source,vendor,id,")]
)
def test_without_sessions_each_format_is_valid(run: Run, format: str, nothing: str) -> None:
    ended = run("list", "--search", "nowhere to be found", "--format", format)
    assert ended.status == 0
    assert ended.out.startswith(nothing)
    assert ended.out.count("\n") == (nothing != "")
    assert ended.err == ("0 sessions\n" if format == "table" else "")


def test_raw_adds_the_record_with_secrets_masked(run: Run, sessions: list[Session]) -> None:
    ended = run("list", "--raw", "--format", "json", "--source", "akool")
    assert json.loads(ended.out) == [session.to_dict(raw=True) for session in sessions if session.source == "akool"]
    assert "credentials" in ended.out
    assert "join-token-of" not in ended.out


def test_raw_is_not_for_tables(run: Run) -> None:
    ended = run("list", "--raw")
    assert (ended.status, ended.out) == (2, "")
    assert "--format json" in ended.err


def test_sources_come_in_the_order_of_the_options(run: Run) -> None:
    found = refs(run("list", "--source", "konpro", "--source", "akool", "--format", "jsonl"))
    assert [ref.partition(":")[0] for ref in found] == ["konpro"] * SESSIONS + ["akool"] * SESSIONS


def test_the_limit_is_over_all_sources(run: Run, sessions: list[Session]) -> None:
    found = refs(run("list", "--limit", str(SESSIONS + 3), "--format", "jsonl"))
    assert found == [session.ref for session in sessions[: SESSIONS + 3]]


def test_statuses_are_alternatives_in_any_spelling(run: Run, sessions: list[Session]) -> None:
    expected = [session.ref for session in sessions if session.status in ("pending", "failed")]
    assert expected
    for options in (["pending", "--status", "failed"], ["failed,pending"], ["pending", "--status", "failed, pending"]):
        assert refs(run("list", "--status", *options, "--format", "jsonl")) == expected


@pytest.mark.parametrize(
    "arguments", [("list", "active,asleep"), ("list", ""), ("list", "ACTIVE"), ("count", "active,")], ids=" ".join
)
def test_an_unknown_status_is_refused_with_all_names(run: Run, arguments: tuple[str, str]) -> None:
    command, text = arguments
    ended = run(command, "--status", text)
    assert (ended.status, ended.out) == (2, "")
    assert "--status" in ended.err
    assert "pending, active, ended, failed, unknown" in ended.err


def test_a_period_includes_its_start_and_not_its_end(run: Run, sessions: list[Session]) -> None:
    times = sorted(session.created_at for session in sessions if session.created_at)
    first, last = times[5], times[30]
    found = refs(run("list", "--created-after", str(first), "--created-before", last.isoformat(), "--format", "jsonl"))
    assert found == [session.ref for session in sessions if session.created_at and first <= session.created_at < last]
    assert found


@pytest.mark.parametrize(("option", "field"), [("--agent", "agent_id"), ("--user", "user_id"), ("--search", "id")])
def test_a_filter_narrows_list_and_count(run: Run, sessions: list[Session], option: str, field: str) -> None:
    elizaos = [session for session in sessions if session.vendor == "elizaos"]
    value = getattr(elizaos[0], field)
    found = refs(run("list", "--source", "elizaos", option, value, "--format", "jsonl"))
    assert found == [session.ref for session in elizaos if getattr(session, field) == value]
    counted = run("count", "--source", "elizaos", option, value, "--format", "json")
    assert json.loads(counted.out)["total"] == len(found) < SESSIONS

"""`allsessions list`, against the simulator: each format, each filter."""

import csv
import datetime
import io
import json
from typing import Any

import pytest

from allsessions import Client, Session

from .conftest import SESSIONS, Run
from .program import Ended

pytestmark = pytest.mark.usefixtures("simulated")


@pytest.fixture
def sessions(simulated: dict[str, str]) -> list[Session]:
    """What the library itself lists."""
    with Client.from_env() as client:
        return list(client.list())


def refs(ended: Ended) -> list[str]:
    assert (ended.status, ended.err) == (0, "")
    return [json.loads(line)["ref"] for line in ended.out.splitlines()]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def as_csv(values: dict[str, Any]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in values.items()}


def test_jsonl_is_a_session_a_line(run: Run, sessions: list[Session]) -> None:
    ended = run("list", "--format", "jsonl")
    assert [json.loads(line) for line in ended.out.splitlines()] == [session.to_dict() for session in sessions]
    assert (ended.status, ended.err) == (0, "")


def test_json_is_one_array(run: Run, sessions: list[Session]) -> None:
    ended = run("list", "--format", "json")
    assert json.loads(ended.out) == [session.to_dict() for session in sessions]
    assert (ended.status, ended.err) == (0, "")


def test_csv_has_a_header_and_the_same_fields(run: Run, sessions: list[Session]) -> None:
    ended = run("list", "--format", "csv")
    assert rows(ended.out) == [as_csv(session.to_dict()) for session in sessions]
    assert ended.out.splitlines()[0] == ",".join(sessions[0].to_dict())
    assert (ended.status, ended.err) == (0, "")


def test_table_is_the_default_and_names_every_session(run: Run, sessions: list[Session]) -> None:
    ended = run("list")
    header, *lines = ended.out.splitlines()
    assert header.split() == ["ref", "status", "created", "(local)", "lasted", "agent", "user", "label"]
    assert [line.split()[:2] for line in lines] == [[session.ref, session.status.value] for session in sessions]
    assert ended.status == 0


def test_table_is_summed_up_on_stderr(run: Run) -> None:
    assert run("list").err == "48 sessions: akool 12, anam 12, elizaos 12, konpro 12\n"
    assert run("list", "--limit", "1").err == "1 session: akool 1\n"


@pytest.mark.parametrize(
    ("format", "nothing"), [("table", ""), ("json", "[]\n"), ("jsonl", ""), ("csv", "ref,source,vendor,id,")]
)
def test_without_a_session_each_format_is_still_valid(run: Run, format: str, nothing: str) -> None:
    ended = run("list", "--search", "nowhere to be found", "--format", format)
    assert ended.status == 0
    assert ended.out.startswith(nothing)
    assert ended.out.count("\n") == (nothing != "")
    assert ended.err == ("0 sessions\n" if format == "table" else "")


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_raw_adds_the_vendors_record_with_secrets_masked(run: Run, sessions: list[Session], format: str) -> None:
    ended = run("list", "--raw", "--format", format, "--source", "akool")
    records = json.loads(ended.out) if format == "json" else [json.loads(line) for line in ended.out.splitlines()]
    assert records == [session.to_dict(raw=True) for session in sessions if session.source == "akool"]
    assert "credentials" in ended.out
    assert "join-token-of" not in ended.out


@pytest.mark.parametrize("format", ["table", "csv"])
def test_raw_needs_a_format_with_room_for_it(run: Run, format: str) -> None:
    ended = run("list", "--raw", "--format", format)
    assert (ended.status, ended.out) == (2, "")
    assert "--format json" in ended.err


def test_sources_are_listed_in_the_order_of_the_options(run: Run) -> None:
    found = refs(run("list", "--source", "konpro", "--source", "akool", "--format", "jsonl"))
    assert [ref.partition(":")[0] for ref in found] == ["konpro"] * SESSIONS + ["akool"] * SESSIONS


def test_limit_is_over_all_sources(run: Run, sessions: list[Session]) -> None:
    found = refs(run("list", "--limit", str(SESSIONS + 3), "--format", "jsonl"))
    assert found == [session.ref for session in sessions[: SESSIONS + 3]]


@pytest.mark.parametrize(
    "options", [("pending", "--status", "failed"), ("failed,pending",), ("pending", "--status", "failed, pending")]
)
def test_several_statuses_are_alternatives(run: Run, sessions: list[Session], options: tuple[str, ...]) -> None:
    found = refs(run("list", "--status", *options, "--format", "jsonl"))
    assert found == [session.ref for session in sessions if session.status in ("pending", "failed")]
    assert found


@pytest.mark.parametrize("text", ["asleep", "active,asleep", "active,", "", "ACTIVE"])
@pytest.mark.parametrize("command", ["list", "count"])
def test_what_is_no_status_is_wrong_usage_that_names_them_all(run: Run, command: str, text: str) -> None:
    ended = run(command, "--status", text)
    assert (ended.status, ended.out) == (2, "")
    assert "--status" in ended.err
    assert "pending, active, ended, failed, unknown" in ended.err


def test_times_include_their_beginning_and_not_their_end(run: Run, sessions: list[Session]) -> None:
    times = sorted(session.created_at for session in sessions if session.created_at)
    first, last = times[5], times[30]
    found = refs(run("list", "--created-after", str(first), "--created-before", last.isoformat(), "--format", "jsonl"))
    assert found == [session.ref for session in sessions if session.created_at and first <= session.created_at < last]
    assert found


def test_date_is_its_first_moment_in_the_local_zone(
    run: Run, sessions: list[Session], in_zone_of_kiritimati: None
) -> None:
    date = sorted(session.created_at for session in sessions if session.created_at)[24].date()
    begin = datetime.datetime(date.year, date.month, date.day, tzinfo=datetime.timezone(datetime.timedelta(hours=14)))
    found = refs(run("list", "--created-after", date.isoformat(), "--format", "jsonl"))
    assert found == [session.ref for session in sessions if session.created_at and session.created_at >= begin]


@pytest.mark.parametrize(("option", "field"), [("--agent", "agent_id"), ("--user", "user_id"), ("--search", "id")])
def test_agent_user_and_search_each_narrow_the_list(run: Run, sessions: list[Session], option: str, field: str) -> None:
    elizaos = [session for session in sessions if session.vendor == "elizaos"]
    value = getattr(elizaos[0], field)
    found = refs(run("list", "--source", "elizaos", option, value, "--format", "jsonl"))
    assert found == [session.ref for session in elizaos if getattr(session, field) == value]
    counted = run("count", "--source", "elizaos", option, value, "--format", "json")
    assert json.loads(counted.out)["total"] == len(found) < SESSIONS


def test_agent_user_and_search_are_passed_on(run: Run, sessions: list[Session]) -> None:
    chosen = next(session for session in sessions if session.vendor == "elizaos")
    found = refs(
        run(
            *("list", "--source", "elizaos", "--format", "jsonl"),
            *("--agent", str(chosen.agent_id), "--user", str(chosen.user_id), "--search", chosen.id[:13].upper()),
        )
    )
    assert found == [chosen.ref]


def test_a_table_has_local_times_and_durations_in_words(
    run: Run, sessions: list[Session], in_zone_of_kiritimati: None
) -> None:
    chosen = next(session for session in sessions if session.vendor == "anam" and session.duration)
    assert chosen.created_at is not None
    assert chosen.duration is not None
    line = run("list", "--source", "anam", "--search", chosen.id).out.splitlines()[1]
    there = chosen.created_at.astimezone(datetime.timezone(datetime.timedelta(hours=14)))
    minutes, seconds = divmod(round(chosen.duration.total_seconds()), 60)
    assert f"{there:%Y-%m-%d %H:%M:%S}" in line
    assert (f"{minutes}m {seconds:02}s" if minutes else f"{seconds}s") in line


@pytest.mark.parametrize("option", ["--created-after", "--created-before"])
@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "", "0001-01-01", "9999-12-31T23:59:59-14:00"])
def test_what_is_no_time_is_wrong_usage(run: Run, option: str, text: str) -> None:
    ended = run("list", option, text)
    assert (ended.status, ended.out) == (2, "")
    assert option in ended.err

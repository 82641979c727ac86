"""`allsessions list` against the simulator: formats, filters, columns, orders, and alerts by the exit status."""

import csv
import datetime
import io
import json
from typing import Any

import pytest

from allsessions import Client, Session, Status
from allsessions.cli.formats import FIELDS
from allsessions.export import format_duration
from tests.client.scripted import ScriptedServer, answer

from .conftest import Run
from .program import Ended

pytestmark = pytest.mark.usefixtures("simulated")


def refs(ended: Ended) -> list[str]:
    assert (ended.status, ended.err) == (0, "")
    return [json.loads(line)["ref"] for line in ended.out.splitlines()]


def test_each_format_has_every_session_and_its_fields_in_order(run: Run, sessions: list[Session]) -> None:
    assert list(FIELDS) == list(sessions[0].to_dict())
    chosen = ["transport", "ref", "ended_at", "status", "duration_ms"]
    for names, options in ((list(FIELDS), ()), (chosen, ("--columns", ",".join(chosen)))):
        found = {format: run("list", "--format", format, *options) for format in ("json", "jsonl", "csv")}
        assert {(ended.status, ended.err) for ended in found.values()} == {(0, "")}
        records = [{name: session.to_dict()[name] for name in names} for session in sessions]
        assert json.loads(found["json"].out) == [*map(json.loads, found["jsonl"].out.splitlines())] == records
        assert {tuple(record) for record in json.loads(found["json"].out)} == {tuple(names)}
        header, *rows = csv.reader(io.StringIO(found["csv"].out, newline=""))
        assert header == names
        assert rows == [["" if value is None else str(value) for value in each.values()] for each in records]
    empty = run("list", "--search", "nowhere", "--columns", "status,ref", "--format", "csv")
    assert empty.out == "status,ref\n"


def test_the_default_is_a_table_with_local_times(run: Run, sessions: list[Session], in_kiritimati: None) -> None:
    ended = run("list")
    header, *lines = ended.out.splitlines()
    assert header.split() == ["ref", "status", "created", "(local)", "length", "agent", "user", "label"]
    assert [line.split()[:2] for line in lines] == [[session.ref, session.status.value] for session in sessions]
    there = datetime.timezone(datetime.timedelta(hours=14))
    for line, session in zip(lines, sessions, strict=True):
        assert session.created_at is None or f" {session.created_at.astimezone(there):%Y-%m-%d %H:%M:%S} " in line
        assert session.duration is None or f" {format_duration(session.duration)} " in line
    assert (ended.status, ended.err) == (0, "48 sessions: akool 12, anam 12, elizaos 12, konpro 12\n")
    assert run("list", "--limit", "1").err == "1 session: akool 1\n"


def test_without_sessions_each_format_is_valid(run: Run) -> None:
    for format, nothing in {"table": "", "json": "[]\n", "jsonl": "", "csv": "ref,source,vendor,id,"}.items():
        ended = run("list", "--search", "nowhere to be found", "--format", format)
        assert (ended.status, ended.err) == (0, "0 sessions\n" if format == "table" else "")
        assert ended.out.startswith(nothing)
        assert ended.out.count("\n") == (nothing != "")


def test_raw_adds_the_record_with_secrets_masked(run: Run, sessions: list[Session]) -> None:
    akool = [session for session in sessions if session.source == "akool"]
    ended = run("list", "--raw", "--format", "json", "--source", "akool")
    assert json.loads(ended.out) == [session.to_dict(raw=True) for session in akool]
    assert "credentials" in ended.out
    assert "join-token-of" not in ended.out
    for format, titles in (("csv", "status,ref,raw\n"), ("json", '[\n{"status"')):
        ended = run("list", "--source", "akool", "--columns", "status,ref", "--raw", "--format", format)
        assert ended.out.startswith(titles)


def test_an_unknown_status_or_column_is_refused_with_all_names(run: Run) -> None:
    statuses = ("--status", "pending, active, ended, failed, unknown")
    cases = [("count", "active,", *statuses), *(("list", text, *statuses) for text in ("active,asleep", "", "ACTIVE"))]
    cases += [("list", text, "--columns", ", ".join(FIELDS)) for text in ("ref,nonsense", "", "raw", "\x1b[31m")]
    for command, text, option, names in cases:
        ended = run(command, option, text)
        assert (ended.status, ended.out, "\x1b" in ended.err) == (2, "", False)
        assert all(part in ended.err for part in (option, names))


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


def test_the_table_shows_empty_columns_too(run: Run, sessions: list[Session], monkeypatch: pytest.MonkeyPatch) -> None:
    headings = ["duration" if name == "duration_ms" else name for name in FIELDS]
    assert run("list", "--columns", ",".join(FIELDS)).out.splitlines()[0].split() == headings
    monkeypatch.setenv("COLUMNS", "150")
    header, *lines = run("list", "--source", "akool", "--columns", "label,ref,ended_at,agent_id").out.splitlines()
    assert header.split() == ["label", "ref", "ended_at", "agent_id"]
    assert [line.split() for line in lines] == [[each.ref] for each in sessions if each.source == "akool"]


def test_columns_can_be_repeated_and_named_as_in_the_table(run: Run) -> None:
    together = run("list", "--columns", "ref,status,id").out
    assert run("list", "--columns", "ref", "--columns", "status, id").out == together
    assert run("list", "--columns", "id,ref,id", "--format", "csv").out.startswith("id,ref\n")
    assert run("list", "--columns", "id, duration_ms").out.split("\n")[0].split() == ["id", "duration"]
    assert run("list", "--columns", "id, duration", "--format", "csv").out.startswith("id,duration_ms\n")


def value(session: Session, name: str) -> object:
    return list(Status).index(session.status) if name == "status" else getattr(session, name)


@pytest.mark.parametrize("name", ["created_at", "duration", "status", "source", "label"])
def test_sessions_are_sorted_and_those_without_a_value_are_last(run: Run, sessions: list[Session], name: str) -> None:
    by_ref = {session.ref: session for session in sessions}
    for order in (name, f"-{name}"):
        shown = [by_ref[ref] for ref in run("list", "--sort", order, "--format", "refs").out.split()]
        assert {each.ref for each in shown} == by_ref.keys()
        values = [value(each, name) for each in shown]
        known = [each for each in values if each is not None]
        assert known == sorted(known, reverse=order != name)  # type: ignore[type-var]
        assert values[len(known) :] == [None] * (len(values) - len(known))
        few = run("list", "--sort", order, "--format", "refs", "--limit", "5")
        assert few.out.split() == [each.ref for each in shown[:5]]
    note = run("list", "--sort", name, "--limit", "3").err.splitlines()[-1]
    assert note.startswith(f"3 of {len(sessions)} sessions: ")
    assert run("list", "--sort", f"{name},agent_id").status == 2


def test_long_running_sessions_can_be_found(run: Run, sessions: list[Session]) -> None:
    active = [each for each in sessions if each.status is Status.ACTIVE]
    assert active
    assert run("list", "--running-longer-than", "1s", "--format", "refs").out.split() == [each.ref for each in active]
    assert run("list", "--running-longer-than", "1s", "--format", "refs", "--limit", "1").out.split() == [active[0].ref]
    assert run("list", "--running-longer-than", "30000d").out == ""
    refused = run("list", "--running-longer-than", "soon")
    assert (refused.status, "'soon' is not a duration" in refused.err) == (2, True)


def test_a_running_session_of_unknown_age_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    old, unknown = {"sessionId": "old", "createdAt": "2020-01-01T00:00:00Z"}, [{"sessionId": "a"}, {"sessionId": "b"}]
    with ScriptedServer(lambda request: answer({"sessions": [old, *unknown], "total": 3})) as server:
        monkeypatch.setenv("ELIZAOS_BASE_URL", server.url)
        ended = run("list", "--running-longer-than", "6h", "--format", "refs")
    assert (ended.status, ended.out) == (1, "elizaos:old\n")
    assert "error: elizaos: 2 active sessions have no readable start time (the first is a);" in ended.err


def test_sessions_can_be_an_alert(run: Run, sessions: list[Session]) -> None:
    failed = sum(each.status is Status.FAILED for each in sessions)
    ended = run("list", "--status", "failed", "--format", "refs", "--fail-if-any")
    assert (ended.status, len(ended.out.split()), ended.err.count("\n")) == (3, failed, 1)
    assert ended.err.startswith(f"alert: {failed} session")
    assert run("list", "--search", "nowhere", "--fail-if-any").status == 0
    most = len(sessions) - 1
    ended = run("count", "--fail-above", f"{most}")
    by_source = "akool 12, anam 12, elizaos 12, konpro 12"
    assert (ended.status, ended.err) == (3, f"alert: more than {most}: {most + 1} sessions: {by_source}\n")
    assert run("count", "--fail-above", f"{most + 1}").status == 0


def test_an_alert_is_certain_even_if_something_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANAM_API_KEY", "wrong-key")
    for command in (["count", "--fail-above", "5"], ["list", "--fail-if-any"]):
        ended = run(*command)
        assert ended.status == 3
        assert "error: anam: " in ended.err
        assert ended.err.splitlines()[-1].startswith("alert: ")
    assert run("count", "--fail-above", "1000").status == 1

"""`allsessions list --columns`: those fields and no others, in that order, in every format."""

import csv
import io
import json

import pytest

from allsessions import Session
from allsessions.cli.formats import FIELDS

from .conftest import Run

COLUMNS = ["transport", "ref", "ended_at", "status", "duration_ms"]


def test_each_format_has_these_fields_in_their_order(run: Run, sessions: list[Session]) -> None:
    found = {format: run("list", "--columns", ",".join(COLUMNS), "--format", format) for format in ("json", "csv")}
    expected = [{name: session.to_dict()[name] for name in COLUMNS} for session in sessions]
    records = json.loads(found["json"].out)
    assert records == expected
    assert {tuple(record) for record in records} == {tuple(COLUMNS)}
    header, *rows = csv.reader(io.StringIO(found["csv"].out, newline=""))
    assert header == COLUMNS
    assert rows == [["" if value is None else str(value) for value in each.values()] for each in expected]
    assert {(ended.status, ended.err) for ended in found.values()} == {(0, "")}
    empty = run("list", "--search", "nowhere", "--columns", "status,ref", "--format", "csv")
    assert empty.out == "status,ref\n"


def test_the_table_shows_empty_columns_too(run: Run, sessions: list[Session], monkeypatch: pytest.MonkeyPatch) -> None:
    headings = ["duration" if name == "duration_ms" else name for name in FIELDS]
    assert run("list", "--columns", ",".join(FIELDS)).out.splitlines()[0].split() == headings
    monkeypatch.setenv("COLUMNS", "150")
    header, *lines = run("list", "--source", "akool", "--columns", "label,ref,ended_at,agent_id").out.splitlines()
    assert header.split() == ["label", "ref", "ended_at", "agent_id"]
    assert [line.split() for line in lines] == [[each.ref] for each in sessions if each.source == "akool"]


@pytest.mark.usefixtures("simulated")
def test_columns_can_be_repeated_and_named_as_in_the_table(run: Run) -> None:
    together = run("list", "--columns", "ref,status,id").out
    assert run("list", "--columns", "ref", "--columns", "status, id").out == together
    assert run("list", "--columns", "id,ref,id", "--format", "csv").out.startswith("id,ref\n")
    for name in ("duration", "duration_ms"):
        assert run("list", "--columns", f"id, {name}").out.split("\n")[0].split() == ["id", "duration"]
        assert run("list", "--columns", f"id, {name}", "--format", "csv").out.startswith("id,duration_ms\n")


@pytest.mark.usefixtures("simulated")
def test_an_unknown_column_is_refused_with_all_names(run: Run) -> None:
    for names in ("ref,nonsense", "", "raw", "\x1b[31m"):
        ended = run("list", "--columns", names, "--format", "csv")
        assert (ended.status, ended.out, "\x1b" in ended.err) == (2, "", False)
        assert all(part in ended.err for part in ("--columns", ", ".join(FIELDS)))


def test_raw_is_added_at_the_end(run: Run, sessions: list[Session]) -> None:
    ended = run("list", "--source", "akool", "--columns", "status,ref", "--raw", "--format", "jsonl")
    records = [json.loads(line) for line in ended.out.splitlines()]
    assert [list(record) for record in records] == [["status", "ref", "raw"]] * len(records)
    assert records[0]["raw"] == sessions[0].to_dict(raw=True)["raw"]


def test_at_any_width_refs_are_whole(run: Run, sessions: list[Session], monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["id", "created_at", "agent_id", "ref", "duration"]
    refs = [each.ref for each in sessions if each.source == "konpro"]
    for width in (30, 40, 60, 80, 100, 200):
        monkeypatch.setenv("COLUMNS", str(width))
        ended = run("list", "--source", "konpro", "--columns", ",".join(names))
        header, *lines = ended.out.splitlines()
        assert all(len(line) <= max(width, len(refs[0])) for line in (header, *lines))
        shown = header.split()
        assert shown == [name for name in names if name in shown]
        assert [line[header.index("ref") :].split()[0] for line in lines] == refs
        left_out = [name for name in names if name not in shown]
        assert (f" {width} columns: {', '.join(left_out)}\n" in ended.err) == bool(left_out)
    monkeypatch.setenv("COLUMNS", "7")
    lines = run("list", "--source", "anam", "--columns", "id").out.splitlines()
    assert len(lines) == 13
    assert all("…" in line and len(line) <= 7 for line in lines[1:])

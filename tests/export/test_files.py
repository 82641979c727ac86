"""The content of each kind of file, and the JSON schema of a session."""

import datetime
import json
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from jsonschema import Draft202012Validator

import allsessions
from allsessions import Client, Status
from allsessions.export import COLUMNS, ENDINGS, columns, stream, write
from allsessions.privacy import csv_cell
from allsessions.simulator import Simulator, World

from .made import TOKEN, Record, expected, session, sessions
from .readers import READERS, TIMES, by_duckdb, content, duckdb

every_ending = pytest.mark.parametrize("ending", ENDINGS)
ODD_TEXTS = ["\ud800 half", "nul \x00", "=1+1", "𝄞", " ", "\u2028", "'", "x" * 200_000]


def as_in(ending: str, row: dict[str, Any]) -> dict[str, Any]:
    if ending == ".xlsx":
        row |= {name: to_milliseconds(row[name]) for name in TIMES if row[name] is not None}
    return {name: csv_cell(value) for name, value in row.items()} if ending.startswith((".csv", ".xlsx")) else row


def to_milliseconds(time: datetime.datetime) -> datetime.datetime:
    return time.replace(microsecond=time.microsecond // 1000 * 1000)


def readers(ending: str) -> list[str]:
    # For .sqlite and .xlsx, DuckDB would download an extension.
    return [name for name in READERS if name != "duckdb" or ending not in (".sqlite", ".xlsx")]


@pytest.mark.parametrize(("ending", "reader"), [(ending, reader) for ending in ENDINGS for reader in readers(ending)])
def test_a_file_has_the_sessions_in_typed_columns(ending: str, reader: str, tmp_path: Path) -> None:
    written = write(sessions(20), path := tmp_path / f"sessions{ending}")
    assert (written.path, written.sessions, written.added, written.updated) == (path, 20, 20, 0)
    found = READERS[reader](path)
    assert [*found[0]] == [column.name for column in COLUMNS]
    assert found == [as_in(ending, expected(each)) for each in sessions(20)]
    write([], path, replace=True)
    if ending.startswith(".jsonl"):
        assert content(path) == b""
    else:
        assert READERS[reader](path) == []


def test_parquet_and_duckdb_have_types_of_their_own(tmp_path: Path) -> None:
    write(sessions(3), parquet := tmp_path / "sessions.parquet")
    write(sessions(3), database := tmp_path / "sessions.duckdb")
    described = duckdb.sql(f"DESCRIBE SELECT * FROM '{parquet}'").fetchall()
    with duckdb.connect(database, read_only=True) as connection:
        enum = {row[0]: row[1] for row in connection.execute("DESCRIBE sessions").fetchall()}
    for types in (enum, {row[0]: row[1] for row in described}):
        assert (types["created_at"], types["duration_ms"]) == ("TIMESTAMP WITH TIME ZONE", "BIGINT")
    assert enum["status"] == f"ENUM({', '.join(repr(str(status)) for status in Status)})"
    status = import_module("pyarrow.parquet").read_schema(parquet).field("status").type
    assert str(status).startswith("dictionary<values=string")


@every_ending
def test_raw_adds_the_record_without_its_secrets(ending: str, tmp_path: Path) -> None:
    write(sessions(3), path := tmp_path / f"sessions{ending}", raw=True)
    raw = READERS["polars"](path)[2]["raw"]
    assert (raw if isinstance(raw, dict) else json.loads(raw)) == {"number": 2, "joinToken": "***", "text": "ö"}
    assert TOKEN.encode() not in content(path)


@every_ending
def test_odd_texts_and_times_can_be_written_and_added_to(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"sessions{ending}"
    texts = [text for text in ODD_TEXTS if ending != ".xlsx" or len(text) < 32_000]
    odd = [session(n, id=f"id {text}", label=text, raw=Record({"text": text})) for n, text in enumerate(texts)]
    edges = [each.replace(tzinfo=datetime.UTC) for each in (datetime.datetime.min, datetime.datetime.max)]
    odd += [session(1, id=f"{moment}", created_at=moment) for moment in edges]
    write(odd, path, raw=True)
    again = write([*odd, session(2)], path, raw=True, append=True)
    assert (again.added, again.updated) == (1, 0)


def test_times_are_in_utc_and_durations_in_milliseconds(tmp_path: Path) -> None:
    zone = datetime.timezone(datetime.timedelta(hours=9))
    moment = datetime.datetime(2026, 4, 20, 18, 30, tzinfo=zone)
    write([session(1, created_at=moment)], path := tmp_path / "sessions.jsonl")
    assert '"created_at":"2026-04-20T09:30:00.000000+00:00"' in path.read_text()
    durations = [datetime.timedelta(microseconds=1499), datetime.timedelta(999_999_999), -datetime.timedelta(seconds=1)]
    made = [evolve(session(number), duration=each) for number, each in enumerate(durations)]
    write(made, path := tmp_path / "sessions.parquet")
    assert [row["duration_ms"] for row in by_duckdb(path)] == [1, 86_399_999_913_600_000, -1000]


SCHEMA: dict[str, Any] = allsessions.session_schema()
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
DOCUMENTED = Path(__file__).parent.parent.parent / "docs" / "session.v1.schema.json"


def errors(record: dict[str, Any]) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(record)]


def test_the_schema_is_a_schema_and_names_each_column() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert [*SCHEMA["properties"]] == [*(column.name for column in COLUMNS), "raw"]
    assert all(each["description"] for each in SCHEMA["properties"].values())
    assert SCHEMA["properties"]["status"]["enum"] == [*Status]


def test_sessions_of_all_vendors_are_valid() -> None:
    with Simulator(World.make(60)) as simulator, Client.from_env(simulator.environment()) as client:
        listed = [*client.list()]
    assert {each.vendor for each in listed} == {"akool", "anam", "elizaos", "konpro"}
    for raw in (False, True):
        stream(listed, lines := StringIO(), format="jsonl", columns=columns(raw=raw))
        exported = [json.loads(line) for line in lines.getvalue().splitlines()]
        assert exported == [each.to_dict(raw=raw) for each in listed]
        assert [error for record in exported for error in errors(record)] == []


def test_other_values_are_not_valid() -> None:
    record = session(1).to_dict()
    others = [("status", "busy"), ("created_at", "2026-04-20T09:30:00"), ("duration_ms", 1.5), ("vendor_status", 7)]
    for name, value in [*others, ("id", None), ("raw", "{}"), ("token", "a")]:
        assert len(errors({**record, name: value})) == 1, name
    for name in record:
        without = {key: value for key, value in record.items() if key != name}
        assert errors(without) == [f"'{name}' is a required property"]


def test_a_caller_cannot_change_the_schema_for_others() -> None:
    before = json.dumps(SCHEMA)
    changed = allsessions.session_schema()["properties"]
    changed["status"]["enum"].clear()
    changed["label"]["type"].clear()
    assert json.dumps(allsessions.session_schema()) == before


def test_the_documentation_has_this_schema() -> None:
    assert json.loads(DOCUMENTED.read_text(encoding="utf-8")) == SCHEMA
    assert SCHEMA["$id"] == "urn:allsessions:session:1"

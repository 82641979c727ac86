"""Each kind of file, read by those whom it is for."""

import datetime
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from allsessions import Status
from allsessions.export import COLUMNS, ENDINGS, write
from allsessions.privacy import csv_cell

from .made import TOKEN, Record, expected, session, sessions
from .readers import READERS, by_duckdb, duckdb

every_ending = pytest.mark.parametrize("ending", ENDINGS)
# DuckDB reads SQLite by an extension that it would have to fetch.
every_file_and_reader = pytest.mark.parametrize(
    ("ending", "reader"),
    [(ending, name) for ending in ENDINGS for name in READERS if (ending, name) != (".sqlite", "duckdb")],
)


def as_in(ending: str, row: dict[str, Any]) -> dict[str, Any]:
    """In CSV, nothing becomes a formula, moves a cursor, or is a line of its own."""
    return {name: csv_cell(value) for name, value in row.items()} if ending == ".csv" else row


@every_file_and_reader
def test_a_file_holds_what_the_sessions_say_in_typed_columns(ending: str, reader: str, tmp_path: Path) -> None:
    written = write(sessions(20), path := tmp_path / f"sessions{ending}")
    assert (written.path, written.sessions, written.added, written.updated) == (path, 20, 20, 0)
    found = READERS[reader](path)
    assert [*found[0]] == [column.name for column in COLUMNS]
    assert found == [as_in(ending, expected(each)) for each in sessions(20)]


@every_file_and_reader
def test_a_list_of_no_sessions_is_a_file_that_can_be_read(ending: str, reader: str, tmp_path: Path) -> None:
    write([], path := tmp_path / f"sessions{ending}")
    if ending == ".jsonl":
        assert path.read_bytes() == b""
    else:
        assert READERS[reader](path) == []


def test_parquet_has_times_in_utc_and_the_status_as_a_dictionary(tmp_path: Path) -> None:
    write(sessions(3), path := tmp_path / "sessions.parquet")
    types = {row[0]: row[1] for row in duckdb.sql(f"DESCRIBE SELECT * FROM '{path}'").fetchall()}
    assert (types["created_at"], types["duration_ms"]) == ("TIMESTAMP WITH TIME ZONE", "BIGINT")
    assert str(import_module("pyarrow.parquet").read_schema(path).field("status").type).startswith(
        "dictionary<values=string"
    )


def test_duckdb_has_times_in_utc_and_the_status_as_an_enum(tmp_path: Path) -> None:
    write(sessions(3), path := tmp_path / "sessions.duckdb")
    with duckdb.connect(path, read_only=True) as database:
        types = {row[0]: row[1] for row in database.execute("DESCRIBE sessions").fetchall()}
    assert (types["created_at"], types["duration_ms"]) == ("TIMESTAMP WITH TIME ZONE", "BIGINT")
    assert types["status"] == f"ENUM({', '.join(repr(str(status)) for status in Status)})"


@every_ending
def test_the_record_is_there_if_asked_for_its_secrets_never(ending: str, tmp_path: Path) -> None:
    write(sessions(3), path := tmp_path / f"sessions{ending}", raw=True)
    found = READERS["polars"](path)
    record = {"number": 2, "joinToken": "***", "text": "ö"}
    raw = found[2]["raw"]
    assert (raw if isinstance(raw, dict) else json.loads(raw)) == record
    assert TOKEN.encode() not in path.read_bytes()


def test_a_session_of_another_zone_is_written_in_utc(tmp_path: Path) -> None:
    zone = datetime.timezone(datetime.timedelta(hours=9))
    moment = datetime.datetime(2026, 4, 20, 18, 30, tzinfo=zone)
    write([session(1, created_at=moment)], path := tmp_path / "sessions.jsonl")
    assert '"created_at":"2026-04-20T09:30:00.000000+00:00"' in path.read_text()


@every_ending
@pytest.mark.parametrize("odd", ["\ud800 half", "nul \x00", "=1+1", "𝄞", " ", "\u2028", "'", "x" * 200_000])
def test_any_text_can_be_written_and_added_to(ending: str, odd: str, tmp_path: Path) -> None:
    path = tmp_path / f"sessions{ending}"
    odd_one = session(1, id=f"id {odd}", label=odd, raw=Record({"text": odd}))
    write([odd_one], path, raw=True)
    again = write([odd_one, session(2)], path, raw=True, append=True)
    assert (again.added, again.updated) == (1, 0)


@pytest.mark.parametrize("moment", [datetime.datetime.min, datetime.datetime.max])
@every_ending
def test_the_edges_of_time_can_be_written_and_read(ending: str, moment: datetime.datetime, tmp_path: Path) -> None:
    path, odd = tmp_path / f"sessions{ending}", session(1, created_at=moment.replace(tzinfo=datetime.UTC))
    write([odd], path)
    assert write([odd], path, append=True).updated == 0


def test_a_duration_is_in_whole_milliseconds(tmp_path: Path) -> None:
    lasted = [
        datetime.timedelta(microseconds=1499),
        datetime.timedelta(days=999_999_999),
        datetime.timedelta(seconds=-1),
    ]
    write([evolve(session(n), duration=each) for n, each in enumerate(lasted)], path := tmp_path / "sessions.parquet")
    assert [row["duration_ms"] for row in by_duckdb(path)] == [1, 86_399_999_913_600_000, -1000]

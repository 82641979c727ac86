"""One schema: `list`, `export`, `to_dict()`, dlt and Spark write the same names, units and types."""

import json
from collections.abc import Callable, Mapping
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import dlt
import pytest

from allsessions import Session
from allsessions.dlt import SESSIONS as TABLE
from allsessions.dlt import sessions as dlt_source
from allsessions.export import COLUMNS, ENDINGS, Kind, columns, row, stream, write
from allsessions.spark.rows import Rows
from tests.dlt.warehouse import Warehouse, duckdb

from .conftest import SESSIONS, Run

pa: Any = import_module("pyarrow")
pq: Any = import_module("pyarrow.parquet")

ALL = 4 * SESSIONS
NAMES = [column.name for column in COLUMNS]


@pytest.fixture
def warehouse(tmp_path: Path, simulated: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    for name in ("RUNTIME__DLTHUB_TELEMETRY", "RESTORE_FROM_DESTINATION"):
        monkeypatch.setenv(name, "false")
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path / "dlt"))
    return Warehouse(tmp_path)


@pytest.fixture
def at_anam(sessions: list[Session]) -> list[Session]:
    """The sessions of Anam, whose records do not change. ElizaOS' records have the remaining time."""
    return [session for session in sessions if session.source == "anam"]


def as_dicts(sessions: list[Session], path: Path) -> None:
    path.write_text("".join(json.dumps(each.to_dict()) + "\n" for each in sessions), encoding="utf-8")


def as_spark(sessions: list[Session], path: Path) -> None:
    """Write Spark's rows with the types of Spark's schema."""
    rows = Rows.of(raw=False, problems=False)
    types = {"string": pa.string(), "timestamp": pa.timestamp("us", tz="UTC"), "bigint": pa.int64()}
    schema = pa.schema([(field.name, types[field.dataType.simpleString()]) for field in rows.schema.fields])
    values = [dict(zip(schema.names, each, strict=True)) for each in rows.made(sessions)]
    pq.write_table(pa.Table.from_pylist(values, schema=schema), path)


WRITERS: Mapping[str, Callable[[list[Session], Path], object]] = {
    "to_dict.jsonl": as_dicts,
    "spark.parquet": as_spark,
    **{f"export{ending}": write for ending in ENDINGS},
}


@pytest.mark.parametrize("name", WRITERS)
def test_an_export_appends_to_what_another_part_wrote(name: str, sessions: list[Session], tmp_path: Path) -> None:
    WRITERS[name](sessions[1:], path := tmp_path / name)
    for added in (1, 0):
        again = write(sessions, path, append=True)
        assert (again.added, again.updated) == (added, 0)


@pytest.mark.parametrize("format", ["csv", "jsonl"])
@pytest.mark.parametrize("raw", [False, True], ids=["", "raw"])
def test_list_prints_what_an_export_writes(run: Run, at_anam: list[Session], format: Any, raw: bool) -> None:
    options = ("--source", "anam", *(["--raw"] if raw else []))
    out = run("list", "--format", format, *options).out
    write(at_anam, path := Path(f"sessions.{format}"), raw=raw)
    assert path.read_text(encoding="utf-8") == out
    again = run("export", str(path), "--append", *options)
    assert again.err == f"{path}: {SESSIONS} sessions, 0 new and 0 updated\n"
    stream(at_anam, streamed := StringIO(), format=format, columns=columns(raw=raw))
    assert streamed.getvalue() == out


def test_values_have_the_types_of_their_columns(sessions: list[Session]) -> None:
    for values in (session.to_dict() for session in sessions):
        assert [*values] == NAMES
        for column in COLUMNS:
            wanted = int if column.kind is Kind.INTEGER else str
            assert values[column.name] is None or type(values[column.name]) is wanted, column
    assert {type(session.vendor_status) for session in sessions} == {int, str, type(None)}  # as the vendors send it


def test_dlts_table_can_be_appended_to_by_an_export(warehouse: Warehouse, sessions: list[Session]) -> None:
    warehouse.load(dlt_source())
    with duckdb.connect(warehouse.database) as database:
        database.execute(f"COPY (SELECT {', '.join(NAMES)} FROM avatars.sessions) TO 'dlt.parquet'")
    again = write(sessions, "dlt.parquet", append=True)
    assert (again.added, again.updated) == (0, 0)


def test_dlt_updates_rows_of_an_export(warehouse: Warehouse, sessions: list[Session]) -> None:
    rows = [dict(zip(NAMES, row(each, COLUMNS), strict=True)) for each in sessions]
    exported = dlt.resource(rows, name="exported", table_name=TABLE, write_disposition="merge")
    warehouse.load(exported.apply_hints(primary_key=("source", "id")))
    before = warehouse.types(TABLE)
    warehouse.load(dlt_source())
    after = warehouse.types(TABLE)
    assert {name: after[name] for name in before} == before
    assert len(warehouse.ids()) == ALL

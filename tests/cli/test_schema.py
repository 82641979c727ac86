"""One schema: `list`, `export`, `to_dict()` and Spark write the same names, units and types."""

import json
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from allsessions import Session
from allsessions.export import COLUMNS, ENDINGS, Kind, write
from allsessions.spark.rows import Rows
from tests.export.readers import content

from .conftest import SESSIONS, Run

pa: Any = import_module("pyarrow")
pq: Any = import_module("pyarrow.parquet")


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


@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize("format", ["csv", "jsonl"])
@pytest.mark.parametrize("raw", [False, True], ids=["", "raw"])
def test_list_prints_what_an_export_writes(run: Run, format: str, raw: bool) -> None:
    options = ("--source", "anam", *(["--raw"] if raw else []))  # records of ElizaOS have the remaining time
    listed, ended = (run(*command, "--format", format, *options) for command in (["list"], ["export", "-"]))
    assert (ended.status, ended.out, ended.err) == (0, listed.out, f"{SESSIONS} sessions: anam {SESSIONS}\n")
    for name in (f"sessions.{format}", f"sessions.{format}.gz"):
        run("export", name, *options)
        assert content(Path(name)).decode() == listed.out
        again = run("export", name, "--append", *options)
        assert again.err == f"{name}: {SESSIONS} sessions, 0 new and 0 updated\n"


def test_values_have_the_types_of_their_columns(sessions: list[Session]) -> None:
    for values in (session.to_dict() for session in sessions):
        assert [*values] == [column.name for column in COLUMNS]
        for column in COLUMNS:
            wanted = int if column.kind is Kind.INTEGER else str
            assert values[column.name] is None or type(values[column.name]) is wanted, column
    assert {type(session.vendor_status) for session in sessions} == {int, str, type(None)}  # as the vendors send it

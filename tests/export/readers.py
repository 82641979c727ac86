"""Read exports with DuckDB, pandas and polars. A row is a dict of Python's values."""

import datetime
import gzip
import math
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

# None of these has complete types.
duckdb: Any = import_module("duckdb")
pandas: Any = import_module("pandas")
polars: Any = import_module("polars")

Rows = list[dict[str, Any]]
TIMES = ("created_at", "started_at", "ended_at", "last_active_at", "expires_at")


def kind(path: Path) -> str:
    """Return the file's suffix, without .gz."""
    return path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix


def content(path: Path) -> bytes:
    """Return the content, decompressed."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def by_duckdb(path: Path) -> Rows:
    match kind(path):
        case ".duckdb":
            with duckdb.connect(path, read_only=True) as database:
                return _plain(database.sql("SELECT * FROM sessions").to_arrow_table().to_pylist())
        case ".csv":
            # By default, DuckDB guesses the quote character from a part of the file.
            relation = duckdb.read_csv(path, quotechar='"', escapechar='"')
        case ".jsonl":
            # Older DuckDB releases read a time with a zone as text.
            times = ", ".join(f"{name}::TIMESTAMPTZ AS {name}" for name in TIMES)
            relation = duckdb.read_json(path, format="newline_delimited").select(f"* REPLACE ({times})")
        case _:
            relation = duckdb.read_parquet(str(path))
    return _plain(relation.to_arrow_table().to_pylist())


def by_pandas(path: Path) -> Rows:
    match kind(path):
        case ".duckdb":
            with duckdb.connect(path, read_only=True) as database:
                frame = database.sql("SELECT * FROM sessions").df()
        case ".sqlite":
            with closing(sqlite3.connect(path)) as connection:
                frame = pandas.read_sql("SELECT * FROM sessions ORDER BY rowid", connection, parse_dates=[*TIMES])
        case ".csv":
            frame = pandas.read_csv(path, parse_dates=[*TIMES], dtype={"vendor_status": "str"})
        case ".jsonl":
            frame = pandas.read_json(path, lines=True, dtype={"vendor_status": object})
        case ".xlsx":
            frame = pandas.read_excel(path, engine="calamine", dtype={"vendor_status": "str"})
            for name in TIMES:
                frame[name] = pandas.to_datetime(frame[name], utc=True)
        case _:
            frame = pandas.read_parquet(path)
    for name in TIMES:
        assert len(frame) == 0 or str(frame[name].dtype).startswith("datetime64"), f"{name} is {frame[name].dtype}"
    return _plain(frame.to_dict("records"))


def by_polars(path: Path) -> Rows:
    match kind(path):
        case ".duckdb":
            with duckdb.connect(path, read_only=True) as database:
                frame = database.sql("SELECT * FROM sessions").pl()
        case ".sqlite":
            with closing(sqlite3.connect(path)) as connection:
                frame = polars.read_database(
                    "SELECT * FROM sessions ORDER BY rowid", connection, infer_schema_length=None
                )
        case ".csv":
            frame = polars.read_csv(path, infer_schema_length=None, schema_overrides={"vendor_status": polars.String})
        case ".jsonl":
            frame = polars.read_ndjson(content(path), infer_schema_length=None)
        case ".xlsx":
            frame = polars.read_excel(path, engine="openpyxl", infer_schema_length=None, raise_if_empty=False)
            frame = frame.with_columns(polars.col(polars.Datetime).dt.replace_time_zone("UTC"))
        case _:
            frame = polars.read_parquet(path)
    texts = [name for name in TIMES if name in frame.columns and frame.schema[name] == polars.String]
    frame = frame.with_columns(polars.col(name).str.to_datetime("%+", time_zone="UTC") for name in texts)
    return _plain(frame.to_dicts())


def database(path: Path) -> Any:
    """Connect to a database until the end of a `with` block."""
    return closing(sqlite3.connect(path) if path.suffix == ".sqlite" else duckdb.connect(path))


READERS: Mapping[str, Callable[[Path], Rows]] = {"duckdb": by_duckdb, "pandas": by_pandas, "polars": by_polars}


def _plain(rows: Rows) -> Rows:
    return [{name: _value(value) for name, value in row.items()} for row in rows]


def _value(value: Any) -> Any:
    if value is None or value is pandas.NaT or value is pandas.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, pandas.Timestamp):
        value = value.to_pydatetime()
    if isinstance(value, datetime.datetime):
        assert value.tzinfo is not None
        return value.astimezone(datetime.UTC)
    return int(value) if isinstance(value, float) and value.is_integer() else value

"""Rows as Arrow tables. Needs the extra `export`."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Final

from .columns import Columns, Kind, Row

# pyarrow's own types do not pass a strict type checker.
pa: Final[Any] = import_module("pyarrow")
pq: Final[Any] = import_module("pyarrow.parquet")

_TYPES: Final[Mapping[Kind, Any]] = {
    Kind.TEXT: pa.string(),
    Kind.STATUS: pa.dictionary(pa.int8(), pa.string()),
    Kind.TIME: pa.timestamp("us", tz="UTC"),
    Kind.INTEGER: pa.int64(),
    Kind.JSON: pa.string(),
}

# The columns whose type in a dataframe differs from their type in a file.
_FRAME_TYPES: Final[Mapping[str, Any]] = {
    "source": pa.dictionary(pa.int32(), pa.string()),
    "vendor": pa.dictionary(pa.int32(), pa.string()),
    "status": pa.dictionary(pa.int32(), pa.string()),
    "duration_ms": pa.duration("ms"),
}


def schema(columns: Columns) -> Any:
    """Return the Arrow schema of the columns."""
    return pa.schema([(column.name, _TYPES[column.kind]) for column in columns])


def table(columns: Columns, rows: Sequence[Row]) -> Any:
    """Return the rows as an Arrow table."""
    values = zip(*rows, strict=True) if rows else [()] * len(columns)
    arrays = [pa.array(each, _TYPES[column.kind]) for column, each in zip(columns, values, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema(columns))


def frame(columns: Columns, rows: Sequence[Row]) -> Any:
    """Return the rows as an Arrow table with the types for a dataframe."""
    fields = [(column.name, _FRAME_TYPES.get(column.name, _TYPES[column.kind])) for column in columns]
    return table(columns, rows).cast(pa.schema(fields))


def concatenated(tables: Sequence[Any]) -> Any:
    """Concatenate the tables. All parts of the result share their dictionaries."""
    return pa.concat_tables(tables).unify_dictionaries()

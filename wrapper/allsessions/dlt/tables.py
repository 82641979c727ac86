"""The columns and the rows of the tables, in the form that dlt expects."""

import datetime
import json
import re
from collections.abc import Mapping
from typing import Any, Final, TypeAlias, cast

from dlt.common.schema.typing import TColumnSchema

from allsessions import Session, SourceError, UnexpectedResponseError
from allsessions.export import RAW, Column, Kind, columns, row

SESSIONS: Final = "sessions"
"""The table with one row per session: the columns of an export, and `seen_at`."""

READS: Final = "reads"
"""The table with one row per read of a source."""

PROBLEMS: Final = "problems"
"""The table with one row per error of an incomplete read. The table exists only after the first error."""

KEY: Final = ("source", "id")
"""The columns that identify a session."""

Row: TypeAlias = dict[str, Any]

_TYPES: Mapping[Kind, TColumnSchema] = {
    Kind.TEXT: {"data_type": "text"},
    Kind.STATUS: {"data_type": "text"},
    Kind.TIME: {"data_type": "timestamp"},
    Kind.INTEGER: {"data_type": "bigint"},
    Kind.JSON: {"data_type": "json"},
}
_SEEN_AT = Column("seen_at", Kind.TIME)
_READ = (Column("source"), Column("vendor"), Column("read_at", Kind.TIME))
_COLUMNS = {
    READS: (*_READ, *(Column(name, Kind.INTEGER) for name in ("sessions", "problems")), Column("since", Kind.TIME)),
    PROBLEMS: (*_READ, *(Column(name) for name in ("error", "path", "message"))),
}

# Postgres rejects NUL in text. At the start of a string, dlt reads U+F026 to U+F02F as markers of its own types.
_UNSTORABLE = re.compile("\0|\\A[\uf026-\uf02f]")
# dlt rejects lone surrogates. They occur only in the column `raw`: `row` replaces them in all other columns.
_UNSTORABLE_IN_JSON = re.compile(r"\\u(?:0000|d[89a-f])")


def session_columns(*, raw: bool) -> dict[str, TColumnSchema]:
    """Return the columns of `sessions`, with or without the vendors' records."""
    return _typed((*columns(raw=raw), _SEEN_AT))


def further_columns(table: str) -> dict[str, TColumnSchema]:
    """Return the columns of `reads` or `problems`."""
    return _typed(_COLUMNS[table])


def session_row(session: Session, *, raw: bool, seen_at: datetime.datetime) -> Row:
    """Return the session as a row of `sessions`. `seen_at` is the time when the load began to read its source."""
    wanted = columns(raw=raw)
    values = {column.name: _storable(value) for column, value in zip(wanted, row(session, wanted), strict=True)}
    if raw and _UNSTORABLE_IN_JSON.search(values[RAW.name]):
        values[RAW.name] = json.dumps(_storable_within(json.loads(values[RAW.name])))
    return {**values, _SEEN_AT.name: seen_at}


def problem_row(error: SourceError) -> Row:
    """Return the error as the columns `error`, `path` and `message` of `problems`. They contain no secret."""
    path = error.path if isinstance(error, UnexpectedResponseError) else None
    return {"error": type(error).__name__, "path": path, "message": _storable(str(error))}


def _typed(wanted: tuple[Column, ...]) -> dict[str, TColumnSchema]:
    return {column.name: {**_TYPES[column.kind]} for column in wanted}


def _storable(value: Any) -> Any:
    return _UNSTORABLE.sub("\ufffd", value) if isinstance(value, str) else value


def _storable_within(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_storable_within(each) for each in cast(list[object], value)]
    if isinstance(value, dict):
        fields = cast(dict[str, object], value)
        return {_storable_within(name): _storable_within(each) for name, each in fields.items()}
    return value

"""The tables: their columns as dlt has them, and what is a row of each."""

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias, cast

from dlt.common.schema.typing import TColumnSchema

from allsessions import Session, SourceError, UnexpectedResponseError
from allsessions.export import RAW, Column, Kind, columns, row

SESSIONS: Final = "sessions"
"""The table with a row for each session: the columns of an export, and `seen_at`."""

READS: Final = "reads"
"""The table with a row for each time that a source was read."""

PROBLEMS: Final = "problems"
"""The table with a row for each cause why a read was not complete. It is made when there is the first."""

KEY: Final = ("source", "id")
"""What tells one session from another."""

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

# Postgres takes no NUL in a text. One that begins with one of the others, dlt takes for another type of its own.
_UNSTORABLE = re.compile("\0|\\A[\uf026-\uf02f]")
# Nor does dlt take halves of characters, which are only in what is not a column of its own.
_UNSTORABLE_IN_JSON = re.compile(r"\\u(?:0000|d[89a-f])")


def session_columns(*, raw: bool) -> dict[str, TColumnSchema]:
    """The columns of `sessions`, with or without the vendors' records."""
    return _typed((*columns(raw=raw), _SEEN_AT))


def further_columns(table: str) -> dict[str, TColumnSchema]:
    """The columns of `reads` or `problems`."""
    return _typed(_COLUMNS[table])


def session_row(session: Session, *, raw: bool, seen_at: datetime.datetime) -> Row:
    """The session as a row of `sessions`: `seen_at` is when the read began in which it was seen."""
    wanted = columns(raw=raw)
    values = {column.name: _storable(value) for column, value in zip(wanted, row(session, wanted), strict=True)}
    if raw and _UNSTORABLE_IN_JSON.search(values[RAW.name]):
        values[RAW.name] = json.dumps(_storable_within(json.loads(values[RAW.name])))
    return {**values, _SEEN_AT.name: seen_at}


def problem_row(error: SourceError) -> Row:
    """What a row of `problems` says of the error. Its texts hold no secret."""
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
        return [_storable_within(each) for each in cast(Sequence[Any], value)]
    if isinstance(value, dict):
        fields = cast(dict[str, Any], value)
        return {_storable_within(name): _storable_within(each) for name, each in fields.items()}
    return value

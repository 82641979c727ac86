"""The columns of an export, and the conversion of a session to a row."""

import datetime
import json
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Final, TypeAlias

from attrs import frozen

from allsessions import Session


class Kind(Enum):
    """The type of a column. Each format uses its closest type."""

    TEXT = "text"
    STATUS = "status"
    """A value of `Status`: a dictionary in Parquet, an enum in DuckDB, text with a CHECK constraint in SQLite."""
    TIME = "time"
    """A time in UTC, to the microsecond. ISO 8601 text in formats without a type for times."""
    INTEGER = "integer"
    JSON = "json"
    """The vendor's record with secrets masked: an object in JSON Lines, JSON text elsewhere."""


@frozen
class Column:
    """The name and the type of a column."""

    name: str
    kind: Kind = Kind.TEXT


COLUMNS: Final = (
    Column("ref"),
    Column("source"),
    Column("vendor"),
    Column("id"),
    Column("status", Kind.STATUS),
    Column("vendor_status"),
    Column("created_at", Kind.TIME),
    Column("started_at", Kind.TIME),
    Column("ended_at", Kind.TIME),
    Column("last_active_at", Kind.TIME),
    Column("expires_at", Kind.TIME),
    Column("duration_ms", Kind.INTEGER),
    Column("agent_id"),
    Column("user_id"),
    Column("label"),
    Column("transport"),
)
"""The columns of every export: the keys of `Session.to_dict()`."""

RAW: Final = Column("raw", Kind.JSON)
"""The extra column of an export with `raw=True`."""

KEY: Final = ("source", "id")
"""The columns that identify a session."""

Row: TypeAlias = tuple[Any, ...]
"""A value for each column: a str, an aware datetime in UTC, an int, or None."""

Columns: TypeAlias = tuple[Column, ...]

_ENCODER = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"))
_MILLISECOND = datetime.timedelta(milliseconds=1)


def columns(*, raw: bool) -> Columns:
    """Return the columns of an export, with or without the vendors' records."""
    return (*COLUMNS, RAW) if raw else COLUMNS


def row(session: Session, columns: Columns) -> Row:
    """Return the session's values for these columns."""
    return tuple(_VALUES[column.name](session) for column in columns)


def key(row: Row) -> tuple[Any, ...]:
    """Return the values that identify the row's session."""
    return tuple(row[place] for place in _KEY_POSITIONS)


def _text(name: str) -> Callable[[Session], str | None]:
    def value(session: Session) -> str | None:
        value = getattr(session, name)
        return None if value is None else replace_surrogates(str(value))

    return value


def _time(name: str) -> Callable[[Session], datetime.datetime | None]:
    def value(session: Session) -> datetime.datetime | None:
        value: datetime.datetime | None = getattr(session, name)
        return None if value is None else value.astimezone(datetime.UTC)

    return value


def _duration_ms(session: Session) -> int | None:
    return None if session.duration is None else round(session.duration / _MILLISECOND)


def _raw(session: Session) -> str:
    return to_json(session.to_dict(raw=True)["raw"])


def to_json(value: Any) -> str:
    """Return a JSON value as compact text. The same value always gives the same text."""
    return _ENCODER.encode(value)


def replace_surrogates(text: str) -> str:
    """Replace lone surrogates, which UTF-8 cannot encode, by U+FFFD."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


_BY_KIND = {Kind.TEXT: _text, Kind.STATUS: _text, Kind.TIME: _time}
_VALUES: Mapping[str, Callable[[Session], Any]] = {
    **{column.name: _BY_KIND[column.kind](column.name) for column in COLUMNS if column.kind in _BY_KIND},
    "duration_ms": _duration_ms,
    RAW.name: _raw,
}
_KEY_POSITIONS = tuple([column.name for column in COLUMNS].index(name) for name in KEY)

"""SQLite files, with the sessions in the table `sessions`. Other tables of the file stay unchanged."""

import datetime
import errno
import sqlite3
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from attrs import frozen

from allsessions import ConfigurationError, Status

from .columns import KEY, Columns, Kind, Row
from .formats import REPLACE, UNREADABLE, Changes, Format, Key, Merge, Write, check_header, find_key
from .values import iso, time

_TYPES = {
    Kind.TEXT: "TEXT",
    Kind.STATUS: f"TEXT NOT NULL CHECK (status IN ({', '.join(repr(str(status)) for status in Status)}))",
    Kind.TIME: "TEXT",
    Kind.INTEGER: "INTEGER",
    Kind.JSON: "TEXT",
}
_NOT_NULL: Mapping[str, str] = dict.fromkeys(KEY, " NOT NULL")  # SQLite allows NULL in a primary key


@contextmanager
def writing(path: Path, columns: Columns) -> Generator[Write]:
    with open_table(path, columns) as table:
        table.create()
        yield table.write


@contextmanager
def replacing(old: Path, path: Path, columns: Columns) -> Generator[Write]:
    with open_table(path, columns) as table:
        statements: list[str] = []
        if _is_database(old):
            _copy(old, table.database)
            statements = table.indexes_and_triggers()
            table.database.execute("DROP TABLE IF EXISTS sessions")
        table.create()
        yield table.write
        for statement in statements:
            with suppress(sqlite3.OperationalError):  # the statement uses a removed column
                table.database.execute(statement)


@contextmanager
def merging(old: Path, path: Path, columns: Columns) -> Generator[Merge]:
    _check_database(old)
    with open_table(path, columns) as table:
        _copy(old, table.database)
        if not table.header():
            table.create()
        check_header(old, table.header(), columns, others_allowed=True)
        table.check_key(old)
        yield table.merge


@contextmanager
def open_table(path: Path, columns: Columns) -> "Generator[Table]":
    """Open the table `sessions` of a file that no other process uses. The file is complete after the `with` block."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            # Safe without a journal: an incomplete file is never moved into place.
            for setting in ("locking_mode=EXCLUSIVE", "journal_mode=OFF", "synchronous=OFF"):
                database.execute(f"PRAGMA {setting}")
            yield Table(database, columns)
    except sqlite3.Error as error:
        raise OSError(errno.EIO, f"SQLite: {error}") from error


@frozen
class Table:
    """The table `sessions`. Its rows keep their order."""

    database: sqlite3.Connection
    columns: Columns

    def create(self) -> None:
        described = [f"{each.name} {_TYPES[each.kind]}{_NOT_NULL.get(each.name, '')}" for each in self.columns]
        self.database.execute(f"CREATE TABLE sessions ({', '.join(described)}, PRIMARY KEY ({', '.join(KEY)}))")

    def header(self) -> list[str]:
        return _names(self.database)

    def check_key(self, path: Path) -> None:
        """Raise ConfigurationError if the table could hold the same session twice, or has no rowids."""
        try:
            self.database.execute("SELECT rowid FROM sessions")
        except sqlite3.OperationalError:
            text = f"{path}: the table sessions is WITHOUT ROWID; create it without this option, or {REPLACE}"
            raise ConfigurationError(text) from None
        key = {name for _, name, *_, place in self.database.execute("PRAGMA table_info(sessions)") if place}
        if key != set(KEY):
            raise ConfigurationError(f"{path}: the table sessions needs the primary key {', '.join(KEY)}; {REPLACE}")

    def indexes_and_triggers(self) -> list[str]:
        """Return the statements that create the indexes and triggers of the table."""
        found = self.database.execute(
            "SELECT sql FROM sqlite_master"
            " WHERE tbl_name = 'sessions' COLLATE NOCASE AND type IN ('index', 'trigger') AND sql IS NOT NULL"
        )
        return [statement for (statement,) in found]

    def write(self, rows: Sequence[Row]) -> None:
        """Write rows to a new table."""
        self.merge(rows)

    def merge(self, rows: Sequence[Row]) -> Changes:
        """Merge rows: append new ones and replace existing ones in place."""
        names = [each.name for each in self.columns]
        further = [name for name in names if name not in KEY]
        new = [f"excluded.{name}" for name in further]
        statement = (
            f"INSERT INTO sessions ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
            f" ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET ({', '.join(further)}) = ({', '.join(new)})"
            f" WHERE ({', '.join(further)}) IS NOT ({', '.join(new)})"
        )
        last = self._last()
        self.database.execute("BEGIN")
        changed = self.database.executemany(statement, map(_to_sql, rows)).rowcount  # without changes by triggers
        self.database.execute("COMMIT")
        added = self._last() - last
        return Changes(added, changed - added)

    def rows(self) -> Iterator[Row]:
        names = ", ".join(each.name for each in self.columns)
        read = [_READ.get(each.kind, _unchanged) for each in self.columns]
        for values in self.database.execute(f"SELECT {names} FROM sessions ORDER BY rowid"):
            yield tuple(each(value) for each, value in zip(read, values, strict=True))

    def count(self) -> int:
        ((count,),) = self.database.execute("SELECT count(*) FROM sessions")
        return int(count)

    def _last(self) -> int:
        # Each new row increases the highest rowid by one. A count of the rows would scan the whole table.
        ((last,),) = self.database.execute("SELECT coalesce(max(rowid), 0) FROM sessions")
        return int(last)


def _copy(old: Path, database: sqlite3.Connection) -> None:
    with _reading(old) as source:
        source.backup(database)


def header(path: Path) -> Sequence[str] | None:
    with _reading(path) as database:
        return _names(database) or None


def keys(path: Path) -> Iterator[Key]:
    _check_database(path)
    with _reading(path) as database:
        if names := _names(database):
            find_key(path, names)
            yield from database.execute(f"SELECT {', '.join(KEY)} FROM sessions")


@contextmanager
def _reading(path: Path) -> Generator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)) as database:
        try:
            # Hold the lock until the end. Otherwise `backup` waits forever for another program's lock.
            database.execute("BEGIN")
            database.execute("SELECT count(*) FROM sqlite_master").fetchone()
            yield database
        except sqlite3.Error as error:
            raise ConfigurationError(f"{path} cannot be read: {error}; {UNREADABLE}") from None


def _check_database(path: Path) -> None:
    if not _is_database(path):
        raise ConfigurationError(f"{path} is not an SQLite database; {REPLACE}")


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) in (b"SQLite format 3\0", b"")


def _names(database: sqlite3.Connection) -> list[str]:
    # table_info would leave out computed columns.
    return [name for _, name, *_ in database.execute("PRAGMA table_xinfo(sessions)")]


def _to_sql(row: Row) -> Row:
    return tuple(iso(value) if isinstance(value, datetime.datetime) else value for value in row)


def _unchanged(value: Any) -> Any:
    return value


_READ: Mapping[Kind, Callable[[Any], Any]] = {Kind.TIME: lambda value: None if value is None else time(value)}

FORMAT = Format(
    writing=writing,
    merging=merging,
    header=header,
    keys=keys,
    replacing=replacing,
    sidecars=("-journal", "-wal", "-shm"),
)

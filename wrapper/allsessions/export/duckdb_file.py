"""DuckDB: a table `sessions`. Other tables of the file stay as they are where it is added to."""

import errno
import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from allsessions import ConfigurationError, Status

from .arrow import table
from .columns import KEY, Columns, Kind, Row
from .formats import Changes, Format, Merge, Write, check_header

duckdb: Final[Any] = import_module("duckdb")

_STATUS = f"ENUM ({', '.join(repr(str(status)) for status in Status)})"
_TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.STATUS: _STATUS,
    Kind.TIME: "TIMESTAMP WITH TIME ZONE",
    Kind.INTEGER: "BIGINT",
    Kind.JSON: "VARCHAR",
}
_SAME = " AND ".join(f"old.{name} = new.{name}" for name in KEY)
_SETTINGS = {
    # Else it takes what it can get: 80 % of the machine's memory, and all its cores.
    "memory_limit": "256MB",
    # In larger parts than the usual 16 MB, or the last one would be read again each time.
    "checkpoint_threshold": "64MB",
    "threads": 1,
    # Nothing is fetched because of what a file holds.
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


@contextmanager
def writing(path: Path, columns: Columns) -> Generator[Write]:
    with _open(path) as database:
        database.execute(f"CREATE TABLE sessions ({', '.join(f'{each.name} {_TYPES[each.kind]}' for each in columns)})")

        def write(rows: Sequence[Row]) -> None:
            with _at_hand(database, columns, rows):
                database.execute(f"INSERT INTO sessions SELECT {_cast(columns)} FROM new")

        yield write


@contextmanager
def merging(old: Path, path: Path, columns: Columns) -> Generator[Merge]:
    _copy(old, path)
    with _open(path) as database:
        found = database.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_catalog = current_database()"
            " AND table_schema = 'main' AND table_name = 'sessions' ORDER BY ordinal_position"
        )
        check_header(old, [name for (name,) in found.fetchall()], columns)
        further = [each.name for each in columns if each.name not in KEY]
        differ = " OR ".join(f"old.{name} IS DISTINCT FROM new.{name}" for name in further)
        update = (
            f"UPDATE sessions AS old SET {', '.join(f'{name} = new.{name}' for name in further)}"
            f" FROM (SELECT {_cast(columns)} FROM new) AS new WHERE {_SAME} AND ({differ})"
        )
        insert = (
            f"INSERT INTO sessions SELECT {_cast(columns)} FROM new"
            f" WHERE NOT EXISTS (SELECT 1 FROM sessions AS old WHERE {_SAME})"
        )

        def merge(rows: Sequence[Row]) -> Changes:
            with _at_hand(database, columns, rows):
                (updated,) = database.execute(update).fetchone()
                (added,) = database.execute(insert).fetchone()
            return Changes(added, updated)

        yield merge


def _copy(old: Path, path: Path) -> None:
    # Opening it first finds what is no database, and whether another process is writing to it.
    try:
        duckdb.connect(old, read_only=True, config=_SETTINGS).close()
    except duckdb.Error as error:
        raise ConfigurationError(f"{old} cannot be opened: {str(error).splitlines()[0]}") from None
    shutil.copyfile(old, path)
    log = old.with_name(f"{old.name}.wal")
    if log.exists():  # what another program has not written into the file itself
        shutil.copyfile(log, path.with_name(f"{path.name}.wal"))


@contextmanager
def _open(path: Path) -> Generator[Any]:
    try:
        with duckdb.connect(path, config=_SETTINGS) as database:
            yield database
            database.execute("CHECKPOINT")
    except duckdb.Error as error:
        if isinstance(error, duckdb.InterruptException) or isinstance(error.__context__, KeyboardInterrupt):
            raise KeyboardInterrupt from None
        raise OSError(errno.EIO, f"DuckDB: {str(error).splitlines()[0]}") from error


@contextmanager
def _at_hand(database: Any, columns: Columns, rows: Sequence[Row]) -> Generator[None]:
    """Around statements that speak of the rows as the table `new`."""
    database.register("new", table(columns, rows))
    try:
        yield
    finally:
        database.unregister("new")


def _cast(columns: Columns) -> str:
    return ", ".join(
        f"new.{each.name}::VARCHAR::{_STATUS} AS {each.name}" if each.kind is Kind.STATUS else f"new.{each.name}"
        for each in columns
    )


FORMAT = Format(writing=writing, merging=merging, beside=(".wal",))

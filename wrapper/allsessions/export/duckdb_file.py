"""DuckDB files, with the sessions in the table `sessions`. Other tables of the file stay unchanged."""

import errno
import shutil
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from allsessions import ConfigurationError, Status

from .arrow import table
from .columns import KEY, Columns, Kind, Row
from .formats import REPLACE, UNREADABLE, Changes, Format, Key, Merge, Write, check_header, find_key

duckdb: Final[Any] = import_module("duckdb")

_STATUS = f"ENUM ({', '.join(repr(str(status)) for status in Status)})"
_TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.STATUS: _STATUS,
    Kind.TIME: "TIMESTAMP WITH TIME ZONE",
    Kind.INTEGER: "BIGINT",
    Kind.JSON: "VARCHAR",
}
_SAME_SESSION = " AND ".join(f"old.{name} = new.{name}" for name in KEY)
_SETTINGS = {
    # By default DuckDB uses up to 80 % of the machine's memory and all its cores.
    "memory_limit": "256MB",
    # Larger than the default of 16 MB, because each checkpoint reads the last part of the table again.
    "checkpoint_threshold": "64MB",
    "threads": 1,
    # Reading a file must not make DuckDB download extensions.
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


@contextmanager
def writing(path: Path, columns: Columns) -> Generator[Write]:
    with _open(path) as database:
        _create(database, columns)

        def write(rows: Sequence[Row]) -> None:
            with _registered_as_new(database, columns, rows):
                database.execute(f"INSERT INTO sessions SELECT {_cast(columns)} FROM new")

        yield write


@contextmanager
def replacing(old: Path, path: Path, columns: Columns) -> Generator[Write]:
    statements: list[str] = []
    if _is_database(old):
        _copy(old, path)
        with _reading(old) as database:
            found = database.execute(
                "SELECT sql FROM duckdb_indexes() WHERE lower(table_name) = 'sessions' AND sql IS NOT NULL"
            )
            statements = [statement for (statement,) in found.fetchall()]
    with writing(path, columns) as write:
        yield write
    with _open(path) as database:
        for statement in statements:
            with suppress(duckdb.CatalogException, duckdb.BinderException):  # the index uses a removed column
                database.execute(statement)


@contextmanager
def merging(old: Path, path: Path, columns: Columns) -> Generator[Merge]:
    _copy(old, path)
    with _open(path) as database:
        names = _names(database)
        if not names:
            _create(database, columns)
        check_header(old, names or [each.name for each in columns], columns, others_allowed=True)
        further = [each.name for each in columns if each.name not in KEY]
        differ = " OR ".join(f"old.{name} IS DISTINCT FROM new.{name}" for name in further)
        update = (
            f"UPDATE sessions AS old SET {', '.join(f'{name} = new.{name}' for name in further)}"
            f" FROM (SELECT {_cast(columns)} FROM new) AS new WHERE {_SAME_SESSION} AND ({differ})"
        )
        insert = (
            f"INSERT INTO sessions BY NAME SELECT {_cast(columns)} FROM new"
            f" WHERE NOT EXISTS (SELECT 1 FROM sessions AS old WHERE {_SAME_SESSION})"
        )

        def merge(rows: Sequence[Row]) -> Changes:
            with _registered_as_new(database, columns, rows):
                (updated,) = database.execute(update).fetchone()
                (added,) = database.execute(insert).fetchone()
            return Changes(added, updated)

        yield merge


def _create(database: Any, columns: Columns) -> None:
    described = ", ".join(f"{each.name} {_TYPES[each.kind]}" for each in columns)
    database.execute(f"CREATE OR REPLACE TABLE sessions ({described})")


def header(path: Path) -> Sequence[str] | None:
    with _reading(path) as database:
        return _names(database) or None


def keys(path: Path) -> Iterator[Key]:
    if not _is_database(path):
        raise ConfigurationError(f"{path} is not a DuckDB database; {REPLACE}")
    with _reading(path) as database:
        if names := _names(database):
            find_key(path, names)
            found = database.execute(f"SELECT {', '.join(KEY)} FROM sessions")
            while rows := found.fetchmany(10_000):
                yield from rows


def _names(database: Any) -> list[str]:
    # In DuckDB, Sessions and sessions are the same table.
    found = database.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_catalog = current_database()"
        " AND table_schema = 'main' AND lower(table_name) = 'sessions' ORDER BY ordinal_position"
    )
    return [name for (name,) in found.fetchall()]


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(12)[8:] == b"DUCK"


@contextmanager
def _reading(path: Path) -> Generator[Any]:
    try:
        with duckdb.connect(path, read_only=True, config=_SETTINGS) as database:
            yield database
    except duckdb.Error as error:
        raise ConfigurationError(f"{path} cannot be read: {str(error).splitlines()[0]}; {UNREADABLE}") from None


def _copy(old: Path, path: Path) -> None:
    with _reading(old):  # fails for a file that is not a database, or that another process is writing to
        pass
    shutil.copyfile(old, path)
    log = old.with_name(f"{old.name}.wal")
    if log.exists():  # changes that another program has not checkpointed yet
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
def _registered_as_new(database: Any, columns: Columns, rows: Sequence[Row]) -> Generator[None]:
    """Make the rows available to SQL statements as the table `new`."""
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


FORMAT = Format(writing=writing, merging=merging, header=header, keys=keys, replacing=replacing, sidecars=(".wal",))

"""The check before a new file replaces an old one: each session of the old file must be in the new file.

A temporary database compares the sessions by source and id, so memory use does not grow with their number.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from allsessions import ConfigurationError

from .columns import KEY, RAW, Column, Columns
from .formats import REPLACE, Format, Key
from .sqlite_file import open_table

_KEY_COLUMNS = tuple(Column(name) for name in KEY)


@frozen(kw_only=True)
class Existing:
    """The sessions in an existing file, which the export will replace.

    Attributes:
        path: The file.
        format: The format of the file.
        keys: A temporary database with the sources and ids of these sessions.
        count: The number of these sessions.
    """

    path: Path
    format: Format
    keys: Path
    count: int

    @classmethod
    def read(cls, path: Path, format: Format, folder: Path) -> "Existing":
        """Store the source and id of each session in a database in `folder`. If the file is missing, store none.

        Raises ConfigurationError if the file is not an export.
        """
        keys = folder / "export.keys"
        with open_table(keys, _KEY_COLUMNS) as table:
            table.create()
            _execute_many(table.database, "INSERT OR IGNORE INTO sessions VALUES (?, ?)", _valid_keys(path, format))
            return cls(path=path, format=format, keys=keys, count=table.count())

    def check_columns(self, columns: Columns) -> None:
        """Raise ConfigurationError if the file has columns that the new file would not have."""
        if _has_content(self.path):
            _check_columns(self.path, self.format.header(self.path) or (), columns)

    def check(self, new: Path, sessions: int) -> None:
        """Raise ConfigurationError if the new file, which has `sessions` sessions, lacks a session of the old file."""
        with open_table(self.keys, _KEY_COLUMNS) as table:
            new_keys = self.format.keys(new) if self.count else iter(())
            _execute_many(table.database, "DELETE FROM sessions WHERE source = ? AND id = ?", new_keys)
            missing = table.count()
        if missing:
            raise ConfigurationError(
                f"{self.path} has {self.count:,} sessions, but this export of {sessions:,} sessions lacks {missing:,}"
                " of them, so nothing was written; use --append (append=True) to keep the old sessions,"
                " or --replace (replace=True) to delete them"
            )


def _has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _valid_keys(path: Path, format: Format) -> Iterator[Key]:
    for key in format.keys(path) if _has_content(path) else ():
        source, id = key
        if not isinstance(source, str) or not isinstance(id, str):
            raise ConfigurationError(f"{path}: a row has no source or id; {REPLACE}")
        yield key


def _check_columns(path: Path, header: Sequence[str], columns: Columns) -> None:
    wanted = {column.name for column in columns}
    lost = [name for place, name in enumerate(header) if name not in wanted or name in header[:place]]
    if lost == [RAW.name]:
        raise ConfigurationError(f"{path} was exported with --raw (raw=True); add --raw, or {REPLACE}")
    if lost:
        raise ConfigurationError(
            f"{path} has columns that the export lacks: {', '.join(map(repr, lost))}; {REPLACE}, or write another file"
        )


def _execute_many(database: sqlite3.Connection, statement: str, keys: Iterable[Key]) -> None:
    database.execute("BEGIN")
    database.executemany(statement, keys)
    database.execute("COMMIT")

"""Append to files that cannot be changed in place. A temporary SQLite database merges the old and the new rows."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from attrs import frozen

from allsessions import ConfigurationError, Status

from .columns import Columns, Kind, Row, key
from .formats import REPLACE, Changes, Merge, Write, check_header
from .sqlite_file import open_table

BATCH = 10_000
"""The most rows held in memory at once."""

LONGEST = 8 * 2**20
"""The most characters of vendors' records held in memory at once. The record is the last value of a row."""


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield the rows in batches of at most `BATCH` rows, or fewer if the vendors' records are long."""
    batch: list[Row] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += len(row[-1] or "")
        if len(batch) == BATCH or size > LONGEST:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _unchanged(columns: Columns, row: Row) -> Row:
    return row


@frozen(kw_only=True)
class Rewriting:
    """Merges rows into files that cannot be changed in place.

    Attributes:
        header: Returns the column names of a file; None if the file contains no column names.
        rows: Yields the rows of a file. Raises ConfigurationError with the line number of an unreadable row.
        as_written: Returns the row as `rows` will read it back. For example, .xlsx files have no microseconds.
        rewriting: Creates a file to replace an old one, and writes rows unchanged. Complete after the `with` block.
    """

    header: Callable[[Path], Sequence[str] | None]
    rows: Callable[[Path, Columns], Iterator[Row]]
    as_written: Callable[[Columns, Row], Row] = _unchanged
    rewriting: Callable[[Path, Path, Columns], AbstractContextManager[Write]]

    @contextmanager
    def merging(self, old: Path, path: Path, columns: Columns) -> Generator[Merge]:
        """Implement `Format.merging`."""
        header = self.header(old)
        if header is not None:
            check_header(old, header, columns)
        with open_table(path.with_name(f"{path.name}.merging"), columns) as table:
            table.create()
            for batch in batches(_readable(old, self.rows(old, columns), columns)):
                table.merge(batch)

            def merge(rows: Sequence[Row]) -> Changes:
                return table.merge([self.as_written(columns, row) for row in rows])

            yield merge
            with self.rewriting(old, path, columns) as write:
                for batch in batches(table.rows()):
                    write(batch)


def _readable(old: Path, rows: Iterable[Row], columns: Columns) -> Iterator[Row]:
    statuses = {str(status) for status in Status}
    place = [column.kind for column in columns].index(Kind.STATUS)
    for row in rows:
        if None in key(row) or row[place] not in statuses:
            raise ConfigurationError(f"{old}: a row has no source, id or status; {REPLACE}")
        yield row


def latest(rows: Iterable[Row]) -> list[Row]:
    """Return only the last row of each session."""
    return list({key(row): row for row in rows}.values())

"""Adding to a file that can only be written from its beginning on: old and new meet in a database aside."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from pathlib import Path
from typing import cast

from allsessions import ConfigurationError, Status

from .columns import Columns, Kind, Row, key
from .formats import Changes, Merge, Readable, check_header
from .sqlite_file import opened

BATCH = 10_000
"""Rows that are held in memory at once."""

LONGEST = 8 * 2**20
"""Characters in the last column, which is the vendor's record, that are held in memory at once."""


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows, so many at a time; fewer where the vendors' records are long."""
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


def merging(module: str) -> Callable[[Path, Path, Columns], AbstractContextManager[Merge]]:
    """A Format's `merging` for a module that is Readable."""

    @contextmanager
    def merging(old: Path, path: Path, columns: Columns) -> Generator[Merge]:
        format = cast(Readable, import_module(module))
        header = format.header(old)
        if header is not None:
            check_header(old, header, columns)
        aside = path.with_name(f"{path.name}.merging")
        try:
            with opened(aside, columns) as table:
                table.create()
                for batch in batches(_readable(old, format.rows(old, columns), columns)):
                    table.merge(batch)

                def merge(rows: Iterable[Row]) -> Changes:
                    return table.merge([format.as_written(row) for row in rows])

                yield merge
                with format.rewriting(path, columns) as write:
                    for batch in batches(table.rows()):
                        write(batch)
        finally:
            aside.unlink(missing_ok=True)

    return merging


def _readable(old: Path, rows: Iterable[Row], columns: Columns) -> Iterator[Row]:
    statuses = {str(status) for status in Status}
    place = [column.kind for column in columns].index(Kind.STATUS)
    for row in rows:
        if None in key(row) or row[place] not in statuses:
            raise ConfigurationError(f"{old}: a row lacks its source, id or status; export it anew without append")
        yield row


def latest(rows: Iterable[Row]) -> list[Row]:
    """The rows without those that a later one of the same session replaces."""
    return list({key(row): row for row in rows}.values())

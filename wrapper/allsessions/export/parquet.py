"""Parquet, compressed with Zstandard, with about ten thousand sessions in each row group."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from allsessions import ConfigurationError

from .arrow import pa, pq, schema, table
from .columns import KEY, Column, Columns, Row
from .formats import REPLACE, Format, Key, Write, find_key
from .rewriting import Rewriting


@contextmanager
def writing(path: Path, columns: Columns) -> Generator[Write]:
    with pq.ParquetWriter(path, schema(columns), compression="zstd") as file:

        def write(rows: Sequence[Row]) -> None:
            file.write_table(table(columns, rows))

        yield write


def rewriting(old: Path, path: Path, columns: Columns) -> AbstractContextManager[Write]:
    return writing(path, columns)


def header(path: Path) -> Sequence[str]:
    with _open(path) as file:
        names: list[str] = file.schema_arrow.names
        return names


def rows(path: Path, columns: Columns) -> Iterator[Row]:
    wanted = schema(columns)
    with _open(path) as file:
        # Read each row group separately: older pyarrow releases fail if a file has no row groups.
        for group in range(file.num_row_groups):
            for batch in file.iter_batches(row_groups=[group], columns=wanted.names):
                read = pa.Table.from_batches([batch]).select(wanted.names).cast(wanted)
                yield from zip(*(column.to_pylist() for column in read.columns), strict=True)


def keys(path: Path) -> Iterator[Key]:
    find_key(path, header(path))
    return rows(path, tuple(Column(name) for name in KEY))


@contextmanager
def _open(path: Path) -> Generator[Any]:
    try:
        with pq.ParquetFile(path) as file:
            yield file
    except ConfigurationError:
        raise
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise ConfigurationError(
            f"{path} is not a readable Parquet file: {str(error).splitlines()[0]}; {REPLACE}"
        ) from None


FORMAT = Format(
    writing=writing,
    merging=Rewriting(header=header, rows=rows, rewriting=rewriting).merging,
    header=header,
    keys=keys,
)

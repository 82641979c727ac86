"""JSON Lines: one object per line."""

import json
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO, cast

from allsessions import ConfigurationError

from .columns import KEY, RAW, Column, Columns, Kind, Row, replace_surrogates, to_json
from .formats import REPLACE, Format, Key, Write
from .rewriting import Rewriting
from .text_files import open_to_write, reading
from .values import integer, iso, status, time


@contextmanager
def writing(path: Path, columns: Columns) -> Generator[Write]:
    with open_to_write(path) as file:
        yield stream(file, columns)


@contextmanager
def rewriting(old: Path, path: Path, columns: Columns) -> Generator[Write]:
    with open_to_write(path, like=old) as file:
        yield stream(file, columns)


def stream(file: TextIO, columns: Columns, _header: bool = False) -> Write:
    def write(rows: Sequence[Row]) -> None:
        file.writelines(_line(columns, row) for row in rows)

    return write


def header(path: Path) -> Sequence[str] | None:
    names = dict.fromkeys(name for number, line in _lines(path) for name in _object(path, number, line))
    return [*names] or None  # an export without sessions contains no column names


def rows(path: Path, columns: Columns) -> Iterator[Row]:
    for number, line in _lines(path):
        fields = _object(path, number, line)
        try:
            yield tuple(_READ[column.kind](fields[column.name]) for column in columns)
        except (ValueError, TypeError, OverflowError) as error:
            raise _invalid(path, number, f"{error}") from None
        except KeyError as error:
            raise _invalid(path, number, f"{error} is missing") from None


def keys(path: Path) -> Iterator[Key]:
    key = tuple(Column(name) for name in KEY)
    return rows(path, key)


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with reading(path) as file:
        yield from ((number, line) for number, line in enumerate(file, 1) if line.strip())


def _line(columns: Columns, row: Row) -> str:
    fields = {
        column.name: iso(value) if column.kind is Kind.TIME and value is not None else value
        for column, value in zip(columns, row, strict=True)
    }
    raw = fields.pop(RAW.name, None)
    line = to_json(fields)
    # `raw` is already JSON text.
    return f"{line}\n" if raw is None else f'{line[:-1]},"{RAW.name}":{raw}}}\n'


def _object(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise _invalid(path, number, "not a JSON object")
    return cast(dict[str, Any], value)


def _invalid(path: Path, number: int, reason: str) -> ConfigurationError:
    return ConfigurationError(f"{path}, line {number}: {reason}; fix the line, or {REPLACE}")


def _text(value: Any) -> str | None:
    if not isinstance(value, str | None):
        raise TypeError(f"{value!r} is not text")
    return None if value is None else replace_surrogates(value)


def _integer(value: Any) -> int | None:
    if not isinstance(value, int | None):
        raise TypeError(f"{value!r} is not a whole number")
    return None if value is None else integer(value)


_READ: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: _text,
    Kind.JSON: to_json,
    Kind.STATUS: status,
    Kind.TIME: lambda value: None if value is None else time(value),
    Kind.INTEGER: _integer,
}

FORMAT = Format(
    writing=writing,
    merging=Rewriting(header=header, rows=rows, rewriting=rewriting).merging,
    header=header,
    keys=keys,
)

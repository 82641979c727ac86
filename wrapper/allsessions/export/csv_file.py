"""CSV in UTF-8 with a header. An apostrophe precedes text that a spreadsheet would run as a formula."""

import csv
import datetime
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from operator import itemgetter
from pathlib import Path
from typing import Any, TextIO

from allsessions import ConfigurationError
from allsessions.privacy import csv_cell, escape_control_chars, is_formula

from .columns import KEY, Columns, Kind, Row
from .formats import REPLACE, Format, Key, Write, find_key
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
        yield _stream_verbatim(file, columns)


def stream(file: TextIO, columns: Columns, header: bool = True) -> Write:
    write = _stream_verbatim(file, columns, header)
    return lambda rows: write([as_written(columns, row) for row in rows])


def as_written(columns: Columns, row: Row) -> Row:
    return tuple(
        _key(value) if column.name in KEY else _value(value) for column, value in zip(columns, row, strict=True)
    )


def _stream_verbatim(file: TextIO, columns: Columns, header: bool = True) -> Write:
    lines = csv.writer(file, lineterminator="\n")
    if header:
        lines.writerow(column.name for column in columns)

    def write(rows: Sequence[Row]) -> None:
        lines.writerows([_cell(value) for value in row] for row in rows)

    return write


def _key(text: str) -> object:
    # A key is never None. Double its backslashes: then a single backslash always marks an escaped control character.
    return _guarded(text.replace("\\", "\\\\"))


def _value(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return _guarded(value) or None  # CSV cannot distinguish empty from missing text


def _guarded(text: str) -> object:
    # Text that already starts like a guarded formula gets one more apostrophe. Otherwise two ids could become equal.
    looks_guarded = text.startswith("'") and is_formula(text.lstrip("'"))
    return f"'{escape_control_chars(text)}" if looks_guarded else csv_cell(text)


def header(path: Path) -> Sequence[str]:
    with _reading(path) as lines:
        return next(lines, list[str]())


def rows(path: Path, columns: Columns) -> Iterator[Row]:
    with _reading(path) as lines:
        next(lines)
        for line in lines:
            _check_length(line, columns)
            yield _row(columns, line)


def keys(path: Path) -> Iterator[Key]:
    names = header(path)
    key = itemgetter(*find_key(path, names))
    with _reading(path) as lines:
        next(lines)
        for line in lines:
            _check_length(line, names)
            yield key(line)


@contextmanager
def _reading(path: Path) -> Generator[Iterator[list[str]]]:
    """Yield the rows. If the `with` block finds an invalid value, raise ConfigurationError with the line number."""
    longest = csv.field_size_limit(2**31 - 1)  # a vendor's record can exceed Python's default limit
    try:
        with reading(path) as content, TextIOWrapper(content, encoding="utf-8", newline="") as file:
            lines = csv.reader(_complete(file), strict=True)
            try:
                yield (line for line in lines if len(line) > 1 or "".join(line).strip())  # without blank lines
            except (ValueError, OverflowError, csv.Error) as error:
                raise ConfigurationError(f"{path}, line {lines.line_num}: {error}; fix this, or {REPLACE}") from None
    finally:
        csv.field_size_limit(longest)


def _complete(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield line
        if line.strip() and not line.endswith(("\n", "\r")):
            raise ValueError("the line is incomplete")


def _check_length(line: Sequence[str], columns: Sequence[object]) -> None:
    if len(line) != len(columns):
        raise ValueError(f"the line has {len(line)} values for {len(columns)} columns")


def _row(columns: Columns, line: Sequence[str]) -> Row:
    return tuple(
        text if column.name in KEY else _READ[column.kind](text) for column, text in zip(columns, line, strict=True)
    )


def _cell(value: Any) -> Any:
    return iso(value) if isinstance(value, datetime.datetime) else value


def _text(text: str) -> str | None:
    return text or None


_READ: Mapping[Kind, Callable[[str], Any]] = {
    Kind.TEXT: _text,
    Kind.JSON: _text,
    Kind.STATUS: status,
    Kind.TIME: lambda text: time(text) if text else None,
    Kind.INTEGER: lambda text: integer(int(text)) if text else None,
}

FORMAT = Format(
    writing=writing,
    merging=Rewriting(header=header, rows=rows, as_written=as_written, rewriting=rewriting).merging,
    header=header,
    keys=keys,
)

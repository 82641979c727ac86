"""Excel files with the sheet `sessions`. Text is escaped as in CSV. Times are in UTC, to the millisecond."""

import datetime
import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any, Final

from allsessions import ConfigurationError

from . import csv_file, xlsx_reading
from .columns import KEY, Columns, Kind, Row
from .formats import REPLACE, Format, Key, Write, find_key
from .rewriting import Rewriting
from .values import integer, iso, status, time

# XlsxWriter has no complete types.
xlsxwriter: Final[Any] = import_module("xlsxwriter")
_errors: Final[Any] = import_module("xlsxwriter.exceptions")

# Excel stores a time as the days since this date, without a time zone. Before March 1900, Excel's count is wrong.
_EPOCH = datetime.datetime(1899, 12, 30, tzinfo=datetime.UTC)
_FIRST_TIME = datetime.datetime(1900, 3, 1, tzinfo=datetime.UTC)
# Excel reads _x0041_ as A. XlsxWriter escapes such text, but not the second code in _x0041_x0042_.
_ESCAPES = re.compile(r"_(x[0-9A-Fa-f]{4}_){2}")
_TIME_FORMAT = {"num_format": 'yyyy-mm-dd hh:mm:ss.000" UTC"'}


@contextmanager
def writing(path: Path, columns: Columns) -> Generator[Write]:
    with _workbook(path) as workbook:
        write = _sheet(workbook, columns)
        yield lambda rows: write([as_written(columns, row) for row in rows])


@contextmanager
def rewriting(old: Path, path: Path, columns: Columns) -> Generator[Write]:
    with _workbook(path) as workbook:
        yield _sheet(workbook, columns)


@contextmanager
def _workbook(path: Path) -> Generator[Any]:
    # XlsxWriter holds one row in memory, and the other rows in a file in the export's temporary folder.
    options = {"constant_memory": True, "tmpdir": str(path.parent)}
    try:
        with xlsxwriter.Workbook(str(path), options) as workbook:
            yield workbook
    except _errors.FileCreateError as error:
        raise error.args[0] from None  # an OSError
    except _errors.FileSizeError:
        raise ConfigurationError("the sessions are too large for .xlsx; use .parquet or .csv") from None


def _sheet(workbook: Any, columns: Columns) -> Write:
    sheet = workbook.add_worksheet("sessions")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, 27)  # wide enough for a time
    sheet.write_row(0, 0, [column.name for column in columns])
    time_format = workbook.add_format(_TIME_FORMAT)
    lines = count(1)

    def write(rows: Sequence[Row]) -> None:
        for row in rows:
            line = next(lines)
            for place, value in enumerate(row):
                if error := _write_cell(sheet, line, place, value, time_format):
                    raise ConfigurationError(_reason(error, row[0], columns[place].name))

    return write


_REASONS = {
    -1: "a sheet has at most 1,048,575 sessions",
    -2: "a cell has at most 32,767 characters",
    -3: "Excel would change this text",
}


def _reason(error: int, ref: str, column: str) -> str:
    return f"{ref}: {column} does not fit into .xlsx: {_REASONS[error]}; use .parquet or .csv"


def _write_cell(sheet: Any, line: int, place: int, value: Any, time_format: Any) -> int:
    """Write a value with its type, so Excel reads no text as a formula or a link. Return 0 or an error number."""
    if isinstance(value, datetime.datetime):
        if value >= _FIRST_TIME:
            return int(sheet.write_datetime(line, place, value.replace(tzinfo=None), time_format))
        value = iso(value)
    if isinstance(value, str):
        # Excel's limit is in UTF-16 code units. Older releases of XlsxWriter count characters.
        too_long = len(value) > 16_383 and len(value.encode("utf-16-le")) > 2 * 32_767
        if _ESCAPES.search(value):
            return -3
        return -2 if too_long else int(sheet.write_string(line, place, value))
    return 0 if value is None else int(sheet.write_number(line, place, value))


def as_written(columns: Columns, row: Row) -> Row:
    return tuple(_as_written(value) for value in csv_file.as_written(columns, row))


def _as_written(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.replace(microsecond=value.microsecond // 1000 * 1000)
    # Add an apostrophe: XlsxWriter would write text in the form <r>…</r> as XML.
    return f"'{value}" if isinstance(value, str) and value.lstrip("'").startswith("<r>") else value


def header(path: Path) -> Sequence[str]:
    for _, cells in xlsx_reading.rows(path):
        return [cells.get(place, "") for place in range(max(cells) + 1)]
    return []


def rows(path: Path, columns: Columns) -> Iterator[Row]:
    for number, cells in _lines(path):
        try:
            yield tuple(
                cells.get(place, "") if column.name in KEY else _READ[column.kind](cells.get(place))
                for place, column in enumerate(columns)
            )
        except (ValueError, OverflowError) as error:
            raise ConfigurationError(f"{path}, row {number}: {error}; fix the row, or {REPLACE}") from None


def keys(path: Path) -> Iterator[Key]:
    source, id = find_key(path, header(path))
    for _, cells in _lines(path):
        yield cells.get(source, ""), cells.get(id, "")


def _lines(path: Path) -> Iterator[tuple[int, xlsx_reading.Cells]]:
    lines = xlsx_reading.rows(path)
    _, titles = next(lines, (0, {0: ""}))
    for number, cells in lines:
        if max(cells) > max(titles):
            text = "a value is in a column without a title; add the title to the first row"
            raise ConfigurationError(f"{path}, row {number}: {text}, or {REPLACE}")
        yield number, cells


def _text(text: str | None) -> str | None:
    return text or None


def _time(text: str | None) -> datetime.datetime | None:
    if not text:
        return None
    try:
        days = float(text)
    except ValueError:
        return time(text)
    return _EPOCH + datetime.timedelta(milliseconds=round(days * 86_400_000))


_READ: Mapping[Kind, Callable[[str | None], Any]] = {
    Kind.TEXT: _text,
    Kind.JSON: _text,
    Kind.STATUS: lambda text: status(text or ""),
    Kind.TIME: _time,
    Kind.INTEGER: lambda text: integer(int(float(text))) if text else None,
}

FORMAT = Format(
    writing=writing,
    merging=Rewriting(header=header, rows=rows, as_written=as_written, rewriting=rewriting).merging,
    header=header,
    keys=keys,
)

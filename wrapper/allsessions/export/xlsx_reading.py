"""Read the sheet of an Excel workbook row by row, even if a spreadsheet program saved the file."""

import re
import zlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, reduce
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError, iterparse
from zipfile import BadZipFile, ZipFile

from allsessions import ConfigurationError

from .formats import REPLACE

_SHEETS = re.compile(r"xl/(work|chart)sheets/[^/]+\.xml")
_SHARED_TEXTS = "xl/sharedStrings.xml"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Cells = Mapping[int, str]
"""The text of each non-empty cell of a row, by position. Numbers are also text."""


def rows(path: Path) -> Iterator[tuple[int, Cells]]:
    """Yield the number and the cells of each row that is not empty.

    Raises ConfigurationError if the file is unreadable or does not have exactly one sheet.
    """
    with _open(path) as archive:
        sheets = [name for name in archive.namelist() if _SHEETS.fullmatch(name)]
        if len(sheets) != 1:
            raise ConfigurationError(f"{path} has {len(sheets)} sheets, but an export has one; {REPLACE}")
        texts = _shared_texts(archive)
        with archive.open(sheets[0]) as sheet:
            for row in _elements(sheet, "sheetData", "row"):
                if cells := _cells(row, texts):
                    yield int(row.get("r", 0)), cells


@contextmanager
def _open(path: Path) -> Generator[ZipFile]:
    try:
        with ZipFile(path) as archive:
            yield archive
    except ConfigurationError:
        raise
    except (BadZipFile, ParseError, zlib.error, EOFError, LookupError, ValueError, RuntimeError, OSError) as error:
        raise ConfigurationError(f"{path} is not a readable .xlsx file: {error}; {REPLACE}") from None


def _shared_texts(archive: ZipFile) -> Sequence[str]:
    if _SHARED_TEXTS not in archive.namelist():
        return []
    with archive.open(_SHARED_TEXTS) as file:
        return [_text(item) for item in _elements(file, "sst", "si")]


def _elements(file: IO[bytes], parent: str, name: str) -> Iterator[Element]:
    """Yield the children `name` of the element `parent`. Discard each child after its use, to save memory."""
    container: Element | None = None
    for event, element in iterparse(file, ("start", "end")):  # noqa: S314  # expat limits the expansion of entities
        if event == "start" and element.tag.endswith(f"}}{parent}"):
            container = element
        elif event == "end" and element.tag.endswith(f"}}{name}") and container is not None:
            yield element
            container.clear()


def _cells(row: Element, texts: Sequence[str]) -> Cells:
    cells = {_place(cell, place): _value(cell, texts) for place, cell in enumerate(row)}
    return {place: value for place, value in cells.items() if value is not None}


def _place(cell: Element, place: int) -> int:
    letters = cell.get("r", "").rstrip("0123456789")
    return _column(letters) if letters else place


@cache
def _column(letters: str) -> int:
    return reduce(lambda number, letter: 26 * number + ord(letter) - ord("A") + 1, letters, 0) - 1


def _value(cell: Element, texts: Sequence[str]) -> str | None:
    for inline in _children(cell, "is"):
        return _text(inline)
    for value in _children(cell, "v"):
        return texts[int(value.text or "")] if cell.get("t") == "s" else _unescaped(value.text or "")
    return None


def _text(element: Element) -> str:
    """Return the text of an element. Text with several formats consists of several `r` elements."""
    runs = [element, *_children(element, "r")]
    return _unescaped("".join(part.text or "" for run in runs for part in _children(run, "t")))


def _children(element: Element, name: str) -> list[Element]:
    return [child for child in element if child.tag.endswith(f"}}{name}")]


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text

"""Reading and writing of text files."""

import codecs
from pathlib import Path
from typing import BinaryIO, TextIO


def open_to_read(path: Path) -> BinaryIO:
    """Open a file after its byte order mark, if it has one."""
    file = path.open("rb")
    if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
        file.seek(0)
    return file


def open_to_write(path: Path, *, like: Path | None = None) -> TextIO:
    """Open a file to write UTF-8, with a byte order mark if the file `like` has one."""
    marked = like is not None and _has_mark(like)
    return path.open("w", encoding="utf-8-sig" if marked else "utf-8", newline="")


def _has_mark(path: Path) -> bool:
    with open_to_read(path) as file:
        return file.tell() > 0

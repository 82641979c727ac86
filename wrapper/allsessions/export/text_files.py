"""Read and write text files, plain or compressed with gzip."""

import codecs
import gzip
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from allsessions import ConfigurationError

from .formats import REPLACE


@contextmanager
def reading(path: Path) -> Generator[BinaryIO]:
    """Open a file, and skip its byte order mark, if it has one. Raises ConfigurationError for damaged gzip data."""
    try:
        with _open(path) as file:
            if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
                file.seek(0)
            yield file
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ConfigurationError(f"{path} is not a readable gzip file: {error}; {REPLACE}") from None


def open_to_write(path: Path, *, like: Path | None = None) -> TextIO:
    """Open a file to write UTF-8, with a byte order mark if the file `like` has one."""
    encoding = "utf-8-sig" if like is not None and _has_mark(like) else "utf-8"
    if not _is_compressed(path):
        return path.open("w", encoding=encoding, newline="")
    # The default level takes three times as long, for files that are 1 % smaller.
    return cast(TextIO, gzip.open(path, "wt", compresslevel=6, encoding=encoding, newline=""))


def _open(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path)) if _is_compressed(path) else path.open("rb")


def _is_compressed(path: Path) -> bool:
    return path.suffix.lower() == ".gz"


def _has_mark(path: Path) -> bool:
    with reading(path) as file:
        return file.tell() > 0

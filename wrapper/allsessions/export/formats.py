"""The file formats, by suffix."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias

from attrs import frozen

from allsessions import ConfigurationError

from .columns import KEY, Columns, Row

ENDINGS: Final[Mapping[str, str]] = {
    ".parquet": "parquet",
    ".csv": "csv_file",
    ".csv.gz": "csv_file",
    ".jsonl": "json_lines",
    ".jsonl.gz": "json_lines",
    ".duckdb": "duckdb_file",
    ".sqlite": "sqlite_file",
    ".xlsx": "xlsx_file",
}
"""The supported suffixes. Each maps to the module that defines its `FORMAT`."""

REPLACE: Final = "use --replace (replace=True) to replace the file"
"""The advice for a file that is not an export, or has other columns."""

UNREADABLE: Final = "end the programs that use the file, or write another file"
"""The advice for an unreadable database. Replacing it would delete its other tables."""

Key: TypeAlias = tuple[Any, ...]
"""The source and the id of a session, as a file contains them."""


@frozen
class Changes:
    """The numbers of rows that an append added and updated."""

    added: int = 0
    updated: int = 0

    def __add__(self, other: "Changes") -> "Changes":
        return Changes(self.added + other.added, self.updated + other.updated)


class Write(Protocol):
    """Appends rows."""

    def __call__(self, rows: Sequence[Row], /) -> None: ...


class Merge(Protocol):
    """Appends the rows of new sessions, and replaces the rows of existing ones. Expects at most one row per session."""

    def __call__(self, rows: Sequence[Row], /) -> Changes: ...


@frozen(kw_only=True)
class Format:
    """A file format.

    Attributes:
        writing: Creates a file. The file is complete after the `with` block.
        merging: Creates a file with the rows of an old file, and merges more rows into it. The file is complete after
            the `with` block. Raises ConfigurationError if the old file is unreadable or has unexpected columns.
        header: Returns the column names of a file; None if the file contains no column names.
        keys: Yields the source and the id of each row. The file may have any further columns. Raises ConfigurationError
            if the file is unreadable or lacks one of these two columns.
        replacing: For databases: creates a file with all contents of an old file except its sessions. None for formats
            whose files contain only sessions.
        sidecars: Suffixes of the additional files of a database, such as a write-ahead log.
    """

    writing: Callable[[Path, Columns], AbstractContextManager[Write]]
    merging: Callable[[Path, Path, Columns], AbstractContextManager[Merge]]
    header: Callable[[Path], Sequence[str] | None]
    keys: Callable[[Path], Iterator[Key]]
    replacing: Callable[[Path, Path, Columns], AbstractContextManager[Write]] | None = None
    sidecars: Sequence[str] = ()


def ending_of(path: Path) -> str:
    """Return the ending of the file's name, in lower case. Raises ConfigurationError if it is not supported."""
    for ending in ENDINGS:
        if path.name.lower().endswith(ending) and len(path.name) > len(ending):
            return ending
    *others, last = ENDINGS
    raise ConfigurationError(f"{path.name!r} must end with {', '.join(others)} or {last}")


def format_of(ending: str) -> Format:
    """Return the format for a file ending. Raises ConfigurationError if the format's package is not installed."""
    try:
        format: Format = import_module(f"{__package__}.{ENDINGS[ending]}").FORMAT
    except ModuleNotFoundError as error:
        if error.name not in ("pyarrow", "duckdb", "xlsxwriter"):
            raise
        text = f'{ending} files need {error.name}, which is not installed; pip install "allsessions[export]"'
        raise ConfigurationError(text) from None
    return format


def check_header(path: Path, header: Sequence[str], columns: Columns, *, others_allowed: bool = False) -> None:
    """Raise ConfigurationError if the file's columns differ from the columns to write.

    With `others_allowed`, the file may have further columns, but not `raw`.
    """
    wanted = [column.name for column in columns]
    if list(header) == wanted:
        return
    missing = [name for name in wanted if name not in header]
    further = [name for name in header if name not in wanted]
    if others_allowed and not missing and "raw" not in further:
        return
    if missing == ["raw"] and (not further or others_allowed):
        raise ConfigurationError(f"{path} was exported without --raw (raw=True); omit --raw, or {REPLACE}")
    if further == ["raw"] and not missing:
        raise ConfigurationError(f"{path} was exported with --raw (raw=True); add --raw, or {REPLACE}")
    differences = [f"no {name}" for name in missing[:5]] + [f"unknown {name!r}" for name in further[:5]]
    reason = ", ".join(differences) or "another order"
    raise ConfigurationError(f"{path}: unexpected columns: {reason}; {REPLACE}")


def find_key(path: Path, header: Sequence[str]) -> list[int]:
    """Return the positions of the columns `source` and `id`. Raises ConfigurationError if one is missing."""
    if missing := [name for name in KEY if name not in header]:
        raise ConfigurationError(f"{path} is not an export: it has no column {' or '.join(missing)}; {REPLACE}")
    return [header.index(name) for name in KEY]

"""The kinds of files, by their ending."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

from attrs import frozen

from allsessions import ConfigurationError

from .columns import Columns, Row

ENDINGS: Final[Mapping[str, str]] = {
    ".parquet": "parquet",
    ".csv": "csv_file",
    ".jsonl": "json_lines",
    ".duckdb": "duckdb_file",
    ".sqlite": "sqlite_file",
}
"""The endings that a file can have, and the module that writes it."""


@frozen
class Changes:
    """What a file did not have, and what it had otherwise."""

    added: int = 0
    updated: int = 0

    def __add__(self, other: "Changes") -> "Changes":
        return Changes(self.added + other.added, self.updated + other.updated)


class Write(Protocol):
    """Writes rows at the end."""

    def __call__(self, rows: Sequence[Row], /) -> None: ...


class Merge(Protocol):
    """Takes rows in, no two of them of one session: new ones at the end, others in the place of what they replace."""

    def __call__(self, rows: Sequence[Row], /) -> Changes: ...


class Format(Protocol):
    """A module for one kind of file."""

    @property
    def BESIDE(self) -> Sequence[str]:  # noqa: N802  # a constant there
        """How the names of files end that a database of this kind leaves beside itself, and that belong to it alone."""
        ...

    def writing(self, path: Path, columns: Columns) -> AbstractContextManager[Write]:
        """A new file; complete when the context ends."""
        ...

    def merging(self, old: Path, path: Path, columns: Columns) -> AbstractContextManager[Merge]:
        """A new file with what `old` holds, to merge rows into; complete when the context ends.

        ConfigurationError if `old` cannot be read, or has not these columns.
        """
        ...


class Readable(Protocol):
    """A module for a kind of file that can only be written from its beginning on."""

    def rewriting(self, path: Path, columns: Columns) -> AbstractContextManager[Write]:
        """As `Format.writing`, for rows as they come back from such a file."""
        ...

    def as_written(self, row: Row) -> Row:
        """The row as it comes back from such a file."""
        ...

    def header(self, path: Path) -> Sequence[str] | None:
        """The names of its columns; None where a file without rows does not tell them."""
        ...

    def rows(self, path: Path, columns: Columns) -> Iterator[Row]:
        """What is in it. ConfigurationError that names the line, or what else cannot be read."""
        ...


def format_of(path: Path) -> Format:
    """What writes such a file. ConfigurationError for another ending, or if what writes it is not installed."""
    module = ENDINGS.get(path.suffix.lower())
    if module is None:
        *others, last = ENDINGS
        raise ConfigurationError(
            f"{path.name!r} must end with {', '.join(others)} or {last}, which says what is written"
        )
    try:
        return cast(Format, import_module(f"{__package__}.{module}"))
    except ModuleNotFoundError as error:
        if error.name not in ("pyarrow", "duckdb"):
            raise
        text = f'{path.suffix} files need {error.name}, which is not installed; pip install "allsessions[export]"'
        raise ConfigurationError(text) from None


def check_header(path: Path, header: Sequence[str], columns: Columns) -> None:
    """Refuse a file whose columns are others than those that are to be written."""
    wanted = [column.name for column in columns]
    if list(header) == wanted:
        return
    missing = [name for name in wanted if name not in header]
    further = [name for name in header if name not in wanted]
    if missing == ["raw"] and not further:
        reason = "was exported without raw; leave raw out here, too"
    elif further == ["raw"] and not missing:
        reason = "was exported with raw; ask for it here, too"
    elif missing or further:
        said = [f"lacks {', '.join(missing[:5])}"] * bool(missing) + [f"has {', '.join(further[:5])!r}"] * bool(further)
        reason = f"{' and '.join(said)}; it is no export of this version"
    else:
        reason = "has its columns in another order; it is no export of this version"
    raise ConfigurationError(f"{path} {reason}, or export it anew without append")

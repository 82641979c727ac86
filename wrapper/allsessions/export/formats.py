"""The kinds of files, by their ending."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol

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
"""The endings that a file can have, and the module whose FORMAT it is."""


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


@frozen(kw_only=True)
class Format:
    """One kind of file.

    Attributes:
        writing: A new file; complete when the context ends.
        merging: A new file with what an old one holds, to merge rows into; complete when the context ends.
            ConfigurationError if the old one cannot be read, or has not these columns.
        beside: How the names of files end that a database leaves beside itself, and that belong to it alone.
    """

    writing: Callable[[Path, Columns], AbstractContextManager[Write]]
    merging: Callable[[Path, Path, Columns], AbstractContextManager[Merge]]
    beside: Sequence[str] = ()


def format_of(path: Path) -> Format:
    """What writes such a file. ConfigurationError for another ending, or if what writes it is not installed."""
    module = ENDINGS.get(path.suffix.lower())
    if module is None:
        *others, last = ENDINGS
        said = f"{', '.join(others)} or {last}"
        raise ConfigurationError(f"{path.name!r} must end with {said}, which says what is written")
    try:
        format: Format = import_module(f"{__package__}.{module}").FORMAT
    except ModuleNotFoundError as error:
        if error.name not in ("pyarrow", "duckdb"):
            raise
        text = f'{path.suffix} files need {error.name}, which is not installed; pip install "allsessions[export]"'
        raise ConfigurationError(text) from None
    return format


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

"""The export of sessions to a file."""

import os
import shutil
import tempfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from allsessions import ConfigurationError, IncompleteListingError, Session

from .columns import Columns, Row, columns, row
from .formats import Changes, Format, format_of
from .rewriting import batches, latest


@frozen
class Written:
    """The result of an export.

    Attributes:
        path: The file.
        sessions: The number of exported sessions.
        added: The number of sessions that are new in the file. In a new file, these are all sessions.
        updated: The number of sessions in the file that changed since, such as those that have ended.
    """

    path: Path
    sessions: int
    added: int
    updated: int


def write(sessions: Iterable[Session], path: str | Path, *, raw: bool = False, append: bool = False) -> Written:
    """Write sessions to a file as they arrive. Memory use does not grow with their number.

    The export writes a temporary file and moves it into place when it is complete. If the export fails, for example
    by Ctrl-C or a full disk, an existing file stays unchanged.

    Args:
        sessions: The sessions, such as `client.list(…)`, which yields each session once. A new file keeps duplicates.
        path: The file. The suffix selects the format: .parquet, .csv, .jsonl, .duckdb or .sqlite.
        raw: True to add a column with the vendor's record, secrets masked.
        append: True to keep the rows of an existing file, and add or update only sessions that are new or have
            changed, by source and id. False to replace the file. A missing file is created.

    Raises:
        ConfigurationError: The path is invalid, the format's package is not installed, or the file to append to has
            other columns. These are checked before any request. Also raised if another program changed the file
            during the export.
        IncompleteListingError: Raised again after `sessions` raised it. With `append`, the file has the sessions that
            arrived. Without, the file is unchanged, and the sessions that arrived are in a file next to it, such as
            `sessions.incomplete.parquet`. A note of the error names it.
        OSError: The file cannot be written.
    """
    place = _place(Path(path))
    format, wanted = format_of(place), columns(raw=raw)
    counted = _Counted(sessions)
    rows = (row(session, wanted) for session in counted)
    before = _stamp(place, format.beside)
    with _aside(place) as aside:
        changes = _merged(format, place, aside, wanted, rows) if append else _new(format, aside, wanted, rows)
        short = counted.missing is not None and not append
        target = place.with_name(f"{place.stem}.incomplete{place.suffix}") if short else place
        if append and _stamp(place, format.beside) != before:
            raise ConfigurationError(f"{path} was changed by another program meanwhile, and stays so; export once more")
        _move(aside, target, place, format.beside)
    if counted.missing is not None:
        counted.missing.add_note(_told(place, target))
        raise counted.missing
    return Written(path=place, sessions=counted.count, added=changes.added, updated=changes.updated)


def _new(format: Format, aside: Path, columns: Columns, rows: Iterable[Row]) -> Changes:
    changes = Changes()
    with format.writing(aside, columns) as write_rows:
        for batch in batches(rows):
            write_rows(batch)
            changes += Changes(added=len(batch))
    return changes


def _merged(format: Format, place: Path, aside: Path, columns: Columns, rows: Iterable[Row]) -> Changes:
    changes = Changes()
    with format.merging(_begun(format, place, aside, columns), aside, columns) as merge:
        for batch in batches(rows):
            changes += merge(latest(batch))
    return changes


class _Counted:
    """Counts the sessions that pass, and keeps an IncompleteListingError in `missing` instead of raising it."""

    def __init__(self, sessions: Iterable[Session]) -> None:
        self._sessions = sessions
        self.count = 0
        self.missing: IncompleteListingError | None = None

    def __iter__(self) -> Iterator[Session]:
        try:
            for session in self._sessions:
                self.count += 1
                yield session
        except IncompleteListingError as error:
            self.missing = error


def _place(path: Path) -> Path:
    try:
        place = path.resolve()  # write the target of a link, and keep the link
        os.fspath(place).encode()
    except (OSError, RuntimeError, ValueError) as error:  # a cycle of links, NUL, undecodable bytes
        raise ConfigurationError(f"{str(path)!r} is no path that can be written to: {error}") from None
    if place.exists() and not place.is_file():
        raise ConfigurationError(f"{path} is {'a directory' if place.is_dir() else 'no file'}; name a file")
    if not place.parent.is_dir():
        raise ConfigurationError(f"{path}: there is no directory {place.parent}; make it, or choose another")
    return place


@contextmanager
def _aside(place: Path) -> Generator[Path]:
    # In the same file system, so the move is atomic. Other users cannot read this directory.
    with tempfile.TemporaryDirectory(prefix=".allsessions-", dir=place.parent) as folder:
        yield Path(folder, f"export{place.suffix}")


def _begun(format: Format, place: Path, aside: Path, columns: Columns) -> Path:
    """Return the file to append to: an empty one if none exists."""
    if place.exists():
        return place
    begun = aside.with_name(f"{aside.name}.begun")
    with format.writing(begun, columns):
        return begun


def _stamp(place: Path, beside: Sequence[str]) -> list[tuple[int, ...]]:
    """Return values that change when another program writes to the file."""
    # Readers create SQLite's -shm file, too, so it shows no change.
    found = [place, *(place.with_name(place.name + ending) for ending in beside if ending != "-shm")]
    seen = [path.stat() for path in found if path.exists()]
    return [(each.st_ino, each.st_size, each.st_mtime_ns) for each in seen if each.st_size]


def _move(aside: Path, target: Path, like: Path, beside: Sequence[str]) -> None:
    with aside.open("rb+") as file:  # otherwise a crash could leave the name without the content
        os.fsync(file.fileno())
    if like.exists():
        shutil.copymode(like, aside)
    # An old write-ahead log must not be applied to the new database. If the move fails, the old one needs it back.
    others = [target.with_name(target.name + ending) for ending in beside]
    kept = [(other, aside.with_name(f"old{other.name[len(target.name) :]}")) for other in others if other.exists()]
    try:
        for other, away in kept:
            other.replace(away)
        aside.replace(target)
    except BaseException:
        for other, away in kept:
            if away.exists():
                away.replace(other)
        raise


def _told(place: Path, target: Path) -> str:
    if place == target:
        return f"what could be had has been taken into {place.name}"
    kept = f"{place.name} is as it was" if place.exists() else f"there is no {place.name}"
    return f"what could be had is in {target.name}; {kept}"

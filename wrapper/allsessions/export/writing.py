"""An export, from the sessions to the file in its place."""

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
    """What an export wrote.

    Attributes:
        path: The file.
        sessions: How many sessions came.
        added: How many of them the file did not have before; all of them where it was written anew.
        updated: How many of them it had otherwise, such as those that have ended meanwhile.
    """

    path: Path
    sessions: int
    added: int
    updated: int


def write(sessions: Iterable[Session], path: str | Path, *, raw: bool = False, append: bool = False) -> Written:
    """Write sessions into a file, as they come: memory does not grow with their number.

    The file is written aside and moved into its place when it is complete. However the export ends, by Ctrl-C or a
    full disk, an older file stays whole.

    Args:
        sessions: Such as `client.list(…)`, which gives none twice. What comes twice is in a new file twice.
        path: The file. It ends with .parquet, .csv, .jsonl, .duckdb or .sqlite, which says what is written.
        raw: Whether to add the vendor's record as a further column, with secrets masked.
        append: Whether to keep what the file holds, and take only what is new or has changed since, by source and id.
            Without it, an older file is replaced. A file that is not there yet is begun.

    Raises:
        ConfigurationError: The path cannot be used, what writes such files is not installed, or the file to append to
            has other columns; no session is asked for before. Or that file was changed by another program meanwhile.
        IncompleteListingError: What `sessions` raised at its end. With `append`, what came has been taken in. Without,
            the file is as it was, and what came is in one beside it, named as `sessions.incomplete.parquet`, which a
            note of the error says: a short file never looks whole.
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
    """Counts sessions as they pass, and holds the error back that says that some are missing."""

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
        place = path.resolve()  # what a link leads to is written, and the link stays
        os.fspath(place).encode()
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle, NUL, bytes that are no text
        raise ConfigurationError(f"{str(path)!r} is no path that can be written to: {error}") from None
    if place.exists() and not place.is_file():
        raise ConfigurationError(f"{path} is {'a directory' if place.is_dir() else 'no file'}; name a file")
    if not place.parent.is_dir():
        raise ConfigurationError(f"{path}: there is no directory {place.parent}; make it, or choose another")
    return place


@contextmanager
def _aside(place: Path) -> Generator[Path]:
    # On the same file system, where it can be moved from in one step; and for nobody else to read before it is there.
    with tempfile.TemporaryDirectory(prefix=".allsessions-", dir=place.parent) as folder:
        yield Path(folder, f"export{place.suffix}")


def _begun(format: Format, place: Path, aside: Path, columns: Columns) -> Path:
    """The file to add to: an empty one where there is none yet."""
    if place.exists():
        return place
    begun = aside.with_name(f"{aside.name}.begun")
    with format.writing(begun, columns):
        return begun


def _stamp(place: Path, beside: Sequence[str]) -> list[tuple[int, ...]]:
    """What tells whether somebody else has written to the file."""
    # SQLite's index of its log is made by each who reads.
    found = [place, *(place.with_name(place.name + ending) for ending in beside if ending != "-shm")]
    seen = [path.stat() for path in found if path.exists()]
    return [(each.st_ino, each.st_size, each.st_mtime_ns) for each in seen if each.st_size]


def _move(aside: Path, target: Path, like: Path, beside: Sequence[str]) -> None:
    with aside.open("rb+") as file:  # or the name could be on the disk before what it names
        os.fsync(file.fileno())
    if like.exists():
        shutil.copymode(like, aside)
    # What an older database left beside itself must neither come into the new one nor be lost to the old one.
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

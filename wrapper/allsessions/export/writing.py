"""An export, from the sessions to the file in its place."""

import glob
import os
import secrets
import shutil
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from allsessions import ConfigurationError, IncompleteListingError, Session

from .columns import Columns, columns, row
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
        sessions: Such as `client.list(…)`.
        path: The file. It ends with .parquet, .csv, .jsonl, .duckdb or .sqlite, which says what is written.
        raw: Whether to add the vendor's record as a further column, with secrets masked.
        append: Whether to keep what the file holds, and take only what is new or has changed since, by source and id.
            Without it, an older file is replaced. A file that is not there yet is begun.

    Raises:
        ConfigurationError: The path cannot be used, what writes such files is not installed, or the file to append to
            has other columns. No session is asked for before.
        IncompleteListingError: What `sessions` raised at its end. With `append`, what came has been taken in. Without,
            the file is as it was, and what came is in one beside it, named as `sessions.incomplete.parquet`, which a
            note of the error says: a short file never looks whole.
        OSError: The file cannot be written.
    """
    place = _place(Path(path))
    format, wanted = format_of(place), columns(raw=raw)
    counted = _Counted(sessions)
    rows = (row(session, wanted) for session in counted)
    changes = Changes()
    with _aside(place) as aside:
        if append:
            with format.merging(_begun(place, aside, format, wanted), aside, wanted) as merge:
                for batch in batches(rows):
                    changes += merge(latest(batch))
        else:
            with format.writing(aside, wanted) as write_rows:
                for batch in batches(rows):
                    write_rows(batch)
            changes = Changes(added=counted.count)
        short = counted.missing is not None and not append
        target = place.with_name(f"{place.stem}.incomplete{place.suffix}") if short else place
        _move(aside, target, format.BESIDE)
    if counted.missing is not None:
        counted.missing.add_note(_told(place, target))
        raise counted.missing
    return Written(path=place, sessions=counted.count, added=changes.added, updated=changes.updated)


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
    place = path.resolve()  # what a link leads to is written, and the link stays
    if place.is_dir():
        raise ConfigurationError(f"{path} is a directory; name a file")
    if not place.parent.is_dir():
        raise ConfigurationError(f"{path}: there is no directory {place.parent}; make it, or choose another")
    return place


@contextmanager
def _aside(place: Path) -> Generator[Path]:
    # On the same file system, where it can be moved from in one step.
    aside = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    try:
        yield aside
    finally:
        for left in place.parent.glob(f"{glob.escape(aside.name)}*"):
            if left.is_dir():  # where DuckDB keeps what it has no memory for
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def _begun(place: Path, aside: Path, format: Format, columns: Columns) -> Path:
    """The file to add to: an empty one where there is none yet."""
    if place.exists():
        return place
    begun = aside.with_name(f"{aside.name}.begun")
    with format.writing(begun, columns):
        return begun


def _move(aside: Path, target: Path, beside: Sequence[str]) -> None:
    if target.exists():
        shutil.copymode(target, aside)
    with aside.open("rb+") as file:  # or the name could be on the disk before what it names
        os.fsync(file.fileno())
    for ending in beside:
        target.with_name(target.name + ending).unlink(missing_ok=True)
    aside.replace(target)


def _told(place: Path, target: Path) -> str:
    if place == target:
        return f"what could be had has been taken into {place.name}"
    kept = f"{place.name} is as it was" if place.exists() else f"there is no {place.name}"
    return f"what could be had is in {target.name}; {kept}"

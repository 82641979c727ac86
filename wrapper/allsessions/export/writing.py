"""The export of sessions to a file."""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from allsessions import ConfigurationError, IncompleteListingError, Session

from .columns import Columns, Row, columns, row
from .files import checked_path, temporary_file
from .formats import Changes, Format, ending_of, format_of
from .replacing import Existing
from .rewriting import batches, latest


@frozen
class Written:
    """The result of an export.

    Attributes:
        path: The file.
        sessions: The number of exported sessions.
        added: The number of sessions that are new in the file. In a new file, all sessions are new.
        updated: The number of sessions in the file that the export changed, such as sessions that have ended since.
        before: The number of sessions, without duplicates, in the earlier export that this one replaced; else None.
    """

    path: Path
    sessions: int
    added: int
    updated: int
    before: int | None = None


def write(
    sessions: Iterable[Session], path: str | Path, *, raw: bool = False, append: bool = False, replace: bool = False
) -> Written:
    """Write sessions to a file as they arrive. Memory use does not grow with their number.

    The export writes a temporary file and moves it into place when it is complete. If the export fails, for example
    because of Ctrl-C or a full disk, an existing file stays unchanged.

    Args:
        sessions: Such as `client.list(…)`. A new file contains all duplicates of a session, but .sqlite only the last.
        path: The file. The suffix selects the format: .parquet, .csv, .jsonl, .duckdb, .sqlite or .xlsx; also .csv.gz
            and .jsonl.gz, compressed with gzip.
        raw: True to add a column with the vendor's record, secrets masked.
        append: True to keep the rows of an existing file, add new sessions and update changed ones. Source and id
            identify a session. An existing database may have further columns. False to rewrite the file, or, in a
            database, only the table `sessions`. With either value, the export creates a missing file.
        replace: True to rewrite the file even if it has sessions that this export lacks, has other columns,
            or is not an export. Such sessions, columns and contents are lost.

    Raises:
        ConfigurationError: The path is invalid, the format's package is not installed, the file to append to has
            other columns, or the file to replace is not an export. The export checks all this before any request.
            It also raises this error if a session does not fit into .xlsx, if another program changed the file during
            the export, or if the new file would lack sessions of the old file.
        IncompleteListingError: `sessions` raised it, and the export raises it again. With `append`, the file has the
            sessions that arrived. Otherwise, the file is unchanged, and a second file, such as
            `sessions.incomplete.parquet`, has these sessions. A note of the error names the second file.
        OSError: The file cannot be written.
    """
    if append and replace:
        raise ConfigurationError("append and replace are both given; pass only one of them")
    destination = checked_path(Path(path))
    ending = ending_of(destination)
    format, wanted = format_of(ending), columns(raw=raw)
    counted = _Counted(sessions)
    rows = (row(session, wanted) for session in counted)
    before = _stamp(destination, format.sidecars)
    with temporary_file(destination.parent, ending) as temporary:
        existing = None if append else _existing(destination, format, wanted, temporary.parent, replace=replace)
        changes = (
            _write_merged(format, destination, temporary, wanted, rows)
            if append
            else _write_new(format, destination, temporary, wanted, rows)
        )
        short = counted.missing is not None and not append
        target = _incomplete(destination, ending) if short else destination
        if target == destination:
            _check_unchanged(destination, format.sidecars, before)
            if existing is not None and not replace:
                existing.check(temporary, changes.added)
        _move(temporary, target, destination, format.sidecars)
    if counted.missing is not None:
        counted.missing.add_note(_note(destination, target))
        raise counted.missing
    had = existing.count if existing is not None and before else None
    return Written(path=destination, sessions=counted.count, added=changes.added, updated=changes.updated, before=had)


def _existing(destination: Path, format: Format, columns: Columns, folder: Path, *, replace: bool) -> Existing | None:
    """Return the sessions in the existing file. With `replace`, return None for a file that is not an export."""
    try:
        existing = Existing.read(destination, format, folder)
    except (ConfigurationError, OSError):
        if not replace:
            raise
        return None
    if not replace:
        existing.check_columns(columns)
    return existing


def _write_new(format: Format, destination: Path, temporary: Path, columns: Columns, rows: Iterable[Row]) -> Changes:
    changes = Changes()
    if format.replacing is not None and destination.exists():
        writing = format.replacing(destination, temporary, columns)
    else:
        writing = format.writing(temporary, columns)
    with writing as write_rows:
        for batch in batches(rows):
            write_rows(batch)
            changes += Changes(added=len(batch))
    return changes


def _write_merged(format: Format, destination: Path, temporary: Path, columns: Columns, rows: Iterable[Row]) -> Changes:
    changes = Changes()
    with format.merging(_existing_or_empty(format, destination, temporary, columns), temporary, columns) as merge:
        for batch in batches(rows):
            changes += merge(latest(batch))
    return changes


class _Counted:
    """Counts the sessions of an iteration, and keeps an IncompleteListingError in `missing` instead of raising it."""

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


def _incomplete(destination: Path, ending: str) -> Path:
    stem, suffix = destination.name[: -len(ending)], destination.name[-len(ending) :]
    return destination.with_name(f"{stem}.incomplete{suffix}")


def _existing_or_empty(format: Format, destination: Path, temporary: Path, columns: Columns) -> Path:
    """Return the file to append to. If it is missing or empty, return a new file without sessions."""
    if destination.exists() and destination.stat().st_size:
        return destination
    empty = temporary.with_name(f"export.{temporary.name}")  # with the same suffix
    with format.writing(empty, columns):
        return empty


def _stamp(destination: Path, sidecars: Sequence[str]) -> list[tuple[int, ...]]:
    """Return values that change when another program writes to the file."""
    # Without SQLite's -shm file: programs that only read create it, too.
    found = [
        destination,
        *(destination.with_name(destination.name + ending) for ending in sidecars if ending != "-shm"),
    ]
    seen = [path.stat() for path in found if path.exists()]
    return [(each.st_ino, each.st_size, each.st_mtime_ns) for each in seen if each.st_size]


def _check_unchanged(destination: Path, sidecars: Sequence[str], before: list[tuple[int, ...]]) -> None:
    if _stamp(destination, sidecars) != before:
        raise ConfigurationError(
            f"{destination}: another program changed the file during the export, so nothing was written; export again"
        )


def _move(temporary: Path, target: Path, original: Path, sidecars: Sequence[str]) -> None:
    with temporary.open("rb+") as file:  # otherwise a crash could leave the file without content
        os.fsync(file.fileno())
    if original.exists():
        shutil.copymode(original, temporary)
    # The new database must not use an old write-ahead log. If the move fails, the old database needs its log back.
    others = [target.with_name(target.name + ending) for ending in sidecars]
    moved_away = [
        (other, temporary.with_name(f"old{other.name[len(target.name) :]}")) for other in others if other.exists()
    ]
    try:
        for other, away in moved_away:
            other.replace(away)
        temporary.replace(target)
    except BaseException:
        for other, away in moved_away:
            if away.exists():
                away.replace(other)
        raise


def _note(destination: Path, target: Path) -> str:
    if destination == target:
        return f"the sessions that arrived are in {destination.name}"
    unchanged = f"{destination.name} is unchanged" if destination.exists() else f"there is no {destination.name}"
    return f"the sessions that arrived are in {target.name}; {unchanged}"

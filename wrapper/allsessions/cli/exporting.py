"""The command `export`, with its progress bar."""

import signal
import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from allsessions import Client, ConfigurationError, IncompleteListingError, Session
from allsessions.export import write

from .options import ListFormat
from .outcome import Tally
from .printing import print_list
from .terminal import print_note


def export_list(
    sessions: Iterable[Session], out: Path, *, total: int | None, raw: bool, append: bool, replace: bool
) -> None:
    """Write the sessions to the file, and print a summary."""
    with export_errors(out), exit_on_sigterm(), progress(sessions, total) as passing:
        written = write(passing, out, raw=raw, append=append, replace=replace)
    summary = f"{written.sessions:,} session{'' if written.sessions == 1 else 's'}"
    if append:
        summary += f", {written.added:,} new and {written.updated:,} updated"
    if written.before:
        summary += f", {written.before:,} before"
    print_note(f"{out}: {summary}")


def export_stream(sessions: Iterable[Session], format: ListFormat, *, raw: bool) -> None:
    """Write the sessions to standard output, as `list` does, and print a summary."""
    tally = Tally()
    print_list(tally.over(sessions), tally, format, names=None, raw=raw)
    print_note(tally.summary())
    tally.raise_missing()


@contextmanager
def export_errors(out: Path) -> Generator[None]:
    """Print the notes of an IncompleteListingError, and turn an OSError into a ConfigurationError."""
    try:
        yield
    except IncompleteListingError as error:
        for note in getattr(error, "__notes__", ()):
            print_note(note)
        raise
    except OSError as error:
        # Exit with status 2, even for a full disk. Status 1 would mean that the file has the sessions that arrived.
        raise ConfigurationError(f"{out} cannot be written: {error.strerror or error}") from None


def known_total(client: Client, sources: list[str] | None, limit: int | None) -> int | None:
    """Return the number of sessions for the progress bar; None if stderr is not a terminal or a count fails.

    Call this function only if no filter is set: a count with filters may read the complete list instead of one page.
    """
    if not sys.stderr.isatty():
        return None
    try:
        counts = client.count(sources=sources).values()
    except IncompleteListingError:
        return None  # the list reports the same error
    total = sum(count for count in counts if count is not None)
    return total if limit is None else min(limit, total)


_STEP = 100
"""The number of sessions between two updates of the progress bar. An update takes longer than writing a session."""


@contextmanager
def exit_on_sigterm() -> Generator[None]:
    """Turn SIGTERM, which schedulers and containers send, into SystemExit, so temporary files are removed."""
    before = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(number: int, _: object) -> None:
    sys.exit(128 + number)


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:,.0f}/s")


@contextmanager
def progress(sessions: Iterable[Session], total: int | None) -> Generator[Iterable[Session]]:
    """Return the same sessions. On a terminal, show their number, the rate and, if known, the remaining time."""
    console = Console(stderr=True)
    if not sys.stderr.isatty() or console.is_dumb_terminal:
        yield sessions
        return
    columns = [SpinnerColumn(), TextColumn("{task.completed:,} sessions"), _Rate()]
    known = [BarColumn(), TextColumn("of {task.total:,}"), TimeRemainingColumn(compact=True)]
    with Progress(*columns, *(known if total else []), console=console, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("", total=total or None)

        def passing() -> Iterator[Session]:
            for number, session in enumerate(sessions):
                if number % _STEP == 0:
                    bar.update(task, completed=number)
                yield session

        yield passing()

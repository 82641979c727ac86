"""An export, with its progress on a terminal."""

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

from .terminal import say


def export_list(sessions: Iterable[Session], out: Path, *, total: int | None, raw: bool, append: bool) -> None:
    """Write the sessions into the file, and say what was written."""
    with failures_told(out), tidied_up_at_sigterm(), progress(sessions, total) as passing:
        written = write(passing, out, raw=raw, append=append)
    said = f"{written.sessions:,} session{'' if written.sessions == 1 else 's'}"
    if append:
        said += f", {written.added:,} new and {written.updated:,} changed since"
    say(f"{out}: {said}")


@contextmanager
def failures_told(out: Path) -> Generator[None]:
    """Says where what could be had is, if something is missing, and that the file cannot be written, if so it is."""
    try:
        yield
    except IncompleteListingError as error:
        for note in getattr(error, "__notes__", ()):
            say(note)
        raise
    except OSError as error:
        # A full disk, too: 1 would say that what could be had is written.
        raise ConfigurationError(f"{out} cannot be written: {error.strerror or error}") from None


def known_total(client: Client, sources: list[str] | None, limit: int | None) -> int | None:
    """How many sessions a list without filters gives; None where nobody sees the progress, or it cannot be known.

    Each vendor's own total is asked for, which is one request. With a filter it could be to read the whole list.
    """
    if not sys.stderr.isatty():
        return None
    try:
        counts = client.count(sources=sources).values()
    except IncompleteListingError:
        return None  # the list itself will tell
    total = sum(count for count in counts if count is not None)
    return total if limit is None else min(limit, total)


_STEP = 100
"""Sessions after which the progress is told: for each, it would take longer than to write it."""


@contextmanager
def tidied_up_at_sigterm() -> Generator[None]:
    """Let SIGTERM end the program as an exit does, so that nothing written aside stays."""
    # By which schedulers and containers end what takes too long. Else what is written aside would stay.
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
    """The sessions; on a terminal, how many have passed, how fast, and, with a total, how long it will take."""
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

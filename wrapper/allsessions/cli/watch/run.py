"""The main loop of a watch: reads, output, signals and keys."""

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import AsyncGenerator, Generator, Sequence
from typing import Final

import typer
from attrs import define, field
from rich.console import Console

from allsessions import AsyncClient, Source

from ..outcome import INCOMPLETE
from ..terminal import output, print_error
from .asking import Clock, Notes, RealClock, WatchOptions, client_of, follow
from .lines import Lines
from .picture import View, picture
from .screen import is_usable, keys, keys_can_be_read, painting, signals, suspend
from .state import Watched

TICK: Final = 1.0
"""The longest time between two updates of the screen, in seconds. Ages change even without new results."""
_LEAST_TICK: Final = 0.1
"""The shortest time between two updates, in seconds. With thousands of sources, results arrive constantly."""

_ENDING: Final = ("SIGINT", "SIGTERM", "SIGHUP")


def watch(sources: Sequence[Source], wanted: WatchOptions, every: float, lines: Lines | None = None) -> None:
    """Watch the sources until q, Ctrl-C or a signal. Then exit with the status that outcome.py documents.

    If `lines` is set, write lines. If it is None, show the screen on a terminal, and write lines to a pipe or a file.
    """
    watching = Watching(
        sources=[Watched(source=source, every=every) for source in sources],
        wanted=wanted,
        console=output(),
        lines=lines,
    )
    ended = "SIGINT"
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C on Windows
        ended = asyncio.run(watching.run())
    if ended != "SIGINT":
        raise typer.Exit(128 + signal.Signals[ended])
    watching.exit_if_incomplete()


@define(kw_only=True)
class Watching:
    """A running watch.

    Attributes:
        sources: The sources.
        wanted: The sessions to watch.
        console: The console for stdout.
        clock: The clock, which tests replace.
        lines: The formatter for lines; None to show the screen if stdout is a terminal.
    """

    sources: Sequence[Watched]
    wanted: WatchOptions
    console: Console
    clock: Clock = field(factory=RealClock)
    lines: Lines | None = None
    _updates: "asyncio.Queue[Watched | None]" = field(factory=lambda: asyncio.Queue[Watched | None](), init=False)
    _ended: str | None = field(default=None, init=False)
    _stopped: bool = field(default=False, init=False)
    _bug: BaseException | None = field(default=None, init=False)

    async def run(self) -> str:
        """Read and show the sources until a signal arrives. Return the name of the signal."""
        async with client_of([each.source for each in self.sources]) as client, self._reading(client):
            if self.lines is None and is_usable(self.console):
                with signals(self._on_signal, *_ENDING, "SIGWINCH", "SIGTSTP"), _notes_on_screen():
                    return await self._paint()
            with signals(self._on_signal, *_ENDING):
                return await self._write()

    def exit_if_incomplete(self) -> None:
        """Print the error of each source's last read, if any. Exit with status 1 if a source has an error."""
        missing = [each for each in self.sources if not each.whole]
        for each in missing:
            print_error(f"{each.source.name}: {each.outcome.trouble if each.outcome else 'not read yet'}")
        if missing:
            raise typer.Exit(INCOMPLETE)

    @contextlib.asynccontextmanager
    async def _reading(self, client: AsyncClient) -> AsyncGenerator[None]:
        """Read each source in its own task while the block runs."""
        tasks = [
            asyncio.create_task(follow(client, each, self.wanted, self.clock, self._updates.put_nowait))
            for each in self.sources
        ]
        for task in tasks:
            task.add_done_callback(self._on_task_done)
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _on_task_done(self, task: "asyncio.Task[None]") -> None:
        # A task ends only by cancellation, or by a bug in this library. The main loop raises the bug's exception.
        if not task.cancelled():
            self._bug = task.exception()
            self._updates.put_nowait(None)

    def _on_signal(self, name: str) -> None:
        if name == "SIGTSTP":
            self._stopped = True
        elif name in _ENDING:
            self._ended = name
        self._updates.put_nowait(None)

    def _on_key(self, typed: str) -> None:
        if "q" in typed.lower():
            self._on_signal("SIGINT")

    async def _write(self) -> str:
        lines = self.lines or Lines()
        while (ended := self._ended_by()) is None:
            watched = await self._updates.get()
            if watched is not None:
                sys.stdout.writelines(f"{line}\n" for line in lines.of(watched, self.clock.now()))
                sys.stdout.flush()
        return ended

    async def _paint(self) -> str:
        while True:
            with painting(self.console) as live, keys(self._on_key):
                while (ended := self._ended_by()) is None and not self._stopped:
                    live.update(picture(self.sources, self._view()), refresh=True)
                    await self._wait()
                    if not is_usable(self.console):  # the terminal was closed
                        self._on_signal("SIGHUP")
            if ended is not None:
                return ended
            suspend()
            self._stopped = False

    async def _wait(self) -> None:
        """Wait for a result, a signal or the next update. Then wait a little longer, so the screen does not flicker."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(TICK):
                await self._updates.get()
        if self._ended is None:
            await asyncio.sleep(_LEAST_TICK)
        while not self._updates.empty():
            self._updates.get_nowait()

    def _ended_by(self) -> str | None:
        if self._bug is not None:
            raise self._bug
        return self._ended

    def _view(self) -> View:
        ending = "q quits" if keys_can_be_read() else "Ctrl-C quits"
        return View(
            console=self.console,
            now=self.clock.now(),
            failures=self.wanted.failures,
            ending=ending,
            sort=self.wanted.sort,
        )


@contextlib.contextmanager
def _notes_on_screen() -> Generator[None]:
    """Collect log messages for the screen. Without this, logging would overwrite the screen."""
    logger, notes = logging.getLogger("allsessions"), Notes(logging.WARNING)
    logger.addHandler(notes)
    try:
        yield
    finally:
        logger.removeHandler(notes)

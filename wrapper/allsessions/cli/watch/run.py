"""A watch from its beginning to its end."""

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
from ..terminal import complain, output
from .asking import Clock, Notes, RealClock, Wanted, client_of, follow
from .lines import Lines
from .picture import View, picture
from .screen import is_usable, keys, keys_can_be_read, painting, signals, stop_for_now
from .state import Watched

TICK: Final = 1.0
"""Seconds after which a picture is painted anew, since ages grow, also where nothing was told."""
_SETTLING: Final = 0.1
"""Seconds between two pictures, at least: with thousands of sources, something is told all the time."""

_ENDING: Final = ("SIGINT", "SIGTERM", "SIGHUP")


def watch(sources: Sequence[Source], wanted: Wanted, every: float) -> None:
    """Watch the sources until q, Ctrl-C or a signal ends it; then exit with the status that outcome.py tells."""
    watching = Watching(
        sources=[Watched(source=source, every=every) for source in sources], wanted=wanted, console=output()
    )
    ended = "SIGINT"
    with contextlib.suppress(KeyboardInterrupt):  # Windows' way to tell
        ended = asyncio.run(watching.run())
    if ended != "SIGINT":
        raise typer.Exit(128 + signal.Signals[ended])
    watching.settle()


@define(kw_only=True)
class Watching:
    """A watch that goes on.

    Attributes:
        sources: The sources.
        wanted: What is asked for.
        console: Stdout.
        clock: What time it is.
    """

    sources: Sequence[Watched]
    wanted: Wanted
    console: Console
    clock: Clock = field(factory=RealClock)
    _told: "asyncio.Queue[Watched | None]" = field(factory=lambda: asyncio.Queue[Watched | None](), init=False)
    _ended: str | None = field(default=None, init=False)
    _stopped: bool = field(default=False, init=False)
    _bug: BaseException | None = field(default=None, init=False)

    async def run(self) -> str:
        """Read and show the sources until a signal ends it, whose name is given back."""
        async with client_of([each.source for each in self.sources]) as client, self._followed(client):
            if is_usable(self.console):
                with signals(self._catch, *_ENDING, "SIGWINCH", "SIGTSTP"), _notes_kept():
                    return await self._paint()
            with signals(self._catch, *_ENDING):
                return await self._write()

    def settle(self) -> None:
        """Tell what was missing when the sources were last read; if anything was, exit with the status for that."""
        missing = [each for each in self.sources if not each.whole]
        for each in missing:
            complain(f"{each.source.name}: {each.outcome.trouble if each.outcome else 'not read yet'}")
        if missing:
            raise typer.Exit(INCOMPLETE)

    @contextlib.asynccontextmanager
    async def _followed(self, client: AsyncClient) -> AsyncGenerator[None]:
        """Each source is read by a task of its own meanwhile."""
        tasks = [
            asyncio.create_task(follow(client, each, self.wanted, self.clock, self._told.put_nowait))
            for each in self.sources
        ]
        for task in tasks:
            task.add_done_callback(self._fail)
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _fail(self, task: "asyncio.Task[None]") -> None:
        # It ends by a fault of this library only, which is not to be passed over.
        if not task.cancelled():
            self._bug = task.exception()
            self._told.put_nowait(None)

    def _catch(self, name: str) -> None:
        if name == "SIGTSTP":
            self._stopped = True
        elif name in _ENDING:
            self._ended = name
        self._told.put_nowait(None)

    def _press(self, typed: str) -> None:
        if "q" in typed.lower():
            self._catch("SIGINT")

    async def _write(self) -> str:
        lines = Lines()
        while (ended := self._end()) is None:
            watched = await self._told.get()
            if watched is not None:
                sys.stdout.writelines(f"{line}\n" for line in lines.of(watched, self.clock.now()))
                sys.stdout.flush()
        return ended

    async def _paint(self) -> str:
        while True:
            with painting(self.console) as live, keys(self._press):
                while (ended := self._end()) is None and not self._stopped:
                    live.update(picture(self.sources, self._view()), refresh=True)
                    await self._something()
                    if not is_usable(self.console):  # one that was closed is no terminal any more, and not written to
                        self._catch("SIGHUP")
            if ended is not None:
                return ended
            stop_for_now()
            self._stopped = False

    async def _something(self) -> None:
        """Wait until something was told, or for a moment; but for so long that thousands of sources are no flicker."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(TICK):
                await self._told.get()
        if self._ended is None:
            await asyncio.sleep(_SETTLING)
        while not self._told.empty():
            self._told.get_nowait()

    def _end(self) -> str | None:
        if self._bug is not None:
            raise self._bug
        return self._ended

    def _view(self) -> View:
        ending = "q quits" if keys_can_be_read() else "Ctrl-C quits"
        return View(console=self.console, now=self.clock.now(), failures=self.wanted.failures, ending=ending)


@contextlib.contextmanager
def _notes_kept() -> Generator[None]:
    """What the log has to say is shown in the picture, which it would otherwise be written into."""
    logger, notes = logging.getLogger("allsessions"), Notes(logging.WARNING)
    logger.addHandler(notes)
    try:
        yield
    finally:
        logger.removeHandler(notes)

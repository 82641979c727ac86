"""Made-up sessions and sources for the tests of `watch`, a clock, and a terminal."""

import datetime
import os
import select
import signal
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import StringIO
from typing import Any

from attrs import define, field
from rich.console import Console

from allsessions import ElizaOS, Status
from allsessions.cli.options import Sort
from allsessions.cli.watch.picture import View, picture
from allsessions.cli.watch.state import Glimpse, Outcome, Snapshot, Watched

from .program import PROGRAM, without_escapes

NOW = datetime.datetime(2026, 11, 28, 3, 13, 26, tzinfo=datetime.UTC)


def ago(**length: float) -> datetime.datetime:
    return NOW - datetime.timedelta(**length)


def glimpse(ref: str = "anam:1", *, status: Status = Status.ACTIVE, agent: str = "guide", **age: float) -> Glimpse:
    time = ago(**age) if age else None
    return Glimpse(ref=ref, status=status, vendor_status="said", time=time, agent_id=agent)


def snapshot(*running: Glimpse, failures: tuple[Glimpse, ...] = (), unreadable: int = 0, at: float = 5) -> Snapshot:
    """A snapshot of `at` seconds ago."""
    return Snapshot(
        at=ago(seconds=at),
        pending=sum(each.status is Status.PENDING for each in running),
        active=sum(each.status is Status.ACTIVE for each in running),
        failed=len(failures),
        running=running,
        failures=failures,
        all_failures=failures,
        unreadable=unreadable,
    )


def outcome(read: Snapshot | None = None, trouble: str | None = None, *, requests: int = 1) -> Outcome:
    return Outcome(snapshot=read, trouble=trouble, requests=requests, seconds=0.4)


def watched(*outcomes: Outcome, name: str = "anam", every: float = 30.0, rate_limit: str | None = None) -> Watched:
    """A source after these readings; the last one ended just now."""
    made = Watched(source=ElizaOS(name=name, rate_limit=rate_limit), every=every)
    for each in outcomes:
        made.begin(NOW)
        made.take(each, NOW)
    return made


def painted(
    *sources: Watched, width: int = 100, height: int = 30, failures: int = 10, sort: Sort = Sort.AGE
) -> list[str]:
    """Return the lines of a picture, without colours."""
    console = Console(file=StringIO(), width=width, height=height, color_system=None)
    view = View(console=console, now=NOW, failures=failures, ending="q quits", sort=sort)
    with console.capture() as capture:
        console.print(picture(sources, view))
    return [line.rstrip() for line in capture.get().splitlines()]


class OverError(Exception):
    """Ends the watch of a test."""


@define
class FakeClock:
    """A clock that advances when code sleeps, without waiting. Sleep number `sleeps` raises an OverError."""

    sleeps: int = 1
    seconds: float = 0.0
    slept: list[float] = field(factory=list[float])

    def now(self) -> datetime.datetime:
        return NOW + datetime.timedelta(seconds=self.seconds)

    def elapsed(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds
        if len(self.slept) == self.sleeps:
            raise OverError


@define
class Terminal:
    """The program on a pseudo-terminal."""

    controller: int
    terminal: int
    process: "subprocess.Popen[bytes]"
    before: list[Any]
    columns: int
    lines: int
    received: str = ""

    def wait_for(self, text: str) -> list[str]:
        """Wait for a picture that fits the terminal and has this text, and return its lines."""
        while not (self._fits(lines := self._newest()) and any(text in line for line in lines)):
            self._read()
        return [line.rstrip() for line in lines]

    def wait_for_line(self, text: str) -> None:
        """Wait until the terminal has received this text."""
        while text not in self.received:
            self._read()

    def press(self, keys: bytes) -> None:
        os.write(self.controller, keys)

    def resize(self, columns: int, lines: int) -> None:
        import termios  # which Windows does not have

        termios.tcsetwinsize(self.controller, (lines, columns))
        self.columns, self.lines = columns, lines
        self.process.send_signal(signal.SIGWINCH)  # the system sends it only for a controlling terminal

    def end(self) -> int:
        """Read the remaining output and return the exit status."""
        while self._can_be_read(0.1) or self.process.poll() is None:
            if self._can_be_read(0.0):
                self._read()
        return self.process.wait()

    def is_as_before(self) -> bool:
        """Check that the program restored the settings, the cursor and the main screen."""
        import termios  # which Windows does not have

        shown = [self.received.rfind(sequence) for sequence in ("\x1b[?25l", "\x1b[?25h")]
        screens = [self.received.rfind(sequence) for sequence in ("\x1b[?1049h", "\x1b[?1049l")]
        return termios.tcgetattr(self.terminal) == self.before and shown[0] < shown[1] and screens[0] < screens[1]

    def _can_be_read(self, within: float) -> bool:
        return bool(select.select([self.controller], [], [], within)[0])

    def _read(self) -> None:
        self.received += os.read(self.controller, 65536).decode(errors="replace")

    def _newest(self) -> list[str]:
        # Each picture begins at the top left.
        return without_escapes(self.received.rpartition("\x1b[H")[2]).replace("\r\n", "\n").split("\n")

    def _fits(self, lines: Sequence[str]) -> bool:
        return len(lines) == self.lines and all(len(line) == self.columns for line in lines)


@contextmanager
def on_terminal(
    *arguments: str, environment: Mapping[str, str], columns: int = 100, lines: int = 30, before: str = ""
) -> Generator[Terminal]:
    """Run the program on a terminal of this size; it runs the Python code `before` first."""
    import termios

    controller, terminal = os.openpty()
    termios.tcsetwinsize(controller, (lines, columns))
    settings = termios.tcgetattr(terminal)
    command = [sys.executable, "-W", "error", "-c", f"{before}\n{PROGRAM}", *arguments]
    with subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, env=dict(environment), start_new_session=True
    ) as process:
        try:
            yield Terminal(
                controller=controller, terminal=terminal, process=process, before=settings, columns=columns, lines=lines
            )
        finally:
            process.kill()
            for end in (controller, terminal):
                with suppress(OSError):  # the test has closed it
                    os.close(end)

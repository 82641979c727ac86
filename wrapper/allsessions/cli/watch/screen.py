"""The terminal during a watch: alternate screen, no cursor, single keys. Each `with` block restores the terminal."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress

from rich.console import Console
from rich.live import Live

_SEQUENCE = re.compile(r"\x1b(\[[0-9;?]*[@-~]|O.|.)?")
"""The escape sequences of keys that are not characters, such as arrows."""


def is_usable(console: Console) -> bool:
    """Return True if stdout is a terminal that can show a screen."""
    return sys.stdout.isatty() and console.is_terminal and not console.is_dumb_terminal


def keys_can_be_read() -> bool:
    """Return True if stdin is a terminal that can send single keys."""
    return sys.platform != "win32" and sys.stdin is not None and sys.stdin.isatty()


@contextmanager
def painting(console: Console) -> Generator[Live]:
    """Open the alternate screen, which `Live.update` paints. The end of the block restores the previous content."""
    # By default, Live redirects both streams to the screen.
    live = Live(console=console, screen=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False)
    try:
        live.start()
        yield live
    finally:
        with suppress(OSError):  # the terminal is gone
            live.stop()


@contextmanager
def keys(pressed: Callable[[str], None]) -> Generator[None]:
    """Call `pressed` with typed characters at once, without echo. Ignore other keys, such as arrow keys."""
    if sys.platform == "win32" or not keys_can_be_read():
        yield
        return
    import termios
    import tty

    keyboard, loop = sys.stdin.fileno(), asyncio.get_running_loop()
    before = termios.tcgetattr(keyboard)

    def read() -> None:
        with suppress(OSError):  # the terminal is gone
            if typed := os.read(keyboard, 1024):
                pressed(_SEQUENCE.sub("", typed.decode(errors="replace")))
                return
        loop.remove_reader(keyboard)

    try:
        tty.setcbreak(keyboard)
        loop.add_reader(keyboard, read)
        yield
    finally:
        loop.remove_reader(keyboard)
        with suppress(termios.error):
            termios.tcsetattr(keyboard, termios.TCSADRAIN, before)


@contextmanager
def signals(caught: Callable[[str], None], *names: str) -> Generator[None]:
    """Replace the usual effect of these signals: call `caught` with the signal's name. On Windows, do nothing."""
    if sys.platform == "win32":  # Windows' event loops have no signals: Ctrl-C raises KeyboardInterrupt
        yield
        return
    loop = asyncio.get_running_loop()
    for name in names:
        loop.add_signal_handler(signal.Signals[name], caught, name)
    try:
        yield
    finally:
        for name in names:
            loop.remove_signal_handler(signal.Signals[name])


def suspend() -> None:
    """Suspend this program, as Ctrl-Z does. Return when the shell resumes it."""
    if sys.platform != "win32":
        os.kill(os.getpid(), signal.SIGSTOP)

"""The terminal while a watch has it: its other screen, no cursor, keys one by one; and as it was before, at any end."""

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
"""What a key sends that is no character."""


def is_usable(console: Console) -> bool:
    """Whether stdout is a terminal that can be painted on."""
    return sys.stdout.isatty() and console.is_terminal and not console.is_dumb_terminal


def keys_can_be_read() -> bool:
    """Whether there is somebody at a keyboard, of a kind that can be asked for single keys."""
    return sys.platform != "win32" and sys.stdin is not None and sys.stdin.isatty()


@contextmanager
def painting(console: Console) -> Generator[Live]:
    """The terminal's other screen, to be painted by `update`. What it had before comes back at the end."""
    # Left to itself, Live would lead both streams into the picture.
    live = Live(console=console, screen=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False)
    try:
        live.start()
        yield live
    finally:
        with suppress(OSError):  # the terminal is gone
            live.stop()


@contextmanager
def keys(pressed: Callable[[str], None]) -> Generator[None]:
    """Tells what is typed at once, and shows none of it. Arrows and the like, which are no characters, are not told."""
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
    """Tells the signals of these names, as far as this system has them, in place of what they do."""
    if sys.platform == "win32":  # whose loops know none; there, Ctrl-C comes as KeyboardInterrupt
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


def stop_for_now() -> None:
    """Let the shell go on, as at Ctrl-Z; comes back when the shell lets this program go on."""
    if sys.platform != "win32":
        os.kill(os.getpid(), signal.SIGSTOP)

"""The output streams: results go to stdout, everything else to stderr."""

import gzip
import os
import shutil
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager, redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any, Literal

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from allsessions import ConfigurationError
from allsessions.privacy import escape_control_chars

_UNBOUNDED = 10_000


class _Output(Console):
    def on_broken_pipe(self) -> None:
        """Raise the error, because rich would exit with status 1, which the commands use for missing sessions."""
        raise BrokenPipeError


def output() -> Console:
    """Return a console for stdout. It shortens lines of piped output only if COLUMNS is set.

    FORCE_COLOR and TTY_COMPATIBLE change the colours of piped output, but not its width.
    """
    console = _Output(markup=False, emoji=False, highlight=False, color_system=_color_system(), no_color=False)
    piped = not sys.stdout.isatty()
    if console.width < 1 or (piped and not os.environ.get("COLUMNS", "").isdigit()):  # else rich's width is right
        console.width = _UNBOUNDED if piped else shutil.get_terminal_size().columns
    return console


@contextmanager
def output_to(path: Path | None) -> Generator[None]:
    """Write the block's output to a file, or to stdout if `path` is None. Compress it if the name ends with .gz."""
    if path is None:
        yield
        return
    try:
        compressed = path.suffix.lower() == ".gz"
        opened: Callable[..., Any] = partial(gzip.open, compresslevel=6) if compressed else open
        file = opened(path, "wt", encoding="utf-8", newline="")
    except OSError as error:
        raise ConfigurationError(f"--output: {path} cannot be written: {error.strerror}") from None
    with file, redirect_stdout(file):
        yield


def print_note(text: str, *, prefix: str = "", style: str = "") -> None:
    """Print one line on stderr."""
    _stderr().print(Text.assemble((prefix, style), escape_control_chars(text)), soft_wrap=True)


def print_error(error: object) -> None:
    """Print an error as one line on stderr."""
    print_note(str(error), prefix="error: ", style="bold red")


@contextmanager
def spinner_while(doing: Callable[[], str], *, writes_output: bool = False) -> Generator[None]:
    """Show a spinner on stderr while the block runs, if stderr is a terminal.

    Args:
        doing: A function that returns the text next to the spinner. Another thread calls this function repeatedly.
        writes_output: True if the block writes to stdout. Then the spinner appears only if stdout is not a terminal.
    """
    console = _stderr()
    if not sys.stderr.isatty() or console.is_dumb_terminal or (writes_output and sys.stdout.isatty()):
        yield
        return
    spinner = Spinner("dots")

    def line() -> Spinner:
        spinner.update(text=Text(escape_control_chars(doing())))
        return spinner

    # By default, Live would redirect stdout to its console, which writes to stderr.
    with Live(get_renderable=line, console=console, transient=True, refresh_per_second=10, redirect_stdout=False):
        yield


def _stderr() -> Console:
    return Console(stderr=True, color_system=_color_system(), no_color=False)


def _color_system() -> Literal["auto"] | None:
    # With NO_COLOR set, rich would still write bold text. Older releases would also treat an empty NO_COLOR as set.
    return None if os.environ.get("NO_COLOR") else "auto"

"""The two streams: stdout is for what was asked for, stderr for everything said beside it."""

import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Literal

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from allsessions.privacy import escape_control_chars

_UNBOUNDED = 10_000


class _Output(Console):
    def on_broken_pipe(self) -> None:
        """Let the error through, where rich would exit with a status that means something else here."""
        raise BrokenPipeError


def output() -> Console:
    """Stdout. What is piped is not cut to the width of a terminal, unless COLUMNS asks for that."""
    console = _Output(markup=False, emoji=False, highlight=False, color_system=_colours(), no_color=False)
    if not console.is_terminal and not os.environ.get("COLUMNS"):
        console.width = _UNBOUNDED
    return console


def say(text: str, *, prefix: str = "", style: str = "") -> None:
    """One line on stderr."""
    _stderr().print(Text.assemble((prefix, style), escape_control_chars(text)), soft_wrap=True)


def complain(error: object) -> None:
    """One line on stderr that says what went wrong."""
    say(str(error), prefix="error: ", style="bold red")


@contextmanager
def working(doing: Callable[[], str], *, beside_output: bool = False) -> Generator[None]:
    """Show that something goes on, in a line on stderr which is gone at the end; only on a terminal.

    Args:
        doing: What goes on; asked again and again, from another thread.
        beside_output: Whether stdout is written meanwhile. On the same terminal, each would garble the other.
    """
    console = _stderr()
    if not sys.stderr.isatty() or console.is_dumb_terminal or (beside_output and sys.stdout.isatty()):
        yield
        return
    spinner = Spinner("dots")

    def line() -> Spinner:
        spinner.update(text=Text(escape_control_chars(doing())))
        return spinner

    # Left to itself, Live would lead stdout into stderr.
    with Live(get_renderable=line, console=console, transient=True, refresh_per_second=10, redirect_stdout=False):
        yield


def _stderr() -> Console:
    return Console(stderr=True, color_system=_colours(), no_color=False)


def _colours() -> Literal["auto"] | None:
    # Left to itself, rich writes bold letters also where NO_COLOR is set; and older releases obey an empty one.
    return None if os.environ.get("NO_COLOR") else "auto"

"""Print usage errors in the same form as all other errors: one line, `error: …`, and exit status 2."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final

import typer

_UsageError: Final[Any] = typer.BadParameter.__mro__[1]
"""The base class of all usage errors. typer does not export it."""

_REWORDED: Final = (
    (r"Value error, ", ""),
    (r"Input should be (.*?)(, unable to parse .*)?$", r"must be \1"),
    (r" \(Possible options: (.*)\)", r"; did you mean \1?"),
    (r"argument\(s\) \((.*)\)", r"argument \1"),
    (r"\. Did you mean", "; did you mean"),
    (r"\.$", ""),
)
"""Patterns in typer's messages, and their replacements."""


@contextmanager
def usage_errors(command: str = "allsessions") -> Generator[None]:
    """Print a usage error as one line, and exit with status 2. The line points to the command's --help."""
    try:
        yield
    except _UsageError as error:
        from .terminal import print_error  # slow to import

        print_error(_message(error.format_message(), error.ctx.command_path if error.ctx else command))
        raise typer.Exit(2) from None


def _message(text: str, command: str) -> str:
    for pattern, replacement in _REWORDED:
        text = re.sub(pattern, replacement, text)
    advice = "" if "; " in text else f"; see {command} --help"
    return f"{text[:1].lower()}{text[1:]}{advice}"

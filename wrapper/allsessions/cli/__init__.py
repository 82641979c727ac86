"""The command line. Needs the extra `cli`."""

import io
import sys

from .extras import extra

INTERRUPTED = 130


def main() -> None:
    """Run `allsessions` with the arguments of this process, and exit."""
    try:
        with extra("cli"):
            import rich  # noqa: F401  # pyright: ignore[reportUnusedImport]  # what a command does needs it

            from .app import app
        _prepare(sys.stdout)
        app(prog_name="allsessions")
    except KeyboardInterrupt:  # before typer listens, or after
        sys.exit(INTERRUPTED)


def _prepare(stream: object) -> None:
    if isinstance(stream, io.TextIOWrapper):
        # A reader behind a pipe sees each session when it comes, and no character stops a list half-way.
        stream.reconfigure(line_buffering=True, errors="backslashreplace")

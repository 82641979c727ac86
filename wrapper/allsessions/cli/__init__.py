"""The command line. Needs the extra `cli`."""

import io
import os
import sys

from .extras import extra

INTERRUPTED = 130


def main() -> None:
    """Run `allsessions` with the arguments of this process, and exit."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        # Some services close them. This also reserves their descriptors, so no other file gets them.
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115  # until the end
    try:
        with extra("cli"):
            import rich  # noqa: F401  # pyright: ignore[reportUnusedImport]  # fails early if it is not installed

            from .app import app
        _prepare(sys.stdout)
        app(prog_name="allsessions")
    except KeyboardInterrupt:  # before or after typer handles it
        sys.exit(INTERRUPTED)


def _prepare(stream: object) -> None:
    if isinstance(stream, io.TextIOWrapper):
        # With line buffering, a pipe gets each session at once. Escape characters that the encoding does not have.
        stream.reconfigure(line_buffering=True, errors="backslashreplace")

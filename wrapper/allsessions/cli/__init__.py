"""The command line, which needs the extra `cli`."""

import gc
import io
import os
import sys

from .extras import extra

INTERRUPTED = 130


def main() -> None:
    """Run `allsessions` with the arguments of this process, and exit."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        # A service can start with these streams closed. Then the next file to be opened would get descriptor 0, 1 or 2.
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115  # open until exit
    try:
        with extra("cli"):
            import rich  # noqa: F401  # pyright: ignore[reportUnusedImport]  # fails early if it is not installed

            from .app import app
        _prepare(sys.stdout)
        # A long list makes many objects but few cycles. Fewer garbage collections save a sixth of the CPU time.
        gc.set_threshold(10_000)
        app(prog_name="allsessions")
    except KeyboardInterrupt:  # Ctrl-C before typer starts, or after it ends
        sys.exit(INTERRUPTED)


def _prepare(stream: object) -> None:
    if isinstance(stream, io.TextIOWrapper):
        # Line buffering sends each session to a pipe at once. Characters that the encoding lacks are escaped.
        stream.reconfigure(line_buffering=True, errors="backslashreplace")

"""The command `end`."""

import sys
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TextIO

import typer

from allsessions import AllSessionsError, Client, ConfigurationError
from allsessions.privacy import escape_control_chars

from .configuration import connect
from .outcome import INCOMPLETE
from .terminal import print_error, print_note

_SHOWN: Final = 20
"""The most refs that the confirmation question shows."""


def end_all(refs: Iterable[str], config: Path | None, *, yes: bool, dry_run: bool) -> None:
    """End the sessions one after the other. If an attempt fails, print the error on stderr and continue.

    Raises ConfigurationError before any request if a ref is invalid.
    """
    wanted = list(dict.fromkeys(_lines(refs)))
    with connect(config) as client:
        _check(wanted, [source.name for source in client.sources])
        if dry_run:
            _print_all(wanted)
            print_note(f"dry run: {_count(wanted)} would be ended")
        elif wanted and not yes and not _confirmed(wanted):
            print_note("no session was ended")
            raise typer.Exit(INCOMPLETE)
        else:
            _end_all(client, wanted)


def _lines(refs: Iterable[str]) -> Iterable[str]:
    for ref in refs:
        # Remove only the line break, because identifiers can end with a space.
        yield from (line.rstrip("\n") for line in sys.stdin if line.strip()) if ref == "-" else [ref]


def _check(refs: Iterable[str], sources: Sequence[str]) -> None:
    for ref in refs:
        source, _, id = ref.partition(":")
        if source not in sources or not id:
            raise ConfigurationError(
                f"ref {ref[:80]!r}: expected a source, a colon and an identifier; the sources are {', '.join(sources)}"
            )


def _confirmed(refs: Sequence[str]) -> bool:
    with _terminal() as terminal:
        for ref in refs[:_SHOWN]:
            print_note(ref)
        if len(refs) > _SHOWN:
            print_note(f"… and {len(refs) - _SHOWN:,} more")
        print_note(f"End {_count(refs)}? [y/N]")
        return terminal.readline().strip().lower() in ("y", "yes")


@contextmanager
def _terminal() -> Generator[TextIO]:
    """Open the terminal for reading, even if stdin is a pipe. Without a terminal, raise ConfigurationError."""
    if sys.stdin and sys.stdin.isatty():
        yield sys.stdin
        return
    terminal = None
    with suppress(OSError):
        if sys.stderr.isatty():
            terminal = Path("/dev/tty").open(encoding="utf-8")  # noqa: SIM115  # closed below
    if terminal is None:
        raise ConfigurationError("cannot ask for confirmation without a terminal; pass --yes, or try --dry-run")
    with terminal:
        yield terminal


def _end_all(client: Client, refs: Sequence[str]) -> None:
    failed = 0
    how = {source.name: source.capabilities.end for source in client.sources}
    for ref in refs:
        try:
            client.end(ref)
        except AllSessionsError as error:
            print_error(error)
            failed += 1
        else:
            _print_all([ref])
    requested = any(how.get(ref.partition(":")[0]) == "requested" for ref in refs)
    soon = "; at some vendors a session ends a little later" if requested and failed < len(refs) else ""
    print_note(f"{len(refs) - failed:,} of {_count(refs)} ended{soon}")
    if failed:
        raise typer.Exit(INCOMPLETE)


def _print_all(refs: Iterable[str]) -> None:
    for ref in refs:
        sys.stdout.write(f"{escape_control_chars(ref)}\n")
        sys.stdout.flush()  # print it at once: the session has ended, even if the next one fails


def _count(refs: Sequence[str]) -> str:
    return f"{len(refs):,} session{'' if len(refs) == 1 else 's'}"

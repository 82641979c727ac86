"""The end of a command: errors on stderr, and the exit status.

0    complete
1    incomplete: stderr says what is missing from the output
2    wrong usage or configuration
3    an alert: --fail-if-any or --fail-above
129  the terminal of a watch was closed
130  Ctrl-C
141  the program that reads from the pipe ended
143  SIGTERM ended a watch, an export or a report

After q or Ctrl-C, `watch` exits with status 0 if its last read of each source was complete, else with status 1.
"""

import errno
import os
import sys
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, NoReturn

import typer
from attrs import define, field

from allsessions import ConfigurationError, IncompleteListingError, Session, SourceError, UnsupportedFilterError

from .terminal import print_error, print_note

INCOMPLETE: Final = 1
USAGE_ERROR: Final = 2
ALERT: Final = 3
CLOSED_PIPE: Final = 141
_OUTPUT_FAILS: Final = {errno.ENOSPC, errno.EFBIG, errno.EIO}
_OPTIONS = {
    "created_after": "--since",
    "created_before": "--until",
    "agent_id": "--agent",
    "user_id": "--user",
}
"""The options whose names differ from the names of their filters."""


@contextmanager
def reported() -> Generator[None]:
    """Catch errors that the user can fix: print one line per cause on stderr, and exit with the error's status."""
    try:
        yield
        sys.stdout.flush()
    except IncompleteListingError as error:
        raise _exit(INCOMPLETE, *error.errors) from None
    except SourceError as error:
        raise _exit(INCOMPLETE, error) from None
    except UnsupportedFilterError as error:
        raise _exit(USAGE_ERROR, _with_option(error)) from None
    except ConfigurationError as error:
        raise _exit(USAGE_ERROR, error) from None
    except BrokenPipeError:
        _discard_output()
        raise _exit(CLOSED_PIPE) from None
    except OSError as error:
        if error.errno not in _OUTPUT_FAILS:
            raise
        _discard_output()
        raise _exit(INCOMPLETE, f"cannot write the output: {error.strerror}") from None


@define
class Tally:
    """Counts sessions while a caller iterates over them.

    Attributes:
        total: The number of sessions.
        counts: The number of sessions by source.
        missing: The error that the list raised at its end, if any. Callers raise it after they have printed the output.
    """

    total: int = 0
    counts: Counter[str] = field(factory=Counter[str])
    missing: IncompleteListingError | None = None

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> "Tally":
        """Return a tally with these numbers of sessions by source."""
        return cls(sum(counts.values()), Counter(counts))

    def over(self, sessions: Iterable[Session]) -> Iterator[Session]:
        """Yield the same sessions, and count them."""
        try:
            for session in sessions:
                self.total += 1
                self.counts[session.source] += 1
                yield session
        except IncompleteListingError as error:
            self.missing = error

    def summary(self) -> str:
        """Format the number of sessions, in total and by source."""
        by_source = ", ".join(f"{source} {count:,}" for source, count in self.counts.items())
        return f"{self.total:,} session{'' if self.total == 1 else 's'}{f': {by_source}' if by_source else ''}"

    def raise_missing(self) -> None:
        """If the list ended with an error, raise this error."""
        if self.missing is not None:
            raise self.missing


def exit_with_alert(text: str, missing: IncompleteListingError | None) -> NoReturn:
    """Print the errors for missing sessions, then the alert on one line. Exit with the status `ALERT`."""
    for error in missing.errors if missing else ():
        print_error(error)
    print_note(text, prefix="alert: ", style="bold red")
    raise typer.Exit(ALERT)


def option_of(filter: str) -> str:
    """Return the command line option for a filter."""
    return _OPTIONS.get(filter, f"--{filter}")


def _exit(status: int, *causes: object) -> typer.Exit:
    for cause in causes:
        print_error(cause)
    return typer.Exit(status)


def _with_option(error: UnsupportedFilterError) -> str:
    option = option_of(error.filter)
    advice = "leave the option out, or select the other sources with --source"
    return f"{error.source}: its sessions have no field for {option}; {advice}"


def _discard_output() -> None:
    # Otherwise Python writes the rest of its buffer at exit, fails, and prints an error.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)

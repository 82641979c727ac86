"""How a command ends: what is said on stderr, and the exit status.

0         complete
1         something is missing; what could be had is printed
2         wrong usage or configuration
130, 141  ended by Ctrl-C, or by the reader behind a pipe: what a shell reports of SIGINT and SIGPIPE
129, 143  a watch that was ended as its terminal was closed; one, an export or a report that was ended by SIGTERM

q and Ctrl-C are how a watch is ended: 0 if each source's last reading was whole, else 1.
"""

import errno
import os
import sys
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import Final

import typer
from attrs import define, field

from allsessions import ConfigurationError, IncompleteListingError, Session, SourceError, UnsupportedFilterError

from .terminal import complain

INCOMPLETE: Final = 1
UNUSABLE: Final = 2
CLOSED_PIPE: Final = 141

_OUTPUT_FAILS: Final = {errno.ENOSPC, errno.EFBIG, errno.EIO}

_OPTIONS = {
    "created_after": "--since",
    "created_before": "--until",
    "agent_id": "--agent",
    "user_id": "--user",
}
"""Filters whose option has another name."""


@contextmanager
def reported() -> Generator[None]:
    """Around a command: an error that the user can mend becomes a line on stderr for each cause, and an exit status."""
    try:
        yield
        if sys.stdout:  # which the program may have been started without
            sys.stdout.flush()
    except IncompleteListingError as error:
        raise _ended(INCOMPLETE, *error.errors) from None
    except SourceError as error:
        raise _ended(INCOMPLETE, error) from None
    except UnsupportedFilterError as error:
        raise _ended(UNUSABLE, _in_terms_of_options(error)) from None
    except ConfigurationError as error:
        raise _ended(UNUSABLE, error) from None
    except BrokenPipeError:
        _drop_output()
        raise _ended(CLOSED_PIPE) from None
    except OSError as error:
        if error.errno not in _OUTPUT_FAILS:
            raise
        _drop_output()
        raise _ended(INCOMPLETE, f"the output cannot be written: {error.strerror}") from None


@define
class Tally:
    """Counts sessions as they pass.

    Attributes:
        total: How many there were.
        counts: How many there were, by source.
        missing: The error that the list ended with; held back, so that the output can be completed.
    """

    total: int = 0
    counts: Counter[str] = field(factory=Counter[str])
    missing: IncompleteListingError | None = None

    def over(self, sessions: Iterable[Session]) -> Iterator[Session]:
        """The same sessions."""
        try:
            for session in sessions:
                self.total += 1
                self.counts[session.source] += 1
                yield session
        except IncompleteListingError as error:
            self.missing = error

    def summary(self) -> str:
        """How many sessions, and how many of them by source."""
        by_source = ", ".join(f"{source} {count:,}" for source, count in self.counts.items())
        return f"{self.total:,} session{'' if self.total == 1 else 's'}{f': {by_source}' if by_source else ''}"

    def settle(self) -> None:
        """Raise the error that was held back."""
        if self.missing is not None:
            raise self.missing


def _ended(status: int, *causes: object) -> typer.Exit:
    for cause in causes:
        complain(cause)
    return typer.Exit(status)


def _in_terms_of_options(error: UnsupportedFilterError) -> str:
    option = _OPTIONS.get(error.filter, f"--{error.filter}")
    return (
        f"{error.source}: its sessions have nothing that {option} could be compared with; leave it out, or name the "
        "other sources with --source"
    )


def _drop_output() -> None:
    # Else Python tries once more, as it ends, to write what is left, and complains that it cannot.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)

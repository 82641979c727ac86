"""The soak's reader: list everything in a new process, and count each session in one byte."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from allsessions import Client, IncompleteListingError, InvalidRecordError, Session
from tests.client.vendors import WIRES

from .world import is_bad, lists, number_of


@frozen
class Outcome:
    """The problems found, the seconds, and the peak memory of the process in MB."""

    losses: tuple[str, ...]
    seconds: float
    peak: float


class Ledger:
    """Counts the sessions of each list as they arrive, and the errors for unreadable records."""

    def __init__(self, sessions: int) -> None:
        self._first = {each.name: each.first for each in lists(sessions)}
        self._times = {each.name: bytearray(len(each)) for each in lists(sessions)}
        self._strange: list[str] = []

    def take(self, came: Session | Exception) -> None:
        """Count a session, or an error at the end of a list."""
        if isinstance(came, Session):
            self._count(came.source, number_of(came.vendor, came.id), bad=False)
        elif isinstance(came, InvalidRecordError):
            (id,) = came.record[WIRES[came.vendor].id_key]
            self._count(came.source, number_of(came.vendor, id), bad=True)
        else:
            self._strange.append(f"{came}")

    def losses(self) -> Iterator[str]:
        """Yield descriptions of missing and repeated sessions, and of unexpected errors."""
        for name, times in self._times.items():
            if times.count(1) < len(times):
                yield f"{name}: of {len(times):,} sessions {times.count(0)} are missing and {times.count(2)} repeated"
        yield from self._strange[:5]

    def _count(self, name: str, number: int, *, bad: bool) -> None:
        at, times = number - self._first[name], self._times[name]
        if 0 <= at < len(times) and is_bad(number) == bad:
            times[at] = min(times[at] + 1, 2)
        else:
            self._strange.append(f"{name}: session {number}{' was reported' if bad else ''}")


def read(sessions: int, url: str) -> Outcome:
    """List all sessions on the server, and return the outcome."""
    ledger, began = Ledger(sessions), time.perf_counter()
    sources = [WIRES[each.vendor].source(name=each.name, base_url=f"{url}/{each.name}") for each in lists(sessions)]
    with Client(sources, retries=6) as client:
        try:
            for session in client.list():
                ledger.take(session)
        except IncompleteListingError as error:
            for each in error.errors:
                ledger.take(each)
    return Outcome(tuple(ledger.losses()), time.perf_counter() - began, peak_memory())


def peak_memory() -> float:
    """Return the peak memory of this process, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # getrusage() would also count the process that this one was forked from.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    import resource  # does not exist on every system

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 2**20 if sys.platform == "darwin" else most / 1024

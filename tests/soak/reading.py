"""The soak's reader: lists everything, in a fresh process, and counts what came in a byte for each session."""

import logging
import sys
import time
from collections import Counter
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from attrs import field, frozen

from allsessions import Client, IncompleteListingError, InvalidRecordError, Session
from tests.client.vendors import WIRES

from .world import World, number_of


@frozen(kw_only=True)
class Account:
    """The good sessions of a whole list that came once or not, those that came twice or do not exist, and the errors.

    `reported` bad records came exactly once as an InvalidRecordError of their source; `unreported` are the others.
    """

    once: int
    missing: int
    repeated: int
    strange: int
    reported: int
    unreported: int
    other_errors: tuple[str, ...] = field(repr=False)


@frozen(kw_only=True)
class Outcome:
    """The account of a world, the retries, the seconds, and the most memory that the process had, in MB."""

    account: Account
    retries: int
    seconds: float
    peak: float


class Ledger:
    """Counts the sessions of a world as they come."""

    def __init__(self, world: World) -> None:
        self._lists = {listed.name: listed for listed in world.lists()}
        self._bad = world.bad_records()
        self._times = bytearray(world.sessions)
        self._strange = 0

    def take(self, session: Session) -> None:
        """Note that a session came."""
        number = number_of(session.vendor, session.id)
        if self._has(session.source, number) and number not in self._bad:
            self._times[number] = min(self._times[number] + 1, 2)
        else:
            self._strange += 1

    def account(self, errors: Sequence[Exception]) -> Account:
        """Return the sessions that arrived, with the errors at the end of the list."""
        reports = Counter(number for error in errors if (number := self._reported(error)) is not None)
        reported = [number for number, times in reports.items() if times == 1]
        return Account(
            once=self._times.count(1),
            missing=self._times.count(0) - len(self._bad),
            repeated=self._times.count(2),
            strange=self._strange,
            reported=len(reported),
            unreported=len(self._bad) - len(reported),
            other_errors=tuple(str(error) for error in errors if self._reported(error) is None),
        )

    def _has(self, source: str, number: int) -> bool:
        return self._lists[source].first <= number < self._lists[source].end

    def _reported(self, error: Exception) -> int | None:
        if not isinstance(error, InvalidRecordError):
            return None
        (id,) = error.record[WIRES[error.vendor].id_key]
        number = number_of(error.vendor, id)
        return number if number in self._bad and self._has(error.source, number) else None


class Retries(logging.Handler):
    """Counts the library's messages at INFO, which are its retries."""

    count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += record.levelno == logging.INFO


def read(world: World, url: str, parent: Connection) -> None:
    """List everything that the server has, and send the Outcome."""
    retries, logger = Retries(), logging.getLogger("allsessions")
    logger.addHandler(retries)
    logger.setLevel(logging.INFO)
    ledger, began = Ledger(world), time.perf_counter()
    sources = [WIRES[each.vendor].source(name=each.name, base_url=f"{url}/{each.name}") for each in world.lists()]
    errors: Sequence[Exception] = ()
    with Client(sources, retries=6) as client:
        try:
            for session in client.list():
                ledger.take(session)
        except IncompleteListingError as error:
            errors = error.errors
    seconds, peak = time.perf_counter() - began, peak_memory()
    parent.send(Outcome(account=ledger.account(errors), retries=retries.count, seconds=seconds, peak=peak))


def peak_memory() -> float:
    """Return the most memory that this process ever had, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # getrusage() would also count the process that this one was forked from.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    import resource  # not on every system

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 2**20 if sys.platform == "darwin" else most / 1024

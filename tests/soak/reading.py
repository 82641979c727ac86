"""The soak's reader: lists everything with the library, in its own fresh process, and says what came."""

import logging
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

from attrs import frozen

from allsessions import Client, IncompleteListingError

from .ledger import Account, Ledger
from .wire import WIRES
from .world import World

RETRIES = 6


@frozen(kw_only=True)
class Outcome:
    """How the reading of a whole world went.

    Attributes:
        account: What came.
        retries: How many the library's log tells of.
        seconds: For the whole list.
        peak: The most memory that the process ever had resident, in MB.
    """

    account: Account
    retries: int
    seconds: float
    peak: float


class _Retries(logging.Handler):
    """Counts the library's messages at INFO, which are its retries."""

    count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += record.levelno == logging.INFO


def read(world: World, port: int, parent: Connection) -> None:
    """List everything that the server at the port holds, and send the Outcome."""
    retries = _Retries()
    logger = logging.getLogger("allsessions")
    logger.addHandler(retries)
    logger.setLevel(logging.INFO)
    ledger = Ledger(world)
    began = time.perf_counter()
    errors = _list(world, port, ledger)
    seconds, peak = time.perf_counter() - began, peak_memory()
    parent.send(Outcome(account=ledger.account(errors), retries=retries.count, seconds=seconds, peak=peak))


def _list(world: World, port: int, ledger: Ledger) -> tuple[Exception, ...]:
    sources = [
        WIRES[listed.vendor].source(listed, f"http://127.0.0.1:{port}/{listed.name}") for listed in world.lists()
    ]
    with Client(sources, retries=RETRIES) as client:
        try:
            for session in client.list():
                ledger.take(session)
        except IncompleteListingError as error:
            return error.errors
    return ()


def peak_memory() -> float:
    """The most memory that this process ever had resident, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # getrusage() would also tell of the process that this one was forked from.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    import resource  # is not on every system

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 2**20 if sys.platform == "darwin" else most / 1024

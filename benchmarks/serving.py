"""Start and stop the benchmarks' server."""

import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection

from attrs import frozen

from .server import Listed, Tally, serve

Sources = list[tuple[str, str]]
"""Each source's vendor and base URL."""


@frozen
class Served:
    """A running server, with the sources that it serves."""

    sources: Sources
    _connection: Connection

    def tally(self) -> Tally:
        """Return the server's counts since the last call."""
        self._connection.send(True)
        found: Tally = self._connection.recv()
        return found


@contextmanager
def served(lists: Sequence[Listed], latency: float) -> Iterator[Served]:
    """Serve these lists on loopback during the `with` block, each on its own port, with this latency in seconds."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(lists, latency, there), daemon=True)
    process.start()
    there.close()
    try:
        if not here.poll(60):
            raise TimeoutError("the server did not start within a minute")
        ports: list[int] = here.recv()
        yield Served([(each.vendor, f"http://127.0.0.1:{port}") for each, port in zip(lists, ports, strict=True)], here)
        here.send(None)
        process.join(10)
    finally:
        here.close()
        process.kill()
        process.join()

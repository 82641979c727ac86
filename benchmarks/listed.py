"""Run one peer (a measured solution) in a separate process: `python -m benchmarks.listed PEER`.

Reads the sources as JSON from stdin, and prints the measurements as JSON. The clock starts after the peer's imports.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import cast

from attrs import asdict, frozen

from .peers import Lister
from .serving import Sources


@frozen(kw_only=True)
class Took:
    """The measurements of one listing.

    Attributes:
        wall: Wall time in seconds, from before the creation of the client until after the last session.
        first: Wall time in seconds, from before the creation of the client until the first session.
        cpu: CPU time in seconds during `wall`, user and system, of all threads.
        cpu_of_process: CPU time in seconds since the start of the process, including interpreter and imports.
        peak: Peak resident memory of the process in MB.
        sessions: The number of sessions.
        numbers: The sum of the sessions' numbers, which are at the end of their identifiers.
    """

    wall: float
    first: float
    cpu: float
    cpu_of_process: float
    peak: float
    sessions: int
    numbers: int


def list_apart(peer: str, sources: Sources) -> Took:
    """Let the peer list these sources in a separate process."""
    command = [sys.executable, "-m", "benchmarks.listed", peer]
    done = subprocess.run(command, input=json.dumps(sources), stdout=subprocess.PIPE, check=True, text=True)
    return Took(**json.loads(done.stdout))


def check(peer: str, took: Took, numbers: Iterable[int]) -> None:
    """Raise AssertionError if the peer did not find exactly the sessions with these numbers."""
    expected = list(numbers)
    if (took.sessions, took.numbers) != (len(expected), sum(expected)):
        raise AssertionError(f"{peer} found {took.sessions} sessions of {len(expected)}, or found others than expected")


def main() -> None:
    peer = cast(Lister, import_module(f"benchmarks.peers.{sys.argv[1]}"))
    sources: Sources = [(vendor, url) for vendor, url in json.load(sys.stdin)]
    sessions = numbers = 0
    cpu, began = time.process_time(), time.perf_counter()
    first = 0.0
    for identifier in peer.sessions(sources):
        first = first or time.perf_counter()
        sessions += 1
        # Only a sum, because the memory for a million numbers would count as the peer's.
        numbers += int(identifier[-8:], 16)
    wall, cpu_of_process = time.perf_counter() - began, time.process_time()
    took = Took(
        wall=wall,
        first=first - began,
        cpu=cpu_of_process - cpu,
        cpu_of_process=cpu_of_process,
        peak=_peak(),
        sessions=sessions,
        numbers=numbers,
    )
    print(json.dumps(asdict(took)))


def _peak() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        # getrusage() would include the process that this one was forked from.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    import resource  # does not exist on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    main()

"""The process in which one peer lists: `python -m benchmarks.listed PEER`, with the sources on stdin, as JSON.

It prints what it took, as JSON. Nothing but the peer is imported before the clock runs.
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
    """What a listing took.

    Attributes:
        wall: Seconds from before the client is made to after the last session.
        first: Seconds from before the client is made to the first session.
        cpu: Seconds of CPU, user and system, all threads, in that time.
        cpu_of_process: The same from the process's start on: with the interpreter and all imports.
        peak: The most memory that the process ever had resident, in MB.
        sessions: How many came.
        numbers: The sum of their numbers, which their identifiers end with.
    """

    wall: float
    first: float
    cpu: float
    cpu_of_process: float
    peak: float
    sessions: int
    numbers: int


def list_apart(peer: str, sources: Sources) -> Took:
    """Let the peer list these sources in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.listed", peer]
    done = subprocess.run(command, input=json.dumps(sources), stdout=subprocess.PIPE, check=True, text=True)
    return Took(**json.loads(done.stdout))


def check(peer: str, took: Took, numbers: Iterable[int]) -> None:
    """Refuse a peer that did not find all of the sessions with these numbers: it is no peer."""
    expected = list(numbers)
    if (took.sessions, took.numbers) != (len(expected), sum(expected)):
        raise AssertionError(f"{peer} found {took.sessions} sessions of {len(expected)}, or other ones")


def main() -> None:
    peer = cast(Lister, import_module(f"benchmarks.peers.{sys.argv[1]}"))
    sources: Sources = [(vendor, url) for vendor, url in json.load(sys.stdin)]
    sessions = numbers = 0
    cpu, began = time.process_time(), time.perf_counter()
    first = 0.0
    for identifier in peer.sessions(sources):
        first = first or time.perf_counter()
        sessions += 1
        # Summed and not kept: what a million of them weigh would be taken for the peer's.
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
        # getrusage() would also tell of the process that this one was forked from.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    import resource  # is not on every system

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    main()

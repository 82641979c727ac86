"""``python -m tests.soak``: list a million sessions from a server that fails now and then; compare memory.

Then export a tenth of these sessions into each kind of file, and list ten thousand sources.
"""

import argparse
import multiprocessing
import sys
from collections import Counter

from attrs import evolve, field, frozen

from allsessions import Client, ElizaOS
from tests.client.scripted import Answer, Request, ScriptedServer, answer
from tests.client.vendors import WIRES

from . import exporting
from .reading import Outcome, read
from .world import Fault, fault_of, is_bad, lists

MOST_GROWTH = 60.0
"""The allowed additional memory for a large list, in MB."""
LONGEST = 3600.0
"""Seconds after which a reading counts as hanging."""
SOURCES = 10_000
CONNECTIONS = 100
"""The connections that all sources of a client share."""


@frozen
class Soaked:
    """The number of sessions to read, the outcome, and the number of faults by kind."""

    sessions: int
    outcome: Outcome
    struck: Counter[Fault]


@frozen
class Answers:
    """The script of a server with all lists, each below its own path. Some of its answers are faulty."""

    sessions: int
    percent_faulty: float
    struck: Counter[Fault] = field(factory=Counter[Fault], init=False)
    _attempts: Counter[str] = field(factory=Counter[str], init=False)

    def __call__(self, request: Request) -> Answer:
        listed = next(each for each in lists(self.sessions) if each.name == request.path.split("/")[1])
        self._attempts[request.line] += 1
        fault = fault_of(f"{self._attempts[request.line]} {request.line}", self.percent_faulty)
        if fault is not None:
            self.struck[fault] += 1
        return spoiled(answer(WIRES[listed.vendor].envelope(listed, request)), fault)


def spoiled(whole: Answer, fault: Fault | None) -> Answer:
    match fault:
        case Fault.UNAVAILABLE:
            return answer({"error": "try again later"}, status=503)
        case Fault.SLOW_DOWN:
            return answer({"error": "try again later"}, status=429, retry_after="0")
        case Fault.RESET:
            return Answer(raw=b"", reset=True)
        case Fault.TRUNCATED:
            return evolve(whole, raw=whole.bytes()[: len(whole.bytes()) // 2], close=True)
        case _:
            return whole


def main() -> int:
    """Run the soak, and return 0 if all checks pass, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--sessions", type=int, default=1_000_000, help="sessions; %(default)s by default")
    parser.add_argument("--baseline", type=int, default=10_000, help="sessions that the memory is compared with")
    parser.add_argument("--faulty", type=float, default=3.0, help="percentage of faulty answers")
    asked = parser.parse_args()
    small, large = (soak(Answers(sessions, asked.faulty)) for sessions in (asked.baseline, asked.sessions))
    found = failures(small, large)
    found += exporting.failures(asked.baseline, asked.sessions // 10)
    found += many_sources()
    print("\n".join(f"FAILED: {words}" for words in found) or "all held", flush=True)
    return 1 if found else 0


def soak(answers: Answers) -> Soaked:
    """Serve the lists, and read them in a new interpreter, because a fork would inherit this process's memory."""
    print(f"reading {answers.sessions:,} sessions", flush=True)  # a million sessions take some minutes
    with ScriptedServer(answers) as server, multiprocessing.get_context("spawn").Pool(1) as reader:
        outcome = reader.apply_async(read, (answers.sessions, server.url)).get(LONGEST)
    print(f"  {outcome.seconds:.1f} s, {outcome.peak:.1f} MB, {len(server.requests):,} requests, ", end="")
    print(f"{server.connections} connections")
    print(f"  faults: {', '.join(f'{fault} {answers.struck[fault]:,}' for fault in Fault)}, ", end="")
    print(f"bad records {sum(map(is_bad, range(answers.sessions)))}")
    return Soaked(answers.sessions, outcome, answers.struck)


def failures(small: Soaked, large: Soaked) -> list[str]:
    """Return the failed checks, in words."""
    found = [f"{each.sessions:,} sessions: {words}" for each in (small, large) for words in each.outcome.losses]
    growth = large.outcome.peak - small.outcome.peak
    if growth > MOST_GROWTH:
        found.append(f"{growth:.0f} MB more memory for {large.sessions:,} sessions; the limit is {MOST_GROWTH}")
    if never := [fault for fault in Fault if not large.struck[fault]]:
        found.append(f"never struck: {', '.join(never)}; take more sessions, or more faulty answers")
    return found


def many_sources() -> list[str]:
    """List many sources of one client, and return the failed checks, in words."""
    with ScriptedServer(WIRES["elizaos"].serving(1)) as server:
        sources = [ElizaOS(name=f"server-{number}", base_url=server.url) for number in range(SOURCES)]
        with Client(sources) as client:
            listed = [session.source for session in client.list()]
    checks = {
        "every source is listed, in order": listed == [source.name for source in sources],
        f"{server.connections} connections": server.connections <= 2 * CONNECTIONS,
        f"{server.most_in_flight} requests at once": server.most_in_flight <= CONNECTIONS,
    }
    return [f"{SOURCES:,} sources: not held: {words}" for words, holds in checks.items() if not holds]


if __name__ == "__main__":
    sys.exit(main())

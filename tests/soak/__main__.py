"""``python -m tests.soak``: list a million sessions from a server that fails now and then; compare memory."""

import argparse
import multiprocessing
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from attrs import frozen

from .reading import Outcome, read
from .server import Tally, serve
from .world import Fault, World

MOST_GROWTH = 60.0
"""MB that a large list may take more than a small one."""
LONGEST = 3600.0
"""Seconds after which a reading hangs."""


@frozen
class Soaked:
    """One world that was read."""

    world: World
    outcome: Outcome
    tally: Tally


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 if everything holds, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--sessions", type=int, default=1_000_000, help="sessions; %(default)s by default")
    parser.add_argument("--baseline", type=int, default=10_000, help="sessions that the memory is compared with")
    parser.add_argument("--faulty", type=float, default=3.0, help="percentage of faulty answers")
    asked = parser.parse_args(arguments)
    small, large = (soak(World(sessions, asked.faulty)) for sessions in (asked.baseline, asked.sessions))
    for each in (small, large):
        outcome, tally = each.outcome, each.tally
        print(f"{each.world.sessions:,} sessions in {outcome.seconds:.1f} s, {outcome.peak:.1f} MB: {outcome.account}")
        print(f"  {tally.answers:,} requests, {outcome.retries:,} retries, {tally.connections} connections")
        print(f"  faults: {', '.join(f'{fault} {tally.struck[fault]:,}' for fault in Fault)}")
    found = failures(small, large)
    print("\n".join(f"FAILED: {words}" for words in found) or "all held", flush=True)
    return 1 if found else 0


def soak(world: World) -> Soaked:
    """Serve a world from one new process and read it in another."""
    print(f"reading {world.sessions:,} sessions", flush=True)  # a million take some minutes
    with _process(serve, world) as server:
        url = _received(server, 60)
        with _process(read, world, url) as reader:
            outcome: Outcome = _received(reader, LONGEST)
        server.send(None)
        return Soaked(world, outcome, _received(server, 60))


def failures(small: Soaked, large: Soaked) -> list[str]:
    """Return a sentence for each failed check."""
    found = [f"{each.world.sessions:,} sessions: {words}" for each in (small, large) for words in _losses(each)]
    growth = large.outcome.peak - small.outcome.peak
    if growth > MOST_GROWTH:
        found.append(f"{growth:.0f} MB more memory for {large.world.sessions:,} sessions; the limit is {MOST_GROWTH}")
    if never := [fault for fault in Fault if not large.tally.struck[fault]]:
        found.append(f"never struck: {', '.join(never)}; take more sessions, or more faulty answers")
    return found


def _losses(soaked: Soaked) -> Iterator[str]:
    account = soaked.outcome.account
    if account.missing or account.repeated or account.strange or account.unreported:
        yield f"missing {account.missing}, repeated {account.repeated}, strange {account.strange}, " + (
            f"bad records that were not reported exactly once {account.unreported}"
        )
    if account.once + account.reported != soaked.world.sessions:
        yield f"{account.once} that came and {account.reported} that were reported are not {soaked.world.sessions}"
    yield from account.other_errors[:5]


@contextmanager
def _process(function: Any, world: World, *arguments: Any) -> Iterator[Connection]:
    # A new interpreter and not a fork, whose memory would begin with that of this process.
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=function, args=(world, *arguments, there), daemon=True)
    process.start()
    there.close()
    try:
        yield here
        process.join(60)
    finally:
        here.close()
        process.kill()
        process.join()


def _received(connection: Connection, seconds: float) -> Any:
    if not connection.poll(seconds):
        raise TimeoutError(f"nothing came for {seconds:.0f} s")
    return connection.recv()


if __name__ == "__main__":
    sys.exit(main())

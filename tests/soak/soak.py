"""The soak: a small and a large world, each read by a fresh process, and whether all holds that must."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from attrs import frozen

from .reading import Outcome, read
from .server import Tally, serve
from .world import Fault, World

MOST_GROWTH = 60.0
"""MB that a large list may cost more than a small one."""

LONGEST = 3600.0
"""Seconds after which a reading is given up."""


@frozen
class Soaked:
    """One world, read."""

    world: World
    outcome: Outcome
    tally: Tally


def soak(world: World) -> Soaked:
    """Serve a world from one new process and read it in another."""
    with _process(serve, world) as server:
        port = _received(server, 60)
        with _process(read, world, port) as reader:
            outcome: Outcome = _received(reader, LONGEST)
        server.send(None)
        return Soaked(world, outcome, _received(server, 60))


def failures(small: Soaked, large: Soaked) -> list[str]:
    """What does not hold, in words."""
    found = [f"{each.world.sessions:,} sessions: {words}" for each in (small, large) for words in _losses(each)]
    growth = large.outcome.peak - small.outcome.peak
    if growth > MOST_GROWTH:
        found.append(
            f"{growth:.0f} MB more memory for {large.world.sessions:,} sessions; {MOST_GROWTH:.0f} are allowed"
        )
    never = [fault for fault in Fault if not large.tally.struck[fault]]
    if never:
        found.append(f"never struck: {', '.join(never)}; take more sessions, or more of the answers faulty")
    return found


def _losses(soaked: Soaked) -> Iterator[str]:
    account = soaked.outcome.account
    if account.missing or account.repeated or account.strange:
        yield (
            f"{account.missing} good sessions are missing, {account.repeated} came more than once, "
            f"{account.strange} are none that the server holds"
        )
    if account.unreported:
        yield f"{account.unreported} bad records are not reported exactly once"
    if account.once + account.reported != soaked.world.sessions:
        yield f"{account.once} yielded and {account.reported} reported do not make {soaked.world.sessions}"
    yield from account.other_errors[:5]


@contextmanager
def _process(function: Any, world: World, *arguments: Any) -> Iterator[Connection]:
    # A new interpreter and no fork: else its memory would begin with ours.
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

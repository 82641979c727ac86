"""``python -m tests.soak``: list a million sessions from a server that fails now and then, and tell what came of it."""

import argparse
import sys
from collections.abc import Callable, Sequence

from .soak import Soaked, failures, soak
from .world import Fault, World


def main(arguments: Sequence[str] | None = None) -> int:
    """0 if everything holds, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--sessions", type=int, default=1_000_000, help="how many sessions; %(default)s unless given")
    parser.add_argument("--baseline", type=int, default=10_000, help="how many the memory is compared with")
    parser.add_argument("--faulty", type=float, default=3.0, help="faulty answers in a hundred")
    asked = parser.parse_args(arguments)
    small, large = (_soaked(World(sessions, asked.faulty)) for sessions in (asked.baseline, asked.sessions))
    print(table(small, large))
    found = failures(small, large)
    print("\n".join(f"FAILED: {words}" for words in found) or "all held", flush=True)
    return 1 if found else 0


def _soaked(world: World) -> Soaked:
    print(f"reading {world.sessions:,} sessions", flush=True)  # a million take a minute or two
    return soak(world)


def table(small: Soaked, large: Soaked) -> str:
    """Both readings side by side."""
    rows = [*_ROWS, *((str(fault), _struck(fault)) for fault in Fault)]
    lines = [f"{name:<28}{value(small):>16}{value(large):>16}" for name, value in rows]
    growth = large.outcome.peak - small.outcome.peak
    return "\n".join([*lines, f"{'more memory, MB':<28}{'':>16}{growth:>16.1f}"])


def _struck(fault: Fault) -> Callable[[Soaked], str]:
    return lambda soaked: f"{soaked.tally.struck[fault]:,}"


def _percent_faulty(soaked: Soaked) -> str:
    return f"{100 * soaked.tally.struck.total() / soaked.tally.answers:.2f}"


_ROWS: list[tuple[str, Callable[[Soaked], str]]] = [
    ("sessions", lambda soaked: f"{soaked.world.sessions:,}"),
    ("good ones, exactly once", lambda soaked: f"{soaked.outcome.account.once:,}"),
    ("bad ones, reported", lambda soaked: f"{soaked.outcome.account.reported:,}"),
    ("missing", lambda soaked: f"{soaked.outcome.account.missing:,}"),
    ("repeated", lambda soaked: f"{soaked.outcome.account.repeated:,}"),
    ("requests", lambda soaked: f"{soaked.tally.answers:,}"),
    ("retries", lambda soaked: f"{soaked.outcome.retries:,}"),
    ("connections", lambda soaked: f"{soaked.tally.connections:,}"),
    ("seconds", lambda soaked: f"{soaked.outcome.seconds:.1f}"),
    ("sessions a second", lambda soaked: f"{soaked.world.sessions / soaked.outcome.seconds:,.0f}"),
    ("peak memory, MB", lambda soaked: f"{soaked.outcome.peak:.1f}"),
    ("faulty answers, %", _percent_faulty),
]


if __name__ == "__main__":
    sys.exit(main())

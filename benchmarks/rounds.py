"""Run several solutions in interleaved rounds (A B C, C B A, …), to compare their times within a round."""

import sys
from collections.abc import Callable, Mapping
from statistics import median
from typing import TypeVar

T = TypeVar("T")


def interleaved(runs: Mapping[str, Callable[[], T]], rounds: int) -> dict[str, list[T]]:
    """Return the outcomes of each run, round by round. Every second round runs in reverse order, to be fair to all."""
    outcomes: dict[str, list[T]] = {name: [] for name in runs}
    for number in range(rounds):
        for name in list(runs) if number % 2 == 0 else reversed(list(runs)):
            outcomes[name].append(runs[name]())
            print(".", end="", file=sys.stderr, flush=True)
    print(end=" ", file=sys.stderr, flush=True)
    return outcomes


def ratio(above: list[float], below: list[float]) -> float:
    """Return the median of the ratios within each round. Variation between rounds does not affect it."""
    return median(a / b for a, b in zip(above, below, strict=True))

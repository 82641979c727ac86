"""Paired, interleaved runs: A B C, A B C, …; what is told is the median over the rounds, also of ratios."""

import sys
from collections.abc import Callable, Mapping
from statistics import median
from typing import TypeVar

T = TypeVar("T")


def interleaved(runs: Mapping[str, Callable[[], T]], rounds: int) -> dict[str, list[T]]:
    """Each run's outcomes, round by round; every other round goes backwards, so that none is always behind another."""
    outcomes: dict[str, list[T]] = {name: [] for name in runs}
    for number in range(rounds):
        for name in list(runs) if number % 2 == 0 else reversed(list(runs)):
            outcomes[name].append(runs[name]())
            print(".", end="", file=sys.stderr, flush=True)
    print(end=" ", file=sys.stderr, flush=True)
    return outcomes


def ratio(above: list[float], below: list[float]) -> float:
    """The median of the ratios within each round: what changes from round to round does not show in it."""
    return median(a / b for a, b in zip(above, below, strict=True))

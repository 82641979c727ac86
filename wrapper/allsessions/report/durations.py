"""Statistics of durations."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import frozen

SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

BOUNDS: Final = (
    0,
    *(each * SECOND for each in (1, 2, 5, 10, 20, 30)),
    *(each * MINUTE for each in (1, 2, 5, 10, 20, 30)),
    *(each * HOUR for each in (1, 2, 4, 8)),
    *(each * DAY for each in (1, 2, 7, 28)),
)
"""The lower bound of each duration range, in microseconds. The last range has no upper bound."""


@frozen(kw_only=True)
class Durations:
    """Statistics of the durations of ended sessions, in microseconds.

    Attributes:
        sessions: The number of sessions with a known duration.
        classes: The number of sessions in each duration range. `BOUNDS` contains the lower bounds of the ranges.
        shortest, median, longest: None if no duration is known. The median of an even number of durations is the mean
            of the two in the middle.
        percentile_95: The 95th percentile: the shortest duration that at least 95 % of the durations do not exceed.
        total: The sum of the durations.
    """

    sessions: int
    classes: Sequence[int]
    shortest: int | None
    median: int | None
    percentile_95: int | None
    longest: int | None
    total: int


def durations_of(lengths: Iterable[int]) -> Durations:
    """Return the statistics of durations in microseconds."""
    ordered = sorted(lengths)
    classes = [0] * len(BOUNDS)
    for length in ordered:
        classes[bisect_right(BOUNDS, length) - 1] += 1
    size = len(ordered)
    return Durations(
        sessions=size,
        classes=classes,
        shortest=ordered[0] if ordered else None,
        median=(ordered[(size - 1) // 2] + ordered[size // 2]) // 2 if ordered else None,
        # Integers, because 0.95 * 20 is inexact as a float.
        percentile_95=ordered[-(-size * 95 // 100) - 1] if ordered else None,
        longest=ordered[-1] if ordered else None,
        total=sum(ordered),
    )

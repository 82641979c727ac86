"""How long sessions lasted."""

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
"""Where each class of durations begins, in microseconds. The last one has no end."""


@frozen(kw_only=True)
class Durations:
    """The durations of sessions that are over, in microseconds.

    Attributes:
        sessions: Of how many they are known.
        classes: How many lie in each class of BOUNDS.
        shortest, median, longest: None if none is known. The median of an even number is the middle of the two.
        most: What 95 % do not exceed: the shortest of them of which this holds.
        total: All of them, added up.
    """

    sessions: int
    classes: Sequence[int]
    shortest: int | None
    median: int | None
    most: int | None
    longest: int | None
    total: int


def durations_of(lengths: Iterable[int]) -> Durations:
    """The figures of these durations."""
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
        # In whole numbers: 0.95 * 20 is no whole one for a float.
        most=ordered[-(-size * 95 // 100) - 1] if ordered else None,
        longest=ordered[-1] if ordered else None,
        total=sum(ordered),
    )

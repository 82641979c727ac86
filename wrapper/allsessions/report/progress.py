"""The number of sessions in progress at the same time."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from attrs import frozen

from .period import Stretches
from .runs import Run


@frozen(kw_only=True)
class Progress:
    """The number of sessions in progress at the same time, over a period. Times are in microseconds.

    Attributes:
        sessions: The number of sessions with a known start and end.
        highest: The highest number in each interval of the period.
        peak: The highest number in the whole period.
        peaked: The first time with this number; None if no session was in progress.
        total: The sum of the times in progress. Divided by the length of the period, it is the average number.
        limit: The limit that the user gave; None without one.
        at_limit: The time with `limit` or more sessions in progress; None without a limit.
    """

    sessions: int
    highest: Sequence[int]
    peak: int
    peaked: int | None
    total: int
    limit: int | None
    at_limit: int | None


def progress_of(runs: Iterable[Run], stretches: Stretches, limit: int | None) -> Progress:
    """Return the figures of the runs."""
    since, until = stretches.moments[0], stretches.moments[-1]
    spans = [(run.begin, run.end) for run in runs if run.begin is not None and run.end is not None]
    highest = [0] * len(stretches)
    peak, peaked, total, at_limit = 0, None, 0, 0
    for begin, end, number in _levels(spans, since, until):
        total += number * (end - begin)
        if limit is not None and number >= limit:
            at_limit += end - begin
        if number > peak:
            peak, peaked = number, begin
        for place in range(stretches.place(begin), stretches.place(end - 1) + 1):
            highest[place] = max(highest[place], number)
    return Progress(
        sessions=len(spans),
        highest=highest,
        peak=peak,
        peaked=peaked,
        total=total,
        limit=limit,
        at_limit=None if limit is None else at_limit,
    )


def _levels(spans: Iterable[tuple[int, int]], since: int, until: int) -> Iterator[tuple[int, int, int]]:
    """Yield begin, end and number of sessions in progress. Sessions that only touch do not overlap."""
    changes = [(since, 0), (until, 0)]
    for begin, end in spans:
        if (begin := max(begin, since)) < (end := min(end, until)):
            changes += [(begin, 1), (end, -1)]
    changes.sort()
    steps = [(at, sum(change for _, change in group)) for at, group in groupby(changes, lambda change: change[0])]
    number = 0
    for (begin, change), (end, _) in pairwise(steps):
        number += change
        yield begin, end, number

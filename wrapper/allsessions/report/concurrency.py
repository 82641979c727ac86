"""The number of sessions in progress at the same time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import itemgetter

from attrs import frozen

from .period import Intervals
from .runs import Run


@frozen(kw_only=True)
class Concurrency:
    """The number of sessions in progress at the same time, over a period. Times are in microseconds.

    Attributes:
        sessions: The number of sessions with a known start and end.
        highest: The highest number of sessions in each interval of the period.
        sources: The numbers in `highest`, split by source. Sources without sessions are left out.
        peak: The highest number of sessions in the whole period.
        peaked: The first time when `peak` sessions were in progress; None if no session was in progress.
        total: The total time of the sessions in the period. Divided by the period's length, it is the average number.
        limit: The limit that the caller gave; None without one.
        at_limit: The total time when `limit` or more sessions were in progress; None without a limit.
    """

    sessions: int
    highest: Sequence[int]
    sources: Sequence[Mapping[str, int]]
    peak: int
    peaked: int | None
    total: int
    limit: int | None
    at_limit: int | None


def concurrency_of(runs: Iterable[Run], intervals: Intervals, limit: int | None) -> Concurrency:
    """Return the numbers of sessions in progress at the same time."""
    known = [run for run in runs if run.begin is not None and run.end is not None]
    highest = [0] * len(intervals)
    sources: list[Mapping[str, int]] = [{}] * len(intervals)
    peak, peaked, total, at_limit = 0, None, 0, 0
    for begin, end, number, counts in _levels(known, intervals.moments[0], intervals.moments[-1]):
        total += number * (end - begin)
        if limit is not None and number >= limit:
            at_limit += end - begin
        if number > peak:
            peak, peaked = number, begin
        for place in range(intervals.place(begin), intervals.place(end - 1) + 1):
            if number > highest[place]:
                highest[place], sources[place] = number, +counts
    return Concurrency(
        sessions=len(known),
        highest=highest,
        sources=sources,
        peak=peak,
        peaked=peaked,
        total=total,
        limit=limit,
        at_limit=None if limit is None else at_limit,
    )


def _levels(runs: Iterable[Run], since: int, until: int) -> Iterator[tuple[int, int, int, Counter[str]]]:
    """Yield (begin, end, number of sessions in progress, number by source). All tuples share one Counter: copy it.

    A session that starts when another one ends does not overlap it.
    """
    number, counts = 0, Counter[str]()
    for (begin, changes), (end, _) in pairwise(_changes(runs, since, until)):
        for _, change, source in changes:
            counts[source] += change
            number += change
        yield begin, end, number, counts


def _changes(runs: Iterable[Run], since: int, until: int) -> list[tuple[int, list[tuple[int, int, str]]]]:
    """Return the times of starts and ends, each with its changes: (time, 1 for a start or -1 for an end, source)."""
    changes = [(since, 0, ""), (until, 0, "")]
    for run in runs:
        begin, end = max(run.begin or 0, since), min(run.end or 0, until)
        if begin < end:
            changes += [(begin, 1, run.source), (end, -1, run.source)]
    changes.sort(key=itemgetter(0))
    return [(at, list(group)) for at, group in groupby(changes, itemgetter(0))]

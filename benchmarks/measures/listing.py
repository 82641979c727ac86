"""Measure the listing of 5,000 sessions of each vendor at 50 ms latency, with a separate process for each peer.

The figures are wall time, CPU time, and the time to the first session.
"""

import math
from collections.abc import Sequence
from functools import partial
from statistics import median

from attrs import frozen

from ..listed import Took, check, list_apart
from ..outcome import Outcome, Verdict, at_least, at_most, milliseconds, table
from ..pages import PAGED, SIZE, VENDORS
from ..peers.ours import source
from ..rounds import interleaved, ratio
from ..server import Listed
from ..serving import Served, served

SESSIONS = 5_000
LATENCY = 0.05
ROUNDS = 5
OURS = "ours"
PEERS = ("requests_loop", "unmodified", "dlt_rest_api")
"""The sequential peers, which read one page at a time and one source at a time."""
AT_ONCE = ("dlt_parallelized",)
"""Peers that read several sources at once. They run only with several sources, and no target refers to them."""


@frozen
class Runs:
    """The measurements of each peer, round by round, for listing these vendors' sessions."""

    vendors: Sequence[str]
    took: dict[str, list[Took]]

    def ratio(self, attribute: str, above: str, below: str) -> float:
        """Return the ratio between two peers for an attribute of Took: the median of the ratios within each round."""
        return ratio(self.of(attribute, above), self.of(attribute, below))

    def of(self, attribute: str, peer: str) -> list[float]:
        return [getattr(took, attribute) for took in self.took[peer]]

    @property
    def name(self) -> str:
        return self.vendors[0] if len(self.vendors) == 1 else "all four"

    @property
    def best(self) -> str:
        """The name of the fastest sequential peer."""
        return min(PEERS, key=lambda peer: median(self.of("wall", peer)))

    @property
    def limit(self) -> float:
        """The shortest possible wall time in seconds: the latency × the round trips that must be sequential."""
        return LATENCY * max(map(round_trips, self.vendors))


def round_trips(vendor: str) -> int:
    """Return the number of sequential round trips: the first page, then groups of concurrent requests."""
    if vendor not in PAGED:
        return 1
    return 1 + math.ceil((SESSIONS // SIZE - 1) / source(vendor, "http://127.0.0.1", vendor).concurrency)


def measure() -> Outcome:
    with served([Listed(vendor=vendor, sessions=SESSIONS) for vendor in VENDORS], LATENCY) as server:
        runs = [_runs(server, [vendor]) for vendor in PAGED]
        runs.append(_runs(server, VENDORS))
    return Outcome(
        text="\n\n".join([HOW, _wall(runs), *map(_cpu, runs[-1:]), _first(runs), _limits()]),
        verdicts=tuple(verdict for each in runs for verdict in _verdicts(each)),
        figures={f"listing, {each.name}, limit, wall": each.limit for each in runs}
        | {
            f"listing, {each.name}, {peer}, {attribute}": median(each.of(attribute, peer))
            for each in runs
            for peer in each.took
            for attribute in ("wall", "first", "cpu", "cpu_of_process")
        },
    )


def _runs(server: Served, vendors: Sequence[str]) -> Runs:
    sources = [each for each in server.sources if each[0] in vendors]

    def run(peer: str) -> Took:
        took = list_apart(peer, sources)
        check(peer, took, [*range(SESSIONS)] * len(vendors))
        return took

    run(OURS)  # so the server has prepared its responses before the first measured run
    peers = (OURS, *PEERS, *(AT_ONCE if len(vendors) > 1 else ()))
    return Runs(vendors, interleaved({peer: partial(run, peer) for peer in peers}, ROUNDS))


HOW = (
    f"{SESSIONS:,} sessions for each vendor, {SIZE} on a page; the server sends each response {LATENCY * 1000:.0f} ms "
    "after the request. Wall time begins before the creation of the client and ends after the last session. It does "
    "not include imports. CPU time (`time.process_time`) is user and system time of all threads. For the whole "
    "process, it includes the start of the interpreter and imports."
)


def _wall(runs: Sequence[Runs]) -> str:
    limit = ["limit", *(milliseconds(each.limit) for each in runs)]
    return "Wall time:\n\n" + table(["", *(each.name for each in runs)], [*_rows(runs, "wall"), limit])


def _rows(runs: Sequence[Runs], attribute: str) -> list[list[str]]:
    return [
        [peer, *(milliseconds(median(each.of(attribute, peer))) if peer in each.took else "–" for each in runs)]
        for peer in (OURS, *PEERS, *AT_ONCE)
    ]


def _cpu(runs: Runs) -> str:
    thousands = SESSIONS * len(runs.vendors) / 1000
    rows = [
        [peer, *(milliseconds(median(runs.of(of, peer)) / thousands) for of in ("cpu_of_process", "cpu"))]
        for peer in runs.took
    ]
    head = ["", "whole process", "without start and imports"]
    return f"CPU time per 1,000 sessions, {runs.name} vendors:\n\n" + table(head, rows)


def _first(runs: Sequence[Runs]) -> str:
    names = [each.name for each in runs]
    return "Time to the first session, including the creation of the client:\n\n" + table(
        ["", *names], _rows(runs, "first")
    )


def _limits() -> str:
    concurrency = source("anam", "http://127.0.0.1", "anam").concurrency
    chain = LATENCY * SESSIONS / SIZE
    return (
        f"The limit is the shortest possible wall time with a source's {concurrency} concurrent requests. The first "
        f"page gives the number of pages. The other {SESSIONS // SIZE - 1} follow in {round_trips('anam') - 1} groups "
        f"of up to {concurrency}, so the limit is {round_trips('anam')} times {LATENCY * 1000:.0f} ms. ElizaOS needs "
        "one request. Four vendors at once need only as long as the slowest. allsessions reads KonPro by page number. "
        f"With tokens, where each page gives the token of the next page, KonPro's limit would be {milliseconds(chain)}."
    )


def _verdicts(runs: Runs) -> list[Verdict]:
    one = len(runs.vendors) == 1
    what = f"listing {SESSIONS:,} sessions per vendor at {runs.name}, {LATENCY * 1000:.0f} ms latency, wall time"
    limit = at_most(what, 1.3 if one else 2, "the limit", median(runs.of("wall", OURS)) / runs.limit)
    found = [
        at_least(
            what, 6 if one else 10, f"the best sequential speed ({runs.best})", runs.ratio("wall", runs.best, OURS)
        ),
        limit,
    ]
    if not one:
        what = "CPU time per 1,000 sessions, listing all four vendors"
        found.append(at_most(what, 1, "the `requests` loop", runs.ratio("cpu_of_process", OURS, "requests_loop")))
    else:
        what = f"time to the first session of a list of {SESSIONS:,} at {runs.name}"
        found.append(at_most(what, 1.5, "one round trip", median(runs.of("first", OURS)) / LATENCY))
    return found

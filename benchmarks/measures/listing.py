"""5,000 sessions at each vendor at 50 ms latency: wall, CPU, and the time to the first session; a process a peer."""

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
"""All of them read one page after the other, and one source after the other."""
AT_ONCE = ("dlt_parallelized",)
"""What reads several sources at once, where there are several. No sequential peer, and shown only."""


@frozen
class Runs:
    """What each peer took, round by round, to list these vendors' sessions."""

    vendors: Sequence[str]
    took: dict[str, list[Took]]

    def ratio(self, attribute: str, above: str, below: str) -> float:
        """The median, over the rounds, of the ratio of this attribute at two peers."""
        return ratio(self.of(attribute, above), self.of(attribute, below))

    def of(self, attribute: str, peer: str) -> list[float]:
        return [getattr(took, attribute) for took in self.took[peer]]

    @property
    def name(self) -> str:
        return self.vendors[0] if len(self.vendors) == 1 else "all four"

    @property
    def best(self) -> str:
        """The fastest sequential peer."""
        return min(PEERS, key=lambda peer: median(self.of("wall", peer)))

    @property
    def limit(self) -> float:
        """Round trips one after the other × latency, where pages are asked for by number, side by side."""
        return LATENCY * max(map(round_trips, self.vendors))


def round_trips(vendor: str) -> int:
    """The first page tells how many there are; the others follow, as many at once as the source allows."""
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

    run(OURS)  # so that the server has its answers ready, for all alike
    peers = (OURS, *PEERS, *(AT_ONCE if len(vendors) > 1 else ()))
    return Runs(vendors, interleaved({peer: partial(run, peer) for peer in peers}, ROUNDS))


HOW = (
    f"{SESSIONS:,} sessions a vendor, {SIZE} a page, every answer {LATENCY * 1000:.0f} ms after its request. Wall is "
    "from before the client is made until the last session; imports are before that, at every peer. CPU is user and "
    "system, of all threads, from the start of the process on: with the interpreter and all imports (`os.times`, as "
    "`time.process_time` gives it)."
)


def _wall(runs: Sequence[Runs]) -> str:
    limit = ["limit", *(milliseconds(each.limit) for each in runs)]
    return "Wall:\n\n" + table(["", *(each.name for each in runs)], [*_rows(runs, "wall"), limit])


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
    return f"CPU per 1,000 sessions, {runs.name}:\n\n" + table(head, rows)


def _first(runs: Sequence[Runs]) -> str:
    names = [each.name for each in runs]
    return "Time to the first session, the making of the client included:\n\n" + table(
        ["", *names], _rows(runs, "first")
    )


def _limits() -> str:
    concurrency = source("anam", "http://127.0.0.1", "anam").concurrency
    chain = LATENCY * SESSIONS / SIZE
    return (
        f"The limit, at a source's {concurrency} requests at once: the first page tells how many there are, and the "
        f"other {SESSIONS // SIZE - 1} follow in {round_trips('anam') - 1} times {concurrency}, which makes "
        f"{round_trips('anam')} × {LATENCY * 1000:.0f} ms; ElizaOS needs one request; four vendors at once need no "
        "longer than the slowest of them. KonPro's limit is that of its page numbers; by its tokens alone, each of "
        f"which is known only from the page before, it is {milliseconds(chain)}."
    )


def _verdicts(runs: Runs) -> list[Verdict]:
    one = len(runs.vendors) == 1
    what = f"{SESSIONS:,} sessions at {runs.name}, {LATENCY * 1000:.0f} ms latency, wall"
    limit = at_most(what, 1.3 if one else 2, "the limit", median(runs.of("wall", OURS)) / runs.limit)
    found = [
        at_least(
            what, 6 if one else 10, f"the best sequential peer ({runs.best})", runs.ratio("wall", runs.best, OURS)
        ),
        limit,
    ]
    if not one:
        what = "CPU seconds per 1,000 sessions of that run"
        found.append(at_most(what, 1, "the `requests` loop", runs.ratio("cpu_of_process", OURS, "requests_loop")))
    else:
        what = f"time to the first session of a list of {SESSIONS:,} at {runs.name}"
        found.append(at_most(what, 1.5, "one round trip", median(runs.of("first", OURS)) / LATENCY))
    return found

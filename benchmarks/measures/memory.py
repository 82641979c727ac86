"""Measure the peak memory of a process that lists 10,000 sessions, and of one that lists 1,000,000."""

from collections.abc import Iterator
from functools import partial
from statistics import median

from ..listed import Took, check, list_apart
from ..outcome import Outcome, Verdict, table
from ..pages import PAGED
from ..rounds import interleaved
from ..server import Listed
from ..serving import served

FEW, MANY = 10_000, 1_000_000
ROUNDS = 1
"""One round is enough, because memory hardly differs between runs. More rounds of a million sessions take long."""
ELIZAOS_SERVER = 1_000
"""Sessions on each ElizaOS server, which lists all of them in one response."""
MOST_GROWTH = 20.0


def measure() -> Outcome:
    runs = interleaved({f"{sessions:,}": partial(_run, sessions) for sessions in (FEW, MANY)}, ROUNDS)
    peaks = {name: median(took.peak for took in each) for name, each in runs.items()}
    few, many = peaks.values()
    seconds = median(took.wall for took in runs[f"{MANY:,}"])
    return Outcome(
        text="Akool, Anam and KonPro have three tenths of the sessions each. The rest is on ElizaOS servers with "
        f"{ELIZAOS_SERVER:,} sessions each. The server has no latency. Peak resident memory of the listing process:\n\n"
        + table(["sessions", "peak"], [[name, f"{peak:.1f} MB"] for name, peak in peaks.items()])
        + f"\n\nListing {MANY:,} sessions took {seconds:.0f} s.",
        verdicts=(
            Verdict(
                measure=f"peak memory for {MANY:,} sessions",
                target=f"≤ {MOST_GROWTH:.0f} MB more than for {FEW:,}",
                measured=f"{many - few:+.1f} MB",
                met=many - few <= MOST_GROWTH,
            ),
        ),
        figures={f"memory, {name}": peak * 2**20 for name, peak in peaks.items()},
    )


def _run(sessions: int) -> Took:
    with served(list(_lists(sessions)), latency=0) as server:
        took = list_apart("ours", server.sources)
    check("ours", took, range(sessions))
    return took


def _lists(sessions: int) -> Iterator[Listed]:
    paged = sessions * 3 // 10
    for place, vendor in enumerate(PAGED):
        yield Listed(vendor=vendor, sessions=paged, first=place * paged)
    for first in range(paged * len(PAGED), sessions, ELIZAOS_SERVER):
        yield Listed(vendor="elizaos", sessions=ELIZAOS_SERVER, first=first)

"""Measure the listing of 1,000 ElizaOS servers with 10 sessions each, at 50 ms latency, by one process."""

import math
from statistics import median

from allsessions.http.settings import CONNECTIONS

from ..listed import check, list_apart
from ..outcome import Outcome, Verdict, at_most, milliseconds
from ..server import Listed
from ..serving import served

SOURCES, EACH = 1_000, 10
LATENCY = 0.05
ROUNDS = 5


def measure() -> Outcome:
    lists = [Listed(vendor="elizaos", sessions=EACH, first=number * EACH) for number in range(SOURCES)]
    took, tallies = [], []
    with served(lists, LATENCY) as server:
        for _ in range(ROUNDS):
            took.append(list_apart("ours", server.sources))
            check("ours", took[-1], range(SOURCES * EACH))
            tallies.append(server.tally())
    wall, sockets = median(each.wall for each in took), max(tally.most_open for tally in tallies)
    limit = math.ceil(SOURCES / CONNECTIONS) * LATENCY
    return Outcome(
        text="Each server has its own port, so each source needs its own connection. The limit is "
        f"{milliseconds(limit)}: {SOURCES:,} requests of {LATENCY * 1000:.0f} ms, {CONNECTIONS} at a time. By default, "
        f"the library sends at most {CONNECTIONS} requests at the same time, for all sources together. The measured "
        f"values: wall time {milliseconds(wall)}, CPU time {milliseconds(median(each.cpu for each in took))}, at most "
        f"{sockets} connections open at the same time, and {tallies[-1].requests:,} requests.",
        verdicts=(
            at_most(f"{SOURCES:,} ElizaOS sources, {EACH} sessions each, wall time", 2, "the limit", wall / limit),
            Verdict(
                measure="connections open at the same time, for the same sources",
                target=f"≤ {CONNECTIONS}",
                measured=f"at most {sockets}",
                met=sockets <= CONNECTIONS,
            ),
        ),
        figures={
            "many sources, ours, wall": wall,
            "many sources, limit, wall": limit,
            "many sources, sockets": sockets,
        },
    )

"""RESULTS.md: everything that a full run found."""

from collections.abc import Mapping
from pathlib import Path

from . import before
from .curves import draw
from .machine import described
from .outcome import Outcome, milliseconds, table

RESULTS = Path(__file__).parent / "RESULTS.md"
TITLES = {
    "decoding": "Decoding",
    "mapping": "A vendor's model to `Session`",
    "listing": "Listing",
    "memory": "Memory",
    "startup": "Start-up",
    "many_sources": "Many sources",
    "regenerating": "Regenerating the clients",
    "growth": "How cost grows",
    "profile": "Where the time goes",
}
PEERS = {
    "decoding": (
        "unmodified",
        "openapi_generator",
        "pydantic_models",
        "msgspec_structs",
        "orjson_alone",
    ),
    "listing": ("requests_loop", "unmodified", "dlt_rest_api", "dlt_parallelized"),
    "regenerating": ("generate",),
    "growth": ("requests_loop", "orjson_alone"),
}
"""The modules of `benchmarks/peers/` that a measure has beside `ours`."""


def write(outcomes: Mapping[str, Outcome]) -> None:
    """Write the report of a full run."""
    figures = {name: figure for outcome in outcomes.values() for name, figure in outcome.figures.items()}
    sections = [f"## {TITLES[name]}\n\n{outcome.text}" for name, outcome in outcomes.items()]
    parts = [
        *(_head(), verdicts(outcomes), _why(outcomes), _doubt(outcomes), *sections),
        f"## Before and now\n\n{before.compared(figures)}",
        f"## What is left to the limit\n\n{_left(figures)}",
    ]
    for outcome in outcomes.values():
        if outcome.picture:
            draw(outcome.picture)
    RESULTS.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


WHY = {
    "mapping": (
        "**A model to its `Session`.** Since decoding is done in C, a whole record of Akool, KonPro or "
        "ElizaOS is decoded in 1 to 3 µs. To make one frozen attrs instance of sixteen fields takes 1.6 µs by"
        " itself; what is read into them (identifiers as text, times in UTC, durations) takes about as much "
        "again. It is up to twice as fast as it was. Only a Session that is made in C, or "
        "that reads its fields when they are asked for and so finds bad records late, would take a quarter."
    ),
    "listing": (
        "**Listing.** Six times the `requests` loop is about 435 ms for one vendor, 1.09 times the limit. "
        "What is above the limit is CPU that cannot be hidden behind the latency. Half of it is "
        "httpx, httpcore, h11, anyio and asyncio (see the profile): about 1.2 ms a request, which is what "
        "`requests` and urllib3 take with all the decoding. A sixth is Python's garbage collector "
        "(`gc.callbacks`), which goes through what is kept ahead again and again. Paging, pace, retries and "
        "hand-over are a tenth. Another event loop (uvloop, tried by hand) saves a quarter; another transport"
        " (aiohttp's, tried by hand) a fifth, and it is another set of ways in which connections fail. What is "
        "that close to its target goes by the machine's day: 1.29 times the limit at Anam, and 10.4 times the "
        "peer and 1.92 times the limit for four vendors in one run, 1.38, 9.9 and 2.04 in another of the same "
        "machine."
    ),
    "many_sources": (
        "**Many sources.** A thousand connections are opened, used once and closed, each for some 1.7 ms of "
        "CPU, nearly all of it in httpx, httpcore, anyio and the system: more than twice the limit for one "
        "core, whatever is done beside it. It took three times as much when idle connections were kept: "
        "httpcore counts all of them for each."
    ),
}
"""Why a target of a measure may be missed."""


def _why(outcomes: Mapping[str, Outcome]) -> str:
    missed = [name for name, outcome in outcomes.items() if not all(each.met for each in outcome.verdicts)]
    return "\n\n".join(["## What is missed, and why", *(WHY.get(name, TITLES[name]) for name in missed)])


def _head() -> str:
    lines = "\n".join(f"- {line}" for line in described())
    return (
        f"# What it costs, beside the peers\n\nWritten by `nox -s bench`, all of it on loopback.\n\n{lines}\n\nEvery "
        "figure is the median of paired, interleaved runs (A B C, C B A, …), and every ratio the median of the "
        "ratios within a round; of the million sessions there is one run. The garbage collector is as Python has it. "
        "The server is a process of its own with prepared answers, on the same machine: what it takes of the cores, "
        "no peer has. A peer that does not find every session ends the run."
    )


def _left(figures: Mapping[str, float]) -> str:
    """Each figure that has a limit, beside it."""
    rows = []
    for ours, limit in (("allsessions", "orjson.loads alone"), ("ours, wall", "limit, wall")):
        for name in (name for name in figures if name.endswith(f", {ours}")):
            what = name.removesuffix(f", {ours}")
            now, best = figures[name], figures.get(f"{what}, {limit}")
            if best is not None:
                rows.append([what, *map(milliseconds, (now, best, now - best)), f"{now / best:.2f} ×"])
    return table(["", "now", "limit", "left", ""], rows)


def verdicts(outcomes: Mapping[str, Outcome]) -> str:
    """The targets, and whether they are met."""
    found = [(name, verdict) for name, outcome in outcomes.items() for verdict in outcome.verdicts]
    words = {True: "met", False: "**missed**"}
    rows = [
        f"| {each.measure} | {each.target} | {each.measured} | {words[each.met]} | `{name}` |" for name, each in found
    ]
    head = ["| measure | target | measured | | by |", "|---|---|---|---|---|"]
    met = sum(each.met for _, each in found)
    return "\n".join([f"## Targets\n\n{met} of {len(found)} are met.\n", *head, *rows])


def _doubt(outcomes: Mapping[str, Outcome]) -> str:
    rows = [
        f"| {TITLES[name]} | `nox -s bench -- {name}` | {_linked('measures', name)} | {_peers(name)} |"
        for name in outcomes
    ]
    head = ["| section | one command | how it is measured | code of the peers |", "|---|---|---|---|"]
    return "\n".join(["## How to doubt a figure\n", *head, *rows])


def _peers(measure: str) -> str:
    return ", ".join(_linked("peers", peer) for peer in ("ours", *PEERS.get(measure, ())))


def _linked(folder: str, name: str) -> str:
    return f"[{name}]({folder}/{name}.py)"

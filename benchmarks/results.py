"""Write RESULTS.md, the report of a full run."""

from collections.abc import Mapping
from pathlib import Path

from .curves import draw
from .machine import described
from .outcome import Outcome, milliseconds, table

RESULTS = Path(__file__).parent / "RESULTS.md"
TITLES = {
    "decoding": "Decoding",
    "mapping": "From a vendor's model to `Session`",
    "listing": "Listing",
    "memory": "Memory",
    "startup": "Start-up",
    "many_sources": "Many sources",
    "regenerating": "Regenerating the clients",
    "growth": "Growth of the cost",
    "profile": "Profile",
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
"""The modules of `benchmarks/peers/` that each measure uses, in addition to `ours`."""


def write(outcomes: Mapping[str, Outcome]) -> None:
    """Write the report of a full run."""
    figures = {name: figure for outcome in outcomes.values() for name, figure in outcome.figures.items()}
    sections = [f"## {TITLES[name]}\n\n{outcome.text}" for name, outcome in outcomes.items()]
    parts = [
        *(_head(), verdicts(outcomes), _why(outcomes), _how_to_check(outcomes), *sections),
        f"## Distance to the limits\n\n{_left(figures)}",
    ]
    for outcome in outcomes.values():
        if outcome.picture:
            draw(outcome.picture)
    RESULTS.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


WHY = {
    "mapping": (
        "**From a model to `Session`.** Decoding runs in C, and takes 1 to 3 µs for a whole record of Akool, KonPro or "
        "ElizaOS. In Python, the creation of one frozen attrs instance with sixteen fields takes 1.6 µs. To compute "
        "the values of the fields (identifiers as text, times in UTC, durations) takes about as long again. To reach "
        "the target, a Session would have to be created in C, or compute its fields on first access. But in the second "
        "case, the library would find bad records late."
    ),
    "listing": (
        "**Listing.** The time above the limit is CPU time that the client cannot spend while it waits for responses. "
        "Half of it goes to httpx, httpcore, h11, anyio and asyncio (see the profile). They need about 1.2 ms for each "
        "request. `requests` and urllib3 need as much, but this includes all decoding. A sixth of the time above the "
        "limit goes to Python's garbage collector (measured with `gc.callbacks`), which traverses the prefetched "
        "sessions again and again. A tenth goes to paging, throttling, retries and passing sessions to the caller. "
        "Another event loop (uvloop) saves a quarter. Another transport (aiohttp's) saves a fifth, but it raises "
        "different errors if a connection fails. We tried both by hand.\n\nBefore the first request, httpx reads "
        "the certificates. This takes 35 ms, although the servers do not use TLS. The unmodified clients also use "
        "httpx, so they lose the same time."
    ),
    "startup": (
        "**Start-up.** A program that lists sessions also imports asyncio, attrs, msgspec and aiolimiter. To "
        "import these and httpx takes 1.6 times as long as to import httpx alone."
    ),
    "many_sources": (
        "**Many sources.** The client opens a thousand connections, uses each one once, and closes it. This takes "
        "about 1.7 ms of CPU time for each connection, nearly all of it in httpx, httpcore, anyio and the system. On "
        "one core, this alone takes more than twice the limit. The client keeps no idle connections for so many "
        "sources. Otherwise, it would need three times as much, because each request checks all idle connections."
    ),
}
"""Reasons for missed targets, by measure."""


def _why(outcomes: Mapping[str, Outcome]) -> str:
    missed = [name for name, outcome in outcomes.items() if not all(each.met for each in outcome.verdicts)]
    return "\n\n".join(["## Missed targets, and the reasons", *(WHY.get(name, TITLES[name]) for name in missed)])


def _head() -> str:
    lines = "\n".join(f"- {line}" for line in described())
    return (
        f"# Benchmark results\n\nWritten by `nox -s bench`. All measures run on loopback.\n\n{lines}\n\nA figure is "
        "the median of interleaved rounds (A B C, C B A, …). A ratio is the median of the ratios within each round. "
        "The memory measure runs only once. The garbage collector has Python's default settings. The server is a "
        "separate process with prepared responses on the same machine, so no peer (measured solution) has the machine "
        "to itself. A peer that does not find every session stops the run."
    )


def _left(figures: Mapping[str, float]) -> str:
    """Return a table of the figures that have a limit, each with its limit."""
    rows = []
    for ours, limit in (("allsessions", "orjson.loads alone"), ("ours, wall", "limit, wall")):
        for name in (name for name in figures if name.endswith(f", {ours}")):
            what = name.removesuffix(f", {ours}")
            now, best = figures[name], figures.get(f"{what}, {limit}")
            if best is not None:
                rows.append([what, *map(milliseconds, (now, best, now - best)), f"{now / best:.2f} ×"])
    return table(["", "measured", "limit", "difference", "ratio"], rows)


def verdicts(outcomes: Mapping[str, Outcome]) -> str:
    """Return a table of all targets, with their results."""
    found = [(name, verdict) for name, outcome in outcomes.items() for verdict in outcome.verdicts]
    words = {True: "met", False: "**missed**"}
    rows = [
        f"| {each.measure} | {each.target} | {each.measured} | {words[each.met]} | `{name}` |" for name, each in found
    ]
    head = ["| measure | target | measured | result | command |", "|---|---|---|---|---|"]
    met = sum(each.met for _, each in found)
    return "\n".join([f"## Targets\n\n{met} of {len(found)} targets are met.\n", *head, *rows])


def _how_to_check(outcomes: Mapping[str, Outcome]) -> str:
    rows = [
        f"| {TITLES[name]} | `nox -s bench -- {name}` | {_linked('measures', name)} | {_peers(name)} |"
        for name in outcomes
    ]
    head = ["| section | command | code of the measure | code of the peers |", "|---|---|---|---|"]
    return "\n".join(["## How to check a figure\n", *head, *rows])


def _peers(measure: str) -> str:
    return ", ".join(_linked("peers", peer) for peer in ("ours", *PEERS.get(measure, ())))


def _linked(folder: str, name: str) -> str:
    return f"[{name}]({folder}/{name}.py)"

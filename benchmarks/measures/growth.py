"""Measure the growth of the cost with the number of sessions, the number of sources, and the size of a record."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from statistics import median

from ..curves import Curve, Panel
from ..limits import on_one_core
from ..listed import check, list_apart
from ..outcome import Outcome, milliseconds, table
from ..pages import SIZE, body
from ..peers import orjson_alone, ours
from ..rounds import interleaved
from ..server import Listed
from ..serving import served
from .decoding import repeated

ROUNDS = 3
SESSIONS = (500, 5_000, 50_000)
SOURCES = (10, 100, 1_000)
EACH = 10
PERSONAS = (1_300, 4_000, 13_000)

Points = dict[str, list[float]]
"""The curves by name, each with one figure for each size."""


def measure() -> Outcome:
    sessions, sources, sizes = _sessions(), _sources(), _sizes()
    return Outcome(
        picture=(
            Panel("sessions of one Anam source", SESSIONS, "seconds", _curves(sessions)),
            Panel(f"ElizaOS sources of {EACH} sessions", SOURCES, "seconds", _curves(sources)),
            Panel("bytes of an Anam persona", PERSONAS, "seconds for a page of 100", _curves(sizes)),
        ),
        text="\n\n".join(
            [
                "![How cost grows with sessions, sources and the size of a record](growth.svg)",
                "The server has no latency. Wall time includes the work of the server, which runs on the other core.",
                _sentences(sessions, sources, sizes),
                *(
                    table([what, *(f"{at:,}" for at in places)], _rows(points))
                    for what, places, points in (
                        ("sessions", SESSIONS, sessions),
                        ("sources", SOURCES, sources),
                        ("bytes of a persona", PERSONAS, sizes),
                    )
                ),
            ]
        ),
        figures={
            f"growth, {name}, {place}": figure
            for places, points in ((SESSIONS, sessions), (SOURCES, sources), (PERSONAS, sizes))
            for name, figures in points.items()
            for place, figure in zip(places, figures, strict=True)
        },
    )


def _sessions() -> Points:
    found: Points = {}
    for count in SESSIONS:
        lists = [Listed(vendor="anam", sessions=count)]
        _add(found, {"allsessions": "ours", "`requests` loop": "requests_loop"}, lists, count)
    return found


def _sources() -> Points:
    found: Points = {}
    for count in SOURCES:
        lists = [Listed(vendor="elizaos", sessions=EACH, first=number * EACH) for number in range(count)]
        _add(found, {"allsessions": "ours", "`requests` loop": "requests_loop"}, lists, count * EACH)
    return found


def _add(found: Points, peers: Mapping[str, str], lists: Sequence[Listed], sessions: int) -> None:
    with served(lists, latency=0) as server:
        runs = interleaved({name: partial(list_apart, peer, server.sources) for name, peer in peers.items()}, ROUNDS)
    for name, took in runs.items():
        for each in took:
            check(name, each, range(sessions))
        found.setdefault(f"{name}, wall", []).append(median(each.wall for each in took))
        found.setdefault(f"{name}, CPU", []).append(median(each.cpu for each in took))


def _sizes() -> Points:
    found: Points = {}
    for persona in PERSONAS:
        content = body("anam", 0, SIZE, persona=persona)
        readers: dict[str, Callable[[bytes], object]] = {
            "allsessions": ours.reader("anam"),
            "orjson.loads alone": orjson_alone.decoding("anam").read,
        }
        turns = {name: repeated(read, content) for name, read in readers.items()}
        with on_one_core():
            taken = interleaved(turns, 3 * ROUNDS)
        for name, seconds in taken.items():
            found.setdefault(name, []).append(median(seconds))
    return found


def _curves(points: Points) -> list[Curve]:
    return [Curve(name, figures) for name, figures in points.items()]


def _rows(points: Points) -> list[list[str]]:
    return [[name, *map(milliseconds, figures)] for name, figures in points.items()]


def exponent(places: Sequence[float], figures: Sequence[float]) -> float:
    """Return the exponent of the growth from the first to the last size; 1 means proportional growth."""
    return math.log(figures[-1] / figures[0]) / math.log(places[-1] / places[0])


def _slope(places: Sequence[float], figures: Sequence[float]) -> float:
    """Return the cost of one more unit, calculated from the two largest sizes."""
    return (figures[-1] - figures[-2]) / (places[-1] - places[-2])


def _sentences(sessions: Points, sources: Points, sizes: Points) -> str:
    ours, theirs = sessions["allsessions, CPU"], sessions["`requests` loop, CPU"]
    many, page, limit = sources["allsessions, CPU"], sizes["allsessions"], sizes["orjson.loads alone"]
    kilobytes = [persona * SIZE / 1000 for persona in PERSONAS]
    return (
        f"**Sessions.** In a list of {SESSIONS[-1]:,}, each additional session costs {_slope(SESSIONS, ours) * 1e6:.0f}"
        f" µs of CPU time. The `requests` loop, which builds no models, needs {_slope(SESSIONS, theirs) * 1e6:.0f} µs. "
        "Fixed costs (client, thread, connections) matter only for short lists. The exponent of the growth is "
        f"{exponent(SESSIONS, ours):.2f} from {SESSIONS[0]:,} to {SESSIONS[-1]:,} sessions, and "
        f"{exponent(SESSIONS[1:], ours[1:]):.2f} from {SESSIONS[1]:,} on; 1 means proportional growth.\n\n**Sources.** "
        f"Each additional source costs {_slope(SOURCES, many) * 1e3:.2f} ms of CPU time, for its own connection, one "
        f"request and {EACH} sessions. The exponent of the growth is {exponent(SOURCES, many):.2f} from "
        f"{SOURCES[0]:,} to {SOURCES[-1]:,} sources. More sources share the fixed costs, which lowers the exponent "
        "below 1. An exponent above 1 would mean that sources slow each other down.\n\n**Size of a record.** An Anam "
        f"session is mostly its persona. With a persona ten times as large, decoding takes {page[-1] / page[0]:.1f} × "
        f"as long, and {limit[-1] / limit[0]:.1f} × as long with orjson alone. Each additional kilobyte costs "
        f"{_slope(kilobytes, page) * 1e6:.1f} µs in allsessions and {_slope(kilobytes, limit) * 1e6:.1f} µs in orjson. "
        "The persona is free-form JSON, and both decode it only once. The time for a page of more than a megabyte "
        "depends strongly on the memory that the allocator has available."
    )

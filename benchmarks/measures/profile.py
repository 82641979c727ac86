"""Profile decoding and listing with a sampling profiler, and sum up the time by part."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from pyinstrument import Profiler
from pyinstrument.session import Session as Samples

from allsessions import AsyncClient, Source

from ..outcome import Outcome, table
from ..pages import VENDORS
from ..peers import ours
from ..server import Listed
from ..serving import served
from .decoding import page

INTERVAL = 0.0005
SESSIONS = 5_000
SECONDS_OF_DECODING = 3
"""Approximate time for decoding, for all vendors together."""

WAITING = "waiting for the server"
# Each part's pattern for the file and the function of a frame. The innermost matching frame decides. Other code (such
# as built-in functions and most of the standard library) counts for the part that called it.
PARTS = (
    ("JSON to values", r"/json/\w+\.py|generated/\w+/_body\.py|msgspec|orjson"),
    ("UUIDs and datetimes", r"/uuid\.py|datetime\.fromisoformat"),
    ("vendor's models", r"generated/\w+/(models/|_model\.py|_shapes\.py)"),
    ("vendor's endpoint and client", r"generated/\w+/"),
    ("models to Session", r"wrapper/allsessions/(source/|vendors/|session\.py)"),
    ("paging, throttling, listing", r"wrapper/allsessions/"),
    ("httpx", r"/httpx/"),
    ("httpcore", r"/httpcore/"),
    ("h11", r"/h11/"),
    ("anyio", r"/anyio/"),
    ("ssl", r"/ssl\.py"),
    ("imports", r"importlib"),
    (WAITING, r"/selectors\.py select"),
    ("asyncio", r"/asyncio/|/selectors\.py"),
)
OTHER = "other"
NAMES = [name for name, _ in PARTS if name != WAITING] + [OTHER]


def measure() -> Outcome:
    shares = {**{f"decoding, {vendor}": _decoding(vendor) for vendor in VENDORS}, "listing, all four": _listing()}
    rows = [[name, *(f"{each[name] * 100:.0f} %" for each in shares.values())] for name in NAMES]
    rows = [row for row in rows if set(row[1:]) != {"0 %"}]
    return Outcome(
        text="Shares of the time, by part:\n\n"
        + table(["", *shares], rows)
        + f"\n\nSampled by pyinstrument every {INTERVAL * 1000:g} ms. Built-in functions and most of the standard "
        f"library count for the part that calls them. “Listing” is `AsyncClient.list()` of {SESSIONS:,} sessions of "
        "each of the four vendors, without latency and without the time spent waiting for the server.",
        figures={
            f"profile, {what}, {name}": each[name] for what, each in shares.items() for name in NAMES if each[name]
        },
    )


def _decoding(vendor: str) -> dict[str, float]:
    read, content = ours.reader(vendor), page(vendor)

    def work() -> None:
        times = int(SECONDS_OF_DECODING / len(VENDORS) / 0.002)
        for _ in range(times):
            read(content)

    return _profiled(work)


def _listing() -> dict[str, float]:
    with served([Listed(vendor=vendor, sessions=SESSIONS) for vendor in VENDORS], latency=0) as server:
        return _profiled(lambda: asyncio.run(_list([ours.source(*each, each[0]) for each in server.sources])))


async def _list(sources: list[Source]) -> None:
    async with AsyncClient(sources) as client:
        async for _ in client.list():
            pass


def _profiled(work: Callable[[], None]) -> dict[str, float]:
    profiler = Profiler(interval=INTERVAL, async_mode="disabled")
    with profiler:
        work()
    assert profiler.last_session is not None
    return _shares(profiler.last_session)


def _shares(samples: Samples) -> dict[str, float]:
    seconds: defaultdict[str, float] = defaultdict(float)
    for stack, time in samples.frame_records:
        seconds[_part(stack)] += time
    seconds.pop(WAITING, None)
    whole = sum(seconds.values())
    return {name: seconds[name] / whole for name in NAMES}


def _part(stack: list[str]) -> str:
    """Return the part that a sample counts for."""
    found = (name for frame in reversed(stack) for name, pattern in PARTS if re.search(pattern, _place(frame)))
    return next(found, OTHER)


def _place(frame: str) -> str:
    """Return a frame's file and function. pyinstrument separates function, file and line with NULs."""
    function, file, *_ = frame.split("\0")
    return f"{Path(file).as_posix()} {function}"

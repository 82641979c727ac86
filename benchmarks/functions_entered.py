"""Count the functions entered to list one page of two sessions: `python -m benchmarks.functions_entered [--list]`.

Counts the different Python functions that `AsyncClient.list()` enters, in all threads, until the list ends. The client
is new, and was opened before the count. Another client lists the same sessions first, to exclude imports and other work
that a process does once. Methods that attrs generates do not count. Up to Python 3.11, comprehensions are functions.
"""

import argparse
import asyncio
import sys
import sysconfig
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from types import CodeType, FrameType

import httpx

import allsessions
from allsessions import AsyncClient

from .outcome import table
from .pages import PAGED, SIZE, body
from .peers import ours

SESSIONS = 2
NOWHERE = "http://127.0.0.1:9"
OURS, GENERATED, LIBRARIES, STANDARD = "allsessions", "generated client", "other libraries", "standard library"
ROWS = {
    OURS: [OURS],
    GENERATED: [GENERATED],
    "allsessions and generated client": [OURS, GENERATED],
    LIBRARIES: [LIBRARIES],
    STANDARD: [STANDARD],
    "all": [OURS, GENERATED, LIBRARIES, STANDARD],
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.functions_entered", description=__doc__)
    parser.add_argument("--list", action="store_true", help="also print the functions")
    with_names = parser.parse_args().list
    entered = {vendor: functions_entered(vendor) for vendor in PAGED}
    origins = [[origin(code) for code in codes] for codes in entered.values()]
    rows = [[name, *(sum(map(found.count, parts)) for found in origins)] for name, parts in ROWS.items()]
    print(table(["different functions", *PAGED], rows))
    for vendor, codes in entered.items() if with_names else ():
        print(f"\n{vendor}", *names(codes), sep="\n")


def functions_entered(vendor: str) -> list[CodeType]:
    """Return the code objects of the functions entered to list a vendor's sessions."""
    entered: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            entered.add(frame.f_code)

    asyncio.run(read(vendor, None))
    asyncio.run(read(vendor, note))
    return [code for code in entered if origin(code)]


async def read(vendor: str, note: Callable[[FrameType, str, object], None] | None) -> None:
    """List a vendor's sessions over a transport in memory, and call `note` for each profiling event of each thread."""
    transport = httpx.MockTransport(lambda request: httpx.Response(200, content=page(vendor, request)))
    async with AsyncClient(ours.source(vendor, NOWHERE, vendor), http={"transport": transport}) as client:
        profile(note)
        try:
            found = [session async for session in client.list()]
        finally:
            profile(None)
    assert len(found) == SESSIONS, found


def profile(note: Callable[[FrameType, str, object], None] | None) -> None:
    """Start profiling all threads; if `note` is None, stop profiling."""
    threading.setprofile(note)
    sys.setprofile(note)


def page(vendor: str, request: httpx.Request) -> bytes:
    """Return the body of the requested page; all pages after the first are empty."""
    return body(vendor, (int(request.url.params["page"]) - 1) * SIZE, SESSIONS)


def origin(code: CodeType) -> str | None:
    """Return the group of code that a function belongs to; None if it belongs to this benchmark, or has no file."""
    path = Path(code.co_filename)
    if path.is_relative_to(Path(allsessions.__file__).parent):
        return OURS
    if any(part.endswith("_client") for part in path.parts):
        return GENERATED
    if "site-packages" in path.parts:
        return LIBRARIES
    return STANDARD if path.is_relative_to(sysconfig.get_path("stdlib")) else None


def names(codes: Iterable[CodeType]) -> list[str]:
    """Return one line for each function."""
    return sorted(f"{origin(code)}: {Path(code.co_filename).name}: {code.co_qualname}" for code in codes)


if __name__ == "__main__":
    main()

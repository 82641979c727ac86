"""Count the functions that one page of two sessions takes: `python -m benchmarks.functions_entered [--list]`.

It counts different Python functions, in all threads, from making the client to closing it. What is done once in a
process, such as an import, does not count: a list was read before.
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


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.functions_entered", description=__doc__)
    parser.add_argument("--list", action="store_true", help="print the functions, too")
    with_names = parser.parse_args().list
    entered = {vendor: functions_entered(vendor) for vendor in PAGED}
    counted = {vendor: [origin(code) for code in codes] for vendor, codes in entered.items()}
    rows = [[each, *(found.count(each) for found in counted.values())] for each in (OURS, GENERATED)]
    rows.append(["both", *(found.count(OURS) + found.count(GENERATED) for found in counted.values())])
    rows += [[each, *(found.count(each) for found in counted.values())] for each in (LIBRARIES, STANDARD)]
    rows.append(["all", *(len(found) for found in counted.values())])
    print(table(["different functions", *PAGED], rows))
    for vendor, codes in entered.items() if with_names else ():
        print(f"\n{vendor}", *names(codes), sep="\n")


def functions_entered(vendor: str) -> set[CodeType]:
    """Read a list twice and return the code of each function that the second time entered."""
    entered: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            entered.add(frame.f_code)

    asyncio.run(read(vendor))
    profile(note)
    try:
        asyncio.run(read(vendor))
    finally:
        profile(None)
    return {code for code in entered if code.co_filename != __file__}


def profile(note: Callable[[FrameType, str, object], None] | None) -> None:
    """Call `note` for each event of each thread; None stops that."""
    threading.setprofile(note)
    sys.setprofile(note)


async def read(vendor: str) -> None:
    """Read the list of two sessions from a transport in memory."""
    transport = httpx.MockTransport(lambda request: httpx.Response(200, content=page(vendor, request)))
    async with AsyncClient(ours.source(vendor, NOWHERE, vendor), http={"transport": transport}) as client:
        found = [session.id async for session in client.list()]
    assert len(found) == SESSIONS, found


def page(vendor: str, request: httpx.Request) -> bytes:
    """Return the page that is asked for; past the first one it is empty."""
    return body(vendor, (int(request.url.params["page"]) - 1) * SIZE, SESSIONS)


def origin(code: CodeType) -> str:
    """Return whose function it is."""
    path = Path(code.co_filename)
    if path.is_relative_to(Path(allsessions.__file__).parent):
        return OURS
    if any(part.endswith("_client") for part in path.parts):
        return GENERATED
    if "site-packages" in path.parts:
        return LIBRARIES
    # attrs compiles methods in files without a path, for the classes of this project.
    return STANDARD if path.is_relative_to(sysconfig.get_path("stdlib")) or path.name.startswith("<frozen") else OURS


def names(codes: Iterable[CodeType]) -> list[str]:
    """Return one line for each function."""
    return sorted(f"{origin(code)}: {code.co_qualname} ({Path(code.co_filename).name})" for code in codes)


if __name__ == "__main__":
    main()

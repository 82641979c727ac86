"""Measure the time to decode a page of 100 records into typed models, on one core, in one process."""

import time
from collections.abc import Callable
from statistics import median
from typing import TypeVar

from ..limits import on_one_core
from ..outcome import Outcome, Verdict, at_least, at_most, milliseconds, table
from ..pages import SIZE, VENDORS, body, identifiers, with_odd_fields
from ..peers import Decoding, msgspec_structs, openapi_generator, orjson_alone, ours, pydantic_models, unmodified
from ..rounds import interleaved, ratio

T = TypeVar("T")

ROUNDS = 21
SLICE = 0.03
"""Approximate duration of one peer's turn in seconds."""

PEERS: dict[str, Callable[[str], Decoding]] = {
    "allsessions": ours.decoding,
    "unmodified openapi-python-client": unmodified.decoding,
    "OpenAPI Generator": openapi_generator.decoding,
    "pydantic v2, lossless": pydantic_models.decoding,
    "pydantic v2, known fields": pydantic_models.decoding_known,
    "msgspec Structs": msgspec_structs.decoding,
    "orjson.loads alone": orjson_alone.decoding,
}
OURS, UNMODIFIED, LOSSLESS, LIMIT = (list(PEERS)[place] for place in (0, 1, 3, 6))
ODD = "allsessions, one invalid field per record"
"""Measured only for allsessions: the other peers reject such a page, or do not check it."""


def measure() -> Outcome:
    seconds = {vendor: _decoded(vendor) for vendor in VENDORS}
    readers = [*PEERS, ODD]
    rows = [[each, *(milliseconds(median(seconds[vendor][each])) for vendor in VENDORS)] for each in readers]
    rates = [
        [each, *(f"{ratio(seconds[vendor][each], seconds[vendor][OURS]):.2f}" for vendor in VENDORS)]
        for each in readers
    ]
    sizes = [f"{vendor} ({len(page(vendor)) / 1000:.0f} kB)" for vendor in VENDORS]
    return Outcome(
        text="CPU time to decode a page of 100 records:\n\n"
        + table(["", *sizes], rows)
        + "\n\nThe same times as multiples of the time of allsessions in the same round:\n\n"
        + table(["", *VENDORS], rates)
        + "\n\n"
        + NOTE,
        verdicts=tuple(verdict for vendor in VENDORS for verdict in _verdicts(vendor, seconds[vendor])),
        figures={
            f"decoding, {vendor}, {peer}": median(each) for vendor in VENDORS for peer, each in seconds[vendor].items()
        },
    )


NOTE = (
    "The peers do not all do the same work. allsessions, the unmodified generator and “pydantic v2, lossless” "
    "(`extra=allow`) keep undocumented fields. All other models drop them. allsessions also accepts values of "
    "undocumented types. The other peers raise an error for such a value, or do not check it."
)


def page(vendor: str) -> bytes:
    """Return a page from the middle of a list; for ElizaOS, which has no pages, a whole list of 100."""
    return body(vendor, 0, SIZE) if vendor == "elizaos" else body(vendor, 2 * SIZE, 5 * SIZE)


def repeated(read: Callable[[T], object], content: T) -> Callable[[], float]:
    """Return a function that reads the content several times, and returns the mean CPU time in seconds."""
    began = time.process_time()
    read(content)
    times = max(1, int(SLICE / max(time.process_time() - began, 1e-6)))

    def turn() -> float:
        began = time.process_time()
        for _ in range(times):
            read(content)
        return (time.process_time() - began) / times

    return turn


def _decoded(vendor: str) -> dict[str, list[float]]:
    content = page(vendor)
    turns = {}
    for peer, decoding in ((name, make(vendor)) for name, make in PEERS.items()):
        _check(peer, decoding, vendor, content)
        turns[peer] = repeated(decoding.read, content)
    odd, decoding = with_odd_fields(vendor, content), PEERS[OURS](vendor)
    _check(ODD, decoding, vendor, odd)
    turns[ODD] = repeated(decoding.read, odd)
    with on_one_core():
        return interleaved(turns, ROUNDS)


def _check(peer: str, decoding: Decoding, vendor: str, content: bytes) -> None:
    start = 0 if vendor == "elizaos" else 2 * SIZE
    if decoding.identifiers(decoding.read(content)) != identifiers(vendor, range(start, start + SIZE)):
        raise AssertionError(f"{peer} does not read {vendor}'s page")


def _verdicts(vendor: str, seconds: dict[str, list[float]]) -> list[Verdict]:
    what = f"decoding {'an' if vendor[0] in 'ae' else 'a'} {vendor} page into typed models"
    demanding = vendor == "anam"
    found = [
        at_least(what, 3 if demanding else 2, "speed of unmodified clients", ratio(seconds[UNMODIFIED], seconds[OURS])),
        at_least(
            what, 1.4 if demanding else 1, "speed of pydantic v2, lossless", ratio(seconds[LOSSLESS], seconds[OURS])
        ),
    ]
    if demanding:
        found.append(at_least(what, 0.5, "speed of orjson.loads alone", ratio(seconds[LIMIT], seconds[OURS])))
    odd = ratio(seconds[ODD], seconds[OURS])
    found.append(at_most(f"{what}, one invalid field per record", 4, "the time without invalid fields", odd))
    return found

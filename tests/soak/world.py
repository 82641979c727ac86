"""The sessions of a soak and its faults, as pure functions of numbers, so server and reader need not communicate.

Sessions have numbers from 0. A list has consecutive numbers, starting with `first`.
"""

import random
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, overload

from attrs import frozen

from tests.client.vendors import WIRES

PAGE = 100
ELIZAOS_SERVER = 1000
"""The most sessions of one ElizaOS server, which lists all of them in one answer."""


class Fault(StrEnum):
    """A fault of one attempt to get a page."""

    UNAVAILABLE = "HTTP 503"
    SLOW_DOWN = "HTTP 429"
    RESET = "reset"
    TRUNCATED = "truncated"


@frozen
class VendorList(Sequence[Any]):
    """One source's list: the sessions with numbers from `first` to `end` - 1. It creates each record on access."""

    name: str
    vendor: str
    first: int
    end: int

    def __len__(self) -> int:
        return self.end - self.first

    @overload
    def __getitem__(self, at: int) -> Any: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Any]: ...
    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        if at >= len(self):
            raise IndexError(at)
        number, wire = self.first + at, WIRES[self.vendor]
        record = wire.record(number)
        return {**record, wire.id_key: [record[wire.id_key]]} if is_bad(number) else record


def lists(sessions: int) -> Iterator[VendorList]:
    """Yield lists with a tenth of the sessions at ElizaOS servers, and the rest in equal parts at the other vendors."""
    paged = sessions - sessions // 10
    bounds = [0, paged // 3, paged * 2 // 3, paged]
    for vendor, first, end in zip(("akool", "anam", "konpro"), bounds, bounds[1:], strict=False):
        yield VendorList(vendor, vendor, first, end)
    for server, first in enumerate(range(paged, sessions, ELIZAOS_SERVER)):
        yield VendorList(f"elizaos-{server}", "elizaos", first, min(first + ELIZAOS_SERVER, sessions))


def is_bad(number: int) -> bool:
    """Return True if the session's record is unreadable, at every attempt."""
    return number % 17_807 == 17


def fault_of(attempt: str, percent: float) -> Fault | None:
    """Return the fault of an attempt, if any; `percent` of all attempts have one."""
    drawn = random.Random(attempt)
    return drawn.choice([*Fault]) if drawn.random() * 100 < percent else None


def number_of(vendor: str, id: str) -> int:
    """Return the session's number, which is in its identifier."""
    return int(id[-12:], 16) if vendor in ("akool", "anam") else int(id[3:])

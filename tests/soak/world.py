"""The sessions of a soak and its faults, as pure functions of numbers: server and reader agree without a word.

All sessions have a number, from 0. A list has the numbers from its `first` on.
"""

import hashlib
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, overload

from attrs import frozen

from tests.client.vendors import WIRES

PAGE = 100
ELIZAOS_SERVER = 1000
"""Sessions of one ElizaOS server at most: it lists them all in one answer."""


class Fault(StrEnum):
    """A fault of an answer."""

    UNAVAILABLE = "HTTP 503"
    SLOW_DOWN = "HTTP 429"
    RESET = "reset"
    TRUNCATED = "truncated"
    BAD_RECORD = "bad record"


TRANSIENT = (Fault.UNAVAILABLE, Fault.SLOW_DOWN, Fault.RESET, Fault.TRUNCATED)


@frozen
class VendorList:
    """One source's list: the sessions from number `first` to before `end`."""

    name: str
    vendor: str
    first: int
    end: int

    @property
    def count(self) -> int:
        return self.end - self.first

    @property
    def page_size(self) -> int:
        return ELIZAOS_SERVER if self.vendor == "elizaos" else PAGE


@frozen
class World:
    """The sessions of the four vendors, and the share of answers that are faulty."""

    sessions: int
    percent_faulty: float = 3.0

    def lists(self) -> Iterator[VendorList]:
        """Yield a tenth of all at ElizaOS servers, the rest in equal parts at the vendors that have pages."""
        paged = self.sessions - self.sessions // 10
        bounds = [0, paged // 3, paged * 2 // 3, paged]
        for vendor, first, end in zip(("akool", "anam", "konpro"), bounds, bounds[1:], strict=False):
            yield VendorList(vendor, vendor, first, end)
        for server, first in enumerate(range(paged, self.sessions, ELIZAOS_SERVER)):
            yield VendorList(f"elizaos-{server}", "elizaos", first, min(first + ELIZAOS_SERVER, self.sessions))

    def transient_fault(self, listed: VendorList, page: int, attempt: int) -> Fault | None:
        """Return the fault of an attempt to get the page that begins with session number `page`."""
        chance = _chance(f"{listed.name}, page {page}, attempt {attempt}")
        return TRANSIENT[int(chance / self._share)] if chance < self._share * len(TRANSIENT) else None

    def bad_record(self, page: int, length: int) -> int | None:
        """Return the number of the session on this page whose record is unreadable, at every attempt."""
        chance = _chance(f"record of page {page}")
        return page + int(chance / self._share * length) if chance < self._share else None

    def bad_records(self) -> set[int]:
        """Return the numbers of all sessions whose records are unreadable."""
        pages = (
            (page, min(listed.page_size, listed.end - page))
            for listed in self.lists()
            for page in range(listed.first, listed.end, listed.page_size)
        )
        return {number for page in pages if (number := self.bad_record(*page)) is not None}

    @property
    def _share(self) -> float:
        """The share of answers with one certain kind of fault."""
        return self.percent_faulty / 100 / len(Fault)


def _chance(words: str) -> float:
    # With this salt, 3 % are 3 % of 10,000 sessions as well as of a million.
    digest = hashlib.blake2b(words.encode(), digest_size=8, salt=b"soak 345").digest()
    return int.from_bytes(digest) / 2**64


@frozen
class Records(Sequence[Any]):
    """The records of a list, made when they are needed: a million of them would fill the server's memory."""

    listed: VendorList
    bad: int | None = None

    def __len__(self) -> int:
        return self.listed.count

    @overload
    def __getitem__(self, at: int) -> Any: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Any]: ...
    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        if at >= len(self):
            raise IndexError(at)
        number, wire = self.listed.first + at, WIRES[self.listed.vendor]
        record = wire.record(number)
        return {**record, wire.id_key: [record[wire.id_key]]} if number == self.bad else record


def number_of(vendor: str, id: str) -> int:
    """Return the session's number, which is in its identifier."""
    return int(id[-12:], 16) if vendor in ("akool", "anam") else int(id[3:])

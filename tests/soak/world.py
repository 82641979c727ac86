"""What the soak's server holds and how it fails, as pure functions of numbers: server and reader agree without talking.

All sessions are numbered through, from 0. A list holds the numbers from its `first` on, so that a page is known by the
number of its first session.
"""

import hashlib
from collections.abc import Iterator
from enum import StrEnum

from attrs import frozen

PAGE = 100
"""Records a page."""

ELIZAOS_SERVER = 1000
"""Sessions that one ElizaOS server holds at most: it lists them all in one answer."""

SALT = b"soak 345"


class Fault(StrEnum):
    """What can be wrong with an answer."""

    UNAVAILABLE = "HTTP 503"
    SLOW_DOWN = "HTTP 429"
    RESET = "reset"
    TRUNCATED = "truncated"
    BAD_RECORD = "bad record"


PASSING = (Fault.UNAVAILABLE, Fault.SLOW_DOWN, Fault.RESET, Fault.TRUNCATED)
"""The faults that another attempt can be spared."""


@frozen
class VendorList:
    """One source's list: the sessions numbered from `first` to before `end`."""

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
    """So many sessions over the four vendors, of whose answers so many in a hundred are faulty."""

    sessions: int
    percent_faulty: float = 3.0

    def lists(self) -> Iterator[VendorList]:
        """A tenth is with ElizaOS servers, the rest in equal parts with the vendors that have pages."""
        paged = self.sessions - self.sessions // 10
        bounds = [0, paged // 3, paged * 2 // 3, paged]
        for vendor, first, end in zip(("akool", "anam", "konpro"), bounds, bounds[1:], strict=False):
            yield VendorList(vendor, vendor, first, end)
        for server, first in enumerate(range(paged, self.sessions, ELIZAOS_SERVER)):
            yield VendorList(f"elizaos-{server}", "elizaos", first, min(first + ELIZAOS_SERVER, self.sessions))

    def passing_fault(self, listed: VendorList, page: int, attempt: int) -> Fault | None:
        """What befalls this attempt to get the page of the list that begins with session number `page`."""
        chance = _chance(f"{listed.name}, page {page}, attempt {attempt}")
        return PASSING[int(chance / self._share)] if chance < self._share * len(PASSING) else None

    def bad_record(self, page: int, length: int) -> int | None:
        """The number of the session on this page whose record cannot be read, at every attempt."""
        chance = _chance(f"record of page {page}")
        return page + int(chance / self._share * length) if chance < self._share else None

    def bad_records(self) -> set[int]:
        """The numbers of all sessions whose records cannot be read."""
        pages = (
            (page, min(listed.page_size, listed.end - page))
            for listed in self.lists()
            for page in range(listed.first, listed.end, listed.page_size)
        )
        bad = (self.bad_record(page, length) for page, length in pages)
        return {number for number in bad if number is not None}

    @property
    def _share(self) -> float:
        """Of all answers, those with one certain kind of fault."""
        return self.percent_faulty / 100 / len(Fault)


def _chance(words: str) -> float:
    # Of the salts this one was taken because 3 % are 3 % with 10,000 sessions as well as with a million.
    digest = hashlib.blake2b(words.encode(), digest_size=8, salt=SALT).digest()
    return int.from_bytes(digest) / 2**64

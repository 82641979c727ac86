"""The random values of the made-up sessions."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

from attrs import frozen

Kind = TypeVar("Kind")

FRESH = timedelta(minutes=15)
SETTLED = timedelta(hours=2)
OLDEST = timedelta(days=30)


@frozen
class Draw:
    """A generator of random values. Each vendor has its own, so a change for one vendor does not affect the others."""

    random: Random
    now: datetime

    def uuid(self) -> str:
        return str(UUID(int=self.random.getrandbits(128), version=4))

    def hexadecimal(self, digits: int) -> str:
        return f"{self.random.getrandbits(4 * digits):0{digits}x}"

    def between(self, least: timedelta, most: timedelta) -> timedelta:
        """Return a random duration in whole milliseconds, the vendors' resolution."""
        millisecond = timedelta(milliseconds=1)
        return self.random.randint(least // millisecond, most // millisecond) * millisecond

    def ago(self, least: timedelta, most: timedelta) -> datetime:
        return self.now - self.between(least, most)

    def history(self, count: int, *, fresh: Sequence[Kind], past: Mapping[Kind, int]) -> list[tuple[datetime, Kind]]:
        """Return `count` sessions, newest first, as pairs of a time of creation and a kind, such as a vendor's status.

        The newest sessions have the kinds in `fresh`, and are up to 15 minutes old. The others are 2 hours to 30 days
        old. Each kind in `past` occurs once. The remaining kinds are random, with the weights in `past`.
        """
        certain = [*fresh, *past]
        drawn = self.random.choices([*past], weights=[*past.values()], k=max(0, count - len(certain)))
        kinds = [*certain, *drawn][:count]
        ages = [(timedelta(), FRESH) if place < len(fresh) else (SETTLED, OLDEST) for place in range(count)]
        moments = sorted((self.ago(*age) for age in ages), reverse=True)
        return list(zip(moments, kinds, strict=True))

"""The chance that the made-up sessions are drawn by."""

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
    """One for each vendor, so that a change to what is drawn for one leaves the others as they were."""

    random: Random
    now: datetime

    def uuid(self) -> str:
        return str(UUID(int=self.random.getrandbits(128), version=4))

    def hexadecimal(self, digits: int) -> str:
        return f"{self.random.getrandbits(4 * digits):0{digits}x}"

    def between(self, least: timedelta, most: timedelta) -> timedelta:
        """A length of time in whole milliseconds, as fine as the vendors' own."""
        millisecond = timedelta(milliseconds=1)
        return self.random.randint(least // millisecond, most // millisecond) * millisecond

    def ago(self, least: timedelta, most: timedelta) -> datetime:
        return self.now - self.between(least, most)

    def history(self, count: int, *, fresh: Sequence[Kind], past: Mapping[Kind, int]) -> list[tuple[datetime, Kind]]:
        """When each of `count` sessions was made, and of which kind it is, newest first.

        The `fresh` are some minutes old, the others, by the weights of `past`, hours to 30 days. Each kind
        occurs once before any is drawn: chance alone would leave rare ones out of a short history.
        """
        certain = [*fresh, *past]
        drawn = self.random.choices([*past], weights=[*past.values()], k=max(0, count - len(certain)))
        kinds = [*certain, *drawn][:count]
        ages = [(timedelta(), FRESH) if place < len(fresh) else (SETTLED, OLDEST) for place in range(count)]
        moments = sorted((self.ago(*age) for age in ages), reverse=True)
        return list(zip(moments, kinds, strict=True))

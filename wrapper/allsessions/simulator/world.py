"""What the simulated vendors hold."""

from datetime import UTC, datetime
from random import Random
from typing import Self

from attrs import frozen

from allsessions.simulator.records import Record, akool, anam, elizaos, konpro
from allsessions.simulator.records.draw import Draw


@frozen(kw_only=True)
class World:
    """The sessions at each vendor, in its wire form and in the order in which it lists them."""

    akool: tuple[Record, ...] = ()
    anam: tuple[Record, ...] = ()
    konpro: tuple[Record, ...] = ()
    elizaos: tuple[Record, ...] = ()

    @classmethod
    def make(cls, sessions: int = 250, *, seed: int = 0, now: datetime | None = None) -> Self:
        """`sessions` made-up sessions at each vendor: the same for the same `sessions`, `seed` and `now`.

        From 5 sessions on, every documented status occurs. They spread over the 30 days before `now`, at
        ElizaOS over the last hours: it holds running ones only, which run out within 8 hours after `now`.

        Raises:
            ValueError: `sessions` is negative, or `now` has no time zone.
        """
        now = datetime.now(UTC) if now is None else now
        if sessions < 0:
            raise ValueError(f"sessions must not be negative, but is {sessions}")
        if now.tzinfo is None:
            raise ValueError("now must have a time zone, such as datetime.now(UTC) has")

        def draw(vendor: str) -> Draw:
            return Draw(Random(f"{seed}/{vendor}"), now)

        return cls(
            akool=akool.make(draw("akool"), sessions),
            anam=anam.make(draw("anam"), sessions),
            konpro=konpro.make(draw("konpro"), sessions),
            elizaos=elizaos.make(draw("elizaos"), sessions),
        )

"""The sessions of the simulated vendors."""

from datetime import UTC, datetime
from random import Random
from typing import Self

from attrs import frozen

from allsessions.simulator.records import Record, akool, anam, elizaos, konpro
from allsessions.simulator.records.draw import Draw


@frozen(kw_only=True)
class World:
    """The sessions of each vendor, as JSON objects, in the order in which the vendor lists them."""

    akool: tuple[Record, ...] = ()
    anam: tuple[Record, ...] = ()
    konpro: tuple[Record, ...] = ()
    elizaos: tuple[Record, ...] = ()

    @classmethod
    def make(cls, sessions: int = 250, *, seed: int = 0, now: datetime | None = None) -> Self:
        """Make up `sessions` sessions for each vendor. The same arguments always give the same sessions.

        With 5 sessions or more, every documented status occurs. The sessions are from the 30 days before `now`.
        ElizaOS has only running sessions. They are at most 11 hours old, and expire within 8 hours after `now`.

        Raises:
            ValueError: `sessions` is negative, or `now` has no time zone.
        """
        now = datetime.now(UTC) if now is None else now
        if sessions < 0:
            raise ValueError(f"sessions must be 0 or more, not {sessions}")
        if now.tzinfo is None:
            raise ValueError("now is a naive datetime; pass a timezone-aware one, such as datetime.now(UTC)")

        def draw(vendor: str) -> Draw:
            return Draw(Random(f"{seed}/{vendor}"), now)

        return cls(
            akool=akool.make(draw("akool"), sessions),
            anam=anam.make(draw("anam"), sessions),
            konpro=konpro.make(draw("konpro"), sessions),
            elizaos=elizaos.make(draw("elizaos"), sessions),
        )

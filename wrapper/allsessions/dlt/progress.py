"""What the table holds of a source already, and from where on the source is asked for the rest.

Only of use where the vendor filters by creation. What was created before all that can still change is not asked for.
"""

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, evolve, frozen

from allsessions import Session, Status

OVERLAP = datetime.timedelta(days=1)
"""How far before the newest session is asked again: a vendor may show one late, or amend one that has ended."""

_EARLIEST = datetime.datetime.min.replace(tzinfo=datetime.UTC) + OVERLAP
_FINISHED = frozenset({Status.ENDED, Status.FAILED})


@frozen(kw_only=True)
class Wanted:
    """What the table is to hold of a source.

    Attributes:
        since: The sessions created then or later; None: all.
        raw: Whether with the vendor's records.
        table: Which table; once it has been emptied, it is another one. None: the first.
    """

    since: datetime.datetime | None
    raw: bool
    table: str | None


@frozen(kw_only=True)
class Known:
    """What the table holds since a read that was complete.

    Attributes:
        held: What was wanted then, and is there.
        settled: What was created before will not change any more.
    """

    held: Wanted
    settled: datetime.datetime

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> Self:
        """What `to_state` made."""
        since = state["since"] and datetime.datetime.fromisoformat(state["since"])
        held = Wanted(since=since, raw=state["raw"], table=state["table"])
        return cls(held=held, settled=datetime.datetime.fromisoformat(state["settled"]))

    def to_state(self) -> dict[str, Any]:
        """As JSON-ready values."""
        since = self.held.since and self.held.since.isoformat()
        return {"since": since, "raw": self.held.raw, "table": self.held.table, "settled": self.settled.isoformat()}

    def serves(self, wanted: Wanted) -> bool:
        """Whether what was created before `settled` need not be asked for."""
        later = self.held.since is None or (wanted.since is not None and wanted.since >= self.held.since)
        return later and self.held.table == wanted.table and self.held.raw >= wanted.raw


@define
class Progress:
    """What a read of a source has seen so far.

    Attributes:
        wanted: What the table is to hold.
        known: What it holds already, if that serves.
        began: When the read began.
        sessions: How many have come.
    """

    wanted: Wanted
    known: Known | None
    began: datetime.datetime
    sessions: int = 0
    _newest: datetime.datetime | None = None
    _oldest_unfinished: datetime.datetime | None = None
    _undated: bool = False

    @property
    def created_after(self) -> datetime.datetime | None:
        """From where on the source is asked."""
        times = (self.known.settled if self.known else None, self.wanted.since)
        return max((time for time in times if time is not None), default=None)

    def saw(self, session: Session) -> None:
        """Take a session into account."""
        self.sessions += 1
        created = session.created_at
        if created is None:
            self._undated = True
            return
        self._newest = max(created, self._newest or created)
        if session.status not in _FINISHED:
            self._oldest_unfinished = min(created, self._oldest_unfinished or created)

    def completed(self) -> Known | None:
        """What the table holds once all that came is in it; None: nothing that would spare the next read anything."""
        settled = self._settled()
        if settled is None or self._undated:  # what has no time, no filter by time would find again
            return None
        # Else there is a gap between what was known and what was asked for.
        joined = self.known is not None and self.known.settled == self.created_after
        since = self.known.held.since if joined and self.known else self.wanted.since
        return Known(held=evolve(self.wanted, since=since), settled=settled)

    def _settled(self) -> datetime.datetime | None:
        asked = self.created_after if self.known else None
        if self._newest is None:
            return asked
        # A time to come would have all that comes until then left out.
        newest = min(self._newest, self.began)
        times = [newest - OVERLAP if newest > _EARLIEST else newest, self._oldest_unfinished]
        settled = min(time for time in times if time is not None)
        return max(settled, asked or settled)

"""Incremental loads: a load requests only sessions that can be new or changed.

Incremental loads help only if the vendor filters by time of creation. A load skips the sessions created before the
oldest session that can still change.
"""

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, evolve, frozen

from allsessions import Session, Status

OVERLAP = datetime.timedelta(days=1)
"""Two successive loads overlap by at least this period, because vendors can list or correct sessions late."""

_EARLIEST = datetime.datetime.min.replace(tzinfo=datetime.UTC) + OVERLAP
_FINISHED = frozenset({Status.ENDED, Status.FAILED})


@frozen(kw_only=True)
class LoadOptions:
    """The options of a load that determine a source's rows in the table.

    Attributes:
        since: The earliest time of creation; None for all sessions.
        raw: True to include the vendor's records.
        table: The identifier of the table; None at first. A load that empties the table changes the identifier.
    """

    since: datetime.datetime | None
    raw: bool
    table: str | None


@frozen(kw_only=True)
class Known:
    """A summary of one source's rows in the table, after a complete load.

    Attributes:
        held: The options of the loads that wrote the rows in the table.
        settled: Sessions created before this time do not change any more.
    """

    held: LoadOptions
    settled: datetime.datetime

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> Self:
        """Parse the result of `to_state`."""
        since = state["since"] and datetime.datetime.fromisoformat(state["since"])
        held = LoadOptions(since=since, raw=state["raw"], table=state["table"])
        return cls(held=held, settled=datetime.datetime.fromisoformat(state["settled"]))

    def to_state(self) -> dict[str, Any]:
        """Return a dict of values that JSON can hold."""
        since = self.held.since and self.held.since.isoformat()
        return {"since": since, "raw": self.held.raw, "table": self.held.table, "settled": self.settled.isoformat()}

    def serves(self, wanted: LoadOptions) -> bool:
        """Check that a load with the options `wanted` can skip the sessions created before `settled`."""
        later = self.held.since is None or (wanted.since is not None and wanted.since >= self.held.since)
        return later and self.held.table == wanted.table and self.held.raw >= wanted.raw


@define
class Progress:
    """The progress of a load of one source.

    Attributes:
        wanted: The options of the load.
        known: The summary of the rows from earlier loads; None if this load must request all sessions.
        began: The time when the load began to read the source.
        sessions: The number of sessions read so far.
    """

    wanted: LoadOptions
    known: Known | None
    began: datetime.datetime
    sessions: int = 0
    _newest: datetime.datetime | None = None
    _oldest_unfinished: datetime.datetime | None = None
    _undated: bool = False

    @property
    def created_after(self) -> datetime.datetime | None:
        """The earliest time of creation of the sessions that the load requests; None for all sessions."""
        times = (self.known.settled if self.known else None, self.wanted.since)
        return max((time for time in times if time is not None), default=None)

    def saw(self, session: Session) -> None:
        """Update the progress after a session was read."""
        self.sessions += 1
        created = session.created_at
        if created is None:
            self._undated = True
            return
        self._newest = max(created, self._newest or created)
        if session.status not in _FINISHED:
            self._oldest_unfinished = min(created, self._oldest_unfinished or created)

    def completed(self) -> Known | None:
        """Return the summary of the rows after this load; None if the next load must request all sessions."""
        settled = self._settled()
        if settled is None or self._undated:  # a filter by time would never find an undated session again
            return None
        # If `wanted.since` is later than `settled`, the table can lack sessions created between these two times.
        joined = self.known is not None and self.known.settled == self.created_after
        since = self.known.held.since if joined and self.known else self.wanted.since
        return Known(held=evolve(self.wanted, since=since), settled=settled)

    def _settled(self) -> datetime.datetime | None:
        asked = self.created_after if self.known else None
        if self._newest is None:
            return asked
        # With a time in the future, the next load would skip all sessions created until then.
        newest = min(self._newest, self.began)
        times = [newest - OVERLAP if newest > _EARLIEST else newest, self._oldest_unfinished]
        settled = min(time for time in times if time is not None)
        return max(settled, asked or settled)

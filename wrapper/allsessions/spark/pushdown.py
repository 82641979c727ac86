"""The filters of a query that this library applies before Spark does."""

import datetime
from collections.abc import Iterable
from typing import Any, Final

from attrs import evolve, frozen
from pyspark.sql.datasource import (
    EqualNullSafe,
    EqualTo,
    Filter,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    LessThan,
    LessThanOrEqual,
)

from allsessions import Status

_MOMENT: Final = datetime.timedelta.resolution
_LAST: Final = datetime.datetime.max.replace(tzinfo=datetime.UTC) - _MOMENT
_WORDS: Final = frozenset(each.value for each in Status)


@frozen(kw_only=True)
class Bounds:
    """Limits on the sessions to read. They can be wider than the query, because Spark applies all filters again.

    Attributes:
        sources: Names of sources; None for all.
        status: Values of Status; None for all.
        created_after: The earliest time of creation; None for no limit.
        created_before: The latest time of creation, exclusive; None for no limit.
    """

    sources: frozenset[str] | None = None
    status: frozenset[str] | None = None
    created_after: datetime.datetime | None = None
    created_before: datetime.datetime | None = None

    @property
    def empty(self) -> bool:
        """True if no session can be within the bounds."""
        return self.sources == frozenset() or self.status == frozenset()

    def within(self, filters: Iterable[Filter]) -> "Bounds":
        """Return these bounds, narrowed by all filters that this library supports."""
        bounds = self
        for each in filters:
            bounds = bounds.limited(each)
        return bounds

    def limited(self, filter: Filter) -> "Bounds":
        """Return these bounds, narrowed by one filter."""
        match filter:
            case EqualTo(("created_at",), time) | EqualNullSafe(("created_at",), datetime.datetime() as time):
                return self._after(time)._up_to(time)
            case EqualTo((column,), value) | EqualNullSafe((column,), value):
                return self._among(column, [value])
            case In((column,), values):
                return self._among(column, values)
            case GreaterThan(("created_at",), time) | GreaterThanOrEqual(("created_at",), time):
                return self._after(time)
            case LessThan(("created_at",), time) | LessThanOrEqual(("created_at",), time):
                return self._up_to(time)
            case _:
                return self

    def _among(self, column: str, values: Iterable[Any]) -> "Bounds":
        wanted = frozenset(values)
        match column:
            case "source":
                return evolve(self, sources=wanted if self.sources is None else self.sources & wanted)
            case "status":
                return evolve(self, status=wanted & (_WORDS if self.status is None else self.status))
            case _:
                return self

    def _after(self, time: datetime.datetime) -> "Bounds":
        return evolve(self, created_after=time if self.created_after is None else max(time, self.created_after))

    def _up_to(self, time: datetime.datetime) -> "Bounds":
        """Return these bounds, limited to sessions created at this time or earlier."""
        if time > _LAST:
            return self
        end = time + _MOMENT
        return evolve(self, created_before=end if self.created_before is None else min(end, self.created_before))

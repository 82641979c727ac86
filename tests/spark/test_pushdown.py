"""The bounds derived from a query's filters exclude no session that matches the filters."""

import datetime
import operator
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pyspark.sql import datasource as on
from pyspark.sql.datasource import Filter

from allsessions import Status
from allsessions.spark.pushdown import Bounds

NOON = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)
MOMENT = datetime.timedelta.resolution

UNDERSTOOD: list[tuple[Filter, Bounds]] = [
    (on.EqualTo(("source",), "anam"), Bounds(sources=frozenset({"anam"}))),
    (on.EqualNullSafe(("source",), "anam"), Bounds(sources=frozenset({"anam"}))),
    (on.In(("source",), ("anam", "akool")), Bounds(sources=frozenset({"anam", "akool"}))),
    (on.EqualTo(("status",), "active"), Bounds(status=frozenset({"active"}))),
    (on.In(("status",), ("active", "ended")), Bounds(status=frozenset({"active", "ended"}))),
    (on.GreaterThanOrEqual(("created_at",), NOON), Bounds(created_after=NOON)),
    (on.GreaterThan(("created_at",), NOON), Bounds(created_after=NOON)),
    (on.LessThan(("created_at",), NOON), Bounds(created_before=NOON + MOMENT)),
    (on.LessThanOrEqual(("created_at",), NOON), Bounds(created_before=NOON + MOMENT)),
    (on.EqualTo(("created_at",), NOON), Bounds(created_after=NOON, created_before=NOON + MOMENT)),
]
LEFT_TO_SPARK: list[Filter] = [
    on.EqualTo(("agent_id",), "a"),
    on.EqualTo(("status", "word"), "active"),
    on.Not(on.EqualTo(("status",), "active")),
    on.IsNull(("created_at",)),
    on.StringContains(("source",), "a"),
    on.GreaterThan(("source",), "a"),
    on.EqualNullSafe(("created_at",), None),
    on.LessThanOrEqual(("created_at",), datetime.datetime.max.replace(tzinfo=datetime.UTC)),
]


def test_filters_on_status_source_and_created_at_are_understood() -> None:
    assert [(each, bounds) for each, bounds in UNDERSTOOD if Bounds().within([each]) != bounds] == []
    assert [each for each in LEFT_TO_SPARK if Bounds().within([each]) != Bounds()] == []
    # No session can match these filters.
    assert Bounds().within([on.EqualTo(("status",), "running")]).empty
    assert Bounds(status=frozenset({"active"})).within([on.EqualTo(("status",), "ended")]).empty
    assert Bounds(sources=frozenset({"anam"})).within([on.In(("source",), ("akool",))]).empty


TIMES = st.integers(-3, 3).map(lambda hours: NOON + datetime.timedelta(hours=hours))
WORDS = st.sampled_from([*(each.value for each in Status), "running", None])
NAMES = st.sampled_from(["anam", "akool", "elsewhere", None])
TIMED = [on.EqualTo, on.EqualNullSafe, on.GreaterThan, on.GreaterThanOrEqual, on.LessThan, on.LessThanOrEqual]
FILTERS = st.one_of(
    st.builds(on.EqualTo, st.just(("source",)), NAMES),
    st.builds(on.In, st.just(("source",)), st.lists(NAMES).map(tuple)),
    st.builds(on.EqualTo, st.just(("status",)), WORDS),
    st.builds(on.EqualNullSafe, st.just(("status",)), WORDS),
    st.builds(on.In, st.just(("status",)), st.lists(WORDS).map(tuple)),
    *(st.builds(kind, st.just(("created_at",)), TIMES) for kind in TIMED),
    st.builds(on.IsNotNull, st.just(("created_at",))),
)
COMPARE: dict[type[Filter], Callable[[Any, Any], Any]] = {
    on.EqualTo: operator.eq,
    on.GreaterThan: operator.gt,
    on.GreaterThanOrEqual: operator.ge,
    on.LessThan: operator.lt,
    on.LessThanOrEqual: operator.le,
    on.In: lambda value, wanted: value in wanted,
}


def lets_through(filter: Any, value: Any) -> bool:
    """Apply a filter as Spark does, where a comparison with null is never true."""
    if isinstance(filter, on.EqualNullSafe):
        return bool(value == filter.value)
    return value is not None and (isinstance(filter, on.IsNotNull) or bool(COMPARE[type(filter)](value, filter.value)))


@given(
    filters=st.lists(FILTERS, max_size=4),
    source=st.sampled_from(["anam", "akool"]),
    status=st.sampled_from([each.value for each in Status]),
    created_at=st.none() | TIMES,
)
def test_no_session_that_all_filters_let_through_is_left_out(
    filters: list[Any], source: str, status: str, created_at: datetime.datetime | None
) -> None:
    session = {"source": source, "status": status, "created_at": created_at}
    bounds = Bounds().within(filters)
    if all(lets_through(each, session[each.attribute[0]]) for each in filters):
        assert bounds.sources is None or source in bounds.sources
        assert bounds.status is None or status in bounds.status
        if bounds.created_after is not None or bounds.created_before is not None:
            assert created_at is not None
            assert bounds.created_after is None or created_at >= bounds.created_after
            assert bounds.created_before is None or created_at < bounds.created_before

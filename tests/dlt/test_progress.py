"""What is known after a read, in plain data."""

import datetime
from typing import Any

import pytest

from allsessions import Session, Status
from allsessions.dlt.progress import OVERLAP, Known, LoadOptions, Progress

NOW = datetime.datetime(2026, 4, 20, 9, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
ALL = LoadOptions(since=None, raw=False, table=None)


def session(created: datetime.datetime | None, status: Status = Status.ENDED) -> Session:
    record: Any = None
    return Session(source="s", vendor="konpro", id="1", status=status, created_at=created, raw=record)


def after(*sessions: Session, wanted: LoadOptions = ALL, known: Known | None = None) -> Known | None:
    progress = Progress(wanted=wanted, known=known, began=NOW)
    for each in sessions:
        progress.saw(each)
    return progress.completed()


def test_what_was_known_stays_known() -> None:
    known = Known(held=ALL, settled=NOW - 3 * DAY)
    assert after() is None
    assert after(known=known) == known
    assert after(session(NOW - 2.5 * DAY), known=known) == known  # it never goes back


@pytest.mark.parametrize("status", [Status.PENDING, Status.ACTIVE, Status.UNKNOWN])
def test_the_oldest_that_can_change_counts(status: Status) -> None:
    found = after(session(NOW - 9 * DAY), session(NOW - 7 * DAY, status), session(NOW - 8 * DAY), session(NOW))
    assert found == Known(held=ALL, settled=NOW - 7 * DAY)


def test_the_newest_counts_where_none_can_change() -> None:
    found = after(session(NOW - 2 * DAY), session(NOW - 9 * DAY, Status.FAILED))
    assert found == Known(held=ALL, settled=NOW - 2 * DAY - OVERLAP)


def test_a_session_without_a_time_leaves_nothing_known() -> None:
    assert after(session(None), session(NOW)) is None


def test_times_at_the_edges_of_the_calendar_can_be_read() -> None:
    earliest, latest = (each.replace(tzinfo=datetime.UTC) for each in (datetime.datetime.min, datetime.datetime.max))
    assert after(session(earliest)) == Known(held=ALL, settled=earliest)
    # A time in the future does not hide what comes before it.
    assert after(session(latest)) == Known(held=ALL, settled=NOW - OVERLAP)


@pytest.mark.parametrize("since", [None, NOW])
def test_what_is_stored_comes_back(since: datetime.datetime | None) -> None:
    known = Known(held=LoadOptions(since=since, raw=True, table="t"), settled=NOW)
    assert Known.from_state(known.to_state()) == known


@pytest.mark.parametrize(
    ("held", "wanted", "serves"),
    [
        ((None, False, None), (None, False, None), True),
        ((None, False, None), (NOW, False, None), True),
        ((NOW, False, None), (NOW, False, None), True),
        ((NOW, False, None), (NOW + DAY, False, None), True),
        ((NOW, False, None), (NOW - DAY, False, None), False),
        ((NOW, False, None), (None, False, None), False),
        ((None, True, None), (None, False, None), True),
        ((None, False, None), (None, True, None), False),
        ((None, False, "a"), (None, False, "a"), True),
        ((None, False, "a"), (None, False, "b"), False),
    ],
)
def test_a_table_serves_if_it_has_all_that_is_wanted(held: Any, wanted: Any, serves: bool) -> None:
    def made(since: datetime.datetime | None, raw: bool, table: str | None) -> LoadOptions:
        return LoadOptions(since=since, raw=raw, table=table)

    assert Known(held=made(*held), settled=NOW).serves(made(*wanted)) is serves


@pytest.mark.parametrize(("settled", "gap"), [(9, True), (4, False)], ids=["later", "earlier"])
def test_a_since_after_what_is_known_leaves_a_gap(settled: int, gap: bool) -> None:
    known = Known(held=ALL, settled=NOW - settled * DAY)
    wanted = LoadOptions(since=NOW - 5 * DAY, raw=False, table=None)
    found = after(session(NOW - 2 * DAY), wanted=wanted, known=known)
    assert found is not None
    assert found.held == (wanted if gap else ALL)

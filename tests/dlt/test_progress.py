"""What is known after a read, in plain data."""

import datetime
from typing import Any

import pytest

from allsessions import Session, Status
from allsessions.dlt.progress import OVERLAP, Known, Progress, Wanted

NOW = datetime.datetime(2026, 4, 20, 9, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
ALL = Wanted(since=None, raw=False, table=None)


def session(created: datetime.datetime | None, status: Status = Status.ENDED) -> Session:
    record: Any = None
    return Session(source="s", vendor="konpro", id="1", status=status, created_at=created, raw=record)


def after(*sessions: Session, wanted: Wanted = ALL, known: Known | None = None) -> Known | None:
    progress = Progress(wanted=wanted, known=known, began=NOW)
    for each in sessions:
        progress.saw(each)
    return progress.completed()


def test_after_nothing_nothing_is_known() -> None:
    assert after() is None


def test_after_nothing_new_what_was_known_is() -> None:
    known = Known(held=ALL, settled=NOW - 3 * DAY)
    assert after(known=known) == known


def test_it_never_goes_back() -> None:
    known = Known(held=ALL, settled=NOW - 3 * DAY)
    assert after(session(NOW - 2.5 * DAY), known=known) == known


@pytest.mark.parametrize("status", [Status.PENDING, Status.ACTIVE, Status.UNKNOWN])
def test_the_oldest_that_can_change_counts(status: Status) -> None:
    found = after(session(NOW - 9 * DAY), session(NOW - 7 * DAY, status), session(NOW - 8 * DAY), session(NOW))
    assert found == Known(held=ALL, settled=NOW - 7 * DAY)


def test_the_newest_counts_where_none_can_change() -> None:
    assert after(session(NOW - 2 * DAY), session(NOW - 9 * DAY, Status.FAILED)) == Known(
        held=ALL, settled=NOW - 2 * DAY - OVERLAP
    )


def test_times_at_the_end_of_the_calendar_can_be_read() -> None:
    earliest, latest = (each.replace(tzinfo=datetime.UTC) for each in (datetime.datetime.min, datetime.datetime.max))
    assert after(session(earliest)) == Known(held=ALL, settled=earliest)
    assert after(session(latest)) == Known(held=ALL, settled=NOW - OVERLAP)


@pytest.mark.parametrize("since", [None, NOW])
def test_what_is_kept_comes_back(since: datetime.datetime | None) -> None:
    known = Known(held=Wanted(since=since, raw=True, table="t"), settled=NOW)
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
        ((None, False, None), (None, False, "b"), False),
    ],
)
def test_what_is_there_serves_if_it_has_all_that_is_wanted(held: Any, wanted: Any, serves: bool) -> None:
    known = Known(held=_wanted(*held), settled=NOW)
    assert known.serves(_wanted(*wanted)) is serves


def _wanted(since: datetime.datetime | None, raw: bool, table: str | None) -> Wanted:
    return Wanted(since=since, raw=raw, table=table)


def test_a_later_since_leaves_a_gap_that_is_remembered() -> None:
    known = Known(held=ALL, settled=NOW - 9 * DAY)
    wanted = Wanted(since=NOW - 5 * DAY, raw=False, table=None)
    found = after(session(NOW - 2 * DAY), wanted=wanted, known=known)
    assert found is not None
    assert found.held == wanted


def test_an_earlier_since_than_what_is_known_leaves_none() -> None:
    known = Known(held=ALL, settled=NOW - 4 * DAY)
    wanted = Wanted(since=NOW - 5 * DAY, raw=False, table=None)
    found = after(session(NOW - 2 * DAY), wanted=wanted, known=known)
    assert found is not None
    assert found.held == ALL

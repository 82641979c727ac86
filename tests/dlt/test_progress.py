"""The knowledge after a read, in plain data."""

import datetime
from typing import Any

from attrs import evolve

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


def test_the_oldest_that_can_change_counts_else_the_newest() -> None:
    for status in (Status.PENDING, Status.ACTIVE, Status.UNKNOWN):
        found = after(session(NOW - 9 * DAY), session(NOW - 7 * DAY, status), session(NOW - 8 * DAY), session(NOW))
        assert found == Known(held=ALL, settled=NOW - 7 * DAY)
    found = after(session(NOW - 2 * DAY), session(NOW - 9 * DAY, Status.FAILED))
    assert found == Known(held=ALL, settled=NOW - 2 * DAY - OVERLAP)
    assert after(session(None), session(NOW)) is None


def test_times_at_the_edges_of_the_calendar_can_be_read() -> None:
    earliest, latest = (each.replace(tzinfo=datetime.UTC) for each in (datetime.datetime.min, datetime.datetime.max))
    assert after(session(earliest)) == Known(held=ALL, settled=earliest)
    # A time in the future does not hide what comes before it.
    assert after(session(latest)) == Known(held=ALL, settled=NOW - OVERLAP)


def test_a_stored_state_comes_back() -> None:
    for since in (None, NOW):
        known = Known(held=LoadOptions(since=since, raw=True, table="t"), settled=NOW)
        assert Known.from_state(known.to_state()) == known


def test_a_table_serves_if_it_has_all_that_is_wanted() -> None:
    since, later, earlier = (evolve(ALL, since=NOW + days * DAY) for days in (0, 1, -1))
    raw, first, other = evolve(ALL, raw=True), evolve(ALL, table="a"), evolve(ALL, table="b")
    serving = [(ALL, ALL), (ALL, since), (since, since), (since, later), (raw, ALL), (first, first)]
    failing = [(since, earlier), (since, ALL), (ALL, raw), (first, other)]
    for held, wanted in serving + failing:
        assert Known(held=held, settled=NOW).serves(wanted) is ((held, wanted) in serving), (held, wanted)


def test_a_since_after_what_is_known_leaves_a_gap() -> None:
    wanted = evolve(ALL, since=NOW - 5 * DAY)
    for settled, held in ((9, wanted), (4, ALL)):
        found = after(session(NOW - 2 * DAY), wanted=wanted, known=Known(held=ALL, settled=NOW - settled * DAY))
        assert found is not None
        assert found.held == held

"""From a vendor that filters by creation, a load requests only new and changeable sessions, and misses none."""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from attrs import define, evolve
from dlt.pipeline.exceptions import PipelineStepFailed

from allsessions import KonPro, Session, Status
from allsessions.dlt import sessions
from allsessions.dlt.progress import OVERLAP, Known, LoadOptions, Progress
from tests.client.scripted import Answer, Request, ScriptedServer, answer

from .warehouse import Warehouse, ago, by_ref, konpro, listed

ENDED = konpro("old", "connected", ago(days=40), duration=60)
NEWEST = konpro("newest", "connected", ago(days=5), duration=60)


@define
class History:
    """A KonPro account with a server that filters as documented."""

    records: Sequence[dict[str, Any]]
    server: ScriptedServer

    def source(self, name: str = "konpro") -> KonPro:
        return KonPro(api_key="key", name=name, base_url=self.server.url)

    def asked_from(self) -> list[datetime.datetime | None]:
        """Return the `date_from` of each list so far."""
        firsts = [request.query for request in self.server.requests if request.page == 1]
        return [_time(query["date_from"]) if "date_from" in query else None for query in firsts]


def _time(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


@contextmanager
def history(*records: dict[str, Any]) -> Iterator[History]:
    def script(request: Request) -> Answer:
        first = request.query.get("date_from")
        found = [r for r in made.records if first is None or r.get("created_at", 0) >= _time(first).timestamp()]
        page = {"total": len(found), "page": 1, "page_size": 100, "next_pagination_token": None, "data": found}
        return answer(page)

    made = History(records, ScriptedServer(script))
    with made.server:
        yield made


def test_a_later_load_asks_from_a_day_before_the_newest(warehouse: Warehouse) -> None:
    with history(ENDED) as one, history(NEWEST) as other:
        for _ in range(2):
            warehouse.load(sessions([one.source("k-eu"), other.source("k_eu")]))
        # KonPro accepts whole seconds only.
        for account, days in ((one, 41), (other, 6)):
            first, second = account.asked_from()
            assert first is None
            assert second is not None
            assert ago(days=days, seconds=1) <= second <= ago(days=days)


def test_a_session_is_requested_until_it_has_ended(warehouse: Warehouse) -> None:
    running = konpro("running", "connected", ago(days=20))
    with history(ENDED, running, NEWEST) as account:
        warehouse.load(sessions(account.source()))
        account.records = [ENDED, {**running, "duration": 9}, NEWEST, konpro("new", "new", ago(minutes=1))]
        warehouse.load(sessions(account.source()))
        asked = account.asked_from()[-1]
        assert asked is not None
        assert ago(days=20, seconds=1) <= asked <= ago(days=20)
        assert by_ref(warehouse.rows()) == listed(account.source())


def test_an_earlier_since_or_raw_reads_everything_again(warehouse: Warehouse) -> None:
    with history(ENDED, NEWEST) as account:
        warehouse.load(sessions(account.source(), since=ago(days=10)))
        assert warehouse.ids() == {"konpro:newest"}
        warehouse.load(sessions(account.source(), raw=True))
        assert warehouse.ids() == {"konpro:newest", "konpro:old"}
        assert account.asked_from()[-1] is None
        assert all(row["raw"] for row in warehouse.rows())


ANEW = [{"write_disposition": "replace"}, *({"refresh": f"drop_{part}"} for part in ("resources", "data", "sources"))]


@pytest.mark.parametrize("anew", ANEW, ids=lambda options: next(iter(options.values())))
def test_a_table_that_is_emptied_gets_everything_again(warehouse: Warehouse, anew: dict[str, Any]) -> None:
    with history(ENDED, NEWEST) as account:
        sources = [account.source("one"), account.source("other")]
        warehouse.load(sessions(sources))
        warehouse.load(sessions(sources).with_resources("one"), **anew)
        assert account.asked_from()[-1] is None
        warehouse.load(sessions(sources))
        assert by_ref(warehouse.rows()) == listed(sources)


def test_state_is_kept_in_the_database_by_pipeline(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESTORE_FROM_DESTINATION", "true")
    with history(ENDED, NEWEST) as account:
        warehouse.load(sessions(account.source()))
        warehouse.pipeline(working="elsewhere").run(sessions(account.source()))
        warehouse.pipeline(name="another").run(sessions(account.source()))
        assert [time is None for time in account.asked_from()] == [True, False, True]


def test_after_an_incomplete_load_it_asks_from_the_old_time(warehouse: Warehouse) -> None:
    with history(ENDED) as account:
        warehouse.load(sessions(account.source()))
        account.records = [ENDED, NEWEST, {**NEWEST, "session_id": None}]
        warehouse.load(sessions(account.source(), incomplete="load"))
        account.records = [ENDED, NEWEST, konpro("was broken", "closed", ago(days=10))]
        warehouse.load(sessions(account.source(), incomplete="load"))
        first, second, third = account.asked_from()
        assert first is None
        assert second == third is not None
        assert by_ref(warehouse.rows()) == listed(account.source())


@pytest.mark.parametrize("steps", [["extract"], ["extract", "normalize"]], ids=" ".join)
def test_the_package_of_a_killed_load_is_dropped(warehouse: Warehouse, steps: list[str]) -> None:
    running = konpro("running", "connected", ago(days=9))
    with history(ENDED, running) as account:
        killed = warehouse.pipeline()
        for step in steps:
            getattr(killed, step)(*([sessions(account.source())] if step == "extract" else []))
        # Another machine has loaded the session's end, which the killed load's pending package lacks.
        account.records = [ENDED, {**running, "duration": 9}, NEWEST]
        warehouse.pipeline(working="elsewhere").run(sessions(account.source()))
        assert warehouse.pipeline().has_pending_data
        for _ in range(2):  # the second time, no package is pending
            pipeline = warehouse.pipeline()
            pipeline.abort_packages()
            pipeline.run(sessions(account.source())).raise_on_failed_jobs()
            assert by_ref(warehouse.rows()) == listed(account.source())
        # Every second request is from `listed`. The next load starts from the state before the killed load.
        asked = account.asked_from()[0::2]
        assert [time is None for time in asked] == [True, True, False]


def test_what_was_not_loaded_is_loaded_the_next_time(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESTORE_FROM_DESTINATION", "true")
    with history(ENDED, NEWEST) as account:
        warehouse.database.mkdir()  # a folder at its path, so the load fails
        with pytest.raises(PipelineStepFailed):
            warehouse.load(sessions(account.source()))
        warehouse.database.rmdir()
        warehouse.load(sessions(account.source()))
        assert {*account.asked_from()} == {None}
        assert by_ref(warehouse.rows()) == listed(account.source())


NOW = datetime.datetime(2026, 4, 20, 9, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
ALL = LoadOptions(since=None, raw=False, table=None)


def session(created: datetime.datetime | None, status: Status = Status.ENDED) -> Session:
    raw: Any = None
    return Session(source="s", vendor="konpro", id="1", status=status, created_at=created, raw=raw)


def after(*sessions: Session, wanted: LoadOptions = ALL, known: Known | None = None) -> Known | None:
    progress = Progress(wanted=wanted, known=known, began=NOW)
    for each in sessions:
        progress.saw(each)
    return progress.completed()


def test_what_was_known_stays_known() -> None:
    known = Known(held=ALL, settled=NOW - 3 * DAY)
    assert after() is None
    assert after(known=known) == known
    assert after(session(NOW - 2.5 * DAY), known=known) == known  # the known time never moves back


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
    # A session in the future does not move the known time past earlier sessions.
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

"""A vendor that filters by creation is asked only for what can be new or have changed, and nothing is passed over."""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from attrs import define
from dlt.pipeline.exceptions import PipelineStepFailed

from allsessions import KonPro
from allsessions.dlt import sessions
from tests.servers import Answer, FunctionServer, Request, json_answer

from .warehouse import Warehouse, ago, by_ref, konpro, listed

ENDED = konpro("old", "connected", ago(days=40), duration=60)
NEWEST = konpro("newest", "connected", ago(days=5), duration=60)


@define
class History:
    """A KonPro account that filters as documented, and what it was asked."""

    records: Sequence[dict[str, Any]]
    server: FunctionServer

    def source(self, name: str = "konpro") -> KonPro:
        return KonPro(api_key="key", name=name, base_url=self.server.url)

    def asked_from(self) -> list[datetime.datetime | None]:
        """The `date_from` of each list so far."""
        firsts = [request.query for request in self.server.requests if request.query["page"] == ["1"]]
        return [_time(query["date_from"][0]) if "date_from" in query else None for query in firsts]


def _time(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


@contextmanager
def history(*records: dict[str, Any]) -> Iterator[History]:
    def answer(request: Request) -> Answer:
        first = request.query.get("date_from")
        found = [r for r in made.records if first is None or r.get("created_at", 0) >= _time(first[0]).timestamp()]
        return json_answer(
            {"total": len(found), "page": 1, "page_size": 100, "next_pagination_token": None, "data": found}
        )

    made = History(records, FunctionServer(answer))
    with made.server:
        yield made


def test_later_loads_ask_from_a_day_before_the_newest(warehouse: Warehouse) -> None:
    with history(ENDED, NEWEST) as account:
        for _ in range(3):
            warehouse.load(sessions(account.source()))
        first, *later = account.asked_from()
        assert first is None
        for asked in later:
            assert asked is not None
            assert ago(days=6, seconds=1) <= asked <= ago(days=6)
        assert by_ref(warehouse.rows()) == listed(account.source())


def test_what_had_not_ended_is_asked_for_until_it_has(warehouse: Warehouse) -> None:
    running = konpro("running", "connected", ago(days=20))
    with history(ENDED, running, NEWEST) as account:
        warehouse.load(sessions(account.source()))
        account.records = [ENDED, {**running, "duration": 9}, NEWEST, konpro("new", "new", ago(minutes=1))]
        warehouse.load(sessions(account.source()))
        asked = account.asked_from()[-1]
        assert asked is not None
        assert ago(days=20, seconds=1) <= asked <= ago(days=20)
        assert by_ref(warehouse.rows()) == listed(account.source())


@pytest.mark.parametrize("word", ["new", "connecting", "connected", "a word of tomorrow"])
def test_no_status_that_can_still_change_is_taken_for_an_end(warehouse: Warehouse, word: str) -> None:
    session = konpro("s", word, ago(days=20))
    with history(session, NEWEST) as account:
        warehouse.load(sessions(account.source()))
        account.records = [{**session, "status": "closed"}, NEWEST]
        warehouse.load(sessions(account.source()))
        assert {row["id"]: row["status"] for row in warehouse.rows()} == {"s": "ended", "newest": "ended"}


def test_a_session_without_a_time_makes_it_ask_for_all(warehouse: Warehouse) -> None:
    undated = {"session_id": "undated", "status": "connected"}
    with history(ENDED, undated) as account:
        warehouse.load(sessions(account.source()))
        account.records = [ENDED, {**undated, "duration": 9}]
        warehouse.load(sessions(account.source()))
        assert account.asked_from() == [None, None]
        assert by_ref(warehouse.rows()) == listed(account.source())


def test_a_time_to_come_does_not_hide_what_comes_before_it(warehouse: Warehouse) -> None:
    with history(konpro("ahead", "closed", ago(days=-4000))) as account:
        warehouse.load(sessions(account.source()))
        account.records = [*account.records, konpro("now", "closed", ago(seconds=1))]
        warehouse.load(sessions(account.source()))
        assert warehouse.ids() == {"konpro:ahead", "konpro:now"}


def test_two_sources_of_one_vendor_each_have_their_own_beginning(warehouse: Warehouse) -> None:
    with history(ENDED) as one, history(NEWEST) as other:
        for _ in range(2):
            warehouse.load(sessions([one.source("k-eu"), other.source("k_eu")]))
        assert [time and time.date() for time in one.asked_from()] == [None, ago(days=41, seconds=1).date()]
        assert [time and time.date() for time in other.asked_from()] == [None, ago(days=6, seconds=1).date()]


# The option since


def test_an_earlier_since_has_the_rest_read(warehouse: Warehouse) -> None:
    with history(ENDED, NEWEST) as account:
        warehouse.load(sessions(account.source(), since=ago(days=10)))
        assert warehouse.ids() == {"konpro:newest"}
        warehouse.load(sessions(account.source()))
        assert warehouse.ids() == {"konpro:newest", "konpro:old"}
        assert account.asked_from()[-1] is None


def test_a_since_that_moves_along_is_no_reason_to_read_more(warehouse: Warehouse) -> None:
    with history(ENDED, NEWEST) as account:
        for days in (30, 29):
            warehouse.load(sessions(account.source(), since=ago(days=days)))
        asked = account.asked_from()[-1]
        assert asked is not None
        assert asked >= ago(days=6, seconds=1)


def test_what_a_later_since_left_out_is_read_when_wanted(warehouse: Warehouse) -> None:
    running = konpro("running", "connected", ago(days=20))
    with history(running, NEWEST) as account:
        warehouse.load(sessions(account.source()))
        account.records = [{**running, "duration": 9}, NEWEST]
        warehouse.load(sessions(account.source(), since=ago(days=10)))
        warehouse.load(sessions(account.source()))
        assert by_ref(warehouse.rows()) == listed(account.source())


# A table that is another one


def test_with_raw_what_is_there_without_is_read_again(warehouse: Warehouse) -> None:
    with history(ENDED, NEWEST) as account:
        for raw in (False, True, True):
            warehouse.load(sessions(account.source(), raw=raw))
        assert [time is None for time in account.asked_from()] == [True, True, False]
        assert all(row["raw"] for row in warehouse.rows())


@pytest.mark.parametrize(
    "anew",
    [
        {"write_disposition": "replace"},
        {"refresh": "drop_sources"},
        {"refresh": "drop_resources"},
        {"refresh": "drop_data"},
    ],
    ids=lambda options: next(iter(options.values())),
)
def test_a_table_that_is_made_anew_gets_everything(warehouse: Warehouse, anew: dict[str, Any]) -> None:
    with history(ENDED, NEWEST) as account:
        warehouse.load(sessions(account.source()))
        warehouse.load(sessions(account.source()), **anew)
        assert account.asked_from() == [None, None]
        warehouse.load(sessions(account.source()))
        assert account.asked_from()[-1] is not None
        assert by_ref(warehouse.rows()) == listed(account.source())


@pytest.mark.parametrize(
    "anew",
    [{"write_disposition": "replace"}, {"refresh": "drop_resources"}, {"refresh": "drop_data"}],
    ids=lambda options: next(iter(options.values())),
)
@pytest.mark.parametrize("chosen", ["one", "other"])
def test_a_table_emptied_for_one_source_gets_all_others(
    warehouse: Warehouse, anew: dict[str, Any], chosen: str
) -> None:
    with history(ENDED, NEWEST) as account:
        sources = [account.source("one"), account.source("other")]
        warehouse.load(sessions(sources))
        warehouse.load(sessions(sources).with_resources(chosen), **anew)
        warehouse.load(sessions(sources))
        assert by_ref(warehouse.rows()) == listed(sources)


def test_state_comes_back_from_the_warehouse(warehouse: Warehouse) -> None:
    with history(ENDED, NEWEST) as account:
        warehouse.load(sessions(account.source()))
        warehouse.pipeline(working="elsewhere").run(sessions(account.source()))
        assert [time is None for time in account.asked_from()] == [True, False]


def test_another_pipeline_knows_nothing(warehouse: Warehouse) -> None:
    with history(ENDED, NEWEST) as account:
        warehouse.load(sessions(account.source()))
        warehouse.pipeline(name="another").run(sessions(account.source()))
        assert account.asked_from() == [None, None]


# What is not complete, or not loaded in the end


def test_after_an_incomplete_load_it_asks_from_the_old_time(warehouse: Warehouse) -> None:
    with history(ENDED) as account:
        warehouse.load(sessions(account.source()))
        account.records = [ENDED, NEWEST, {**NEWEST, "session_id": None}]
        warehouse.load(sessions(account.source(), incomplete="load"))
        account.records = [ENDED, NEWEST, konpro("was broken", "closed", ago(days=10))]
        warehouse.load(sessions(account.source(), incomplete="load"))
        first, *later = account.asked_from()
        assert first is None
        assert len(set(later)) == 1
        assert by_ref(warehouse.rows()) == listed(account.source())


def test_what_could_not_be_loaded_is_loaded_the_next_time(warehouse: Warehouse) -> None:
    with history(ENDED, NEWEST) as account:
        warehouse.database.mkdir()  # no database can be there
        with pytest.raises(PipelineStepFailed):
            warehouse.load(sessions(account.source()))
        warehouse.database.rmdir()
        for _ in range(2):
            warehouse.load(sessions(account.source()))
        assert by_ref(warehouse.rows()) == listed(account.source())


def test_what_was_given_up_is_read_again(warehouse: Warehouse) -> None:
    with history(ENDED, NEWEST) as account:
        pipeline = warehouse.pipeline()
        pipeline.extract(sessions(account.source()))
        pipeline.normalize()
        pipeline.abort_packages()
        warehouse.load(sessions(account.source()))
        assert account.asked_from() == [None, None]
        assert by_ref(warehouse.rows()) == listed(account.source())

"""Where something is missing, either nothing is loaded, or what there is, and it is said what is missing."""

import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from dlt.pipeline.exceptions import PipelineStepFailed

from allsessions import Anam, AuthenticationError, IncompleteListingError, InvalidRecordError, KonPro, Source
from allsessions.dlt import PROBLEMS, READS, sessions
from allsessions.simulator import KEY, Simulator, World
from tests.servers import Answer, FunctionServer, Request, json_answer

from .warehouse import Warehouse, ago, anam, by_ref, konpro, listed, sources_of

BROKEN = {"session_id": ["broken"], "status": "connected"}
HALF = World(
    anam=(anam("an-1", ago(days=1)),),
    konpro=(konpro("ko-1", "closed", ago(days=9)), BROKEN, konpro("ko-2", "closed", ago(days=8))),
)


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(HALF) as simulator:
        yield simulator


def with_a_wrong_key(simulator: Simulator) -> list[Source]:
    return [
        Anam(api_key="no-such-key", base_url=simulator.base_url("anam")),
        KonPro(api_key=KEY, base_url=simulator.base_url("konpro")),
    ]


def cause(error: BaseException) -> IncompleteListingError:
    """The library's own error, among the causes of dlt's."""
    while not isinstance(error, IncompleteListingError):
        assert error.__cause__ is not None
        error = error.__cause__
    return error


# By default, nothing is loaded


def test_a_source_that_fails_is_told_and_nothing_is_loaded(warehouse: Warehouse) -> None:
    with Simulator(sessions=5) as simulator:
        warehouse.load(sessions(sources_of(simulator)))
        before, reads = warehouse.rows(), warehouse.rows(READS)
        with pytest.raises(PipelineStepFailed) as failed:
            warehouse.load(sessions(with_a_wrong_key(simulator)))
        assert [type(error) for error in cause(failed.value).errors] == [AuthenticationError]
        assert (warehouse.rows(), warehouse.rows(READS)) == (before, reads)


def test_an_unreadable_record_stops_the_load(warehouse: Warehouse, simulator: Simulator) -> None:
    with pytest.raises(PipelineStepFailed) as failed:
        warehouse.load(sessions(sources_of(simulator)))
    assert [type(error) for error in cause(failed.value).errors] == [InvalidRecordError]
    assert warehouse.tables() == set()


def test_after_a_failure_all_is_loaded_the_next_time(warehouse: Warehouse, simulator: Simulator) -> None:
    with pytest.raises(PipelineStepFailed):
        warehouse.load(sessions(sources_of(simulator)))
    with Simulator(World(anam=HALF.anam, konpro=(HALF.konpro[0], HALF.konpro[2]))) as mended:
        warehouse.load(sessions(sources_of(mended)))
        assert by_ref(warehouse.rows()) == listed(sources_of(mended))


def test_a_source_that_fails_ends_the_reading_of_one_that_hangs(warehouse: Warehouse, simulator: Simulator) -> None:
    asked, ended = threading.Event(), threading.Event()

    def hanging(_: Request) -> Answer:
        asked.set()
        ended.wait(60)
        return json_answer({})

    def refusing(_: Request) -> Answer:
        asked.wait(60)
        return json_answer({"error": "x", "message": "no"}, status=401)

    with FunctionServer(hanging) as slow, FunctionServer(refusing) as quick:
        made = [Anam(api_key=KEY, name=name, base_url=at.url) for name, at in (("slow", slow), ("quick", quick))]
        try:
            with pytest.raises(PipelineStepFailed) as failed:
                warehouse.load(sessions(made, timeout=50.0))
            assert [error.source for error in cause(failed.value).errors] == ["quick"]
        finally:
            ended.set()


# With incomplete="load", what there is


def test_what_could_be_had_is_loaded_if_a_source_fails(
    warehouse: Warehouse, simulator: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="allsessions"):
        warehouse.load(sessions(with_a_wrong_key(simulator), incomplete="load"))
    assert warehouse.ids() == {"konpro:ko-1", "konpro:ko-2"}
    problems = {row["source"]: row for row in warehouse.rows(PROBLEMS)}
    assert {name: row["error"] for name, row in problems.items()} == {
        "anam": "AuthenticationError",
        "konpro": "InvalidRecordError",
    }
    assert problems["anam"]["path"] is None
    assert problems["konpro"]["path"] == "data[1].session_id"
    assert all(row["message"].startswith(f"{name}: ") for name, row in problems.items())
    reads = {row["source"]: (row["sessions"], row["problems"]) for row in warehouse.rows(READS)}
    assert reads == {"anam": (0, 1), "konpro": (2, 1)}
    told = [record.getMessage() for record in caplog.records if record.name == "allsessions"]
    assert {text.partition(":")[0] for text in told} == {"anam", "konpro"}


def test_a_session_before_the_failure_is_not_lost_with_it(warehouse: Warehouse) -> None:
    pages: dict[str, Any] = {"perPage": 1, "total": 3, "lastPage": 3}

    def failing(request: Request) -> Answer:
        page = int(request.query["page"][0])
        meta = {**pages, "currentPage": page, "prev": None, "next": page + 1}
        if page > 2:
            return json_answer({"error": "x", "message": "no"}, status=403)
        return json_answer({"data": [anam(f"s-{page}", ago(days=page))], "meta": meta})

    with FunctionServer(failing) as server:
        source = Anam(api_key=KEY, base_url=server.url, page_size=1)
        warehouse.load(sessions(source, incomplete="load"))
    assert warehouse.ids() == {"anam:s-1", "anam:s-2"}


def test_all_is_well_again_when_it_is(warehouse: Warehouse, simulator: Simulator) -> None:
    warehouse.load(sessions(sources_of(simulator), incomplete="load"))
    with Simulator(World(anam=HALF.anam, konpro=(HALF.konpro[0], HALF.konpro[2]))) as mended:
        warehouse.load(sessions(sources_of(mended), incomplete="load"))
        assert by_ref(warehouse.rows()) == listed(sources_of(mended))
    (last,) = warehouse.query("SELECT problems FROM reads WHERE source = 'konpro' ORDER BY read_at DESC LIMIT 1")
    assert last == {"problems": 0}

"""After a failure, a load stores either nothing, or all readable sessions and the problems."""

import logging
import threading
from collections.abc import Iterator

import pytest
from dlt.pipeline.exceptions import PipelineStepFailed

from allsessions import Anam, AuthenticationError, Client, IncompleteListingError, InvalidRecordError, Source
from allsessions.dlt import PROBLEMS, READS, sessions
from allsessions.simulator import KEY, Simulator, World
from tests.client.scripted import Answer, Request, ScriptedServer, answer

from .warehouse import Warehouse, ago, anam, by_ref, konpro, listed, sources_of

AN_1 = anam("an-1", ago(days=1))
KO_1, KO_2 = (konpro(f"ko-{number}", "closed", ago(days=10 - number)) for number in (1, 2))
BROKEN = {"session_id": ["broken"], "status": "connected"}
HALF = World(anam=(AN_1,), konpro=(KO_1, BROKEN, KO_2))
WHOLE = World(anam=(AN_1,), konpro=(KO_1, KO_2))


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(HALF) as simulator:
        yield simulator


def with_a_wrong_key(simulator: Simulator) -> tuple[Source, ...]:
    variables = {**simulator.environment(), "ANAM_API_KEY": "no-such-key"}
    with Client.from_env({name: value for name, value in variables.items() if name[:4] in ("ANAM", "KONP")}) as client:
        return client.sources


def cause(error: BaseException) -> IncompleteListingError:
    """Return the library's error, which is among the causes of dlt's error."""
    while not isinstance(error, IncompleteListingError):
        assert error.__cause__ is not None
        error = error.__cause__
    return error


def test_by_default_a_failure_loads_nothing(warehouse: Warehouse, simulator: Simulator) -> None:
    with pytest.raises(PipelineStepFailed) as failed:
        warehouse.load(sessions(sources_of(simulator)))
    assert [type(error) for error in cause(failed.value).errors] == [InvalidRecordError]
    assert warehouse.tables() == set()
    with Simulator(WHOLE) as fixed:
        warehouse.load(sessions(sources_of(fixed)))
        assert by_ref(warehouse.rows()) == listed(sources_of(fixed))
        before, reads = warehouse.rows(), warehouse.rows(READS)
        with pytest.raises(PipelineStepFailed) as failed:
            warehouse.load(sessions(with_a_wrong_key(fixed)))
    assert [type(error) for error in cause(failed.value).errors] == [AuthenticationError]
    assert (warehouse.rows(), warehouse.rows(READS)) == (before, reads)


def test_a_source_that_fails_ends_the_reading_of_others(
    warehouse: Warehouse, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    asked, ended = threading.Event(), threading.Event()

    def hanging(_: Request) -> Answer:
        asked.set()
        ended.wait()
        return answer({})

    def refusing(_: Request) -> Answer:
        asked.wait()
        return answer({"error": "x", "message": "no"}, status=401)

    with ScriptedServer(hanging, blocking=True) as slow, ScriptedServer(refusing, blocking=True) as quick:
        servers = {"slow": slow, "slower": slow, "quick": quick}
        made = [Anam(api_key=KEY, name=name, base_url=at.url) for name, at in servers.items()]
        try:
            with pytest.raises(PipelineStepFailed) as failed:
                warehouse.pipeline().extract(sessions(made, timeout=100.0))
            assert [error.source for error in cause(failed.value).errors] == ["quick"]
            # No request continues, and nothing is printed about the cancelled ones.
            assert [thread.name for thread in threading.enumerate() if thread.name == "allsessions"] == []
            assert [record.name for record in caplog.records if record.name == "asyncio"] == []
            assert capfd.readouterr().err == ""
        finally:
            ended.set()


def test_with_load_what_could_be_read_is_loaded(
    warehouse: Warehouse, simulator: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="allsessions"):
        warehouse.load(sessions(with_a_wrong_key(simulator), incomplete="load"))
    assert warehouse.ids() == {"konpro:ko-1", "konpro:ko-2"}
    problems = {row["source"]: row for row in warehouse.rows(PROBLEMS)}
    errors = {name: (row["error"], row["path"]) for name, row in problems.items()}
    assert errors == {"anam": ("AuthenticationError", None), "konpro": ("InvalidRecordError", "data[1].session_id")}
    assert all(row["message"].startswith(f"{name}: ") for name, row in problems.items())
    reads = {row["source"]: (row["sessions"], row["problems"]) for row in warehouse.rows(READS)}
    assert reads == {"anam": (0, 1), "konpro": (2, 1)}
    logged = [record.getMessage() for record in caplog.records if record.name == "allsessions"]
    assert {text.partition(":")[0] for text in logged} == {"anam", "konpro"}
    texts = dict.fromkeys(["source", "vendor", "error", "path", "message"], "VARCHAR")
    assert warehouse.types(PROBLEMS) == {**texts, "read_at": "TIMESTAMP WITH TIME ZONE"}
    with Simulator(WHOLE) as fixed:
        warehouse.load(sessions(sources_of(fixed), incomplete="load"))
        assert by_ref(warehouse.rows()) == listed(sources_of(fixed))
    (last,) = warehouse.query("SELECT problems FROM reads WHERE source = 'konpro' ORDER BY read_at DESC LIMIT 1")
    assert last == {"problems": 0}

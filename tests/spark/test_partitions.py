"""What the driver plans, and what a task makes of its part of it. No Spark runs here."""

import datetime
import os
import pickle
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve

from allsessions import AuthenticationError, Client, ConfigurationError, InvalidRecordError, Session
from allsessions.export import columns
from allsessions.simulator import KEY, Simulator
from allsessions.spark import Options
from allsessions.spark.partitions import Partition, Window, plan
from allsessions.spark.pushdown import Bounds
from allsessions.spark.rows import Rows

from ..client.scripted import ScriptedServer, answer
from ..client.vendors import WIRES

NOON = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(sessions=520) as simulator:
        yield simulator


@pytest.fixture
def config(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Four sources, of which Akool and Anam have 26 pages."""
    monkeypatch.setenv("SPARK_TEST_KEY", KEY)
    key = {"api_key_env": "SPARK_TEST_KEY"}
    tables: list[dict[str, Any]] = [
        {"vendor": "akool", **key, "page_size": 20},
        {"vendor": "anam", "name": "anam-eu", **key, "page_size": 20, "concurrency": 2},
        {"vendor": "konpro", **key},
        {"vendor": "elizaos"},
    ]
    return {"source": [{**table, "base_url": simulator.base_url(table["vendor"])} for table in tables]}


def planned(config: dict[str, Any] | None, *, bounds: Bounds | None = None, **options: Any) -> list[Partition]:
    return plan(Options(config=config, **options), bounds or Bounds())


def names(partitions: list[Partition]) -> list[str]:
    return [each.source for each in partitions]


def test_a_long_list_of_numbered_pages_is_several_partitions_and_any_other_one(config: dict[str, Any]) -> None:
    assert names(planned(config, pages=6)) == [*["akool"] * 4, *["anam-eu"] * 2, "konpro", "elizaos"]
    assert names(planned(config, pages=100)) == ["akool", "anam-eu", "konpro", "elizaos"]


def test_the_partitions_hold_the_list(config: dict[str, Any]) -> None:
    read = [each for partition in planned(config, pages=6) for each in partition.read()]
    with Client.from_config(config) as client:
        assert read == list(client.list())


def test_a_partition_tells_no_key_and_needs_no_file(config: dict[str, Any]) -> None:
    for partition in planned(config, pages=6):
        assert KEY.encode() not in pickle.dumps(partition)
        assert KEY not in repr(partition)
        assert partition.config is not None
        assert [table["vendor"] for table in partition.config["source"]] == [partition.source.partition("-")[0]]


def test_a_driver_without_the_keys_plans_a_partition_a_source(
    config: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SPARK_TEST_KEY")
    partitions = planned(config, pages=6)
    assert names(partitions) == ["akool", "anam-eu", "konpro", "elizaos"]
    monkeypatch.setenv("SPARK_TEST_KEY", KEY)
    assert len(list(partitions[0].read())) == 520


def test_what_else_is_wrong_in_a_file_is_told_by_a_driver_without_the_keys(
    config: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SPARK_TEST_KEY")
    config["source"][1]["page_sise"] = 20
    with pytest.raises(ConfigurationError, match="source 2: unknown option 'page_sise'"):
        planned(config)


def test_a_secret_in_a_file_is_refused_before_it_is_in_a_plan(config: dict[str, Any]) -> None:
    config["source"][0]["api_key"] = "a secret"
    with pytest.raises(ConfigurationError, match="no secrets in this file"):
        planned(config)


def test_a_key_in_the_place_of_a_variables_name_is_refused_before_it_is_in_a_plan(config: dict[str, Any]) -> None:
    config["source"][0]["api_key_env"] = "a-key-and-no-name"
    with pytest.raises(ConfigurationError, match="the environment variable that it names is not set") as raised:
        planned(config)
    assert "a-key" not in str(raised.value)


def test_a_driver_for_which_no_vendor_is_set_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in os.environ if each.startswith(("AKOOL_", "ANAM_", "ELIZAOS_", "KONPRO_"))]:
        monkeypatch.delenv(name)
    with pytest.raises(ConfigurationError, match="no vendor is set in the environment"):
        planned(None)


def test_an_executor_without_a_key_says_so(config: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    (partition,) = planned(config, sources=frozenset({"konpro"}), bounds=Bounds(sources=frozenset({"konpro"})))
    monkeypatch.delenv("SPARK_TEST_KEY")
    with pytest.raises(ConfigurationError, match="the environment variable 'SPARK_TEST_KEY' is not set"):
        list(partition.read())


def test_without_a_file_the_sources_are_those_of_the_environment(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in simulator.environment().items():
        monkeypatch.setenv(name, value)
    partitions = planned(None, pages=100)
    assert sorted(names(partitions)) == ["akool", "anam", "elizaos", "konpro"]
    assert [len(list(each.read())) for each in partitions] == [520] * 4


def test_only_the_sources_that_are_wanted_are_planned(config: dict[str, Any]) -> None:
    assert names(planned(config, bounds=Bounds(sources=frozenset({"elizaos", "elsewhere"})))) == ["elizaos"]
    assert planned(config, bounds=Bounds(status=frozenset())) == []
    with pytest.raises(ConfigurationError, match="option sources: there is no source 'anam'; there are akool, anam-eu"):
        planned(config, sources=frozenset({"anam"}))


def test_what_the_query_wants_is_what_is_asked_for(config: dict[str, Any]) -> None:
    bounds = Bounds(status=frozenset({"active"}), created_after=NOON)
    for partition in planned(config, search="a", bounds=bounds):
        assert partition.filters == {"search": "a", "status": frozenset({"active"}), "created_after": NOON}


def test_a_source_that_fails_is_a_partition_and_its_task_tells_why(config: dict[str, Any]) -> None:
    config["source"][0]["api_key_env"] = "PATH"  # which is set, and no key
    first, *_ = planned(config, pages=6)
    (error,) = first.read()
    assert isinstance(error, AuthenticationError)
    assert error.source == "akool"


def test_what_can_be_had_comes_before_what_is_missing() -> None:
    wire = WIRES["elizaos"]
    records = [wire.record(0), {**wire.record(1), "sessionId": [5]}, wire.record(2)]
    with ScriptedServer(lambda request: answer(wire.envelope(records, request))) as server:
        (partition,) = planned({"source": [{"vendor": "elizaos", "base_url": server.url}]})
        *sessions, error = partition.read()
    assert [each.id for each in sessions if isinstance(each, Session)] == ["el-0000", "el-0002"]
    assert isinstance(error, InvalidRecordError)


def test_odd_records_are_rows_like_any_other() -> None:
    wire = WIRES["elizaos"]
    odd = {"createdAt": 5, "timeRemaining": "x", "userId": [1], "timeoutConfig": "x"}
    records = [wire.record(0), {**wire.record(1), **odd}, wire.record(2)]
    with ScriptedServer(lambda request: answer(wire.envelope(records, request))) as server:
        (partition,) = planned({"source": [{"vendor": "elizaos", "base_url": server.url}]})
        rows = [*Rows.of(raw=False, problems=False).made(partition.read())]
    names = [each.name for each in columns(raw=False)]
    values = [dict(zip(names, row, strict=True)) for row in rows]
    assert [value["id"] for value in values] == wire.ids(3)
    assert (values[1]["created_at"], values[1]["status"], values[1]["user_id"]) == (None, "unknown", None)


# The times of a stream


def test_a_window_has_its_beginning_and_not_its_end_and_what_has_no_time() -> None:
    session = WIRES["elizaos"].source().session(_elizaos_record())
    window = Window(NOON, NOON + datetime.timedelta(hours=1))
    assert window.has(evolve(session, created_at=NOON))
    assert not window.has(evolve(session, created_at=NOON - datetime.timedelta.resolution))
    assert not window.has(evolve(session, created_at=window.before))
    assert window.has(evolve(session, created_at=None))
    assert Window(None, NOON).has(evolve(session, created_at=NOON.replace(year=1)))


def _elizaos_record() -> Any:
    from elizaos_client.models import SessionInfo

    return SessionInfo.from_dict(WIRES["elizaos"].record(0))


def test_only_a_vendor_that_can_is_asked_for_a_window(config: dict[str, Any]) -> None:
    """Elsewhere, the list is read as a whole, with those in it of which nothing tells when they were created."""
    window = Window(NOON, NOON + datetime.timedelta(hours=1))
    asked = {each.source: each.filters for each in plan(Options(config=config), Bounds(), window)}
    assert asked["konpro"] == {"created_after": window.after, "created_before": window.before}
    assert asked["akool"] == asked["anam-eu"] == asked["elizaos"] == {}
    first = {each.source: each.filters for each in plan(Options(config=config), Bounds(), Window(None, NOON))}
    assert first["konpro"] == {}


def test_windows_that_follow_each_other_hold_each_session_once(config: dict[str, Any]) -> None:
    now = datetime.datetime.now(datetime.UTC)
    times = [None, *(now - datetime.timedelta(days=days) for days in (20, 9, 3, 0)), now + datetime.timedelta(days=1)]
    read = [
        each
        for after, before in pairwise(times)
        if before is not None
        for partition in plan(Options(config=config, pages=6), Bounds(), Window(after, before))
        for each in partition.read()
    ]
    with Client.from_config(config) as client:
        listed = list(client.list())
    assert sorted(each.ref for each in read if isinstance(each, Session)) == sorted(each.ref for each in listed)

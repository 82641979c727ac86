"""The partitions that the driver plans, and the sessions that a task reads. No Spark runs here."""

import datetime
import os
import pickle
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve

from allsessions import (
    AuthenticationError,
    Client,
    ConfigurationError,
    InvalidRecordError,
    Session,
    Status,
    UnsupportedFilterError,
)
from allsessions.simulator import KEY, Simulator
from allsessions.spark import Options
from allsessions.spark.partitions import Partition, Window, plan
from allsessions.spark.pushdown import Bounds

from ..client.scripted import ScriptedServer, answer
from ..client.vendors import WIRES

NOON = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(sessions=110) as simulator:
        yield simulator


@pytest.fixture
def config(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
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


def test_only_the_executors_need_keys(config: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPARK_TEST_KEY")
    partitions = planned(config)
    assert names(partitions) == ["akool", "anam-eu", "konpro", "elizaos"]
    with pytest.raises(ConfigurationError, match="the environment variable 'SPARK_TEST_KEY' is not set"):
        list(partitions[2].read())
    monkeypatch.setenv("SPARK_TEST_KEY", KEY)
    with Client.from_config(config) as client:
        assert [each for partition in partitions for each in partition.read()] == list(client.list())
    for partition in partitions:
        assert KEY.encode() not in pickle.dumps(partition)
        assert KEY not in repr(partition)


def test_the_driver_refuses_a_wrong_file(config: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for message, table in {
        "source 1: unknown option 'page_sise'": {"page_sise": 20},
        "must not contain secrets": {"api_key": "s3cret"},
        "the environment variable that it names is not set": {"api_key_env": "s3cret"},
    }.items():
        with pytest.raises(ConfigurationError, match=message) as caught:
            planned({"source": [config["source"][0] | table]})
        assert "s3cret" not in str(caught.value)
    for name in [each for each in os.environ if each.startswith(("AKOOL_", "ANAM_", "ELIZAOS_", "KONPRO_"))]:
        monkeypatch.delenv(name)
    with pytest.raises(ConfigurationError, match="no vendor's variables are set"):
        planned(None)


def test_without_a_file_the_environment_sets_the_sources(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in simulator.environment().items():
        monkeypatch.setenv(name, value)
    partitions = planned(None)
    assert sorted(names(partitions)) == ["akool", "anam", "elizaos", "konpro"]
    assert [len(list(each.read())) for each in partitions] == [110] * 4


def test_sources_and_filters_are_chosen_in_the_plan(config: dict[str, Any]) -> None:
    assert names(planned(config, bounds=Bounds(sources=frozenset({"elizaos", "elsewhere"})))) == ["elizaos"]
    assert planned(config, bounds=Bounds(status=frozenset())) == []
    with pytest.raises(ConfigurationError, match="unknown source 'anam'; expected one of akool, anam-eu"):
        planned(config, sources=frozenset({"anam"}))
    with pytest.raises(UnsupportedFilterError, match="user_id"):
        planned(config, user_id="u")
    bounds = Bounds(status=frozenset({"active"}), created_after=NOON)
    for partition in planned(config, search="a", bounds=bounds):
        assert partition.filters == {"search": "a", "status": frozenset({"active"}), "created_after": NOON}


def test_sessions_come_before_errors(config: dict[str, Any]) -> None:
    config["source"][0]["api_key_env"] = "PATH"  # a variable without a valid key
    first, *_ = planned(config)
    (refused,) = first.read()
    assert (type(refused), refused.source) == (AuthenticationError, "akool")
    wire = WIRES["elizaos"]
    records = [wire.record(0), {**wire.record(1), "sessionId": [5]}, wire.record(2)]
    with ScriptedServer(lambda request: answer(wire.envelope(records, request))) as server:
        (partition,) = planned({"source": [{"vendor": "elizaos", "base_url": server.url}]})
        *sessions, error = partition.read()
    assert [each.id for each in sessions if isinstance(each, Session)] == ["el-0000", "el-0002"]
    assert isinstance(error, InvalidRecordError)


def test_a_window_includes_its_start_but_not_its_end() -> None:
    window = Window(NOON, NOON + datetime.timedelta(hours=1))
    record: Any = None
    session = Session(source="elizaos", vendor="elizaos", id="1", status=Status.ACTIVE, raw=record)
    times = {NOON: True, NOON - datetime.timedelta.resolution: False, window.before: False, None: True}
    assert {time: window.includes(evolve(session, created_at=time)) for time in times} == times
    assert Window(None, NOON).includes(evolve(session, created_at=NOON.replace(year=1)))


def test_only_vendors_with_that_filter_get_the_window(config: dict[str, Any]) -> None:
    """Other vendors return the complete list, including sessions without a creation time."""
    window = Window(NOON, NOON + datetime.timedelta(hours=1))
    asked = {each.source: each.filters for each in plan(Options(config=config), Bounds(), window)}
    assert asked["konpro"] == {"created_after": window.after, "created_before": window.before}
    assert asked["akool"] == asked["anam-eu"] == asked["elizaos"] == {}
    first = {each.source: each.filters for each in plan(Options(config=config), Bounds(), Window(None, NOON))}
    assert first["konpro"] == {}


def test_adjacent_windows_hold_each_session_once(config: dict[str, Any]) -> None:
    now = datetime.datetime.now(datetime.UTC)
    times = [None, *(now - datetime.timedelta(days=days) for days in (20, 9, 3, 0)), now + datetime.timedelta(days=1)]
    read = [
        each
        for after, before in pairwise(times)
        if before is not None
        for partition in plan(Options(config=config), Bounds(), Window(after, before))
        for each in partition.read()
    ]
    with Client.from_config(config) as client:
        listed = list(client.list())
    assert sorted(each.ref for each in read if isinstance(each, Session)) == sorted(each.ref for each in listed)

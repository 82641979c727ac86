"""Spark reads the sessions that `Client.list` returns, and reports what is missing."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from allsessions import Client
from allsessions.export import columns, row
from allsessions.simulator import KEY, Simulator, World

from ..client.scripted import ScriptedServer, answer
from ..client.vendors import WIRES
from ..docs.pages import blocks
from ..docs.running import run_python
from .conftest import VARIABLE, VENDORS, Load, keyed, written

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = [
    pytest.mark.spark,
    pytest.mark.timeout(300),
    # py4j forgets to close its sockets.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

PAGE = "spark.md"
Table = Mapping[str, Any]
Rows = Counter[tuple[Any, ...]]

LATER = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=2)
"""The present of the simulators' data, two hours ahead: no ElizaOS session expires during the tests."""


@pytest.fixture(scope="module")
def simulators() -> Iterator[list[Simulator]]:
    with ExitStack() as stack:
        worlds = [World.make(500, seed=seed, now=LATER) for seed in range(10)]
        yield [stack.enter_context(Simulator(world)) for world in worlds]


def tables(simulators: list[Simulator], times: int = 1) -> list[Table]:
    return [
        {"vendor": vendor, "name": f"{vendor}-{number}-{time}", "base_url": each.base_url(vendor)}
        for number, each in enumerate(simulators)
        for vendor in VENDORS
        for time in range(times)
    ]


def listed(tables: list[Table], **filters: Any) -> Rows:
    with Client.from_config({"source": list(map(keyed, tables))}, {VARIABLE: KEY}) as client:
        return Counter(row(session, columns(raw=False)) for session in client.list(**filters))


def collected(frame: DataFrame) -> Rows:
    return Counter(tuple(map(_in_utc, each)) for each in frame.collect())


def _in_utc(value: Any) -> Any:
    return value.astimezone(datetime.UTC) if isinstance(value, datetime.datetime) else value


def test_two_hundred_sources_are_what_a_client_lists(simulators: list[Simulator], load: Load) -> None:
    sources = tables(simulators, times=5)
    frame = load(sources)
    found = collected(frame)
    assert len(sources) == frame.rdd.getNumPartitions() == 200
    assert found.total() == 100_000
    assert found == listed(sources)


SUMMER = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)
QUERIES: list[tuple[str, str, Any]] = [
    ("status = 'active'", "status", "active"),
    ("status in ('pending', 'failed')", "status", ("pending", "failed")),
    ("created_at >= timestamp'2026-06-01T00:00:00Z'", "created_after", SUMMER),
    ("created_at < timestamp'2026-06-01T00:00:00Z'", "created_before", SUMMER),
]


def test_a_query_returns_what_a_client_lists_by_that_filter(simulators: list[Simulator], load: Load) -> None:
    sources = tables(simulators[:1])
    for query, name, value in QUERIES:
        expected = listed(sources, **{name: value})
        assert collected(load(sources).where(query)) == expected, query
        text = ",".join(value) if isinstance(value, tuple) else str(value)
        assert collected(load(sources, **{name: text})) == expected, query


def test_several_queries_of_one_frame_are_each_answered(simulators: list[Simulator], load: Load) -> None:
    """Spark keeps the plan of a query. It must not use this plan for another query."""
    sources = tables(simulators[:1])
    frame, whole = load(sources), listed(sources)
    ended, active = (Counter({each: 1 for each in whole if each[4] == word}) for word in ("ended", "active"))
    assert collected(frame.where("status = 'ended'")) == ended
    assert frame.count() == whole.total()
    assert collected(frame.where("status = 'active' or status = 'ended'")) == active + ended
    assert collected(frame.where("status = 'active'").union(frame.where("status = 'ended'"))) == active + ended
    assert collected(frame) == whole


def test_the_conditions_of_a_query_reach_the_vendors(spark: SparkSession, load: Load) -> None:
    spark.conf.set("spark.sql.python.filterPushdown.enabled", "true")
    konpro, akool = WIRES["konpro"], WIRES["akool"]
    with ScriptedServer(konpro.serving(5)) as first, ScriptedServer(akool.serving(5)) as second:
        servers = {"konpro": first, "akool": second}
        sources: list[Table] = [{"vendor": vendor, "base_url": each.url} for vendor, each in servers.items()]
        since = "created_at >= timestamp'2026-04-01T00:00:00Z'"
        assert load(sources, pushdown="true").where(f"source = 'konpro' and status = 'active' and {since}").count() == 0
    (asked,) = first.queries()
    assert asked["status"] == "connected"
    assert asked["date_from"] == "2026-03-31T23:59:59Z"
    assert second.queries() == []


def test_a_failed_source_fails_its_task_or_is_a_row(simulators: list[Simulator], load: Load) -> None:
    sources = tables(simulators[:1])
    anam = {"vendor": "anam", "base_url": simulators[0].base_url("akool")}
    with pytest.raises(Exception, match=r"allsessions\.errors\.NotFoundError: anam: ") as raised:
        load([*sources, anam]).collect()
    assert type(raised.value).__name__ == "PythonException"
    assert KEY not in str(raised.value)
    frame = load([*sources, anam], problems="column")
    (problem,) = frame.where("problem is not null").collect()
    assert problem.problem.startswith("NotFoundError: anam: ")
    assert (problem.source, problem.vendor, problem.id, problem.status) == ("anam", "anam", None, None)
    assert collected(frame.where("problem is null").drop("problem")) == listed(sources)


def test_an_unknown_option_is_an_error_before_any_task_runs(load: Load) -> None:
    with pytest.raises(Exception, match="ConfigurationError: unknown option 'apikey'; expected one of config, "):
        load([{"vendor": "elizaos"}], apikey="k")


def test_the_key_is_in_no_plan_and_no_log(
    simulators: list[Simulator], load: Load, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    frame = load(tables(simulators[:1]), raw="true")
    frame.explain(True)
    shown = capfd.readouterr().out
    assert "allsessions" in shown
    assert KEY not in shown
    raw = "".join(each.raw for each in frame.collect())
    assert KEY not in raw
    assert raw.count("session_id") >= 500
    logs = [file.read_text(encoding="utf-8") for file in (folder / "events").rglob("*") if file.is_file()]
    assert any("allsessions" in log for log in logs)
    assert not any(KEY in log for log in logs)


def test_new_sessions_keep_arriving_each_once(spark: SparkSession, tmp_path: Path) -> None:
    wires = {vendor: WIRES[vendor] for vendor in ("anam", "elizaos")}
    held = {vendor: [made(vendor, number, hours=number + 1) for number in range(250)] for vendor in wires}
    with ExitStack() as stack:
        servers = {vendor: stack.enter_context(ScriptedServer(wires[vendor].holding(held[vendor]))) for vendor in wires}
        file = written([{"vendor": vendor, "base_url": each.url} for vendor, each in servers.items()], tmp_path)
        first = batch(spark, file, tmp_path)
        assert first == Counter(f"{vendor}:{id}" for vendor in wires for id in wires[vendor].ids(250))
        held["anam"].insert(0, made("anam", 250))
        held["elizaos"].append(made("elizaos", 250))
        new = Counter([f"anam:{wires['anam'].ids(251)[-1]}", f"elizaos:{wires['elizaos'].ids(251)[-1]}"])
        assert batch(spark, file, tmp_path) == first + new
        assert batch(spark, file, tmp_path) == first + new


def made(vendor: str, number: int, hours: int = 0) -> dict[str, Any]:
    """A record created this many hours and one second ago."""
    created = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=hours, seconds=1)
    return {**WIRES[vendor].record(number), "createdAt": created.isoformat(timespec="microseconds")}


def batch(spark: SparkSession, file: str, folder: Path) -> Counter[str]:
    reader = spark.readStream.format("allsessions").option("config", file).option("lag", "0")
    writer = reader.load().writeStream.format("parquet").option("checkpointLocation", str(folder / "checkpoint"))
    query = writer.trigger(availableNow=True).start(str(folder / "sessions"))
    query.awaitTermination()
    return Counter(each.ref for each in spark.read.parquet(str(folder / "sessions")).select("ref").collect())


def test_a_start_after_a_failed_batch_reads_new_sessions_too(spark: SparkSession, tmp_path: Path) -> None:
    with ScriptedServer(lambda _: answer({}, status=403)) as server:
        file = written([{"vendor": "elizaos", "base_url": server.url}], tmp_path)
        with pytest.raises(Exception, match="PermissionDeniedError: elizaos: "):
            batch(spark, file, tmp_path)
        server.script = WIRES["elizaos"].holding([made("elizaos", 0, hours=1), made("elizaos", 1)])
        assert batch(spark, file, tmp_path) == Counter(f"elizaos:{id}" for id in WIRES["elizaos"].ids(2))


@pytest.mark.usefixtures("spark")
def test_the_documentations_page_prints_what_it_shows(folder: Path) -> None:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    with Simulator() as simulator:
        written([{"vendor": each, "base_url": simulator.base_url(each)} for each in VENDORS], folder)
        for block in blocks(f"docs/{PAGE}"):
            if block.language == "python":
                run_python(block, namespace)

"""What is loaded, and loaded again, is what a client lists."""

import datetime
import threading
from typing import Any

import pytest

from allsessions import Anam, ConfigurationError, ElizaOS, KonPro
from allsessions.dlt import sessions
from allsessions.simulator import KEY, Simulator, World
from tests.servers import Answer, FunctionServer, Request, json_answer

from .warehouse import Warehouse, ago, anam, by_ref, elizaos, konpro, listed, sources_of

YESTERDAY = World(
    akool=({"_id": f"{int(ago(days=2).timestamp()):08x}{1:016x}", "uid": 7, "status": 2},),
    anam=(anam("an-1", ago(days=3)), anam("an-2", ago(days=2), ended=False)),
    konpro=(konpro("ko-1", "connected", ago(days=9), duration=60), konpro("ko-2", "connected", ago(days=4))),
    elizaos=(elizaos("el-1", ago(hours=20)), elizaos("el-2", ago(hours=19))),
)
# Sessions have ended, new ones have come, and one of each kind is not listed any more.
TODAY = World(
    akool=({"_id": f"{int(ago(days=2).timestamp()):08x}{1:016x}", "uid": 7, "status": 3},),
    anam=(anam("an-3", ago(hours=1), ended=False), anam("an-2", ago(days=2))),
    konpro=(
        konpro("ko-1", "connected", ago(days=9), duration=60),
        konpro("ko-2", "connected", ago(days=4), duration=90),
        konpro("ko-3", "new", ago(minutes=5)),
    ),
    elizaos=(elizaos("el-2", ago(hours=19)), elizaos("el-3", ago(hours=1))),
)


def test_what_is_loaded_is_what_a_client_lists_row_by_row(warehouse: Warehouse) -> None:
    with Simulator(sessions=60) as simulator:
        sources = sources_of(simulator)
        warehouse.load(sessions(sources))
        assert by_ref(warehouse.rows()) == listed(sources)


def test_loading_twice_doubles_nothing(warehouse: Warehouse) -> None:
    with Simulator(sessions=60) as simulator:
        sources = sources_of(simulator)
        for _ in range(2):
            warehouse.load(sessions(sources))
        assert len(warehouse.rows()) == 240
        assert by_ref(warehouse.rows()) == listed(sources)


def test_changes_are_updated_and_unlisted_sessions_stay(warehouse: Warehouse) -> None:
    with Simulator(YESTERDAY) as simulator:
        warehouse.load(sessions(sources_of(simulator)))
        before = listed(sources_of(simulator))
    with Simulator(TODAY) as simulator:
        warehouse.load(sessions(sources_of(simulator)))
        now = listed(sources_of(simulator))
    assert by_ref(warehouse.rows()) == {**before, **now}
    assert before.keys() - now.keys() == {"anam:an-1", "elizaos:el-1"}


def test_a_source_of_many_pages_is_loaded_whole(warehouse: Warehouse) -> None:
    with Simulator(sessions=3000) as simulator:
        sources = sources_of(simulator)
        warehouse.load(sessions(sources))
        assert by_ref(warehouse.rows()) == listed(sources)


def test_the_same_source_can_be_run_more_than_once(warehouse: Warehouse) -> None:
    with Simulator(sessions=5) as simulator:
        source = sessions(sources_of(simulator))
        for _ in range(2):
            warehouse.load(source)
    assert len(warehouse.rows()) == 20


def test_sources_come_from_the_environment_unless_given(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    with Simulator(sessions=5) as simulator:
        for name, value in simulator.environment().items():
            monkeypatch.setenv(name, value)
        warehouse.load(sessions())
    assert len(warehouse.rows()) == 20


def test_sources_come_from_a_file(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    with Simulator(sessions=5) as simulator:
        monkeypatch.setenv("ANAM_EU_KEY", KEY)
        file = warehouse.folder / "allsessions.toml"
        file.write_text(
            f'[[source]]\nvendor = "anam"\nname = "anam-eu"\napi_key_env = "ANAM_EU_KEY"\n'
            f'base_url = "{simulator.base_url("anam")}"\n',
            encoding="utf-8",
        )
        warehouse.load(sessions(config=file))
    assert {row["source"] for row in warehouse.rows()} == {"anam-eu"}


def test_a_resource_is_named_after_its_source_and_can_be_chosen(warehouse: Warehouse) -> None:
    with Simulator(sessions=5) as simulator:
        source = sessions(sources_of(simulator))
        assert sorted(source.resources) == ["akool", "anam", "elizaos", "konpro"]
        warehouse.load(source.with_resources("anam"))
    assert {row["source"] for row in warehouse.rows()} == {"anam"}


def test_names_that_dlt_would_write_alike_are_not_mixed_up(warehouse: Warehouse) -> None:
    names = ["anam-eu", "anam_eu", "AnamEu", "anam/eu", "anam.eu", "анам"]
    worlds = [World(anam=(anam(f"s-{number}", ago(days=1)), anam("same", ago(days=1)))) for number in range(len(names))]
    for _ in range(2):
        for name, world in zip(names, worlds, strict=True):
            with Simulator(world) as simulator:
                warehouse.load(sessions(Anam(api_key=KEY, name=name, base_url=simulator.base_url("anam"))))
    assert warehouse.ids() == {f"{name}:{id}" for n, name in enumerate(names) for id in (f"s-{n}", "same")}


def test_names_that_dlt_would_write_alike_can_be_loaded_at_once(warehouse: Warehouse) -> None:
    with Simulator(sessions=3) as simulator:
        made = [KonPro(api_key=KEY, name=name, base_url=simulator.base_url("konpro")) for name in ("k-eu", "k_eu")]
        for _ in range(2):
            warehouse.load(sessions(made))
        assert by_ref(warehouse.rows()) == listed(made)


def test_since_leaves_out_what_was_created_before(warehouse: Warehouse) -> None:
    with Simulator(TODAY) as simulator:
        warehouse.load(sessions(sources_of(simulator), since=ago(hours=2)))
    assert warehouse.ids() == {"anam:an-3", "konpro:ko-3", "elizaos:el-3"}


def test_with_nothing_to_load_there_is_an_empty_table(warehouse: Warehouse) -> None:
    with Simulator(World()) as simulator:
        warehouse.load(sessions(sources_of(simulator)))
    assert warehouse.rows() == []
    assert {row["sessions"] for row in warehouse.rows("reads")} == {0}


def test_what_cannot_be_used_is_refused_before_anything_is_asked() -> None:
    source: Any = ElizaOS(base_url="http://127.0.0.1:9")
    naive = datetime.datetime(2026, 4, 20)
    with pytest.raises(ConfigurationError, match="no vendor is set"):
        sessions()
    with pytest.raises(ConfigurationError, match="two sources are named"):
        sessions([source, source])
    with pytest.raises(ConfigurationError, match="naive datetime"):
        sessions(source, since=naive)
    with pytest.raises(ConfigurationError, match="give one of them"):
        sessions(source, config="allsessions.toml")
    with pytest.raises(ConfigurationError, match="'raise' or 'load'"):
        sessions(source, incomplete="ignore")  # type: ignore[arg-type]  # that is what is tried
    with pytest.raises(ConfigurationError, match="timeout"):
        sessions(source, timeout=-1)


def test_it_can_be_looked_at_without_a_pipeline() -> None:
    with Simulator(TODAY) as simulator:
        source = sessions(sources_of(simulator)).with_resources("konpro")
        assert [row["ref"] for row in source if "ref" in row] == ["konpro:ko-1", "konpro:ko-2", "konpro:ko-3"]


def test_a_look_at_a_source_leaves_the_pipeline_alone(warehouse: Warehouse) -> None:
    with Simulator(sessions=60) as simulator:
        source = sessions(sources_of(simulator))
        warehouse.load(source)
        state = warehouse.pipeline().state["sources"]
        assert sum("ref" in row for row in source) == 240
        assert warehouse.pipeline().state["sources"] == state


def test_all_sources_are_read_at_once(warehouse: Warehouse) -> None:
    all_are_asked = threading.Barrier(4, timeout=60)

    def answer(_: Request) -> Answer:
        all_are_asked.wait()
        return json_answer({"sessions": [elizaos("el-1", ago(hours=1))], "total": 1})

    with FunctionServer(answer) as server:
        warehouse.load(sessions([ElizaOS(name=f"el-{number}", base_url=server.url) for number in range(4)]))
    assert len(warehouse.rows()) == 4

"""After each load, the tables have the sessions that a client lists, as docs/warehouse.md says."""

import datetime
import inspect
import re
from typing import Any

import dlt
import pytest

from allsessions import Anam, Client, ConfigurationError, ElizaOS, KonPro
from allsessions.dlt import PROBLEMS, READS, SESSIONS, reading, sessions
from allsessions.dlt.tables import further_columns, session_columns
from allsessions.export import COLUMNS, row, write
from allsessions.simulator import KEY, Simulator, World
from tests.docs.pages import DOCS, blocks

from .warehouse import Warehouse, ago, anam, by_ref, elizaos, konpro, listed, rows_of, sources_of

PAGE = (DOCS / "warehouse.md").read_text(encoding="utf-8")
(RUNNING,) = (each.text.split('"""')[1] for each in blocks("docs/warehouse.md") if "RUNNING =" in each.text)

AKOOL = {"_id": f"{int(ago(days=2).timestamp()):08x}{1:016x}", "uid": 7, "status": 2}
KO_1 = konpro("ko-1", "connected", ago(days=9), duration=60)
YESTERDAY = World(
    akool=(AKOOL,),
    anam=(anam("an-1", ago(days=3)), anam("an-2", ago(days=2), ended=False)),
    konpro=(KO_1, konpro("ko-2", "connected", ago(days=4))),
    elizaos=(elizaos("el-1", ago(hours=20)), elizaos("el-2", ago(hours=19))),
)
# Some sessions have ended, some are new, and some are no longer listed.
TODAY = World(
    akool=({**AKOOL, "status": 3},),
    anam=(anam("an-3", ago(hours=1), ended=False), anam("an-2", ago(days=2))),
    konpro=(KO_1, konpro("ko-2", "connected", ago(days=4), duration=90), konpro("ko-3", "new", ago(minutes=5))),
    elizaos=(elizaos("el-2", ago(hours=19)), elizaos("el-3", ago(hours=1))),
)


def test_changes_are_updated_and_unlisted_sessions_stay(warehouse: Warehouse) -> None:
    with Simulator(YESTERDAY) as simulator:
        warehouse.load(sessions(sources_of(simulator)))
        before = listed(sources_of(simulator))
        assert by_ref(warehouse.rows()) == before
    with Simulator(TODAY) as simulator:
        source = sessions(sources_of(simulator))
        now = listed(sources_of(simulator))
        for _ in range(2):
            warehouse.load(source)
            assert by_ref(warehouse.rows()) == {**before, **now}
            assert len(warehouse.rows()) == len({**before, **now})
    assert before.keys() - now.keys() == {"anam:an-1", "elizaos:el-1"}
    seen = {row["ref"]: row["seen_at"] for row in warehouse.rows()}
    reads = sorted(row["read_at"] for row in warehouse.rows(READS) if row["source"] == "anam")
    assert len(set(reads)) == 3
    assert (seen["anam:an-1"], seen["anam:an-2"]) == (reads[0], reads[2])


def test_odd_records_are_loaded_and_loaded_again(warehouse: Warehouse) -> None:
    world = World(
        akool=({**AKOOL, "uid": [7], "status": "two", "credentials": 5},),
        anam=(anam("a-1", ago(days=3), personaConfig="x", clientLabel=5), {**anam("a-2", ago(days=2)), "createdAt": 5}),
        konpro=(
            konpro("ko-1", "connected", ago(days=9), duration="60", avatar_id={"a": 1}),
            {"session_id": "ko-2", "status": "closed", "created_at": 10**17},  # unreadable; newer ones have a time
            konpro("ko-3", "closed", ago(days=4)),
        ),
        elizaos=({**elizaos("el-1", ago(hours=20)), "createdAt": "soon", "userId": [1]},),
    )
    with Simulator(world) as simulator:
        sources = sources_of(simulator)
        for _ in range(2):
            warehouse.load(sessions(sources))
            assert by_ref(warehouse.rows()) == listed(sources)
        assert {row["problems"] for row in warehouse.rows(READS)} == {0}


def test_names_that_dlt_writes_alike_stay_apart(warehouse: Warehouse) -> None:
    with Simulator(YESTERDAY) as simulator:
        names = ("k-eu", "k_eu", "KEu", "k/eu", "k.eu", "к")
        made = [KonPro(api_key=KEY, name=name, base_url=simulator.base_url("konpro")) for name in names]
        for sources in (made[:3], made[3], made):
            warehouse.load(sessions(sources))
        assert by_ref(warehouse.rows()) == listed(made)


def test_a_long_list_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BATCH", 7)
    world = World(anam=tuple(anam(f"an-{number}", ago(minutes=number)) for number in range(25)))
    with Simulator(world) as simulator:
        source = Anam(api_key=KEY, base_url=simulator.base_url("anam"), page_size=10)
        assert [row["id"] for row in rows_of(sessions(source))] == [f"an-{number}" for number in range(25)]


def test_sources_come_from_the_environment_or_a_file(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    with Simulator(YESTERDAY) as simulator:
        for name, value in simulator.environment().items():
            monkeypatch.setenv(name, value)
        assert {row["source"] for row in rows_of(sessions())} == {"akool", "anam", "elizaos", "konpro"}
        monkeypatch.setenv("ANAM_EU_KEY", KEY)
        text = '[[source]]\nvendor = "anam"\nname = "anam-eu"\napi_key_env = "ANAM_EU_KEY"\nbase_url = "{}"\n'
        file = warehouse.folder / "allsessions.toml"
        file.write_text(text.format(simulator.base_url("anam")), encoding="utf-8")
        assert {row["source"] for row in rows_of(sessions(config=file))} == {"anam-eu"}


def test_wrong_arguments_are_refused_before_any_request() -> None:
    source: Any = ElizaOS(base_url="http://127.0.0.1:9")
    cases: list[tuple[list[Any], dict[str, Any], str]] = [
        ([], {}, "no vendor's variables are set"),
        ([source], {"since": datetime.datetime(2026, 4, 20)}, "timezone-aware"),
        ([source], {"config": "allsessions.toml"}, "only one of them"),
        ([source], {"incomplete": "ignore"}, "'raise' or 'load'"),
        ([source], {"timeout": -1}, "timeout"),
    ]
    for arguments, options, said in cases:
        with pytest.raises(ConfigurationError, match=said):
            sessions(*arguments, **options)


def test_a_look_at_a_source_leaves_the_pipeline_alone(warehouse: Warehouse) -> None:
    with Simulator(TODAY) as simulator:
        source = sessions(sources_of(simulator))
        warehouse.load(source)
        state = warehouse.pipeline().state["sources"]
        assert len(rows_of(source)) == 8
        assert warehouse.pipeline().state["sources"] == state
        assert sorted(source.resources) == ["akool", "anam", "elizaos", "konpro"]
        chosen = rows_of(sessions(sources_of(simulator)).with_resources("konpro"))
        assert [row["ref"] for row in chosen] == ["konpro:ko-1", "konpro:ko-2", "konpro:ko-3"]
        found = rows_of(sessions(sources_of(simulator), since=ago(hours=2)))
        assert {row["ref"] for row in found} == {"anam:an-3", "konpro:ko-3", "elizaos:el-3"}


def test_an_export_and_a_load_continue_each_other(warehouse: Warehouse) -> None:
    names = [column.name for column in COLUMNS]
    with Simulator(YESTERDAY) as simulator, Client(sources_of(simulator)) as client:
        rows = [dict(zip(names, row(each, COLUMNS), strict=True)) for each in client.list()]
        exported = dlt.resource(rows, name="exported", table_name=SESSIONS, write_disposition="merge")
        warehouse.load(exported.apply_hints(primary_key=("source", "id")))
        types = warehouse.types(SESSIONS)
        warehouse.load(sessions(client.sources))
        assert {name: type for name, type in warehouse.types(SESSIONS).items() if name in types} == types
        assert len(warehouse.ids()) == len(rows)
        warehouse.query(f"COPY (SELECT {', '.join(names)} FROM sessions) TO 'dlt.parquet'")
        again = write(client.list(), "dlt.parquet", append=True)
        assert (again.added, again.updated) == (0, 0)


def test_the_query_counts_only_what_still_runs(warehouse: Warehouse) -> None:
    first, second, third = (anam(id, ago(hours=1), ended=False) for id in ("an-1", "an-2", "an-3"))
    there, gone = elizaos("there", ago(hours=1)), elizaos("gone", ago(hours=2))
    worlds = [
        (World(elizaos=(there, gone), anam=(first, second)), {"anam": 2, "elizaos": 2}),
        (World(elizaos=(there,), anam=(first, second)), {"anam": 2, "elizaos": 1}),
        # The unreadable record may be that of `first`.
        (World(anam=(second, {"id": None}, third)), {"anam": 3}),
    ]
    for world, expected in worlds:
        with Simulator(world) as simulator:
            source = Anam(api_key=KEY, base_url=simulator.base_url("anam"))
            warehouse.load(sessions([source, ElizaOS(base_url=simulator.base_url("elizaos"))], incomplete="load"))
            assert dict(tuple(row.values()) for row in warehouse.query(RUNNING)) == expected
    assert {row["status"] for row in warehouse.rows()} == {"active"}


def test_every_option_and_column_is_documented() -> None:
    options = {*inspect.signature(sessions).parameters} - {"sources", "settings"}
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == options
    columns: dict[str, Any] = {SESSIONS: session_columns(raw=True)}
    columns |= {table: further_columns(table) for table in (READS, PROBLEMS)}
    names = [*columns, *(name for each in columns.values() for name in each)]
    assert [name for name in names if f"`{name}`" not in PAGE] == []

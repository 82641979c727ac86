"""The examples in docs/warehouse.md work."""

import inspect
import re
from typing import Any

from allsessions import Anam, ElizaOS
from allsessions.dlt import PROBLEMS, READS, SESSIONS, sessions
from allsessions.dlt.tables import further_columns, session_columns
from allsessions.simulator import KEY, Simulator, World
from tests.docs.pages import DOCS, blocks

from .warehouse import Warehouse, ago, anam, elizaos

PAGE = (DOCS / "warehouse.md").read_text(encoding="utf-8")
(RUNNING,) = (each.text.split('"""')[1] for each in blocks("docs/warehouse.md") if "RUNNING =" in each.text)


def test_the_query_counts_only_what_still_runs(warehouse: Warehouse) -> None:
    first, second, third = (anam(id, ago(hours=1), ended=False) for id in ("an-1", "an-2", "an-3"))
    there, gone = elizaos("there", ago(hours=1)), elizaos("gone", ago(hours=2))
    worlds = [
        (World(elizaos=(there, gone), anam=(first, second)), {"anam": 2, "elizaos": 2}),
        (World(elizaos=(there,), anam=(first, second)), {"anam": 2, "elizaos": 1}),
        # One record is unreadable: `first` may be in it.
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

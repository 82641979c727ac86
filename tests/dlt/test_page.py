"""What docs/warehouse.md says holds."""

import inspect
import re
from typing import Any

from allsessions import Anam, ElizaOS
from allsessions.dlt import PROBLEMS, READS, SESSIONS, sessions
from allsessions.dlt.tables import further_columns, session_columns
from allsessions.simulator import KEY, Simulator, World
from tests.docs.pages import DOCS, blocks

from .warehouse import Warehouse, ago, anam, elizaos, sources_of

PAGE = (DOCS / "warehouse.md").read_text(encoding="utf-8")
(RUNNING,) = (each.text.split('"""')[1] for each in blocks("docs/warehouse.md") if "RUNNING =" in each.text)


def running(warehouse: Warehouse) -> dict[str, int]:
    return dict(tuple(row.values()) for row in warehouse.query(RUNNING))


def test_what_is_in_no_list_any_more_does_not_run(warehouse: Warehouse) -> None:
    there, gone = elizaos("there", ago(hours=1)), elizaos("gone", ago(hours=2))
    found = []
    for world in ((there, gone), (there,), ()):
        with Simulator(World(elizaos=world, anam=(anam("an-1", ago(hours=1), ended=False),))) as simulator:
            warehouse.load(sessions(sources_of(simulator)))
            found.append(running(warehouse))
    assert found == [{"anam": 1, "elizaos": 2}, {"anam": 1, "elizaos": 1}, {"anam": 1}]
    assert {row["status"] for row in warehouse.rows()} == {"active"}


def test_an_incomplete_read_takes_nothing_for_gone(warehouse: Warehouse) -> None:
    first, second = (anam(id, ago(hours=1), ended=False) for id in ("an-1", "an-2"))
    for world in ((first, second), (second, {"id": None}, anam("an-3", ago(hours=1), ended=False))):
        with Simulator(World(anam=world)) as simulator:
            source = Anam(api_key=KEY, base_url=simulator.base_url("anam"))
            warehouse.load(sessions([source, ElizaOS(base_url=simulator.base_url("elizaos"))], incomplete="load"))
    assert running(warehouse) == {"anam": 3}


def test_every_option_is_told() -> None:
    options = {*inspect.signature(sessions).parameters} - {"sources", "settings"}
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == options


def test_every_column_is_told() -> None:
    columns: dict[str, Any] = {SESSIONS: session_columns(raw=True)}
    columns |= {table: further_columns(table) for table in (READS, PROBLEMS)}
    for table, names in columns.items():
        assert f"`{table}`" in PAGE
        assert [name for name in names if f"`{name}`" not in PAGE] == []

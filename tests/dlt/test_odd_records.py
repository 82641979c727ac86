"""Records with fields that are not as documented are loaded like any other, the first time and each time thereafter."""

from typing import Any

from allsessions.dlt import READS, sessions
from allsessions.simulator import Simulator, World

from .warehouse import Warehouse, ago, anam, by_ref, elizaos, konpro, listed, sources_of

ODD: dict[str, Any] = {"duration": "60", "avatar_id": {"a": 1}}
WORLD = World(
    akool=({"_id": f"{int(ago(days=2).timestamp()):08x}{1:016x}", "uid": [7], "status": "two", "credentials": 5},),
    anam=(anam("an-1", ago(days=3), personaConfig="x", clientLabel=5), {**anam("an-2", ago(days=2)), "createdAt": 5}),
    konpro=(konpro("ko-1", "connected", ago(days=9), **ODD), konpro("ko-2", "closed", ago(days=4))),
    elizaos=({**elizaos("el-1", ago(hours=20)), "createdAt": "soon", "userId": [1]},),
)


def test_odd_records_are_loaded_and_loaded_again(warehouse: Warehouse) -> None:
    with Simulator(WORLD) as simulator:
        sources = sources_of(simulator)
        for _ in range(2):
            warehouse.load(sessions(sources))
            assert by_ref(warehouse.rows()) == listed(sources)
        assert {row["problems"] for row in warehouse.rows(READS)} == {0}


def test_a_record_without_a_time_is_loaded_with_newer_ones(warehouse: Warehouse) -> None:
    timeless = {"session_id": "ko-3", "status": "closed", "created_at": 10**17}
    with Simulator(World(konpro=(*WORLD.konpro, timeless))) as simulator:
        sources = sources_of(simulator)
        for _ in range(3):
            warehouse.load(sessions(sources))
            assert by_ref(warehouse.rows()) == listed(sources)

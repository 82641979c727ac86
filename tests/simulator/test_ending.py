"""A session that is ended at the simulator has ended, for the library and in later answers."""

import pytest

from allsessions import Client, Concurrency, NotFoundError, Status
from allsessions.simulator import Simulator, World

VENDORS = ("akool", "anam", "elizaos", "konpro")


@pytest.mark.parametrize("vendor", VENDORS)
def test_an_ended_session_has_ended(vendor: str) -> None:
    world = World.make(30)
    with Simulator(world) as simulator, Client.from_env(simulator.environment()) as client:
        running = [session.ref for session in client.list(sources=vendor, status=("pending", "active"))]
        others = client.count(sources=vendor)[vendor]
        first, *rest = running
        for ref in running[:1] * 2 if vendor != "elizaos" else running[:1]:  # the second time, it is over already
            client.end(ref)
        assert [each.ref for each in client.list(sources=vendor, status=("pending", "active"))] == rest
        if vendor == "elizaos":
            with pytest.raises(NotFoundError):
                client.get(first)
        else:
            session = client.get(first)
            assert (session.status, session.unreadable) == (Status.ENDED, frozenset())
            assert client.count(sources=vendor)[vendor] == others
        with pytest.raises(NotFoundError):
            client.end(f"{vendor}:00000000-0000-4000-8000-000000000000")
    # The world of the caller stays as it was.
    with Simulator(world) as simulator, Client.from_env(simulator.environment()) as client:
        assert client.get(first).status in (Status.PENDING, Status.ACTIVE)


def test_anams_sessions_in_use_are_those_that_run() -> None:
    with Simulator(sessions=30) as simulator, Client.from_env(simulator.environment()) as client:
        active = [session.ref for session in client.list(sources="anam", status="active")]
        assert client.concurrency("anam") == Concurrency(current=len(active), limit=10)
        client.end(active[0])
        assert client.concurrency("anam") == Concurrency(current=len(active) - 1, limit=10)

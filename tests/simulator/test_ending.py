"""A session that is ended at the simulator has ended, for the library and in later answers."""

from uuid import UUID

import httpx
import pytest

from allsessions import Client, Concurrency, NotFoundError, Status
from allsessions.simulator import KEY, Simulator, World

from .conftest import ELIZAOS_DETAIL, LISTS
from .contract import validate

RIGHT = {"x-api-key": KEY, "authorization": f"Bearer {KEY}"}
ENDS = {
    "akool": ("POST", "/api/open/v4/liveAvatar/session/close", "id", [1102, 1008, 1003, 1000, 1219]),
    "anam": ("POST", "/v1/sessions/{id}/stop", None, [401, 404, 400, 200, 409]),
    "konpro": ("POST", "/v1/streaming/stop", "session_id", [401, 404, 400, 200, 400]),
    "elizaos": ("DELETE", ELIZAOS_DETAIL.replace("sessionId", "id"), None, [401, 404, 404, 200, 404]),
}
"""The operation that ends a session, the field of its body, and the answers: Akool's code or the status."""


@pytest.mark.parametrize("vendor", LISTS)
def test_an_ended_session_has_ended(vendor: str) -> None:
    world = World.make(30)
    with Simulator(world) as simulator, Client.from_env(simulator.environment()) as client:
        running = [session.ref for session in client.list(sources=vendor, status=("pending", "active"))]
        others = client.count(sources=vendor)[vendor]
        first, *rest = running
        client.end(first)
        assert [each.ref for each in client.list(sources=vendor, status=("pending", "active"))] == rest
        if vendor == "elizaos":
            with pytest.raises(NotFoundError):
                client.get(first)
        else:
            session = client.get(first)
            assert (session.status, session.unreadable) == (Status.ENDED, frozenset())
            assert client.count(sources=vendor)[vendor] == others
    # The world of the caller stays as it was.
    with Simulator(world) as simulator, Client.from_env(simulator.environment()) as client:
        assert client.get(first).status in (Status.PENDING, Status.ACTIVE)


@pytest.mark.parametrize("vendor", LISTS)
def test_each_answer_to_ending_a_session_is_as_documented(http: httpx.Client, vendor: str) -> None:
    method, path, field, expected = ENDS[vendor]
    found: list[int] = []
    with Simulator(World.make(30), elizaos_key=KEY) as simulator, Client.from_env(simulator.environment()) as client:
        first = next(client.list(sources=vendor, status=("pending", "active"))).id
        requests = ((first, dict[str, str]()), (str(UUID(int=0)), RIGHT), ("", RIGHT), (first, RIGHT), (first, RIGHT))
        for id, headers in requests:
            url = simulator.base_url(vendor) + path.replace("{id}", id or "-")
            answer = http.request(method, url, headers=headers, json={field: id} if field else None)
            found.append(answer.json()["code"] if vendor == "akool" else answer.status_code)
            if (vendor, answer.status_code) != ("konpro", 200):  # its body is not documented
                documented = ELIZAOS_DETAIL if vendor == "elizaos" else path
                validate(vendor, documented, method, answer.status_code, answer.json())
    assert found == expected


def test_anams_sessions_in_use_are_those_that_run(http: httpx.Client) -> None:
    with Simulator(sessions=30) as simulator, Client.from_env(simulator.environment()) as client:
        active = [session.ref for session in client.list(sources="anam", status="active")]
        assert client.concurrency("anam") == Concurrency(current=len(active), limit=10)
        client.end(active[0])
        assert client.concurrency("anam") == Concurrency(current=len(active) - 1, limit=10)
        answer = http.get(f"{simulator.base_url('anam')}/v1/sessions/concurrency", headers=RIGHT)
        validate("anam", "/v1/sessions/concurrency", "GET", 200, answer.json())

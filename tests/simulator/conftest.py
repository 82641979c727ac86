"""A simulator for each module, and how to make requests to it."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from allsessions.simulator import KEY, Simulator, World

SESSIONS = 57
"""No multiple of a page: the last one is not full."""
LISTS = {
    "akool": "/api/open/v4/liveAvatar/session/list",
    "anam": "/v1/sessions",
    "konpro": "/v1/streaming/sessions",
    "elizaos": "/api/messaging/sessions",
}
HEADERS = {
    "akool": {"x-api-key": KEY},
    "anam": {"authorization": f"Bearer {KEY}"},
    "konpro": {"x-api-key": KEY},
    "elizaos": dict[str, str](),
}

Get = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def world() -> World:
    """Made for each module, since ElizaOS' first sessions expire within minutes."""
    return World.make(SESSIONS)


@pytest.fixture(scope="module")
def simulator(world: World) -> Iterator[Simulator]:
    with Simulator(world) as simulator:
        yield simulator


@pytest.fixture(scope="session")
def http() -> Iterator[httpx.Client]:
    """A client without a key."""
    with httpx.Client(trust_env=False) as client:
        yield client


@pytest.fixture
def get(simulator: Simulator, http: httpx.Client) -> Get:
    """Requests a vendor's list, or another path of it, by default with its key."""

    def get(vendor: str, path: str = "", headers: dict[str, str] | None = None, **params: Any) -> httpx.Response:
        url = simulator.base_url(vendor) + (path if path.startswith("/") else LISTS[vendor] + path)
        return http.get(url, headers=HEADERS[vendor] if headers is None else headers, params=params or None)

    return get

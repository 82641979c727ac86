"""A simulator for each module, and requests to it. Every answer is checked against the vendor's document."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import httpx
import pytest

from allsessions.simulator import KEY, Simulator, World

from .contract import validate

SESSIONS = 57
"""Not a multiple of a page size, so the last page is not full."""
LISTS = {
    "akool": "/api/open/v4/liveAvatar/session/list",
    "anam": "/v1/sessions",
    "konpro": "/v1/streaming/sessions",
    "elizaos": "/api/messaging/sessions",
}
AKOOL_DETAIL = "/api/open/v4/liveAvatar/session/detail"
ELIZAOS_DETAIL = "/api/messaging/sessions/{sessionId}"
HEADERS = {
    "akool": {"x-api-key": KEY},
    "anam": {"authorization": f"Bearer {KEY}"},
    "konpro": {"x-api-key": KEY},
    "elizaos": dict[str, str](),
}

Get = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def world() -> World:
    """Return a new world for each module, because ElizaOS's first sessions expire within minutes."""
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


def ask(
    http: httpx.Client, simulator: Simulator, vendor: str, path: str = "", *, headers: Any = None, **params: Any
) -> httpx.Response:
    """Send a request to a vendor, by default for its list and with its key. Check that the answer is documented."""
    path = path if path.startswith("/") else LISTS[vendor] + path
    headers = HEADERS[vendor] if headers is None else headers
    answer = http.get(simulator.base_url(vendor) + path, headers=headers, params=params or None)
    documented = ELIZAOS_DETAIL if path.startswith(f"{LISTS['elizaos']}/") else path.partition("?")[0]
    validate(vendor, documented, "GET", answer.status_code, answer.json())
    return answer


@pytest.fixture
def get(simulator: Simulator, http: httpx.Client) -> Get:
    """Make requests to the simulator of this module."""
    return partial(ask, http, simulator)

"""One simulator for each module, a client with the key for each vendor, and one without any."""

from collections.abc import Iterator

import httpx
import pytest

from allsessions.simulator import KEY, Simulator, World

# No multiple of a page: the last one is not full.
SESSIONS = 57


@pytest.fixture(scope="module")
def world() -> World:
    """Made anew for each module: ElizaOS' sessions run out, some within minutes."""
    return World.make(SESSIONS)


@pytest.fixture(scope="module")
def simulator(world: World) -> Iterator[Simulator]:
    with Simulator(world) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def akool(simulator: Simulator) -> Iterator[httpx.Client]:
    with _client(simulator, "akool", {"x-api-key": KEY}) as client:
        yield client


@pytest.fixture(scope="module")
def anam(simulator: Simulator) -> Iterator[httpx.Client]:
    with _client(simulator, "anam", {"authorization": f"Bearer {KEY}"}) as client:
        yield client


@pytest.fixture(scope="module")
def konpro(simulator: Simulator) -> Iterator[httpx.Client]:
    with _client(simulator, "konpro", {"x-api-key": KEY}) as client:
        yield client


@pytest.fixture(scope="module")
def elizaos(simulator: Simulator) -> Iterator[httpx.Client]:
    with _client(simulator, "elizaos", {}) as client:
        yield client


@pytest.fixture(scope="session")
def http() -> Iterator[httpx.Client]:
    """Without a key."""
    with httpx.Client(trust_env=False) as client:
        yield client


def _client(simulator: Simulator, vendor: str, headers: dict[str, str]) -> httpx.Client:
    # trust_env: a proxy of the machine's has no business between a test and loopback.
    return httpx.Client(base_url=simulator.base_url(vendor), headers=headers, trust_env=False)

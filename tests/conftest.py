"""Settings of all tests: no proxy, asyncio, and hypothesis' profiles `quick` and, by ALLSESSIONS_DEEP=1, `deep`."""

import os
from collections.abc import Iterator

import hypothesis
import pytest

# On a busy machine any single example can take long; pytest-timeout ends what hangs.
hypothesis.settings.register_profile("quick", deadline=None, max_examples=50)
hypothesis.settings.register_profile("deep", deadline=None, max_examples=1000)
hypothesis.settings.load_profile("deep" if os.environ.get("ALLSESSIONS_DEEP") == "1" else "quick")


@pytest.fixture(scope="session", autouse=True)
def _no_proxy() -> Iterator[None]:
    """No proxy of the machine is used for loopback."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "*")
        yield


@pytest.fixture
def anyio_backend() -> str:
    """Run asynchronous tests on asyncio, by the plugin of anyio."""
    return "asyncio"


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Skip the pauses between attempts, and keep their seconds."""
    pauses: list[float] = []

    async def no_pause(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr("allsessions.http.transport.pause", no_pause)
    return pauses

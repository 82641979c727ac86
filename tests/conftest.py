"""Settings for all tests: no proxy, asyncio, and hypothesis's profiles `quick`, and `deep` with ALLSESSIONS_DEEP=1."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import hypothesis
import pytest

# No deadline, because an example can be slow on a busy machine; pytest-timeout ends a test that hangs.
hypothesis.settings.register_profile("quick", deadline=None, max_examples=50)
hypothesis.settings.register_profile("deep", deadline=None, max_examples=1000)
hypothesis.settings.load_profile("deep" if os.environ.get("ALLSESSIONS_DEEP") == "1" else "quick")


@pytest.fixture(scope="session", autouse=True)
def _no_proxy() -> Iterator[None]:
    """Ignore the machine's proxy settings, because a proxy cannot reach the tests' servers on loopback."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "*")
        yield


@pytest.fixture
def anyio_backend() -> str:
    """Run asynchronous tests on asyncio, with anyio's pytest plugin."""
    return "asyncio"


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Skip the pauses between attempts, and return a list of their lengths in seconds."""
    pauses: list[float] = []

    async def no_pause(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr("allsessions.http.transport.pause", no_pause)
    return pauses


@contextmanager
def local_time(rule: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Set the local time zone by a POSIX rule, because some machines lack the database of named zones."""
    if not hasattr(time, "tzset"):
        pytest.skip("Windows has no time zone for one process")
    try:
        with monkeypatch.context() as patch:
            patch.setenv("TZ", rule)
            time.tzset()
            yield
    finally:
        time.tzset()

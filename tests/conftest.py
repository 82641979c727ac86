"""What holds for all tests."""

from collections.abc import Iterator

import hypothesis
import pytest

# On a busy machine any single example can take long; pytest-timeout sees to what hangs.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


@pytest.fixture(scope="session", autouse=True)
def _no_proxy() -> Iterator[None]:
    """A proxy of the machine's has no business between a test and loopback."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "*")
        yield


@pytest.fixture
def anyio_backend() -> str:
    """Asynchronous tests run on asyncio, by anyio's own plugin."""
    return "asyncio"

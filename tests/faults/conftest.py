import pytest


@pytest.fixture(autouse=True)
def _no_pauses(waits: list[float]) -> None:
    """Skip the pauses between attempts in all tests of this folder."""

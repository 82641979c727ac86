import pytest


@pytest.fixture(autouse=True)
def _no_pauses(waits: list[float]) -> None:
    """Skip the pauses in all these tests."""

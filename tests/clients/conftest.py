"""A server for the typed clients."""

from collections.abc import Iterator

import pytest

from tests.servers import FunctionServer, json_answer


@pytest.fixture
def server() -> Iterator[FunctionServer]:
    """Answers everything with an object without fields, which every endpoint can read."""
    with FunctionServer(lambda request: json_answer({})) as server:
        yield server

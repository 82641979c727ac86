"""One server and one client for the whole corpus, and the figures at the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from allsessions import Client
from tests.faults.corpus.corpus import CORPUS
from tests.faults.corpus.figures import LABELS, TITLE, Reading, table
from tests.faults.corpus.outcome import Outcome
from tests.faults.corpus.server import corpus_client, corpus_server
from tests.faults.corpus.ways import by_typed_client, by_wrapper, http_client

READINGS = pytest.StashKey[dict[str, Reading]]()


@pytest.fixture(scope="session")
def readings(pytestconfig: pytest.Config) -> dict[str, Reading]:
    """All that are to be in the summary."""
    return pytestconfig.stash.setdefault(READINGS, {})


@pytest.fixture(scope="session")
def corpus_url() -> Iterator[str]:
    with corpus_server() as server:
        yield server.url


@pytest.fixture(scope="session")
def client(corpus_url: str) -> Iterator[Client]:
    with corpus_client(corpus_url) as client:
        yield client


@pytest.fixture(scope="session")
def wrapper(client: Client, readings: dict[str, Reading]) -> Reading:
    """The corpus through the wrapper."""
    return readings.setdefault("wrapper", Reading(LABELS[0], lambda number: by_wrapper(client, number)))


@pytest.fixture(scope="session")
def typed(corpus_url: str, readings: dict[str, Reading]) -> Iterator[Reading]:
    """The corpus through our typed clients, told to raise at statuses that are not documented."""
    with http_client() as http:

        def read(number: int) -> Outcome:
            operation = CORPUS[number].endpoint.operation
            package = operation.client.package
            return by_typed_client(operation.endpoint, package, http, corpus_url, number, strict=True)

        yield readings.setdefault("typed", Reading(LABELS[1], read))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    readings = config.stash.get(READINGS, {})
    if readings:
        terminalreporter.section(TITLE)
        for line in table(list(readings.values())):
            terminalreporter.write_line(line)

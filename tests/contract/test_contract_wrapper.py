"""The wrapper against Prism: its requests are documented, and it reads the simulator's answers from Prism, too."""

import contextlib
import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from allsessions import ApiError, Client, Session, Source
from allsessions.simulator import Simulator, World
from allsessions.source import source_class
from tests.contract.prisms import Examples, Prisms, wrong
from tests.simulator.conftest import AKOOL_DETAIL, HEADERS, LISTS

# The limit excludes fixtures: npm.py has its own, longer limits for installation and start.
pytestmark = [pytest.mark.contract, pytest.mark.timeout(func_only=True)]

BEGIN = datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC)
PERIOD = {"created_after": BEGIN, "created_before": BEGIN + datetime.timedelta(days=28)}
FILTERS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "akool": ({"status": "failed"}, {"status"}),
    "anam": ({"search": "KIOSK", "agent_id": "9d0f0f5a-3f52-4b87-8f0c-6f1f6f3f2a10"}, {"search", "personaId"}),
    "elizaos": ({}, set()),
    "konpro": (PERIOD | {"status": "active"}, {"status", "date_from", "date_to"}),
}
"""All filters that a vendor applies, and the names of their query parameters."""
KEYED, BY_TOKEN = {"api_key": "key"}, {"token": "key"}
CREDENTIALS = [*((vendor, KEYED) for vendor in FILTERS), ("akool", BY_TOKEN), ("elizaos", dict[str, str]())]


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(World.make(5)) as simulator:
        yield simulator


@contextmanager
def asking(source: Source) -> Iterator[tuple[Client, list[httpx.Response]]]:
    """Yield a client with only this source, and the list of its answers."""
    answers: list[httpx.Response] = []

    async def keep(answer: httpx.Response) -> None:
        answers.append(answer)

    http = {"event_hooks": {"response": [keep]}, "trust_env": False}
    with Client([source], retries=0, http=http) as client:
        yield client, answers


def examples(simulator: Simulator, session: Session) -> Examples:
    """Return the simulator's answers: the list, and a session's detail if the vendor has such an operation."""
    vendor, id = session.vendor, session.id
    paths = {LISTS[vendor]: LISTS[vendor]}
    paths |= {"akool": {AKOOL_DETAIL: f"{AKOOL_DETAIL}?id={id}"}}.get(vendor, {})
    paths |= {"elizaos": {f"{LISTS['elizaos']}/{{sessionId}}": f"{LISTS['elizaos']}/{id}"}}.get(vendor, {})
    with httpx.Client(base_url=simulator.base_url(vendor), headers=HEADERS[vendor], trust_env=False) as http:
        return {path: http.get(target).json() for path, target in paths.items()}


@pytest.mark.parametrize(("vendor", "options"), CREDENTIALS)
def test_every_method_asks_and_reads_as_documented(
    prisms: Prisms, simulator: Simulator, vendor: str, options: dict[str, Any]
) -> None:
    with Client.from_env(simulator.environment()) as real:
        sessions = list(real.list(sources=vendor))
    base_url = prisms.of(vendor, examples(simulator, sessions[0])).base_url
    source, (filters, pushed) = source_class(vendor)(base_url=base_url, **options), FILTERS[vendor]
    with asking(source) as (client, answers):
        assert [each.to_dict() for each in client.list()] == [each.to_dict() for each in sessions]
        (page,) = client.pages(vendor)
        assert (len(page.sessions), page.total, page.cursor, page.invalid) == (5, 5, None, ())
        assert client.get(sessions[0].ref).to_dict() == sessions[0].to_dict()
        assert client.count() == {vendor: 5}
        before = len(answers)
        assert {each.ref for each in client.list(**filters)} <= {each.ref for each in sessions}
    assert filters.keys() == source.capabilities.vendor_filters
    assert [(answer.status_code, wrong(vendor, answer)) for answer in answers] == [(200, [])] * len(answers)
    paging = {"page", "size", "perPage", "page_size", "token"}
    assert all({*answer.request.url.params} - paging == pushed for answer in answers[before:])
    with asking(source_class(vendor)(base_url=prisms.of(vendor).base_url, **options)) as (client, answers):
        # Prism invents Akool's code, which may mean a failure.
        with contextlib.suppress(*([ApiError] if vendor == "akool" else [])):
            client.end(f"{vendor}:9d0f0f5a-3f52-4b87-8f0c-6f1f6f3f2a10")
    assert (answers[0].request.method, answers[0].status_code) == ("DELETE" if vendor == "elizaos" else "POST", 200)
    assert wrong(vendor, answers[0]) == []

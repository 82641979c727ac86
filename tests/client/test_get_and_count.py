"""One session by its ref, and the number of sessions."""

from collections.abc import Callable
from typing import Any

import pytest

from allsessions import (
    AsyncClient,
    ConfigurationError,
    ElizaOS,
    IncompleteListingError,
    InvalidRecordError,
    NotFoundError,
    UnexpectedResponseError,
)

from .scripted import Answer, Request, ScriptedServer, answer
from .vendors import WIRES, InMemory, client_of

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("vendor", ["akool", "elizaos"])
def test_get_asks_the_vendors_detail_endpoint_once(vendor: str) -> None:
    record, id = WIRES[vendor].record(3), WIRES[vendor].ids(4)[3]
    detail = {"code": 1000, "msg": "OK", "data": record} if vendor == "akool" else record
    with client_of(vendor, lambda request: answer(detail), name="mine") as (client, server):
        assert client.get(f"mine:{id}").ref == f"mine:{id}"
        with pytest.raises(UnexpectedResponseError, match=f"the answer is session {id}"):
            client.get("mine:another")
    assert id in (server.requests[0].query.get("id"), server.requests[0].path.rsplit("/", 1)[-1])
    assert len(server.requests) == 2


def test_get_searches_at_anam_and_returns_that_very_session() -> None:
    wire = WIRES["anam"]
    (id,) = wire.ids(1)
    other = {**wire.record(1), "clientLabel": f"about {id}"}
    with client_of("anam", wire.holding([other, wire.record(0)])) as (client, server):
        assert client.get(f"anam:{id}").id == id
    assert {query["search"] for query in server.queries()} == {id}


async def test_get_reads_konpros_list_only_as_far_as_needed() -> None:
    server = InMemory(WIRES["konpro"].serving(50))
    async with AsyncClient(WIRES["konpro"].source(page_size=10), http={"transport": server}) as client:
        assert (await client.get("konpro:kp-0015")).id == "kp-0015"
    assert len(server.requests) == 2


@pytest.mark.parametrize("vendor", WIRES)
def test_a_session_that_is_not_there_is_not_found(vendor: str) -> None:
    wire = WIRES[vendor]
    missing = {
        "akool": answer({"code": 1008, "msg": "no such session", "data": None}),
        "elizaos": answer({"error": {"code": "SESSION_NOT_FOUND", "message": "no such session"}}, status=404),
    }
    other = wire.holding([wire.record(0)])
    with client_of(vendor, lambda request: missing.get(vendor) or other(request)) as (client, _):
        with pytest.raises(NotFoundError, match=f"{vendor}.*nowhere"):
            client.get(f"{vendor}:nowhere")


def test_a_session_among_unreadable_records_is_not_missing() -> None:
    with (
        client_of("konpro", WIRES["konpro"].holding([{"session_id": [5]}])) as (client, _),
        pytest.raises(InvalidRecordError),
    ):
        client.get("konpro:kp-0000")


def test_a_ref_that_cannot_be_used_is_refused() -> None:
    with client_of("anam", WIRES["anam"].serving(1)) as (client, server):
        for ref in ("", "anam", "anam:", ":x", "nobody:x", "anam:\ud800", 5):
            with pytest.raises(ConfigurationError):
                client.get(ref)  # type: ignore[arg-type]  # that is what is tried
    assert server.requests == []


# Counts


def test_count_reads_the_list_where_the_vendor_cannot_count() -> None:
    with client_of("anam", WIRES["anam"].serving(25), page_size=10) as (client, _):
        assert client.count(status="ended") == {"anam": 25}
        assert client.count(status="active") == {"anam": 0}
        assert client.count(search="label 1") == {"anam": 25}  # the vendor's total: this server finds everything


PLACES = {"anam": "data", "elizaos": "sessions", "konpro": "data"}
Tell = Callable[[int, Request], dict[str, Any]]
"""Returns fields of a page with so many sessions, to replace its own."""


def counted(vendor: str, tell: Tell, count: int = 25) -> tuple[int | None, int]:
    """Return the count at a server with so many sessions, None for an error, and the number of requests."""
    wire = WIRES[vendor]
    records = [wire.record(number) for number in range(count)]

    def script(request: Request) -> Answer:
        envelope = wire.envelope(records, request)
        page = envelope["data"]["result"] if vendor == "akool" else envelope[PLACES[vendor]]
        place = {"akool": "data", "anam": "meta"}.get(vendor)
        (envelope[place] if place else envelope).update(tell(len(page), request))
        return answer(envelope)

    with client_of(vendor, script, page_size=10) as (client, server):
        try:
            return client.count()[vendor], len(server.requests)
        except IncompleteListingError:
            return None, len(server.requests)


@pytest.mark.parametrize(
    ("vendor", "tell"),
    [
        ("elizaos", lambda length, request: {"total": 0}),
        ("konpro", lambda length, request: {"total": None}),
        ("konpro", lambda length, request: {"total": 0}),
        ("anam", lambda length, request: {"total": length, "lastPage": None}),
        ("anam", lambda length, request: {"total": length, "next": None}),
        ("konpro", lambda length, request: {"total": length}),
        ("akool", lambda length, request: {"count": length}),
        ("akool", lambda length, request: {"count": 0}),
    ],
    ids=[
        "low",
        "none",
        "0",
        "of the page, next",
        "of the page, last page",
        "of the page, token",
        "of the page",
        "0 and no more",
    ],
)
def test_count_reads_the_list_where_the_total_is_contradicted(vendor: str, tell: Tell) -> None:
    assert counted(vendor, tell)[0] == 25


def test_count_of_a_list_shorter_than_its_total_is_an_error() -> None:
    assert counted("elizaos", lambda length, request: {"total": 50})[0] is None


@pytest.mark.parametrize("vendor", WIRES)
def test_count_takes_a_total_that_nothing_contradicts(vendor: str) -> None:
    for count in (0, 1, 25):
        found, requests = counted(vendor, lambda length, request: {}, count)
        # One session at Akool may be all of one page.
        assert (found, requests) == (count, 3 if (vendor, count) == ("akool", 1) else 1)


async def test_count_has_the_other_numbers_when_a_source_fails() -> None:
    with ScriptedServer(WIRES["elizaos"].serving(3)) as server:
        sources = [ElizaOS(base_url=server.url), ElizaOS(name="gone", base_url="http://127.0.0.1:1")]
        async with AsyncClient(sources, retries=0) as client:
            with pytest.raises(IncompleteListingError, match="gone") as caught:
                await client.count()
    assert caught.value.counts == {"elizaos": 3, "gone": None}
    assert [error.source for error in caught.value.errors] == ["gone"]

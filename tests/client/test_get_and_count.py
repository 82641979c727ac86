"""One session by its ref, and how many there are."""

from collections.abc import Callable
from typing import Any

import pytest

from allsessions import (
    AsyncClient,
    Client,
    ConfigurationError,
    ElizaOS,
    IncompleteListingError,
    InvalidRecordError,
    NotFoundError,
    UnexpectedResponseError,
)

from .scripted import Answer, Request, ScriptedServer, answer
from .vendors import WIRES

pytestmark = pytest.mark.anyio


def detail(vendor: str, record: object) -> Answer:
    return answer({"code": 1000, "msg": "OK", "data": record} if vendor == "akool" else record)


@pytest.mark.parametrize("vendor", ["akool", "elizaos"])
def test_get_asks_the_vendors_detail_endpoint_once(vendor: str) -> None:
    wire = WIRES[vendor]
    with ScriptedServer(lambda request: detail(vendor, wire.record(3))) as server:
        with Client(wire.source(base_url=server.url, name="mine")) as client:
            session = client.get(f"mine:{wire.ids(4)[3]}")
    assert session.ref == f"mine:{wire.ids(4)[3]}"
    (request,) = server.requests
    assert wire.ids(4)[3] in (request.query.get("id"), request.path.rsplit("/", 1)[-1])


def test_get_searches_at_anam_and_takes_the_very_session() -> None:
    wire = WIRES["anam"]
    other = {**wire.record(1), "clientLabel": f"about {wire.ids(1)[0]}"}
    with ScriptedServer(lambda request: answer(wire.envelope([other, wire.record(0)], request))) as server:
        with Client(wire.source(base_url=server.url)) as client:
            assert client.get(f"anam:{wire.ids(1)[0]}").id == wire.ids(1)[0]
    assert {query["search"] for query in server.queries()} == {wire.ids(1)[0]}


async def test_get_reads_konpros_list_only_as_far_as_needed() -> None:
    wire = WIRES["konpro"]
    with ScriptedServer(wire.serving(50)) as server:
        async with AsyncClient(wire.source(base_url=server.url, page_size=10)) as client:
            assert (await client.get("konpro:kp-0015")).id == "kp-0015"
    assert len(server.requests) == 2


@pytest.mark.parametrize("vendor", WIRES)
def test_a_session_that_is_not_there_is_not_found(vendor: str) -> None:
    wire = WIRES[vendor]
    missing = {
        "akool": answer({"code": 1008, "msg": "no such session", "data": None}),
        "elizaos": answer({"error": {"code": "SESSION_NOT_FOUND", "message": "no such session"}}, status=404),
    }

    def script(request: Request) -> Answer:
        return missing.get(vendor) or answer(wire.envelope([wire.record(0)], request))

    with ScriptedServer(script) as server, Client(wire.source(base_url=server.url)) as client:
        with pytest.raises(NotFoundError, match=f"{vendor}.*nowhere") as caught:
            client.get(f"{vendor}:nowhere")
    assert (caught.value.source, caught.value.vendor) == (vendor, vendor)


def test_another_session_than_asked_for_is_no_answer() -> None:
    wire = WIRES["elizaos"]
    with ScriptedServer(lambda request: answer(wire.record(1))) as server:
        with (
            Client(wire.source(base_url=server.url)) as client,
            pytest.raises(UnexpectedResponseError, match="el-0001"),
        ):
            client.get("elizaos:el-0000")


def test_a_session_among_unreadable_records_is_not_missing() -> None:
    wire = WIRES["konpro"]
    with ScriptedServer(lambda request: answer(wire.envelope([{"session_id": [5]}], request))) as server:
        with Client(wire.source(base_url=server.url)) as client, pytest.raises(InvalidRecordError):
            client.get("konpro:kp-0000")


@pytest.mark.parametrize("ref", ["", "anam", "anam:", ":x", "nobody:x"])
def test_a_ref_that_is_none_is_refused(ref: str) -> None:
    with Client(WIRES["anam"].source()) as client, pytest.raises(ConfigurationError):
        client.get(ref)


def test_count_takes_each_vendors_own_total_in_one_request_each() -> None:
    servers = {vendor: ScriptedServer(wire.serving(120)) for vendor, wire in WIRES.items()}
    with servers["akool"], servers["anam"], servers["konpro"], servers["elizaos"]:
        with Client([wire.source(base_url=servers[vendor].url) for vendor, wire in WIRES.items()]) as client:
            assert client.count() == dict.fromkeys(WIRES, 120)
    assert [len(server.requests) for server in servers.values()] == [1, 1, 1, 1]


def test_count_reads_the_list_where_the_vendor_cannot_count() -> None:
    wire = WIRES["anam"]
    with ScriptedServer(wire.serving(25)) as server, Client(wire.source(base_url=server.url, page_size=10)) as client:
        assert client.count(status="ended") == {"anam": 25}
        assert client.count(status="active") == {"anam": 0}
        assert client.count(search="label 1") == {"anam": 25}  # the vendor's total: this server finds everything


def test_count_reads_the_list_where_the_vendor_tells_no_total() -> None:
    wire = WIRES["konpro"]

    def script(request: Request) -> Answer:
        records = [wire.record(number) for number in range(25)]
        return answer({**wire.envelope(records, request), "total": None})

    with ScriptedServer(script) as server, Client(wire.source(base_url=server.url)) as client:
        assert client.count() == {"konpro": 25}


ONE, MANY = 1, 25


def counted(vendor: str, told: Callable[[int, Request], dict[str, Any]], count: int) -> tuple[int | None, int]:
    """What is counted at a server of so many sessions, whose answers say this in place of their numbers; requests."""
    wire = WIRES[vendor]
    records = [wire.record(number) for number in range(count)]

    def script(request: Request) -> Answer:
        envelope = wire.envelope(records, request)
        page = (
            envelope["data"]["result"] if vendor == "akool" else envelope["sessions" if vendor == "elizaos" else "data"]
        )
        place = {"akool": "data", "anam": "meta"}.get(vendor)
        (envelope[place] if place else envelope).update(told(len(page), request))
        return answer(envelope)

    with ScriptedServer(script) as server, Client(wire.source(base_url=server.url, page_size=10)) as client:
        try:
            return client.count()[vendor], len(server.requests)
        except IncompleteListingError:
            return None, len(server.requests)


CONTRADICTED: dict[str, tuple[str, Callable[[int, Request], dict[str, Any]]]] = {
    "less than there are": ("elizaos", lambda length, request: {"total": 0}),
    "less than there are on the page": ("konpro", lambda length, request: {"total": 0}),
    "of the page, and next promises more": ("anam", lambda length, request: {"total": length, "lastPage": None}),
    "of the page, and the last page is another": ("anam", lambda length, request: {"total": length, "next": None}),
    "of the page, and a token promises more": ("konpro", lambda length, request: {"total": length}),
    "of the page, and nothing says more": ("akool", lambda length, request: {"count": length}),
}


@pytest.mark.parametrize(("vendor", "told"), CONTRADICTED.values(), ids=CONTRADICTED)
def test_count_reads_the_list_where_the_total_is_contradicted(
    vendor: str, told: Callable[[int, Request], dict[str, Any]]
) -> None:
    assert counted(vendor, told, MANY)[0] == MANY


def test_count_of_a_list_shorter_than_its_total_is_an_error() -> None:
    assert counted("elizaos", lambda length, request: {"total": 50}, MANY)[0] is None


@pytest.mark.parametrize("vendor", WIRES)
@pytest.mark.parametrize("count", [0, ONE, MANY])
def test_count_reads_no_list_where_nothing_contradicts_the_total(vendor: str, count: int) -> None:
    found, requests = counted(vendor, lambda length, request: {}, count)
    assert found == count
    # One session at Akool may be all of one page.
    assert requests == (3 if (vendor, count) == ("akool", ONE) else 1)


async def test_count_tells_what_it_could_when_a_source_fails() -> None:
    with ScriptedServer(WIRES["elizaos"].serving(3)) as server:
        sources = [ElizaOS(base_url=server.url), ElizaOS(name="gone", base_url="http://127.0.0.1:1")]
        async with AsyncClient(sources, retries=0) as client:
            with pytest.raises(IncompleteListingError, match="gone") as caught:
                await client.count()
    assert caught.value.counts == {"elizaos": 3, "gone": None}
    assert [error.source for error in caught.value.errors] == ["gone"]

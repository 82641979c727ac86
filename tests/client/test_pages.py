"""Pages and their cursors."""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest
from attrs import evolve

from allsessions import AsyncClient, Client, ConfigurationError, Page, ServerError, UnexpectedResponseError

from .scripted import Answer, Request, ScriptedServer, answer
from .vendors import PAGED, WIRES, InMemory, client_of

pytestmark = pytest.mark.anyio
every_paged_vendor = pytest.mark.parametrize("vendor", PAGED)


@every_paged_vendor
def test_pages_have_sessions_total_envelope_and_cursor(vendor: str) -> None:
    wire = WIRES[vendor]
    with client_of(vendor, wire.serving(25)) as (client, server):
        pages = list(client.pages(vendor, page_size=10))
        raw = wire.envelope([wire.record(number) for number in range(25)], server.requests[0])
    assert [len(page.sessions) for page in pages] == [10, 10, 5]
    assert {(page.total, page.source) for page in pages} == {(25, vendor)}
    assert [page.cursor is None for page in pages] == [False, False, True]
    assert pages[0].raw.to_dict().keys() == raw.keys()
    with client_of(vendor, wire.serving(20)) as (client, _):
        assert [page.cursor is None for page in client.pages(vendor, page_size=10)] == [False, True], "a full last page"


def test_a_list_of_konpro_without_page_numbers_is_complete() -> None:
    """The vendor documents no pages for `sessions`, but another page may follow a full one."""
    wire = WIRES["konpro"]
    cases = [(5, 2, True, 3), (4, 2, True, 3), (5, 2, False, 2), (2, 2, False, 2), (1, 1, False, 2), (1, 2, False, 1)]
    for held, size, has_pages, requests in cases:
        records = [wire.record(number) for number in range(held)]

        def script(request: Request, records: list[Any] = records, step: int = size if has_pages else 0) -> Answer:
            return answer({"sessions": records[(request.page - 1) * step :][: step or None]})

        with client_of("konpro", script) as (client, server):
            pages = client.pages("konpro", page_size=size)
            assert [session.id for page in pages for session in page.sessions] == wire.ids(held)
            assert len(server.requests) == requests


async def test_each_page_is_fetched_when_it_is_wanted() -> None:
    source, server = WIRES["konpro"].source(page_size=10), InMemory(WIRES["konpro"].serving(25))
    with Client(source, http={"transport": server}) as client:
        pages, found = client.pages("konpro"), list[Page]()
        for count in range(3):
            assert len(server.requests) == count
            found.append(next(pages))
    async with AsyncClient(source, http={"transport": server}) as asynchronous:
        assert [page async for page in asynchronous.pages(source)] == found


async def cancel_when_sent(server: ScriptedServer, pages: AsyncIterator[Page], requests: int) -> None:
    """Wait for the next page, and stop waiting after this number of requests."""
    waiting = asyncio.ensure_future(anext(pages))
    await asyncio.to_thread(server.wait_for_requests, requests)
    waiting.cancel()
    await asyncio.wait([waiting])
    assert waiting.cancelled()


async def test_a_wait_that_is_cancelled_costs_no_page() -> None:
    """After a cancelled wait, such as by a timeout, the next iteration still returns every page."""
    held, serving = threading.Event(), WIRES["akool"].serving(30)

    def script(request: Request) -> Answer:
        return evolve(serving(request), hold=held if request.page == 2 else None)

    with ScriptedServer(script) as server:
        async with AsyncClient(WIRES["akool"].source(base_url=server.url, page_size=10)) as client:
            pages = client.pages("akool")
            got = [await anext(pages)]
            for _ in range(3):
                await cancel_when_sent(server, pages, 2)
            held.set()
            got += [page async for page in pages]
    assert [session.id for page in got for session in page.sessions] == WIRES["akool"].ids(30)
    assert [request.page for request in server.requests] == [1, 2, 3, 4]


async def test_two_tasks_cannot_read_the_same_pages() -> None:
    transport = InMemory(WIRES["anam"].serving(30))
    async with AsyncClient(WIRES["anam"].source(page_size=10), http={"transport": transport}) as client:
        for each, kind in ((client.pages("anam"), "Page"), (client.list(), "Session")):
            results = await asyncio.gather(anext(each), anext(each), return_exceptions=True)
            assert [type(result).__name__ for result in results] == [kind, "RuntimeError"]


async def test_closing_pages_ends_a_request_of_a_cancelled_wait() -> None:
    with ScriptedServer(lambda request: Answer(hold=threading.Event())) as server:
        async with AsyncClient(WIRES["anam"].source(base_url=server.url)) as client:
            before = asyncio.all_tasks()
            pages = client.pages("anam")
            await cancel_when_sent(server, pages, 1)
            assert len(asyncio.all_tasks() - before) == 1
            await pages.aclose()
            assert asyncio.all_tasks() == before


def test_an_error_comes_after_the_pages_and_the_cursor_goes_on() -> None:
    serving, healthy = WIRES["akool"].serving(30), threading.Event()

    def script(request: Request) -> Answer:
        return serving(request) if request.page < 3 or healthy.is_set() else answer({}, status=503)

    got: list[Page] = []
    with client_of("akool", script) as (client, _):
        with pytest.raises(ServerError, match="akool.*503"):
            got.extend(client.pages("akool", page_size=10))
        assert [len(page.sessions) for page in got] == [10, 10]
        healthy.set()
        got.extend(client.pages("akool", cursor=got[-1].cursor))
    assert [session.id for page in got for session in page.sessions] == WIRES["akool"].ids(30)


def test_a_cursor_of_a_second_pass_leads_to_the_beginning() -> None:
    wire = WIRES["akool"]
    records = [wire.record(number) for number in (0, 1, 1, 2)]
    with client_of("akool", wire.holding(records), page_size=2) as (client, _):
        cursors: list[str | None] = []
        with pytest.raises(UnexpectedResponseError, match="reports 4 sessions, but returned only 3"):
            cursors.extend(page.cursor for page in client.pages("akool"))
        last, again = [cursor for cursor in cursors if cursor][-1], list[Page]()
        with pytest.raises(UnexpectedResponseError, match="reports 4 sessions, but returned only 3"):
            again.extend(client.pages("akool", cursor=last))
    assert [session.id for page in again for session in page.sessions] == wire.ids(3)


def test_a_cursor_after_an_unusable_page_leads_to_the_same_error() -> None:
    body = {"data": [WIRES["konpro"].record(0)], "next_pagination_token": {"odd": 1}}
    with client_of("konpro", lambda request: answer(body)) as (client, server):
        pages = client.pages("konpro")
        cursor = next(pages).cursor
        for again in (pages, client.pages("konpro", cursor=cursor)):
            with pytest.raises(UnexpectedResponseError, match="next_pagination_token: the token of the next page"):
                next(again)
        assert len(server.requests) == 1


def test_a_page_size_that_the_vendor_does_not_have_is_refused() -> None:
    with Client([WIRES["anam"].source(), WIRES["akool"].source()]) as client:
        for size in (0, 101, True):
            with pytest.raises(ConfigurationError, match="anam: page_size must be a whole number from 1 to 100"):
                client.pages("anam", page_size=size)
        with pytest.raises(ConfigurationError, match="akool: page_size must be a whole number, 1 or more, not 0"):
            client.pages("akool", page_size=0)


def test_a_cursor_of_another_list_is_refused() -> None:
    """Otherwise the pages of this list would silently begin in the middle."""
    sources = [WIRES["akool"].source(name="eu"), WIRES["akool"].source(name="us"), WIRES["anam"].source()]
    server = InMemory(WIRES["akool"].serving(30))
    with Client(sources, http={"transport": server}) as client:
        cursor = next(client.pages("eu", page_size=10)).cursor
        for other in ("us", "anam"):
            with pytest.raises(ConfigurationError, match=f"{other}: the cursor belongs to another source"):
                client.pages(other, cursor=cursor)
        with pytest.raises(ConfigurationError, match="the cursor belongs to .* a list with other filters"):
            client.pages("eu", cursor=cursor, status="ended")
        for text in ("???", "\ud800", f"{cursor}x"):
            with pytest.raises(ConfigurationError, match="the cursor is not valid"):
                client.pages("eu", cursor=text)
        assert len(server.requests) == 1
        assert len(list(client.pages("eu", cursor=cursor))) == 2

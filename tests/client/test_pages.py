"""Pages and their cursors."""

import asyncio
import base64
import json
import subprocess
import sys
import threading

import pytest
from attrs import evolve

from allsessions import AsyncClient, Client, ConfigurationError, Page, ServerError, UnexpectedResponseError

from .scripted import Answer, Request, ScriptedServer, answer
from .vendors import KEY, PAGED, WIRES

pytestmark = pytest.mark.anyio
every_paged_vendor = pytest.mark.parametrize("vendor", PAGED)

RESUME = """
import json, sys
from allsessions import Client
from allsessions.source import source_class
vendor, url, key, cursor = sys.argv[1:]
with Client(source_class(vendor)(base_url=url, api_key=key)) as client:
    pages = list(client.pages(vendor, cursor=cursor))
print(json.dumps([[session.id for session in page.sessions] for page in pages]))
"""


@every_paged_vendor
def test_pages_have_sessions_total_envelope_and_cursor(vendor: str) -> None:
    wire = WIRES[vendor]
    with ScriptedServer(wire.serving(25)) as server, Client(wire.source(base_url=server.url)) as client:
        pages = list(client.pages(vendor, page_size=10))
        raw = wire.envelope([wire.record(number) for number in range(25)], server.requests[0])
    assert [len(page.sessions) for page in pages] == [10, 10, 5]
    assert [page.total for page in pages] == [25, 25, 25]
    assert [page.cursor is None for page in pages] == [False, False, True]
    assert pages[0].raw.to_dict().keys() == raw.keys()
    assert [page.source for page in pages] == [vendor] * 3


@every_paged_vendor
def test_a_last_page_that_is_full_has_no_cursor_either(vendor: str) -> None:
    wire = WIRES[vendor]
    with ScriptedServer(wire.serving(20)) as server, Client(wire.source(base_url=server.url)) as client:
        pages = list(client.pages(vendor, page_size=10))
    assert [(len(page.sessions), page.cursor is None) for page in pages] == [(10, False), (10, True)]


@every_paged_vendor
def test_a_cursor_goes_on_after_its_page_in_another_process(vendor: str) -> None:
    wire = WIRES[vendor]
    with ScriptedServer(wire.serving(25)) as server:
        with Client(wire.source(base_url=server.url)) as client:
            first = next(iter(client.pages(vendor, page_size=10)))
        command = [sys.executable, "-c", RESUME, vendor, server.url, KEY, str(first.cursor)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    rest = json.loads(done.stdout)
    assert [session.id for session in first.sessions] + sum(rest, []) == wire.ids(25)
    assert len(rest) == 2


@every_paged_vendor
@pytest.mark.parametrize("count", [0, 1, 3, 4, 5])
def test_a_new_client_for_each_page_reads_the_whole_list(vendor: str, count: int) -> None:
    wire = WIRES[vendor]
    ids: list[str] = []
    cursor: str | None = None
    with ScriptedServer(wire.serving(count)) as server:
        for _ in range(count + 1):
            with Client(wire.source(base_url=server.url)) as client:
                page = next(client.pages(vendor, cursor=cursor, page_size=2))
            ids += [session.id for session in page.sessions]
            cursor = page.cursor
            if cursor is None:
                break
    assert (ids, cursor) == (wire.ids(count), None)


def test_each_page_is_fetched_when_it_is_asked_for() -> None:
    with ScriptedServer(WIRES["anam"].serving(50)) as server:
        with Client(WIRES["anam"].source(base_url=server.url)) as client:
            pages = client.pages("anam", page_size=10)
            assert server.requests == []
            next(pages)
            assert len(server.requests) == 1
            next(pages)
            assert len(server.requests) == 2


async def test_the_asynchronous_client_gives_the_same_pages() -> None:
    with ScriptedServer(WIRES["konpro"].serving(25)) as server:
        source = WIRES["konpro"].source(base_url=server.url, page_size=10)
        with Client(source) as client:
            expected = list(client.pages("konpro"))
        async with AsyncClient(source) as asynchronous:
            assert [page async for page in asynchronous.pages(source)] == expected


async def test_a_wait_that_is_given_up_costs_no_page() -> None:
    """As by a timeout: a loop that goes on is whole at its end."""
    held = threading.Event()
    serving = WIRES["akool"].serving(30)

    def script(request: Request) -> Answer:
        return evolve(serving(request), hold=held if request.page == 2 else None)

    with ScriptedServer(script) as server:
        async with AsyncClient(WIRES["akool"].source(base_url=server.url, page_size=10)) as client:
            pages = client.pages("akool")
            got = [await anext(pages)]
            for _ in range(3):
                waiting = asyncio.ensure_future(anext(pages))
                await asyncio.to_thread(server.wait_for_requests, 2)
                waiting.cancel()
                await asyncio.wait([waiting])
                assert waiting.cancelled()
            held.set()
            got += [page async for page in pages]
    assert [session.id for page in got for session in page.sessions] == WIRES["akool"].ids(30)
    assert [request.page for request in server.requests] == [1, 2, 3, 4]


async def test_two_tasks_cannot_read_the_same_pages() -> None:
    with ScriptedServer(WIRES["anam"].serving(30)) as server:
        async with AsyncClient(WIRES["anam"].source(base_url=server.url, page_size=10)) as client:
            pages = client.pages("anam")
            results = await asyncio.gather(anext(pages), anext(pages), return_exceptions=True)
    assert [type(result) for result in results] == [Page, RuntimeError]


async def test_closing_pages_stops_what_a_wait_that_was_given_up_left() -> None:
    with ScriptedServer(lambda request: Answer(hold=threading.Event())) as server:
        async with AsyncClient(WIRES["anam"].source(base_url=server.url)) as client:
            before = asyncio.all_tasks()
            pages = client.pages("anam")
            waiting = asyncio.ensure_future(anext(pages))
            await asyncio.to_thread(server.wait_for_requests, 1)
            waiting.cancel()
            await asyncio.wait([waiting])
            assert len(asyncio.all_tasks() - before) == 1
            await pages.aclose()
            assert asyncio.all_tasks() == before


def test_pages_raise_the_sources_error_after_what_came() -> None:
    serving = WIRES["akool"].serving(30)

    def script(request: Request) -> Answer:
        return serving(request) if request.page < 3 else answer({}, status=503)

    got: list[Page] = []
    with ScriptedServer(script) as server, Client(WIRES["akool"].source(base_url=server.url), retries=0) as client:
        with pytest.raises(ServerError, match="akool.*503"):
            got.extend(client.pages("akool", page_size=10))
    assert [len(page.sessions) for page in got] == [10, 10]


def test_the_cursor_before_an_error_takes_up_where_it_broke() -> None:
    serving = WIRES["akool"].serving(30)
    healthy = False

    def script(request: Request) -> Answer:
        return serving(request) if request.page < 3 or healthy else answer({}, status=503)

    got: list[Page] = []
    with ScriptedServer(script) as server, Client(WIRES["akool"].source(base_url=server.url), retries=0) as client:
        with pytest.raises(ServerError):
            got.extend(client.pages("akool", page_size=10))
        healthy = True
        got.extend(client.pages("akool", cursor=got[-1].cursor))
    assert [session.id for page in got for session in page.sessions] == WIRES["akool"].ids(30)


def test_a_resumed_list_that_grew_is_whole() -> None:
    """What moved before the cursor, and what the total was there, are known after it."""
    wire = WIRES["akool"]
    records = [wire.record(number) for number in range(30)]

    def script(request: Request) -> Answer:
        return answer(wire.envelope(records if request.page == 1 else [wire.record(99), *records], request))

    with ScriptedServer(script) as server, Client(wire.source(base_url=server.url)) as client:
        pages = client.pages("akool", page_size=10)
        got = [next(pages), next(pages)]
        got += client.pages("akool", cursor=got[-1].cursor)
    assert [session.id for page in got for session in page.sessions] == wire.ids(30)


def test_a_cursor_of_a_second_pass_leads_to_the_beginning() -> None:
    """Who takes it up was given nothing, as far as is known there, and it ends."""
    wire = WIRES["akool"]
    listed = [wire.record(number) for number in (0, 1, 1, 2)]
    with ScriptedServer(lambda request: answer(wire.envelope(listed, request))) as server:
        with Client(wire.source(base_url=server.url, page_size=2)) as client:
            pages, cursors = client.pages("akool"), list[str | None]()
            with pytest.raises(UnexpectedResponseError, match="total is 4, and only 3 sessions came"):
                cursors.extend(page.cursor for page in pages)
            last = [cursor for cursor in cursors if cursor][-1]
            again = list(client.pages("akool", cursor=last))
    assert [session.id for page in again for session in page.sessions] == wire.ids(3)
    assert again[-1].cursor is None


def test_records_that_cannot_be_read_are_in_the_page() -> None:
    wire = WIRES["elizaos"]
    records = [wire.record(0), {"sessionId": [1]}, wire.record(2)]
    with ScriptedServer(lambda request: answer(wire.envelope(records, request))) as server:
        with Client(wire.source(base_url=server.url)) as client:
            (page,) = client.pages("elizaos")
    assert [session.id for session in page.sessions] == ["el-0000", "el-0002"]
    assert [(error.path, error.record) for error in page.invalid] == [("sessions[1].sessionId", records[1])]


def test_a_page_size_that_the_vendor_does_not_have_is_refused() -> None:
    with Client([WIRES["anam"].source(), WIRES["akool"].source()]) as client:
        for size in (0, 101, True):
            with pytest.raises(ConfigurationError, match="anam: page_size must be a whole number from 1 to 100"):
                client.pages("anam", page_size=size)
        with pytest.raises(ConfigurationError, match="akool: page_size must be a whole number, 1 or more, not 0"):
            client.pages("akool", page_size=0)


def half_a_character(cursor: str) -> str:
    """The cursor with half of a character for its token."""
    values = json.loads(base64.urlsafe_b64decode(cursor + "=="))
    values["token"] = "\ud800"
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


def test_a_cursor_is_refused_by_another_account() -> None:
    """Its pages would silently begin in the middle."""
    with ScriptedServer(WIRES["anam"].serving(30)) as server:
        eu, us = (WIRES["anam"].source(base_url=server.url, name=name) for name in ("eu", "us"))
        with Client([eu, us]) as client:
            cursor = next(client.pages("eu", page_size=10)).cursor
            with pytest.raises(ConfigurationError, match="us: cursor: it belongs to the source 'eu'"):
                client.pages("us", cursor=cursor)
            assert len(list(client.pages("eu", cursor=cursor))) == 2


def test_a_cursor_of_another_list_is_refused() -> None:
    with ScriptedServer(WIRES["akool"].serving(30)) as server:
        sources = [WIRES["akool"].source(base_url=server.url), WIRES["anam"].source(base_url=server.url)]
        with Client(sources) as client:
            cursor = next(client.pages("akool", page_size=10)).cursor
            asked = len(server.requests)
            with pytest.raises(ConfigurationError, match="cursor: it belongs to the source 'akool'"):
                client.pages("anam", cursor=cursor)
            with pytest.raises(ConfigurationError, match="cursor: it belongs to a list with other filters"):
                client.pages("akool", cursor=cursor, status="ended")
            for text in ("???", "\ud800", half_a_character(str(cursor))):
                with pytest.raises(ConfigurationError, match="cursor: it is not the cursor of a page"):
                    client.pages("akool", cursor=text)
            assert len(server.requests) == asked

"""Nothing is left behind: no task, no thread, no connection, no warning."""

import asyncio
import gc
import re
import threading
import warnings
from collections.abc import Awaitable, Callable

import pytest
from attrs import evolve

from allsessions import AsyncClient, Client, ElizaOS, IncompleteListingError, Session

from .scripted import Answer, ScriptedServer
from .vendors import WIRES

pytestmark = pytest.mark.anyio


each_question = pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.get("elizaos:x"),
        lambda client: client.count(),
        lambda client: anext(client.pages("elizaos")),
        lambda client: anext(client.list()),
    ],
    ids=["get", "count", "pages", "list"],
)


def threads() -> set[str]:
    return {thread.name for thread in threading.enumerate() if thread.name.startswith("allsessions")}


async def other_tasks() -> set[str]:
    """The tasks that go on once the loop has had the turns that ending takes."""
    for _ in range(200):
        await asyncio.sleep(0)
    return {repr(task) for task in asyncio.all_tasks() if task is not asyncio.current_task()}


async def test_breaking_out_of_a_loop_ends_all_fetching() -> None:
    with ScriptedServer(WIRES["anam"].serving(500)) as server:
        async with AsyncClient(WIRES["anam"].source(base_url=server.url, page_size=10)) as client:
            before = await other_tasks()
            async for _ in client.list():
                break
            gc.collect()
            assert await other_tasks() == before


async def test_closing_a_listing_ends_all_fetching() -> None:
    with ScriptedServer(WIRES["anam"].serving(500)) as server:
        async with AsyncClient(WIRES["anam"].source(base_url=server.url, page_size=10)) as client:
            before = await other_tasks()
            listing = client.list()
            await anext(listing)
            await listing.aclose()
            assert await other_tasks() == before
            assert [session async for session in listing] == []


async def test_cancelling_the_task_that_lists_ends_all_fetching() -> None:
    held = threading.Event()
    with ScriptedServer(lambda request: Answer(hold=held)) as server:
        async with AsyncClient([ElizaOS(base_url=server.url), ElizaOS(name="b", base_url=server.url)]) as client:
            before = await other_tasks()

            async def consume() -> None:
                async for _ in client.list():
                    raise AssertionError("nothing is answered")

            task = asyncio.create_task(consume())
            await asyncio.to_thread(server.wait_for_requests, 2)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            del task
            gc.collect()
            assert await other_tasks() == before


async def test_breaking_out_of_pages_ends_all_fetching() -> None:
    with ScriptedServer(WIRES["anam"].serving(500)) as server:
        async with AsyncClient(WIRES["anam"].source(base_url=server.url, page_size=10)) as client:
            before = await other_tasks()
            async for _ in client.pages("anam"):
                break
            gc.collect()
            assert await other_tasks() == before


async def test_an_error_in_an_asynchronous_loop_ends_all_fetching() -> None:
    with ScriptedServer(WIRES["anam"].serving(500)) as server:
        async with AsyncClient(WIRES["anam"].source(base_url=server.url, page_size=10)) as client:
            before = await other_tasks()
            with pytest.raises(ZeroDivisionError):
                [1 / 0 async for _ in client.list()]
            gc.collect()
            assert await other_tasks() == before


@each_question
async def test_cancelling_a_task_that_asks_frees_its_turn(ask: Callable[[AsyncClient], Awaitable[object]]) -> None:
    """With one request at a time, a turn that is not given back would be the last one."""
    held = threading.Event()
    waiting = Answer(hold=held)
    good = WIRES["elizaos"].serving(2)
    with ScriptedServer(lambda request: waiting if len(server.requests) <= 3 else good(request)) as server:
        async with AsyncClient(ElizaOS(base_url=server.url, concurrency=1)) as client:
            for number in range(1, 4):
                task = asyncio.ensure_future(ask(client))
                await asyncio.to_thread(server.wait_for_requests, number)
                task.cancel()
                await asyncio.wait([task])
                assert task.cancelled()
                del task
                gc.collect()
            assert len([session async for session in client.list()]) == 2


@each_question
async def test_closing_the_client_ends_what_is_being_fetched(ask: Callable[[AsyncClient], Awaitable[object]]) -> None:
    """By an error: nobody cancelled the task that asks, which would end in silence."""
    held = threading.Event()
    with ScriptedServer(lambda request: Answer(hold=held)) as server:
        client = AsyncClient(ElizaOS(base_url=server.url), retries=0)
        before = await other_tasks()
        waiting = asyncio.ensure_future(ask(client))
        await asyncio.to_thread(server.wait_for_requests, 1)
        await client.aclose()
        with pytest.raises(RuntimeError, match="closed"):
            await waiting
        assert await other_tasks() == before


async def test_an_asynchronous_client_is_closed_once_and_says_so() -> None:
    async with AsyncClient(ElizaOS()) as client:
        await client.aclose()
        await client.aclose()
    for use in (lambda: client.list(), lambda: client.pages("elizaos")):
        with pytest.raises(RuntimeError, match="closed"):
            use()
    for ask in (client.get("elizaos:x"), client.count()):
        with pytest.raises(RuntimeError, match="closed"):
            await ask


@pytest.mark.parametrize("headers", [{}, {"connection": "close"}], ids=["kept alive", "closed"])
def test_a_second_event_loop_gets_the_list_or_a_clear_error(headers: dict[str, str]) -> None:
    script = WIRES["anam"].serving(40)
    told: list[object] = []

    async def ask(client: AsyncClient) -> None:
        told.append(len([session async for session in client.list()]))

    with ScriptedServer(lambda request: evolve(script(request), headers=headers, close=bool(headers))) as server:
        client = AsyncClient(WIRES["anam"].source(base_url=server.url, page_size=2, concurrency=2))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # of connections that the first loop left open
            asyncio.run(ask(client))
            try:
                asyncio.run(ask(client))
            except RuntimeError as error:
                told.append(re.search("event loop", str(error), re.IGNORECASE) and 40)
            del client
            gc.collect()
    assert told == [40, 40]


def test_the_thread_lives_as_long_as_its_client() -> None:
    before = threads()
    with ScriptedServer(WIRES["elizaos"].serving(3)) as server:
        client = Client(ElizaOS(base_url=server.url))
        assert len(threads() - before) == 1
        for _ in client.list():
            break
        client.close()
        client.close()
    assert threads() == before


def test_a_client_that_is_forgotten_leaves_no_thread() -> None:
    before = threads()
    Client(ElizaOS())
    gc.collect()
    assert threads() == before


def test_a_client_that_is_closed_says_so() -> None:
    client = Client(ElizaOS())
    client.close()
    for use in (lambda: client.list(), lambda: client.pages("elizaos"), lambda: client.get("elizaos:x"), client.count):
        with pytest.raises(RuntimeError, match="closed"):
            use()


def test_a_loop_over_a_client_that_was_closed_meanwhile_says_so() -> None:
    with ScriptedServer(WIRES["anam"].serving(30)) as server:
        client = Client(WIRES["anam"].source(base_url=server.url, page_size=10))
        sessions = client.list()
        next(sessions)
        client.close()
        with pytest.raises(RuntimeError, match="closed"):
            list(sessions)


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: list(client.list()),
        lambda client: list(client.pages("elizaos")),
        lambda client: client.get("elizaos:x"),
        lambda client: client.count(),
    ],
    ids=["list", "pages", "get", "count"],
)
def test_closing_a_client_ends_the_wait_of_another_thread(ask: Callable[[Client], object]) -> None:
    with ScriptedServer(lambda request: Answer(hold=threading.Event())) as server:
        client = Client(ElizaOS(base_url=server.url))

        def close() -> None:
            server.wait_for_requests(1)
            client.close()

        closer = threading.Thread(target=close)
        closer.start()
        with pytest.raises(RuntimeError, match="closed"):
            ask(client)
        closer.join()


def test_a_bug_of_the_library_costs_no_other_source(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(self: object, record: object) -> Session:
        raise ZeroDivisionError

    monkeypatch.setattr(ElizaOS, "session", broken)
    with ScriptedServer(WIRES["elizaos"].serving(1)) as server, ScriptedServer(WIRES["anam"].serving(3)) as good:
        with Client([ElizaOS(base_url=server.url), WIRES["anam"].source(base_url=good.url)]) as client:
            given: list[str] = []
            with pytest.raises(IncompleteListingError, match=r"unexpected ZeroDivisionError at test_lifetime.py:\d+"):
                given.extend(session.id for session in client.list())
            with pytest.raises(ZeroDivisionError):  # of one source, it is no other's loss
                list(client.pages("elizaos"))
    assert given == WIRES["anam"].ids(3)


def test_an_error_in_the_callers_loop_is_the_callers() -> None:
    with ScriptedServer(WIRES["anam"].serving(30)) as server:
        with Client(WIRES["anam"].source(base_url=server.url)) as client, pytest.raises(ZeroDivisionError):
            [1 / 0 for _ in client.list()]


async def test_two_tasks_cannot_read_one_listing() -> None:
    with ScriptedServer(WIRES["anam"].serving(30)) as server:
        async with AsyncClient(WIRES["anam"].source(base_url=server.url, page_size=10)) as client:
            listing = client.list()
            results = await asyncio.gather(anext(listing), anext(listing), return_exceptions=True)
            assert [type(result) for result in results] == [Session, RuntimeError]


async def test_a_client_works_within_a_running_loop() -> None:
    with ScriptedServer(WIRES["elizaos"].serving(3)) as server, Client(ElizaOS(base_url=server.url)) as client:
        assert len(list(client.list())) == 3

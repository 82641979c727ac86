"""Nothing is left behind: no task, no thread, no connection, no warning."""

import asyncio
import gc
import threading

import pytest

from allsessions import AsyncClient, Client, ElizaOS, Session

from .scripted import Answer, ScriptedServer
from .vendors import WIRES

pytestmark = pytest.mark.anyio


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


async def test_closing_the_client_ends_what_is_being_fetched() -> None:
    held = threading.Event()
    with ScriptedServer(lambda request: Answer(hold=held)) as server:
        client = AsyncClient(ElizaOS(base_url=server.url))
        before = await other_tasks()
        listing = client.list()
        waiting = asyncio.create_task(anext(listing))
        await asyncio.to_thread(server.wait_for_requests, 1)
        await client.aclose()
        with pytest.raises(RuntimeError, match="closed while"):
            await waiting
        assert await other_tasks() == before


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


def test_closing_a_client_from_another_thread_ends_the_wait_of_the_first() -> None:
    with ScriptedServer(lambda request: Answer(hold=threading.Event())) as server:
        client = Client(ElizaOS(base_url=server.url))

        def close() -> None:
            server.wait_for_requests(1)
            client.close()

        closer = threading.Thread(target=close)
        closer.start()
        with pytest.raises(RuntimeError, match="closed while"):
            list(client.list())
        closer.join()


def test_a_fault_of_the_library_itself_is_raised_and_does_not_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: object, record: object) -> Session:
        raise ZeroDivisionError

    monkeypatch.setattr(ElizaOS, "session", broken)
    with ScriptedServer(WIRES["elizaos"].serving(1)) as server, Client(ElizaOS(base_url=server.url)) as client:
        with pytest.raises(ZeroDivisionError):
            list(client.list())


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


def test_threads_may_share_a_client() -> None:
    counts: list[int] = []
    with ScriptedServer(WIRES["anam"].serving(100)) as server:
        with Client(WIRES["anam"].source(base_url=server.url, page_size=10)) as client:
            workers = [threading.Thread(target=lambda: counts.append(len(list(client.list())))) for _ in range(10)]
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
    assert counts == [100] * 10


def test_many_sources_share_few_connections() -> None:
    with ScriptedServer(WIRES["elizaos"].serving(2)) as server:
        sources = [ElizaOS(name=f"server-{number}", base_url=server.url) for number in range(300)]
        with Client(sources) as client:
            assert [session.source for session in client.list()] == [s.name for s in sources for _ in range(2)]
        assert server.connections <= 100

"""Clients leave no task, thread, connection or warning behind. Threads and many sources can share a client."""

import asyncio
import contextlib
import gc
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from allsessions import AsyncClient, Client, ElizaOS, IncompleteListingError, Session

from .scripted import Answer, ScriptedServer
from .vendors import WIRES, InMemory, client_of

pytestmark = pytest.mark.anyio

METHODS: dict[str, Callable[[AsyncClient], Awaitable[object]]] = {
    "get": lambda client: client.get("elizaos:x"),
    "end": lambda client: client.end("elizaos:x"),
    "count": lambda client: client.count(),
    "pages": lambda client: anext(client.pages("elizaos")),
    "list": lambda client: anext(client.list()),
}
each_method = pytest.mark.parametrize("ask", METHODS.values(), ids=METHODS)


def one_after_the_other(*works: Callable[[], object]) -> Callable[[], object]:
    return lambda: [work() for work in works]


def threads() -> set[str]:
    return {thread.name for thread in threading.enumerate() if thread.name.startswith("allsessions")}


async def other_tasks() -> set[str]:
    """Return the tasks that still run after the loop had time to end them."""
    for _ in range(200):
        await asyncio.sleep(0)
    return {repr(task) for task in asyncio.all_tasks() if task is not asyncio.current_task()}


@pytest.mark.parametrize("way", ["break", "error", "aclose"])
async def test_a_loop_that_ends_early_ends_all_fetching(way: str) -> None:
    with ScriptedServer(WIRES["anam"].serving(500)) as server:
        async with AsyncClient(WIRES["anam"].source(base_url=server.url, page_size=10)) as client:
            before = await other_tasks()
            for method in (client.list, lambda: client.pages("anam")):
                reading: Any = method()
                with contextlib.suppress(ZeroDivisionError):
                    async for _ in reading:
                        if way == "error":
                            raise ZeroDivisionError
                        break
                if way == "aclose":
                    await reading.aclose()
                    with pytest.raises(RuntimeError, match="closed"):
                        await anext(reading)
                del reading
                gc.collect()
                assert await other_tasks() == before


@each_method
async def test_cancelling_a_task_frees_its_slot(ask: Callable[[AsyncClient], Awaitable[object]]) -> None:
    """With a concurrency of 1, a slot that is not freed would block all later requests."""
    held, good = threading.Event(), WIRES["elizaos"].serving(2)
    with ScriptedServer(lambda request: Answer(hold=held) if len(server.requests) <= 3 else good(request)) as server:
        async with AsyncClient(ElizaOS(base_url=server.url, concurrency=1)) as client:
            before = await other_tasks()
            for number in range(1, 4):
                task = asyncio.ensure_future(ask(client))
                await asyncio.to_thread(server.wait_for_requests, number)
                task.cancel()
                await asyncio.wait([task])
                assert task.cancelled()
                del task
                gc.collect()
                assert await other_tasks() == before
            assert len([session async for session in client.list()]) == 2


@each_method
@pytest.mark.parametrize("during", ["a request", "a pause"])
async def test_closing_the_client_ends_a_request_by_an_error(
    ask: Callable[[AsyncClient], Awaitable[object]], during: str
) -> None:
    """A CancelledError would end the waiting task silently, although nobody cancelled it."""
    held, too_many = Answer(hold=threading.Event()), Answer(status=429, headers={"retry-after": "999"})
    reply = held if during == "a request" else too_many
    with ScriptedServer(lambda request: reply) as server:
        client = AsyncClient(ElizaOS(base_url=server.url), deadline=9_999)
        before = await other_tasks()
        waiting = asyncio.ensure_future(ask(client))
        await asyncio.to_thread(server.wait_for_requests, 1)
        await client.aclose()
        await client.aclose()
        with pytest.raises(RuntimeError, match="closed"):
            await waiting
        with pytest.raises(RuntimeError, match="closed"):
            await ask(client)
        assert await other_tasks() == before


async def test_after_closing_an_iterator_ends_by_an_error() -> None:
    client = AsyncClient(ElizaOS(), http={"transport": InMemory(WIRES["elizaos"].serving(1))})
    sessions = client.list()
    await client.aclose()
    with pytest.raises(RuntimeError, match="closed"):
        await anext(sessions)


async def closed_after(turns: int, closers: int = 1) -> tuple[int, list[BaseException | None]]:
    """Read a list of 30 sessions in one task, and close it in other tasks after some turns of the event loop.

    Return the number of sessions that the reading task found, and how this task and the closing tasks ended.
    """
    server = InMemory(WIRES["anam"].serving(30))
    async with AsyncClient(WIRES["anam"].source(page_size=10), http={"transport": server}) as client:
        sessions, found = client.list(), list[Session]()

        async def read() -> None:
            async for session in sessions:
                found.append(session)
                await asyncio.sleep(0)

        reading = asyncio.ensure_future(read())
        for _ in range(turns):
            await asyncio.sleep(0)
        closing = [sessions.aclose() for _ in range(closers)]
        ends = await asyncio.gather(reading, *closing, return_exceptions=True)
    return len(found), ends


async def test_closing_a_list_ends_the_reading_task_by_an_error() -> None:
    """Otherwise, the part of the list that this task has read would look complete."""
    outcomes = [await closed_after(turns) for turns in range(150)]
    assert [found for found, (end, _) in outcomes if not isinstance(end, RuntimeError) and found < 30] == []
    assert outcomes[-1] == (30, [None, None]), "the last moment is after the end of the list"


async def test_a_list_can_be_closed_at_any_moment() -> None:
    for turns in range(150):
        assert (await closed_after(turns, closers=2))[1][1:] == [None, None], turns


async def test_the_thread_lives_as_long_as_its_client() -> None:
    """The client must also close while an event loop runs."""
    before = threads()
    Client(ElizaOS())
    gc.collect()
    assert threads() == before, "a client that is dropped leaves no thread"
    with client_of("elizaos", WIRES["elizaos"].serving(3)) as (client, _):
        assert len(threads() - before) == 1
        with pytest.raises(ZeroDivisionError):
            [1 / 0 for _session in client.list()]
        client.close()
        client.close()
        assert threads() == before
        for use in (client.list, lambda: client.pages("elizaos"), lambda: client.get("elizaos:x"), client.count):
            with pytest.raises(RuntimeError, match="closed"):
                use()


def test_a_wait_ends_when_the_client_closes() -> None:
    with client_of("anam", WIRES["anam"].serving(30), page_size=10) as (client, _):
        sessions = client.list()
        next(sessions)
        client.close()
        with pytest.raises(RuntimeError, match="closed"):
            list(sessions)
    asks: list[Callable[[Client], object]] = [
        lambda client: list(client.list()),
        lambda client: client.get("elizaos:x"),
    ]
    for ask in asks:
        with ScriptedServer(lambda request: Answer(hold=threading.Event())) as server:
            waiting = Client(ElizaOS(base_url=server.url))
            closer = threading.Thread(target=one_after_the_other(lambda: server.wait_for_requests(1), waiting.close))
            closer.start()
            with pytest.raises(RuntimeError, match="closed"):
                ask(waiting)
            closer.join()


def test_a_bug_of_the_library_costs_no_other_source(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: object, record: object) -> Session:
        raise ZeroDivisionError

    monkeypatch.setattr(ElizaOS, "session", broken)
    given: list[str] = []
    with ScriptedServer(WIRES["elizaos"].serving(1)) as server, ScriptedServer(WIRES["anam"].serving(3)) as good:
        with Client([ElizaOS(base_url=server.url), WIRES["anam"].source(base_url=good.url)]) as client:
            with pytest.raises(IncompleteListingError, match=r"unexpected ZeroDivisionError at test_lifetime.py:\d+"):
                given.extend(session.id for session in client.list())
            with pytest.raises(ZeroDivisionError):
                list(client.pages("elizaos"))
    assert given == WIRES["anam"].ids(3)


# An AsyncClient belongs to the event loop of its first request


@each_method
def test_a_second_event_loop_is_refused_and_leaves_nothing(ask: Callable[[AsyncClient], Awaitable[object]]) -> None:
    used = AsyncClient(ElizaOS(), http={"transport": InMemory(WIRES["elizaos"].serving(3))})

    async def asked(method: Callable[[AsyncClient], Awaitable[object]]) -> object:
        return await method(used)

    assert asyncio.run(asked(METHODS["count"])) == {"elizaos": 3}
    with pytest.raises(RuntimeError, match=r"another event loop; make a new client in each asyncio\.run"):
        asyncio.run(asked(ask))
    # If a coroutine was never awaited, collecting it causes a warning, which fails the test.
    gc.collect()


@each_method
def test_without_asyncio_a_method_leaves_nothing(ask: Callable[[AsyncClient], Awaitable[object]]) -> None:
    async def asked() -> None:
        await ask(AsyncClient(ElizaOS()))

    with pytest.raises(RuntimeError, match="no running event loop"):
        asked().send(None)  # starts the coroutine without asyncio
    gc.collect()


# One client for many threads and many sources


def in_threads(count: int, work: Callable[[], object]) -> None:
    workers = [threading.Thread(target=work) for _ in range(count)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def test_threads_may_share_a_client_and_drop_its_iterators() -> None:
    counts: list[int] = []
    with client_of("anam", WIRES["anam"].serving(50), page_size=5) as (client, _):
        kept = [client.list(), client.pages("anam")]
        for each in kept:
            next(each)
        in_threads(1, one_after_the_other(kept.clear, gc.collect))
        in_threads(8, lambda: counts.append(len(list(client.list()))))
    assert counts == [50] * 8


def test_a_client_may_be_closed_in_many_threads_at_once() -> None:
    before, together = threads(), threading.Barrier(10)
    client = Client(ElizaOS(), http={"transport": InMemory(WIRES["elizaos"].serving(1))})
    in_threads(10, one_after_the_other(together.wait, client.close))
    with pytest.raises(RuntimeError, match="closed"):
        client.count()
    assert threads() == before


def test_many_sources_share_few_connections() -> None:
    with ScriptedServer(WIRES["elizaos"].serving(2)) as server:
        sources = [ElizaOS(name=f"server-{number}", base_url=server.url) for number in range(150)]
        with Client(sources) as client:
            assert [session.source for session in client.list()] == [s.name for s in sources for _ in range(2)]
        assert server.connections <= 100

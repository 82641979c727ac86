"""A request that is cancelled, interrupted or forgotten shows no secret."""

import asyncio
import gc
import logging
import signal
import sys
import threading
from collections.abc import Awaitable, Iterator
from typing import Any

import httpx
import pytest

from allsessions import AsyncClient, Client
from tests.client.scripted import Answer, ScriptedServer, answer
from tests.client.vendors import WIRES

from .marks import KEY, SOURCES, leaks
from .shown import assert_hidden


class Waiting(httpx.AsyncBaseTransport):
    """Never answers."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.set()
        await asyncio.Event().wait()
        raise AssertionError


@pytest.mark.parametrize("kind", ["akool", "anam"])
def test_a_cancelled_request_does_not_show_the_key(kind: str) -> None:
    async def cancelled() -> list[asyncio.CancelledError]:
        waiting, found = Waiting(), list[asyncio.CancelledError]()
        async with AsyncClient(SOURCES[kind](), http={"transport": waiting}) as client:
            waits: list[Awaitable[object]] = [anext(client.list()), anext(client.pages(client.sources[0]))]
            for wait in waits:
                task = asyncio.ensure_future(wait)
                await waiting.asked.wait()
                waiting.asked.clear()
                task.cancel()
                try:
                    await task
                except asyncio.CancelledError as error:
                    found.append(error)
        return found

    errors = asyncio.run(cancelled())
    assert len(errors) == 2
    for error in errors:
        assert_hidden(error, pickled=False)


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, RecursionError])
def test_what_ends_the_program_does_not_show_the_key(kind: type[BaseException]) -> None:
    class Ending(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            raise kind

    async def ask() -> None:
        async with AsyncClient(SOURCES["anam"](), retries=0, http={"transport": Ending()}) as client:
            async for _ in client.pages("anam"):
                pass

    with pytest.raises(kind) as caught:
        asyncio.run(ask())
    assert_hidden(caught.value, pickled=False)


@pytest.fixture
def _interruptible() -> Iterator[None]:
    """Ctrl-C works even if whoever started the tests ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal for one thread")
@pytest.mark.usefixtures("_interruptible")
def test_ctrl_c_does_not_show_the_key() -> None:
    with ScriptedServer(lambda request: Answer(hold=threading.Event())) as server:

        def interrupt() -> None:
            server.wait_for_requests(1)
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

        interrupter = threading.Thread(target=interrupt)
        with Client(SOURCES["anam"](base_url=server.url)) as client:
            interrupter.start()
            with pytest.raises(KeyboardInterrupt) as caught:
                list(client.list())
        interrupter.join()
    assert_hidden(caught.value, pickled=False)


def test_a_forgotten_request_shows_nothing(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    unraised: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", unraised.append)
    monkeypatch.setattr(threading, "excepthook", unraised.append)

    async def forget() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: unraised.append(context))
        first, refusal = WIRES["akool"].serving(50), answer({"code": 1101, "msg": KEY}, status=400)
        with ScriptedServer(lambda request: first(request) if request.page == 1 else refusal) as server:
            client = AsyncClient(SOURCES["akool"](base_url=server.url, page_size=10))
            listing = client.list()
            await anext(listing)
            await asyncio.to_thread(server.wait_for_requests, 2)
            del listing
            gc.collect()
            await client.aclose()

    with caplog.at_level(logging.DEBUG):
        asyncio.run(forget(), debug=True)
    assert unraised == []
    assert not leaks(caplog.text)

"""What is cancelled, interrupted or forgotten shows no secret either."""

import asyncio
import gc
import logging
import signal
import sys
import threading
from collections.abc import Awaitable
from typing import Any

import httpx
import pytest

from allsessions import AsyncClient, Client
from tests.client.scripted import Answer, ScriptedServer, answer
from tests.client.vendors import WIRES

from .marks import KEY, SOURCES, leaks
from .shown import places, shown_here

each_source = pytest.mark.parametrize("kind", SOURCES)


@each_source
def test_being_cancelled_does_not_show_the_key(kind: str) -> None:
    async def cancelled() -> list[BaseException]:
        held, told = threading.Event(), list[BaseException]()
        with ScriptedServer(lambda request: Answer(hold=held)) as server:
            async with AsyncClient(SOURCES[kind](base_url=server.url)) as client:
                name = client.sources[0].name
                waits: list[Awaitable[object]] = [anext(client.list()), anext(client.pages(name))]
                for number, wait in enumerate(waits, 1):
                    task = asyncio.ensure_future(wait)
                    await asyncio.to_thread(server.wait_for_requests, number)
                    task.cancel()
                    await asyncio.wait([task])
                    try:
                        task.result()
                    except asyncio.CancelledError as error:
                        told.append(error)
                    del task
        return told

    errors = asyncio.run(cancelled())
    assert len(errors) == 2
    for error in errors:
        assert not leaks(shown_here(error)), places(error)


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
    assert not leaks(shown_here(caught.value)), places(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal for one thread")
@each_source
def test_ctrl_c_does_not_show_the_key(kind: str) -> None:
    held = threading.Event()
    with ScriptedServer(lambda request: Answer(hold=held)) as server:

        def interrupt() -> None:
            server.wait_for_requests(1)
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

        interrupter = threading.Thread(target=interrupt)
        with Client(SOURCES[kind](base_url=server.url)) as client:
            interrupter.start()
            with pytest.raises(KeyboardInterrupt) as caught:
                list(client.list())
        interrupter.join()
    assert not leaks(shown_here(caught.value)), places(caught.value)


def test_what_is_fetched_ahead_and_forgotten_tells_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    unraised: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", unraised.append)
    monkeypatch.setattr(threading, "excepthook", unraised.append)

    async def forget() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: unraised.append(context))
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

"""A request that is cancelled, interrupted or never awaited shows no secret."""

import asyncio
import gc
import logging
import sys
import threading
from typing import Any

import httpx
import pytest

from allsessions import AsyncClient

from ..client.scripted import ScriptedServer, answer
from ..client.vendors import WIRES
from .marks import KEY, SOURCES, leaks
from .shown import assert_hidden


class Ending(httpx.AsyncBaseTransport):
    """Ends each request with an exception, or never answers."""

    def __init__(self, kind: type[BaseException] | None = None) -> None:
        self._kind, self.asked = kind, asyncio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.set()
        if self._kind is None:
            await asyncio.Event().wait()
        raise self._kind or AssertionError


async def cancelled(ask: str) -> None:
    waiting = Ending()
    async with AsyncClient(SOURCES["anam"](), http={"transport": waiting}) as client:
        iterator = client.list() if ask == "list" else client.pages("anam")
        task = asyncio.ensure_future(anext(aiter(iterator)))
        await waiting.asked.wait()
        task.cancel()
        await task


async def ended(kind: type[BaseException]) -> None:
    async with AsyncClient(SOURCES["anam"](), retries=0, http={"transport": Ending(kind)}) as client:
        await anext(client.pages("anam"))


def test_the_end_of_a_request_or_program_does_not_show_the_key() -> None:
    for ask in ("list", "pages"):
        with pytest.raises(asyncio.CancelledError) as caught:
            asyncio.run(cancelled(ask))
        assert_hidden(caught.value, pickled=False)
    for kind in (KeyboardInterrupt, SystemExit, GeneratorExit):
        with pytest.raises(kind) as raised:
            asyncio.run(ended(kind))
        assert_hidden(raised.value, pickled=False)


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
    # If opening a connection is cancelled, httpcore may leave its socket to the garbage collector.
    assert [each for each in unraised if getattr(each, "exc_type", None) is not ResourceWarning] == []
    assert not leaks(caplog.text)
    assert not leaks(repr(unraised))

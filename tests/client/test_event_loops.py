"""An AsyncClient belongs to the event loop of its first request. In another loop it raises, and leaves no task."""

import asyncio
import gc
import warnings
from collections.abc import Awaitable, Callable

import pytest

from allsessions import AsyncClient

from .vendors import WIRES, InMemory

METHODS: dict[str, Callable[[AsyncClient], Awaitable[object]]] = {
    "get": lambda client: client.get("elizaos:x"),
    "count": lambda client: client.count(),
    "pages": lambda client: anext(client.pages("elizaos")),
    "list": lambda client: anext(client.list()),
}
each_method = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)


def client() -> AsyncClient:
    wire = WIRES["elizaos"]
    return AsyncClient(wire.source(), http={"transport": InMemory(wire.serving(3))})


@each_method
def test_a_second_event_loop_is_refused(method: Callable[[AsyncClient], Awaitable[object]]) -> None:
    used = client()

    async def count() -> None:
        assert await used.count() == {"elizaos": 3}

    async def ask() -> None:
        await method(used)

    asyncio.run(count())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(RuntimeError, match=r"another event loop; make a new one in each asyncio\.run"):
            asyncio.run(ask())
        gc.collect()


@each_method
def test_without_asyncio_the_error_names_the_way_out(method: Callable[[AsyncClient], Awaitable[object]]) -> None:
    async def ask() -> None:
        await method(client())

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(RuntimeError, match="use Client in a thread"):
            ask().send(None)  # as another library's loop begins a coroutine
        gc.collect()

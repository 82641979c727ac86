"""What is fetched before it is needed, and when: pages side by side, and none before who waits for the last one."""

import asyncio
import threading
from typing import Any

import pytest
from attrs import evolve

from allsessions import Akool, AsyncClient, Client, ElizaOS, Session
from allsessions.filters import Filters
from allsessions.source import Position

from .scripted import Answer, Request, ScriptedServer, answer
from .vendors import WIRES, listed

pytestmark = pytest.mark.anyio


def test_pages_are_asked_for_side_by_side_up_to_the_sources_concurrency() -> None:
    serving = WIRES["anam"].serving(300)
    four_are_waiting = threading.Event()
    waiting: list[int] = []

    def script(request: Request) -> Answer:
        if request.page == 1:
            return serving(request)
        waiting.append(request.page)
        if len(waiting) == 4:
            four_are_waiting.set()
        return evolve(serving(request), hold=four_are_waiting)

    ids, server = listed("anam", script, page_size=10, concurrency=4)
    assert ids == WIRES["anam"].ids(300)
    assert server.most_in_flight == 4


def test_the_rest_of_a_list_is_had_while_another_is_waited_for() -> None:
    wire, held, found = WIRES["anam"], threading.Event(), list[Session]()
    with (
        ScriptedServer(lambda request: evolve(answer({"sessions": []}), hold=held)) as slow,
        ScriptedServer(wire.serving(298)) as fast,
        Client([ElizaOS(base_url=slow.url), wire.source(base_url=fast.url, page_size=5)]) as client,
    ):
        reader = threading.Thread(target=lambda: found.extend(client.list()))
        reader.start()
        try:
            fast.wait_for_requests(60)
        finally:
            held.set()
            reader.join()
    assert len(found) == 298


async def test_a_page_is_handed_over_before_the_next_ones_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    wire, begun, begun_by_then = WIRES["akool"], set[int](), set[int]()
    call = Akool.list_call

    def noted(source: Akool, filters: Filters, at: Position, size: int) -> Any:
        begun.add(at.page)
        return call(source, filters, at, size)

    monkeypatch.setattr(Akool, "list_call", noted)
    with ScriptedServer(wire.serving(45)) as server:
        async with AsyncClient(wire.source(base_url=server.url, page_size=10)) as client:
            listing = client.list()
            # As `Client` learns of it from another thread: by the end of a task.
            first = asyncio.create_task(anext(listing))
            first.add_done_callback(lambda _: begun_by_then.update(begun))
            await first
            assert begun_by_then == {1}
            assert len([session async for session in listing]) == 44
            assert begun > {1}

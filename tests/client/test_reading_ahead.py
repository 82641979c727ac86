"""Pages and lists that are fetched side by side, before they are needed."""

import threading

from attrs import evolve

from allsessions import Client, ElizaOS, Session

from .scripted import Answer, Request, ScriptedServer, answer
from .vendors import WIRES, listed


def test_pages_are_requested_up_to_the_sources_concurrency() -> None:
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


def test_one_list_is_read_while_another_is_waited_for() -> None:
    wire, held, found = WIRES["anam"], threading.Event(), list[Session]()
    with (
        ScriptedServer(lambda request: evolve(answer({"sessions": []}), hold=held)) as slow,
        ScriptedServer(wire.serving(298)) as fast,
        Client([ElizaOS(base_url=slow.url), wire.source(base_url=fast.url, page_size=100)]) as client,
    ):
        reader = threading.Thread(target=lambda: found.extend(client.list()))
        reader.start()
        try:
            fast.wait_for_requests(3)
        finally:
            held.set()
            reader.join()
    assert len(found) == 298

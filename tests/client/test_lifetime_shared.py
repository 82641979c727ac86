"""One client in many threads, and one for very many sources."""

import contextlib
import gc
import threading
from pathlib import Path

import httpx
import pytest

from allsessions import Client, ElizaOS

from .scripted import Answer, Request, ScriptedServer
from .test_lifetime import threads
from .vendors import WIRES

DESCRIPTORS = Path("/proc/self/fd")
"""What this process has open, where the system tells."""


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


def test_a_client_may_be_closed_in_many_threads_at_once() -> None:
    before = threads()
    held, errors = threading.Event(), list[RuntimeError]()
    together = threading.Barrier(10)
    with ScriptedServer(lambda request: Answer(hold=held)) as server:
        client = Client(ElizaOS(base_url=server.url))

        def close() -> None:
            together.wait(10)
            try:
                client.close()
            except RuntimeError as error:
                errors.append(error)

        workers = [threading.Thread(target=close) for _ in range(10)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        with pytest.raises(RuntimeError, match="closed"):
            client.count()
    assert errors == []
    assert threads() == before


def test_an_iterator_may_be_forgotten_in_another_thread() -> None:
    with ScriptedServer(WIRES["anam"].serving(100)) as server:
        with Client(WIRES["anam"].source(base_url=server.url, page_size=5)) as client:
            kept = [client.list(), client.pages("anam")]
            for each in kept:
                next(each)

            def drop() -> None:
                kept.clear()
                gc.collect()

            dropper = threading.Thread(target=drop)
            dropper.start()
            dropper.join()
            assert len(list(client.list())) == 100


@pytest.mark.timeout(300)
def test_ten_thousand_sources_share_few_connections() -> None:
    script = WIRES["elizaos"].serving(1)
    open_files = [0]

    def counting(request: Request) -> Answer:
        if DESCRIPTORS.exists() and len(server.requests) % 50 == 0:
            open_files.append(len([*DESCRIPTORS.iterdir()]))
        return script(request)

    with ScriptedServer(counting) as server:
        open_before = len([*DESCRIPTORS.iterdir()]) if DESCRIPTORS.exists() else 0
        sources = [ElizaOS(name=f"server-{number}", base_url=server.url) for number in range(10_000)]
        with Client(sources) as client:
            assert [session.source for session in client.list()] == [source.name for source in sources]
        assert server.connections <= 200
        assert server.most_in_flight <= 100
    # Each connection has two ends, and both are in this process.
    assert max(open_files) - open_before <= 2 * 100 + 20


def test_many_sources_share_few_connections() -> None:
    with ScriptedServer(WIRES["elizaos"].serving(2)) as server:
        sources = [ElizaOS(name=f"server-{number}", base_url=server.url) for number in range(300)]
        with Client(sources) as client:
            assert [session.source for session in client.list()] == [s.name for s in sources for _ in range(2)]
        assert server.connections <= 100


def test_more_servers_than_connections_are_all_listed() -> None:
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(ScriptedServer(WIRES["elizaos"].serving(2))) for _ in range(3)]
        sources = [ElizaOS(name=f"server-{n}", base_url=server.url) for n, server in enumerate(servers)]
        limits = httpx.Limits(max_connections=2, max_keepalive_connections=2)
        with Client(sources, http={"limits": limits}) as client:
            assert len([*client.list()]) == 6

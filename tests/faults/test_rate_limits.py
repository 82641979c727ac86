"""Rate limits hold over all of a source's requests, and a vendor that says "too many" slows all of them."""

import asyncio
import threading
import time
from collections.abc import Callable

import pytest
from attrs import evolve

from allsessions import Client, IncompleteListingError

from ..client.scripted import Answer, Request, ScriptedServer
from ..client.vendors import PAGED, WIRES
from .reading import TLS, listed

SUBJECT = "rate limits"

TOO_MANY = Answer(status=429, headers={"retry-after": "1"})


@pytest.mark.parametrize("vendor", PAGED)
@pytest.mark.parametrize("concurrency", [1, 8])
def test_a_rate_limit_holds_over_all_concurrent_requests(vendor: str, concurrency: int) -> None:
    wire, pages = WIRES[vendor], 12
    with ScriptedServer(wire.serving(pages)) as server:
        source = wire.source(base_url=server.url, page_size=1, rate_limit="40/second", concurrency=concurrency)
        with Client(source, http={"verify": TLS}) as client:
            begin = time.monotonic()
            assert listed(client) == wire.ids(pages)
            took = time.monotonic() - begin
    # A tenth of the limit at once, the rest evenly: so long it takes at least, on however slow a machine.
    assert took >= (len(server.requests) - 4) / 40


@pytest.mark.parametrize("vendor", PAGED)
def test_a_rate_limit_holds_over_lists_that_are_read_at_once(vendor: str) -> None:
    wire = WIRES[vendor]
    with ScriptedServer(wire.serving(4)) as server:
        source = wire.source(base_url=server.url, page_size=2, rate_limit="40/second")
        with Client(source, http={"verify": TLS}) as client:
            begin = time.monotonic()
            threads = [threading.Thread(target=listed, args=(client,)) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            took = time.monotonic() - begin
    assert took >= (len(server.requests) - 4) / 40


class Pausing:
    """A pause that lasts until it has been seen that no request goes out meanwhile.

    Attributes:
        came: How many requests came in while it lasted.
        seconds: What it should have taken, each time.
    """

    def __init__(self) -> None:
        self.came: list[int] = []
        self.seconds: list[float] = []
        self.server: ScriptedServer | None = None
        self.begun: Callable[[], None] = lambda: None

    async def __call__(self, seconds: float) -> None:
        assert self.server is not None
        self.seconds.append(seconds)
        before = len(self.server.requests)
        self.begun()
        await asyncio.sleep(0.1)  # long enough for many more
        self.came.append(len(self.server.requests) - before)


@pytest.fixture
def pausing(monkeypatch: pytest.MonkeyPatch) -> Pausing:
    pausing = Pausing()
    monkeypatch.setattr("allsessions.http.transport.pause", pausing)
    return pausing


@pytest.mark.parametrize("vendor", ["akool", "anam"])  # KonPro's tokens lead from page to page, one at a time
@pytest.mark.parametrize("told", [TOO_MANY, Answer(status=503, headers={"retry-after": "1"})], ids=["429", "503"])
def test_too_many_on_one_of_eight_requests_holds_up_all(vendor: str, told: Answer, pausing: Pausing) -> None:
    wire = WIRES[vendor]
    release, all_sent = threading.Event(), threading.Event()

    def script(request: Request) -> Answer:
        number = len(server.requests)
        if number == 9:
            all_sent.set()
        if number == 5:
            return evolve(told, hold=all_sent)
        return Answer(body=wire.serving(60)(request).body, hold=None if number == 1 or release.is_set() else release)

    with ScriptedServer(script) as server:
        pausing.server, pausing.begun = server, release.set
        with Client(wire.source(base_url=server.url, page_size=2), http={"verify": TLS}) as client:
            assert listed(client) == wire.ids(60)
    assert pausing.came == [0]
    assert pausing.seconds[0] >= 1


@pytest.mark.parametrize("vendor", ["akool", "anam"])
def test_too_many_on_all_eight_requests_leaves_four_at_once(vendor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wire, seen = WIRES[vendor], list[int]()
    all_sent, all_paused, looked = threading.Event(), threading.Event(), threading.Event()
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 8:
            all_paused.set()
        await asyncio.to_thread(all_paused.wait, 10)

    def script(request: Request) -> Answer:
        number = len(server.requests)
        if number == 9:
            all_sent.set()
        if 1 < number <= 9:
            return Answer(status=429, headers={"retry-after": "1"}, hold=all_sent)
        return Answer(body=wire.serving(60)(request).body, hold=looked if number > 9 else None)

    def look() -> None:
        server.wait_for_requests(13)
        time.sleep(0.1)  # long enough for more
        seen.append(len(server.requests))
        looked.set()

    monkeypatch.setattr("allsessions.http.transport.pause", pause)
    with ScriptedServer(script) as server:
        looking = threading.Thread(target=look)
        looking.start()
        with Client(wire.source(base_url=server.url, page_size=2), http={"verify": TLS}) as client:
            assert listed(client) == wire.ids(60)
        looking.join()
    assert seen == [1 + 8 + 4]


@pytest.mark.parametrize("vendor", ["akool", "anam"])
def test_after_too_many_it_becomes_eight_at_once_again(vendor: str) -> None:
    wire, eight = WIRES[vendor], threading.Event()

    def script(request: Request) -> Answer:
        if len(server.requests) == 3:
            return TOO_MANY
        honest = wire.serving(400)(request)
        if request.page < 100:
            return honest
        if server.in_flight == 7:
            eight.set()
        return Answer(body=honest.body, hold=None if eight.is_set() else eight)

    with ScriptedServer(script) as server:
        with Client(wire.source(base_url=server.url, page_size=2), http={"verify": TLS}) as client:
            assert listed(client) == wire.ids(400)
        assert eight.is_set()


@pytest.mark.parametrize("vendor", ["akool", "anam"])
@pytest.mark.parametrize("allowed", [1, 2, 5])
def test_a_vendor_that_allows_few_requests_at_once_is_read_as_a_whole(
    vendor: str, allowed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With no more retries than the client has by itself."""
    wire = WIRES[vendor]

    async def shortly(seconds: float) -> None:
        await asyncio.sleep(seconds / 100)

    def script(request: Request) -> Answer:
        return wire.serving(120)(request) if server.in_flight < allowed else TOO_MANY

    monkeypatch.setattr("allsessions.http.transport.pause", shortly)
    with ScriptedServer(script) as server:
        with Client(wire.source(base_url=server.url, page_size=2), http={"verify": TLS}) as client:
            assert listed(client) == wire.ids(120)


@pytest.mark.parametrize("vendor", PAGED)
def test_a_vendor_with_a_token_bucket_is_read_as_a_whole(vendor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three requests, and then none until a pause."""
    wire, tokens = WIRES[vendor], [3]

    async def refill(seconds: float) -> None:
        tokens[0] = 3

    def script(request: Request) -> Answer:
        tokens[0] -= 1
        return wire.serving(60)(request) if tokens[0] >= 0 else TOO_MANY

    monkeypatch.setattr("allsessions.http.transport.pause", refill)
    with ScriptedServer(script) as server:
        with Client(wire.source(base_url=server.url, page_size=2), http={"verify": TLS}, retries=8) as client:
            assert listed(client) == wire.ids(60)
    assert len(server.requests) < 31 * 4


def test_one_source_that_is_asked_to_pause_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    wire = WIRES["elizaos"]
    begun, over = threading.Event(), threading.Event()

    async def wait(seconds: float) -> None:
        begun.set()
        await asyncio.to_thread(over.wait, 10)

    monkeypatch.setattr("allsessions.http.transport.pause", wait)
    with ScriptedServer(lambda request: TOO_MANY) as slow, ScriptedServer(wire.serving(2)) as quick:
        sources = [wire.source(name="slow", base_url=slow.url), wire.source(name="quick", base_url=quick.url)]
        with Client(sources, http={"verify": TLS}, retries=1) as client:
            thread = threading.Thread(target=swallow, args=(client,))
            thread.start()
            assert begun.wait(10)
            assert listed(client, sources="quick") == wire.ids(2)
            over.set()
            thread.join()


def swallow(client: Client) -> None:
    with pytest.raises(IncompleteListingError):
        listed(client, sources="slow")

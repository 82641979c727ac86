"""Rate limits and pauses after HTTP 429 apply to all requests of a source. In virtual time."""

import asyncio
from collections.abc import Callable

import httpx
import pytest

from allsessions import AsyncClient, Source

from ..client.scripted import Answer, Request
from ..client.vendors import WIRES, InMemory
from ..listing.virtual_time import VirtualTimeLoop, run

TOO_MANY = Answer(status=429, headers={"retry-after": "10"})
UNAVAILABLE = Answer(status=503, headers={"retry-after": "10"})
ANAM = WIRES["anam"].source


@pytest.fixture(autouse=True)
def _no_pauses() -> None:
    """Keep the pauses, because the time is virtual."""


class TickingLoop(VirtualTimeLoop):
    """The clock also advances at each call of `time`, because aiolimiter waits for the last nanosecond in a loop."""

    _ticks = 0

    def time(self) -> float:
        self._ticks += 1
        return super().time() + self._ticks / 10**6


class Served(InMemory):
    """Answers after one second. Records when each request `began`, and how many requests were `in_flight` then."""

    def __init__(self, script: Callable[["Served", Request], Answer]) -> None:
        super().__init__(lambda request: script(self, request))
        self.began: list[float] = []
        self.in_flight: list[int] = []
        self._now = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._now += 1
        self.began.append(asyncio.get_running_loop().time())
        self.in_flight.append(self._now)
        response = await super().handle_async_request(request)
        await asyncio.sleep(1)
        self._now -= 1
        return response

    async def pause(self) -> None:
        """Answer in the order of the requests."""


async def listed(
    source: Source, transport: httpx.AsyncBaseTransport, times: int = 1, most_connections: int = 100
) -> None:
    """Read this number of complete lists of the source at the same time."""

    async def ids() -> list[str]:
        return [session.id async for session in client.list()]

    http = {"transport": transport, "limits": httpx.Limits(max_connections=most_connections)}
    async with AsyncClient(source, http=http) as client:
        first, *others = await asyncio.gather(*(ids() for _ in range(times)))
    wire = WIRES[source.vendor]
    assert first == wire.ids(len(first))
    assert len(first) >= 12
    assert all(other == first for other in others)


def refusing(numbers: range, reply: Answer = TOO_MANY, count: int = 200) -> Served:
    """Serve this number of sessions, but refuse the requests with these numbers."""
    serve = WIRES["anam"].serving(count)
    return Served(lambda served, request: reply if len(served.began) in numbers else serve(request))


@pytest.mark.parametrize("lists", [1, 4])
def test_a_rate_limit_holds_in_every_minute_and_is_used(lists: int) -> None:
    served = refusing(range(0), count=60)
    with asyncio.Runner(loop_factory=TickingLoop) as runner:
        runner.run(listed(ANAM(page_size=1, rate_limit="20/minute"), served, lists))
    assert len(served.began) >= 60
    for begin in served.began:
        assert sum(begin <= each < begin + 60 for each in served.began) <= 20
    assert served.began[-1] < 4 * len(served.began)


@pytest.mark.parametrize(("rate_limit", "most_connections"), [(None, 100), (None, 1), ("60/minute", 100)])
@pytest.mark.parametrize("reply", [TOO_MANY, UNAVAILABLE], ids=["429", "503"])
def test_too_many_on_one_of_eight_requests_pauses_all(
    rate_limit: str | None, most_connections: int, reply: Answer
) -> None:
    served = refusing(range(5, 6), reply)
    with asyncio.Runner(loop_factory=TickingLoop) as runner:
        runner.run(listed(ANAM(page_size=2, rate_limit=rate_limit), served, most_connections=most_connections))
    refused_at = served.began[4] + 1
    # Requests may still begin at the moment when the answer arrives.
    assert not [each for each in served.began if refused_at + 0.01 < each < refused_at + 10]
    assert any(each >= refused_at + 10 for each in served.began)


def test_after_too_many_four_at_once_and_later_eight_again() -> None:
    served = refusing(range(2, 10), count=800)
    run(listed(ANAM(page_size=2), served))
    resumed = next(number for number, each in enumerate(served.began) if each >= served.began[9 - 1] + 11)
    assert resumed == 1 + 8
    assert max(served.in_flight[resumed : resumed + 12]) == 4
    assert max(served.in_flight[resumed:]) == 8


@pytest.mark.parametrize("allowed", [1, 2, 5])
def test_a_vendor_that_allows_few_at_once_is_read_as_a_whole(allowed: int) -> None:
    serve = WIRES["anam"].serving(120)
    served = Served(lambda served, request: serve(request) if served.in_flight[-1] <= allowed else TOO_MANY)
    run(listed(ANAM(page_size=2), served))


@pytest.mark.parametrize(("rate_limit", "reply"), [(None, TOO_MANY), ("6/minute", Answer(status=400))])
def test_a_source_that_waits_delays_no_other(rate_limit: str | None, reply: Answer) -> None:
    """A waiting source holds no connections, even if it could use all of them."""
    serve, source = WIRES["elizaos"].serving(2), WIRES["elizaos"].source
    served = Served(lambda served, request: reply if request.path.startswith("/slow") else serve(request))
    slow = source(name="slow", base_url="http://localhost/slow", rate_limit=rate_limit)
    quick = source(name="quick", base_url="http://localhost/quick")
    http = {"transport": served, "limits": httpx.Limits(max_connections=2)}

    async def times() -> tuple[float, float]:
        loop = asyncio.get_running_loop()
        async with AsyncClient([slow, quick], http=http, retries=1) as client:
            waiting = [asyncio.ensure_future(client.count(sources="slow")) for _ in range(9)]
            await asyncio.sleep(6)  # by now, the slow source waits
            assert await client.count(sources="quick") == {"quick": 2}
            counted = loop.time()
            await asyncio.gather(*waiting, return_exceptions=True)
            return counted, loop.time()

    with asyncio.Runner(loop_factory=TickingLoop) as runner:
        quick_at, slow_at = runner.run(times())
    assert quick_at == pytest.approx(7, abs=0.5)
    assert slow_at >= 12

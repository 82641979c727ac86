"""The requests of a watch: their number, their intervals, and the effect of a failure. Real server, fake clock."""

import asyncio
import logging
import re
import threading

import pytest

from allsessions import Akool, Anam, AsyncClient, ElizaOS, Source, Status
from allsessions.cli.watch.asking import Notes, WatchOptions, client_of, follow, read
from allsessions.cli.watch.state import Outcome, Watched
from allsessions.simulator import KEY, Simulator
from tests.client.scripted import Answer, Request, ScriptedServer, answer

from .watched import FakeClock, OverError

pytestmark = pytest.mark.anyio

RECORD = {"startTime": "2026-11-28T01:00:00Z", "createdAt": "2026-11-28T01:00:00Z"}


def anam_page(request: Request, records: int) -> Answer:
    """Answer with a page of running sessions."""
    if request.path.endswith("/concurrency"):
        return answer({"limit": 10, "active": records})
    page, size = request.page, int(request.query["perPage"])
    last = -(-records // size)
    ids = range((page - 1) * size, min(page * size, records))
    following = page + 1 if page < last else None
    meta = {"total": records, "lastPage": last, "currentPage": page, "perPage": size, "next": following}
    return answer({"data": [{"id": str(id), **RECORD} for id in ids], "meta": meta})


def elizaos_page(*ids: str) -> Answer:
    return answer({"sessions": [{"sessionId": id, "timeRemaining": 1} for id in ids], "total": len(ids)})


async def followed(source: Source, readings: int, every: float = 30.0) -> tuple[FakeClock, Watched, list[Outcome]]:
    """Follow a source; return the clock, the source, and the outcome of each reading."""
    clock, watched, outcomes = FakeClock(readings), Watched(source=source, every=every), list[Outcome]()

    def tell(each: Watched) -> None:
        assert each.outcome is not None
        outcomes.append(each.outcome)

    async with client_of([source]) as client:
        with pytest.raises(OverError):
            await follow(client, watched, WatchOptions(), clock, tell)
    return clock, watched, outcomes


async def once(source: Source, wanted: WatchOptions) -> Outcome:
    async with client_of([source]) as client:
        return await read(client, source, wanted, FakeClock())


async def test_only_the_statuses_shown_are_requested_and_counted(simulator: Simulator) -> None:
    akool = Akool(api_key=KEY, base_url=simulator.base_url("akool"))
    anam = Anam(api_key=KEY, base_url=simulator.base_url("anam"))
    elizaos = ElizaOS(base_url=simulator.base_url("elizaos"))
    assert (await once(akool, WatchOptions(failures=0))).requests == 4
    for source, requests in ((akool, 6), (anam, 1), (elizaos, 1)):  # Akool: two for each status, the second one empty
        found, without = await once(source, WatchOptions()), (await once(source, WatchOptions(failures=0))).snapshot
        assert found.requests == requests
        async with AsyncClient(source) as client:
            listed = [session async for session in client.list()]
        counts = {status: sum(each.status is status for each in listed) for status in Status}
        assert found.snapshot is not None
        assert (found.snapshot.active, found.snapshot.pending) == (counts[Status.ACTIVE], counts[Status.PENDING])
        assert found.snapshot.failed == (None if source is elizaos else counts[Status.FAILED])
        assert without is not None
        assert (without.failed, without.failures) == (None, ())


async def test_a_session_in_two_lists_is_counted_once() -> None:
    def script(request: Request) -> Answer:
        status, page = int(request.query["status"]), request.page
        result = [{"_id": "6698c9d69cf7b0d61d1b6420", "status": status}] if page == 1 else []
        return answer({"code": 1000, "data": {"count": 1, "result": result}})

    with ScriptedServer(script) as server:
        found = (await once(Akool(api_key="key", base_url=server.url), WatchOptions())).snapshot
    assert found is not None
    assert (found.pending, found.active, found.failed) == (0, 0, 1)


async def test_a_rate_limit_makes_the_interval_longer() -> None:
    # So few requests that the client does not delay them. Only the watch makes the interval longer.
    with ScriptedServer(lambda request: anam_page(request, 5)) as server:
        source = Anam(api_key="key", base_url=server.url, page_size=2, rate_limit="100/minute")
        clock, watched, outcomes = await followed(source, 3, every=1.0)
        assert (await once(source, WatchOptions(filters={"search": "support"}))).snapshot
    assert [each.requests for each in outcomes] == [3, 3, 3]
    listed = [request for request in server.requests if "page" in request.query]
    assert [request.query.get("search") for request in listed] == [None] * 9 + ["support"] * 3
    assert clock.slept == pytest.approx([1.8, 1.8, 1.8])
    assert watched.interval.reason == "3 requests at 100/minute"


async def test_the_limit_is_requested_until_it_is_known() -> None:
    limits = [Answer(403), answer({"limit": 10})]

    def script(request: Request) -> Answer:
        return limits.pop(0) if request.path.endswith("/concurrency") else anam_page(request, 1)

    with ScriptedServer(script) as server:
        _, watched, outcomes = await followed(Anam(api_key="key", base_url=server.url), 4)
    assert (watched.limit, [each.trouble for each in outcomes], limits) == (10, [None] * 4, [])


async def test_a_source_that_fails_is_retried_later_and_recovers() -> None:
    wait = Answer(429, b"", {"Retry-After": "90"})
    retry = Answer(503, b"", {"Retry-After": "0"})
    answers = [elizaos_page("1", "2"), Answer(401), wait, retry, elizaos_page("1")]
    with ScriptedServer(lambda request: answers[len(server.requests) - 1]) as server:
        clock, watched, outcomes = await followed(ElizaOS(base_url=server.url), 4)
    assert [each.snapshot.active if each.snapshot else None for each in outcomes] == [2, None, None, 1]
    assert [each.requests for each in outcomes] == [1, 1, 1, 2]
    assert clock.slept == [30.0, 30.0, 90.0, 30.0]
    assert [str(each.trouble)[:8] for each in outcomes[1:3]] == ["HTTP 401", "HTTP 429"]
    assert watched.whole


async def test_a_list_that_breaks_off_gives_no_numbers() -> None:
    def script(request: Request) -> Answer:
        return anam_page(request, 4) if request.page == 1 else Answer(401)

    with ScriptedServer(script) as server:
        found = await once(Anam(api_key="key", base_url=server.url, page_size=2), WatchOptions())
    assert found.snapshot is None
    assert "HTTP 401" in str(found.trouble)


async def test_unreadable_records_leave_the_others() -> None:
    bad = answer({"sessions": [{"sessionId": "1"}, {"sessionId": None}, {"sessionId": []}], "total": 3})
    with ScriptedServer(lambda request: bad) as server:
        found = await once(ElizaOS(base_url=server.url), WatchOptions())
    assert found.snapshot is not None
    assert (found.snapshot.active, found.snapshot.unreadable) == (1, 2)
    assert re.match(r"2 \D*: sessions\[1\]\.sessionId: ", str(found.trouble))


async def test_a_log_line_is_a_note_at_its_source() -> None:
    odd = answer({"sessions": [{"sessionId": "1"}], "total": 1, "stats": "many"})
    logger, notes = logging.getLogger("allsessions"), Notes(logging.WARNING)
    logger.addHandler(notes)
    try:
        with ScriptedServer(lambda request: odd if request.path.startswith("/odd") else elizaos_page("1")) as server:
            sources = [ElizaOS(name=name, base_url=f"{server.url}/{name}") for name in ("odd", "plain")]
            async with client_of(sources) as client:
                asked = [read(client, source, WatchOptions(), FakeClock()) for source in sources]
                found = await asyncio.gather(*asked)
    finally:
        logger.removeHandler(notes)
    assert [len(each.notes) for each in found] == [1, 0]
    assert found[0].notes[0].startswith("odd: stats: 1 value not as documented")


async def test_a_source_that_hangs_delays_no_other() -> None:
    over = threading.Event()

    def script(request: Request) -> Answer:
        if request.path.startswith("/hangs"):
            over.wait()
        return elizaos_page("1")

    with ScriptedServer(script, blocking=True) as server:
        sources = (ElizaOS(name=name, base_url=f"{server.url}/{name}") for name in ("hangs", "answers"))
        async with client_of(made := [*sources]) as client:
            hanging, other = (
                follow(client, Watched(source=each, every=30.0), WatchOptions(), FakeClock(3), lambda _: None)
                for each in made
            )
            waiting = asyncio.create_task(hanging)
            with pytest.raises(OverError):
                await other
            assert not waiting.done()
            waiting.cancel()
        over.set()
    assert sum(request.path.startswith("/answers") for request in server.requests) == 3

"""Each list is complete, or raises an error that says what is missing."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve

import allsessions
from allsessions import AsyncClient, Client, ConfigurationError, ElizaOS, IncompleteListingError, Session

from ..faults.case import TOTAL, put
from .scripted import Answer, Request, ScriptedServer, answer
from .vendors import PAGED, WIRES, InMemory, Script, client_of

PERSONA = "11111111-2222-4333-8444-555555555555"
NINE = datetime(2026, 4, 20, 9, tzinfo=UTC)


@pytest.mark.anyio
@pytest.mark.parametrize("vendor", WIRES)
async def test_every_session_is_listed_once_and_in_the_vendors_order(vendor: str) -> None:
    for count in (0, 1, 9, 10, 11, 105):
        with client_of(vendor, WIRES[vendor].serving(count), page_size=10) as (client, server):
            assert [session.id for session in client.list()] == WIRES[vendor].ids(count)
        assert len(server.requests) <= max(1, -(-count // 10)) + 1, "one request more than pages, at most"
    async with AsyncClient(WIRES[vendor].source(page_size=10), http={"transport": server}) as asynchronous:
        assert [session.id async for session in asynchronous.list()] == WIRES[vendor].ids(count)


def overstating(vendor: str) -> Script:
    """A server with 30 sessions and a total of 31."""
    records = [WIRES[vendor].record(number) for number in range(30)]
    return lambda request: answer(put(WIRES[vendor].envelope(records, request), TOTAL[vendor], 31))


def test_a_total_counts_only_if_it_covers_the_filters_sent() -> None:
    # KonPro's total may ignore the filter. Akool filters by one status only, so the client does not send two.
    with client_of("konpro", overstating("konpro"), page_size=10) as (client, _):
        assert len(list(client.list(created_after=datetime(2026, 1, 1, tzinfo=UTC)))) == 30
    for vendor, status in (("akool", ["ended", "failed"]), ("elizaos", None)):
        with client_of(vendor, overstating(vendor), page_size=10) as (client, _):
            sessions = client.list(status=status)
            assert [next(sessions).id for _ in range(30)] == WIRES[vendor].ids(30)
            with pytest.raises(IncompleteListingError, match="reports 31 sessions, but returned only 30"):
                next(sessions)


# Filters


# The vendor, changes to its records, the filters; the parameters sent, and the numbers of the sessions listed
FILTERED: list[tuple[str, list[dict[str, Any]], dict[str, Any], dict[str, str], list[int]]] = [
    ("akool", [{"status": number} for number in range(1, 6)], {"status": "active"}, {"status": "2"}, [1]),
    ("akool", [{"status": number} for number in range(1, 6)], {"status": ["active", "pending"]}, {}, [0, 1]),
    ("anam", [{}, {"personaId": PERSONA}, {}], {"agent_id": PERSONA}, {"personaId": PERSONA}, [1]),
    (
        "konpro",
        [{"created_at": 1776675600 + number / 4} for number in range(6)],
        {"created_after": NINE + timedelta(seconds=0.25), "created_before": NINE + timedelta(seconds=1)},
        {"date_from": "2026-04-20T09:00:00Z", "date_to": "2026-04-20T09:00:02Z"},
        [1, 2, 3],
    ),
    ("elizaos", [{}] * 5, {"search": "EL-000", "limit": 2}, {}, [0, 1]),
]


def test_filters_are_sent_and_applied_to_what_comes_back() -> None:
    """The server ignores all filters."""
    for vendor, changes, filters, sent, numbers in FILTERED:
        records = [{**WIRES[vendor].record(number), **each} for number, each in enumerate(changes)]
        with client_of(vendor, WIRES[vendor].holding(records)) as (client, server):
            ids = [session.id for session in client.list(**filters)]
        paging = {"page", "size", "perPage", "page_size", "token"}
        assert {name: value for name, value in server.queries()[0].items() if name not in paging} == sent
        assert ids == [records[number][WIRES[vendor].id_key] for number in numbers]


# Several sources


def test_sources_are_read_at_once_and_listed_in_their_order() -> None:
    release, good = threading.Event(), WIRES["elizaos"].serving(1)

    def releasing(request: Request) -> Answer:
        release.set()
        return good(request)

    with ScriptedServer(lambda request: evolve(good(request), hold=release)) as slow, ScriptedServer(releasing) as fast:
        sources = [ElizaOS(name="slow", base_url=slow.url), ElizaOS(name="fast", base_url=fast.url)]
        with Client(sources) as client:
            # The slow server answers only after the fast server has received a request.
            assert [session.ref for session in client.list()] == ["slow:el-0000", "fast:el-0000"]


def test_pages_are_requested_up_to_the_sources_concurrency() -> None:
    serving, four_wait, waiting = WIRES["anam"].serving(300), threading.Event(), list[int]()

    def script(request: Request) -> Answer:
        if request.page == 1:
            return serving(request)
        waiting.append(request.page)
        if len(waiting) == 4:
            four_wait.set()
        return evolve(serving(request), hold=four_wait)

    with ScriptedServer(script) as server:
        with Client(WIRES["anam"].source(base_url=server.url, page_size=10, concurrency=4)) as client:
            assert [session.id for session in client.list()] == WIRES["anam"].ids(300)
    assert server.most_in_flight == 4


def test_a_source_that_fails_is_reported_at_the_end() -> None:
    wire, given = WIRES["anam"], list[Session]()
    with ScriptedServer(wire.serving(25)) as good, ScriptedServer(lambda request: answer({}, status=500)) as bad:
        gone = wire.source(name="unreachable", base_url="http://127.0.0.1:1")
        sources = [ElizaOS(base_url=bad.url), wire.source(base_url=good.url, page_size=10), gone]
        with Client(sources, retries=0) as client:
            with pytest.raises(IncompleteListingError, match=r"elizaos, unreachable") as caught:
                given.extend(client.list())
            with pytest.raises(IncompleteListingError, match="elizaos"):
                given.extend(client.list(limit=25))
    assert [session.id for session in given] == wire.ids(25) * 2
    kinds = {error.source: type(error) for error in caught.value.errors}
    assert kinds == {"elizaos": allsessions.ServerError, "unreachable": allsessions.ConnectionFailedError}
    assert "http://127.0.0.1:1" in str(caught.value.errors[1])


# Limits and arguments


@pytest.mark.parametrize("vendor", PAGED)
def test_a_limit_stops_the_fetching(vendor: str) -> None:
    for limit, requests in ((0, 0), (1, 1), (10, 1), (11, 2), (30, 3)):
        with client_of(vendor, WIRES[vendor].serving(100), page_size=10) as (client, server):
            assert [session.id for session in client.list(limit=limit)] == WIRES[vendor].ids(limit)
        assert len(server.requests) == requests
    # After the limit, the client does not read a list again to reach the vendor's total.
    records = [WIRES[vendor].record(number) for number in (0, 1, 1, 2)]
    with client_of(vendor, WIRES[vendor].holding(records), page_size=2) as (client, server):
        assert len(list(client.list(limit=3))) == 3
    assert len(server.requests) == 2


def test_sources_are_chosen_and_a_limit_leaves_later_ones_alone() -> None:
    sources = [ElizaOS(name=name, base_url=f"http://localhost/{name}") for name in ("a", "b", "c")]
    server = InMemory(WIRES["elizaos"].serving(10))
    with Client(sources, http={"transport": server}) as client:
        assert [session.source for session in client.list(sources=["c", sources[0], "c"])] == ["c"] * 10 + ["a"] * 10
        assert [session.source for session in client.list(sources="b")] == ["b"] * 10
        server.requests.clear()
        assert [session.source for session in client.list(limit=11)] == ["a"] * 10 + ["b"]
        assert len(list(client.list(limit=10))) == 10
    assert [request.path[1] for request in server.requests] == ["a", "b", "a"]


def test_wrong_arguments_are_refused_before_any_request() -> None:
    refused: list[tuple[dict[str, Any], type[Exception], str]] = [
        ({"user_id": "7"}, allsessions.UnsupportedFilterError, "anam.*user_id"),
        ({"sources": ["nobody"]}, ConfigurationError, "nobody"),
        ({"sources": []}, ConfigurationError, "sources: expected at least one"),
        *(({"sources": odd}, ConfigurationError, "source") for odd in (5, [5], [None], [["anam"]])),
        ({"status": "paused"}, ConfigurationError, "paused"),
        ({"colour": "red"}, TypeError, "colour"),
    ]
    with client_of("anam", WIRES["anam"].serving(1)) as (client, server):
        for arguments, kind, message in refused:
            for method in (client.list, client.count):
                with pytest.raises(kind, match=message):
                    method(**arguments)
        for limit in (-1, "5", 1.5, True, [5]):
            with pytest.raises(ConfigurationError, match="limit must be a whole number"):
                client.list(limit=limit)  # type: ignore[arg-type]  # its refusal is tested
    assert server.requests == []


def test_with_a_concurrency_of_1_pages_are_read_one_by_one() -> None:
    """So the client sees at once that the list has become shorter, and requests no needless page."""
    wire = WIRES["anam"]
    with client_of(
        "anam", lambda each: wire.serving(50 if len(server.requests) == 1 else 49)(each), page_size=10, concurrency=1
    ) as (client, server):
        assert len(list(client.list())) == 49
    assert [query["page"] for query in server.queries()] == ["1", "2", "1", "2", "3", "4", "5"]


def test_few_pages_and_sources_are_requested_before_they_are_needed() -> None:
    small, large = WIRES["anam"].source(page_size=10), [ElizaOS(name=f"e{number}") for number in range(20)]
    anam, elizaos = WIRES["anam"].serving(5_000), WIRES["elizaos"].serving(2_000)
    server = InMemory(lambda request: (elizaos if "messaging" in request.path else anam)(request))
    with Client([small, *large], http={"transport": server}) as client:
        for sources, most in ((["anam"], 2 * 3 * 8), ([f"e{number}" for number in range(20)], 6)):
            before, sessions = len(server.requests), client.list(sources=sources)
            next(sessions)
            assert client.count(sources="e19") == {"e19": 2_000}  # gives the list time to read ahead
            assert len(server.requests) - before <= most


@pytest.mark.anyio
async def test_the_first_page_is_given_before_more_are_requested() -> None:
    server = InMemory(WIRES["anam"].serving(500))
    async with AsyncClient(WIRES["anam"].source(page_size=10), http={"transport": server}) as client:
        listing = client.list()
        await anext(listing)
        assert [request.page for request in server.requests] == [1]
        await listing.aclose()

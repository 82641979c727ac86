"""Lists are complete, or say that they are not."""

import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from attrs import evolve

from allsessions import (
    AsyncClient,
    Client,
    ConfigurationError,
    ConnectionFailedError,
    ElizaOS,
    IncompleteListingError,
    InvalidRecordError,
    ServerError,
    Session,
    UnsupportedFilterError,
)

from .scripted import Answer, Request, ScriptedServer, answer
from .vendors import PAGED, WIRES, InMemory, Script, client_of, listed

NOWHERE = "http://127.0.0.1:1"
PERSONA = "11111111-2222-4333-8444-555555555555"

every_vendor = pytest.mark.parametrize("vendor", WIRES)
every_paged_vendor = pytest.mark.parametrize("vendor", PAGED)


@every_vendor
def test_every_session_is_listed_once_and_in_the_vendors_order(vendor: str) -> None:
    for count in (0, 1, 9, 10, 11, 105):
        ids, server = listed(vendor, WIRES[vendor].serving(count), page_size=10)
        assert ids == WIRES[vendor].ids(count)
        assert len(server.requests) <= max(1, -(-count // 10)) + 1, "one request more than pages, at most"


@pytest.mark.anyio
@every_vendor
async def test_the_asynchronous_client_lists_the_same(vendor: str) -> None:
    server = InMemory(WIRES[vendor].serving(35))
    async with AsyncClient(WIRES[vendor].source(page_size=10), http={"transport": server}) as client:
        assert [session.id async for session in client.list()] == WIRES[vendor].ids(35)


def with_total(vendor: str, total: object) -> Script:
    """A server of 30 sessions that reports another total."""
    records = [WIRES[vendor].record(number) for number in range(30)]

    def script(request: Request) -> Answer:
        envelope = WIRES[vendor].envelope(records, request)
        place = {"akool": "data", "anam": "meta"}.get(vendor)
        (envelope[place] if place else envelope)["count" if vendor == "akool" else "total"] = total
        return answer(envelope)

    return script


def test_a_list_without_pages_is_complete_or_an_error_too() -> None:
    for total in (0, 3, 29, -1, None):
        assert listed("elizaos", with_total("elizaos", total))[0] == WIRES["elizaos"].ids(30)
    with client_of("elizaos", with_total("elizaos", 31)) as (client, _):
        sessions = client.list()
        assert [next(sessions).id for _ in range(30)] == WIRES["elizaos"].ids(30)
        with pytest.raises(IncompleteListingError, match="total is 31, and only 30 "):
            next(sessions)


def test_a_total_counts_only_if_it_covers_the_filters_sent() -> None:
    # KonPro does not say that its total counts its filter. Of two statuses, Akool is sent nothing.
    with client_of("konpro", with_total("konpro", 31), page_size=10) as (client, _):
        assert len(list(client.list(created_after=datetime(2026, 1, 1, tzinfo=UTC)))) == 30
    with client_of("akool", with_total("akool", 31), page_size=10) as (client, _):
        with pytest.raises(IncompleteListingError, match="total is 31, and only 30 sessions came"):
            list(client.list(status=["ended", "failed"]))


@pytest.mark.parametrize(
    ("vendor", "fields"),
    [
        ("konpro", {"data": ..., "total": None}),
        ("konpro", {"data": ..., "total": 50}),
        ("konpro", {"sessions": ..., "total": 120}),
        ("anam", {"data": ..., "meta": {"lastPage": 3, "next": None}}),
        ("anam", {"data": ..., "meta": {"total": 10, "lastPage": 1, "perPage": 10, "next": None}}),
    ],
    ids=["no tokens", "low total", "the other shape", "a last page", "all numbers too low"],
)
def test_a_list_is_read_to_its_end_by_page_numbers(vendor: str, fields: Mapping[str, Any]) -> None:
    records = [WIRES[vendor].record(number) for number in range(120)]

    def script(request: Request) -> Answer:
        page = records[(request.page - 1) * 50 : request.page * 50]
        return answer({name: page if value is ... else value for name, value in fields.items()})

    assert listed(vendor, script, page_size=50)[0] == WIRES[vendor].ids(120)


def test_konpros_other_shape_without_numbers_is_everything() -> None:
    ids, server = listed("konpro", lambda request: answer({"sessions": [WIRES["konpro"].record(0)]}))
    assert (ids, len(server.requests)) == (["kp-0000"], 1)


# Filters


@pytest.mark.parametrize(
    ("vendor", "filters", "sent", "numbers"),
    [
        ("akool", {"status": "active"}, {"status": "2"}, [1]),
        ("akool", {"status": ["active", "pending"]}, {}, [0, 1]),
        ("anam", {"search": "LABEL 1", "agent_id": PERSONA}, {"search": "LABEL 1", "personaId": PERSONA}, [1]),
        ("anam", {"agent_id": "not a uuid"}, {}, []),
        (
            "konpro",
            {
                "created_after": datetime(2026, 4, 20, 9, tzinfo=UTC) + timedelta(seconds=0.25),
                "created_before": datetime(2026, 4, 20, 9, tzinfo=UTC) + timedelta(seconds=1),
            },
            {"date_from": "2026-04-20T09:00:00Z", "date_to": "2026-04-20T09:00:02Z"},
            [1, 2, 3],
        ),
        ("konpro", {"status": "active"}, {"status": "connected"}, [2]),
        ("elizaos", {"user_id": "u-3"}, {}, [3]),
        ("elizaos", {"search": "EL-000", "limit": 2}, {}, [0, 1]),
    ],
    ids=["one status", "two statuses", "two filters", "no uuid", "times", "konpro status", "here", "limit"],
)
def test_filters_are_sent_and_applied_to_what_comes_back(
    vendor: str, filters: dict[str, Any], sent: dict[str, str], numbers: list[int]
) -> None:
    """The server ignores all filters."""
    odd: dict[str, list[dict[str, Any]]] = {
        "akool": [{"status": number} for number in range(1, 6)],
        "anam": [{"personaId": PERSONA if number == 1 else None} for number in range(5)],
        "konpro": [{"created_at": 1776675600 + n / 4, "duration": None if n == 2 else 9.5} for n in range(6)],
        "elizaos": [{} for _ in range(5)],
    }
    records = [{**WIRES[vendor].record(number), **changes} for number, changes in enumerate(odd[vendor])]
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
            # The slow one answers only after the fast one was asked.
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


def test_one_list_is_read_while_another_one_waits() -> None:
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


def test_a_source_that_fails_is_reported_at_the_end() -> None:
    wire, given = WIRES["anam"], list[Session]()
    with ScriptedServer(wire.serving(25)) as good, ScriptedServer(lambda request: answer({}, status=500)) as bad:
        sources = [
            ElizaOS(base_url=bad.url),
            wire.source(base_url=good.url, page_size=10),
            wire.source(name="unreachable", base_url=NOWHERE),
        ]
        with Client(sources, retries=0) as client, pytest.raises(IncompleteListingError) as caught:
            given.extend(client.list())
        with Client(sources, retries=0) as client, pytest.raises(IncompleteListingError, match="elizaos"):
            given.extend(client.list(limit=25))
    assert [session.id for session in given] == wire.ids(25) * 2
    assert {error.source: type(error) for error in caught.value.errors} == {
        "elizaos": ServerError,
        "unreachable": ConnectionFailedError,
    }
    assert all(name in str(caught.value) for name in ("elizaos", "unreachable"))


def test_a_source_that_fails_half_way_keeps_what_it_gave() -> None:
    serving, given = WIRES["akool"].serving(100), list[Session]()
    with (
        client_of(
            "akool", lambda request: serving(request) if request.page < 5 else answer({"code": 1006}), page_size=10
        ) as (client, _),
        pytest.raises(IncompleteListingError),
    ):
        given.extend(client.list())
    assert [session.id for session in given] == WIRES["akool"].ids(40)


@every_vendor
def test_an_unreadable_record_costs_only_itself(vendor: str) -> None:
    wire, given = WIRES[vendor], list[Session]()
    records: list[Any] = [wire.record(number) for number in range(25)]
    records[3] = {wire.id_key: {"n0t": "an id"}}
    records[13] = "n0t a record"
    with client_of(vendor, wire.holding(records), page_size=10) as (client, _):
        with pytest.raises(IncompleteListingError) as caught:
            given.extend(client.list())
    assert [session.id for session in given] == [id for n, id in enumerate(wire.ids(25)) if n not in (3, 13)]
    errors = {error.path: error for error in caught.value.errors if isinstance(error, InvalidRecordError)}
    assert [error.record for _, error in sorted(errors.items())] in (
        [records[3], records[13]],
        [records[13], records[3]],
    )
    assert [path for path in errors if path.endswith(f"[3].{wire.id_key}")]
    assert all(
        (error.source, error.vendor, "n0t" in str(error)) == (vendor, vendor, False) for error in errors.values()
    )


# Limits and arguments


@every_paged_vendor
def test_a_limit_stops_the_fetching(vendor: str) -> None:
    for limit, requests in ((0, 0), (1, 1), (10, 1), (11, 2), (30, 3)):
        with client_of(vendor, WIRES[vendor].serving(100), page_size=10) as (client, server):
            assert [session.id for session in client.list(limit=limit)] == WIRES[vendor].ids(limit)
        assert len(server.requests) == requests
    # A list whose count does not reach its total is not read again once the limit is reached.
    records = [WIRES[vendor].record(number) for number in (0, 1, 1, 2)]
    with client_of(vendor, WIRES[vendor].holding(records), page_size=2) as (client, server):
        assert len(list(client.list(limit=3))) == 3
    assert len(server.requests) == 2


def test_with_a_limit_later_sources_are_asked_only_if_needed() -> None:
    wire = WIRES["elizaos"]
    with ScriptedServer(wire.serving(10)) as first, ScriptedServer(wire.serving(10)) as second:
        with Client([ElizaOS(base_url=first.url), ElizaOS(base_url=second.url, name="second")]) as client:
            assert len(list(client.list(limit=10))) == 10
            assert len(second.requests) == 0
            assert [session.source for session in client.list(limit=11)] == ["elizaos"] * 10 + ["second"]


def test_sources_are_chosen_by_name_or_as_they_are_and_once() -> None:
    sources = [ElizaOS(name=name) for name in ("a", "b", "c")]
    with Client(sources, http={"transport": InMemory(WIRES["elizaos"].serving(1))}) as client:
        assert [session.source for session in client.list(sources=["c", sources[0], "c"])] == ["c", "a"]
        assert [session.source for session in client.list(sources="b")] == ["b"]


def test_wrong_arguments_are_refused_before_any_request() -> None:
    refused: list[tuple[dict[str, Any], type[Exception], str]] = [
        ({"user_id": "7"}, UnsupportedFilterError, "anam.*user_id"),
        ({"sources": ["nobody"]}, ConfigurationError, "nobody"),
        ({"sources": []}, ConfigurationError, "sources: expected at least one"),
        *(({"sources": odd}, ConfigurationError, "source") for odd in (5, [5], [None], [["anam"]])),
        ({"status": "paused"}, ConfigurationError, "paused"),
        ({"search": "\ud800"}, ConfigurationError, "search"),
        ({"colour": "red"}, TypeError, "colour"),
    ]
    with client_of("anam", WIRES["anam"].serving(1)) as (client, server):
        for arguments, kind, message in refused:
            for method in (client.list, client.count):
                with pytest.raises(kind, match=message):
                    method(**arguments)
        for limit in (-1, "5", 1.5, True, [5]):
            with pytest.raises(ConfigurationError, match="limit must be a whole number"):
                client.list(limit=limit)  # type: ignore[arg-type]  # that is what is tried
    assert server.requests == []


@pytest.mark.anyio
async def test_the_first_page_is_given_before_more_are_requested() -> None:
    wire, asked = WIRES["anam"], list[int]()
    records = [wire.record(number) for number in range(500)]

    def serve(sent: httpx.Request) -> httpx.Response:
        request = Request(sent.url.path, dict(sent.url.params), {})
        asked.append(request.page)
        return httpx.Response(200, json=wire.envelope(records, request))

    async with AsyncClient(wire.source(page_size=10), http={"transport": httpx.MockTransport(serve)}) as client:
        listing = client.list()
        await anext(listing)
        assert asked == [1]
        await listing.aclose()

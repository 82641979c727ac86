"""Lists are complete, or say that they are not."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from allsessions import (
    Anam,
    AsyncClient,
    Client,
    ConfigurationError,
    ConnectionFailedError,
    ElizaOS,
    IncompleteListingError,
    InvalidRecordError,
    ServerError,
    Session,
    UnexpectedResponseError,
    UnsupportedFilterError,
)

from .scripted import Answer, Request, ScriptedServer, answer
from .vendors import KEY, PAGED, WIRES, listed

pytestmark = pytest.mark.anyio

every_vendor = pytest.mark.parametrize("vendor", WIRES)
every_paged_vendor = pytest.mark.parametrize("vendor", PAGED)


@every_vendor
@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 105])
def test_every_session_is_listed_once_and_in_the_vendors_order(vendor: str, count: int) -> None:
    ids, _ = listed(vendor, WIRES[vendor].serving(count), page_size=10)
    assert ids == WIRES[vendor].ids(count)


@every_vendor
async def test_the_asynchronous_client_lists_the_same(vendor: str) -> None:
    wire = WIRES[vendor]
    with ScriptedServer(wire.serving(35)) as server:
        async with AsyncClient(wire.source(base_url=server.url, page_size=10)) as client:
            assert [session.id async for session in client.list()] == wire.ids(35)


@every_paged_vendor
def test_a_list_costs_at_most_one_request_more_than_pages(vendor: str) -> None:
    _, server = listed(vendor, WIRES[vendor].serving(105), page_size=10)
    assert len(server.requests) <= 12


@every_paged_vendor
@pytest.mark.parametrize("clamp", [1, 7])
def test_smaller_pages_than_asked_for_do_not_end_a_list(vendor: str, clamp: int) -> None:
    wire = WIRES[vendor]
    sizes = {"akool": "size", "anam": "perPage", "konpro": "page_size"}

    def script(request: Request) -> Answer:
        clamped = Request(request.path, {**request.query, sizes[vendor]: str(clamp)}, request.headers)
        return wire.serving(20)(clamped)

    assert listed(vendor, script)[0] == wire.ids(20)


def with_total(vendor: str, total: object) -> Callable[[Request], Answer]:
    """A server of 30 sessions that tells another total, and what it derives from it."""
    records = [WIRES[vendor].record(number) for number in range(30)]

    def script(request: Request) -> Answer:
        envelope = WIRES[vendor].envelope(records, request)
        place = {"akool": "data", "anam": "meta"}.get(vendor)
        (envelope[place] if place else envelope)["count" if vendor == "akool" else "total"] = total
        return answer(envelope)

    return script


@every_vendor
@pytest.mark.parametrize("total", [0, 3, 10, 20, 29, -1, None])
def test_a_wrong_total_ends_no_list_early_and_none_never(vendor: str, total: int | None) -> None:
    ids, server = listed(vendor, with_total(vendor, total), page_size=10)
    assert ids == WIRES[vendor].ids(30)
    assert len(server.requests) <= 35


@every_vendor
@pytest.mark.parametrize("total", [31, 300])
def test_fewer_sessions_than_the_total_are_reported(vendor: str, total: int) -> None:
    with ScriptedServer(with_total(vendor, total)) as server:
        with Client(WIRES[vendor].source(base_url=server.url, page_size=10)) as client:
            sessions = client.list()
            assert [next(sessions).id for _ in range(30)] == WIRES[vendor].ids(30)
            with pytest.raises(IncompleteListingError, match=f"total is {total}, and only 30 |nothing new came"):
                next(sessions)
    assert len(server.requests) <= 70


def test_a_total_that_may_not_know_of_the_filter_is_not_missed() -> None:
    """KonPro does not say whether its total counts what its filter leaves."""
    with ScriptedServer(with_total("konpro", 31)) as server:
        with Client(WIRES["konpro"].source(base_url=server.url, page_size=10)) as client:
            assert len(list(client.list(created_after=datetime(2026, 1, 1, tzinfo=UTC)))) == 30


def test_a_total_counts_the_list_where_no_filter_was_sent() -> None:
    """Akool's filter takes one status; of two it is told nothing."""
    with ScriptedServer(with_total("akool", 31)) as server:
        with Client(WIRES["akool"].source(base_url=server.url, page_size=10)) as client:
            with pytest.raises(IncompleteListingError, match="total is 31, and only 30 sessions came"):
                list(client.list(status=["ended", "failed"]))


def test_a_limit_that_is_reached_reads_no_list_once_more() -> None:
    records = [WIRES["akool"].record(number) for number in (0, 1, 1, 2)]
    with ScriptedServer(lambda request: answer(WIRES["akool"].envelope(records, request))) as server:
        with Client(WIRES["akool"].source(base_url=server.url, page_size=2)) as client:
            assert len(list(client.list(limit=3))) == 3
    assert len(server.requests) == 2


@pytest.mark.parametrize("total", [None, 50])
def test_konpro_without_tokens_is_read_by_page_numbers(total: int | None) -> None:
    wire = WIRES["konpro"]
    records = [wire.record(number) for number in range(120)]

    def script(request: Request) -> Answer:
        return answer({"data": records[(request.page - 1) * 50 : request.page * 50], "total": total})

    assert listed("konpro", script)[0] == wire.ids(120)


def test_konpros_other_shape_is_read_up_to_its_total() -> None:
    wire = WIRES["konpro"]
    records = [wire.record(number) for number in range(120)]

    def script(request: Request) -> Answer:
        return answer({"sessions": records[(request.page - 1) * 50 : request.page * 50], "total": 120})

    assert listed("konpro", script)[0] == wire.ids(120)


def test_konpros_other_shape_without_any_numbers_is_all_there_is() -> None:
    ids, server = listed("konpro", lambda request: answer({"sessions": [WIRES["konpro"].record(0)]}))
    assert (ids, len(server.requests)) == (["kp-0000"], 1)


def test_a_list_does_not_end_before_its_named_last_page() -> None:
    wire = WIRES["anam"]
    records = [wire.record(number) for number in range(120)]

    def script(request: Request) -> Answer:
        data = records[(request.page - 1) * 50 : request.page * 50]
        return answer({"data": data, "meta": {"lastPage": 3, "currentPage": request.page, "next": None}})

    assert listed("anam", script)[0] == wire.ids(120)


def test_all_numbers_too_low_do_not_end_anams_list() -> None:
    records = [WIRES["anam"].record(number) for number in range(30)]

    def script(request: Request) -> Answer:
        envelope = WIRES["anam"].envelope(records, request)
        envelope["meta"] = {"total": 10, "lastPage": 1, "currentPage": request.page, "perPage": 10, "next": None}
        return answer(envelope)

    assert listed("anam", script, page_size=10)[0] == WIRES["anam"].ids(30)


@every_paged_vendor
def test_the_same_page_for_ever_is_an_error(vendor: str) -> None:
    records = [WIRES[vendor].record(number) for number in range(30)]
    query = {"page": "1", "size": "10", "perPage": "10", "page_size": "10"}
    first = WIRES[vendor].envelope(records, Request("/", query, {}))
    with ScriptedServer(lambda request: answer(first)) as server:
        with Client(WIRES[vendor].source(base_url=server.url, page_size=10)) as client:
            with pytest.raises(IncompleteListingError) as caught:
                list(client.list())
    assert isinstance(caught.value.errors[0], UnexpectedResponseError)


def test_a_session_that_moves_to_the_next_page_is_given_once() -> None:
    wire = WIRES["akool"]
    records = [wire.record(number) for number in range(1, 31)]

    def script(request: Request) -> Answer:
        told = answer(wire.envelope(records, request))
        # A session is made after the first page was read: every other moves one place on.
        records[:] = [wire.record(number) for number in range(31)]
        return told

    ids, _ = listed("akool", script, page_size=10)
    assert sorted(ids) == wire.ids(31)


def test_sources_are_read_at_once_and_listed_in_their_order() -> None:
    release = threading.Event()
    with (
        ScriptedServer(lambda request: waiting(release, ElizaOS)) as slow,
        ScriptedServer(lambda request: released(release)) as fast,
    ):
        sources = [ElizaOS(name="slow", base_url=slow.url), ElizaOS(name="fast", base_url=fast.url)]
        with Client(sources) as client:
            # The slow one answers only when the fast one has been asked.
            assert [session.ref for session in client.list()] == ["slow:el-0000", "fast:el-0000"]


def waiting(release: threading.Event, kind: type) -> Answer:
    body = answer(WIRES["elizaos"].envelope([WIRES["elizaos"].record(0)], Request("/", {}, {})))
    return Answer(body=body.body, hold=release)


def released(release: threading.Event) -> Answer:
    release.set()
    return answer(WIRES["elizaos"].envelope([WIRES["elizaos"].record(0)], Request("/", {}, {})))


def test_a_source_that_fails_is_told_at_the_end() -> None:
    wire = WIRES["anam"]
    with ScriptedServer(wire.serving(25)) as good, ScriptedServer(lambda request: answer({}, status=500)) as bad:
        sources = [
            ElizaOS(base_url=bad.url),
            wire.source(base_url=good.url, page_size=10),
            Anam(api_key=KEY, name="unreachable", base_url="http://127.0.0.1:1"),
        ]
        given: list[Session] = []
        with Client(sources, retries=0) as client, pytest.raises(IncompleteListingError) as caught:
            given.extend(client.list())
    assert [session.id for session in given] == wire.ids(25)
    assert {error.source: type(error) for error in caught.value.errors} == {
        "elizaos": ServerError,
        "unreachable": ConnectionFailedError,
    }
    assert "elizaos" in str(caught.value)
    assert "unreachable" in str(caught.value)


def test_a_source_that_fails_half_way_keeps_what_it_gave() -> None:
    serving = WIRES["akool"].serving(100)

    def script(request: Request) -> Answer:
        return serving(request) if request.page < 5 else answer({"code": 1006, "msg": "quota"})

    given: list[Session] = []
    with ScriptedServer(script) as server, Client(WIRES["akool"].source(base_url=server.url, page_size=10)) as client:
        with pytest.raises(IncompleteListingError):
            given.extend(client.list())
    assert [session.id for session in given] == WIRES["akool"].ids(40)


def in_instants(record: Any) -> dict[str, Any]:
    """The record with its times as such: however they are written, they are the same."""
    times = {name for name in record if name.endswith(("At", "Time"))}
    return {name: datetime.fromisoformat(value) if name in times else value for name, value in record.items()}


@every_vendor
def test_one_record_that_cannot_be_read_costs_one_record(vendor: str) -> None:
    wire = WIRES[vendor]
    records: list[Any] = [wire.record(number) for number in range(25)]
    records[3] = {**records[3], wire.id_key: {"not": "an id"}}
    records[13] = "not a record"
    given: list[Session] = []
    with ScriptedServer(lambda request: answer(wire.envelope(records, request))) as server:
        with Client(wire.source(base_url=server.url, page_size=10)) as client:
            with pytest.raises(IncompleteListingError) as caught:
                given.extend(client.list())
    assert [session.id for session in given] == [id for n, id in enumerate(wire.ids(25)) if n not in (3, 13)]
    errors = [error for error in caught.value.errors if isinstance(error, InvalidRecordError)]
    without_id, no_record = sorted(errors, key=lambda error: isinstance(error.record, str))
    assert without_id.path.endswith(f"[3].{wire.id_key}")
    assert in_instants(without_id.record) == in_instants(records[3])
    assert no_record.record == records[13]


@every_paged_vendor
@pytest.mark.parametrize(("limit", "requests"), [(0, 0), (1, 1), (10, 1), (11, 2), (30, 3)])
def test_a_limit_stops_the_fetching(vendor: str, limit: int, requests: int) -> None:
    wire = WIRES[vendor]
    with ScriptedServer(wire.serving(100)) as server:
        with Client(wire.source(base_url=server.url, page_size=10)) as client:
            assert [session.id for session in client.list(limit=limit)] == wire.ids(limit)
        assert len(server.requests) == requests


def test_with_a_limit_later_sources_are_asked_only_if_needed() -> None:
    wire = WIRES["elizaos"]
    with ScriptedServer(wire.serving(10)) as first, ScriptedServer(wire.serving(10)) as second:
        with Client([ElizaOS(base_url=first.url), ElizaOS(base_url=second.url, name="second")]) as client:
            assert len(list(client.list(limit=10))) == 10
            assert len(second.requests) == 0
            assert [session.source for session in client.list(limit=11)] == ["elizaos"] * 10 + ["second"]


def test_a_limit_reached_after_a_failure_tells_the_failure() -> None:
    with ScriptedServer(WIRES["elizaos"].serving(10)) as good:
        sources = [ElizaOS(name="gone", base_url="http://127.0.0.1:1"), ElizaOS(base_url=good.url)]
        given: list[Session] = []
        with Client(sources, retries=0) as client, pytest.raises(IncompleteListingError):
            given.extend(client.list(limit=5))
    assert len(given) == 5


def test_some_sources_can_be_chosen_by_name_or_as_they_are() -> None:
    with ScriptedServer(WIRES["elizaos"].serving(1)) as server:
        sources = [ElizaOS(name=name, base_url=server.url) for name in ("a", "b", "c")]
        with Client(sources) as client:
            assert [session.source for session in client.list(sources=["c", sources[0]])] == ["c", "a"]
            assert [session.source for session in client.list(sources="b")] == ["b"]


def test_wrong_arguments_are_refused_before_any_request() -> None:
    with (
        ScriptedServer(WIRES["anam"].serving(1)) as server,
        Client(WIRES["anam"].source(base_url=server.url)) as client,
    ):
        with pytest.raises(UnsupportedFilterError, match="anam.*user_id"):
            client.list(user_id="7")
        with pytest.raises(ConfigurationError, match="nobody"):
            client.list(sources=["nobody"])
        with pytest.raises(ConfigurationError, match="sources: expected at least one"):
            client.list(sources=[])
        for limit in (-1, "5", 1.5, True, [5]):
            with pytest.raises(ConfigurationError, match="limit must be a whole number"):
                client.list(limit=limit)  # type: ignore[arg-type]  # that is what is tried
        for sources in (5, [5], [None], 1.5, [["anam"]]):
            with pytest.raises(ConfigurationError, match="source"):
                client.list(sources=sources)  # type: ignore[arg-type]  # that is what is tried
            with pytest.raises(ConfigurationError, match="source"):
                client.count(sources=sources)  # type: ignore[arg-type]  # that is what is tried
        with pytest.raises(ConfigurationError, match="paused"):
            client.list(status="paused")
        with pytest.raises(TypeError, match="colour"):
            client.list(colour="red")  # type: ignore[call-arg]  # that is what is tried
        assert server.requests == []

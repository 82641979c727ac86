"""A list that is read in parts: together they are the list, and where it cannot be split, it is one."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from allsessions import (
    Akool,
    Anam,
    AsyncClient,
    AuthenticationError,
    Client,
    ConfigurationError,
    UnexpectedResponseError,
)
from allsessions.simulator import KEY, Simulator

from .scripted import Answer, Request, ScriptedServer, answer
from .vendors import WIRES

SESSIONS = 520


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(sessions=SESSIONS) as simulator:
        yield simulator


@pytest.fixture
def client(simulator: Simulator) -> Iterator[Client]:
    akool = Akool(api_key=KEY, base_url=simulator.base_url("akool"), page_size=20)
    anam = Anam(api_key=KEY, base_url=simulator.base_url("anam"), page_size=20)
    with Client.from_env(simulator.environment()) as all_vendors:
        others = [source for source in all_vendors.sources if source.vendor in ("konpro", "elizaos")]
    with Client([akool, anam, *others]) as client:
        yield client


@pytest.mark.parametrize("source", ["akool", "anam"])
def test_the_parts_are_the_list(client: Client, source: str) -> None:
    parts = client.split(source, pages=4)
    read = [session for part in parts for page in client.pages(source, cursor=part) for session in page.sessions]
    assert len(parts) == 6
    assert read == list(client.list(sources=source))


def test_a_part_is_read_with_the_filter_that_it_was_made_with(client: Client) -> None:
    parts = client.split("anam", pages=4, status="failed")
    pages = [page for part in parts for page in client.pages("anam", cursor=part, status="failed")]
    assert len(parts) == 6
    assert [each for page in pages for each in page.sessions] == list(client.list(sources="anam", status="failed"))
    with pytest.raises(ConfigurationError, match="other filters"):
        client.pages("anam", cursor=parts[1])


def test_a_part_goes_on_at_the_cursor_of_each_of_its_pages(client: Client) -> None:
    for part in client.split("anam", pages=4):
        whole = [session for page in client.pages("anam", cursor=part) for session in page.sessions]
        read, cursor = list[object](), part
        while cursor is not None:
            page = next(iter(client.pages("anam", cursor=cursor)))
            read += page.sessions
            cursor = page.cursor
        assert read == whole


def test_there_are_no_more_parts_than_requests_that_may_be_in_flight(simulator: Simulator) -> None:
    source = Anam(api_key=KEY, base_url=simulator.base_url("anam"), page_size=10, concurrency=3)
    with Client(source) as client:
        assert len(client.split("anam", pages=2)) == 3


@pytest.mark.parametrize(
    ("source", "filters", "why"),
    [
        ("konpro", {}, "its pages lead from one to the next"),
        ("elizaos", {}, "it has no pages"),
        ("akool", {"status": "ended"}, "the vendor filters"),
        ("anam", {"search": "a"}, "the vendor filters"),
    ],
)
def test_where_it_cannot_be_split_there_is_one_part(
    client: Client, source: str, filters: dict[str, str], why: str
) -> None:
    assert client.split(source, pages=2, status=filters.get("status"), search=filters.get("search")) == [None]


def test_a_rate_limit_is_kept_in_one_place(simulator: Simulator) -> None:
    source = Anam(api_key=KEY, base_url=simulator.base_url("anam"), page_size=20, rate_limit="1000/second")
    with Client(source) as client:
        assert client.split("anam", pages=2) == [None]


def test_a_list_of_few_pages_is_one_part(client: Client) -> None:
    assert client.split("akool", pages=20) == [None]


@pytest.mark.parametrize("pages", [1, 0, -5, True, 2.0])
def test_a_part_has_two_pages_at_least(client: Client, pages: int) -> None:
    with pytest.raises(ConfigurationError, match="pages must be a whole number, 2 or more, not"):
        client.split("akool", pages=pages)


def test_a_source_that_fails_raises_its_own_error(simulator: Simulator) -> None:
    with Client(Anam(api_key="another", base_url=simulator.base_url("anam"))) as client:
        with pytest.raises(AuthenticationError):
            client.split("anam")


def test_a_part_that_is_taken_up_after_the_list_has_moved_is_an_error() -> None:
    """Else what was given before could not be told from what is new."""
    listed = [WIRES["anam"].record(number) for number in range(40)]
    with ScriptedServer(serving(listed)) as server:
        with Client(WIRES["anam"].source(base_url=server.url, page_size=5)) as client:
            part = client.split("anam", pages=2)[1]
            first = next(iter(client.pages("anam", cursor=part)))
            del listed[0]
            with pytest.raises(UnexpectedResponseError, match="has moved since this part of it was left"):
                next(iter(client.pages("anam", cursor=first.cursor)))


def test_a_part_whose_beginning_has_moved_can_be_read_page_by_page() -> None:
    listed = [WIRES["anam"].record(number) for number in range(40)]
    with ScriptedServer(serving(listed)) as server:
        with Client(WIRES["anam"].source(base_url=server.url, page_size=5)) as client:
            part = client.split("anam", pages=4)[1]
            del listed[20]
            read, cursor = list[str](), part
            while cursor is not None:
                page = next(iter(client.pages("anam", cursor=cursor)))
                read += [session.id for session in page.sessions]
                cursor = page.cursor
    assert read == WIRES["anam"].ids(40)[21:]


def test_records_that_the_vendor_leaves_out_are_missed_whatever_their_identifiers_are() -> None:
    """Those with characters that cannot be read are told apart by all that they say, and each counts once."""
    wire = WIRES["akool"]
    listed = [{**wire.record(number), "_id": f"{number}\ufffd"} for number in range(40)]

    def script(request: Request) -> Answer:
        envelope = wire.envelope(listed, request)
        if request.page == 2:
            del envelope["data"]["result"][3:]
        return answer(envelope)

    with ScriptedServer(script) as server:
        with Client(wire.source(base_url=server.url, page_size=10)) as client:
            first, _ = client.split("akool", pages=2)
            with pytest.raises(UnexpectedResponseError, match="7 sessions are missing from this part of the list"):
                list(client.pages("akool", cursor=first))


def serving(listed: Sequence[Any]) -> Callable[[Request], Answer]:
    return lambda request: answer(WIRES["anam"].envelope(listed, request))


def test_a_record_that_cannot_be_read_is_in_a_part_wherever_it_is() -> None:
    wire = WIRES["anam"]
    for broken in range(40):
        listed: list[Any] = [5 if number == broken else wire.record(number) for number in range(40)]
        with ScriptedServer(serving(listed)) as server:
            with Client(wire.source(base_url=server.url, page_size=5)) as client:
                parts = client.split("anam", pages=2)
                pages = [page for part in parts for page in client.pages("anam", cursor=part)]
        assert len(parts) == 4
        assert [each.id for page in pages for each in page.sessions] == [
            id for number, id in enumerate(wire.ids(40)) if number != broken
        ]
        assert {error.record for page in pages for error in page.invalid} == {5}


def test_the_asynchronous_client_splits_too(simulator: Simulator) -> None:
    source = Anam(api_key=KEY, base_url=simulator.base_url("anam"), page_size=20, concurrency=2)

    async def read() -> list[str]:
        async with AsyncClient(source) as client:
            parts = await client.split("anam", pages=4)
            pages = [page for part in parts async for page in client.pages("anam", cursor=part)]
            return [session.id for page in pages for session in page.sessions]

    found = asyncio.run(read())
    assert len(found) == len(set(found)) == SESSIONS

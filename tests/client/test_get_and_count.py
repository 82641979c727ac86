"""One session by its ref, and the number of sessions."""

from collections.abc import Callable
from typing import Any

import pytest

import allsessions
from allsessions import IncompleteListingError, NotFoundError, Session, SourceError

from .scripted import Answer, Request, answer
from .vendors import WIRES, Script, client_of

BY_DETAIL, BY_LIST = ("akool", "elizaos"), ("anam", "konpro")


def detail(vendor: str, record: Any) -> Script:
    """Answer as the vendor's endpoint for one session."""
    return lambda request: answer({"code": 1000, "msg": "OK", "data": record} if vendor == "akool" else record)


def got(vendor: str, script: Script) -> Session | SourceError:
    """Return session 1 of the vendor, or the error."""
    with client_of(vendor, script, name="mine") as (client, server):
        try:
            return client.get(f"mine:{WIRES[vendor].ids(2)[1]}")
        except SourceError as error:
            assert len(server.requests) <= 4
            return error


@pytest.mark.parametrize("vendor", BY_DETAIL)
def test_get_takes_the_detail_of_that_very_session(vendor: str) -> None:
    wire = WIRES[vendor]
    found = got(vendor, detail(vendor, wire.record(1)))
    assert isinstance(found, Session)
    assert found.ref == f"mine:{wire.ids(2)[1]}"
    ids: list[Any] = [wire.ids(3)[2], None, "", 5, []]
    others: list[Any] = [{**wire.record(2), wire.id_key: id} for id in ids]
    for record in [*others, None, [], "text", {"session": wire.record(1)}]:
        assert type(got(vendor, detail(vendor, record))) is allsessions.UnexpectedResponseError, record


@pytest.mark.parametrize("vendor", BY_LIST)
def test_get_finds_that_very_session_in_the_list(vendor: str) -> None:
    wire = WIRES[vendor]
    other = {**wire.record(0), "clientLabel": f"about {wire.ids(2)[1]}"}
    for records in ([other, wire.record(1)], [None, wire.record(1), {}]):
        found = got(vendor, wire.holding(records))
        assert isinstance(found, Session)
        assert found.id == wire.ids(2)[1]
    # The bad record may be the requested one.
    assert (
        type(got(vendor, wire.holding([wire.record(0), {"marked": 1}, wire.record(2)])))
        is allsessions.InvalidRecordError
    )
    with client_of(vendor, wire.serving(50), page_size=10) as (client, server):
        assert client.get(f"{vendor}:{wire.ids(16)[15]}").id == wire.ids(16)[15]
    assert len(server.requests) == 2, "only as far as needed"
    assert {query.get("search") for query in server.queries()} == {wire.ids(16)[15] if vendor == "anam" else None}


def test_a_session_that_is_not_there_is_not_found() -> None:
    for vendor in WIRES:
        for status in (404, 410):
            assert type(got(vendor, lambda request: Answer(status=status))) is NotFoundError  # noqa: B023
    assert type(got("akool", lambda request: answer({"code": 1216, "msg": "no", "data": None}))) is NotFoundError
    for vendor in BY_LIST:
        missing = got(vendor, WIRES[vendor].holding([WIRES[vendor].record(0)]))
        assert type(missing) is NotFoundError
        assert WIRES[vendor].ids(2)[1] in str(missing)


# Counts


def test_count_reads_the_list_where_the_vendor_cannot_count() -> None:
    with client_of("anam", WIRES["anam"].serving(25), page_size=10) as (client, _):
        assert client.count(status="ended") == {"anam": 25}
        assert client.count(status="active") == {"anam": 0}
        assert client.count(search="label 1") == {"anam": 11}  # the server ignores the search
    wire = WIRES["anam"]
    records = [{**wire.record(number), "clientLabel": "old" if number < 10 else "new"} for number in range(25)]
    with client_of("anam", wire.holding(records), page_size=10) as (client, _):
        assert client.count(search="new") == {"anam": 15}, "all sessions of the second page match"


Says = Callable[[int], dict[str, Any]]
"""Returns the fields to replace in the envelope of a page with this number of sessions."""


def counted(vendor: str, says: Says, count: int = 25) -> tuple[int | None, int]:
    """Return the client's count (None for an error) and its number of requests, for a server with `count` sessions."""
    wire = WIRES[vendor]
    records = [wire.record(number) for number in range(count)]

    def script(request: Request) -> Answer:
        envelope = wire.envelope(records, request)
        numbers = envelope[{"akool": "data", "anam": "meta"}[vendor]] if vendor in ("akool", "anam") else envelope
        page = numbers["result"] if vendor == "akool" else envelope["sessions" if vendor == "elizaos" else "data"]
        numbers.update(says(len(page)))
        return answer(envelope)

    with client_of(vendor, script, page_size=10) as (client, server):
        try:
            return client.count()[vendor], len(server.requests)
        except IncompleteListingError:
            return None, len(server.requests)


CONTRADICTED: list[tuple[str, Says]] = [
    ("elizaos", lambda length: {"total": 0}),
    ("konpro", lambda length: {"total": None}),
    ("konpro", lambda length: {"total": length}),
    ("anam", lambda length: {"total": length, "lastPage": None}),
    ("anam", lambda length: {"total": length, "next": None}),
    ("akool", lambda length: {"count": length}),
]


def test_count_reads_the_list_where_the_total_is_contradicted() -> None:
    assert [counted(vendor, says)[0] for vendor, says in CONTRADICTED] == [25] * len(CONTRADICTED)
    assert counted("elizaos", lambda length: {"total": 50})[0] is None, "the list is shorter than its total"
    for vendor, name in (("akool", "count"), ("anam", "total"), ("konpro", "total")):
        assert counted(vendor, lambda length: {name: 500}, count=1)[0] is None, vendor  # noqa: B023


def test_count_takes_a_total_that_nothing_contradicts() -> None:
    for vendor in WIRES:
        for count in (0, 1, 25):
            # At Akool, a total of 1 on a page of one record may count only that page.
            requests = 2 if (vendor, count) == ("akool", 1) else 1
            assert counted(vendor, lambda length: {}, count) == (count, requests), vendor

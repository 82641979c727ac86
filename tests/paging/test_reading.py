"""What a listing makes of the pages: what was read is not lost, and no failure is taken for an end or waited for."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar, cast

import pytest
from allsessions.listing.merge.reader import Reading

from allsessions import Akool, Anam, IncompleteListingError, KonPro, Page, ServerError, Source, UnexpectedResponseError
from allsessions.errors import NotFoundError, SourceError
from allsessions.filters import Filters
from allsessions.http.transport import Connection
from allsessions.listing.merge import Listing
from allsessions.source import Call, Envelope
from tests.answers import answered_at_once

T = TypeVar("T")
Answer = Callable[[dict[str, Any]], Any]

MOST = 50
"""Requests that no list here needs."""


class Vendor:
    """In place of a Connection: answers from a function of the request's arguments."""

    def __init__(self, source: Source, answer: Answer) -> None:
        self.source = source
        self.asked: list[dict[str, Any]] = []
        self._answer = answer

    async def ask(self, call: Call[Envelope]) -> Envelope:
        self.asked.append(dict(call.arguments))
        answer = self._answer(self.asked[-1]) if len(self.asked) <= MOST else endless(self.source)
        if isinstance(answer, BaseException):
            raise answer
        return answered_at_once(self.source, call, answer)

    def reading(self, *, size: int = 2, ahead: int = 0) -> Reading:
        return Reading(connection=cast(Connection, self), filters=Filters(), spawn=spawned, size=size, ahead=ahead)


def endless(source: Source) -> ServerError:
    return ServerError("asked again and again", source=source.name, vendor=source.vendor)


def spawned(work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    """A task whose failure is told to those who wait for it, and to nobody else."""
    task = asyncio.create_task(work)
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return task


def pages(vendor: Vendor) -> tuple[list[Page], SourceError | None]:
    """The pages that come, and the error that follows them."""

    async def collect() -> tuple[list[Page], SourceError | None]:
        found: list[Page] = []
        try:
            async for page, _ in vendor.reading().pages():
                found.append(page)
        except SourceError as error:
            return found, error
        return found, None

    return asyncio.run(collect())


def listed(vendor: Vendor, *, ahead: int = 0) -> tuple[list[str], tuple[SourceError, ...]]:
    """The ids that a listing gives, and what it says is missing."""

    async def collect() -> tuple[list[str], tuple[SourceError, ...]]:
        found: list[str] = []
        listing = Listing([lambda _: vendor.reading(ahead=ahead)], None)
        try:
            async for session in listing:
                found += [session.id]
        except IncompleteListingError as error:
            return found, error.errors
        return found, ()

    return asyncio.run(within_seconds(collect()))


async def within_seconds(work: Coroutine[Any, Any, T]) -> T:
    async with asyncio.timeout(2):
        return await work


def akool(*pages: list[Any], total: int | None = None, past_the_end: int | None = None) -> Vendor:
    """Serves these pages; past the last one the page of that number, or an empty one."""

    def answer(asked: dict[str, Any]) -> Any:
        number = asked["page"] if asked["page"] <= len(pages) else past_the_end
        result = [] if number is None else pages[number - 1]
        return {"code": 1000, "msg": "OK", "data": {"count": total, "result": result}}

    return Vendor(Akool(api_key="k"), answer)


GOOD, ALSO_GOOD, NO_ID, ODD_ID = {"_id": "a"}, {"_id": "b"}, {"uid": 5}, {"_id": ["c"]}
BAD: dict[str, Any] = {"without an id": NO_ID, "an id of another type": ODD_ID, "not an object": "c"}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
@pytest.mark.parametrize("total", [None, 2])
def test_an_unreadable_record_that_comes_again_with_its_page_is_not_new(bad: Any, total: int | None) -> None:
    vendor = akool([GOOD, bad], total=total, past_the_end=1)
    found, errors = listed(vendor)
    assert found == ["a"]
    assert len(vendor.asked) <= 5
    assert len([error for error in errors if error.args[0].startswith("data.result[1]")]) == 1


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_list_whose_last_page_comes_again_ends_though_a_record_there_is_unreadable(bad: Any) -> None:
    vendor = akool([GOOD, ALSO_GOOD], [{"_id": "d"}, bad], total=4, past_the_end=2)
    found, errors = listed(vendor)
    assert (found, len(errors)) == (["a", "b", "d"], 1)
    assert len(vendor.asked) == 3


def test_unreadable_records_count_as_read() -> None:
    vendor = akool([GOOD, NO_ID], [ALSO_GOOD], total=3)
    found, errors = listed(vendor)
    assert (found, len(errors)) == (["a", "b"], 1)
    assert len(vendor.asked) == 3


def test_a_record_with_an_odd_field_counts_as_any_other() -> None:
    odd = {"_id": "c", "uid": "not a number", "credentials": [1]}
    vendor = akool([GOOD, odd], [ALSO_GOOD, odd], total=3, past_the_end=2)
    assert listed(vendor) == (["a", "c", "b"], ())
    assert len(vendor.asked) == 3


def konpro_in_a_circle(asked: dict[str, Any]) -> Any:
    token, id = {None: ("A", "1"), "A": ("B", "2"), "B": ("A", "3")}[asked.get("token")]
    return {"next_pagination_token": token, "data": [{"session_id": id}]}


def test_the_sessions_of_the_page_that_leads_back_are_not_lost() -> None:
    vendor = Vendor(KonPro(api_key="k"), konpro_in_a_circle)
    found, errors = listed(vendor)
    assert found == ["1", "2", "3"]
    assert [type(error) for error in errors] == [UnexpectedResponseError]


def test_pages_give_the_page_that_leads_back_before_the_error() -> None:
    found, error = pages(Vendor(KonPro(api_key="k"), konpro_in_a_circle))
    assert [session.id for page in found for session in page.sessions] == ["1", "2", "3"]
    assert isinstance(error, UnexpectedResponseError)
    assert error.source == "konpro"


# A page that is refused


def refused(asked: dict[str, Any]) -> NotFoundError:
    return NotFoundError(f"page {asked['page']}", source="anam", vendor="anam", status_code=404)


def anam_with_two_of(total: int | None, meta: dict[str, Any]) -> Vendor:
    """A first page that is full, and no second one."""

    def answer(asked: dict[str, Any]) -> Any:
        if asked["page"] > 1:
            return refused(asked)
        return {"data": [{"id": "a"}, {"id": "b"}], "meta": {"total": total, **meta}}

    return Vendor(Anam(api_key="k"), answer)


@pytest.mark.parametrize("total", [None, 2])
def test_a_page_that_nobody_promised_can_be_refused(total: int | None) -> None:
    assert listed(anam_with_two_of(total, {"next": None})) == (["a", "b"], ())


@pytest.mark.parametrize(
    ("total", "meta"),
    [(4, {"next": None}), (4, {}), (None, {"next": 2}), (4, {"next": 2})],
    ids=["total", "total alone", "next", "both"],
)
def test_a_page_that_must_be_there_cannot_be_refused(total: int | None, meta: dict[str, Any]) -> None:
    found, errors = listed(anam_with_two_of(total, meta))
    assert found == ["a", "b"]
    assert [type(error) for error in errors] == [NotFoundError]


def test_a_full_page_after_which_nothing_tells_of_an_end_is_not_the_last_where_the_next_is_refused() -> None:
    found, errors = listed(anam_with_two_of(None, {}))
    assert found == ["a", "b"]
    assert [type(error) for error in errors] == [NotFoundError]


# What nobody foresaw


class ForeignError(Exception):
    """What a transport of the caller's may raise, or a mistake in this library."""


@pytest.mark.parametrize("ahead", [0, 4])
@pytest.mark.parametrize("page", [1, 2])
def test_an_error_of_no_known_kind_is_told_and_nobody_waits_for_ever(page: int, ahead: int) -> None:
    def answer(asked: dict[str, Any]) -> Any:
        if asked["page"] == page:
            return ForeignError()
        return {"code": 1000, "msg": "OK", "data": {"count": 4, "result": [{"_id": "a"}, {"_id": "b"}]}}

    found, errors = listed(Vendor(Akool(api_key="k"), answer), ahead=ahead)
    assert found == ["a", "b"][: 2 * (page - 1)]
    assert [type(error) for error in errors] == [UnexpectedResponseError]
    assert "ForeignError in test_reading.py, line" in str(errors[0])


def test_a_listing_whose_reading_was_cancelled_does_not_wait_for_ever() -> None:
    """As when the client is closed, by another task or thread, while the list is read."""
    asked = asyncio.Event()

    class Silent(Vendor):
        async def ask(self, call: Call[Envelope]) -> Envelope:
            asked.set()
            await asyncio.Event().wait()
            raise AssertionError("nobody sets that event")

    async def collect() -> None:
        spawned: list[asyncio.Task[Any]] = []

        def spawn(work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
            spawned.append(asyncio.create_task(work))
            return spawned[-1]

        def start(_: int | None) -> Reading:
            reading = Silent(Akool(api_key="k"), lambda _: None).reading()
            reading.spawn = spawn
            return reading

        waiting = asyncio.create_task(Listing([start], None).next_sessions())
        await asked.wait()
        for task in spawned:
            task.cancel()
        done, _ = await asyncio.wait([waiting], timeout=2)
        waiting.cancel()
        assert done, "it waits for a page that nobody fetches"

    asyncio.run(collect())


def test_a_page_that_fails_costs_no_page_before_it() -> None:
    def answer(asked: dict[str, Any]) -> Any:
        if asked["page"] == 3:
            return ServerError("broken", source="akool", vendor="akool", status_code=500)
        records = [{"_id": f"{asked['page']}-{number}"} for number in range(2)]
        return {"code": 1000, "msg": "OK", "data": {"count": 10, "result": records}}

    found, errors = listed(Vendor(Akool(api_key="k"), answer), ahead=8)
    assert found == ["1-0", "1-1", "2-0", "2-1"]
    assert [type(error) for error in errors] == [ServerError]

"""After odd answers in the middle of a list, the client keeps all earlier sessions, and the list ends in an error."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpx
import pytest

from allsessions import AsyncClient, NotFoundError, SourceError, UnexpectedResponseError

from ..client.vendors import WIRES
from .honest_vendor import STYLES, Slice
from .reading import NOWHERE, Outcome, id_of, read
from .virtual_time import run

Query = Mapping[str, str]
MOST_REQUESTS = 100


class Answers(httpx.AsyncBaseTransport):
    """Answers each request with the result of a function of its query: JSON, or a response."""

    def __init__(self, answer: Callable[[Query], Any]) -> None:
        self.queries: list[Query] = []
        self._answer = answer

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.queries.append(request.url.params)
        if len(self.queries) > MOST_REQUESTS:
            return httpx.Response(400)
        answer = self._answer(request.url.params)
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer)

    def read(self, vendor: str, *, page_size: int = 2, concurrency: int = 1) -> Outcome:
        return read(vendor, self, page_size=page_size, concurrency=concurrency)


def kinds(outcome: Outcome) -> list[type[SourceError]]:
    return [type(error) for error in outcome.errors]


# Records that cannot be read


def akool(*pages: Sequence[Any], total: int | None, past_the_end: int | None = None) -> Answers:
    """Serves these pages; past the last one the page of that number, or an empty one."""

    def answer(query: Query) -> Any:
        number = int(query["page"]) if int(query["page"]) <= len(pages) else past_the_end
        result = [] if number is None else pages[number - 1]
        return {"code": 1000, "msg": "OK", "data": {"count": total, "result": result}}

    return Answers(answer)


BAD: dict[str, Any] = {"without an id": {"uid": 5}, "an id of another type": {"_id": ["c"]}, "not an object": "c"}
each_bad_record = pytest.mark.parametrize("bad", BAD.values(), ids=BAD)


@each_bad_record
def test_an_unreadable_record_is_counted_and_reported_once(bad: Any) -> None:
    vendor = akool([{"_id": "a"}, bad], [{"_id": "b"}], total=3)
    outcome = vendor.read("akool")
    assert (outcome.ids, len(outcome.errors), len(vendor.queries)) == (["a", "b"], 1, 3)
    for total in (None, 4):  # the last page comes again and again
        vendor = akool([{"_id": "a"}, {"_id": "b"}], [{"_id": "d"}, bad], total=total, past_the_end=2)
        outcome = vendor.read("akool")
        assert outcome.ids == ["a", "b", "d"]
        assert len([error for error in outcome.errors if "data.result[1]" in str(error)]) == 1
        assert len(vendor.queries) <= 5


@each_bad_record
def test_a_page_of_unreadable_records_may_repeat(bad: Any) -> None:
    vendor = akool([bad, bad], total=None, past_the_end=1)
    assert len(vendor.read("akool").errors) <= 3
    assert len(vendor.queries) <= 5


# Pages that are refused, or have no list


def anam_with_two(past_the_first: Any, **meta: Any) -> Answers:
    """A first page that is full, and something else as the second one."""
    first = {"data": [{"id": "a"}, {"id": "b"}], "meta": meta}
    return Answers(lambda query: first if query["page"] == "1" else past_the_first)


def test_only_a_page_that_was_not_promised_can_be_refused() -> None:
    for total in (None, 2):
        assert anam_with_two(httpx.Response(404), total=total, next=None).read("anam") == Outcome(["a", "b"], ())
    promises: list[dict[str, Any]] = [{"total": 4, "next": None}, {"total": 4}, {"next": 2}, {}]
    for meta in promises:
        outcome = anam_with_two(httpx.Response(404), **meta).read("anam")
        assert outcome.ids == ["a", "b"], meta
        # Where only the total speaks of more, the error has both numbers instead.
        assert kinds(outcome) in ([NotFoundError], [UnexpectedResponseError]), meta


def test_a_page_may_lack_the_list_only_at_the_end() -> None:
    for name, number, whole in (("total", 2, True), ("total", 4, False), ("next", 2, False)):
        outcome = anam_with_two({"meta": {name: number}}, **{name: number}).read("anam")
        assert outcome.ids == ["a", "b"]
        assert kinds(outcome) == ([] if whole else [UnexpectedResponseError]), (name, number)


def test_a_list_without_pages_may_not_repeat_a_session() -> None:
    """In place of another one: its total says four."""
    records = [WIRES["elizaos"].record(number) for number in (0, 1, 2, 0)]
    vendor = Answers(lambda query: {"sessions": records, "total": 4})
    outcome = vendor.read("elizaos")
    assert (outcome.ids, kinds(outcome)) == (WIRES["elizaos"].ids(3), [UnexpectedResponseError])
    assert len(vendor.queries) == 2


# Tokens


def konpro_in_a_circle(query: Query) -> Any:
    token, id = {None: ("A", "1"), "A": ("B", "2"), "B": ("A", "3")}[query.get("token")]
    return {"next_pagination_token": token, "data": [{"session_id": id}]}


def test_pages_give_the_page_that_leads_back_and_the_error() -> None:
    ids: list[str] = []

    async def pages() -> None:
        source = WIRES["konpro"].source(base_url=NOWHERE, page_size=1)
        async with AsyncClient(source, http={"transport": Answers(konpro_in_a_circle)}) as client:
            async for page in client.pages("konpro"):
                ids.extend(session.id for session in page.sessions)

    with pytest.raises(UnexpectedResponseError):
        run(pages())
    assert ids == ["1", "2", "3"]


def test_a_token_after_a_page_without_one_is_followed() -> None:
    def answer(query: Query) -> Any:
        page = int(query["page"])
        return {
            "next_pagination_token": {2: "C"}.get(page),
            "data": [[{"session_id": "1"}], [], [{"session_id": "3"}]][page - 1],
        }

    assert Answers(answer).read("konpro", page_size=1).ids == ["1", "3"]


COUNT, SIZE = 23, 3
NUMBERS: dict[str, Callable[[int], int]] = {
    "numbers are not looked at": lambda page: 0,
    "numbers count from 0": lambda page: page * SIZE,
    "numbers leave some out": lambda page: (page - 1) * SIZE + 2,
    "numbers lead nowhere": lambda page: COUNT,
    "numbers lead back": lambda page: COUNT - page * SIZE,
}


@pytest.mark.parametrize("start", NUMBERS.values(), ids=NUMBERS)
def test_numbers_that_disagree_with_tokens_lose_nothing(start: Callable[[int], int]) -> None:
    def answer(query: Query) -> Any:
        page, token = int(query["page"]), query.get("token")
        begin = int(token.removeprefix("at-")) if token else 0 if page == 1 else max(0, start(page))
        return STYLES["konpro"].envelope(Slice(range(begin, min(COUNT, begin + SIZE)), begin, SIZE, COUNT))

    for concurrency in (1, 8):
        outcome = Answers(answer).read("konpro", page_size=SIZE, concurrency=concurrency)
        assert outcome.errors or {*outcome.ids} == {id_of("konpro", number) for number in range(COUNT)}


# Unexpected errors


class ForeignError(Exception):
    """An error of a transport of the caller's, or of this library."""


@pytest.mark.parametrize("page", [1, 2])
def test_a_foreign_error_comes_after_the_sessions(page: int) -> None:
    def answer(query: Query) -> Any:
        if query["page"] == str(page):
            raise ForeignError
        return {"code": 1000, "msg": "OK", "data": {"count": 8, "result": [{"_id": "a"}, {"_id": "b"}]}}

    for concurrency in (1, 8):
        outcome = Answers(answer).read("akool", concurrency=concurrency)
        assert outcome.ids == ["a", "b"][: 2 * (page - 1)]
        assert "unexpected ForeignError at " in str(outcome.errors[0])

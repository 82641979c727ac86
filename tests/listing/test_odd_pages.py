"""After odd answers in the middle of a list, the client keeps all earlier sessions, and the list ends in an error."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from attrs import evolve

from allsessions import NotFoundError, UnexpectedResponseError

from ..client.scripted import Answer, Request, answer
from ..client.vendors import WIRES, Script
from .reading import read

# Records that cannot be read


def akool(*pages: Sequence[Any], total: int | None, past_the_end: int | None = None) -> Script:
    """Serves these pages; after the last one the page numbered `past_the_end`, or an empty page."""

    def script(request: Request) -> Answer:
        number = request.page if request.page <= len(pages) else past_the_end
        result = [] if number is None else pages[number - 1]
        return answer({"code": 1000, "msg": "OK", "data": {"count": total, "result": result}})

    return script


BAD: dict[str, Any] = {"without an id": {"uid": 5}, "an id of another type": {"_id": ["c"]}, "not an object": "c"}
each_bad_record = pytest.mark.parametrize("bad", BAD.values(), ids=BAD)


@each_bad_record
def test_an_unreadable_record_is_counted_and_reported_once(bad: Any) -> None:
    outcome = read("akool", akool([{"_id": "a"}, bad], [{"_id": "b"}], total=3))
    assert (outcome.ids, len(outcome.errors), outcome.requests) == (["a", "b"], 1, 3)
    for total in (None, 4):  # the vendor repeats the last page
        vendor = akool([{"_id": "a"}, {"_id": "b"}], [{"_id": "d"}, bad], total=total, past_the_end=2)
        outcome = read("akool", vendor)
        assert outcome.ids == ["a", "b", "d"]
        assert len([error for error in outcome.errors if "data.result[1]" in str(error)]) == 1
        assert outcome.requests <= 5
    outcome = read("akool", akool([bad, bad], total=None, past_the_end=1))
    assert len(outcome.errors) <= 3
    assert outcome.requests <= 5


# Pages that are refused, or have no list


def anam_with_two(past_the_first: Answer, **meta: Any) -> Script:
    """Serves a full first page, and this answer for all other pages."""
    first = answer({"data": [{"id": "a"}, {"id": "b"}], "meta": meta})
    return lambda request: first if request.page == 1 else past_the_first


def test_only_a_page_that_was_not_promised_can_be_refused() -> None:
    refusal = Answer(status=404)
    for total in (None, 2):
        outcome = read("anam", anam_with_two(refusal, total=total, next=None))
        assert (outcome.ids, outcome.errors) == (["a", "b"], [])
    promises: list[dict[str, Any]] = [{"total": 4, "next": None}, {"total": 4}, {"next": 2}, {}]
    for meta in promises:
        outcome = read("anam", anam_with_two(refusal, **meta))
        assert outcome.ids == ["a", "b"], meta
        # If only the total promises more sessions, the error has the total and the count instead.
        assert outcome.kinds in ([NotFoundError], [UnexpectedResponseError]), meta


def test_a_page_may_lack_the_list_only_at_the_end() -> None:
    for name, number, whole in (("total", 2, True), ("total", 4, False), ("next", 2, False)):
        outcome = read("anam", anam_with_two(answer({"meta": {name: number}}), **{name: number}))
        assert (outcome.ids, outcome.kinds) == (["a", "b"], [] if whole else [UnexpectedResponseError]), (name, number)


def test_a_list_without_pages_may_not_repeat_a_session() -> None:
    """The repeated session replaces another one, because the total is four."""
    records = [WIRES["elizaos"].record(number) for number in (0, 1, 2, 0)]
    outcome = read("elizaos", WIRES["elizaos"].holding(records))
    assert (outcome.ids, outcome.kinds) == (WIRES["elizaos"].ids(3), [UnexpectedResponseError])
    assert outcome.requests == 2


# Tokens


def test_a_token_after_a_page_without_one_is_followed() -> None:
    pages = [[{"session_id": "1"}], [], [{"session_id": "3"}]]

    def script(request: Request) -> Answer:
        return answer({"next_pagination_token": {2: "C"}.get(request.page), "data": pages[request.page - 1]})

    assert read("konpro", script, page_size=1).ids == ["1", "3"]


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
    records = [WIRES["konpro"].record(number) for number in range(COUNT)]

    def script(request: Request) -> Answer:
        token = request.query.get("token")
        begin = int(token.removeprefix("at-")) if token else 0 if request.page == 1 else max(0, start(request.page))
        return answer(
            WIRES["konpro"].envelope(records, evolve(request, query={**request.query, "token": f"at-{begin}"}))
        )

    for concurrency in (1, 8):
        outcome = read("konpro", script, page_size=SIZE, concurrency=concurrency)
        assert outcome.errors or {*outcome.ids} == {*WIRES["konpro"].ids(COUNT)}


# Unexpected errors


def test_a_foreign_error_comes_after_the_sessions() -> None:
    """For example an error in a caller's transport, or a bug in this library."""

    def script(request: Request) -> Answer:
        if request.page == 2:
            raise ZeroDivisionError
        return akool([{"_id": "a"}, {"_id": "b"}], total=8)(request)

    for concurrency in (1, 8):
        outcome = read("akool", script, concurrency=concurrency)
        assert outcome.ids == ["a", "b"]
        assert "unexpected ZeroDivisionError at " in str(outcome.errors[0])

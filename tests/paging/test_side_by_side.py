"""Pages to which tokens lead, fetched side by side by their numbers: the result is what the tokens lead to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from random import Random
from typing import Any, cast

import pytest
from allsessions.listing.merge.reader import Reading
from attrs import define, field
from hypothesis import given, settings
from hypothesis import strategies as st

from allsessions import IncompleteListingError, KonPro
from allsessions.filters import Filters
from allsessions.http.transport import Connection
from allsessions.listing.merge import Listing
from allsessions.listing.pager import WORTH_A_TRY
from allsessions.source import Call, Envelope
from tests.answers import answered_at_once

Change = Callable[[list[int]], None]


@define
class KonProList:
    """In place of a Connection: a list, newest first, which may change before each request.

    A token says which session was the last one given, so that it leads on from there whatever has changed.
    """

    listed: list[int]
    size: int
    changes: list[list[Change]] = field(factory=list)
    by_number: Callable[[KonProList, int], list[int]] = lambda vendor, page: vendor.cut(page)
    says_page: Callable[[int], int] = lambda page: page
    says_total: Callable[[int], int] = lambda total: total
    random: Random | None = None
    asked: list[dict[str, Any]] = field(factory=list)
    throughout: set[int] = field(init=False)
    source: KonPro = field(factory=lambda: KonPro(api_key="k"))

    def __attrs_post_init__(self) -> None:
        self.throughout = set(self.listed)

    def cut(self, page: int) -> list[int]:
        return self.listed[(page - 1) * self.size : page * self.size]

    async def ask(self, call: Call[Envelope]) -> Envelope:
        for _ in range(self.random.randrange(4) if self.random else 0):
            await asyncio.sleep(0)
        number, token = len(self.asked), call.arguments.get("token")
        assert number < 1000
        self.asked.append(dict(call.arguments))
        for change in self.changes[number] if number < len(self.changes) else ():
            change(self.listed)
        self.throughout &= set(self.listed)
        page = call.arguments["page"]
        rest = [id for id in self.listed if id < int(token)][: self.size] if token else self.by_number(self, page)
        more = bool(rest) and rest[-1] > min(self.listed, default=0)
        answer = {
            "total": self.says_total(len(self.listed)),
            "page": self.says_page(page),
            "page_size": self.size,
            "next_pagination_token": str(rest[-1]) if more else None,
            "data": [{"session_id": str(id)} for id in rest],
        }
        return answered_at_once(self.source, call, answer)

    @property
    def tokens(self) -> list[str | None]:
        return [asked.get("token") for asked in self.asked]


def listed(vendor: KonProList, *, ahead: int = 32) -> tuple[list[int], bool]:
    """What comes, and whether the listing says that something is missing."""

    def spawned(work: Any) -> asyncio.Task[Any]:
        return asyncio.ensure_future(work)

    def reading(enough: int | None) -> Reading:
        connection = cast(Connection, vendor)
        return Reading(connection=connection, filters=Filters(), spawn=spawned, size=vendor.size, ahead=ahead)

    async def collect() -> tuple[list[int], bool]:
        found: list[int] = []
        try:
            async for session in Listing([reading], None):
                found += [int(session.id)]
        except IncompleteListingError:
            return found, True
        return found, False

    return asyncio.run(collect())


def ids(count: int) -> list[int]:
    return list(range(1000 + count, 1000, -1))


@pytest.mark.parametrize("count", [80, 81, 89, 90, 71, 200])
def test_a_long_list_is_had_by_numbers_after_two_tokens_pages(count: int) -> None:
    vendor = KonProList(ids(count), size=10)
    assert listed(vendor) == (ids(count), False)
    assert len(vendor.asked) == -(-count // 10) + 1  # the second page both ways, to see whether it is the same
    assert [token for token in vendor.tokens if token is not None] == [str(ids(count)[9]), str(ids(count)[19])]


@pytest.mark.parametrize("pages", range(2, WORTH_A_TRY + 2))
def test_a_list_of_few_pages_is_read_by_its_tokens(pages: int) -> None:
    vendor = KonProList(ids(10 * pages), size=10)
    assert listed(vendor) == (ids(10 * pages), False)
    assert vendor.tokens == [None, *(str(id) for id in ids(10 * pages)[9:-1:10])]


def by_number(told: Callable[[KonProList, int], list[int]], *, from_page: int = 2) -> dict[str, Any]:
    """Pages from that one on are others than those to which the tokens lead."""
    return {"by_number": lambda vendor, page: told(vendor, page) if page >= from_page else vendor.cut(page)}


def of_another_order(vendor: KonProList, page: int) -> list[int]:
    return vendor.listed[::-1][(page - 1) * vendor.size : page * vendor.size]


def some_left_out(vendor: KonProList, page: int) -> list[int]:
    return vendor.listed[(page - 1) * vendor.size + 5 : page * vendor.size + 5]


LIES: dict[str, dict[str, Any]] = {
    "the number is not looked at": by_number(lambda vendor, _: vendor.cut(1)),
    "the number is not looked at, and it says so": {
        **by_number(lambda vendor, _: vendor.cut(1)),
        "says_page": lambda _: 1,
    },
    "numbers count from 0": by_number(lambda vendor, page: vendor.cut(page + 1)),
    "numbers are for another order": by_number(of_another_order),
    "numbers leave some out": by_number(some_left_out),
    "there is none by number": by_number(lambda vendor, page: []),
    "a page is shorter by number": by_number(lambda vendor, page: vendor.cut(page)[:9], from_page=5),
    "the total is too small": {"says_total": lambda total: total - 15},
    "the total is of the page": {"says_total": lambda _: 10},
    "there is no total to speak of": {"says_total": lambda _: 0},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
@pytest.mark.parametrize("count", [97, 100])
def test_where_numbers_lead_elsewhere_the_tokens_decide(lie: dict[str, Any], count: int) -> None:
    vendor = KonProList(ids(count), size=10, **lie)
    assert listed(vendor) == (ids(count), False)


def test_what_numbers_leave_out_later_is_found_by_the_tokens() -> None:
    vendor = KonProList(ids(100), size=10, **by_number(some_left_out, from_page=6))
    found, missing = listed(vendor)
    assert (sorted(found), missing) == (sorted(ids(100)), False)


def gone(place: int) -> Change:
    def change(listed: list[int]) -> None:
        if listed:
            listed.pop(place % len(listed))

    return change


def new(listed: list[int]) -> None:
    listed.insert(0, max(listed, default=1000) + 1)


def test_numbers_lead_no_more_once_the_list_is_of_another_length() -> None:
    """The first session vanishes after it was read: from then on each page by number is one place further on."""
    vendor = KonProList(ids(29), 4, [[], [], [], [gone(0)]])
    found, missing = listed(vendor, ahead=8)
    assert (found, missing) == (ids(29), False)


changes = st.lists(st.lists(st.builds(gone, st.integers(0, 99)) | st.just(new), max_size=3), max_size=25)


@settings(max_examples=500, deadline=None)
@given(
    count=st.integers(0, 60),
    size=st.integers(1, 6),
    changes=changes,
    ahead=st.sampled_from([1, 8, 32]),
    random=st.randoms(use_true_random=False),
)
def test_what_is_there_throughout_is_read_once_though_the_list_changes(
    count: int, size: int, changes: list[list[Change]], ahead: int, random: Random
) -> None:
    vendor = KonProList(ids(count), size, changes, random=random)
    found, missing = listed(vendor, ahead=ahead)
    assert len(found) == len(set(found))
    assert missing or vendor.throughout <= set(found)

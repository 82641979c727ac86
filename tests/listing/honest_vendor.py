"""A vendor in memory that tells the truth about a list that changes between its answers."""

import asyncio
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import httpx
from attrs import define, field, frozen

from ..client.vendors import WIRES

MOST_REQUESTS = 2_000
"""A client that sends more than this is refused: it would never end."""


@frozen
class Request:
    """One request for a page.

    Attributes:
        page: The page's number.
        token: The token that leads to the page, if there is one.
        size: Records asked for.
    """

    page: int
    token: str | None
    size: int


@frozen
class Slice:
    """One page of the list at one moment.

    Attributes:
        numbers: The sessions on it.
        start: How many stand before it.
        size: Records that a page can have.
        total: How many there are in all.
    """

    numbers: Sequence[int]
    start: int
    size: int
    total: int

    @property
    def page(self) -> int:
        return self.start // self.size + 1

    @property
    def last_page(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def has_more(self) -> bool:
        return self.start + self.size < self.total


def akool(part: Slice) -> dict[str, Any]:
    records = [WIRES["akool"].record(number) for number in part.numbers]
    return {"code": 1000, "msg": "OK", "data": {"count": part.total, "result": records}}


def anam(part: Slice) -> dict[str, Any]:
    meta = {
        "total": part.total,
        "lastPage": part.last_page,
        "currentPage": part.page,
        "perPage": part.size,
        "prev": part.page - 1 or None,
        "next": part.page + 1 if part.has_more else None,
    }
    return {"data": [WIRES["anam"].record(number) for number in part.numbers], "meta": meta}


def konpro(part: Slice) -> dict[str, Any]:
    return {
        "total": part.total,
        "page": part.page,
        "page_size": part.size,
        "next_pagination_token": f"from-{part.start + part.size}" if part.has_more else None,
        "data": [WIRES["konpro"].record(number) for number in part.numbers],
    }


@frozen(kw_only=True)
class Style:
    """The paging of one vendor.

    Attributes:
        size_name: The query parameter that asks for a page size.
        envelope: Writes a page.
        says_end: True if its last page says that nothing follows.
        numbers_lead: True if a page's number leads to it, False if only a token does.
    """

    vendor: str
    size_name: str
    envelope: Callable[[Slice], dict[str, Any]]
    says_end: bool = True
    numbers_lead: bool = True

    def read(self, query: httpx.QueryParams) -> Request:
        """Read a request's parameters."""
        return Request(int(query.get("page", 1)), query.get("token"), int(query[self.size_name]))

    def start(self, request: Request, size: int) -> int:
        """Return how many sessions stand before the page that is asked for."""
        if request.token is not None:
            return int(request.token.removeprefix("from-"))
        return (request.page - 1) * size if self.numbers_lead else 0


STYLES = {
    "akool": Style(vendor="akool", size_name="size", envelope=akool, says_end=False),
    "anam": Style(vendor="anam", size_name="perPage", envelope=anam),
    "konpro": Style(vendor="konpro", size_name="page_size", envelope=konpro),
    "konpro by token": Style(vendor="konpro", size_name="page_size", envelope=konpro, numbers_lead=False),
}


# How a list changes. Each takes the list, a random place in it, and the number of a session that may be made.


def front(listed: list[int], _: int, new: int) -> None:
    listed.insert(0, new)


def back(listed: list[int], _: int, new: int) -> None:
    listed.append(new)


def middle(listed: list[int], place: int, new: int) -> None:
    listed.insert(place, new)


def delete(listed: list[int], place: int, _: int) -> None:
    del listed[place : place + 1]


def touch(listed: list[int], place: int, _: int) -> None:
    listed[0:0] = _taken(listed, place)


def sink(listed: list[int], place: int, _: int) -> None:
    listed += _taken(listed, place)


def swap(listed: list[int], place: int, _: int) -> None:
    listed[place : place + 2] = reversed(listed[place : place + 2])


def _taken(listed: list[int], place: int) -> list[int]:
    taken = listed[place : place + 1]
    del listed[place : place + 1]
    return taken


Change = Callable[[list[int], int, int], None]


@define(kw_only=True)
class HonestVendor(httpx.AsyncBaseTransport):
    """Answers from its list, which may change after each answer.

    Attributes:
        count: Sessions in the list at first; their numbers are 0, 1, 2 and so on.
        most: Records granted for a page at most.
        changes: The kinds of change, of which each change is one.
        rate: Changes for one answer, on average.
        random: Decides how long each answer takes, and what changes.
        throughout: Sessions that were there at every answer.
        requests: Requests that arrived.
        refused: True if the client sent more than `MOST_REQUESTS`.
        hidden: True if between two answers a session was made and another one deleted, which no total can show.
    """

    style: Style
    count: int
    most: int = 100
    changes: Sequence[Change] = ()
    rate: float = 0.0
    random: Random = field(factory=lambda: Random(0))
    listed: list[int] = field(init=False)
    throughout: set[int] = field(init=False)
    requests: int = field(default=0, init=False)
    hidden: bool = field(default=False, init=False)
    refused: bool = field(default=False, init=False)
    _answered: set[int] | None = field(default=None, init=False)
    _made: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.listed = list(range(self.count))
        self.throughout = set(self.listed)
        self._made = self.count

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        await asyncio.sleep(self.random.random())
        answer = self.answer(self.style.read(request.url.params))
        await asyncio.sleep(self.random.random())
        return answer

    def answer(self, request: Request) -> httpx.Response:
        """Answer from the list as it is, and change the list."""
        if self.requests > MOST_REQUESTS:
            self.refused = True
            return httpx.Response(400)
        self._note()
        size = min(request.size, self.most)
        start = self.style.start(request, size)
        part = Slice(self.listed[start : start + size], start, size, len(self.listed))
        envelope = self.style.envelope(part)
        self._change()
        return httpx.Response(200, json=envelope)

    def _note(self) -> None:
        now = set(self.listed)
        self.throughout &= now
        if self._answered is not None:
            self.hidden = self.hidden or bool(now - self._answered and self._answered - now)
        self._answered = now

    def _change(self) -> None:
        # Several changes can come between two answers; their number is `rate` on average.
        while self.changes and self.random.random() < self.rate / (1 + self.rate):
            change = self.random.choice(self.changes)
            change(self.listed, self.random.randrange(len(self.listed) + 1), self._made)
            self._made += 1

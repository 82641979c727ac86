"""A vendor in memory that tells the truth about a list that changes between its answers."""

import asyncio
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import httpx
from attrs import define, evolve, field, frozen

from ..client.scripted import Request
from ..client.vendors import WIRES

MOST_REQUESTS = 2_000
"""A client that sends more than this is refused: it would never end."""


@frozen
class Slice:
    """The sessions on one page at one moment, the numbers before it, the size of a page, and the total."""

    numbers: Sequence[int]
    start: int
    size: int
    total: int

    @property
    def page(self) -> int:
        return self.start // self.size + 1


@frozen(kw_only=True)
class Style:
    """The paging of one vendor.

    Attributes:
        size_name: The query parameter that asks for a page size.
        list_at: The object and the field that hold the page's records.
        says_end: True if its last page says that nothing follows.
        numbers_lead: True if a page's number leads to it, False if only a token does.
    """

    vendor: str
    size_name: str
    list_at: tuple[str, str]
    says_end: bool = True
    numbers_lead: bool = True

    def envelope(self, part: Slice) -> dict[str, Any]:
        """Write a page."""
        query = {self.size_name: f"{part.size}", "page": f"{part.page}", "token": f"at-{part.start}"}
        envelope = WIRES[self.vendor].envelope(range(part.total), Request("", query, {}))
        put(envelope, self.list_at, [WIRES[self.vendor].record(number) for number in part.numbers])
        return envelope

    def start(self, query: httpx.QueryParams, size: int) -> int:
        """Return the number of sessions before the requested page."""
        if "token" in query:
            return int(query["token"].removeprefix("at-"))
        return (int(query.get("page", 1)) - 1) * size if self.numbers_lead else 0


_konpro = Style(vendor="konpro", size_name="page_size", list_at=("", "data"))
STYLES = {
    "akool": Style(vendor="akool", size_name="size", list_at=("data", "result"), says_end=False),
    "anam": Style(vendor="anam", size_name="perPage", list_at=("", "data")),
    "konpro": _konpro,
    "konpro by token": evolve(_konpro, numbers_lead=False),
}
ABSENT: Any = object()
"""For `put`: leave the field out."""


def put(envelope: dict[str, Any], place: tuple[str, str], value: Any) -> None:
    """Put a value into an envelope, or leave its field out."""
    holder, name = place
    fields = envelope[holder] if holder else envelope
    fields.pop(name, None)
    if value is not ABSENT:
        fields[name] = value


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
        answer = self.answer(request.url.params)
        await asyncio.sleep(self.random.random())
        return answer

    def answer(self, query: httpx.QueryParams) -> httpx.Response:
        """Answer from the list as it is, and change the list."""
        if self.requests > MOST_REQUESTS:
            self.refused = True
            return httpx.Response(400)
        self._note()
        size = min(int(query[self.style.size_name]), self.most)
        start = self.style.start(query, size)
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

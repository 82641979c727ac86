"""Vendors as scripts: one that tells the truth about a list that changes, and one that may tell anything."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from attrs import define, evolve, field, frozen

from ..client.scripted import Answer, Request, answer
from ..client.vendors import WIRES
from ..faults.case import RECORDS, put

SIZES = {"akool": "size", "anam": "perPage", "konpro": "page_size"}
"""The query parameter that asks for a page size."""


@frozen(kw_only=True)
class Style:
    """The paging of one vendor: if its last page says the end, and if the numbers of pages lead to them, or tokens."""

    vendor: str
    says_end: bool = True
    numbers_lead: bool = True

    def understood(self, request: Request, most: int) -> Request:
        """Return the request as the vendor takes it: with the size of page that it grants."""
        query = {**request.query, SIZES[self.vendor]: f"{min(int(request.query[SIZES[self.vendor]]), most)}"}
        return evolve(request, query=query if self.numbers_lead else {**query, "page": "1"})

    def ids(self, count: int) -> list[str]:
        return WIRES[self.vendor].ids(count)


STYLES = {
    "akool": Style(vendor="akool", says_end=False),
    "anam": Style(vendor="anam"),
    "konpro": Style(vendor="konpro"),
    "konpro by token": Style(vendor="konpro", numbers_lead=False),
}


Change = Callable[[list[int], int, int], list[int]]
CHANGES: dict[str, Change] = {
    "front": lambda listed, at, new: [new, *listed],
    "back": lambda listed, at, new: [*listed, new],
    "middle": lambda listed, at, new: [*listed[:at], new, *listed[at:]],
    "delete": lambda listed, at, new: [*listed[:at], *listed[at + 1 :]],
    "touch": lambda listed, at, new: [*listed[at : at + 1], *listed[:at], *listed[at + 1 :]],
    "sink": lambda listed, at, new: [*listed[:at], *listed[at + 1 :], *listed[at : at + 1]],
    "swap": lambda listed, at, new: [*listed[:at], *reversed(listed[at : at + 2]), *listed[at + 2 :]],
}
"""How a list changes, at a random place in it, and with the number of a session that may be made."""


@define(kw_only=True)
class HonestVendor:
    """Answers from its list, which may change after each answer.

    Attributes:
        count: Sessions in the list at first; their numbers are 0, 1, 2 and so on.
        bad: Those whose records cannot be read: they have a mark instead of an identifier.
        repeated: Those that are listed twice at first.
        most: Records granted for a page at most.
        changes: The kinds of change, of which each change is one.
        rate: Changes for one answer, on average.
        random: Decides what changes.
        throughout: Sessions that were there at every answer.
        hidden: True if between two answers a session was made and another one deleted, which no total can show.
    """

    style: Style
    count: int
    most: int = 100
    bad: frozenset[int] = frozenset()
    repeated: Sequence[int] = ()
    changes: Sequence[Change] = ()
    rate: float = 0.0
    random: Random = field(factory=lambda: Random(0))
    listed: list[int] = field(init=False)
    throughout: set[int] = field(init=False)
    hidden: bool = field(default=False, init=False)
    _answered: set[int] = field(init=False)
    _made: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.listed = [*range(self.count), *self.repeated]
        self.throughout = self._answered = set(self.listed)
        self._made = self.count

    def __call__(self, request: Request) -> Answer:
        """Answer from the list as it is, and change the list."""
        now = set(self.listed)
        self.throughout = self.throughout & now
        self.hidden = self.hidden or bool(now - self._answered and self._answered - now)
        self._answered = now
        records = [self._record(number) for number in self.listed]
        envelope = WIRES[self.style.vendor].envelope(records, self.style.understood(request, self.most))
        self._change()
        return answer(envelope)

    def _record(self, number: int) -> dict[str, Any]:
        wire = WIRES[self.style.vendor]
        return (
            {**wire.record(number), wire.id_key: None, "marked": number} if number in self.bad else wire.record(number)
        )

    def _change(self) -> None:
        # Several changes can come between two answers; their number is `rate` on average.
        while self.changes and self.random.random() < self.rate / (1 + self.rate):
            change = self.random.choice(self.changes)
            self.listed = change(self.listed, self.random.randrange(len(self.listed) + 1), self._made)
            self._made += 1


# Pages that are written down one by one


@frozen(kw_only=True)
class Page:
    """One page: its sessions, its number, the size of a page, and the total that its envelope is made for."""

    style: Style
    numbers: Sequence[int]
    page: int
    size: int
    total: int

    @property
    def start(self) -> int:
        return (self.page - 1) * self.size

    def envelope(self) -> dict[str, Any]:
        wire = WIRES[self.style.vendor]
        query = {SIZES[self.style.vendor]: f"{self.size}", "page": f"{self.page}"}
        envelope = wire.envelope(range(self.total), Request("", query, {}))
        return put(envelope, RECORDS[self.style.vendor], [wire.record(number) for number in self.numbers])


Pages = Sequence[Sequence[int]]
Serve = Callable[[int, int], int]
"""Returns the number of the page that is served for an asked number, at a list of so many pages."""
Tell = Callable[[Page], dict[str, Any]]
"""Returns the envelope of a page."""


def asked_page(number: int, _: int) -> int:
    """Serve the page that was asked for; past the last page an empty one."""
    return number


@frozen(kw_only=True)
class VagueVendor:
    """Serves written pages, of `size` at most; those past the last one with another `status`."""

    style: Style
    pages: Pages
    size: int
    serve: Serve = asked_page
    tell: Tell
    status: int = 200

    def __call__(self, request: Request) -> Answer:
        asked = self.style.understood(request, self.size)
        token = request.query.get("token")
        number = int(token.removeprefix("at-")) // self.size + 1 if token else asked.page
        number = self.serve(number, len(self.pages))
        past = number > len(self.pages)
        numbers = () if past else self.pages[number - 1]
        # A total of full pages makes the other fields tell the truth about the pages.
        total = len(self.pages) * self.size
        page = Page(style=self.style, numbers=numbers, page=number, size=self.size, total=total)
        return answer(self.tell(page), self.status if past else 200)

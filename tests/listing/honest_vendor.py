"""Two scripted vendors: one reports a changing list correctly, and one may report anything."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from attrs import define, evolve, field, frozen

from ..client.scripted import Answer, Request, answer
from ..client.vendors import WIRES
from ..faults.case import RECORDS, put

SIZES = {"akool": "size", "anam": "perPage", "konpro": "page_size"}
"""The query parameter for the page size."""


@frozen(kw_only=True)
class Style:
    """A vendor's paging: if the last page reports the end, and if page numbers work (else only tokens do)."""

    vendor: str
    says_end: bool = True
    numbers_lead: bool = True

    def understood(self, request: Request, most: int) -> Request:
        """Return the request as the vendor interprets it, with the page size that the vendor grants."""
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
"""The kinds of change: functions of the list, a random place in it, and the number of a session to add."""


@define(kw_only=True)
class HonestVendor:
    """Answers correctly from a list that may change after each answer.

    Attributes:
        count: Sessions in the list at first; their numbers are 0, 1, 2 and so on.
        bad: The sessions with unreadable records, which have the field `marked` instead of an identifier.
        repeated: The sessions that are in the list twice at first.
        most: The most records that the vendor grants for a page.
        changes: The possible kinds of change.
        rate: The average number of changes after an answer.
        random: The source of random changes.
        throughout: The sessions that were in the list at every answer.
        hidden: True if a session was added and another one deleted between two answers, which no total can show.
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
        """Answer from the current list, and then change the list."""
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
        # Several changes can happen between two answers, on average `rate` changes.
        while self.changes and self.random.random() < self.rate / (1 + self.rate):
            change = self.random.choice(self.changes)
            self.listed = change(self.listed, self.random.randrange(len(self.listed) + 1), self._made)
            self._made += 1


# Pages that a test defines one by one


@frozen(kw_only=True)
class Page:
    """One page: the numbers of its sessions, its page number, the page size, and the total for its envelope."""

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
"""Returns the number of the page to serve, for the requested number and the number of pages."""
Tell = Callable[[Page], dict[str, Any]]
"""Returns the envelope of a page."""


def asked_page(number: int, _: int) -> int:
    """Serve the requested page; after the last page, an empty one."""
    return number


@frozen(kw_only=True)
class VagueVendor:
    """Serves the given pages, of at most `size` sessions. Pages after the last one have the HTTP `status`."""

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
        # With a total for full pages, the envelope's other fields match the pages.
        total = len(self.pages) * self.size
        page = Page(style=self.style, numbers=numbers, page=number, size=self.size, total=total)
        return answer(self.tell(page), self.status if past else 200)

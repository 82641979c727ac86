"""A case of the fault table: what the server does, and what must hold.

To add one, write a `Case` into the table of the module of its subject. What the server does is a function of a `Turn`,
so that it has no state: at which request it is, for which page, and what an honest server would answer.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from allsessions import SourceError

from ..client.scripted import Answer, Request, answer
from ..client.vendors import WIRES

Records = Sequence[Any]
VENDORS = tuple(WIRES)

# Where a vendor's envelope has its records and its total.
RECORDS = {"akool": ("data", "result"), "anam": ("data",), "konpro": ("data",), "elizaos": ("sessions",)}
TOTAL = {"akool": ("data", "count"), "anam": ("meta", "total"), "konpro": ("total",), "elizaos": ("total",)}


@frozen(kw_only=True)
class Turn:
    """One request to a server that holds some sessions.

    Attributes:
        number: Which of all requests it is, from 1.
        attempt: Which of the requests for this page it is, from 1.
        held: The records that the server holds.
    """

    vendor: str
    number: int
    attempt: int
    request: Request
    held: Records

    @property
    def page(self) -> int:
        return self.request.page

    @property
    def honest(self) -> Answer:
        """What an honest server answers."""
        return answer(self.envelope())

    def envelope(self, held: Records | None = None) -> dict[str, Any]:
        """The honest envelope, of all that is held or of these records."""
        return WIRES[self.vendor].envelope(self.held if held is None else held, self.request)

    def with_total(self, total: Any) -> dict[str, Any]:
        """The honest envelope, but for its total."""
        return put(self.envelope(), TOTAL[self.vendor], total)

    def with_records(self, records: Any) -> dict[str, Any]:
        """The honest envelope, but for its records."""
        return put(self.envelope(), RECORDS[self.vendor], records)


Says = Callable[[Turn], Answer]


class _Missing:
    def __repr__(self) -> str:
        return "nothing"


MISSING = _Missing()
"""For `put`: the field is not there at all."""


def put(envelope: dict[str, Any], way: Sequence[str], value: Any) -> dict[str, Any]:
    """A copy with another value at the end of the way."""
    key, *further = way
    if further:
        return {**envelope, key: put(envelope[key], further, value)}
    return {name: each for name, each in {**envelope, key: value}.items() if each is not MISSING}


@frozen(kw_only=True)
class Case:
    """What the server does, and what must hold.

    In every case: each session is yielded at most once, none that the server does not hold, no error is outside the
    tree, and the requests are bounded.

    Attributes:
        name: In words, unique within its subject.
        says: What the server answers.
        vendors: Whose list it makes sense for.
        holds: How many sessions the server holds.
        page_size: Records asked for a page.
        yields: The numbers of the sessions that must be yielded; all unless given.
        others: Those that may be yielded, too: they come or go while the list is read.
        errors: The classes of the errors that must be reported, in their order.
        perhaps: Whether it is as well if nothing is reported.
        or_said: Whether it is as well if an error is reported in place of sessions.
        path: What the path of the first error holds.
        message: What the text of the first error holds.
        requests: How many requests at most.
        settings: Of the client.
    """

    name: str
    says: Says
    vendors: Sequence[str] = VENDORS
    holds: int = 5
    page_size: int = 2
    yields: Sequence[int] | None = None
    others: Sequence[int] = ()
    errors: Sequence[type[SourceError]] = ()
    perhaps: bool = False
    or_said: bool = False
    path: str = ""
    message: str = ""
    requests: int = 30
    settings: Mapping[str, Any] = field(factory=dict)


# How servers fail


def always(told: Answer) -> Says:
    """Nothing but this."""
    return lambda turn: told


def first_attempt(told: Answer) -> Says:
    """This at the first request for each page; the honest page thereafter."""
    return attempts(1, told)


def attempts(count: int, told: Answer) -> Says:
    """This at so many requests for each page; the honest page thereafter."""
    return lambda turn: told if turn.attempt <= count else turn.honest


def at_page(page: int, told: Answer) -> Says:
    """This in place of one page, whenever that is asked for."""
    return lambda turn: told if turn.page == page else turn.honest


def envelope(bent: Callable[[Turn], Any]) -> Says:
    """A JSON value made of the turn."""
    return lambda turn: answer(bent(turn))

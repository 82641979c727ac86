"""A case of the fault tables: a server's answers, as a function of a `Turn`, and the required results."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from allsessions import SourceError

from ..client.scripted import Answer, Request, answer
from ..client.vendors import WIRES

VENDORS = tuple(WIRES)

# The paths of the records and of the total in each vendor's envelope.
RECORDS = {"akool": ("data", "result"), "anam": ("data",), "konpro": ("data",), "elizaos": ("sessions",)}
TOTAL = {"akool": ("data", "count"), "anam": ("meta", "total"), "konpro": ("total",), "elizaos": ("total",)}

MISSING: Any = object()
"""For `put`: the field is absent."""


@frozen(kw_only=True)
class Turn:
    """One request to a server with some records. `attempt` counts the requests for the same page, from 1."""

    vendor: str
    attempt: int
    request: Request
    held: Sequence[Any]

    @property
    def page(self) -> int:
        return self.request.page

    @property
    def honest(self) -> Answer:
        """The answer of an honest server."""
        return answer(self.envelope())

    def envelope(self, held: Sequence[Any] | None = None) -> dict[str, Any]:
        """Return the honest envelope for the given records, by default for all on the server."""
        return WIRES[self.vendor].envelope(self.held if held is None else held, self.request)

    def with_total(self, total: Any, held: Sequence[Any] | None = None) -> dict[str, Any]:
        return put(self.envelope(held), TOTAL[self.vendor], total)

    def with_records(self, records: Any) -> dict[str, Any]:
        return put(self.envelope(), RECORDS[self.vendor], records)


Says = Callable[[Turn], Answer]


def put(envelope: dict[str, Any], place: Sequence[str], value: Any) -> dict[str, Any]:
    """Return a copy of the envelope with this value at this place."""
    key, *further = place
    if further:
        return {**envelope, key: put(envelope[key], further, value)}
    return {name: each for name, each in {**envelope, key: value}.items() if each is not MISSING}


@frozen(kw_only=True)
class Case:
    """A server, and the results that the client must return.

    In every case the client yields each session at most once, raises only documented errors, and limits its requests.

    Attributes:
        vendors: The vendors for which the case runs; one if the vendor does not matter.
        holds, page_size: The number of sessions on the server, and of records that the client requests per page.
        yields, others: The numbers of the sessions that the client must yield (default: all), and of those that it may.
        errors: The classes of the errors that the client must report, in their order.
        or_error: True if any error instead of sessions is also correct.
        message: Part of the first error's text.
        requests: The most requests.
        settings: The client's settings.
    """

    says: Says
    vendors: Sequence[str] = ("anam",)
    holds: int = 5
    page_size: int = 2
    yields: Sequence[int] | None = None
    others: Sequence[int] = ()
    errors: Sequence[type[SourceError]] = ()
    or_error: bool = False
    message: str = ""
    requests: int = 30
    settings: Mapping[str, Any] = field(factory=dict)


def always(reply: Answer) -> Says:
    return lambda turn: reply


def attempts(count: int, reply: Answer) -> Says:
    """Send this reply to the first `count` requests for each page, then honest answers."""
    return lambda turn: reply if turn.attempt <= count else turn.honest


def at_page(page: int, reply: Answer) -> Says:
    """Send this reply instead of one page."""
    return lambda turn: reply if turn.page == page else turn.honest


def envelope(bent: Callable[[Turn], Any]) -> Says:
    """Answer with the JSON value that `bent` returns for the turn."""
    return lambda turn: answer(bent(turn))

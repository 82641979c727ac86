"""Lists whose every page is written out, in each vendor's envelope: the lists of servers that cannot page well."""

from collections.abc import Sequence
from typing import Any

from attrs import evolve

from ..client.scripted import answer
from ..client.vendors import WIRES
from .case import TOTAL, Says, Turn, put

HONEST: Any = object()
"""The total that the pages hold."""


def book(*pages: Sequence[int], total: Any = HONEST) -> Says:
    """Pages of the sessions of these numbers; past the last one they are empty."""
    return lambda turn: answer(page_of(turn, pages, total))


def page_of(turn: Turn, pages: Sequence[Sequence[int]], total: Any = HONEST) -> dict[str, Any]:
    """The envelope of the page that the request asks for."""
    number = _asked(turn)
    held = [WIRES[turn.vendor].record(each) for each in (pages[number - 1] if number <= len(pages) else ())]
    all_told = len({each for page in pages for each in page})
    envelope = _ENVELOPES[turn.vendor](held, number, len(pages), turn)
    return put(envelope, TOTAL[turn.vendor], all_told if total is HONEST else total)


def as_if_first(turn: Turn) -> Turn:
    """The turn as it would be for a request for the first page."""
    query = {name: value for name, value in turn.request.query.items() if name != "token"}
    return evolve(turn, request=evolve(turn.request, query={**query, "page": "1"}))


def _asked(turn: Turn) -> int:
    # A token decides; the number next to it says nothing.
    token = turn.request.query.get("token", "")
    return int(token.rpartition("-")[2]) if token else turn.page


def _akool(held: Sequence[Any], number: int, last: int, turn: Turn) -> dict[str, Any]:
    return {"code": 1000, "msg": "OK", "data": {"result": list(held)}}


def _anam(held: Sequence[Any], number: int, last: int, turn: Turn) -> dict[str, Any]:
    size = int(turn.request.query["perPage"])
    following = number + 1 if number < last else None
    numbers = {"lastPage": last, "currentPage": number, "perPage": size, "prev": number - 1 or None, "next": following}
    return {"data": list(held), "meta": numbers}


def _konpro(held: Sequence[Any], number: int, last: int, turn: Turn) -> dict[str, Any]:
    token = f"to-{number + 1}" if number < last else None
    size = int(turn.request.query["page_size"])
    return {"page": number, "page_size": size, "next_pagination_token": token, "data": list(held)}


_ENVELOPES = {"akool": _akool, "anam": _anam, "konpro": _konpro}

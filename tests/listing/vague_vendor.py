"""A vendor in memory whose test defines each page, and can make it report anything about the pages."""

import asyncio
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import httpx
from attrs import define, field

from .honest_vendor import Slice, Style

MOST_REQUESTS = 1_000
TOTAL = {"akool": ("data", "count"), "anam": ("meta", "total"), "konpro": ("", "total")}
NEXT = {"anam": ("meta", "next"), "konpro": ("", "next_pagination_token")}

Pages = Sequence[Sequence[int]]
Serve = Callable[[int, int], int]
"""Returns the number of the page to serve for a requested number, in a list with this number of pages."""
Tell = Callable[[dict[str, Any], Slice, Style], None]
"""Changes an envelope."""


def asked_page(number: int, _: int) -> int:
    """Serve the page that was asked for; past the last page an empty one."""
    return number


@define(kw_only=True)
class VagueVendor(httpx.AsyncBaseTransport):
    """Serves written pages.

    Attributes:
        pages: The sessions on each page.
        size: Records that a page can have.
        serve: Chooses the page for a number.
        tell: Changes what its envelope tells.
        status: The HTTP status of pages past the last one.
        requests: Requests that arrived.
    """

    style: Style
    pages: Pages
    size: int
    serve: Serve = asked_page
    tell: Tell
    status: int = 200
    requests: int = field(default=0, init=False)
    _random: Random = field(factory=lambda: Random(0), init=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        await asyncio.sleep(self._random.random())
        asked = self.style.start(request.url.params, self.size) // self.size + 1
        number = self.serve(asked, len(self.pages))
        if self.requests > MOST_REQUESTS:
            return httpx.Response(400)
        past = number > len(self.pages)
        return httpx.Response(self.status if past else 200, json=self._envelope(number, past))

    def _envelope(self, number: int, past: bool) -> dict[str, Any]:
        numbers = () if past else self.pages[number - 1]
        # A total of full pages makes the other fields tell the truth about the pages.
        part = Slice(numbers, (number - 1) * self.size, self.size, len(self.pages) * self.size)
        envelope = self.style.envelope(part)
        self.tell(envelope, part, self.style)
        return envelope

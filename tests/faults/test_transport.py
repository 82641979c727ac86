"""Connections that fail: the client tries again, and then the list is complete, or it reports an error."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from allsessions import AsyncClient, ConnectionFailedError, SourceError, TimedOutError

from ..client.scripted import Answer
from ..client.vendors import WIRES
from ..listing.virtual_time import run
from .case import Case, always, at_page, attempts
from .reading import each, hold

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
RESET = Answer(raw=b"", reset=True)
BROKEN = {
    "a reset before headers": RESET,
    "an end before headers": Answer(raw=b"", close=True),
    "an end within the headers": Answer(raw=b"HTTP/1.1 200 OK\r\ncontent-ty", close=True),
    "a reset in the body": Answer(raw=HEAD + b'content-length: 100\r\n\r\n{"data', reset=True),
    "a body shorter than its length": Answer(raw=HEAD + b'content-length: 100\r\n\r\n{"data', close=True),
    "chunks without the last": Answer(raw=HEAD + b'transfer-encoding: chunked\r\n\r\n6\r\n{"data\r\n', close=True),
    "an end within a chunk": Answer(raw=HEAD + b'transfer-encoding: chunked\r\n\r\nff\r\n{"data', close=True),
}


CASES = {
    **{f"{name} once": Case(says=attempts(1, reply)) for name, reply in BROKEN.items()},
    **{
        f"{name} always": Case(says=always(reply), yields=[], errors=[ConnectionFailedError], requests=4)
        for name, reply in BROKEN.items()
    },
    "a reset three times at each page": Case(says=attempts(3, RESET)),
    "a reset at page 2": Case(
        says=at_page(2, RESET),
        yields=[0, 1],
        errors=[ConnectionFailedError],
        message="(after 4 attempts)",
    ),
}


@each(CASES)
def test_a_broken_connection_loses_nothing_or_is_reported(case: Case) -> None:
    hold(case, wire=True)


# Timeouts, in virtual time


class Trickle(httpx.AsyncByteStream):
    """A response body with one byte each second, for a month."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for _ in range(30 * 86400):
            await asyncio.sleep(1)
            yield b" "


class Slow(httpx.AsyncBaseTransport):
    """Delays the first `held` answers: sends nothing for a day, or one byte each second."""

    def __init__(self, held: int, *, trickle: bool) -> None:
        self._held, self._trickle = held, trickle
        self.began: list[float] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.began.append(asyncio.get_running_loop().time())
        if len(self.began) > self._held:
            return httpx.Response(200, json={"sessions": [WIRES["elizaos"].record(0)], "total": 1})
        if not self._trickle:
            await asyncio.sleep(86400)
        return httpx.Response(200, stream=Trickle())


async def listed(transport: httpx.AsyncBaseTransport, **settings: Any) -> list[str] | SourceError:
    """Return the ids of a list, or its error."""
    source = WIRES["elizaos"].source()
    async with AsyncClient(source, http={"transport": transport}, **settings) as client:
        try:
            return [session.id async for page in client.pages("elizaos") for session in page.sessions]
        except SourceError as error:
            return error


@pytest.mark.parametrize("trickle", [False, True], ids=["nothing comes", "a trickle"])
def test_an_attempt_ends_at_its_timeout_or_the_deadline(trickle: bool) -> None:
    slow, never = Slow(1, trickle=trickle), Slow(99, trickle=trickle)
    assert run(listed(slow, timeout=7)) == WIRES["elizaos"].ids(1)
    error = run(listed(never, timeout=7, retries=1))
    assert isinstance(error, TimedOutError)
    assert "within 7 s; increase timeout" in str(error)
    assert "(after 2 attempts)" in str(error)
    assert slow.began == never.began == [0, 7]
    error = run(listed(Slow(99, trickle=trickle), timeout=60, deadline=5, retries=0))
    assert isinstance(error, TimedOutError)
    assert "within 5 s; increase deadline" in str(error)

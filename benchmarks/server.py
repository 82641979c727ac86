"""The benchmarks' server: one port for each list, prepared responses, and the same latency for each response.

It runs in a separate process and does little work, because the benchmarks measure the client.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from multiprocessing.connection import Connection
from urllib.parse import parse_qsl

from attrs import define, field, frozen

from .limits import allow_many_sockets
from .pages import PERSONA, SIZE, body

MOST_KEPT = 256
"""The maximum number of prepared responses for each list. The server builds all others again for each request."""


@frozen(kw_only=True)
class Listed:
    """The sessions of one source.

    Attributes:
        vendor: The vendor.
        sessions: The number of sessions.
        first: The number of the first session.
        persona: The size in bytes of each Anam session's persona.
    """

    vendor: str
    sessions: int
    first: int = 0
    persona: int = PERSONA


@define
class Tally:
    """The server's counts since the last reset.

    Attributes:
        requests: Requests received.
        connections: Connections opened.
        open_now: Connections open at the moment.
        most_open: The highest number of connections that were open at the same time.
    """

    requests: int = 0
    connections: int = 0
    open_now: int = 0
    most_open: int = 0


def serve(lists: Sequence[Listed], latency: float, parent: Connection) -> None:
    """Run the server until the parent process sends anything but True, or ends.

    Sends the ports to the parent, then a Tally for each True received.
    """
    allow_many_sockets()
    asyncio.run(_serve(lists, latency, parent))


async def _serve(lists: Sequence[Listed], latency: float, parent: Connection) -> None:
    loop = asyncio.get_running_loop()
    tally, ended = Tally(), asyncio.Event()
    servers = [
        await loop.create_server(partial(_Protocol, _Answers(each), latency, tally), "127.0.0.1", 0) for each in lists
    ]
    loop.add_reader(parent.fileno(), _handle_message, parent, tally, ended)
    parent.send([server.sockets[0].getsockname()[1] for server in servers])
    await ended.wait()


def _handle_message(parent: Connection, tally: Tally, ended: asyncio.Event) -> None:
    try:
        if parent.recv() is True:
            parent.send(tally)
            tally.requests = tally.connections = 0
            tally.most_open = tally.open_now
            return
    except EOFError:
        pass
    asyncio.get_running_loop().remove_reader(parent.fileno())
    ended.set()


@define
class _Answers:
    listed: Listed
    kept: dict[bytes, bytes] = field(factory=dict)

    def to(self, target: bytes) -> bytes:
        """Return the whole HTTP response to a request for this path and query."""
        answer = self.kept.get(target)
        if answer is None:
            answer = self._made(target)
            if len(self.kept) < MOST_KEPT:
                self.kept[target] = answer
        return answer

    def _made(self, target: bytes) -> bytes:
        query = dict(parse_qsl(target.partition(b"?")[2].decode()))
        listed = self.listed
        content = body(listed.vendor, _start(query), listed.sessions, first=listed.first, persona=listed.persona)
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(content)
        return head + content


def _start(query: dict[str, str]) -> int:
    """Return the number of sessions before the requested page. KonPro's token has priority over its page number."""
    if "token" in query:
        return int(query["token"].removeprefix("at-"))
    asked = query.get("size") or query.get("perPage") or query.get("page_size") or str(SIZE)
    if int(asked) != SIZE:
        raise ValueError(f"every peer must ask for {SIZE} records a page, not {asked}")
    return (int(query.get("page", 1)) - 1) * SIZE


class _Protocol(asyncio.Protocol):
    def __init__(self, answers: _Answers, latency: float, tally: Tally) -> None:
        self._answers = answers
        self._latency = latency
        self._tally = tally
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._tally.connections += 1
        self._tally.open_now += 1
        self._tally.most_open = max(self._tally.most_open, self._tally.open_now)

    def connection_lost(self, error: Exception | None) -> None:
        self._tally.open_now -= 1

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            self._tally.requests += 1
            answer = self._answers.to(head.split(b" ", 2)[1])
            if self._latency:
                self._loop.call_later(self._latency, self._transport.write, answer)
            else:
                self._transport.write(answer)

"""The soak's server: all lists of a world on one loopback port, each below a path of its own, in its own process."""

import asyncio
import socket
import struct
from collections import Counter
from multiprocessing.connection import Connection
from urllib.parse import parse_qsl, urlsplit

from attrs import define, field

from .wire import WIRES, start_of
from .world import Fault, World

REFUSALS = {Fault.UNAVAILABLE: b"503 Service Unavailable", Fault.SLOW_DOWN: b"429 Too Many Requests\r\nretry-after: 0"}
REFUSED = b'{"error":"try again later"}'
LINGER_NOT = struct.pack("ii", 1, 0)
"""SO_LINGER with which closing a connection resets it."""


@define
class Tally:
    """What the server was asked and did."""

    answers: int = 0
    connections: int = 0
    struck: Counter[Fault] = field(factory=Counter[Fault])


def serve(world: World, parent: Connection) -> None:
    """Send the port, answer until anything comes back (or the parent is gone), and send the tally."""
    tally = asyncio.run(_serve(world, parent))
    parent.send(tally)


async def _serve(world: World, parent: Connection) -> Tally:
    loop = asyncio.get_running_loop()
    answers = _Answers(world)
    ended = asyncio.Event()
    loop.add_reader(parent.fileno(), ended.set)
    server = await loop.create_server(lambda: _Protocol(answers), "127.0.0.1", 0, backlog=1024)
    parent.send(server.sockets[0].getsockname()[1])
    await ended.wait()
    loop.remove_reader(parent.fileno())
    server.close()
    return answers.tally


class _Answers:
    def __init__(self, world: World) -> None:
        self.tally = Tally()
        self._world = world
        self._lists = {listed.name: listed for listed in world.lists()}
        self._attempts: Counter[str] = Counter()

    def to(self, target: str) -> tuple[bytes, Fault | None]:
        """The bytes that answer a request, whole, and how they are to go wrong on their way."""
        url = urlsplit(target)
        listed = self._lists[url.path.split("/")[1]]
        start = start_of(dict(parse_qsl(url.query)))
        page = listed.first + start
        self._attempts[target] += 1
        self.tally.answers += 1
        fault = self._world.passing_fault(listed, page, self._attempts[target])
        numbers = range(page, min(page + listed.page_size, listed.end))
        bad = self._world.bad_record(page, len(numbers)) if numbers else None
        wrong = fault or (Fault.BAD_RECORD if bad is not None else None)
        if wrong is not None:
            self.tally.struck[wrong] += 1
        wire = WIRES[listed.vendor]
        body = REFUSED if fault in REFUSALS else wire.body(listed, start, wire.records(numbers, bad))
        return _head(fault, len(body)) + body, fault


def _head(fault: Fault | None, length: int) -> bytes:
    first = REFUSALS.get(fault, b"200 OK") if fault else b"200 OK"
    return b"HTTP/1.1 %b\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % (first, length)


class _Protocol(asyncio.Protocol):
    def __init__(self, answers: _Answers) -> None:
        self._answers = answers
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._answers.tally.connections += 1

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received and not self._transport.is_closing():
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            self._send(*self._answers.to(head.split(b" ", 2)[1].decode()))

    def _send(self, answer: bytes, fault: Fault | None) -> None:
        if fault is Fault.RESET:
            self._transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
            self._transport.abort()
        elif fault is Fault.TRUNCATED:
            self._transport.write(answer[: len(answer) // 2])
            self._transport.close()
        else:
            self._transport.write(answer)

"""A server on loopback that sends any bytes that a test defines, and records the requests."""

import asyncio
import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from attrs import field, frozen


@frozen
class Request:
    """A request: its path, query parameters, headers by their names in lower case, and its first line."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    line: str = ""

    @property
    def page(self) -> int:
        return int(self.query.get("page", 1))


@frozen
class Answer:
    """An answer.

    Attributes:
        raw: Bytes in place of status, headers and body.
        stream: Like `raw`, but sent in pieces; may be endless.
        close: Close the connection after the answer.
        reset: Reset the connection after the answer.
        hold: An event to wait for before the answer.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(factory=dict)
    raw: bytes | None = None
    stream: Iterable[bytes] | None = None
    close: bool = False
    reset: bool = False
    hold: threading.Event | None = None

    def bytes(self) -> bytes:
        if self.raw is not None:
            return self.raw
        headers = {"content-type": "application/json", "content-length": str(len(self.body)), **self.headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"HTTP/1.1 {self.status} OK\r\n{head}\r\n".encode() + self.body


def answer(value: Any, status: int = 200, **headers: str) -> Answer:
    """Return a JSON answer. An underscore in a header's name stands for a hyphen."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(body=json.dumps(value).encode(), status=status, headers=named)


class ScriptedServer:
    """Answers each request with its script, with `tls` over TLS. A `blocking` script runs in threads.

    If the script raises an exception, the end of the `with` block raises it again.
    """

    def __init__(
        self, script: Callable[[Request], Answer], tls: ssl.SSLContext | None = None, *, blocking: bool = False
    ) -> None:
        self.script = script
        self._port, self._tls, self._threads = 0, tls, ThreadPoolExecutor(128) if blocking else None
        self.requests: list[Request] = []
        self.in_flight = 0
        self.most_in_flight = 0
        self.connections = 0
        self._came_in = threading.Condition()
        self._held: list[threading.Event] = []
        self._failures: list[Exception] = []

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), name="scripted-server")
        self._thread.start()
        started.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for event in self._held:
            event.set()
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join()
        if self._threads:
            self._threads.shutdown()
        if error is None and self._failures:
            raise self._failures[0]

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self._port}"

    def wait_for_requests(self, count: int) -> None:
        """Wait until this number of requests has arrived."""
        with self._came_in:
            assert self._came_in.wait_for(lambda: len(self.requests) >= count, timeout=60)

    def queries(self) -> list[dict[str, str]]:
        """The query parameters of all requests, in the order of their arrival."""
        return [dict(request.query) for request in self.requests]

    def _run(self, started: threading.Event) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve(started))

    async def _serve(self, started: threading.Event) -> None:
        self._stopped = asyncio.Event()
        server = await asyncio.start_server(self._connection, "127.0.0.1", self._port, ssl=self._tls)
        self._port = server.sockets[0].getsockname()[1]
        started.set()
        await self._stopped.wait()
        server.close()
        current = asyncio.current_task()
        open_connections = [task for task in asyncio.all_tasks() if task is not current]
        for task in open_connections:
            task.cancel()
        await asyncio.gather(*open_connections, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while (request := await self._request(reader)) is not None:
                with self._came_in:
                    self.requests.append(request)
                    self._came_in.notify_all()
                reply = await self._answered(request)
                await self._hold(reply.hold)
                await _send(writer, reply)
                if reply.reset:
                    _break_off(writer)
                if reply.close or reply.reset:
                    break
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _answered(self, request: Request) -> Answer:
        try:
            if self._threads is None:
                return self.script(request)
            return await self._loop.run_in_executor(self._threads, self.script, request)
        except Exception as failure:
            self._failures.append(failure)
            raise

    async def _hold(self, event: threading.Event | None) -> None:
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        self._held += [event] if event else []
        try:
            # Let other requests arrive first, so `most_in_flight` counts all concurrent ones.
            await asyncio.to_thread(event.wait, 120) if event else await asyncio.sleep(0.002)
        finally:
            self.in_flight -= 1

    async def _request(self, reader: asyncio.StreamReader) -> Request | None:
        try:
            begin = await reader.readexactly(1)
            if not begin.isupper():  # a TLS greeting, for example
                return None
            head = begin + await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return None
        first, *lines = head.decode("latin-1").split("\r\n")
        target = urlsplit(first.split(" ")[1])
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
        return Request(target.path, dict(parse_qsl(target.query, keep_blank_values=True)), headers, first)


async def _send(writer: asyncio.StreamWriter, reply: Answer) -> None:
    if reply.stream is None:
        writer.write(reply.bytes())
        await writer.drain()
        return
    for piece in reply.stream:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0.002)  # so each piece arrives separately


def _break_off(writer: asyncio.StreamWriter) -> None:
    connection: socket.socket = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # sends RST instead of FIN
    writer.transport.abort()

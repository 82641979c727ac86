"""A server that keeps the bytes of every request, and can speak TLS."""

import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from .marks import envelope


def http(body: bytes = b"", status: int = 200, **headers: str) -> bytes:
    """Return an answer after which the connection ends. An underscore in a header's name stands for a hyphen."""
    named = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {status} Told\r\nconnection: close\r\ncontent-length: {len(body)}\r\n{named}\r\n"
    return head.encode() + body


def empty_list(request: bytes) -> bytes:
    """Return an empty list of the vendor that the request is for."""
    ways = {b"liveAvatar": "akool", b"perPage": "anam", b"streaming": "konpro"}
    vendor = next((vendor for way, vendor in ways.items() if way in request), "elizaos")
    return http(json.dumps(envelope(vendor)).encode(), content_type="application/json")


class RawServer:
    """Answers each connection's one request with the same bytes.

    Attributes:
        requests: The head of each request, byte for byte.
        connections: The number of connections, failed ones too.
    """

    def __init__(
        self, answer: bytes | Callable[[bytes], bytes] = empty_list, tls: ssl.SSLContext | None = None
    ) -> None:
        self._answer = answer
        self._tls = tls
        self.requests: list[bytes] = []
        self.connections = 0
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._accepting = threading.Thread(target=self._accept, name="raw-server")
        self._accepting.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._closing = True
        socket.create_connection(("127.0.0.1", self.port)).close()  # ends the wait for another one
        self._accepting.join()
        self._listening.close()
        for thread in self._threads:
            thread.join()

    @property
    def port(self) -> int:
        return int(self._listening.getsockname()[1])

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def lines(self) -> list[str]:
        """The request lines."""
        return [request.partition(b"\r\n")[0].decode("latin-1") for request in self.requests]

    _closing = False

    def _accept(self) -> None:
        while True:
            connection, _ = self._listening.accept()
            if self._closing:
                connection.close()
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(60)
        with contextlib.suppress(OSError), connection:  # ssl's errors are among them
            if self._tls is None:
                self._exchange(connection)
                return
            with self._tls.wrap_socket(connection, server_side=True) as encrypted:
                self._exchange(encrypted)

    def _exchange(self, connection: socket.socket) -> None:
        request = bytearray()
        while not request.endswith(b"\r\n\r\n"):
            chunk = connection.recv(1 << 20)
            request += chunk
            if not chunk or not request[:1].isupper():  # hung up, or no HTTP: a TLS greeting, say
                return
        self.requests.append(bytes(request))
        connection.sendall(self._answer if isinstance(self._answer, bytes) else self._answer(bytes(request)))

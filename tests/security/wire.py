"""A server that keeps the bytes of every request, and can speak TLS."""

import contextlib
import json
import ssl
import threading
from collections.abc import Callable
from socket import socket
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any, Self

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


class RawServer(ThreadingTCPServer):
    """Answers each connection's one request, while its `with` block lasts.

    Attributes:
        requests: The head of each request, byte for byte.
        connections: The number of connections, failed ones too.
    """

    daemon_threads = False
    request_queue_size = 128

    def __init__(
        self, answer: bytes | Callable[[bytes], bytes] = empty_list, tls: ssl.SSLContext | None = None
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer, self.tls = answer, tls
        self.requests: list[bytes] = []
        self.connections = 0
        self.port = int(self.server_address[1])
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()  # which waits for the connections' threads

    @property
    def lines(self) -> list[str]:
        """The request lines."""
        return [request.partition(b"\r\n")[0].decode("latin-1") for request in self.requests]

    def verify_request(self, request: Any, client_address: Any) -> bool:
        self.connections += 1
        return True


class _Handler(BaseRequestHandler):
    server: RawServer
    request: socket

    def handle(self) -> None:
        self.request.settimeout(60)
        with contextlib.suppress(OSError):  # ssl's errors are among them
            if self.server.tls is None:
                self._exchange(self.request)
                return
            with self.server.tls.wrap_socket(self.request, server_side=True) as encrypted:
                self._exchange(encrypted)

    def _exchange(self, connection: socket) -> None:
        request = bytearray()
        while not request.endswith(b"\r\n\r\n"):
            chunk = connection.recv(1 << 20)
            request += chunk
            if not chunk or not request[:1].isupper():  # hung up, or not HTTP, such as a TLS greeting
                return
        self.server.requests.append(bytes(request))
        answer = self.server.answer
        connection.sendall(answer if isinstance(answer, bytes) else answer(bytes(request)))

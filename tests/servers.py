"""A real HTTP server on loopback, whose answers are a function of the request."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Mapping
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from attrs import field, frozen


@frozen(kw_only=True)
class Request:
    """A GET request.

    Attributes:
        target: Path and query, byte for byte as they were on the wire.
        headers: Case does not matter; a header that came twice is there twice.
    """

    target: str
    headers: Message[str, str]

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.target).query, keep_blank_values=True)


@frozen
class Answer:
    """An answer; the server adds its length."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(factory=dict)


def json_answer(value: object, status: int = 200) -> Answer:
    return Answer(status, json.dumps(value).encode(), {"Content-Type": "application/json"})


class FunctionServer:
    """Answers each request with the result of a function, inside its `with` block.

    Each connection has a thread of its own and is kept alive, so an answer that blocks holds up no other connection.
    """

    def __init__(self, answer: Callable[[Request], Answer]) -> None:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.answer = answer
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def requests(self) -> list[Request]:
        """All requests so far, in the order in which they came."""
        return list(self._server.requests)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        if error is None and self._server.failures:
            raise self._server.failures[0]


class _Server(ThreadingHTTPServer):
    # A thread waits for its connection's next request until the client closes it, which the server does not await.
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    answer: Callable[[Request], Answer]

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self.requests: list[Request] = []
        self.failures: list[BaseException] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep the function's exception for the end. A client that closed the connection is not a failure."""
        error = sys.exception()
        if error is not None and not isinstance(error, ConnectionError):
            self.failures.append(error)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"  # keeps connections alive
    disable_nagle_algorithm = True  # else an answer waits for the client to acknowledge the one before
    wbufsize = -1  # an answer in one piece

    def do_GET(self) -> None:
        request = Request(target=self.path, headers=self.headers)
        self.server.requests.append(request)
        answer = self.server.answer(request)
        self.send_response(answer.status)
        for name, value in {**answer.headers, "Content-Length": str(len(answer.body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the tests look at `requests`."""

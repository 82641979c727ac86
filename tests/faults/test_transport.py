"""Connections that fail: what can pass is tried again and then complete, what cannot is an error, and nothing waits."""

import contextlib
import itertools
import socket
import ssl
import threading
from collections.abc import Callable

import pytest

from allsessions import Client, ConnectionFailedError, ElizaOS, TimedOutError

from ..client.scripted import Answer, ScriptedServer
from ..client.vendors import PAGED, WIRES
from .case import VENDORS, Case, Turn, always, at_page, attempts, first_attempt
from .reading import each, holds, listed

SUBJECT = "transport"

RESET = Answer(raw=b"", reset=True)
HANGS_UP = Answer(raw=b"", close=True)
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
HALF_A_HEAD = Answer(raw=b"HTTP/1.1 200 OK\r\ncontent-ty", close=True)
TRUNCATED = Answer(raw=HEAD + b'content-length: 100\r\n\r\n{"data', close=True)
RESET_IN_BODY = Answer(raw=HEAD + b'content-length: 100\r\n\r\n{"data', reset=True)
TRUNCATED_CHUNKS = Answer(raw=HEAD + b'transfer-encoding: chunked\r\n\r\n6\r\n{"data\r\n', close=True)
CUT_IN_A_CHUNK = Answer(raw=HEAD + b'transfer-encoding: chunked\r\n\r\nff\r\n{"data', close=True)

BROKEN = {
    "a reset before headers": RESET,
    "an end before headers": HANGS_UP,
    "an end within the headers": HALF_A_HEAD,
    "a reset in the body": RESET_IN_BODY,
    "a body shorter than its length": TRUNCATED,
    "chunks without the last": TRUNCATED_CHUNKS,
    "an end within a chunk": CUT_IN_A_CHUNK,
}
QUICK = {"timeout": 0.15, "retries": 1}


def no_answer(turn: Turn) -> Answer:
    return Answer(hold=threading.Event())


def no_answer_at_first(turn: Turn) -> Answer:
    return no_answer(turn) if turn.attempt == 1 else turn.honest


def trickle(turn: Turn) -> Answer:
    """Each byte comes in time, and the whole never."""
    return Answer(stream=itertools.chain([HEAD, b"content-length: 100000\r\n\r\n"], itertools.repeat(b" ")))


def endless_chunks(turn: Turn) -> Answer:
    return Answer(
        stream=itertools.chain([HEAD, b"transfer-encoding: chunked\r\n\r\n"], itertools.repeat(b"1\r\n \r\n"))
    )


def endless_headers(turn: Turn) -> Answer:
    return Answer(stream=itertools.chain([HEAD], itertools.repeat(b"x-more: 1\r\n")))


def endless_continue(turn: Turn) -> Answer:
    return Answer(stream=itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n"))


CASES = [
    *(Case(name=f"{name} once at each page", says=first_attempt(told)) for name, told in BROKEN.items()),
    *(
        Case(name=f"{name} three times at each page", says=attempts(3, told), requests=32)
        for name, told in BROKEN.items()
    ),
    *(
        Case(name=f"{name} for ever", says=always(told), yields=[], errors=[ConnectionFailedError], requests=4)
        for name, told in BROKEN.items()
    ),
    *(
        Case(
            name=f"{name} for ever at page 2",
            says=at_page(2, told),
            vendors=PAGED,
            yields=[0, 1],
            errors=[ConnectionFailedError],
            message="(after 4 attempts)",
        )
        for name, told in BROKEN.items()
    ),
    Case(name="no answer at first", says=no_answer_at_first, settings={"timeout": 0.3}),
    *(
        Case(
            name=name,
            says=says,
            yields=[],
            errors=[TimedOutError],
            message="(after 2 attempts)",
            requests=2,
            settings=QUICK,
        )
        for name, says in {
            "no answer for ever": no_answer,
            "a body that trickles past the timeout": trickle,
            "chunks that trickle past the timeout": endless_chunks,
            "headers that trickle past the timeout": endless_headers,
            "100 continue without end": endless_continue,
        }.items()
    ),
    Case(
        name="a body that trickles past the deadline",
        says=trickle,
        yields=[],
        errors=[TimedOutError],
        message="deadline",
        requests=1,
        settings={"timeout": 60, "deadline": 0.15},
    ),
    Case(
        name="a hundred times 100 continue before the answer",
        says=lambda turn: Answer(raw=b"HTTP/1.1 100 Continue\r\n\r\n" * 100 + turn.honest.bytes()),
    ),
]


@each(CASES)
def test_a_connection_that_fails_costs_no_session_or_is_reported(case: Case, vendor: str, way: str) -> None:
    holds(case, vendor, way)


@pytest.fixture
def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.mark.parametrize("vendor", VENDORS)
def test_refused_for_ever_is_tried_as_often_as_told(vendor: str, free_port: int, waits: list[float]) -> None:
    with Client(WIRES[vendor].source(base_url=f"http://127.0.0.1:{free_port}"), retries=2) as client:
        with pytest.raises(ConnectionFailedError, match="after 3 attempts") as caught:
            list(client.pages(vendor))
    assert caught.value.attempts == 3
    assert len(waits) == 2


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_server_that_starts_late_is_listed(vendor: str, free_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    wire, url = WIRES[vendor], f"http://127.0.0.1:{free_port}"
    server = ScriptedServer(wire.serving(3), free_port)

    async def started(seconds: float) -> None:
        server.__enter__()

    monkeypatch.setattr("allsessions.http.transport.pause", started)
    with Client(wire.source(base_url=url)) as client:
        try:
            assert listed(client) == wire.ids(3)
        finally:
            server.__exit__(None, None, None)


def speak_plainly(connection: socket.socket) -> None:
    connection.recv(1000)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n")


def refuse_tls(connection: socket.socket) -> None:
    """Without a certificate every handshake is refused; what is no handshake is answered with an alert."""
    with contextlib.suppress(ssl.SSLError, ConnectionError):
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).wrap_socket(connection, server_side=True)


@pytest.mark.parametrize(
    ("scheme", "peer", "attempts"),
    [
        ("https", speak_plainly, 1),
        ("https", refuse_tls, 1),
        ("http", refuse_tls, 4),  # which is a reset like any other
    ],
)
def test_where_tls_cannot_be_it_is_not_tried_again(
    scheme: str, peer: Callable[[socket.socket], None], attempts: int, waits: list[float]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=take, args=(listener, peer))
        thread.start()
        source = ElizaOS(base_url=f"{scheme}://127.0.0.1:{listener.getsockname()[1]}")
        with Client(source, timeout=5) as client, pytest.raises(ConnectionFailedError) as caught:
            client.get("elizaos:x")
        socket.create_connection(listener.getsockname()).close()
        thread.join()
    assert caught.value.attempts <= attempts
    assert len(waits) == caught.value.attempts - 1


def take(listener: socket.socket, peer: Callable[[socket.socket], None]) -> None:
    """Take one connection after the other, until one says nothing."""
    while True:
        connection, _ = listener.accept()
        with connection:
            if not connection.recv(1, socket.MSG_PEEK):
                return
            peer(connection)

"""No log shows a secret, with everything at DEBUG: not this library's, not httpx's and its parts', not asyncio's."""

import asyncio
import io
import logging
from collections.abc import Callable, Iterator

import httpx
import pytest

from allsessions import Anam, AsyncClient, Client, IncompleteListingError
from tests.client.scripted import Answer, Request, ScriptedServer, answer

from .marks import KEY, PROXY_PASSWORD, RECORDS, SOURCES, envelope, leaks, mark

COOKIE = mark("cookie")

each_source = pytest.mark.parametrize("kind", SOURCES)


class Everything(logging.Handler):
    """Keeps what any handler could make of a record: its text, and each of its attributes."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.loggers: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        self.loggers.add(record.name)
        self.lines.append(f"{self.format(record)} {vars(record)!r}")

    def leaking(self) -> list[str]:
        return [line for line in self.lines if leaks(line)]


@pytest.fixture
def logged() -> Iterator[Everything]:
    """What the root logger gets while every logger is at DEBUG."""
    root, handler = logging.getLogger(), Everything()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.setLevel(level)
    root.removeHandler(handler)


def telling(vendor: str) -> Callable[[Request], Answer]:
    """A vendor that repeats the key in its headers, and sets a cookie that lets its holder in."""
    told = answer(
        envelope(vendor, RECORDS[vendor]),
        Set_Cookie=f"session={COOKIE}; HttpOnly",
        X_Debug=f"you sent {KEY}",
        X_Request_Id=KEY,
        Server=f"vendor/{KEY}",
        Content_Language=KEY,
        X_Amz_Security_Token=COOKIE,
        Authentication_Info=COOKIE,
    )
    return lambda request: told


@each_source
def test_what_httpx_and_httpcore_log_of_an_answer_is_masked(kind: str, logged: Everything) -> None:
    vendor = SOURCES[kind]().vendor
    with ScriptedServer(telling(vendor)) as server, Client(SOURCES[kind](base_url=server.url)) as client:
        assert len(list(client.list())) == 1
        client.count()
    assert {"httpx", "httpcore.http11", "httpcore.connection"} <= logged.loggers
    assert any("receive_response_headers.complete" in line and "***" in line for line in logged.lines)
    assert logged.leaking() == []


@each_source
def test_what_is_logged_in_asyncios_debug_mode_is_masked(kind: str, logged: Everything) -> None:
    vendor = SOURCES[kind]().vendor

    async def ask() -> None:
        asyncio.get_running_loop().slow_callback_duration = 0.0  # each step is logged with its task
        with ScriptedServer(telling(vendor)) as server:
            async with AsyncClient(SOURCES[kind](base_url=server.url)) as client:
                assert len([session async for session in client.list()]) == 1

    asyncio.run(ask(), debug=True)
    assert "asyncio" in logged.loggers
    assert logged.leaking() == []


@each_source
@pytest.mark.parametrize(
    "told",
    [
        Answer(raw=f"HTTP/1.1 200 OK\r\nset-cookie: {COOKIE}\r\n{KEY}\r\n\r\n".encode(), close=True),
        Answer(raw=f"HTTP/1.1 {KEY}\r\n\r\n".encode(), close=True),
        Answer(status=302, headers={"location": f"https://other.example/?key={KEY}", "set-cookie": COOKIE}),
        answer({"error": KEY, "message": KEY}, status=503, set_cookie=COOKIE),
        Answer(raw=f"HTTP/1.1 200 {KEY}\r\ncontent-length: 9\r\nX-Debug: {KEY}\r\n\r\n".encode(), close=True),
    ],
    ids=["header line", "status line", "redirect", "503", "truncated"],
)
def test_what_is_logged_of_failures_and_of_retries_is_masked(
    kind: str, told: Answer, logged: Everything, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_pause(seconds: float) -> None:
        pass

    monkeypatch.setattr("allsessions.http.transport.pause", no_pause)
    with ScriptedServer(lambda request: told) as server:
        with Client(SOURCES[kind](base_url=server.url), retries=1) as client:
            with pytest.raises(IncompleteListingError):
                list(client.list())
    assert logged.leaking() == []


def test_the_password_of_a_proxy_is_not_logged(logged: Everything) -> None:
    with ScriptedServer(telling("anam")) as server:
        proxy = server.url.replace("http://", f"http://user:{PROXY_PASSWORD}@")
        source = SOURCES["anam"](base_url="http://vendor.example", allow_http=True)
        with Client(source, http={"proxy": proxy}) as client:
            assert len(list(client.list())) == 1
        assert server.requests[0].headers["proxy-authorization"]
    assert logged.leaking() == []


def test_the_password_of_a_proxy_that_tunnels_is_not_logged(logged: Everything) -> None:
    refusal = Answer(raw=f"HTTP/1.1 407 Told\r\nX-Debug: {PROXY_PASSWORD}\r\n\r\n".encode(), close=True)
    with ScriptedServer(lambda request: refusal) as server:
        proxy = server.url.replace("http://", f"http://user:{PROXY_PASSWORD}@")
        with Client(SOURCES["anam"](), retries=0, http={"proxy": proxy}) as client:
            with pytest.raises(IncompleteListingError):
                list(client.list())
    assert logged.leaking() == []


class LikeHttp2(httpx.AsyncBaseTransport):
    """Logs each header as httpx's parts do that speak HTTP/2, and which are an extra of httpx."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        for name, value in request.headers.raw:
            logging.getLogger("hpack.hpack").debug("Adding %s to the header table", (name, value))
            logging.getLogger("hpack.hpack").debug("Encoding %s with %d bits", (name, value), 7)
            logging.getLogger("hpack.table").debug("Evicting %r from the header table", (name, value))
            logging.getLogger("hpack.hpack").debug("Decoded %s, total consumed %d bytes", (name, value), 7)
            logging.getLogger("hpack.hpack").debug("Decoded %s", [name, value])
        return httpx.Response(200, json={"sessions": [], "total": 0, "code": 1000, "data": {"count": 0, "result": []}})


@pytest.mark.parametrize("kind", ["akool", "akool by token", "elizaos"])
def test_what_is_logged_of_requests_over_http2_is_masked(kind: str, logged: Everything) -> None:
    with Client(SOURCES[kind](), http={"transport": LikeHttp2()}) as client:
        assert list(client.list()) == []
    assert {"hpack.hpack", "hpack.table"} <= logged.loggers
    assert logged.leaking() == []


def test_the_logs_of_others_are_left_as_they_are(logged: Everything) -> None:
    with Client(SOURCES["elizaos"](), http={"transport": LikeHttp2()}) as client:
        list(client.list())
    logging.getLogger("httpx").info("of another client: %s", "an answer")
    logging.getLogger("httpcore.http11").debug("header (b'x-mine', b'%s')", "kept")
    assert ["of another client: an answer" in line for line in logged.lines].count(True) == 1
    assert ["(b'x-mine', b'kept')" in line for line in logged.lines].count(True) == 1


def test_a_handler_on_a_part_of_httpx_gets_masked_records_too() -> None:
    """Whoever looks into a connection's trouble sets up that one logger."""
    stream = io.StringIO()
    handler, logger = logging.StreamHandler(stream), logging.getLogger("httpcore.http11")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        with ScriptedServer(telling("anam")) as server, Client(SOURCES["anam"](base_url=server.url)) as client:
            list(client.list())
    finally:
        logger.setLevel(logging.NOTSET)
        logger.removeHandler(handler)
    assert "receive_response_headers.complete" in stream.getvalue()
    assert not leaks(stream.getvalue())


def test_a_log_can_still_be_read(logged: Everything) -> None:
    with ScriptedServer(telling("anam")) as server, Client(SOURCES["anam"](base_url=server.url)) as client:
        list(client.list())
    (line,) = [line for line in logged.lines if "receive_response_headers.complete" in line]
    assert "b'content-type', b'application/json'" in line
    assert "b'Set-Cookie', b'***'" in line


def test_two_sources_at_once_are_masked_each_with_its_own_key(logged: Everything) -> None:
    """The vendors mix them up."""
    keys = ["key-of-one-31415", "key-of-two-92653"]
    told = answer(envelope("anam"), X_Debug=" ".join(keys), Server="vendor")
    with ScriptedServer(lambda request: told) as server:
        sources = [Anam(name=f"anam-{number}", base_url=server.url, api_key=key) for number, key in enumerate(keys)]
        with Client(sources) as client:
            list(client.list())
    assert logged.lines
    assert not [line for line in logged.lines if any(key in line for key in keys)]

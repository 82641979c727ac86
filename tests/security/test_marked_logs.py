"""With all loggers at DEBUG, no log of this library, httpx, httpcore or asyncio shows a secret."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterator

import httpx
import pytest

from allsessions import Anam, AsyncClient, Client, IncompleteListingError

from ..client.scripted import Answer, Request, ScriptedServer, answer
from .marks import COOKIE, KEY, PROXY_PASSWORD, RECORDS, SOURCES, envelope, leaks


class Everything(logging.Handler):
    """Stores all that a handler can write about a log record: its text and its attributes."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.loggers: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        self.loggers.add(record.name)
        self.lines.append(f"{self.format(record)} {vars(record)!r}")

    def leaking(self) -> list[str]:
        return [line for line in self.lines if leaks(line)]


@pytest.fixture(params=[""], ids=["all loggers"])
def logged(request: pytest.FixtureRequest) -> Iterator[Everything]:
    """The records of the logger named by the parameter, at DEBUG; of all loggers by default."""
    logger, handler = logging.getLogger(request.param), Everything()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield handler
    logger.setLevel(level)
    logger.removeHandler(handler)


def telling(vendor: str) -> Callable[[Request], Answer]:
    """Return a server script for a vendor that repeats the key in its headers, and sets a cookie."""
    names = ("x-debug", "x-request-id", "server", "content-language")
    cookies = ("Set-Cookie", "x-amz-security-token", "authentication-info")
    headers = {**dict.fromkeys(names, f"you sent {KEY}"), **dict.fromkeys(cookies, f"session={COOKIE}; HttpOnly")}
    reply = Answer(body=json.dumps(envelope(vendor, RECORDS[vendor])).encode(), headers=headers)
    return lambda request: reply


@pytest.mark.parametrize("logged", ["", "httpcore.http11"], indirect=True)
def test_the_log_of_an_answer_is_redacted(logged: Everything) -> None:
    async def read(kind: str) -> None:
        with ScriptedServer(telling(SOURCES[kind]().vendor)) as server:
            async with AsyncClient(SOURCES[kind](base_url=server.url)) as client:
                assert len([session async for session in client.list()]) == 1

    for kind in SOURCES:
        asyncio.run(read(kind), debug=True)
    assert logged.loggers == {"httpcore.http11"} or {"asyncio", "httpx", "httpcore.connection"} <= logged.loggers
    assert logged.leaking() == []
    headers = [line for line in logged.lines if "receive_response_headers.complete" in line]
    assert len(headers) >= len(SOURCES)
    assert all("b'content-type', b'application/json'" in line for line in headers)
    assert all("b'Set-Cookie', b'***'" in line for line in headers)


FAILURES = [
    Answer(raw=f"HTTP/1.1 200 OK\r\nset-cookie: {COOKIE}\r\n{KEY}\r\n\r\n".encode(), close=True),
    Answer(raw=f"HTTP/1.1 {KEY}\r\n\r\n".encode(), close=True),
    Answer(status=302, headers={"location": f"https://other.example/?key={KEY}", "set-cookie": COOKIE}),
    answer({"error": KEY, "message": KEY}, status=503, set_cookie=COOKIE),
]


@pytest.mark.usefixtures("waits")
def test_the_log_of_a_failure_and_its_retry_is_redacted(logged: Everything) -> None:
    for reply in FAILURES:
        with ScriptedServer(lambda request: reply) as server:  # noqa: B023
            with Client(SOURCES["konpro"](base_url=server.url), retries=1) as client:
                with pytest.raises(IncompleteListingError):
                    list(client.list())
    assert any("attempt 1 failed" in line for line in logged.lines)
    assert logged.leaking() == []


def test_the_password_of_a_proxy_is_not_logged(logged: Everything) -> None:
    refusal = Answer(raw=f"HTTP/1.1 407 No\r\nX-Debug: {PROXY_PASSWORD}\r\n\r\n".encode(), close=True)
    honest = telling("anam")
    with ScriptedServer(lambda each: honest(each) if "vendor.example" in each.headers["host"] else refusal) as server:
        proxy = server.url.replace("http://", f"http://user:{PROXY_PASSWORD}@")
        plain = Anam(api_key=KEY, name="plain", base_url="http://vendor.example", allow_http=True)
        with Client([plain, SOURCES["anam"]()], retries=0, http={"proxy": proxy}) as client:
            assert len(list(client.list(sources="plain"))) == 1
            with pytest.raises(IncompleteListingError):  # the proxy refuses the tunnel
                list(client.list(sources="anam"))
        assert all(request.headers["proxy-authorization"] for request in server.requests)
    assert logged.leaking() == []


class LikeHttp2(httpx.AsyncBaseTransport):
    """Logs each header like httpx's HTTP/2 support, which is an extra of httpx."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        for header in request.headers.raw:
            logging.getLogger("hpack.hpack").debug("Adding %s to the header table", header)
            logging.getLogger("hpack.table").debug("Evicting %s: %s from the header table", *header)
            logging.getLogger("hpack.hpack").debug("Decoding %s", b"".join(header))
            logging.getLogger("httpcore.http2").debug("send_request_headers.complete headers=%r", [header])
        return httpx.Response(200, json={"sessions": [], "total": 0, "code": 1000, "data": {"count": 0, "result": []}})


def test_the_log_of_http2_is_redacted_and_others_are_not(logged: Everything) -> None:
    sources = [SOURCES["akool"](), SOURCES["elizaos"]()]
    with Client(sources, http={"transport": LikeHttp2()}) as client:
        assert list(client.list()) == []
    assert "httpcore.http2" in logged.loggers
    assert logged.loggers.isdisjoint({"hpack.hpack", "hpack.table"})
    assert logged.leaking() == []
    logging.getLogger("httpx").info("of another client: %s", "an answer")
    logging.getLogger("httpcore.http11").debug("header (b'x-mine', b'%s')", "kept")
    assert ["of another client: an answer" in line for line in logged.lines].count(True) == 1
    assert ["(b'x-mine', b'kept')" in line for line in logged.lines].count(True) == 1


def test_the_log_of_the_callers_own_requests_is_not_redacted(logged: Everything) -> None:
    async def read() -> None:
        async with AsyncClient(SOURCES["elizaos"](), http={"transport": LikeHttp2()}) as client:
            assert [session async for session in client.list()] == []
            assert [page async for page in client.pages("elizaos")]
            await client.count()
            logging.getLogger("httpcore.http11").debug("header (b'x-mine', b'%s')", "kept")
            logging.getLogger("hpack.table").debug("Adding (b'x-mine', b'%s')", "kept")

    asyncio.run(read())
    assert ["(b'x-mine', b'kept')" in line for line in logged.lines].count(True) == 2


def test_two_sources_at_once_are_redacted_each_with_its_key(logged: Everything) -> None:
    """Each answer has both keys."""
    keys = ["key-of-one-31415", "key-of-two-92653"]
    with ScriptedServer(lambda request: answer(envelope("anam"), X_Debug=" ".join(keys))) as server:
        with Client([Anam(name=key[:10], base_url=server.url, api_key=key) for key in keys]) as client:
            list(client.list())
    assert logged.lines
    assert not [line for line in logged.lines if any(key in line for key in keys)]

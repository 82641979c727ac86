"""No failure shows a secret: not in its message, its causes, its frames' variables, its pickle, nor what is logged."""

import base64
import json
import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from allsessions import (
    AllSessionsError,
    Client,
    ElizaOS,
    IncompleteListingError,
    SourceError,
    TimedOutError,
    UnexpectedResponseError,
)
from tests.client.scripted import Answer, Request, ScriptedServer, answer

from .marks import KEY, PROXY_PASSWORD, RECORDS, SOURCES, UNREADABLE, envelope, leaks
from .shown import behind, places, shown, shown_here

each_source = pytest.mark.parametrize("kind", SOURCES)

ECHOES = {
    "plain": f"the key {KEY} is wrong",
    "bearer": f"Authorization: Bearer {KEY}",
    "encoded for a URL": f"see https://vendor.example/help?key={quote(KEY, safe='')}",
    "base64": f"({base64.b64encode(KEY.encode()).decode()})",
    "base64 of more": f"Basic {base64.b64encode(f'user:{KEY}'.encode()).decode()}",
    "base64 for a URL": base64.urlsafe_b64encode(f"Bearer {KEY}".encode()).decode(),
    "twice": f"{KEY}{KEY}",
}


def complaint(vendor: str, text: str) -> dict[str, Any]:
    """The vendor's error, with the text in each place that has one, and in names."""
    named = {text: text, "details": {text: [text]}}
    match vendor:
        case "akool":
            return {"code": 1101, "msg": text, "data": text, **named}
        case "anam":
            return {"error": text, "message": text, **named}
        case "konpro":
            detail = {"code": text, "message": text, **named}
            return {"error": detail, "request_id": text, **named}
        case _:
            return {"error": {"code": text, "message": text, "stack": text, **named}, **named}


def hostile(vendor: str) -> Iterator[tuple[str, Answer]]:
    """Answers that repeat the key, or that make httpx or the decoder fail with it in hand."""
    for name, text in ECHOES.items():
        yield f"{name}, 400", answer(complaint(vendor, text), status=400)
    for status in (200, 401, 403, 404, 422, 429, 500, 599):
        yield f"status {status}", answer(complaint(vendor, KEY), status=status)
    for place in ("x-request-id", "request-id", "retry-after", "content-encoding", "content-type", "set-cookie"):
        yield (
            f"header {place}",
            Answer(body=json.dumps(complaint(vendor, "")).encode(), status=503, headers={place: KEY}),
        )
        yield f"header {place}, 200", Answer(body=b"[]", headers={place: KEY})
    yield "texts alone", answer({"error": KEY, "message": KEY, "code": KEY, "msg": KEY}, status=401)
    yield "HTML", Answer(body=f"<html>{KEY}".encode())
    yield "HTML, 502", Answer(body=f"<html>{KEY}".encode(), status=502)
    yield "a list", answer([KEY])
    yield "a string", answer(KEY)
    yield "another shape", answer({"data": KEY, "sessions": KEY, "code": KEY, "error": KEY})
    yield "truncated", Answer(raw=f"HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{KEY}".encode(), close=True)
    yield "hung up", Answer(raw=b"", close=True)
    yield "no gzip", Answer(body=KEY.encode(), headers={"content-encoding": "gzip"})
    yield from no_http()
    yield from redirects()


def no_http() -> Iterator[tuple[str, Answer]]:
    heads = {
        "status line": f"HTTP/1.1 {KEY}\r\n\r\n",
        "header line": f"HTTP/1.1 200 OK\r\n{KEY}\r\n\r\n",
        "header name": f"HTTP/1.1 200 OK\r\n{KEY}: {KEY}\r\n\r\n",
        "length": f"HTTP/1.1 200 OK\r\ncontent-length: {KEY}\r\n\r\n",
        "lengths": f"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: {KEY}\r\n\r\n",
        "coding": f"HTTP/1.1 200 OK\r\ntransfer-encoding: {KEY}\r\n\r\n",
        "chunk": f"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{KEY}\r\n",
    }
    for name, head in heads.items():
        yield name, Answer(raw=head.encode(), close=True)


def redirects() -> Iterator[tuple[str, Answer]]:
    encoded = quote(KEY, safe="")
    places = {
        "a query": f"https://other.example/?key={KEY}",
        "a user": f"https://{encoded}@other.example/",
        "a path": f"/{KEY}",
        "a host": f"https://{encoded}/",
        "a port": f"https://other.example:{KEY}/",
        "a scheme": f"{KEY}://other.example",
    }
    for name, place in places.items():
        yield f"redirect to {name}", Answer(status=307, headers={"location": place})


HOSTILE = {vendor: dict(hostile(vendor)) for vendor in RECORDS}


def serving(value: object) -> Callable[[Request], Answer]:
    return lambda request: answer(value)


def told_to(kind: str, name: str) -> Callable[[Request], Answer]:
    told = HOSTILE[SOURCES[kind]().vendor][name]
    return lambda request: told


def everything_told(script: Callable[[Request], Answer], kind: str, **settings: Any) -> list[BaseException]:
    """The errors of each way to ask."""
    with ScriptedServer(script) as server:
        with Client(SOURCES[kind](base_url=server.url), **{"retries": 0, **settings}) as client:
            return [*failures(client)]


def failures(client: Client) -> Iterator[BaseException]:
    name = client.sources[0].name
    for ask in (
        lambda: list(client.list()),
        lambda: list(client.pages(name)),
        lambda: client.get(f"{name}:x"),
        lambda: client.count(),
    ):
        try:
            ask()
        except AllSessionsError as error:
            yield error


@each_source
@pytest.mark.parametrize("told", HOSTILE["anam"])
def test_no_error_shows_the_key_even_if_the_vendor_repeats_it(
    kind: str, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        errors = everything_told(told_to(kind, told), kind)
    assert errors
    for error in errors:
        assert not leaks(shown(error)), places(error)
    assert not leaks(caplog.text)
    assert not leaks("".join(repr(vars(record)) for record in caplog.records))


@each_source
@pytest.mark.parametrize("told", ["hung up", "status line", "truncated", "HTML", "no gzip"])
def test_nothing_of_httpx_is_behind_an_error(kind: str, told: str) -> None:
    """Its errors hold the request, and that the key."""
    for error in everything_told(told_to(kind, told), kind):
        assert {type(each).__module__.partition(".")[0] for each in behind(error)} == {"allsessions"}


@each_source
def test_a_source_that_cannot_be_reached_does_not_show_the_key(kind: str) -> None:
    with Client(SOURCES[kind](base_url="http://127.0.0.1:1"), retries=0) as client:
        errors = [*failures(client)]
    assert len(errors) == 4
    assert not [error for error in errors if leaks(shown(error))]


@each_source
def test_a_timeout_does_not_show_the_key(kind: str) -> None:
    held = threading.Event()
    errors = everything_told(lambda request: Answer(hold=held), kind, timeout=0.05)
    assert len(errors) == 4
    assert isinstance(errors[1], TimedOutError)
    assert not [error for error in errors if leaks(shown(error))]


class Raising(httpx.AsyncBaseTransport):
    """Fails at each request with what it is told, which knows the key."""

    def __init__(self, make: Callable[[str], BaseException]) -> None:
        self._make = make

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        headers = dict(request.headers)
        error = self._make(f"with {headers.get('x-api-key') or headers.get('authorization')}")
        error.add_note(f"{headers}")
        raise error from LookupError(f"{headers}")


RAISED: dict[str, Callable[[str], BaseException]] = {
    kind.__name__: kind
    for kind in (
        *(httpx.ConnectError, httpx.ConnectTimeout, httpx.ReadError, httpx.ReadTimeout, httpx.PoolTimeout),
        *(httpx.ProxyError, httpx.UnsupportedProtocol, httpx.RemoteProtocolError, httpx.LocalProtocolError),
        *(httpx.DecodingError, httpx.TooManyRedirects, httpx.InvalidURL, httpx.StreamError, TimeoutError),
    )
}


@each_source
@pytest.mark.parametrize("raised", RAISED)
def test_whatever_httpx_raises_does_not_show_the_key(kind: str, raised: str) -> None:
    with Client(SOURCES[kind](), retries=0, http={"transport": Raising(RAISED[raised])}) as client:
        errors = [*failures(client)]
    assert len(errors) == 4
    for error in errors:
        assert not leaks(shown(error)), places(error)


@each_source
@pytest.mark.parametrize("raised", [OSError, NotImplementedError, ValueError, LookupError])
def test_an_unforeseen_error_shows_no_key(kind: str, raised: type[Exception]) -> None:
    class Some(Raising):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.host == "good.example":
                return httpx.Response(200, json={"sessions": [{"sessionId": "s"}], "total": 1})
            return await super().handle_async_request(request)

    good = ElizaOS(name="good", base_url="https://good.example")
    with Client([SOURCES[kind](), good], retries=0, http={"transport": Some(raised)}) as client:
        given: list[str] = []
        with pytest.raises(IncompleteListingError) as listing:
            given.extend(session.ref for session in client.list())
        with pytest.raises(IncompleteListingError) as counting:
            client.count()
    assert given == ["good:s"]
    assert counting.value.counts["good"] == 1
    for error in (listing.value, counting.value):
        assert [type(each) for each in error.errors] == [UnexpectedResponseError]
        assert not leaks(shown(error)), places(error)


@pytest.mark.parametrize("raised", [OSError, RuntimeError, ValueError])
def test_a_transports_error_comes_without_the_request(raised: type[Exception]) -> None:
    """Its own message is the caller's; the frames between are httpx's, and hold the headers."""

    def make(text: str) -> Exception:
        return raised("of the transport")

    class Quiet(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            raise make("")

    with Client(SOURCES["anam"](), retries=0, http={"transport": Quiet()}) as client:
        with pytest.raises((raised, SourceError)) as caught:
            list(client.pages("anam"))
    assert not leaks(shown_here(caught.value)), places(caught.value)


def test_a_bad_record_among_good_ones_shows_nothing() -> None:
    for vendor, record in RECORDS.items():
        for error in everything_told(serving(envelope(vendor, record, {**record, **UNREADABLE[vendor]})), vendor):
            assert not leaks(shown(error)), places(error)


def test_a_proxy_that_fails_does_not_show_its_password() -> None:
    proxy = f"http://user:{PROXY_PASSWORD}@127.0.0.1:1"
    with Client(SOURCES["anam"](), retries=0, http={"proxy": proxy}) as client:
        with pytest.raises(IncompleteListingError) as caught:
            list(client.list())
    assert not leaks(shown(caught.value)), places(caught.value)


def test_a_proxy_that_refuses_does_not_show_its_password() -> None:
    refusal = Answer(raw=f"HTTP/1.1 407 Told\r\nX-Debug: {PROXY_PASSWORD}\r\n\r\n".encode(), close=True)
    with ScriptedServer(lambda request: refusal) as server:
        proxy = server.url.replace("http://", f"http://user:{PROXY_PASSWORD}@")
        with Client(SOURCES["anam"](), retries=0, http={"proxy": proxy}) as client:
            with pytest.raises(SourceError) as caught:
                list(client.pages("anam"))
        assert server.requests[0].headers["proxy-authorization"]
    assert not leaks(shown(caught.value)), places(caught.value)


def test_an_unexpected_answer_is_called_so() -> None:
    for told in ("HTML", "a list", "redirect to a query"):
        errors = everything_told(told_to("anam", told), "anam")
        assert isinstance(errors[1], UnexpectedResponseError)

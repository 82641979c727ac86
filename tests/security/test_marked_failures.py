"""No failure shows a secret in its message, its causes, its frames' variables, its pickle or the log."""

import base64
import logging
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from allsessions import AllSessionsError, Client, ElizaOS, IncompleteListingError, UnexpectedResponseError

from ..client.scripted import Answer, ScriptedServer, answer
from ..client.vendors import InMemory
from .marks import KEY, RECORDS, SOURCES, UNREADABLE, envelope, leaks
from .shown import assert_hidden, behind

each_source = pytest.mark.parametrize("kind", SOURCES)
ENCODED = quote(KEY, safe="")


def complaint(vendor: str, text: str) -> dict[str, Any]:
    """Return a vendor's error body with the text in each value, and as a field name."""
    named = {text: text, "details": {text: [text]}}
    inside = {"code": text, "message": text, "stack": text, **named}
    shapes: dict[str, dict[str, Any]] = {
        "akool": {"code": 1101, "msg": text, "data": text, **named},
        "anam": {"error": text, "message": text, **named},
        "konpro": {"error": inside, "request_id": text, **named},
        "elizaos": {"error": inside, **named},
    }
    return shapes[vendor]


def complaints(vendor: str) -> Iterator[Answer]:
    """Yield error answers of the vendor that repeat the key."""
    basic = base64.b64encode(f"user:{KEY}".encode()).decode()
    for text in (f"the key {KEY} is wrong", f"see https://vendor.example/help?key={ENCODED}", basic, f"{KEY}{KEY}"):
        yield answer(complaint(vendor, text), status=400)
    for status in (200, 401, 404, 429, 500):
        yield answer(complaint(vendor, KEY), status=status)
    yield answer({"data": KEY, "sessions": KEY, "code": KEY, "error": KEY})
    # A list with secrets in the envelope, in a record, and in an unreadable record.
    record = RECORDS[vendor]
    yield answer(envelope(vendor, record, {**record, **UNREADABLE[vendor]}))


def odd_answers() -> Iterator[Answer]:
    """Yield answers that repeat the key in other places, and answers that the decoder rejects."""
    for header in ("x-request-id", "request-id", "retry-after", "content-encoding", "content-type"):
        yield Answer(body=b"[]", headers={header: KEY})
        yield Answer(body=b"{}", status=503, headers={header: KEY})
    for body in (f'["{KEY}"]', f'"{KEY}"', f"<html>{KEY}"):
        yield Answer(body=body.encode())
        yield Answer(body=body.encode(), status=502)
    yield Answer(body=KEY.encode(), headers={"content-encoding": "gzip"})
    for place in ("other.example/?key={}", "{}@other.example/", "{}/", "other.example:{}/", "other.example/{}"):
        for form in (KEY, ENCODED):
            yield Answer(status=307, headers={"location": f"https://{place.format(form)}"})


OK = "HTTP/1.1 200 OK\r\n"
HEADS = [
    *(f"HTTP/1.1 {KEY}\r\n\r\n", f"{OK}{KEY}\r\n\r\n", f"{OK}content-length: {KEY}\r\n\r\n", ""),
    *(f"{OK}transfer-encoding: {KEY}\r\n\r\n", f"{OK}transfer-encoding: chunked\r\n\r\n{KEY}\r\n"),
    f"{OK}content-length: 999\r\n\r\n{KEY}",
]


def failures(client: Client) -> list[BaseException]:
    """Return the errors of all methods that send requests."""
    name, found = client.sources[0].name, list[BaseException]()
    ways: list[Callable[[], object]] = [lambda: [*client.list()], lambda: [*client.pages(name)], client.count]
    ways += [lambda: client.get(f"{name}:x"), lambda: client.end(f"{name}:x")]
    ways += [lambda: client.concurrency(name)] if client.sources[0].capabilities.concurrency else []
    for ask in ways:
        try:
            ask()
        except AllSessionsError as error:
            found.append(error)
    return found


@each_source
def test_no_error_shows_a_key_that_the_vendor_repeats(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for reply in [*complaints(SOURCES[kind]().vendor), *(odd_answers() if kind == "anam" else ())]:
            with Client(SOURCES[kind](), retries=0, http={"transport": InMemory(lambda request: reply)}) as client:  # noqa: B023
                errors = failures(client)
            assert errors, reply
            for error in errors:
                assert_hidden(error)
    assert not leaks(caplog.text + "".join(repr(vars(record)) for record in caplog.records))


def test_no_error_of_http_shows_the_key(caplog: pytest.LogCaptureFixture) -> None:
    for head in HEADS:
        reply = Answer(raw=head.encode(), close=True)
        with caplog.at_level(logging.DEBUG), ScriptedServer(lambda request: reply) as server:  # noqa: B023
            with Client(SOURCES["anam"](base_url=server.url), retries=0) as client:
                errors = failures(client)
        assert len(errors) == 6, head
        for error in errors:
            assert_hidden(error)
            # An error of httpx holds the request, which contains the key.
            assert {type(each).__module__.partition(".")[0] for each in behind(error)} == {"allsessions"}
    assert not leaks(caplog.text)


class Raising(httpx.AsyncBaseTransport):
    """Raises an error that contains the key at each request, except to good.example."""

    def __init__(self, make: Callable[[str], BaseException]) -> None:
        self._make = make

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "good.example":
            return httpx.Response(200, json={"sessions": [{"sessionId": "s"}], "total": 1})
        headers = dict(request.headers)
        error = self._make(f"with {headers.get('x-api-key') or headers.get('authorization')}")
        error.add_note(f"{headers}")
        raise error from LookupError(f"{headers}")


OF_HTTPX: list[Callable[[str], BaseException]] = [
    *(httpx.ConnectError, httpx.ReadTimeout, httpx.DecodingError, httpx.TooManyRedirects),
    *(httpx.InvalidURL, httpx.StreamError, TimeoutError),
]


@pytest.mark.parametrize("kind", ["akool by token", "anam", "konpro"])
def test_an_exception_of_the_transport_does_not_show_the_key(kind: str) -> None:
    for raised in OF_HTTPX:
        with Client(SOURCES[kind](), retries=0, http={"transport": Raising(raised)}) as client:
            errors = failures(client)
        assert len(errors) == 5 + client.sources[0].capabilities.concurrency
        for error in errors:
            assert_hidden(error)


def test_an_unforeseen_error_shows_no_key_and_costs_no_other() -> None:
    sources = [SOURCES["anam"](), ElizaOS(name="good", base_url="https://good.example")]
    for raised in (OSError, NotImplementedError, ValueError, LookupError):
        with Client(sources, retries=0, http={"transport": Raising(raised)}) as client:
            refs: list[str] = []
            with pytest.raises(IncompleteListingError) as listing:
                refs.extend(session.ref for session in client.list())
            with pytest.raises(IncompleteListingError) as counting:
                client.count()
        assert (refs, counting.value.counts["good"]) == (["good:s"], 1)
        for error in (listing.value, counting.value):
            assert [type(each) for each in error.errors] == [UnexpectedResponseError]
            assert_hidden(error)


def test_a_transports_own_error_comes_without_the_request() -> None:
    for kind in (OSError, MemoryError, RecursionError):
        with Client(SOURCES["anam"](), http={"transport": Raising(kind)}) as client:
            with pytest.raises(UnexpectedResponseError, match=f"unexpected {kind.__name__} at ") as caught:
                list(client.pages("anam"))
        assert_hidden(caught.value)

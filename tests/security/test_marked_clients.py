"""The typed clients, used directly, show no secret either: not in repr, and not where a request fails."""

import asyncio
import copy
import pickle
import threading
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.client.scripted import Answer, Request, ScriptedServer, answer
from tests.clients.contracts import CLIENTS, Client

from .marks import KEY, ODD, PROXY_PASSWORD, RECORDS, UNREADABLE, envelope, leaks
from .shown import behind, described, places, reachable, shown, shown_here
from .wire import RawServer

each_client = pytest.mark.parametrize("client", CLIENTS, ids=str)
each_way = pytest.mark.parametrize("way", ["sync_detailed", "asyncio_detailed"])


def listing(client: Client) -> Any:
    """The operation that lists."""
    return next(each for each in client.operations if each.endpoint.__name__.endswith("list_sessions"))


def ask(client: Client, way: str, made: Any) -> Any:
    call = getattr(listing(client).endpoint, way)
    if way == "sync_detailed":
        with made:
            return call(client=made)

    async def asked() -> Any:
        async with made:
            return await call(client=made)

    return asyncio.run(asked())


def failure(client: Client, way: str, script: Callable[[Request], Answer], **options: Any) -> BaseException:
    with ScriptedServer(script) as server:
        with pytest.raises((httpx.HTTPError, httpx.InvalidURL, ValueError, client.package.UnexpectedStatus)) as caught:
            ask(client, way, client.authenticated(server.url, KEY, **options))
    error: BaseException = caught.value
    return error


FAILURES = {
    "hung up": Answer(raw=b"", close=True),
    "status line": Answer(raw=b"HTTP/1.1 nonsense\r\n\r\n", close=True),
    "truncated": Answer(raw=b"HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{", close=True),
    "HTML": Answer(body=f"<html>{KEY}".encode()),
    "a list": answer([KEY]),
    "no gzip": Answer(body=KEY.encode(), headers={"content-encoding": "gzip"}),
    "other encoding": Answer(body=KEY.encode(), headers={"content-encoding": "br"}),
    "length": Answer(raw=b"HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n", close=True),
    "chunk": Answer(raw=b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnonsense\r\n", close=True),
}


@each_client
@each_way
@pytest.mark.parametrize("name", FAILURES)
def test_no_failure_shows_the_key(client: Client, way: str, name: str) -> None:
    error = failure(client, way, lambda request: FAILURES[name])
    assert not leaks(shown_here(error)), places(error)


@each_client
@each_way
def test_an_error_of_httpx_does_not_carry_the_key_into_a_pickle(client: Client, way: str) -> None:
    error = failure(client, way, lambda request: FAILURES["hung up"])
    assert isinstance(error, httpx.RequestError)
    assert not leaks(shown(error))
    assert not leaks(repr(dict(error.request.headers)))
    assert error.request.url.path == listing(client).path


@each_client
@each_way
def test_a_refused_connection_does_not_show_the_key(client: Client, way: str) -> None:
    with pytest.raises(httpx.ConnectError) as caught:
        ask(client, way, client.authenticated("http://127.0.0.1:1", KEY))
    assert not leaks(shown_here(caught.value)), places(caught.value)


@each_client
@each_way
def test_a_timeout_does_not_show_the_key(client: Client, way: str) -> None:
    error = failure(client, way, lambda request: Answer(hold=threading.Event()), timeout=0.05)
    assert isinstance(error, httpx.TimeoutException)
    assert not leaks(shown_here(error)), places(error)


@each_client
@each_way
def test_an_undocumented_status_does_not_show_the_key(client: Client, way: str) -> None:
    script = answer({"message": KEY}, status=999)
    error = failure(client, way, lambda request: script, raise_on_unexpected_status=True)
    assert not leaks(shown_here(error)), places(error)


@each_client
@each_way
def test_a_record_of_another_shape_is_not_shown(client: Client, way: str) -> None:
    vendor = client.vendor
    body = answer(envelope(vendor, {**RECORDS[vendor], **ODD[vendor], **UNREADABLE[vendor]}))
    with ScriptedServer(lambda request: body) as server:
        response = ask(client, way, client.authenticated(server.url, KEY))
    assert len(response.invalid_fields) >= 2
    assert not leaks(repr(response))


@each_client
@each_way
@pytest.mark.parametrize("key", [f"{KEY}\r\nX-Other: 1", f"{KEY}\n", f"{KEY}\u2019", f"{KEY}\x00"], ids=repr)
def test_a_key_that_cannot_be_sent_is_not_shown(client: Client, way: str, key: str) -> None:
    with RawServer() as server:
        with pytest.raises((ValueError, httpx.HTTPError)) as caught:
            ask(client, way, client.authenticated(server.url, key))
    assert server.requests == []
    assert not leaks(shown_here(caught.value)), places(caught.value)


@each_client
@pytest.mark.parametrize("raised", [KeyboardInterrupt, SystemExit, MemoryError, asyncio.CancelledError])
def test_what_ends_the_program_does_not_show_the_key(client: Client, raised: type[BaseException]) -> None:
    def ending(request: httpx.Request) -> httpx.Response:
        raise raised

    made = client.authenticated("http://127.0.0.1:1", KEY, httpx_args={"transport": httpx.MockTransport(ending)})
    with pytest.raises(raised) as caught:
        ask(client, "sync_detailed", made)
    assert not leaks(shown_here(caught.value)), places(caught.value)


@each_client
def test_being_cancelled_does_not_show_the_key(client: Client) -> None:
    async def cancelled() -> BaseException:
        with ScriptedServer(lambda request: Answer(hold=threading.Event())) as server:
            async with client.authenticated(server.url, KEY) as made:
                task = asyncio.ensure_future(listing(client).endpoint.asyncio_detailed(client=made))
                await asyncio.to_thread(server.wait_for_requests, 1)
                task.cancel()
                with pytest.raises(asyncio.CancelledError) as caught:
                    await task
        return caught.value

    error = asyncio.run(cancelled())
    assert not leaks(shown_here(error)), places(error)


@each_client
def test_httpx_alone_would_show_the_key(client: Client) -> None:
    """Else these tests would look in the wrong places."""
    with ScriptedServer(lambda request: FAILURES["hung up"]) as server:
        with pytest.raises(httpx.HTTPError) as caught:
            httpx.get(server.url, headers={client.package.AuthenticatedClient(token="").auth_header_name: KEY})
    assert leaks(shown_here(caught.value))
    assert any(each is not caught.value for each in behind(caught.value))


@each_client
@each_way
def test_no_model_of_an_answer_shows_what_lets_others_join(client: Client, way: str) -> None:
    vendor = client.vendor
    with ScriptedServer(lambda request: answer(envelope(vendor, RECORDS[vendor]), set_cookie=KEY)) as server:
        response = ask(client, way, client.authenticated(server.url, KEY))
    for thing in [*reachable(response), *reachable(copy.deepcopy(response.parsed))]:
        assert not leaks(described(thing)), type(thing)
    again = pickle.loads(pickle.dumps(response.parsed))
    assert again == response.parsed
    assert not leaks(described(again))


@each_client
def test_nothing_of_a_client_is_shown(client: Client) -> None:
    proxy = f"http://user:{PROXY_PASSWORD}@127.0.0.1:1"
    given = {"headers": {"X-Other-Key": KEY}, "httpx_args": {"proxy": proxy, "auth": ("user", KEY)}}
    made = client.authenticated("https://vendor.example", KEY, **given)
    made.get_httpx_client().close()
    for each in (made, made.with_headers({"X-Third": KEY}), copy.copy(made), made.with_timeout(1.0)):
        assert not leaks(described(each))

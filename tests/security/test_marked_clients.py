"""The typed clients, used directly, show no secret either: not in repr, and not where a request fails."""

import asyncio
import copy
import pickle
import ssl
import threading
from collections.abc import Callable
from importlib import import_module
from typing import Any

import httpx
import pytest

from ..client.scripted import Answer, Request, ScriptedServer, answer
from .marks import KEY, ODD, PROXY_PASSWORD, RECORDS, UNREADABLE, envelope, leaks
from .shown import assert_hidden, described, reachable

TLS = ssl.create_default_context()
each_vendor = pytest.mark.parametrize("vendor", RECORDS)
# The packages come from the same templates. Anam's key has a prefix, KonPro's a header of its own.
each_way = pytest.mark.parametrize(("vendor", "way"), [("anam", "sync_detailed"), ("konpro", "asyncio_detailed")])


def made(vendor: str, url: str, key: str = KEY, **options: Any) -> Any:
    package = import_module(f"{vendor}_client")
    return package.AuthenticatedClient(url, token=key, **{"verify_ssl": TLS, **options})


def ask(vendor: str, way: str, client: Any) -> Any:
    call = getattr(import_module(f"{vendor}_client.api.sessions.list_sessions"), way)
    if way == "sync_detailed":
        with client:
            return call(client=client)

    async def asked() -> Any:
        async with client:
            return await call(client=client)

    return asyncio.run(asked())


def failure(vendor: str, way: str, script: Callable[[Request], Answer], **options: Any) -> Exception:
    unexpected = import_module(f"{vendor}_client.errors").UnexpectedStatus
    with ScriptedServer(script) as server:
        with pytest.raises((httpx.HTTPError, httpx.InvalidURL, ValueError, unexpected)) as caught:
            ask(vendor, way, made(vendor, server.url, **options))
    error: Exception = caught.value
    return error


HUNG_UP = Answer(raw=b"", close=True)
FAILURES = [
    *(HUNG_UP, Answer(raw=b"HTTP/1.1 nonsense\r\n\r\n", close=True), Answer(body=f"<html>{KEY}".encode())),
    *(Answer(raw=b"HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{", close=True), answer([KEY])),
    Answer(body=KEY.encode(), headers={"content-encoding": "gzip"}),
    answer({"message": KEY}, status=999),
]


@each_way
def test_no_failure_shows_the_key(vendor: str, way: str) -> None:
    for reply in FAILURES:
        error = failure(vendor, way, lambda request: reply, raise_on_unexpected_status=True)  # noqa: B023
        assert_hidden(error, pickled=False)
    never = Answer(hold=threading.Event())
    assert_hidden(failure(vendor, way, lambda request: never, timeout=0.05), pickled=False)
    for key in (f"{KEY}\r\nX-Other: 1", f"{KEY}\n", f"{KEY}\u2019", f"{KEY}\x00"):
        with pytest.raises(ValueError, match="the token has characters") as caught:
            ask(vendor, way, made(vendor, "http://127.0.0.1:1", key))
        assert_hidden(caught.value, pickled=False)


@each_vendor
def test_an_error_of_httpx_does_not_carry_the_key(vendor: str) -> None:
    for way in ("sync_detailed", "asyncio_detailed"):
        error = failure(vendor, way, lambda request: HUNG_UP)
        assert isinstance(error, httpx.RequestError)
        assert_hidden(error)
        assert not leaks(repr(dict(error.request.headers)))
        assert error.request.url.path


def test_httpx_alone_would_show_the_key() -> None:
    """Or these tests would look in the wrong places."""
    with ScriptedServer(lambda request: HUNG_UP) as server, pytest.raises(httpx.HTTPError) as caught:
        httpx.get(server.url, headers={"x-api-key": KEY})
    with pytest.raises(AssertionError):
        assert_hidden(caught.value)


@each_vendor
def test_no_model_of_an_answer_shows_a_secret(vendor: str) -> None:
    odd = {**RECORDS[vendor], **ODD[vendor], **UNREADABLE[vendor]}
    for record in (RECORDS[vendor], odd):
        reply = answer(envelope(vendor, record), set_cookie=KEY)
        with ScriptedServer(lambda request: reply) as server:  # noqa: B023
            response = ask(vendor, "sync_detailed", made(vendor, server.url))
        assert (len(response.invalid_fields) >= 2) == (record is odd)
        again = pickle.loads(pickle.dumps(response.parsed))
        assert again == response.parsed
        for thing in [*reachable(response), *reachable(copy.deepcopy(response.parsed)), again]:
            assert not leaks(described(thing)), type(thing)


@each_vendor
def test_a_client_shows_none_of_its_secrets(vendor: str) -> None:
    proxy = f"http://user:{PROXY_PASSWORD}@127.0.0.1:1"
    options: dict[str, Any] = {"headers": {"X-Other-Key": KEY}, "httpx_args": {"proxy": proxy, "auth": ("user", KEY)}}
    client = made(vendor, "https://vendor.example", **options)
    client.get_httpx_client().close()
    for each in (client, client.with_headers({"X-Third": KEY}), copy.copy(client), client.with_timeout(1.0)):
        assert not leaks(described(each))

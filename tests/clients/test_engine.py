"""The engine that all packages share: requests, response bodies as bytes, errors, and httpx clients."""

import copy
import gzip
import json
import pickle
import traceback
import tracemalloc
import zlib
from collections.abc import Mapping
from itertools import product
from typing import Any

import httpx
import pytest

from anam_client import AuthenticatedClient, Client, DecodeError, UnexpectedStatus
from anam_client.models import SessionPage
from tests.client.scripted import ScriptedServer, answer
from tests.clients.contracts import CERTIFICATES, OPERATIONS, recording
from tests.security.marks import KEY, leaks
from tests.security.shown import assert_hidden

TOKEN = "s3cret"
GZIP = {"Content-Encoding": "gzip"}
OBJECT = b'{"of a new kind": "\xc3\xa4"}'
LIST = next(operation for operation in OPERATIONS if str(operation) == "anam-list_sessions")

each_way = pytest.mark.parametrize("way", ["sync_detailed", "asyncio_detailed"])


def made(url: str = "http://server", token: str = TOKEN, **options: Any) -> AuthenticatedClient:
    return AuthenticatedClient(url, token=token, **{"verify_ssl": CERTIFICATES, **options})


def ask(client: Client, way: str = "sync_detailed") -> Any:
    return LIST.ask(way, client)


def answered(way: str, body: bytes, headers: Mapping[str, str] | None = None, status: int = 200, **options: Any) -> Any:
    transport, _ = recording(status, body, headers)
    return ask(made(httpx_args=transport, **options), way)


def sent(client: Client) -> httpx.Headers:
    transport, requests = recording()
    ask(client.set_httpx_client(httpx.Client(**transport)))
    headers: httpx.Headers = requests[0].headers
    return headers


def test_headers_and_credentials_are_sent() -> None:
    headers = {"X-Team": "blue", "authorization": "other", "AUTHORIZATION": "other"}
    client = made(headers=headers)
    headers["X-Team"] = "red"
    found = sent(client)
    assert (found["x-team"], found.get_list("authorization")) == ("blue", [f"Bearer {TOKEN}"])
    assert client.complete({"url": "/", "headers": {"X-Team": "own"}})["headers"]["X-Team"] == "own"
    chosen = sent(made(auth_header_name="x-api-key", prefix=""))
    assert (chosen["x-api-key"], chosen.get("authorization")) == (TOKEN, None)
    assert "authorization" not in sent(Client("http://server"))


def test_no_secret_shows_in_a_client_or_an_answer() -> None:
    arguments: Any = {"headers": {"Authorization": TOKEN}, "httpx_args": {"auth": ("user", TOKEN)}}
    for each in (AuthenticatedClient(token=TOKEN, **arguments), Client(**arguments)):
        assert TOKEN not in f"{each}{each!r}"
    response = answered("sync_detailed", json.dumps({"newField": TOKEN}).encode(), {"Set-Cookie": TOKEN})
    assert response.parsed["newField"] == response.headers["set-cookie"] == TOKEN
    assert TOKEN not in repr(response)


@each_way
def test_a_body_is_read_as_it_was_meant(way: str) -> None:
    plain = {"Content-Encoding": "identity"}
    for body, headers in ((gzip.compress(OBJECT), GZIP), (OBJECT, plain), (b"\xef\xbb\xbf" + OBJECT, {})):
        response = answered(way, body, headers)
        assert (response.status_code, response.parsed.to_dict()) == (200, json.loads(OBJECT))
    assert sent(made())["accept-encoding"] == "gzip"  # the only compression with a bounded output
    # A caller's transport may have read the body already.
    read = httpx.Response(200, headers=GZIP, content=gzip.compress(OBJECT))
    assert ask(made(httpx_args={"transport": httpx.MockTransport(lambda _: read)})).content == OBJECT


@each_way
def test_a_body_that_cannot_be_unpacked_is_refused(way: str) -> None:
    for body, encoding in (
        (gzip.compress(OBJECT)[:-9], "gzip"),
        (OBJECT, "gzip"),
        (zlib.compress(OBJECT), "deflate"),
        (gzip.compress(gzip.compress(OBJECT)), "gzip, gzip"),
    ):
        with pytest.raises(DecodeError, match="gzip") as caught:
            answered(way, body, {"Content-Encoding": encoding})
        assert caught.value.content is None


@each_way
def test_a_body_may_reach_the_limit_and_not_pass_it(way: str) -> None:
    for body, headers in ((OBJECT, {}), (gzip.compress(OBJECT), GZIP)):
        assert answered(way, body, headers, max_body_size=len(OBJECT)).content == OBJECT
        with pytest.raises(DecodeError, match=str(len(OBJECT) - 1)):
            answered(way, body, headers, max_body_size=len(OBJECT) - 1)
        # For an error status, the client returns the response without its body.
        response = answered(way, body, headers, 503, max_body_size=len(OBJECT) - 1)
        assert (response.status_code, response.content, response.parsed) == (503, b"", None)


@each_way
def test_a_small_body_does_not_fill_the_memory(way: str) -> None:
    megabyte = 2**20
    bomb = gzip.compress(bytes(64 * megabyte))
    tracemalloc.start()
    try:
        with pytest.raises(DecodeError):
            answered(way, bomb, GZIP, max_body_size=megabyte)
        assert tracemalloc.get_traced_memory()[1] < 8 * megabyte
    finally:
        tracemalloc.stop()


@each_way
def test_a_success_without_json_is_one_error(way: str) -> None:
    for body in (b"<html>Bad Gateway</html>", b"", b'{"cut": "of', b"\xff\xfe\xfd", b"[" * 100_000):
        with pytest.raises(DecodeError, match="the body: expected JSON") as caught:
            answered(way, body)
        assert (caught.value.content, caught.value.__context__) == (body, None)
        assert "Bad Gateway" not in f"{caught.value}{caught.value!r}"


@each_way
def test_a_status_without_json_is_given_as_it_is(way: str) -> None:
    """The client does not follow redirects: httpx would send a header such as x-api-key along."""
    for status in (302, 401, 520, 999):
        response = answered(way, b"<html>", {"Location": "http://elsewhere/"}, status)
        assert (response.status_code, response.content, response.parsed) == (status, b"<html>", None)
        assert response.headers["location"] == "http://elsewhere/"


def test_one_odd_value_does_not_cost_the_body() -> None:
    for written, read in {
        b"NaN": "NaN",
        b"9" * 5000: "9" * 5000,
        b'"\xff"': "\N{REPLACEMENT CHARACTER}",
        b'"a\\udc00b"': "a\N{REPLACEMENT CHARACTER}b",
        b'"\\ud83d\\ude00"': "\N{GRINNING FACE}",
    }.items():
        body = b'{"odd": [' + written + b'], "good": 1}'
        assert SessionPage.from_json(body).to_dict() == {"odd": [read], "good": 1}


def test_what_is_nested_too_deep_is_left_out() -> None:
    for opened, depth in product(("[", '{"a":', '["]", '), (99, 100, 900)):
        closed = "}" if opened[0] == "{" else "]"
        body = f'{{"new": {opened * (depth - 1)}[1]{closed * (depth - 1)}}}'.encode()
        read = SessionPage.from_json(body).to_dict()
        assert (read == json.loads(body)) is (depth < 100)
        pickle.loads(pickle.dumps(copy.deepcopy(read)))
        with_half_a_pair = SessionPage.from_json(body[:-1] + rb', "b": "\ud800"}').to_dict()
        assert with_half_a_pair == {**read, "b": "\ufffd"}


def test_an_error_says_what_came_and_not_its_value() -> None:
    values = {"a list": [TOKEN], "a string": TOKEN, "a number": 1.5, "a boolean": True, "null": None}
    for found, value in values.items():
        for read, content in ((SessionPage.from_dict, value), (SessionPage.from_json, json.dumps(value).encode())):
            with pytest.raises(ValueError, match=f"^the body: expected an object, found {found}$") as caught:
                read(content)  # type: ignore[arg-type]
            assert isinstance(caught.value, DecodeError)
            assert (caught.value.expected, caught.value.found) == ("an object", found)
            assert (caught.value.__context__, caught.value.__cause__) == (None, None)
            assert TOKEN not in "".join(traceback.format_exception(caught.value))


def test_errors_are_whole_after_a_copy_and_a_pickle() -> None:
    error, unexpected = DecodeError("a string", "null"), UnexpectedStatus(999, TOKEN.encode())
    error.content = b"{}"
    for again in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert (again.expected, again.found, again.content, str(again)) == ("a string", "null", b"{}", str(error))
    for other in (copy.copy(unexpected), pickle.loads(pickle.dumps(unexpected))):
        assert (other.status_code, other.content) == (999, TOKEN.encode())
        assert TOKEN not in f"{other}{other!r}"


def test_requests_share_a_connection_and_have_a_timeout() -> None:
    with ScriptedServer(lambda request: answer({})) as server, made(server.url) as client:
        assert [LIST.endpoint.sync_detailed(client=client).content for _ in range(3)] == [b"{}"] * 3
        timeout = client.get_httpx_client().timeout
    assert server.connections == 1
    assert None not in (timeout.connect, timeout.read, timeout.write, timeout.pool)


@each_way
def test_a_callers_httpx_client_gets_url_and_credentials(way: str) -> None:
    transport, requests = recording()
    options: Any = {"base_url": "http://elsewhere.invalid", "headers": {"X-Own": "kept"}, **transport}
    own = made(headers={"X-Team": "blue"})
    own.set_httpx_client(httpx.Client(**options)).set_async_httpx_client(httpx.AsyncClient(**options))
    ask(own.with_headers({"X-Team": "red"}).with_timeout(1), way)
    client: Any = own.get_httpx_client() if way == "sync_detailed" else own.get_async_httpx_client()
    assert client.is_closed  # by the end of the with block
    (request,) = requests
    found = [request.headers[name] for name in ("authorization", "x-own", "x-team")]
    assert (request.url.host, found) == ("server", [f"Bearer {TOKEN}", "kept", "red"])


def test_a_derived_client_leaves_the_first_as_it_was() -> None:
    original = made(headers={"X-Team": "blue", "X-Kept": "yes"}, timeout=9)
    changed = original.with_headers({"X-Team": "red"}).with_timeout(1.5)
    for client, timeout, team in ((changed, 1.5, "red"), (original, 9, "blue")):
        with client:
            assert client.get_httpx_client().timeout == httpx.Timeout(timeout)
        headers = sent(client)
        assert (headers["x-team"], headers["x-kept"]) == (team, "yes")


def test_options_reach_httpx(monkeypatch: pytest.MonkeyPatch) -> None:
    more = {"http2": True, "trust_env": False}
    client: Any = made(timeout=1.5, httpx_args=more)
    for name, open_client in (("Client", client.get_httpx_client), ("AsyncClient", client.get_async_httpx_client)):
        monkeypatch.setattr(httpx, name, dict)
        assert open_client() == {"timeout": 1.5, "verify": CERTIFICATES, **more}


def refused(way: str, transport: httpx.MockTransport) -> Exception:
    client = made(token=KEY, httpx_args={"transport": transport}, raise_on_unexpected_status=True)
    with pytest.raises((httpx.RequestError, DecodeError, UnexpectedStatus)) as caught:
        ask(client, way)
    error: Exception = caught.value
    return error


@each_way
def test_no_failure_shows_the_key_or_carries_it_along(way: str) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("reset", request=request)

    error = refused(way, httpx.MockTransport(fail))
    assert isinstance(error, httpx.RequestError)
    assert not leaks(repr(dict(error.request.headers)))
    assert error.request.url.path
    assert_hidden(error)
    for status, body in ((200, f"<html>{KEY}"), (200, f'["{KEY}"]'), (999, KEY)):
        reply = httpx.Response(status, content=body.encode())
        assert_hidden(refused(way, httpx.MockTransport(lambda _: reply)), pickled=False)  # noqa: B023
    for key in (f"{KEY}\r\nX-Other: 1", f"{KEY}\n", f"{KEY}\u2019", f"{KEY}\x00"):
        with pytest.raises(ValueError, match="the token has characters") as caught:
            ask(made(token=key), way)
        assert_hidden(caught.value, pickled=False)

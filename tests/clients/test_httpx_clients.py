"""The httpx clients underneath the typed clients: timeouts, redirects, and whose they are."""

from __future__ import annotations

import asyncio
import threading

import httpx
import pytest

from tests.clients.contracts import ANSWERS, CERTIFICATES, CLIENTS, OPERATIONS, Client, Operation
from tests.servers import Answer, FunctionServer, json_answer

TOKEN = "s3cret"
PAGE = b"<html><title>Bad Gateway</title></html>"
HTML = {"Content-Type": "text/html"}

each_client = pytest.mark.parametrize("client", CLIENTS, ids=str)
each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=str)
each_way = pytest.mark.parametrize("way", ["sync", "asyncio"])  # which call the detailed ones
each_error = pytest.mark.parametrize("answer", [each for each in ANSWERS if not each.is_success], ids=str)


@each_client
@pytest.mark.parametrize("get", ["get_httpx_client", "get_async_httpx_client"])
def test_no_request_waits_for_ever_by_default(client: Client, get: str) -> None:
    timeout = getattr(client.authenticated("http://localhost"), get)().timeout
    assert None not in (timeout.connect, timeout.read, timeout.write, timeout.pool)


@each_operation
@each_way
def test_a_silent_server_is_a_timeout(operation: Operation, way: str) -> None:
    over = threading.Event()

    def silent(request: object) -> Answer:
        over.wait(10)
        return Answer()

    with FunctionServer(silent) as server:
        try:
            with pytest.raises(httpx.TimeoutException):
                operation.ask(way, operation.client.authenticated(server.url, timeout=0.05))
        finally:
            over.set()


@each_client
def test_a_callers_httpx_client_gets_url_and_credentials(client: Client, server: FunctionServer) -> None:
    operation = client.operations[0]
    own = client.authenticated(server.url, TOKEN, headers={"X-Team": "blue"})
    headers = {"X-Own": "kept"}
    own.set_httpx_client(httpx.Client(base_url="http://elsewhere.invalid", headers=headers))
    own.set_async_httpx_client(httpx.AsyncClient(base_url="http://elsewhere.invalid", headers=headers))
    operation.ask("sync", own)
    operation.ask("asyncio", own)
    for request in server.requests:
        sent = request.headers
        assert TOKEN in sent[own.auth_header_name]
        assert (sent["x-own"], sent["x-team"]) == ("kept", "blue")
    assert len(server.requests) == 2


@each_client
def test_a_derived_client_keeps_the_callers_httpx_client(client: Client) -> None:
    with httpx.Client() as own:
        changed = (
            client.authenticated("http://localhost", TOKEN)
            .set_httpx_client(own)
            .with_headers({"X-Team": "red"})
            .with_timeout(1)
        )
        assert changed.get_httpx_client() is own


@each_client
def test_redirects_are_not_followed(client: Client) -> None:
    with FunctionServer(lambda request: Answer()) as elsewhere:
        moved = Answer(302, b"", {"Location": elsewhere.url})
        with FunctionServer(lambda request: moved) as server:
            client.operations[0].ask("sync", client.authenticated(server.url, TOKEN))
        assert elsewhere.requests == []


@each_client
def test_one_httpx_client_can_serve_two_accounts(client: Client, server: FunctionServer) -> None:
    with httpx.Client() as shared:
        for token in ("one", "two", "one"):
            account = client.authenticated(server.url, token).set_httpx_client(shared)
            client.operations[0].endpoint.sync(client=account)
    header = client.package.AuthenticatedClient(token=TOKEN).auth_header_name
    assert [request.headers[header].split()[-1] for request in server.requests] == ["one", "two", "one"]


@each_client
def test_a_client_with_more_headers_is_another_one(client: Client, server: FunctionServer) -> None:
    original = client.authenticated(server.url, TOKEN, headers={"X-Team": "blue", "X-Kept": "yes"})
    changed = original.with_headers({"X-Team": "red"})
    client.operations[0].ask("sync", original)
    client.operations[0].ask("sync", changed)
    assert [request.headers["x-team"] for request in server.requests] == ["blue", "red"]
    assert [request.headers["x-kept"] for request in server.requests] == ["yes", "yes"]
    assert type(changed) is type(original)


@each_client
def test_a_client_with_another_timeout_is_another_one(client: Client) -> None:
    with client.authenticated("http://localhost") as original:
        before = original.get_httpx_client().timeout
        with original.with_timeout(1.5) as changed:
            assert changed.get_httpx_client().timeout == httpx.Timeout(1.5)
        assert original.get_httpx_client().timeout == before


@each_client
@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
def test_options_reach_httpx(client: Client, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(httpx, kind, dict)
    more = {"http2": True, "trust_env": False}
    made = client.authenticated("http://localhost", timeout=1.5, verify_ssl=CERTIFICATES, httpx_args=more)
    given = made.get_httpx_client() if kind == "Client" else made.get_async_httpx_client()
    assert given == {"timeout": 1.5, "verify": CERTIFICATES, **more}


@each_client
def test_a_redirect_is_not_followed_by_default(client: Client, server: FunctionServer) -> None:
    elsewhere = {"Location": server.url + "/elsewhere"}
    with FunctionServer(lambda request: Answer(302, headers=elsewhere)) as redirecting:
        assert (
            client.operations[0].ask("sync_detailed", client.authenticated(redirecting.url, TOKEN)).status_code == 302
        )
    assert server.requests == []


@each_client
def test_one_connection_serves_request_after_request(client: Client) -> None:
    threads = set()

    def answer(request: object) -> Answer:
        threads.add(threading.get_ident())
        return json_answer({})

    operation = client.operations[0]
    with FunctionServer(answer) as server, client.authenticated(server.url) as opened:
        for _ in range(3):
            operation.endpoint.sync(client=opened, **operation.required)
    assert len(threads) == 1


@each_client
def test_a_with_block_closes_the_connections_at_its_end(client: Client) -> None:
    async def in_async() -> bool:
        async with client.authenticated("http://localhost") as opened:
            pass
        return bool(opened.get_async_httpx_client().is_closed)

    with client.authenticated("http://localhost") as opened:
        assert not opened.get_httpx_client().is_closed
    assert opened.get_httpx_client().is_closed
    assert asyncio.run(in_async())


@each_operation
@pytest.mark.parametrize("way", ["sync_detailed", "asyncio_detailed"])
def test_a_detailed_answer_has_status_headers_and_body(operation: Operation, way: str, server: FunctionServer) -> None:
    response = operation.ask(way, operation.client.authenticated(server.url))
    assert (response.status_code, response.content) == (200, b"{}")
    assert response.headers["content-type"] == "application/json"

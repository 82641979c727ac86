"""The clients and endpoints of every package, against a real server on loopback."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator
from typing import Any, get_type_hints
from uuid import UUID

import httpx
import pytest

from tests.clients.contracts import ANSWERS, CERTIFICATES, CLIENTS, OPERATIONS, Client, Documented, Operation, choices
from tests.servers import Answer, FunctionServer, json_answer

TOKEN = "s3cret"
PAGE = b"<html><title>Bad Gateway</title></html>"
HTML = {"Content-Type": "text/html"}

each_client = pytest.mark.parametrize("client", CLIENTS, ids=str)
each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=str)
each_way = pytest.mark.parametrize("way", ["sync", "asyncio"])  # which call the detailed ones
each_error = pytest.mark.parametrize("answer", [each for each in ANSWERS if not each.is_success], ids=str)


@pytest.fixture
def server() -> Iterator[FunctionServer]:
    """Answers everything with an object without fields, which every endpoint can read."""
    with FunctionServer(lambda request: json_answer({})) as server:
        yield server


def first(client: Client) -> Operation:
    return client.operations[0]


# Credentials and headers


@each_client
def test_the_documented_server_is_the_default(client: Client) -> None:
    assert client.package.Client().base_url == client.document["servers"][0]["url"]
    assert client.package.AuthenticatedClient(token=TOKEN).base_url == client.document["servers"][0]["url"]


@each_operation
@each_way
def test_credentials_are_sent_as_documented(operation: Operation, way: str, server: FunctionServer) -> None:
    client = operation.client
    operation.ask(way, client.authenticated(server.url, TOKEN))
    (name,) = client.document["security"][0]
    scheme = client.document["components"]["securitySchemes"][name]
    header, value = ("Authorization", f"Bearer {TOKEN}") if scheme["type"] == "http" else (scheme["name"], TOKEN)
    assert server.requests[0].headers.get_all(header) == [value]


@each_client
def test_another_scheme_can_be_chosen_by_arguments(client: Client, server: FunctionServer) -> None:
    chosen = client.authenticated(server.url, TOKEN, auth_header_name="Authorization", prefix="Bearer")
    first(client).ask("sync", chosen)
    assert server.requests[0].headers.get_all("Authorization") == [f"Bearer {TOKEN}"]
    assert server.requests[0].headers["x-api-key"] is None


@each_client
def test_a_client_without_credentials_sends_none(client: Client, server: FunctionServer) -> None:
    first(client).ask("sync", client.package.Client(server.url))
    assert not {"authorization", "x-api-key"} & {name.lower() for name in server.requests[0].headers}


@each_client
def test_headers_are_sent_and_the_callers_dict_stays_apart(client: Client, server: FunctionServer) -> None:
    headers = {"X-Team": "blue"}
    made = client.authenticated(server.url, TOKEN, headers=headers)
    headers["X-Team"] = "red"
    first(client).ask("sync", made)
    assert server.requests[0].headers["x-team"] == "blue"
    assert headers == {"X-Team": "red"}


@each_client
def test_credentials_take_the_place_of_a_header_of_that_name_in_any_case(
    client: Client, server: FunctionServer
) -> None:
    header = client.package.AuthenticatedClient(token=TOKEN).auth_header_name
    given = {header.lower(): "other", header.upper(): "other", header: "other"}
    first(client).ask("sync", client.authenticated(server.url, TOKEN, headers=given))
    sent = server.requests[0].headers.get_all(header)
    assert sent is not None
    assert [TOKEN in value for value in sent] == [True]


@each_client
def test_a_header_of_the_endpoints_own_wins(client: Client) -> None:
    made = client.authenticated("http://server", TOKEN, headers={"X-Team": "blue"})
    assert made.complete({"url": "/", "headers": {"X-Team": "own"}})["headers"]["X-Team"] == "own"


@each_client
def test_no_secret_shows_in_a_client(client: Client) -> None:
    arguments = {"headers": {"Authorization": TOKEN}, "httpx_args": {"auth": ("user", TOKEN)}}
    for each in (client.package.AuthenticatedClient(token=TOKEN, **arguments), client.package.Client(**arguments)):
        assert TOKEN not in repr(each)
        assert TOKEN not in str(each)


@each_operation
def test_no_body_and_no_header_shows_in_an_answer(operation: Operation) -> None:
    # That the typed value shows no secret is tested with the models.
    secret = Answer(200, f'{{"newField": "{TOKEN}"}}'.encode(), {"Set-Cookie": TOKEN})
    with FunctionServer(lambda request: secret) as server:
        response = operation.ask("sync_detailed", operation.client.authenticated(server.url))
    assert response.parsed["newField"] == response.headers["set-cookie"] == TOKEN
    assert TOKEN not in repr(response)


# URLs and parameters


@each_operation
@each_way
@pytest.mark.parametrize("base", ["", "/", "/proxy/vendor", "/proxy/vendor/"])
def test_the_base_url_may_have_a_path_and_end_in_a_slash(
    operation: Operation, way: str, base: str, server: FunctionServer
) -> None:
    operation.ask(way, operation.client.authenticated(server.url + base))
    expected = re.sub(r"{\w+}", "an%20id", operation.path)
    assert server.requests[0].path == base.rstrip("/") + expected


def each_parameter(place: str) -> pytest.MarkDecorator:
    found = [
        pytest.param(operation, name, id=f"{operation}-{name}")
        for operation in OPERATIONS
        for name, promise in operation.parameters.items()
        if promise["in"] == place
    ]
    return pytest.mark.parametrize(("operation", "name"), found)


@each_parameter("path")
@pytest.mark.parametrize(
    ("value", "segment"),
    [
        ("../x?y#z", "%2E%2E%2Fx%3Fy%23z"),
        ("..", "%2E%2E"),
        (".", "%2E"),
        ("%2e", "%252e"),
        ("a b;ä", "a%20b%3B%C3%A4"),
        ("{0}", "%7B0%7D"),
    ],
)
def test_a_parameter_in_the_path_stays_one_segment(
    operation: Operation, name: str, value: str, segment: str, server: FunctionServer
) -> None:
    operation.ask("sync", operation.client.authenticated(server.url), **{name: value})
    documented = operation.parameters[name]["name"]
    assert server.requests[0].target == operation.path.replace(f"{{{documented}}}", segment)


@each_parameter("query")
def test_a_parameter_of_the_query_is_sent_under_its_documented_name(
    operation: Operation, name: str, server: FunctionServer
) -> None:
    values = list(samples(operation, name))
    for value, _ in values:
        operation.ask("sync", operation.client.authenticated(server.url), **{name: value})
    documented = operation.parameters[name]["name"]
    assert [request.query[documented] for request in server.requests] == [[sent] for _, sent in values]


def samples(operation: Operation, name: str) -> Iterator[tuple[Any, str]]:
    """Values of a parameter, each with what stands for it on the wire."""
    (kind, *_) = choices(get_type_hints(operation.endpoint.sync)[name])
    schema = operation.client.resolved(operation.parameters[name]["schema"])
    if "enum" in schema:
        return ((kind(value), str(value)) for value in schema["enum"])
    some = {int: 7, str: "ä &+=?/#", UUID: UUID("89a01d8b-1fbc-4e97-9f46-4258dd2e7743")}[kind]
    return iter([(some, str(some))])


@each_operation
def test_of_what_is_not_given_only_the_documented_defaults_are_sent(
    operation: Operation, server: FunctionServer
) -> None:
    operation.ask("sync", operation.client.authenticated(server.url))
    optional = [promise for promise in operation.parameters.values() if not promise.get("required")]
    sent = {name: value for name, value in server.requests[0].query.items() if name not in required_names(operation)}
    assert sent == {
        promise["name"]: [str(promise["schema"]["default"])] for promise in optional if "default" in promise["schema"]
    }


def required_names(operation: Operation) -> set[str]:
    return {operation.parameters[name]["name"] for name in operation.required}


# Statuses


@each_way
@each_error
def test_a_documented_error_is_a_typed_value(answer: Documented, way: str) -> None:
    with FunctionServer(lambda request: json_answer({"message": "no"}, answer.status_code)) as server:
        parsed = answer.operation.parsed(way, answer.client.authenticated(server.url))
    assert type(parsed) is answer.model
    assert parsed.to_dict() == {"message": "no"}


@each_way
@pytest.mark.parametrize(
    ("vendor", "body", "name", "value"),
    [
        ("akool", {"code": 1101, "msg": "Invalid authorization"}, "code", 1101),
        ("anam", {"error": "Unauthorized", "message": "Invalid API key"}, "message", "Invalid API key"),
        ("konpro", {"code": "INVALID_API_KEY", "message": "no"}, "code", "INVALID_API_KEY"),
        ("elizaos", {"error": "API key required", "message": "Give X-API-KEY"}, "error", "API key required"),
    ],
)
def test_a_refused_key_is_told_in_the_vendors_own_words(
    vendor: str, body: dict[str, Any], name: str, value: object, way: str
) -> None:
    client = Client(vendor)
    with FunctionServer(lambda request: json_answer(body, 401)) as server:
        assert getattr(first(client).parsed(way, client.authenticated(server.url)), name) == value


@each_way
@each_operation
@pytest.mark.parametrize("status", [204, 302, 600, 999])
def test_a_status_that_is_not_documented_has_no_typed_value(operation: Operation, way: str, status: int) -> None:
    with FunctionServer(lambda request: json_answer({"message": "odd"}, status)) as server:
        assert operation.parsed(way, operation.client.authenticated(server.url)) is None


@each_way
@each_operation
@pytest.mark.parametrize("status", [204, 600, 999])
def test_a_status_that_is_not_documented_raises_where_that_is_wanted(
    operation: Operation, way: str, status: int
) -> None:
    client = operation.client
    with FunctionServer(lambda request: Answer(status, TOKEN.encode())) as server:
        strict = client.authenticated(server.url, raise_on_unexpected_status=True)
        with pytest.raises(client.package.UnexpectedStatus, match=str(status)) as caught:
            operation.ask(way, strict)
    assert caught.value.status_code == status
    assert TOKEN not in str(caught.value)


@each_error
def test_a_documented_error_is_not_unexpected(answer: Documented) -> None:
    with FunctionServer(lambda request: json_answer({}, answer.status_code)) as server:
        strict = answer.client.authenticated(server.url, raise_on_unexpected_status=True)
        assert answer.operation.parsed("sync", strict) is not None


@each_operation
@pytest.mark.parametrize("status", [401, 502, 520])
@pytest.mark.parametrize("way", ["sync_detailed", "asyncio_detailed"])
def test_of_a_proxys_error_page_there_is_the_status_and_the_body(operation: Operation, way: str, status: int) -> None:
    with FunctionServer(lambda request: Answer(status, PAGE, {**HTML, "Retry-After": "3"})) as server:
        response = operation.ask(way, operation.client.authenticated(server.url))
    assert (response.status_code, response.content, response.parsed) == (status, PAGE, None)
    assert response.headers["retry-after"] == "3"


@each_way
@each_operation
@pytest.mark.parametrize(
    "body",
    [PAGE, b"", b'{"cut": "of', b"\xff\xfe\xfd", b"[" * 100_000],
    ids=["HTML", "empty", "cut off", "not UTF-8", "deep"],
)
def test_a_success_that_is_no_json_is_one_error_that_keeps_the_body(
    operation: Operation, way: str, body: bytes
) -> None:
    with FunctionServer(lambda request: Answer(200, body, HTML)) as server:
        with pytest.raises(operation.client.package.DecodeError, match="the body: expected JSON") as caught:
            operation.ask(way, operation.client.authenticated(server.url))
    assert caught.value.content == body
    assert "Bad Gateway" not in f"{caught.value}{caught.value!r}"


# The httpx clients underneath


@each_client
@pytest.mark.parametrize("get", ["get_httpx_client", "get_async_httpx_client"])
def test_no_request_waits_for_ever_by_default(client: Client, get: str) -> None:
    timeout = getattr(client.authenticated(""), get)().timeout
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
def test_httpx_clients_of_the_callers_own_are_given_url_and_credentials(client: Client, server: FunctionServer) -> None:
    operation = first(client)
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
def test_a_client_made_from_another_keeps_the_callers_httpx_client(client: Client) -> None:
    with httpx.Client() as own:
        changed = client.authenticated("", TOKEN).set_httpx_client(own).with_headers({"X-Team": "red"}).with_timeout(1)
        assert changed.get_httpx_client() is own


@each_client
def test_redirects_are_not_followed(client: Client) -> None:
    with FunctionServer(lambda request: Answer()) as elsewhere:
        moved = Answer(302, b"", {"Location": elsewhere.url})
        with FunctionServer(lambda request: moved) as server:
            first(client).ask("sync", client.authenticated(server.url, TOKEN))
        assert elsewhere.requests == []


@each_client
def test_one_httpx_client_can_serve_two_accounts(client: Client, server: FunctionServer) -> None:
    with httpx.Client() as shared:
        for token in ("one", "two", "one"):
            account = client.authenticated(server.url, token).set_httpx_client(shared)
            first(client).endpoint.sync(client=account)
    header = client.package.AuthenticatedClient(token=TOKEN).auth_header_name
    assert [request.headers[header].split()[-1] for request in server.requests] == ["one", "two", "one"]


@each_client
def test_a_client_with_more_headers_is_another_one(client: Client, server: FunctionServer) -> None:
    original = client.authenticated(server.url, TOKEN, headers={"X-Team": "blue", "X-Kept": "yes"})
    changed = original.with_headers({"X-Team": "red"})
    first(client).ask("sync", original)
    first(client).ask("sync", changed)
    assert [request.headers["x-team"] for request in server.requests] == ["blue", "red"]
    assert [request.headers["x-kept"] for request in server.requests] == ["yes", "yes"]
    assert type(changed) is type(original)


@each_client
def test_a_client_with_another_timeout_is_another_one(client: Client) -> None:
    with client.authenticated("") as original:
        before = original.get_httpx_client().timeout
        with original.with_timeout(1.5) as changed:
            assert changed.get_httpx_client().timeout == httpx.Timeout(1.5)
        assert original.get_httpx_client().timeout == before


@each_client
@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
def test_options_reach_httpx(client: Client, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(httpx, kind, dict)
    more = {"http2": True, "trust_env": False}
    made = client.authenticated("", timeout=1.5, verify_ssl=CERTIFICATES, httpx_args=more)
    given = made.get_httpx_client() if kind == "Client" else made.get_async_httpx_client()
    assert given == {"timeout": 1.5, "verify": CERTIFICATES, **more}


@each_client
def test_a_redirect_is_not_followed_by_default(client: Client, server: FunctionServer) -> None:
    elsewhere = {"Location": server.url + "/elsewhere"}
    with FunctionServer(lambda request: Answer(302, headers=elsewhere)) as redirecting:
        assert first(client).ask("sync_detailed", client.authenticated(redirecting.url, TOKEN)).status_code == 302
    assert server.requests == []


@each_client
def test_one_connection_serves_request_after_request(client: Client) -> None:
    threads = set()

    def answer(request: object) -> Answer:
        threads.add(threading.get_ident())
        return json_answer({})

    operation = first(client)
    with FunctionServer(answer) as server, client.authenticated(server.url) as opened:
        for _ in range(3):
            operation.endpoint.sync(client=opened, **operation.required)
    assert len(threads) == 1


@each_client
def test_a_with_block_closes_the_connections_at_its_end(client: Client) -> None:
    async def in_async() -> bool:
        async with client.authenticated("") as opened:
            pass
        return bool(opened.get_async_httpx_client().is_closed)

    with client.authenticated("") as opened:
        assert not opened.get_httpx_client().is_closed
    assert opened.get_httpx_client().is_closed
    assert asyncio.run(in_async())


@each_operation
@pytest.mark.parametrize("way", ["sync_detailed", "asyncio_detailed"])
def test_a_detailed_answer_has_status_headers_and_body(operation: Operation, way: str, server: FunctionServer) -> None:
    response = operation.ask(way, operation.client.authenticated(server.url))
    assert (response.status_code, response.content) == (200, b"{}")
    assert response.headers["content-type"] == "application/json"

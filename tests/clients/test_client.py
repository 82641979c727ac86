"""The clients and endpoints of every package, against a real server on loopback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_type_hints
from uuid import UUID

import pytest

from tests.clients.contracts import ANSWERS, CLIENTS, OPERATIONS, Client, Documented, Operation, choices
from tests.servers import Answer, FunctionServer, json_answer

TOKEN = "s3cret"
PAGE = b"<html><title>Bad Gateway</title></html>"
HTML = {"Content-Type": "text/html"}

each_client = pytest.mark.parametrize("client", CLIENTS, ids=str)
each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=str)
each_way = pytest.mark.parametrize("way", ["sync", "asyncio"])  # which call the detailed ones
each_error = pytest.mark.parametrize("answer", [each for each in ANSWERS if not each.is_success], ids=str)


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
def test_credentials_replace_a_header_of_that_name(client: Client, server: FunctionServer) -> None:
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
def test_a_query_parameter_has_its_documented_name(operation: Operation, name: str, server: FunctionServer) -> None:
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
def test_only_documented_defaults_are_sent_unasked(operation: Operation, server: FunctionServer) -> None:
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
def test_an_undocumented_status_raises_where_wanted(operation: Operation, way: str, status: int) -> None:
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
def test_a_success_without_json_is_one_error_with_the_body(operation: Operation, way: str, body: bytes) -> None:
    with FunctionServer(lambda request: Answer(200, body, HTML)) as server:
        with pytest.raises(operation.client.package.DecodeError, match="the body: expected JSON") as caught:
            operation.ask(way, operation.client.authenticated(server.url))
    assert caught.value.content == body
    assert "Bad Gateway" not in f"{caught.value}{caught.value!r}"

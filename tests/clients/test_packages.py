"""A smoke test of each package: its addresses, credentials, parameters and answers match the document."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_type_hints
from uuid import UUID

import httpx
import pytest

from tests.clients.contracts import CLIENTS, OPERATIONS, Client, Operation

TOKEN = "s3cret"

each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=str)


def test_all_packages_have_the_same_engine() -> None:
    """So that it is enough to try one of them."""

    def engine(client: Client) -> dict[str, list[str]]:
        texts = {
            path.name: path.read_text(encoding="utf-8") for path in Path(client.package.__file__).parent.glob("*.py")
        }
        apart = ("__init__.py", "defaults.py")
        return {name: text.splitlines()[1:] for name, text in texts.items() if name not in apart}

    first, *others = map(engine, CLIENTS)
    assert others == [first] * 3


def sent(operation: Operation, way: str = "sync", base: str = "http://server", **arguments: Any) -> httpx.Request:
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json={})

    client = operation.client.authenticated(base, TOKEN, httpx_args={"transport": httpx.MockTransport(answer)})
    operation.ask(way, client, **arguments)
    return requests[0]


@each_operation
def test_server_and_credentials_are_as_documented(operation: Operation) -> None:
    assert operation.client.package.Client().base_url == operation.client.document["servers"][0]["url"]
    (name,) = operation.client.document["security"][0]
    scheme = operation.client.document["components"]["securitySchemes"][name]
    header, value = ("Authorization", f"Bearer {TOKEN}") if scheme["type"] == "http" else (scheme["name"], TOKEN)
    for way in ("sync", "asyncio"):
        assert sent(operation, way).headers.get_list(header) == [value]


@each_operation
def test_path_and_defaults_are_as_documented(operation: Operation) -> None:
    request = sent(operation, base="http://server/proxy/")
    assert request.url.raw_path.decode().partition("?")[0] == "/proxy" + re.sub(r"{\w+}", "an%20id", operation.path)
    optional = [promise for promise in operation.parameters.values() if promise["in"] == "query"]
    defaults = {each["name"]: str(each["schema"]["default"]) for each in optional if "default" in each["schema"]}
    assert {name: value for name, value in request.url.params.items() if value != "an id"} == defaults


@each_operation
def test_the_body_is_sent_as_json(operation: Operation) -> None:
    request = sent(operation)
    fields = {name: "an id" for body in operation.body.values() for name in body.to_dict()}
    assert (json.loads(request.content) if request.content else {}) == fields
    assert request.headers.get("content-type") == ("application/json" if fields else None)


@each_operation
def test_each_parameter_has_its_documented_name(operation: Operation) -> None:
    for name, promise in operation.parameters.items():
        for value in samples(operation, name):
            request = sent(operation, **{name: value})
            if promise["in"] == "query":
                assert request.url.params.get_list(promise["name"]) == [str(value)]
            else:
                assert request.url.path.endswith(operation.path.replace(f"{{{promise['name']}}}", value))


def samples(operation: Operation, name: str) -> list[Any]:
    kind, *_ = getattr(get_type_hints(operation.endpoint.sync)[name], "__args__", [str])
    schema = operation.client.resolved(operation.parameters[name]["schema"])
    if "enum" in schema:
        return [kind(value) for value in schema["enum"]]
    return [{int: 7, str: "ä &+=?", UUID: UUID("89a01d8b-1fbc-4e97-9f46-4258dd2e7743")}[kind]]


@each_operation
def test_every_documented_answer_is_a_typed_value(operation: Operation) -> None:
    for answer in operation.answers:
        response = httpx.Response(answer.status_code, json={"message": "no"})
        parsed = operation.answered("asyncio", response, raise_on_unexpected_status=True)
        assert type(parsed) is answer.model, answer
        assert parsed.to_dict() == {"message": "no"}, answer


@each_operation
def test_what_is_not_documented_has_no_typed_value(operation: Operation) -> None:
    package = operation.client.package
    reads_any_text = not any(answer.is_success for answer in operation.answers)
    assert operation.answered("sync", httpx.Response(204)) == ("" if reads_any_text else None)
    with pytest.raises(package.UnexpectedStatus, match="999"):
        operation.answered("sync", httpx.Response(999), raise_on_unexpected_status=True)
    for body in () if reads_any_text else (b"<html>", b"[]"):
        with pytest.raises(package.DecodeError, match="the body: expected"):
            operation.answered("sync", httpx.Response(200, content=body))

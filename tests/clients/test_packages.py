"""A smoke test of each package: its addresses, credentials, parameters and answers match the document."""

import json
import re
from pathlib import Path
from typing import Any, get_type_hints
from uuid import UUID

import httpx
import pytest

from tests.clients.contracts import CLIENTS, OPERATIONS, Operation, recording

TOKEN = "s3cret"

each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=str)


def test_all_packages_have_the_same_engine() -> None:
    """Therefore it is enough to test the engine in one package."""
    apart = ("__init__.py", "defaults.py")
    folders = [Path(client.package.__file__).parent for client in CLIENTS]
    first, *others = (
        {path.name: path.read_text(encoding="utf-8").splitlines()[1:] for path in folder.glob("*.py")}
        for folder in folders
    )
    assert all(first[name] == other[name] for other in others for name in first.keys() - apart)
    assert [other.keys() for other in others] == [first.keys()] * 3


def sent(operation: Operation, way: str = "sync", base: str = "http://server", **arguments: Any) -> httpx.Request:
    transport, requests = recording()
    operation.ask(way, operation.client.authenticated(base, TOKEN, httpx_args=transport), **arguments)
    request: httpx.Request = requests[0]
    return request


@each_operation
def test_server_and_credentials_are_as_documented(operation: Operation) -> None:
    assert operation.client.package.Client().base_url == operation.client.document["servers"][0]["url"]
    (name,) = operation.client.document["security"][0]
    scheme = operation.client.document["components"]["securitySchemes"][name]
    header, value = ("Authorization", f"Bearer {TOKEN}") if scheme["type"] == "http" else (scheme["name"], TOKEN)
    for way in ("sync", "asyncio"):
        assert sent(operation, way).headers.get_list(header) == [value]


@each_operation
def test_path_body_and_defaults_are_as_documented(operation: Operation) -> None:
    request = sent(operation, base="http://server/proxy/")
    fields = {name: "an id" for body in operation.body.values() for name in body.to_dict()}
    assert (json.loads(request.content) if request.content else {}) == fields
    assert request.headers.get("content-type") == ("application/json" if fields else None)
    assert request.url.raw_path.decode().partition("?")[0] == "/proxy" + re.sub(r"{\w+}", "an%20id", operation.path)
    optional = [promise for promise in operation.parameters.values() if promise["in"] == "query"]
    defaults = {each["name"]: str(each["schema"]["default"]) for each in optional if "default" in each["schema"]}
    assert {name: value for name, value in request.url.params.items() if value != "an id"} == defaults


@each_operation
def test_each_parameter_has_its_documented_name(operation: Operation) -> None:
    samples: dict[Any, Any] = {int: 7, str: "ä &+=?", UUID: UUID("89a01d8b-1fbc-4e97-9f46-4258dd2e7743")}
    for name, promise in operation.parameters.items():
        kind, *_ = getattr(get_type_hints(operation.endpoint.sync)[name], "__args__", [str])
        schema = operation.client.resolved(promise["schema"])
        for value in map(kind, schema["enum"]) if "enum" in schema else [samples[kind]]:
            request = sent(operation, **{name: value})
            if promise["in"] == "query":
                assert request.url.params.get_list(promise["name"]) == [str(value)]
            else:
                assert request.url.path.endswith(operation.path.replace(f"{{{promise['name']}}}", value))


@each_operation
def test_only_documented_answers_are_typed_values(operation: Operation) -> None:
    for answer in operation.answers:
        response = httpx.Response(answer.status_code, json={"message": "no"})
        parsed = operation.answered("asyncio", response, raise_on_unexpected_status=True)
        assert type(parsed) is answer.model, answer
        assert parsed.to_dict() == {"message": "no"}, answer
    package = operation.client.package
    reads_any_text = not any(answer.is_success for answer in operation.answers)
    assert operation.answered("sync", httpx.Response(204)) == ("" if reads_any_text else None)
    with pytest.raises(package.UnexpectedStatus, match="999"):
        operation.answered("sync", httpx.Response(999), raise_on_unexpected_status=True)
    for body in () if reads_any_text else (b"<html>", b"[]"):
        with pytest.raises(package.DecodeError, match="the body: expected"):
            operation.answered("sync", httpx.Response(200, content=body))

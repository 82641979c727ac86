"""The examples of a document, there and back by the model of their place."""

from __future__ import annotations

import inspect
import json
import typing
from collections.abc import Iterator, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

import httpx
from attrs import frozen

from codegen.documents import METHODS
from tests.side_by_side.comparing import as_json, same
from tests.side_by_side.packages import Package
from tests.side_by_side.reading import attempt


@frozen(kw_only=True)
class Example:
    """An example of a schema, or of a body of an operation."""

    where: str
    value: Any

    def wrong_in(self, package: Package) -> str:
        """Say how the example comes back differently; empty if it does not."""
        back, failed = attempt(self.there_and_back, package)
        if failed or not same(back, self.value):
            return f"{self.where}: {failed or f'{json.dumps(self.value)[:300]} comes back as {json.dumps(back)[:300]}'}"
        return ""

    def there_and_back(self, package: Package) -> Any:
        raise NotImplementedError


@frozen(kw_only=True)
class SchemaExample(Example):
    """An example of a schema of the components."""

    schema: str

    def there_and_back(self, package: Package) -> Any:
        strings: Any = import_module("openapi_python_client.strings")
        model: Any = getattr(package.models, strings.ClassName(self.schema, "field_"), None)
        # A schema may have no class of its own, such as one that only refers to another.
        return model.from_dict(self.value).to_dict() if model and hasattr(model, "from_dict") else self.value


@frozen(kw_only=True)
class BodyExample(Example):
    """An example of a request's body."""

    path: str
    method: str
    operation: Mapping[str, Any]

    def there_and_back(self, package: Package) -> Any:
        endpoint = endpoint_of(package, self.path, self.method, self.operation)
        names = {**vars(package.models), **vars(endpoint)}
        hint = typing.get_type_hints(endpoint._get_kwargs, names)["body"]
        members: list[Any] = [hint, *typing.get_args(hint)]
        models = [each for each in members if hasattr(each, "from_dict")]
        results = [model.from_dict(self.value).to_dict() for model in models]
        return next((result for result in results if same(result, self.value)), results[0] if results else self.value)


@frozen(kw_only=True)
class AnswerExample(Example):
    """An example of an answer's body."""

    path: str
    method: str
    operation: Mapping[str, Any]
    status: int
    media_type: str

    def there_and_back(self, package: Package) -> Any:
        endpoint = endpoint_of(package, self.path, self.method, self.operation)
        as_text = isinstance(self.value, str) and "json" not in self.media_type
        body = self.value.encode() if as_text else json.dumps(self.value).encode()
        headers = {"content-type": self.media_type}
        transport = httpx.MockTransport(lambda request: httpx.Response(self.status, content=body, headers=headers))
        client = (
            package.module()
            .Client(base_url="https://server.invalid")
            .set_httpx_client(httpx.Client(transport=transport, base_url="https://server.invalid"))
        )
        return as_json(endpoint.sync_detailed(**stand_ins(endpoint.sync_detailed), client=client).parsed)


class StandIn(str):
    """An argument of any type, as far as a request is concerned."""

    payload = b""
    value = ""

    def to_dict(self) -> dict[str, Any]:
        return {}

    def to_multipart(self) -> list[Any]:
        return []

    def isoformat(self) -> str:
        return ""


def stand_ins(function: Any) -> dict[str, Any]:
    parameters = inspect.signature(function).parameters.values()
    return {each.name: StandIn("x") for each in parameters if each.default is each.empty and each.name != "client"}


def endpoint_of(package: Package, path: str, method: str, operation: Mapping[str, Any]) -> ModuleType:
    """The module of an operation, which has its method and path in it."""
    strings: Any = import_module("openapi_python_client.strings")
    unsafe = path.replace("{", "").replace("}", "").replace("/", "_").strip("_")
    name = strings.PythonIdentifier(operation.get("operationId") or f"{method}_{unsafe}", "field_")
    tag = strings.PythonIdentifier((operation.get("tags") or ["default"])[0], "tag")
    return import_module(f"{package.name}.api.{tag}.{name}")


def examples_of(document: Mapping[str, Any]) -> Iterator[Example]:
    """Every example of a schema that is an object, and of a body that has a schema."""
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        for value in [schema[key] for key in ("example",) if key in schema] + list(schema.get("examples", [])):
            if isinstance(value, dict):
                yield SchemaExample(where=f"schema {name}", value=value, schema=name)
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield from _examples_of_operation(document, path, method, item[method])


def _examples_of_operation(
    document: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]
) -> Iterator[Example]:
    where = f"{method.upper()} {path}"
    body = resolved(document, operation.get("requestBody", {}))
    for media_type, value in _examples_of_content(document, body):
        if isinstance(value, dict) and "json" in media_type:
            yield BodyExample(where=f"{where} body", value=value, path=path, method=method, operation=operation)
    for status, answer in operation["responses"].items():
        for media_type, value in _examples_of_content(document, resolved(document, answer)):
            yield AnswerExample(
                where=f"{where} {status}",
                value=value,
                path=path,
                method=method,
                operation=operation,
                status=int(status.replace("X", "0")) if status != "default" else 500,
                media_type=media_type,
            )


def _examples_of_content(document: Mapping[str, Any], holder: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for media_type, media in holder.get("content", {}).items():
        if "schema" not in media:
            continue
        if "example" in media:
            yield media_type, media["example"]
        named = [resolved(document, each) for each in media.get("examples", {}).values()]
        yield from ((media_type, each["value"]) for each in named if "value" in each)


def resolved(document: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    """The part itself, where there is a reference to it."""
    while "$ref" in part:
        found: Any = document
        for step in str(part["$ref"]).removeprefix("#/").split("/"):
            found = found[step.replace("~1", "/").replace("~0", "~")]
        part = found
    return part

"""The contents of the documents, each with the module or class of the client package that implements it."""

from __future__ import annotations

import asyncio
import inspect
import ssl
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from importlib import import_module
from types import ModuleType
from typing import Any, get_type_hints

import httpx
from attrs import frozen

from codegen.overlay import contract
from codegen.rooms import package_name, vendors

Schema = dict[str, Any]

_contract = cache(contract)
CERTIFICATES = ssl.create_default_context()
"""Shared by all clients, because loading the certificates takes longer than the rest of a test."""


@frozen
class Client:
    vendor: str

    @property
    def package(self) -> Any:
        return import_module(package_name(self.vendor))

    @property
    def document(self) -> Schema:
        return _contract(self.vendor)

    @property
    def operations(self) -> list[Operation]:
        return [Operation(self, path, method) for path, methods in self.document["paths"].items() for method in methods]

    def authenticated(self, base_url: str, token: str = "a token", **options: Any) -> Any:
        return self.package.AuthenticatedClient(base_url, token=token, **{"verify_ssl": CERTIFICATES, **options})

    def resolved(self, schema: Schema) -> Schema:
        return resolved(self.document, schema)

    def __str__(self) -> str:
        return self.vendor


def recording(status: int = 200, body: bytes = b"{}", headers: Mapping[str, str] | None = None) -> Any:
    """Return arguments for an httpx client that gets this answer, and the list of its requests."""
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))

    return {"transport": httpx.MockTransport(answer)}, requests


def resolved(document: Schema, schema: Schema) -> Schema:
    while "$ref" in schema:
        steps = schema["$ref"].removeprefix("#/").split("/")
        schema = document
        for step in steps:
            schema = schema[step]
    return schema


@frozen
class Operation:
    client: Client
    path: str
    method: str

    @property
    def promise(self) -> Schema:
        found: Schema = self.client.document["paths"][self.path][self.method]
        return found

    @property
    def endpoint(self) -> ModuleType:
        names = [*self.promise["tags"], self.promise["operationId"]]
        return import_module(".".join([package_name(self.client.vendor), "api", *map(str.lower, names)]))

    @property
    def parameters(self) -> dict[str, Schema]:
        """The documented parameters, by their Python names, in the order of the function's signature."""
        names = [name for name in inspect.signature(self.endpoint.sync).parameters if name not in ("client", "body")]
        documented = [self.client.resolved(parameter) for parameter in self.promise.get("parameters", [])]
        ordered = sorted(documented, key=lambda parameter: ["path", "query"].index(parameter["in"]))
        return dict(zip(names, ordered, strict=True))

    @property
    def answers(self) -> Iterator[Documented]:
        for status, promise in self.promise["responses"].items():
            if "application/json" in promise["content"]:
                yield Documented(self, status)

    @property
    def body(self) -> dict[str, Any]:
        """The argument `body` with its required fields; empty if the operation has no body."""
        if "requestBody" not in self.promise:
            return {}
        schema = self.promise["requestBody"]["content"]["application/json"]["schema"]
        kind = get_type_hints(self.endpoint.sync)["body"]
        return {"body": kind.from_dict(dict.fromkeys(schema["required"], "an id"))}

    def ask(self, way: str, client: Any, **arguments: Any) -> Any:
        """Call one of the endpoint's functions, such as `sync_detailed`, and close the client."""
        function = getattr(self.endpoint, way)
        required = {name: "an id" for name, promise in self.parameters.items() if promise.get("required")}
        arguments = {"client": client, **required, **self.body, **arguments}

        async def ask_async() -> Any:
            async with client:
                return await function(**arguments)

        if way.startswith("asyncio"):
            return asyncio.run(ask_async())
        with client:
            return function(**arguments)

    def answered(self, way: str, response: httpx.Response, **options: Any) -> Any:
        """Call a function whose request gets this response, without a network."""
        transport = httpx.MockTransport(lambda request: response)
        return self.ask(way, self.client.authenticated("http://server", httpx_args={"transport": transport}, **options))

    def __str__(self) -> str:
        return f"{self.client}-{self.promise['operationId']}"


@frozen
class Documented:
    operation: Operation
    status: str

    @property
    def schema(self) -> Schema:
        found: Schema = self.operation.promise["responses"][self.status]["content"]["application/json"]["schema"]
        return found

    @property
    def client(self) -> Client:
        return self.operation.client

    @property
    def status_code(self) -> int:
        """A status of this documented answer. For a range such as 4XX it is 499."""
        return int(self.status) if self.status.isdecimal() else 100 * int(self.status[0]) + 99

    @property
    def is_success(self) -> bool:
        return self.status.startswith("2")

    @cached_property
    def model(self) -> Any:
        """The class of the body's value, found by reading an empty object: any field may be missing."""
        return type(self.operation.answered("sync", httpx.Response(self.status_code, json={})))

    def __str__(self) -> str:
        return f"{self.operation}-{self.status}"


CLIENTS = [Client(vendor) for vendor in vendors()]
OPERATIONS = [operation for client in CLIENTS for operation in client.operations]
ANSWERS = [answer for operation in OPERATIONS for answer in operation.answers]

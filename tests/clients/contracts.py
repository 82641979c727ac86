"""What the documents promise, and which module or class of the client packages is to keep it."""

from __future__ import annotations

import asyncio
import inspect
import ssl
import typing
from collections.abc import Iterator
from functools import cache, cached_property
from http import HTTPStatus
from importlib import import_module
from types import ModuleType
from typing import Any

import httpx
from attrs import frozen

from codegen.overlay import contract
from codegen.rooms import package_name, vendors

Schema = dict[str, Any]

VENDORS = vendors()
WAYS = ("sync", "sync_detailed", "asyncio", "asyncio_detailed")
"""The four functions of every endpoint."""
CERTIFICATES = ssl.create_default_context()
"""Loaded once: for each client anew, that takes longer than all else that is tested of it."""


@frozen
class Client:
    """A vendor's client package and the document that it was made from."""

    vendor: str

    @property
    def package(self) -> Any:
        return import_module(package_name(self.vendor))

    @property
    def models(self) -> list[Any]:
        """The classes that an answer's values are read into, enums among them."""
        module = import_module(f"{package_name(self.vendor)}.models")
        return [getattr(module, name) for name in module.__all__]

    @property
    def types(self) -> Any:
        return import_module(f"{package_name(self.vendor)}.types")

    @property
    def document(self) -> Schema:
        return _contract(self.vendor)

    @property
    def operations(self) -> list[Operation]:
        return [Operation(self, path, method) for path, methods in self.document["paths"].items() for method in methods]

    def authenticated(self, base_url: str, token: str = "a token", **options: Any) -> Any:
        return self.package.AuthenticatedClient(base_url, token=token, **{"verify_ssl": CERTIFICATES, **options})

    def resolved(self, schema: Schema) -> Schema:
        """The schema itself, where there is a reference to it."""
        while "$ref" in schema:
            steps = schema["$ref"].removeprefix("#/").split("/")
            schema = self.document
            for step in steps:
                schema = schema[step]
        return schema

    def __str__(self) -> str:
        return self.vendor


@frozen
class Operation:
    """One operation of a document; its module in the package has a function for each of `WAYS`."""

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
        """The documented parameters, by their names in Python, which come in the same order."""
        names = list(inspect.signature(self.endpoint._get_kwargs).parameters)
        documented = [self.client.resolved(parameter) for parameter in self.promise.get("parameters", [])]
        ordered = sorted(documented, key=lambda parameter: ["path", "query"].index(parameter["in"]))
        return dict(zip(names, ordered, strict=True))

    @property
    def required(self) -> dict[str, Any]:
        """Some argument for each parameter that must be given."""
        return {name: "an id" for name, promise in self.parameters.items() if promise.get("required")}

    @property
    def answers(self) -> Iterator[Documented]:
        for status in self.promise["responses"]:
            yield Documented(self, status)

    def ask(self, way: str, client: Any, **arguments: Any) -> Any:
        """Call the endpoint, close the client, and give the typed value or, if `way` is detailed, the Response."""
        function = getattr(self.endpoint, way)
        arguments = {"client": client, **self.required, **arguments}

        async def ask_async() -> Any:
            async with client:
                return await function(**arguments)

        if way.startswith("asyncio"):
            return asyncio.run(ask_async())
        with client:
            return function(**arguments)

    def parsed(self, way: str, client: Any, **arguments: Any) -> Any:
        """The typed value, whichever way."""
        answer = self.ask(way, client, **arguments)
        return answer.parsed if way.endswith("detailed") else answer

    def __str__(self) -> str:
        return f"{self.client}-{self.promise['operationId']}"


@frozen
class Documented:
    """A documented answer of an operation."""

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
        """A status that this answer is documented for: 4XX stands for a whole range."""
        return int(self.status) if self.status.isdecimal() else 100 * int(self.status[0]) + 99

    @property
    def is_success(self) -> bool:
        return HTTPStatus(200) <= self.status_code < HTTPStatus(300)

    @cached_property
    def model(self) -> Any:
        """The class that the body is read into: an empty object is readable, since any field may be missing."""
        transport = httpx.MockTransport(lambda request: httpx.Response(self.status_code, json={}))
        client = self.client.authenticated("http://server", httpx_args={"transport": transport})
        return type(self.operation.parsed("sync", client))

    def __str__(self) -> str:
        return f"{self.operation}-{self.status}"


@cache
def _contract(vendor: str) -> Schema:
    return contract(vendor)


CLIENTS = [Client(vendor) for vendor in VENDORS]
OPERATIONS = [operation for client in CLIENTS for operation in client.operations]
ANSWERS = [answer for operation in OPERATIONS for answer in operation.answers]


def is_model(kind: type) -> bool:
    return hasattr(kind, "from_dict")


def choices(hint: Any) -> tuple[Any, ...]:
    """The members of a union type; the type alone if it is none."""
    return typing.get_args(hint) or (hint,)

"""A server with sessions of every kind, and the ways to ask it: the typed client's and the wrapper's, two each."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from types import ModuleType
from typing import Any, Self, TypeVar

import httpx
from attrs import frozen

import elizaos_client
from allsessions import AsyncClient, Client, ElizaOS, Session
from tests.elizaos.server import ElizaServer

T = TypeVar("T")

TOKEN = "t0ken-0f-the-server"
NAME = "eliza-a"
SESSIONS = 25

USERS = (
    "1ba7064e-00e3-469c-a0eb-ca870493851e",
    "6f1c2d3e-4b5a-4978-8a6b-7c8d9e0f1a2b",
    "b21d7a90-3c4e-4f55-9e66-0a1b2c3d4e5f",
)
SECRET = "s3cret-0f-a-caller"
# What sessions are made with, in addition to agent and user: every kind of JSON, and values that count as none.
METADATA: tuple[dict[str, Any], ...] = (
    {"metadata": {"kiosk": 3, "nested": {"tags": ["a", None, {"b": 1.5}]}, "at": "2026-02-11"}},
    {"metadata": {"apiKey": SECRET, "apiKeyId": "key-1"}},
    {"metadata": {}},
    {"metadata": "text with „quotes“ and \n a break"},
    {"metadata": ["a", 1, None, {"b": []}]},
    {"metadata": []},
    {"metadata": 7.5},
    {"metadata": 12},
    {"metadata": True},
    {"metadata": 0},
    {"metadata": None},
    {},
)
# Long enough that no session expires during the tests.
TIMEOUTS: tuple[dict[str, Any], ...] = (
    {},
    {"timeoutConfig": {}},
    {"timeoutConfig": {"timeoutMinutes": 30.5}},
    {"timeoutConfig": {"timeoutMinutes": 45, "maxDurationMinutes": 60.25, "warningThresholdMinutes": 50.75}},
    {"timeoutConfig": {"autoRenew": False}},
    {"timeoutConfig": {"autoRenew": None, "timeoutMinutes": 25}},
    {"timeoutConfig": {"autoRenew": "yes"}},
)


@frozen(kw_only=True)
class World:
    """A running server and what it answered when its sessions were made, in that order.

    Attributes:
        server: The server.
        token: What it wants as X-API-KEY; None if it is open.
        created: Its answers.
    """

    server: ElizaServer
    token: str | None
    created: tuple[dict[str, Any], ...]

    @classmethod
    def make(cls, server: ElizaServer, *, token: str | None) -> Self:
        """Make the sessions."""
        created = tuple(
            server.create_session(
                server.agents[number % 2],
                USERS[number % len(USERS)],
                **METADATA[number % len(METADATA)],
                **TIMEOUTS[number % len(TIMEOUTS)],
            )
            for number in range(SESSIONS)
        )
        return cls(server=server, token=token, created=created)

    def source(self, **options: Any) -> ElizaOS:
        """The server as a source of the wrapper, with its token unless `options` has another."""
        return ElizaOS(**{"name": NAME, "base_url": self.server.base_url, "api_key": self.token, **options})

    def get(self, path: str, token: str | None = None) -> httpx.Response:
        """The server's own answer to a GET, with its token unless there is another."""
        sent = self.token if token is None else token
        headers = {} if sent is None else {"X-API-KEY": sent}
        return httpx.get(f"{self.server.base_url}{path}", headers=headers, trust_env=False)


def typed(face: str, endpoint: ModuleType, world: World, **arguments: Any) -> Any:
    """The response of an endpoint of the typed client, by its `sync_detailed` or its `asyncio_detailed`."""
    settings: dict[str, Any] = {"httpx_args": {"trust_env": False}}
    client = (
        elizaos_client.Client(world.server.base_url, **settings)
        if world.token is None
        else elizaos_client.AuthenticatedClient(world.server.base_url, token=world.token, **settings)
    )

    async def asked() -> Any:
        async with client:
            return await endpoint.asyncio_detailed(client=client, **arguments)

    if face == "asyncio":
        return asyncio.run(asked())
    with client:
        return endpoint.sync_detailed(client=client, **arguments)


@frozen
class Wrapper:
    """The wrapper's Client or AsyncClient, asked in one way.

    Attributes:
        face: Which of them.
        bodies: What the server answered, as JSON.
    """

    face: str
    bodies: list[Any]

    def list(self, source: ElizaOS, **filters: Any) -> list[Session]:
        """The sessions of a list."""

        async def listed(client: AsyncClient) -> list[Session]:
            return [session async for session in client.list(**filters)]

        return self._asked(source, lambda client: [*client.list(**filters)], listed)

    def pages(self, source: ElizaOS, **filters: Any) -> Any:
        """The pages of a list."""

        async def read(client: AsyncClient) -> Any:
            return [page async for page in client.pages(source, **filters)]

        return self._asked(source, lambda client: [*client.pages(source, **filters)], read)

    def get(self, source: ElizaOS, *ids: str) -> Any:
        """The sessions with these ids."""

        async def got(client: AsyncClient) -> Any:
            return [await client.get(f"{source.name}:{id}") for id in ids]

        return self._asked(source, lambda client: [client.get(f"{source.name}:{id}") for id in ids], got)

    def count(self, source: ElizaOS, **filters: Any) -> dict[str, int | None]:
        """How many sessions there are."""
        return self._asked(source, lambda client: client.count(**filters), lambda client: client.count(**filters))

    def _asked(
        self, source: ElizaOS, ask: Callable[[Client], T], ask_async: Callable[[AsyncClient], Awaitable[T]]
    ) -> T:
        async def keep(answer: httpx.Response) -> None:
            await answer.aread()
            if "json" in answer.headers.get("content-type", ""):
                self.bodies.append(json.loads(answer.content))

        http = {"trust_env": False, "event_hooks": {"response": [keep]}}

        async def asked() -> T:
            async with AsyncClient([source], retries=0, http=http) as client:
                return await ask_async(client)

        if self.face == "AsyncClient":
            return asyncio.run(asked())
        with Client([source], retries=0, http=http) as client:
            return ask(client)


def time(text: str) -> datetime:
    """A timestamp of the server's."""
    return datetime.fromisoformat(text)

"""Calls of the endpoints of a compiled client, without a network."""

from __future__ import annotations

import asyncio
import importlib
import json
from typing import Any

import httpx


def answered(client: Any, name: str, answer: Any) -> Any:
    """What an endpoint makes of an answer, in detail: bytes, or else JSON."""
    content = answer if isinstance(answer, bytes) else json.dumps(answer)
    with _client(client, lambda request: httpx.Response(200, content=content)) as opened:
        return _endpoint(client, name).sync_detailed(client=opened)


def sent(client: Any, name: str, **arguments: Any) -> httpx.Request:
    """What an endpoint sends, one way; the other way sends the same URL and credentials."""
    requests: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json={})

    async def ask() -> None:
        async with _client(client, handle) as opened:
            await _endpoint(client, name).asyncio_detailed(client=opened, **arguments)

    with _client(client, handle) as opened:
        _endpoint(client, name).sync_detailed(client=opened, **arguments)
    asyncio.run(ask())
    first, second = requests
    assert (second.url, second.headers.get("cookie")) == (first.url, first.headers.get("cookie"))
    return first


def _client(client: Any, handle: Any) -> Any:
    return client.AuthenticatedClient(token="key", httpx_args={"transport": httpx.MockTransport(handle)})


def _endpoint(client: Any, name: str) -> Any:
    return importlib.import_module(f"{client.__name__}.api.things.{name}")

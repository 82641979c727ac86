"""Calls of the endpoints of a compiled client, without a network."""

from __future__ import annotations

import asyncio
import importlib
import json
from typing import Any

import httpx


def answered(client: Any, name: str, answer: Any) -> Any:
    """What an endpoint makes of an answer, in detail: bytes, or else JSON."""
    return _called(client, name, answer)[1]


def sent(client: Any, name: str, **arguments: Any) -> httpx.Request:
    """What an endpoint sends."""
    return _called(client, name, {}, **arguments)[0]


def sent_async(client: Any, name: str, **arguments: Any) -> httpx.Request:
    """The same of the asynchronous endpoint."""
    requests: list[httpx.Request] = []

    async def handle(request: httpx.Request) -> httpx.Response:
        await request.aread()
        requests.append(request)
        return httpx.Response(200, json={})

    async def ask() -> None:
        options = {"transport": httpx.MockTransport(handle)}
        async with client.AuthenticatedClient(token="key", httpx_args=options) as opened:
            await _endpoint(client, name).asyncio_detailed(client=opened, **arguments)

    asyncio.run(ask())
    return requests[0]


def _called(client: Any, name: str, answer: Any, **arguments: Any) -> tuple[httpx.Request, Any]:
    requests: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        request.read()
        requests.append(request)
        return httpx.Response(200, content=answer if isinstance(answer, bytes) else json.dumps(answer))

    options = {"transport": httpx.MockTransport(handle)}
    with client.AuthenticatedClient(token="key", httpx_args=options) as opened:
        got = _endpoint(client, name).sync_detailed(client=opened, **arguments)
    return requests[0], got


def _endpoint(client: Any, name: str) -> Any:
    return importlib.import_module(f"{client.__name__}.api.things.{name}")

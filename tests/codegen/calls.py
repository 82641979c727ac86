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
    """What an endpoint sends, which must be the same in both ways."""
    request, again = (_called(client, name, {}, way=way, **arguments)[0] for way in ("sync", "asyncio"))
    assert (again.url, again.headers.raw) == (request.url, request.headers.raw) or "boundary" in str(request.headers)
    return request


def _called(client: Any, name: str, answer: Any, way: str = "sync", **arguments: Any) -> tuple[httpx.Request, Any]:
    requests: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, content=answer if isinstance(answer, bytes) else json.dumps(answer))

    endpoint = importlib.import_module(f"{client.__name__}.api.things.{name}")
    made = client.AuthenticatedClient(token="key", httpx_args={"transport": httpx.MockTransport(handle)})

    async def ask() -> Any:
        async with made:
            return await endpoint.asyncio_detailed(client=made, **arguments)

    if way == "asyncio":
        got = asyncio.run(ask())
        return requests[0], got
    with made:
        got = endpoint.sync_detailed(client=made, **arguments)
    return requests[0], got

"""Read an answer of a vendor as its source does."""

import asyncio
import json
from typing import Any, TypeVar

import httpx

from akool_client.models import SessionListEnvelope
from allsessions import Source
from allsessions.source import Request
from anam_client.models import SessionPage
from elizaos_client.models import SessionList
from konpro_client.models import SessionHistory
from konpro_client.types import Response

T = TypeVar("T")

PAGES: dict[str, Any] = {
    "akool": SessionListEnvelope,
    "anam": SessionPage,
    "elizaos": SessionList,
    "konpro": SessionHistory,
}


def answered(source: Source, request: Request[T], answer: Any) -> T:
    """Return the result of a request that the vendor answers with this JSON value. It sends 1e400 unchanged."""
    content = json.dumps(answer).replace("Infinity", "1e400").encode()

    async def ask() -> T:
        transport = httpx.MockTransport(lambda _: httpx.Response(200, content=content))
        async with httpx.AsyncClient(transport=transport, trust_env=False) as http:
            return request.parse(await request.endpoint(client=source.connect(http), **request.arguments))

    return asyncio.run(ask())


def answered_at_once(source: Source, request: Request[T], answer: Any) -> T:
    """The same for a page, without a client: in a tenth of the time, and without the answer's `invalid_fields`."""
    page = PAGES[source.vendor].from_dict(answer)
    return request.parse(Response(status_code=200, content=b"", headers=httpx.Headers(), parsed=page))

"""The same test data for every vendor: its records and lists as sent, its source, and a server in memory."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import httpx
from attrs import frozen

from allsessions import Akool, Anam, Client, ElizaOS, KonPro, Source

from .scripted import Answer, Request, answer

Script = Callable[[Request], Answer]
"""Returns the answer to a request."""
KEY = "the-key"


def akool_record(number: int) -> dict[str, Any]:
    return {"_id": f"6698c9d6{number:016x}", "uid": 7, "type": 1, "status": 3, "stream_type": "agora"}


def anam_record(number: int) -> dict[str, Any]:
    ended = {"endTime": "2026-04-20T09:10:00.000Z", "sessionLengthMs": 600_000, "exitStatus": "NORMAL_EXIT"}
    times = {"startTime": "2026-04-20T09:00:00.000Z", "createdAt": "2026-04-20T08:59:59.000Z", **ended}
    return {"id": f"00000000-0000-4000-8000-{number:012x}", "clientLabel": f"label {number}", **times}


def konpro_record(number: int) -> dict[str, Any]:
    return {"session_id": f"kp-{number:04}", "status": "connected", "created_at": 1776675600, "duration": 60}


def elizaos_record(number: int) -> dict[str, Any]:
    times = {"createdAt": "2026-04-20T09:00:00.000Z", "expiresAt": "2026-04-20T09:30:00.000Z", "timeRemaining": 60_000}
    return {"sessionId": f"el-{number:04}", "agentId": "a-1", "userId": f"u-{number}", **times}


def akool_list(records: Sequence[Any], request: Request) -> dict[str, Any]:
    size = int(request.query["size"])
    page = records[(request.page - 1) * size : request.page * size]
    return {"code": 1000, "msg": "OK", "data": {"count": len(records), "result": page}}


def anam_list(records: Sequence[Any], request: Request) -> dict[str, Any]:
    size = int(request.query["perPage"])
    last = max(1, -(-len(records) // size))
    around = {"prev": request.page - 1 or None, "next": request.page + 1 if request.page < last else None}
    meta = {"total": len(records), "lastPage": last, "currentPage": request.page, "perPage": size, **around}
    return {"data": records[(request.page - 1) * size : request.page * size], "meta": meta}


def konpro_list(records: Sequence[Any], request: Request) -> dict[str, Any]:
    size = int(request.query["page_size"])
    token = request.query.get("token")
    start = int(token.removeprefix("at-")) if token else (request.page - 1) * size
    token = f"at-{start + size}" if start + size < len(records) else None
    numbers = {"total": len(records), "page": start // size + 1, "page_size": size, "next_pagination_token": token}
    return {**numbers, "data": records[start : start + size]}


def elizaos_list(records: Sequence[Any], request: Request) -> dict[str, Any]:
    return {"sessions": list(records), "total": len(records), "stats": {"activeSessions": len(records)}}


@frozen
class Wire:
    """One vendor on the wire."""

    record: Callable[[int], dict[str, Any]]
    envelope: Callable[[Sequence[Any], Request], dict[str, Any]]
    source: Callable[..., Source]
    id_key: str

    def serving(self, count: int) -> Script:
        """The script of a server with this number of sessions."""
        return self.holding([self.record(number) for number in range(count)])

    def holding(self, records: Sequence[Any]) -> Script:
        """The script of a server that has these records."""
        return lambda request: answer(self.envelope(records, request))

    def ids(self, count: int) -> list[str]:
        return [self.record(number)[self.id_key] for number in range(count)]


WIRES = {
    "akool": Wire(akool_record, akool_list, partial(Akool, api_key=KEY), "_id"),
    "anam": Wire(anam_record, anam_list, partial(Anam, api_key=KEY), "id"),
    "konpro": Wire(konpro_record, konpro_list, partial(KonPro, api_key=KEY), "session_id"),
    "elizaos": Wire(elizaos_record, elizaos_list, ElizaOS, "sessionId"),
}
PAGED = [vendor for vendor in WIRES if vendor != "elizaos"]


class Body(httpx.AsyncByteStream):
    """A response body that httpx has not read yet, as from a socket."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._content


class InMemory(httpx.AsyncBaseTransport):
    """Answers with a script, without a network, and records the requests. Concurrent requests end out of order."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.requests: list[Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        line = f"{request.method} {request.url.raw_path.decode('ascii')} HTTP/1.1"
        asked = Request(request.url.path, dict(request.url.params), dict(request.headers), line)
        self.requests.append(asked)
        await self.pause()
        given = self.script(asked)
        await self.pause()
        headers = [(name.encode(), value.encode("latin-1")) for name, value in given.headers.items()]
        return httpx.Response(given.status, headers=headers, stream=Body(given.body))

    async def pause(self) -> None:
        """Let other requests go first."""
        for _ in range(len(self.requests) * 7 % 5):
            await asyncio.sleep(0)

    def queries(self) -> list[dict[str, str]]:
        """Return the query parameters of all requests, in order."""
        return [dict(request.query) for request in self.requests]


@contextmanager
def client_of(vendor: str, script: Script, retries: int = 0, **options: Any) -> Iterator[tuple[Client, InMemory]]:
    """A client with one source of a vendor, and the server in memory that answers it."""
    server = InMemory(script)
    with Client(WIRES[vendor].source(**options), retries=retries, http={"transport": server}) as client:
        yield client, server

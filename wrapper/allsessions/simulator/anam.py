"""Anam. Source: https://anam.ai/docs, "list sessions", "stop session" and "get session concurrency status".

The errors have the form that Anam's published client expects. The simulator ends a stopped session at once. Anam ends
it a little later.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Self

from attrs import frozen
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from allsessions.simulator.records import Record, iso
from allsessions.simulator.request import UUID, Query, RefusedError, bearer, place_of

MOST_PER_PAGE = 100
MOST_SESSIONS = 10
"""The maximum number of sessions at the same time."""


def routes(records: Sequence[Record], key: str) -> list[BaseRoute]:
    """Return Anam's routes. The routes serve `records` to requests that contain `key`."""
    anam = _Anam([*records], key)
    return [
        Route("/v1/sessions", anam.list_sessions),
        Route("/v1/sessions/concurrency", anam.concurrency),
        Route("/v1/sessions/{session_id}/stop", anam.stop_session, methods=["POST"]),
    ]


@frozen
class _Anam:
    records: list[Record]
    key: str

    async def list_sessions(self, request: Request) -> JSONResponse:
        self._authenticate(request)
        query = Query(request.query_params, _bad_parameter)
        page = query.number("page", default=1)
        per_page = query.number("perPage", default=10, most=MOST_PER_PAGE)
        matches = _Filters.read(query).matches
        found = [record for record in self.records if matches(record)]
        return JSONResponse(
            {
                "data": found[(page - 1) * per_page : page * per_page],
                "meta": _meta(total=len(found), page=page, per_page=per_page),
            }
        )

    async def concurrency(self, request: Request) -> JSONResponse:
        self._authenticate(request)
        active = sum(record.get("endTime") is None for record in self.records)
        free = active < MOST_SESSIONS
        status = {"canStartSession": free, "estimatedWaitSeconds": 0 if free else None}
        return JSONResponse({"limit": MOST_SESSIONS, "active": active, **status})

    async def stop_session(self, request: Request) -> JSONResponse:
        self._authenticate(request)
        session_id = request.path_params["session_id"]
        if not UUID.fullmatch(session_id):
            raise _bad_parameter("Invalid session ID")
        if (place := place_of(self.records, "id", session_id)) is None:
            raise _failure(404, "Not Found", "Session not found")
        if self.records[place].get("endTime") is not None:
            raise _failure(409, "Conflict", "The session has ended")
        self.records[place] = {**self.records[place], **_end(self.records[place])}
        return JSONResponse({})

    def _authenticate(self, request: Request) -> None:
        if bearer(request.headers) != self.key:
            raise _failure(401, "Unauthorized", "Invalid or missing API key")


def _end(record: Record) -> Record:
    now = datetime.now(UTC)
    began = record.get("startTime") or record.get("createdAt")
    length = max(now - datetime.fromisoformat(began), timedelta()) if began else None
    return {
        "endTime": iso(now),
        "sessionLengthMs": None if length is None else length // timedelta(milliseconds=1),
        "exitStatus": "CLOSED_BY_ENGINE",
        "updatedAt": iso(now),
    }


@frozen(kw_only=True)
class _Filters:
    search: str
    api_key_id: str | None
    persona_id: str | None

    @classmethod
    def read(cls, query: Query) -> Self:
        return cls(
            search=query.parameters.get("search", "").lower(),
            api_key_id=query.uuid("apiKeyId"),
            persona_id=query.uuid("personaId"),
        )

    def matches(self, record: Record) -> bool:
        return (
            self.api_key_id in (None, record.get("apiKeyId"))
            and self.persona_id in (None, record.get("personaId"))
            and any(self.search in (record.get(field) or "").lower() for field in ("id", "clientLabel"))
        )


def _meta(*, total: int, page: int, per_page: int) -> Record:
    last_page = max(1, ceil(total / per_page))
    return {
        "total": total,
        "lastPage": last_page,
        "currentPage": page,
        "perPage": per_page,
        "prev": page - 1 if page > 1 else None,
        "next": page + 1 if page < last_page else None,
    }


def _failure(status: int, error: str, message: str) -> RefusedError:
    return RefusedError(status, {"error": error, "message": message})


def _bad_parameter(message: str) -> RefusedError:
    return _failure(400, "Bad Request", message)

"""An ElizaOS server. The server holds running sessions only, in memory, and returns all of them in one answer.

Source: https://docs.elizaos.ai, "List Sessions" and "End a session", and answers of `@elizaos/server` 1.7.2.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from attrs import frozen
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from allsessions.simulator.records import Record, iso
from allsessions.simulator.request import RefusedError, place_of


def routes(records: Iterable[Record], key: str | None) -> list[BaseRoute]:
    """Return ElizaOS' routes. The routes serve `records`. If there is a `key`, all requests must contain it."""
    server = _Server(list(records))
    api = Router(
        [
            Route("/messaging/sessions", server.list_sessions),
            Route("/messaging/sessions/{session_id}", server.get_session),
            Route("/messaging/sessions/{session_id}", server.end_session, methods=["DELETE"]),
        ],
        default=JSONResponse(
            {"success": False, "error": {"message": "API endpoint not found", "code": 404}}, status_code=404
        ),
    )
    # ElizaOS checks the key before the path: without the key, an unknown path also gets the answer 401.
    guards = [] if key is None else [Middleware(_Guard, key=key)]
    return [Mount("/api", app=api, middleware=guards)]


class _Guard:
    """Middleware that admits only requests with the key."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self._app = app
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        admitted = Headers(scope=scope).get("x-api-key") == self._key
        await (self._app if admitted else _unauthorized)(scope, receive, send)


_unauthorized = JSONResponse(
    {"error": "API key required", "message": "Please provide a valid API key in the X-API-KEY header"},
    status_code=401,
)


@frozen
class _Server:
    records: list[Record]
    """All sessions. An expired session stays in memory until a client requests it."""

    async def list_sessions(self, _: Request) -> JSONResponse:
        now = datetime.now(UTC)
        active = [_current(record, now) for record in self.records if not _expired(record, now)]
        stats = {
            "totalSessions": len(self.records),
            "activeSessions": len(active),
            "expiredSessions": len(self.records) - len(active),
        }
        return JSONResponse({"sessions": active, "total": len(active), "stats": stats})

    async def get_session(self, request: Request) -> JSONResponse:
        session_id, now = request.path_params["session_id"], datetime.now(UTC)
        place = self._place(session_id)
        record = self.records[place]
        if not _expired(record, now):
            return JSONResponse(_current(record, now))
        # Only the first request for an expired session gets 410; later ones get 404.
        del self.records[place]
        raise _failure(410, "SESSION_EXPIRED", f"Session with ID '{session_id}' has expired")

    async def end_session(self, request: Request) -> JSONResponse:
        session_id = request.path_params["session_id"]
        del self.records[self._place(session_id)]
        return JSONResponse({"success": True, "message": f"Session {session_id} deleted successfully"})

    def _place(self, session_id: str) -> int:
        if (place := place_of(self.records, "sessionId", session_id)) is None:
            raise _failure(404, "SESSION_NOT_FOUND", f"Session with ID '{session_id}' not found")
        return place


def _expired(record: Record, now: datetime) -> bool:
    # Records of older servers have no `expiresAt`. They never expire, and are returned unchanged.
    return "expiresAt" in record and datetime.fromisoformat(record["expiresAt"]) <= now


def _current(record: Record, now: datetime) -> Record:
    """Return `record` with the fields that the server computes for each answer."""
    if "expiresAt" not in record:
        return record
    remaining = datetime.fromisoformat(record["expiresAt"]) - now
    warning = timedelta(minutes=record.get("timeoutConfig", {}).get("warningThresholdMinutes", 5))
    return {
        **record,
        "timeRemaining": max(0, remaining // timedelta(milliseconds=1)),
        "isNearExpiration": remaining <= warning,
    }


def _failure(status: int, code: str, message: str) -> RefusedError:
    error = {"code": code, "message": message, "timestamp": iso(datetime.now(UTC))}
    return RefusedError(status, {"error": error})

"""Akool Live Avatar. Every answer has the HTTP status 200; its `code` says if the request succeeded.

Source: https://docs.akool.com, "Get Session List", "Get Session Detail" and "Close Session".
"""

from collections.abc import Sequence

from attrs import frozen
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from allsessions.simulator.records import Record
from allsessions.simulator.request import Query, RefusedError, bearer, body_text, place_of

SUCCESS = 1000
BAD_PARAMETER = 1003
NOT_FOUND = 1008
WRONG_KEY = 1101
NO_KEY = 1102
CLOSED = 1219

STATUSES = ("1", "2", "3", "4")
RUNNING, COMPLETED = (1, 2), 3


def routes(records: Sequence[Record], key: str) -> list[BaseRoute]:
    """Return Akool's routes. The routes serve `records` to requests that contain `key`."""
    akool = _Akool([*records], key)
    return [
        Route("/api/open/v4/liveAvatar/session/list", akool.list_sessions),
        Route("/api/open/v4/liveAvatar/session/detail", akool.session_detail),
        Route("/api/open/v4/liveAvatar/session/close", akool.close_session, methods=["POST"]),
    ]


@frozen
class _Akool:
    records: list[Record]
    key: str

    async def list_sessions(self, request: Request) -> JSONResponse:
        self._authenticate(request)
        query = Query(request.query_params, _bad_parameter)
        page, size = query.number("page", default=1), query.number("size", default=100)
        status = query.choice("status", STATUSES)
        found = [record for record in self.records if status in (None, str(record.get("status")))]
        return _success({"count": len(found), "result": found[(page - 1) * size : page * size]})

    async def session_detail(self, request: Request) -> JSONResponse:
        self._authenticate(request)
        session_id = request.query_params.get("id")
        if not session_id:
            raise _bad_parameter("id is required")
        return _success(self.records[self._place(session_id)])

    async def close_session(self, request: Request) -> JSONResponse:
        self._authenticate(request)
        place = self._place(await body_text(request, "id", _bad_parameter))
        if self.records[place].get("status") not in RUNNING:
            raise _failure(CLOSED, "The session is closed")
        self.records[place] = {**self.records[place], "status": COMPLETED}
        return JSONResponse({"code": SUCCESS, "msg": "OK"})

    def _place(self, session_id: str) -> int:
        if (place := place_of(self.records, "_id", session_id)) is None:
            raise RefusedError(200, {"code": NOT_FOUND, "msg": "The session does not exist", "data": None})
        return place

    def _authenticate(self, request: Request) -> None:
        # According to Akool's documentation, Authorization takes precedence over x-api-key.
        headers = request.headers
        credential = bearer(headers) if headers.get("authorization") else headers.get("x-api-key")
        if not credential:
            raise _failure(NO_KEY, "The token is empty")
        if credential != self.key:
            raise _failure(WRONG_KEY, "The token is invalid or has expired")


def _success(data: Record) -> JSONResponse:
    return JSONResponse({"code": SUCCESS, "msg": "OK", "data": data})


def _failure(code: int, message: str) -> RefusedError:
    return RefusedError(200, {"code": code, "msg": message})


def _bad_parameter(message: str) -> RefusedError:
    return _failure(BAD_PARAMETER, message)

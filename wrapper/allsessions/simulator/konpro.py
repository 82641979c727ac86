"""KonPro, as documented: the list of streaming sessions, the operation that stops a session, and the errors.

A request for a page contains the page number (`page`) or the previous answer's `token`. The token takes precedence.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlencode

from attrs import evolve, frozen
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from allsessions.simulator.records import Record
from allsessions.simulator.request import Query, RefusedError, body_text, place_of

STATUSES = ("new", "connecting", "connected")
FILTERS = ("date_from", "date_to", "status")
PAGE_SIZE = 10


def routes(records: Sequence[Record], key: str) -> list[BaseRoute]:
    """Return KonPro's routes. The routes serve `records` to requests that contain `key`."""
    konpro = _KonPro([*records], key)
    return [
        Route("/v1/streaming/sessions", konpro.list_sessions),
        Route("/v1/streaming/stop", konpro.stop_session, methods=["POST"]),
    ]


@frozen
class _KonPro:
    records: list[Record]
    key: str

    async def list_sessions(self, request: Request) -> JSONResponse:
        self._authenticate(request)
        query = Query(request.query_params, partial(_failure, request, 400, "VALIDATION_ERROR"))
        part = _requested_part(query)
        found = _matching(self.records, Query(QueryParams(part.filters), query.refuse))
        next_part = evolve(part, offset=part.offset + part.size)
        return JSONResponse(
            {
                "total": len(found),
                "page": part.offset // part.size + 1,
                "page_size": part.size,
                "next_pagination_token": next_part.token() if next_part.offset < len(found) else None,
                "data": found[part.offset : next_part.offset],
            }
        )

    async def stop_session(self, request: Request) -> JSONResponse:
        self._authenticate(request)
        refuse = partial(_failure, request, 400, "VALIDATION_ERROR")
        place = place_of(self.records, "session_id", await body_text(request, "session_id", refuse))
        if place is None:
            raise _failure(request, 404, "RESOURCE_NOT_FOUND", "The session does not exist")
        record = self.records[place]
        if record.get("duration") or record.get("status") == "closed":
            raise refuse("The session is not running")
        length = datetime.now(UTC).timestamp() - record.get("created_at", 0)
        self.records[place] = {**record, "status": "connected", "duration": max(1, int(length))}
        return JSONResponse({})

    def _authenticate(self, request: Request) -> None:
        credential = request.headers.get("x-api-key")
        if not credential:
            raise _failure(request, 401, "MISSING_API_KEY", "The x-api-key header is missing")
        if credential != self.key:
            raise _failure(request, 401, "INVALID_API_KEY", "The API key is not valid")


@frozen(kw_only=True)
class _Part:
    """A slice of a filtered list."""

    filters: Mapping[str, str]
    offset: int
    size: int

    def token(self) -> str:
        """Return the pagination token for this slice. It contains the whole request, so the server stores nothing."""
        text = urlencode({**self.filters, "offset": self.offset, "size": self.size})
        return urlsafe_b64encode(text.encode()).decode()


def _requested_part(query: Query) -> _Part:
    filters = _filters(query.parameters)
    page = query.number("page", default=1)
    token = query.parameters.get("token")
    if token is None:
        size = query.number("page_size", default=PAGE_SIZE)
        return _Part(filters=filters, offset=(page - 1) * size, size=size)
    part = _part_of_token(token, query)
    if filters and filters != part.filters:
        raise query.refuse("token belongs to a list with other filters")
    return evolve(part, size=query.number("page_size", default=part.size))


def _part_of_token(token: str, query: Query) -> _Part:
    unknown = query.refuse("token is unknown")
    try:
        parameters = QueryParams(urlsafe_b64decode(token).decode())
    except ValueError:
        raise unknown from None
    inside = Query(parameters, lambda _: unknown)
    part = _Part(
        filters=_filters(parameters),
        offset=inside.number("offset", default=0),
        size=inside.number("size", default=PAGE_SIZE),
    )
    # Other strings can decode to the same slice. Accept only the string that `token` returns.
    if part.token() != token:
        raise unknown
    return part


def _filters(parameters: QueryParams) -> dict[str, str]:
    return {name: parameters[name] for name in FILTERS if name in parameters}


def _matching(records: Sequence[Record], query: Query) -> list[Record]:
    status = query.choice("status", STATUSES)
    first, last = query.moment("date_from"), query.moment("date_to")
    return [
        record
        for record in records
        if status in (None, record.get("status"))
        and (first is None or first.timestamp() <= record["created_at"])
        and (last is None or record["created_at"] <= last.timestamp())
    ]


def _failure(request: Request, status: int, code: str, message: str) -> RefusedError:
    error = {"code": code, "message": message, "details": None}
    return RefusedError(status, {"error": error, "request_id": request.state.request_id})

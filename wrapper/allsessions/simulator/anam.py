"""Anam. Source: https://anam.ai/docs, "list sessions". The errors have the form that Anam's published client reads."""

from collections.abc import Sequence
from math import ceil
from typing import Self

from attrs import frozen
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from allsessions.simulator.records import Record
from allsessions.simulator.request import Query, RefusedError, bearer

MOST_PER_PAGE = 100


def routes(records: Sequence[Record], key: str) -> list[BaseRoute]:
    """Return Anam's routes. They serve `records` to requests with `key`."""
    return [Route("/v1/sessions", _Anam(records, key).list_sessions)]


@frozen
class _Anam:
    records: Sequence[Record]
    key: str

    async def list_sessions(self, request: Request) -> JSONResponse:
        if bearer(request.headers) != self.key:
            raise _failure(401, "Unauthorized", "Invalid or missing API key")
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

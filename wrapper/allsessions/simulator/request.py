"""Strict parsing of requests for all vendors. An invalid request gets an error in the vendor's own form."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from attrs import frozen
from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse

from allsessions.simulator.records import Record

# At most 18 digits, because int() fails for more than 4300.
_WHOLE = re.compile(r"[0-9]{1,18}")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class RefusedError(Exception):
    """An error answer of the vendor, with its HTTP status and body."""

    def __init__(self, status: int, body: Record) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body


async def refusal(_: Request, error: Exception) -> JSONResponse:
    """Return the response for a `RefusedError`. Starlette requires the parameter type `Exception`."""
    assert isinstance(error, RefusedError)
    return JSONResponse(error.body, status_code=error.status)


def bearer(headers: Headers) -> str:
    """Return the credential of `Authorization: Bearer`; empty if there is none or the header has another scheme."""
    scheme, _, credential = headers.get("authorization", "").partition(" ")
    return credential.strip() if scheme.lower() == "bearer" else ""


async def body_text(request: Request, name: str, refuse: Callable[[str], RefusedError]) -> str:
    """Return the required text field `name` of the request's JSON body."""
    try:
        body: Any = await request.json()
    except ValueError:
        body = None
    text = cast(Mapping[str, object], body).get(name) if isinstance(body, Mapping) else None
    if not isinstance(text, str) or not text:
        raise refuse(f"{name} is required")
    return text


def place_of(records: Sequence[Record], field: str, session_id: str) -> int | None:
    """Return the index of the record with this identifier; None if there is none."""
    return next((index for index, record in enumerate(records) if record.get(field) == session_id), None)


@frozen
class Query:
    """The parameters of a request. `refuse` turns a message into an error of the vendor."""

    parameters: QueryParams
    refuse: Callable[[str], RefusedError]

    def number(self, name: str, *, default: int, most: int | None = None) -> int:
        """Return a parameter as a whole number from 1 to `most`."""
        text = self.parameters.get(name)
        if text is None:
            return default
        if not _WHOLE.fullmatch(text) or int(text) < 1 or (most is not None and int(text) > most):
            limits = "from 1" if most is None else f"from 1 to {most}"
            raise self.refuse(f"{name} must be a whole number {limits}")
        return int(text)

    def choice(self, name: str, allowed: Sequence[str]) -> str | None:
        text = self.parameters.get(name)
        if text is not None and text not in allowed:
            raise self.refuse(f"{name} must be one of {', '.join(allowed)}")
        return text

    def uuid(self, name: str) -> str | None:
        """Return a parameter as a UUID in lower case."""
        text = self.parameters.get(name)
        if text is None:
            return None
        if not UUID.fullmatch(text):
            raise self.refuse(f"{name} must be a UUID")
        return text.lower()

    def moment(self, name: str) -> datetime | None:
        """Return a parameter as a time in UTC. Its form is `2026-04-20T09:00:00Z`."""
        text = self.parameters.get(name)
        if text is None:
            return None
        try:
            return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        except ValueError:
            raise self.refuse(f"{name} must be a time in the form YYYY-MM-DDTHH:MM:SSZ") from None

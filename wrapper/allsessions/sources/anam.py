"""Anam. Source: anam.ai/docs, the page list sessions."""

import re
from typing import Any, ClassVar
from uuid import UUID

import httpx
from attrs import field, frozen

from anam_client import AuthenticatedClient, DecodeError
from anam_client.api.sessions import list_sessions
from anam_client.models import Error, Pagination, SessionPage
from anam_client.models import Session as Record
from anam_client.types import Unset, given, read_body

from ..filters import Filters
from ..session import Session, Status
from .base import (
    Call,
    Capabilities,
    Complaint,
    Envelope,
    Position,
    Source,
    UnreadableError,
    amount,
    length,
    required_credential,
    text,
    when,
)
from .salvage import holding, salvaged

# The exit status is an open string; ERROR is documented, and others that say so in their names are as plausible.
_ERROR = re.compile(r"ERRORS?$|FAIL(ED|URE|S)?$")
_NO_ERROR = frozenset({"NO", "NONE", "NON", "WITHOUT"})


@frozen(kw_only=True)
class Anam(Source):
    """An Anam organization.

    Attributes:
        api_key: Sent as Authorization: Bearer.
    """

    vendor: ClassVar[str] = "anam"
    default_url: ClassVar[str] = "https://api.anam.ai"
    largest_page: ClassVar[int | None] = 100
    capabilities: ClassVar[Capabilities] = Capabilities(
        vendor_filters=frozenset({"search", "agent_id"}),
        wrapper_filters=frozenset({"status", "created_after", "created_before"}),
        scope="history",
        paging="page",
        get="search",
        inferred=frozenset({"status"}),
    )
    id_field: ClassVar[str] = "id"
    decode_error: ClassVar[type[Exception]] = DecodeError

    api_key: str = field(default="", repr=False, validator=required_credential)

    @property
    def secrets(self) -> tuple[str, ...]:
        return (self.api_key,)

    def connect(self, http: httpx.AsyncClient) -> AuthenticatedClient:
        return AuthenticatedClient(self.base_url, token=self.api_key).set_async_httpx_client(http)

    def document(self, content: bytes) -> Any:
        return read_body(content)

    def list_call(self, filters: Filters, at: Position, size: int) -> Call[Envelope]:
        arguments: dict[str, Any] = {"page": at.page, "per_page": size}
        if filters.search is not None:
            arguments["search"] = filters.search
        if (persona := _uuid(filters.agent_id)) is not None:
            arguments["persona_id"] = persona
        return Call(
            about=f"listing sessions, page {at.page}",
            endpoint=list_sessions.asyncio_detailed,
            arguments=arguments,
            read=self._envelope,
            salvage=self._salvage,
        )

    def filters_to_find(self, id: str) -> Filters:
        return Filters(search=id)

    def total_is_exact(self, filters: Filters) -> bool:
        return filters.used <= {"search", "agent_id"} and (
            filters.agent_id is None or _uuid(filters.agent_id) is not None
        )

    def session(self, record: Record) -> Session:
        id = text(given(record.id))
        if not id:
            raise UnreadableError("id", "is missing")
        milliseconds = given(record.session_length_ms)
        return Session(
            source=self.name,
            vendor=self.vendor,
            id=id,
            status=_status(record),
            vendor_status=given(record.exit_status),
            created_at=when(record.created_at or None, "createdAt"),
            started_at=when(record.start_time or None, "startTime"),
            ended_at=when(record.end_time or None, "endTime"),
            duration=None if milliseconds is None else length("sessionLengthMs", milliseconds=milliseconds),
            agent_id=text(given(record.persona_id)),
            label=given(record.client_label),
            transport=given(record.engine_protocol),
            raw=record,
        )

    def complaint(self, status_code: int, parsed: Any) -> Complaint | None:
        if not isinstance(parsed, Error):
            return None
        return Complaint(code=given(parsed.error), message=given(parsed.message))

    def _envelope(self, parsed: SessionPage) -> Envelope:
        data = given(parsed.data)
        meta = given(parsed.meta) or Pagination()
        return Envelope(
            records=tuple((f"data[{number}]", record) for number, record in enumerate(data or ())),
            total=amount(given(meta.total)),
            # No `next` at all says nothing; null says that this is the last page.
            promised=None if isinstance(meta.next_, Unset) else meta.next_ is not None,
            last_page=amount(given(meta.last_page)),
            size=amount(given(meta.per_page)),
            missing="data" if data is None else None,
            raw=parsed,
        )

    def _salvage(self, document: Any) -> Envelope:
        found = salvaged(self, document, ("data",), SessionPage.from_dict, Record.from_dict)
        return holding(self._envelope(found.envelope), found)


def _status(record: Record) -> Status:
    if not record.end_time:
        return Status.ACTIVE
    words = re.findall("[A-Z]+", (given(record.exit_status) or "").upper())
    failed = _NO_ERROR.isdisjoint(words) and any(map(_ERROR.search, words))
    return Status.FAILED if failed else Status.ENDED


def _uuid(id: str | None) -> UUID | None:
    """The vendor's filter takes UUIDs only; for anything else the wrapper filters alone."""
    try:
        uuid = UUID(id or "")
    except ValueError:
        return None
    return uuid if str(uuid) == id else None

"""Anam. Source: anam.ai/docs, the page list sessions."""

import re
from functools import lru_cache
from typing import Any, ClassVar
from uuid import UUID

from attrs import field, frozen

import anam_client
from anam_client.api.sessions import list_sessions
from anam_client.models import Error, Pagination, SessionPage
from anam_client.models import Session as Record
from anam_client.types import Unset, given

from ..filters import Filters
from ..session import Session, Status
from . import Capabilities, Complaint, Envelope, Position, Source, length, required_credential, text, when

# The exit status is an open string; ERROR is documented, and others that say so in their names are as plausible.
_ERROR = re.compile(r"ERRORS?$|FAIL(ED|URE|S)?$")
_NO_ERROR = frozenset({"NO", "NONE", "NON", "WITHOUT"})


@frozen(kw_only=True)
class Anam(Source):
    """An Anam organization.

    Attributes:
        api_key: Sent as Authorization: Bearer.
    """

    vendor: ClassVar = "anam"
    default_url: ClassVar = "https://api.anam.ai"
    largest_page: ClassVar = 100
    capabilities: ClassVar = Capabilities(
        vendor_filters=frozenset({"search", "agent_id"}),
        wrapper_filters=frozenset({"status", "created_after", "created_before"}),
        scope="history",
        paging="page",
        get="search",
        inferred=frozenset({"status"}),
    )
    client_package: ClassVar = anam_client
    list_endpoint: ClassVar = list_sessions
    envelope_class: ClassVar = SessionPage
    record_class: ClassVar = Record
    records_at: ClassVar = ("data",)
    id_field: ClassVar = "id"

    api_key: str = field(default="", repr=False, validator=required_credential)

    def arguments(self, filters: Filters, at: Position, size: int) -> dict[str, Any]:
        arguments: dict[str, Any] = {"page": at.page, "per_page": size}
        if filters.search is not None:
            arguments["search"] = filters.search
        if (persona := _uuid(filters.agent_id)) is not None:
            arguments["persona_id"] = persona
        return arguments

    def envelope(self, parsed: SessionPage) -> Envelope:
        meta = given(parsed.meta) or Pagination()
        return self.page(
            parsed,
            given(parsed.data),
            total=given(meta.total),
            # No `next` at all says nothing; null says that this is the last page.
            promised=None if isinstance(meta.next_, Unset) else meta.next_ is not None,
            last_page=given(meta.last_page),
            size=given(meta.per_page),
        )

    def filters_to_find(self, id: str) -> Filters:
        return Filters(search=id)

    def total_is_exact(self, filters: Filters) -> bool:
        return filters.used <= {"search", "agent_id"} and (
            filters.agent_id is None or _uuid(filters.agent_id) is not None
        )

    def session(self, record: Record) -> Session:
        milliseconds = given(record.session_length_ms)
        return Session(
            source=self.name,
            vendor=self.vendor,
            raw=record,
            id=self.identifier(record.id),
            status=_status(record),
            vendor_status=given(record.exit_status),
            created_at=when(record.created_at or None, "createdAt"),
            started_at=when(record.start_time or None, "startTime"),
            ended_at=when(record.end_time or None, "endTime"),
            duration=None if milliseconds is None else length("sessionLengthMs", milliseconds=milliseconds),
            agent_id=text(given(record.persona_id)),
            label=given(record.client_label),
            transport=given(record.engine_protocol),
        )

    def complaint(self, status_code: int, parsed: Any) -> Complaint | None:
        if not isinstance(parsed, Error):
            return None
        return Complaint(code=given(parsed.error), message=given(parsed.message))


def _status(record: Record) -> Status:
    if not record.end_time:
        return Status.ACTIVE
    return Status.FAILED if _names_an_error(given(record.exit_status)) else Status.ENDED


@lru_cache(64)
def _names_an_error(exit_status: str | None) -> bool:
    words = re.findall("[A-Z]+", (exit_status or "").upper())
    return _NO_ERROR.isdisjoint(words) and any(map(_ERROR.search, words))


def _uuid(id: str | None) -> UUID | None:
    """The vendor's filter takes UUIDs only; for anything else the wrapper filters alone."""
    try:
        uuid = UUID(id or "")
    except ValueError:
        return None
    return uuid if str(uuid) == id else None

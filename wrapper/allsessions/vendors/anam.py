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
from ..source import (
    Capabilities,
    Envelope,
    Position,
    RecordReader,
    Source,
    VendorError,
    from_milliseconds,
    required_credential,
    to_utc,
)

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
            has_more=None if isinstance(meta.next_, Unset) else meta.next_ is not None,
            last_page=given(meta.last_page),
            actual_page_size=given(meta.per_page),
        )

    def filters_to_find(self, id: str) -> Filters:
        return Filters(search=id)

    def filters_in_total(self, filters: Filters) -> frozenset[str] | None:
        return filters.used & ({"search"} | ({"agent_id"} if _uuid(filters.agent_id) is not None else set()))

    def session(self, record: Record) -> Session:
        read = RecordReader(record)
        return Session(
            source=self.name,
            vendor=self.vendor,
            raw=record,
            id=self.identifier(read, record.id),
            vendor_status=read.text("vendor_status", "exitStatus", record.exit_status),
            created_at=read("created_at", "createdAt", record.created_at, to_utc),
            started_at=read("started_at", "startTime", record.start_time, to_utc),
            ended_at=read("ended_at", "endTime", record.end_time, to_utc),
            status=_status(record, read),
            duration=read("duration", "sessionLengthMs", record.session_length_ms, from_milliseconds),
            agent_id=read.id("agent_id", "personaId", record.persona_id),
            label=read.text("label", "clientLabel", record.client_label),
            transport=read.text("transport", "engineProtocol", record.engine_protocol),
            unreadable=read.unreadable,
        )

    def vendor_error(self, status_code: int, parsed: Any) -> VendorError | None:
        if not isinstance(parsed, Error):
            return None
        return VendorError(code=given(parsed.error), message=given(parsed.message))


def _status(record: Record, read: RecordReader) -> Status:
    # Without an exit status that can be read, a session that has ended may have failed.
    if "ended_at" in read.unreadable or (record.end_time and read.is_unreadable("exitStatus")):
        return read.unknown_status()
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

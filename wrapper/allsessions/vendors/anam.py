"""Anam, documented at anam.ai/docs on the pages 'list sessions', 'stop session', 'get session concurrency status'."""

import re
from typing import Any, ClassVar

from attrs import frozen

import anam_client
from anam_client import Unset, given, models
from anam_client.api.sessions import end_session, get_concurrency, list_sessions

from ..session import Concurrency, Session, Status
from ..source import Capabilities, Envelope, Filters, Position, Request, Source
from ..source.parsing import RecordReader, check_success, from_milliseconds, to_utc

# The vendor allows any text as `exitStatus`, and gives ERROR as an example. ENGINE_ERROR or ConnectionFailed are
# plausible, too, and so is NO_ERROR.
_ERROR = re.compile(r"(errors?|fail(ed|ure|s)?)(?![a-z])", re.IGNORECASE)
_NO_ERROR = re.compile(r"(?<![a-z])(no|none|non|without)(?![a-z])", re.IGNORECASE)
_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@frozen(kw_only=True)
class Anam(Source):
    """An Anam organization. The client sends its `api_key` as Authorization: Bearer."""

    vendor: ClassVar = "anam"
    default_url: ClassVar = "https://api.anam.ai"
    largest_page: ClassVar = 100
    capabilities: ClassVar = Capabilities(
        vendor_filters=frozenset({"search", "agent_id"}),
        wrapper_filters=frozenset({"status", "created_after", "created_before"}),
        scope="history",
        paging="page",
        get="search",
        end="requested",
        concurrency=True,
        inferred=frozenset({"status"}),
    )
    client_package: ClassVar = anam_client
    list_endpoint: ClassVar = list_sessions
    id_field: ClassVar = "id"

    def arguments(self, filters: Filters, at: Position, size: int) -> dict[str, Any]:
        # The vendor's filter accepts only UUIDs. Only the wrapper filters by other identifiers.
        persona = filters.agent_id if _UUID.fullmatch(filters.agent_id or "") else None
        return {"page": at.page, "per_page": size, "search": filters.search, "persona_id": persona}

    def filters_in_total(self, filters: Filters) -> frozenset[str]:
        # The vendor documents that its total counts the filtered items on all pages.
        return filters.used & ({"search", "agent_id"} if _UUID.fullmatch(filters.agent_id or "") else {"search"})

    def end_request(self, id: str) -> Request[None]:
        # Not idempotent: the vendor refuses to stop a session that has ended, and does not document this response.
        return Request(f"ending session {id}", end_session, arguments={"id": id}, parse=check_success, idempotent=False)

    def concurrency_request(self) -> Request[Concurrency]:
        return Request("getting the limit of sessions", get_concurrency, parse=_concurrency)

    def envelope(self, parsed: models.SessionPage) -> Envelope:
        meta = given(parsed.meta) or models.Pagination()
        return Envelope(
            records={"data": given(parsed.data)},
            total=given(meta.total),
            # On the last page, `next` is null. A missing `next` gives no information.
            has_more=None if isinstance(meta.next_, Unset) else meta.next_ is not None,
            last_page=given(meta.last_page),
        )

    def session(self, record: models.Session) -> Session:
        read = RecordReader(self, record)
        exit_status = read("vendor_status", "exitStatus", record.exit_status, str)
        failed = exit_status and _ERROR.search(exit_status) and not _NO_ERROR.search(exit_status)
        ended_at = read("ended_at", "endTime", record.end_time, to_utc)
        if ended_at is None:
            status = read.status(Status.ACTIVE, "ended_at")
        else:
            status = read.status(Status.FAILED if failed else Status.ENDED, "vendor_status")
        return read.session(
            record.id,
            status,
            vendor_status=exit_status,
            created_at=read("created_at", "createdAt", record.created_at, to_utc),
            started_at=read("started_at", "startTime", record.start_time, to_utc),
            ended_at=ended_at,
            duration=read("duration", "sessionLengthMs", record.session_length_ms, from_milliseconds),
            agent_id=read.id("agent_id", "personaId", record.persona_id),
            label=read("label", "clientLabel", record.client_label, str),
            transport=read("transport", "engineProtocol", record.engine_protocol, str),
        )


def _concurrency(response: Any) -> Concurrency:
    check_success(response)
    status: models.ConcurrencyStatus = response.parsed
    return Concurrency(current=given(status.active), limit=given(status.limit))

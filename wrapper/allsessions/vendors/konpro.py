"""KonPro. Source: the vendor's pages List Streaming Session History and on errors. Not tried on the live service."""

import datetime
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from attrs import evolve, field, frozen

import konpro_client
from konpro_client.api.sessions import list_sessions
from konpro_client.models import ErrorResponse, ListSessionsStatus, SessionHistory
from konpro_client.models import Session as Record
from konpro_client.types import Unset, given

from ..errors import ApiError, AuthenticationError, InvalidRequestError, NotFoundError, RateLimitError
from ..filters import Filters
from ..session import Session, Status
from ..source import (
    Capabilities,
    Envelope,
    Position,
    RecordReader,
    Source,
    VendorError,
    from_seconds,
    from_unix,
    required_credential,
)

_KINDS: Mapping[str, type[ApiError]] = {
    "MISSING_API_KEY": AuthenticationError,
    "INVALID_API_KEY": AuthenticationError,
    "VALIDATION_ERROR": InvalidRequestError,
    "RATE_LIMIT_EXCEEDED": RateLimitError,
    "RESOURCE_NOT_FOUND": NotFoundError,
    "NOT_FOUND": NotFoundError,
}
_SECOND = datetime.timedelta(seconds=1)
_MOMENT = datetime.timedelta.resolution
_EARLIEST = datetime.datetime.min.replace(tzinfo=datetime.UTC) + _MOMENT
_LATEST = datetime.datetime.max.replace(tzinfo=datetime.UTC) - _SECOND


@frozen(kw_only=True)
class KonPro(Source):
    """A KonPro account.

    Attributes:
        api_key: Sent as x-api-key.
    """

    vendor: ClassVar = "konpro"
    default_url: ClassVar = "https://api.konpro.ai"
    capabilities: ClassVar = Capabilities(
        vendor_filters=frozenset({"status", "created_after", "created_before"}),
        wrapper_filters=frozenset({"agent_id", "search"}),
        scope="history",
        paging="token",
        get="list",
        inferred=frozenset({"status"}),
    )
    client_package: ClassVar = konpro_client
    list_endpoint: ClassVar = list_sessions
    envelope_class: ClassVar = SessionHistory
    record_class: ClassVar = Record
    error_class: ClassVar = ErrorResponse
    records_at: ClassVar = ("data",)
    next_field: ClassVar = "next_pagination_token"
    id_field: ClassVar = "session_id"

    api_key: str = field(default="", repr=False, validator=required_credential)

    def filters_in_total(self, filters: Filters) -> frozenset[str] | None:
        return None if _pushed(filters) else frozenset()

    def arguments(self, filters: Filters, at: Position, size: int) -> dict[str, Any]:
        token = {"token": at.token} if at.token else {}
        return {"page": at.page, "page_size": size, **token, **_pushed(filters)}

    def session(self, record: Record) -> Session:
        read = RecordReader(record)
        return Session(
            source=self.name,
            vendor=self.vendor,
            raw=record,
            id=self.identifier(read, record.session_id),
            vendor_status=read.text("vendor_status", "status", record.status),
            created_at=read("created_at", "created_at", record.created_at, from_unix),
            duration=read("duration", "duration", record.duration, from_seconds),
            status=_status(record, read),
            agent_id=read.id("agent_id", "avatar_id", record.avatar_id),
            unreadable=read.unreadable,
        )

    def vendor_error(self, status_code: int, parsed: Any) -> VendorError | None:
        said = super().vendor_error(status_code, parsed)
        if said is None or status_code != HTTPStatus.BAD_REQUEST:
            return said
        # The list's page documents no other failure than 400, so that the code decides there.
        return evolve(said, kind=_KINDS.get(str(said.code)))

    def envelope(self, parsed: SessionHistory) -> Envelope:
        data, active_only = given(parsed.data), given(parsed.sessions)
        unreadable = parsed.invalid_fields.keys()
        token = given(parsed.next_pagination_token) or None
        envelope = self.page(
            parsed,
            data if active_only is None or "data" in unreadable else data or [],
            total=given(parsed.total),
            token=token,
            number=given(parsed.page),
            actual_page_size=given(parsed.page_size),
            # Null says that nothing follows; no token at all says nothing.
            has_more=None if isinstance(parsed.next_pagination_token, Unset) else token is not None,
        )
        active = active_only or []
        # The other documented shape has no pages, nor anything to count them by. A list that has just the length that
        # was asked for may be a page all the same.
        numbered = any(given(each) is not None for each in (parsed.total, parsed.page, parsed.page_size))
        records, invalid = self.placed("sessions", active, parsed)
        # In the other shape, the total is what tells whether more follows.
        lost_total = ("total", "is not a number") if data is None and active and "total" in unreadable else None
        return evolve(
            envelope,
            records=(*envelope.records, *records),
            invalid=(*envelope.invalid, *invalid),
            missing_field=envelope.missing_field or ("sessions" if "sessions" in unreadable else None),
            next_page_error=envelope.next_page_error or lost_total,
            paged=data is not None or token is not None or numbered or len(active) == self.page_size,
        )


def _pushed(filters: Filters) -> dict[str, Any]:
    """The filters that the vendor can apply; times in seconds, rounded outwards: the wrapper applies them again."""
    pushed: dict[str, Any] = {}
    if filters.status == frozenset({Status.ACTIVE}):
        # Ended sessions say `connected`, too. ENDED is not pushed down: it can also be `closed`.
        pushed["status"] = ListSessionsStatus.CONNECTED
    if filters.created_after is not None:
        # Whether the moment itself is among what is given is not documented, neither here nor below.
        pushed["date_from"] = _written(max(filters.created_after, _EARLIEST) - _MOMENT)
    if filters.created_before is not None:
        pushed["date_to"] = _written(min(filters.created_before, _LATEST) + _SECOND)
    return pushed


def _written(time: datetime.datetime) -> str:
    return time.replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _status(record: Record, read: RecordReader) -> Status:
    word, seconds = given(record.status), given(record.duration)
    if read.is_unreadable("status") or (word == "connected" and "duration" in read.unreadable):
        return read.unknown_status()
    match word:
        case "new" | "connecting":
            return Status.PENDING
        case "connected":
            return Status.ENDED if seconds is not None and seconds > 0 else Status.ACTIVE
        case "closed":
            return Status.ENDED
        case _:
            return Status.UNKNOWN

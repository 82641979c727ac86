"""KonPro. Source: the vendor's pages List Streaming Session History and on errors. Not tried on the live service."""

import datetime
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar, cast

import httpx
from attrs import evolve, field, frozen

from konpro_client import AuthenticatedClient, DecodeError
from konpro_client.api.sessions import list_sessions
from konpro_client.models import ErrorDetail, ErrorResponse, ListSessionsStatus, SessionHistory
from konpro_client.models import Session as Record
from konpro_client.types import Unset, given, read_body

from ..errors import ApiError, AuthenticationError, InvalidRequestError, NotFoundError, RateLimitError
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
    unix_time,
)
from .salvage import holding, salvaged

_KINDS: Mapping[str, type[ApiError]] = {
    "MISSING_API_KEY": AuthenticationError,
    "INVALID_API_KEY": AuthenticationError,
    "VALIDATION_ERROR": InvalidRequestError,
    "RATE_LIMIT_EXCEEDED": RateLimitError,
    "RESOURCE_NOT_FOUND": NotFoundError,
    "NOT_FOUND": NotFoundError,
}
_SECOND = datetime.timedelta(seconds=1)
_LATEST = datetime.datetime.max.replace(tzinfo=datetime.UTC) - _SECOND


@frozen(kw_only=True)
class KonPro(Source):
    """A KonPro account.

    Attributes:
        api_key: Sent as x-api-key.
    """

    vendor: ClassVar[str] = "konpro"
    default_url: ClassVar[str] = "https://api.konpro.ai"
    capabilities: ClassVar[Capabilities] = Capabilities(
        vendor_filters=frozenset({"status", "created_after", "created_before"}),
        wrapper_filters=frozenset({"agent_id", "search"}),
        scope="history",
        paging="token",
        get="list",
        inferred=frozenset({"status"}),
    )
    id_field: ClassVar[str] = "session_id"
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
        return Call(
            about=f"listing sessions, page {at.page}",
            endpoint=list_sessions.asyncio_detailed,
            arguments={
                "page": at.page,
                "page_size": size,
                **({"token": at.token} if at.token else {}),
                **_pushed(filters),
            },
            read=self._envelope,
            salvage=self._salvage,
        )

    def session(self, record: Record) -> Session:
        id = given(record.session_id)
        if not id:
            raise UnreadableError("session_id", "is missing")
        created_at, seconds = given(record.created_at), given(record.duration)
        word = given(record.status)
        return Session(
            source=self.name,
            vendor=self.vendor,
            id=id,
            status=_status(word, seconds),
            vendor_status=None if word is None else str(word),
            created_at=None if created_at is None else unix_time(created_at, "created_at"),
            duration=None if seconds is None else length("duration", seconds=seconds),
            agent_id=given(record.avatar_id),
            raw=record,
        )

    def complaint(self, status_code: int, parsed: Any) -> Complaint | None:
        if not isinstance(parsed, ErrorResponse):
            return None
        error = parsed.error
        detail = error if isinstance(error, ErrorDetail) else ErrorDetail(message=error)
        code = given(detail.code) or given(parsed.code)
        # The list's page documents no other failure than 400, so that the code decides there.
        kind = _KINDS.get(code or "") if status_code == HTTPStatus.BAD_REQUEST else None
        message = given(detail.message) or given(parsed.message)
        return Complaint(code=code, message=message, request_id=given(parsed.request_id), kind=kind)

    def _envelope(self, parsed: SessionHistory) -> Envelope:
        data, active_only = given(parsed.data), given(parsed.sessions)
        lists = {"data": data or [], "sessions": active_only or []}
        token = given(parsed.next_pagination_token) or None
        total = amount(given(parsed.total))
        return Envelope(
            records=tuple(
                (f"{key}[{number}]", record) for key, records in lists.items() for number, record in enumerate(records)
            ),
            total=total,
            token=token,
            size=amount(given(parsed.page_size)),
            # Null says that nothing follows; no token at all says nothing.
            promised=None if isinstance(parsed.next_pagination_token, Unset) else token is not None,
            # The other documented shape has no pages, nor anything to count them by.
            paged=data is not None or token is not None or total is not None,
            missing="data" if data is None and active_only is None else None,
            raw=parsed,
        )

    def _salvage(self, document: Any) -> Envelope:
        fields = cast(dict[str, Any], document) if isinstance(document, dict) else {}
        keys = ("sessions",) if fields.get("data") is None and "sessions" in fields else ("data",)
        found = salvaged(self, document, keys, SessionHistory.from_dict, Record.from_dict)
        # What tells whether more follows; in the other shape, the total does.
        leading = {"next_pagination_token", *(["total"] if keys == ("sessions",) else [])}
        lost = next((item for item in found.left_out.items() if item[0] in leading), None)
        return evolve(holding(self._envelope(found.envelope), found), lost=lost)


def _pushed(filters: Filters) -> dict[str, Any]:
    """The filters that the vendor can apply; times in seconds, rounded outwards: the wrapper applies them again."""
    pushed: dict[str, Any] = {}
    if filters.status == frozenset({Status.ACTIVE}):
        # Ended sessions say `connected`, too. ENDED is not pushed down: it can also be `closed`.
        pushed["status"] = ListSessionsStatus.CONNECTED
    if filters.created_after is not None:
        pushed["date_from"] = _written(filters.created_after)
    if filters.created_before is not None:
        pushed["date_to"] = _written(min(filters.created_before, _LATEST) + _SECOND)
    return pushed


def _written(time: datetime.datetime) -> str:
    return time.replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _status(word: str | None, seconds: float | None) -> Status:
    match word:
        case "new" | "connecting":
            return Status.PENDING
        case "connected":
            return Status.ENDED if seconds is not None and seconds > 0 else Status.ACTIVE
        case "closed":
            return Status.ENDED
        case _:
            return Status.UNKNOWN

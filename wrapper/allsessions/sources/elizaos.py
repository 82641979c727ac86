"""ElizaOS. Source: docs.elizaos.ai, the page List Sessions, and a running @elizaos/server 1.7.2."""

from typing import Any, ClassVar

import httpx
from attrs import field, frozen

from elizaos_client import AuthenticatedClient, Client, DecodeError
from elizaos_client.api.sessions import get_session, list_sessions
from elizaos_client.models import Error, ErrorDetail, SessionInfo, SessionList
from elizaos_client.types import given, read_body

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
    optional_credential,
    text,
    when,
)
from .salvage import holding, salvaged


@frozen(kw_only=True)
class ElizaOS(Source):
    """An ElizaOS server. It lists its active sessions only, and all of them at once.

    Attributes:
        api_key: The server's own token, sent as X-API-KEY; None where the server was started without one.
    """

    vendor: ClassVar[str] = "elizaos"
    default_url: ClassVar[str] = "http://localhost:3000"
    needs_credentials: ClassVar[bool] = False
    capabilities: ClassVar[Capabilities] = Capabilities(
        vendor_filters=frozenset(),
        wrapper_filters=frozenset({"status", "created_after", "created_before", "agent_id", "user_id", "search"}),
        scope="active",
        paging="none",
        get="detail",
        inferred=frozenset({"status"}),
    )
    id_field: ClassVar[str] = "sessionId"
    decode_error: ClassVar[type[Exception]] = DecodeError

    api_key: str | None = field(default=None, repr=False, validator=optional_credential)

    @property
    def secrets(self) -> tuple[str, ...]:
        return (self.api_key,) if self.api_key else ()

    def connect(self, http: httpx.AsyncClient) -> Client:
        client = (
            Client(self.base_url) if self.api_key is None else AuthenticatedClient(self.base_url, token=self.api_key)
        )
        return client.set_async_httpx_client(http)

    def document(self, content: bytes) -> Any:
        return read_body(content)

    def list_call(self, filters: Filters, at: Position, size: int) -> Call[Envelope]:
        return Call(
            about="listing sessions",
            endpoint=list_sessions.asyncio_detailed,
            arguments={},
            read=self._envelope,
            salvage=self._salvage,
        )

    def get_call(self, id: str) -> Call[Session]:
        return Call(
            about=f"getting session {id}",
            endpoint=get_session.asyncio_detailed,
            arguments={"session_id": id},
            read=self.session,
        )

    def session(self, record: SessionInfo) -> Session:
        id = given(record.session_id)
        if not id:
            raise UnreadableError("sessionId", "is missing")
        remaining = given(record.time_remaining)
        return Session(
            source=self.name,
            vendor=self.vendor,
            id=id,
            status=Status.ACTIVE if remaining is None or remaining > 0 else Status.ENDED,
            created_at=when(record.created_at or None, "createdAt"),
            last_active_at=when(record.last_activity or None, "lastActivity"),
            expires_at=when(record.expires_at or None, "expiresAt"),
            agent_id=text(given(record.agent_id)),
            user_id=text(given(record.user_id)),
            raw=record,
        )

    def complaint(self, status_code: int, parsed: Any) -> Complaint | None:
        if not isinstance(parsed, Error):
            return None
        error = parsed.error
        detail = error if isinstance(error, ErrorDetail) else ErrorDetail(message=error)
        return Complaint(code=detail.code or None, message=given(parsed.message) or given(detail.message))

    def _envelope(self, parsed: SessionList) -> Envelope:
        sessions = given(parsed.sessions)
        return Envelope(
            records=tuple((f"sessions[{number}]", record) for number, record in enumerate(sessions or ())),
            total=amount(given(parsed.total)),
            paged=False,
            missing="sessions" if sessions is None else None,
            raw=parsed,
        )

    def _salvage(self, document: Any) -> Envelope:
        found = salvaged(self, document, ("sessions",), SessionList.from_dict, SessionInfo.from_dict)
        return holding(self._envelope(found.envelope), found)

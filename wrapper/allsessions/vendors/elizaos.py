"""ElizaOS, documented at docs.elizaos.ai ('List Sessions', 'End a session'); checked with @elizaos/server 1.7.2."""

from typing import Any, ClassVar

from attrs import frozen

import elizaos_client
from elizaos_client import given, models
from elizaos_client.api.sessions import end_session, get_session, list_sessions

from ..session import Session, Status
from ..source import FILTERS, Capabilities, Envelope, Filters, Position, Request, Source
from ..source.parsing import RecordReader, check_success, to_utc


@frozen(kw_only=True)
class ElizaOS(Source):
    """An ElizaOS server. The server lists only its active sessions, all in one response.

    `api_key` is the server's token, which the client sends as X-API-KEY; None if the server has no token.
    """

    vendor: ClassVar = "elizaos"
    default_url: ClassVar = "http://localhost:3000"
    needs_credentials: ClassVar = False
    capabilities: ClassVar = Capabilities(
        wrapper_filters=FILTERS,
        scope="active",
        paging="none",
        get="detail",
        end="closed",
        inferred=frozenset({"status"}),
    )
    client_package: ClassVar = elizaos_client
    list_endpoint: ClassVar = list_sessions
    id_field: ClassVar = "sessionId"

    def arguments(self, filters: Filters, at: Position, size: int) -> dict[str, Any]:
        return {}

    def envelope(self, parsed: models.SessionList) -> Envelope:
        return Envelope(records={"sessions": given(parsed.sessions)}, total=given(parsed.total))

    def get_request(self, id: str) -> Request[Session]:
        return Request(f"getting session {id}", get_session, arguments={"session_id": id}, parse=self._detail)

    def end_request(self, id: str) -> Request[None]:
        # Not idempotent: the server deletes the session, and responds to a second request with "not found".
        arguments = {"session_id": id}
        return Request(f"ending session {id}", end_session, arguments=arguments, parse=check_success, idempotent=False)

    def _detail(self, response: Any) -> Session:
        return self.session(response.parsed)

    def session(self, record: models.SessionInfo) -> Session:
        read = RecordReader(self, record)
        remaining = read("status", "timeRemaining", record.time_remaining, int)
        return read.session(
            record.session_id,
            read.status(Status.ACTIVE if remaining is None or remaining > 0 else Status.ENDED, "status"),
            created_at=read("created_at", "createdAt", record.created_at, to_utc),
            last_active_at=read("last_active_at", "lastActivity", record.last_activity, to_utc),
            expires_at=read("expires_at", "expiresAt", record.expires_at, to_utc),
            agent_id=read.id("agent_id", "agentId", record.agent_id),
            user_id=read.id("user_id", "userId", record.user_id),
        )

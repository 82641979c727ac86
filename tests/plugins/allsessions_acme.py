"""A vendor in another distribution. Acme answers like ElizaOS, so it uses ElizaOS's typed client."""

from typing import Any, ClassVar

from attrs import frozen

import elizaos_client
from allsessions import Session, Status
from allsessions.source import Capabilities, Envelope, Filters, Position, RecordReader, Source, to_utc
from elizaos_client import given
from elizaos_client.api.sessions import list_sessions
from elizaos_client.models import SessionInfo, SessionList


@frozen(kw_only=True)
class Acme(Source):
    """An Acme account.

    Attributes:
        region: The account's region.
    """

    vendor: ClassVar = "acme"
    default_url: ClassVar = "https://api.acme.example"
    capabilities: ClassVar = Capabilities(
        wrapper_filters=frozenset({"status", "created_after", "created_before", "search"}),
        scope="history",
        paging="none",
        get="list",
    )
    client_package: ClassVar = elizaos_client
    list_endpoint: ClassVar = list_sessions
    id_field: ClassVar = "sessionId"

    region: str = "eu"

    def arguments(self, filters: Filters, at: Position, size: int) -> dict[str, Any]:
        return {}

    def envelope(self, parsed: SessionList) -> Envelope:
        return Envelope(records={"sessions": given(parsed.sessions)}, total=given(parsed.total))

    def session(self, record: SessionInfo) -> Session:
        read = RecordReader(self, record)
        return read.session(
            record.session_id,
            Status.ACTIVE if record.time_remaining else Status.ENDED,
            created_at=read("created_at", "createdAt", record.created_at, to_utc),
        )

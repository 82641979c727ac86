"""How the generated clients are used, for the type checker; never executed.

`assert_type` holds what users rely on: an answer is a union of the typed value, the typed error and None, every field
may be null or unset, and isinstance narrows.
"""

from datetime import datetime
from typing import Any, assert_type
from uuid import UUID

import httpx

from akool_client import AuthenticatedClient as Akool
from akool_client.api.sessions import list_sessions as list_akool
from akool_client.models import ApiResponse, SessionListEnvelope, SessionStatus
from anam_client import AuthenticatedClient, DecodeError
from anam_client.api.sessions import list_sessions
from anam_client.models import Error, Session, SessionPage
from anam_client.types import Response, Unset, given
from elizaos_client import Client as ElizaOS
from elizaos_client import types as elizaos_types
from elizaos_client.api.sessions import get_session
from elizaos_client.models import Error as ElizaOSError
from elizaos_client.models import ErrorDetail, SessionInfo
from konpro_client import AuthenticatedClient as KonPro
from konpro_client.api.sessions import list_sessions as list_konpro
from konpro_client.models import ErrorResponse, ListSessionsStatus, SessionHistory


def anam(client: AuthenticatedClient) -> list[UUID | str]:
    page = list_sessions.sync(client=client.with_timeout(5), per_page=100)
    assert_type(page, Error | SessionPage | None)
    if page is None or isinstance(page, Error):
        raise RuntimeError(given(page.message) if page else "no documented answer")
    sessions = given(page.data) or []
    assert_type(sessions, list[Session])
    assert_type(sessions[0].start_time, datetime | str | None | Unset)
    assert_type(sessions[0].invalid_fields, dict[str, Any])
    return [session.id for session in sessions if isinstance(session.id, UUID | str)]


async def anam_in_detail(token: str, http: httpx.AsyncClient) -> int | bytes | None:
    client = AuthenticatedClient(token=token, headers={"X-Team": "blue"}).set_async_httpx_client(http)
    assert_type(client, AuthenticatedClient)
    try:
        answer = await list_sessions.asyncio_detailed(client=client, persona_id=UUID(int=0), search="kiosk")
    except DecodeError as error:
        return error.content
    assert_type(answer, Response[Error | SessionPage])
    assert_type(answer.parsed, Error | SessionPage | None)
    assert_type(answer.headers, httpx.Headers)
    return answer.status_code


def others(akool: Akool, konpro: KonPro) -> None:
    with akool as opened:
        page = list_akool.sync(client=opened, page=2, size=50, status=SessionStatus.PROCESSING)
    assert_type(page, ApiResponse | SessionListEnvelope | None)
    history = list_konpro.sync(client=konpro, status=ListSessionsStatus.CONNECTED, date_from="2026-01-01T00:00:00Z")
    assert_type(history, ErrorResponse | SessionHistory | None)
    session = get_session.sync("a session's id", client=ElizaOS("http://localhost:3000"))
    assert_type(session, ElizaOSError | SessionInfo | None)
    if isinstance(session, ElizaOSError):
        assert_type(session.error, ErrorDetail | str | None | elizaos_types.Unset)


def wrong_ways(client: AuthenticatedClient) -> None:
    list_sessions.sync(client=client, per_page="100")  # type: ignore[arg-type]
    list_sessions.sync(client=client, perPage=100)  # type: ignore[call-arg]
    AuthenticatedClient()  # type: ignore[call-arg]
    Session(clientLabel="kiosk")  # type: ignore[call-arg]

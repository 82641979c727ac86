"""How the generated clients are used, for the type checker; never executed.

`assert_type` holds what users rely on: an answer is a union of the typed value, the typed error and None, every field
may be null or unset, and isinstance narrows.
"""

from datetime import datetime
from typing import Any, assert_type
from uuid import UUID

import httpx

from akool_client import AuthenticatedClient as AkoolClient
from akool_client import types as akool_types
from akool_client.api.sessions import get_session as get_akool_session
from akool_client.api.sessions import list_sessions as list_akool_sessions
from akool_client.models import ApiResponse, Credentials, SessionDetailEnvelope, SessionListEnvelope, SessionStatus
from anam_client import AuthenticatedClient, DecodeError, UnexpectedStatus
from anam_client.api.sessions import list_sessions
from anam_client.models import Error, Session, SessionPage
from anam_client.types import Response, Unset, given
from elizaos_client import AuthenticatedClient as ElizaOSClientWithKey
from elizaos_client import Client as ElizaOSClient
from elizaos_client import types as elizaos_types
from elizaos_client.api.sessions import get_session as get_elizaos_session
from elizaos_client.models import Error as ElizaOSError
from elizaos_client.models import ErrorDetail, SessionInfo
from konpro_client import AuthenticatedClient as KonProClient
from konpro_client import types as konpro_types
from konpro_client.api.sessions import list_sessions as list_konpro_sessions
from konpro_client.models import ErrorResponse, ListSessionsStatus, SessionHistory


def anam(client: AuthenticatedClient) -> list[UUID | str]:
    page = list_sessions.sync(client=client, per_page=100)
    assert_type(page, Error | SessionPage | None)
    if page is None or isinstance(page, Error):
        raise RuntimeError(given(page.message) if page else "no documented answer")
    sessions = given(page.data) or []
    assert_type(sessions, list[Session])
    for session in sessions:
        assert_type(session.start_time, datetime | str | None | Unset)
        if isinstance(session.start_time, datetime):
            assert_type(session.start_time.tzinfo is None, bool)
    return [session.id for session in sessions if isinstance(session.id, UUID | str)]


async def anam_in_detail(client: AuthenticatedClient) -> int:
    answer = await list_sessions.asyncio_detailed(client=client, persona_id=UUID(int=0), search="kiosk")
    assert_type(answer, Response[Error | SessionPage])
    assert_type(answer.parsed, Error | SessionPage | None)
    assert_type(answer.headers, httpx.Headers)
    assert_type(answer.invalid_fields, dict[str, Any])
    return answer.status_code


def anam_errors(client: AuthenticatedClient) -> str:
    try:
        list_sessions.sync(client=client)
    except DecodeError as error:
        assert_type(error.content, bytes | None)
        return error.found
    except UnexpectedStatus as error:
        return str(error.status_code)
    return ""


def akool() -> SessionStatus | int | None:
    client = AkoolClient(token="…", auth_header_name="Authorization", prefix="Bearer").with_timeout(5)
    assert_type(client, AkoolClient)
    with client as opened:
        assert_type(opened, AkoolClient)
        page = list_akool_sessions.sync(client=opened, page=2, size=50, status=SessionStatus.PROCESSING)
        detail = get_akool_session.sync(client=opened, id="6698c9d69cf7b0d61d1b6420")
    assert_type(page, ApiResponse | SessionListEnvelope | None)
    if isinstance(detail, SessionDetailEnvelope) and detail.data:
        assert_type(detail.data.credentials, Credentials | None | akool_types.Unset)
        return akool_types.given(detail.data.status)
    return None


def konpro(client: KonProClient) -> str | None:
    history = list_konpro_sessions.sync(
        client=client, status=ListSessionsStatus.CONNECTED, date_from="2026-01-01T00:00:00Z"
    )
    assert_type(history, ErrorResponse | SessionHistory | None)
    return konpro_types.given(history.next_pagination_token) if isinstance(history, SessionHistory) else None


def elizaos(key: str | None) -> object:
    url = "http://localhost:3000"
    client = ElizaOSClientWithKey(url, token=key) if key else ElizaOSClient(url)
    session = get_elizaos_session.sync("a session's id", client=client)
    assert_type(session, ElizaOSError | SessionInfo | None)
    if isinstance(session, ElizaOSError):
        assert_type(session.error, ErrorDetail | str | None | elizaos_types.Unset)
        return session["anything else"] if "anything else" in session else session.to_dict()
    return session.metadata if session else None


async def own_httpx_client(token: str, http: httpx.AsyncClient) -> SessionPage | Error | None:
    client = AuthenticatedClient(token=token, headers={"X-Team": "blue"}).set_async_httpx_client(http)
    assert_type(client, AuthenticatedClient)
    return await list_sessions.asyncio(client=client)


def decoding() -> dict[str, object]:
    session = Session.from_dict({"id": "…"})
    assert_type(session.invalid_fields, dict[str, Any])
    assert_type(session.additional_properties, dict[str, Any])
    return session.to_dict()


def making() -> Session:
    return Session("an id", client_label="kiosk")


def wrong_ways(client: AuthenticatedClient) -> None:
    list_sessions.sync(client=client, per_page="100")  # type: ignore[arg-type]
    list_sessions.sync(client=client, perPage=100)  # type: ignore[call-arg]
    AuthenticatedClient()  # type: ignore[call-arg]
    Session(clientLabel="kiosk")  # type: ignore[call-arg]

"""The ElizaOS client and source against a real server: the sessions made over HTTP are listed, field by field."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from allsessions import (
    ApiError,
    AuthenticationError,
    Client,
    ElizaOS,
    IncompleteListingError,
    NotFoundError,
    PermissionDeniedError,
    Session,
    Status,
)
from tests.clients.contracts import OPERATIONS
from tests.clients.payloads import as_values
from tests.elizaos.server import ElizaServer
from tests.elizaos.world import NAME, SESSIONS, TOKEN, USERS, World
from tests.simulator.contract import record_fields, validate

# npm.py has limits of its own for installing and starting, which are longer than a test's.
pytestmark = [pytest.mark.elizaos, pytest.mark.timeout(func_only=True)]

LIST = "/api/messaging/sessions"
DETAIL = "/api/messaging/sessions/{sessionId}"
MISSING = "00000000-0000-4000-8000-000000000000"
WRONG = "wr0ng-t0ken"


def client_of(source: ElizaOS) -> Client:
    return Client([source], retries=0, http={"trust_env": False})


def assert_as_created(session: Session, created: dict[str, Any]) -> None:
    assert (session.source, session.vendor, session.ref) == (NAME, "elizaos", f"{NAME}:{session.id}")
    assert (session.status, session.vendor_status) == (Status.ACTIVE, None)
    ids = (session.id, session.agent_id, session.user_id)
    assert ids == tuple(created[name] for name in ("sessionId", "agentId", "userId"))
    times = (session.created_at, session.last_active_at, session.expires_at)
    assert times == tuple(datetime.fromisoformat(created[name]) for name in ("createdAt", "createdAt", "expiresAt"))
    assert [moment.tzinfo for moment in times if moment] == [UTC] * 3
    unknown = (session.started_at, session.ended_at, session.duration, session.label, session.transport)
    assert unknown == (None,) * 5
    assert_record_as_created(session.raw, created)


def assert_record_as_created(record: Any, created: dict[str, Any]) -> None:
    assert as_values(record.to_dict()) == as_values({**record.to_dict(), **created})


@pytest.mark.parametrize("way", ["sync_detailed", "asyncio_detailed"])
def test_the_typed_client_reads_what_was_made(world: World, way: str) -> None:
    def asked(name: str, **arguments: Any) -> Any:
        (operation,) = (each for each in OPERATIONS if str(each) == f"elizaos-{name}")
        options: dict[str, Any] = {"httpx_args": {"trust_env": False}}
        client = operation.client.authenticated(world.server.base_url, world.token or "none", **options)
        response = operation.ask(way, client, **arguments)
        assert as_values(response.parsed.to_dict()) == as_values(json.loads(response.content))
        return response

    listed = asked("list_sessions").parsed
    assert listed.total == SESSIONS
    for record, created in zip(listed.sessions, world.created, strict=True):
        assert_record_as_created(record, created)
    for created in world.created:
        assert_record_as_created(asked("get_session", session_id=created["sessionId"]).parsed, created)
    missing = asked("get_session", session_id=MISSING)
    assert (missing.status_code, missing.parsed.error.code) == (404, "SESSION_NOT_FOUND")
    assert "SessionNotFoundError" in missing.parsed.error["stack"]  # an unknown field


def test_the_wrapper_reads_what_was_made(world: World) -> None:
    with client_of(world.source()) as client:
        sessions = [*client.list()]
        for session, created in zip(sessions, world.created, strict=True):
            assert_as_created(session, created)
            assert_as_created(client.get(session.ref), created)
        (page,) = client.pages(NAME)
        assert (len(page.sessions), page.total, page.cursor, page.invalid) == (SESSIONS, SESSIONS, None, ())
        second = world.server.agents[1]
        assert client.count(agent_id=second) == {NAME: sum(made["agentId"] == second for made in world.created)}


# Failures


def test_an_unknown_or_odd_id_is_not_found(world: World) -> None:
    with client_of(world.source()) as client:
        for id in (MISSING, "a/b", "../sessions", "a?b#c", "%2e", "ü ñ"):
            with pytest.raises(NotFoundError) as caught:
                client.get(f"{NAME}:{id}")
            assert (caught.value.status_code, caught.value.code) == (404, "SESSION_NOT_FOUND")
            assert caught.value.message == f"Session with ID '{id}' not found"


def assert_refused(source: ElizaOS, kind: type[ApiError], status: int, code: object = None, message: str = "") -> None:
    with client_of(source) as client:
        with pytest.raises(IncompleteListingError) as incomplete:
            list(client.list())
        with pytest.raises(kind) as caught:
            client.get(f"{NAME}:{MISSING}")
    for error in (*incomplete.value.errors, caught.value):
        assert isinstance(error, kind)
        assert (error.source, error.status_code, error.code) == (NAME, status, code)
        assert message in str(error.message)
        assert not [secret for secret in (TOKEN, WRONG) if secret in f"{error}{error!r}"]


def test_a_wrong_token_or_path_is_an_error(open_world: World, guarded_world: World) -> None:
    for sent in (None, WRONG, TOKEN.upper(), TOKEN[:-1]):
        source = guarded_world.source(api_key=sent)
        assert_refused(source, AuthenticationError, 401, "API key required", "Missing or invalid X-API-KEY header")
    base_url = guarded_world.server.base_url
    assert_refused(guarded_world.source(base_url=f"{base_url}/api"), NotFoundError, 404, 404)
    assert_refused(guarded_world.source(base_url=f"{base_url}/elsewhere"), PermissionDeniedError, 403)
    with client_of(open_world.source(api_key=WRONG)) as client:
        assert len(list(client.list())) == SESSIONS  # an open server does not look at it


def test_an_expired_session_is_not_listed_and_is_gone(folder: Path) -> None:
    with ElizaServer(folder) as server:
        short = {"timeoutConfig": {"timeoutMinutes": 1}}
        first, lasting, second = (
            server.create_session(server.agents[0], USERS[0], **body) for body in (short, {}, short)
        )
        world = World(server=server, token=None)
        with client_of(world.source()) as client:
            assert client.count() == {NAME: 3}
            server.set_clock_ahead(2)
            (session,) = client.list()
            assert_as_created(session, {**lasting, "timeRemaining": session.raw.to_dict()["timeRemaining"]})
            assert session.raw.to_dict()["timeRemaining"] <= timedelta(minutes=28) / timedelta(milliseconds=1)
            stats = {"totalSessions": 3, "activeSessions": 1, "expiredSessions": 2}
            assert world.get(LIST).json()["stats"] == stats
            for status, code in ((410, "SESSION_EXPIRED"), (404, "SESSION_NOT_FOUND")):
                with pytest.raises(NotFoundError) as caught:
                    client.get(f"{NAME}:{first['sessionId']}")
                assert (caught.value.status_code, caught.value.code) == (status, code)
                answer = world.get(f"{LIST}/{second['sessionId']}")
                assert answer.status_code == status
                validate("elizaos", DETAIL, "GET", status, answer.json())
            assert client.count() == {NAME: 1}


def test_a_session_is_ended_and_gone(folder: Path) -> None:
    with ElizaServer(folder) as server:
        first, second, expired, kept = (
            server.create_session(server.agents[0], USERS[0], timeoutConfig={"timeoutMinutes": minutes})
            for minutes in (30, 30, 1, 30)
        )
        with client_of(World(server=server, token=None).source()) as client:
            for made in (first, second):
                client.end(f"{NAME}:{made['sessionId']}")
                for ask in (client.get, client.end):
                    with pytest.raises(NotFoundError) as caught:
                        ask(f"{NAME}:{made['sessionId']}")
                    assert (caught.value.status_code, caught.value.code) == (404, "SESSION_NOT_FOUND")
            server.set_clock_ahead(2)
            client.end(f"{NAME}:{expired['sessionId']}")  # it has expired: over, and no error
            assert [session.id for session in client.list()] == [kept["sessionId"]]
        ids = (kept["sessionId"], MISSING)
        answers = [httpx.delete(f"{server.base_url}{LIST}/{id}", trust_env=False) for id in ids]
        assert [answer.status_code for answer in answers] == [200, 404]
        for answer in answers:
            validate("elizaos", DETAIL, "DELETE", answer.status_code, answer.json())


# The server against the contract


def test_lists_and_details_are_as_the_contract_says(world: World) -> None:
    body = world.get(LIST).raise_for_status().json()
    validate("elizaos", LIST, "GET", 200, body)
    assert {name for record in body["sessions"] for name in record} == record_fields("elizaos", "SessionInfo")
    for record in body["sessions"]:
        validate("elizaos", DETAIL, "GET", 200, world.get(f"{LIST}/{record['sessionId']}").raise_for_status().json())


def test_refusals_are_as_the_contract_says(guarded_world: World) -> None:
    for path, token, status, contracted in [
        *((LIST, token, 401, LIST) for token in ("", WRONG)),
        *((f"{LIST}/{MISSING}", token, status, DETAIL) for token, status in ((WRONG, 401), (TOKEN, 404))),
        ("/api/nowhere", TOKEN, 404, DETAIL),
    ]:
        answer = guarded_world.get(path, token)
        assert answer.status_code == status, path
        validate("elizaos", contracted, "GET", status, answer.json())

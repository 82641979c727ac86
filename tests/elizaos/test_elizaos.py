"""The ElizaOS client and source against a real server: the sessions made over HTTP are listed, field by field."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

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
from tests.elizaos.conftest import TOKEN
from tests.elizaos.server import LIST, NAME, SESSIONS, ElizaServer
from tests.side_by_side.comparing import same
from tests.simulator.contract import record_fields, validate

# The limit excludes fixtures: npm.py has its own, longer limits for installation and start.
pytestmark = [pytest.mark.elizaos, pytest.mark.timeout(func_only=True)]

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
    assert as_created(session.raw, created)


def as_created(record: Any, created: dict[str, Any]) -> bool:
    return same(record.to_dict(), {**record.to_dict(), **created})


@pytest.mark.parametrize("way", ["sync_detailed", "asyncio_detailed"])
def test_the_typed_client_reads_what_was_made(world: ElizaServer, way: str) -> None:
    def asked(name: str, **arguments: Any) -> Any:
        (operation,) = (each for each in OPERATIONS if str(each) == f"elizaos-{name}")
        options: dict[str, Any] = {"httpx_args": {"trust_env": False}}
        client = operation.client.authenticated(world.base_url, world.token or "none", **options)
        response = operation.ask(way, client, **arguments)
        assert same(response.parsed.to_dict(), json.loads(response.content))
        return response

    listed = asked("list_sessions").parsed
    assert listed.total == SESSIONS
    for record, created in zip(listed.sessions, world.created, strict=True):
        assert as_created(record, created)
        assert as_created(asked("get_session", session_id=created["sessionId"]).parsed, created)
    missing = asked("get_session", session_id=MISSING)
    assert (missing.status_code, missing.parsed.error.code) == (404, "SESSION_NOT_FOUND")
    assert "SessionNotFoundError" in missing.parsed.error["stack"]  # an unknown field


def test_the_wrapper_reads_what_was_made(world: ElizaServer) -> None:
    with client_of(world.source()) as client:
        for session, created in zip(client.list(), world.created, strict=True):
            assert_as_created(session, created)
            assert_as_created(client.get(session.ref), created)
        (page,) = client.pages(NAME)
        assert (len(page.sessions), page.total, page.cursor, page.invalid) == (SESSIONS, SESSIONS, None, ())
        second = world.agents[1]
        assert client.count(agent_id=second) == {NAME: sum(made["agentId"] == second for made in world.created)}


def test_answers_are_as_the_contract_says(world: ElizaServer) -> None:
    body = world.ask("GET", LIST).raise_for_status().json()
    validate("elizaos", LIST, "GET", 200, body)
    assert {name for record in body["sessions"] for name in record} == record_fields("elizaos", "SessionInfo")
    for record in body["sessions"]:
        answer = world.ask("GET", f"{LIST}/{record['sessionId']}").raise_for_status()
        validate("elizaos", DETAIL, "GET", 200, answer.json())
    refusals = [(f"{LIST}/{MISSING}", world.token, 404, DETAIL), ("/api/nowhere", world.token, 404, DETAIL)]
    if world.token:
        refusals += [(LIST, "", 401, LIST), (LIST, WRONG, 401, LIST), (f"{LIST}/{MISSING}", WRONG, 401, DETAIL)]
    for path, token, status, contracted in refusals:
        answer = world.ask("GET", path, token)
        assert answer.status_code == status, path
        validate("elizaos", contracted, "GET", status, answer.json())


def assert_not_found(client: Client, id: str, status: int = 404, code: str = "SESSION_NOT_FOUND") -> None:
    with pytest.raises(NotFoundError) as caught:
        client.get(f"{NAME}:{id}")
    assert (caught.value.status_code, caught.value.code) == (status, code)
    assert status != 404 or caught.value.message == f"Session with ID '{id}' not found"


def test_an_unknown_or_odd_id_is_not_found(world: ElizaServer) -> None:
    with client_of(world.source()) as client:
        for id in (MISSING, "a/b", "../sessions", "a?b#c", "%2e", "ü ñ"):
            assert_not_found(client, id)


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


def test_a_wrong_token_or_path_is_an_error(world: ElizaServer) -> None:
    if world.token is None:
        with client_of(world.source(api_key=WRONG)) as client:
            assert len(list(client.list())) == SESSIONS  # an open server ignores the key
        return
    for sent in (None, WRONG, TOKEN.upper(), TOKEN[:-1]):
        source = world.source(api_key=sent)
        assert_refused(source, AuthenticationError, 401, "API key required", "Missing or invalid X-API-KEY header")
    assert_refused(world.source(base_url=f"{world.base_url}/api"), NotFoundError, 404, 404)
    assert_refused(world.source(base_url=f"{world.base_url}/elsewhere"), PermissionDeniedError, 403)


def test_an_expired_session_is_not_listed_and_is_gone(server: ElizaServer) -> None:
    first, lasting, second = (
        server.create_session(timeoutConfig={"timeoutMinutes": minutes}) for minutes in (1, 30, 1)
    )
    with client_of(server.source()) as client:
        assert client.count() == {NAME: 3}
        server.set_clock_ahead(2)
        (session,) = client.list()
        assert_as_created(session, {**lasting, "timeRemaining": session.raw.to_dict()["timeRemaining"]})
        assert session.raw.to_dict()["timeRemaining"] <= timedelta(minutes=28) / timedelta(milliseconds=1)
        stats = {"totalSessions": 3, "activeSessions": 1, "expiredSessions": 2}
        assert server.ask("GET", LIST).json()["stats"] == stats
        for status, code in ((410, "SESSION_EXPIRED"), (404, "SESSION_NOT_FOUND")):
            assert_not_found(client, first["sessionId"], status, code)
            answer = server.ask("GET", f"{LIST}/{second['sessionId']}")
            assert answer.status_code == status
            validate("elizaos", DETAIL, "GET", status, answer.json())
        assert client.count() == {NAME: 1}


def test_a_session_is_ended_and_gone(server: ElizaServer) -> None:
    first, second, expired, kept = (
        server.create_session(timeoutConfig={"timeoutMinutes": minutes})["sessionId"] for minutes in (30, 30, 1, 30)
    )
    with client_of(server.source()) as client:
        for id in (first, second):
            client.end(f"{NAME}:{id}")
            assert_not_found(client, id)
            with pytest.raises(NotFoundError):
                client.end(f"{NAME}:{id}")
        server.set_clock_ahead(2)
        client.end(f"{NAME}:{expired}")  # an expired session has ended, so no error
        assert [session.id for session in client.list()] == [kept]
    for id, status in ((kept, 200), (MISSING, 404)):
        answer = server.ask("DELETE", f"{LIST}/{id}")
        assert answer.status_code == status
        validate("elizaos", DETAIL, "DELETE", status, answer.json())

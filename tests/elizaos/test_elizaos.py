"""The ElizaOS client and source against a real server: what was made over HTTP is what is listed, field by field."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from allsessions import (
    ApiError,
    AuthenticationError,
    Client,
    ConnectionFailedError,
    ElizaOS,
    IncompleteListingError,
    NotFoundError,
    PermissionDeniedError,
    Session,
    SourceError,
    Status,
)
from elizaos_client.api.sessions import get_session, list_sessions
from elizaos_client.models import Error, ErrorDetail, SessionInfo, SessionList
from elizaos_client.types import UNSET
from tests.contract.values import as_values
from tests.elizaos.server import ElizaServer
from tests.elizaos.world import NAME, SECRET, SESSIONS, TOKEN, USERS, World, Wrapper, time, typed
from tests.simulator.contract import record_fields, validate

# npm.py has limits of its own for installing and starting, which are longer than a test's.
pytestmark = [pytest.mark.elizaos, pytest.mark.timeout(func_only=True)]

LIST = "/api/messaging/sessions"
DETAIL = "/api/messaging/sessions/{sessionId}"
MISSING = "00000000-0000-4000-8000-000000000000"
WRONG = "wr0ng-t0ken"

# One of the sessions that were made: what it was made as, and what is asked for.
Question = tuple[dict[str, Any], Callable[[dict[str, Any]], bool]]


def assert_as_created(session: Session, created: dict[str, Any]) -> None:
    assert (session.source, session.vendor, session.ref) == (NAME, "elizaos", f"{NAME}:{session.id}")
    assert (session.status, session.vendor_status) == (Status.ACTIVE, None)
    assert (session.id, session.agent_id, session.user_id) == (
        created["sessionId"],
        created["agentId"],
        created["userId"],
    )
    assert session.created_at == session.last_active_at == time(created["createdAt"])
    assert session.expires_at == time(created["expiresAt"])
    for moment in (session.created_at, session.last_active_at, session.expires_at):
        assert moment is not None
        assert moment.tzinfo is UTC
    assert (session.started_at, session.ended_at, session.duration) == (None, None, None)
    assert (session.label, session.transport) == (None, None)
    assert json.loads(json.dumps(session.to_dict())) == session.to_dict()
    assert time(session.to_dict()["created_at"]) == time(created["createdAt"])


def assert_record_as_created(record: SessionInfo, created: dict[str, Any]) -> None:
    assert as_values(record.to_dict()) == as_values({**record.to_dict(), **created})
    assert record.agent_id == UUID(created["agentId"])
    assert record.created_at == time(created["createdAt"])
    assert record.metadata == created["metadata"]


# The typed client


@pytest.mark.parametrize("face", ["sync", "asyncio"])
def test_typed_client_lists_what_was_made(world: World, face: str) -> None:
    response = typed(face, list_sessions, world)
    assert response.status_code == 200
    assert isinstance(response.parsed, SessionList)
    for record, created in zip(response.parsed.sessions or [], world.created, strict=True):
        assert_record_as_created(record, created)
    assert response.parsed.total == SESSIONS
    assert as_values(response.parsed.to_dict()) == as_values(json.loads(response.content))


@pytest.mark.parametrize("face", ["sync", "asyncio"])
def test_typed_client_gets_what_was_made(world: World, face: str) -> None:
    for created in world.created:
        response = typed(face, get_session, world, session_id=created["sessionId"])
        assert response.status_code == 200
        assert_record_as_created(response.parsed, created)
        assert as_values(response.parsed.to_dict()) == as_values(json.loads(response.content))


@pytest.mark.parametrize("face", ["sync", "asyncio"])
def test_the_typed_client_keeps_an_errors_unknown_fields(world: World, face: str) -> None:
    response = typed(face, get_session, world, session_id=MISSING)
    assert response.status_code == 404
    assert isinstance(response.parsed, Error)
    assert isinstance(response.parsed.error, ErrorDetail)
    assert response.parsed.error.code == "SESSION_NOT_FOUND"
    assert "SessionNotFoundError" in response.parsed.error["stack"]
    assert response.parsed.message is UNSET
    assert as_values(response.parsed.to_dict()) == as_values(json.loads(response.content))


# The wrapper


def test_list_is_exactly_what_was_made_in_that_order(world: World, wrapper: Wrapper) -> None:
    sessions = wrapper.list(world.source())
    for session, created in zip(sessions, world.created, strict=True):
        assert_as_created(session, created)
    (body,) = wrapper.bodies
    assert [as_values(session.raw.to_dict()) for session in sessions] == as_values(body["sessions"])
    (page,) = wrapper.pages(world.source(), page_size=10)
    assert (len(page.sessions), page.total, page.cursor, page.invalid) == (SESSIONS, SESSIONS, None, ())
    assert as_values(page.raw.to_dict()) == as_values(wrapper.bodies[-1])
    assert wrapper.list(world.source(), limit=7) == sessions[:7]


def test_get_is_what_was_made(world: World, wrapper: Wrapper) -> None:
    sessions = wrapper.get(world.source(), *[created["sessionId"] for created in world.created])
    for session, created in zip(sessions, world.created, strict=True):
        assert_as_created(session, created)
    assert [as_values(session.raw.to_dict()) for session in sessions] == as_values(wrapper.bodies)


def test_record_as_a_dict_is_ready_for_json_and_shows_no_secret(world: World, wrapper: Wrapper) -> None:
    for session, created in zip(wrapper.list(world.source()), world.created, strict=True):
        written = session.to_dict(raw=True)
        assert json.loads(json.dumps(written)) == written
        assert SECRET not in json.dumps(written)
        assert SECRET not in repr(session)
        if "apiKey" in (created["metadata"] if isinstance(created["metadata"], dict) else {}):
            assert written["raw"]["metadata"] == {"apiKey": "***", "apiKeyId": "key-1"}
            assert session.raw.to_dict()["metadata"]["apiKey"] == SECRET
        else:
            assert written["raw"]["metadata"] == created["metadata"]


def questions(world: World) -> Iterator[Question]:
    """Yield filters, and which of the sessions that were made match them."""
    first, second = world.server.agents[:2]
    created = world.created
    yield {"agent_id": UUID(second)}, lambda made: made["agentId"] == second
    yield {"user_id": USERS[0].upper()}, lambda made: made["userId"] == USERS[0]
    yield {"user_id": MISSING}, lambda made: False
    yield {"agent_id": first, "user_id": USERS[1]}, lambda made: (made["agentId"], made["userId"]) == (first, USERS[1])
    yield {"status": [Status.ACTIVE, "ended"]}, lambda made: True
    yield {"status": ["pending", "ended", "failed", "unknown"]}, lambda made: False
    yield {"search": created[4]["sessionId"].upper()}, lambda made: made["sessionId"] == created[4]["sessionId"]
    yield {"search": created[9]["sessionId"][:2]}, lambda made: created[9]["sessionId"][:2] in made["sessionId"]
    after, before = created[3]["createdAt"], created[20]["createdAt"]
    yield {"created_after": time(after)}, lambda made: made["createdAt"] >= after
    yield {"created_before": time(before)}, lambda made: made["createdAt"] < before
    yield (
        {"created_after": time(after), "created_before": time(before), "agent_id": second},
        lambda made: after <= made["createdAt"] < before and made["agentId"] == second,
    )
    yield {"created_after": time(created[-1]["createdAt"]) + timedelta(milliseconds=1)}, lambda made: False


def test_filters_choose_what_was_made_so(world: World, wrapper: Wrapper) -> None:
    for filters, matches in questions(world):
        expected = [made["sessionId"] for made in world.created if matches(made)]
        assert [session.id for session in wrapper.list(world.source(), **filters)] == expected, filters
        assert wrapper.count(world.source(), **filters) == {NAME: len(expected)}, filters


# What goes wrong


def texts_of(error: BaseException) -> Iterator[str]:
    """Everything that an error shows, and what its causes and parts show."""
    assert not isinstance(error, httpx.HTTPError), "it holds the request, and with it the token"
    yield from (str(error), repr(error), repr(error.args), repr(vars(error)))
    yield "".join(traceback.format_exception(error))
    parts = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for other in (error.__cause__, error.__context__, *parts):
        if other is not None:
            yield from texts_of(other)


def errors_of(wrapper: Wrapper, source: ElizaOS) -> list[SourceError]:
    """The errors of every way to ask a source, which say nothing secret."""
    found: list[SourceError] = []
    for ask in (wrapper.list, wrapper.count):
        with pytest.raises(IncompleteListingError) as incomplete:
            ask(source)
        found += incomplete.value.errors
        assert not any(secret in text for text in texts_of(incomplete.value) for secret in (TOKEN, WRONG))
    for call in (partial(wrapper.pages, source), partial(wrapper.get, source, MISSING)):
        with pytest.raises(SourceError) as caught:
            call()
        found.append(caught.value)
        assert not any(secret in text for text in texts_of(caught.value) for secret in (TOKEN, WRONG))
    assert [(error.source, error.vendor) for error in found] == [(NAME, "elizaos")] * 4
    assert all(str(error).startswith(f"{NAME}: ") for error in found)
    return found


def test_missing_session_is_not_found(world: World, wrapper: Wrapper) -> None:
    with pytest.raises(NotFoundError, match=f"{NAME}: getting session {MISSING}: HTTP 404") as caught:
        wrapper.get(world.source(), MISSING)
    assert (caught.value.status_code, caught.value.code) == (404, "SESSION_NOT_FOUND")
    assert caught.value.message == f"Session with ID '{MISSING}' not found"
    assert not any(TOKEN in text for text in texts_of(caught.value))


def test_an_odd_id_is_not_found_and_leads_nowhere(open_world: World, wrapper: Wrapper) -> None:
    for id in ("a/b", "../sessions", "a?b#c", "%2e", "ü ñ"):
        with pytest.raises(NotFoundError) as caught:
            wrapper.get(open_world.source(), id)
        assert (caught.value.code, caught.value.message) == ("SESSION_NOT_FOUND", f"Session with ID '{id}' not found")


def test_missing_or_wrong_token_is_an_authentication_error(guarded_world: World, wrapper: Wrapper) -> None:
    for sent in (None, WRONG, TOKEN.upper(), TOKEN[:-1]):
        for error in errors_of(wrapper, guarded_world.source(api_key=sent)):
            assert isinstance(error, AuthenticationError)
            assert (error.status_code, error.message) == (401, "Missing or invalid X-API-KEY header")
            assert sent is None or not any(sent in text for text in texts_of(error))


def test_token_does_not_matter_where_none_is_set(open_world: World, wrapper: Wrapper) -> None:
    assert len(wrapper.list(open_world.source(api_key=WRONG))) == SESSIONS


@pytest.mark.parametrize(
    ("path", "kind", "status", "code"),
    [("/api", NotFoundError, 404, 404), ("/elsewhere", PermissionDeniedError, 403, None)],
)
def test_wrong_path_is_an_error_and_no_empty_list(
    guarded_world: World, wrapper: Wrapper, path: str, kind: type[ApiError], status: int, code: int | None
) -> None:
    for error in errors_of(wrapper, guarded_world.source(base_url=guarded_world.server.base_url + path)):
        assert isinstance(error, kind)
        assert (error.status_code, error.code) == (status, code)
        assert f"HTTP {status}" in str(error)


def test_tls_where_the_server_has_none_is_a_failed_connection(guarded_world: World, wrapper: Wrapper) -> None:
    url = guarded_world.server.base_url.replace("http:", "https:")
    for error in errors_of(wrapper, guarded_world.source(base_url=url)):
        assert isinstance(error, ConnectionFailedError)
        assert url in str(error)


def test_an_expired_session_is_not_listed_and_is_gone(folder: Path) -> None:
    with ElizaServer(folder) as server:
        short = {"timeoutConfig": {"timeoutMinutes": 1}}
        first, lasting, second = (
            server.create_session(server.agents[0], USERS[0], **body) for body in (short, {}, short)
        )
        source = World(server=server, token=None, created=()).source()
        wrapper = Wrapper("Client", [])
        assert wrapper.count(source) == {NAME: 3}

        server.set_clock_ahead(2)

        (session,) = wrapper.list(source)
        assert_as_created(session, lasting)
        assert session.raw.to_dict()["timeRemaining"] <= timedelta(minutes=28) / timedelta(milliseconds=1)
        assert wrapper.count(source) == {NAME: 1}
        assert wrapper.bodies[-1]["stats"] == {"totalSessions": 3, "activeSessions": 1, "expiredSessions": 2}
        for face, expired in (("Client", first), ("AsyncClient", second)):
            for status, code in ((410, "SESSION_EXPIRED"), (404, "SESSION_NOT_FOUND")):
                asking = Wrapper(face, [])
                with pytest.raises(NotFoundError) as caught:
                    asking.get(source, expired["sessionId"])
                assert (caught.value.status_code, caught.value.code) == (status, code)
                validate("elizaos", DETAIL, "GET", status, asking.bodies[-1])
        assert wrapper.count(source) == {NAME: 1}


def test_a_session_is_ended_and_gone(folder: Path) -> None:
    with ElizaServer(folder) as server:
        first, second, expired, kept = (
            server.create_session(server.agents[0], USERS[0], timeoutConfig={"timeoutMinutes": minutes})
            for minutes in (30, 30, 1, 30)
        )
        source = World(server=server, token=None, created=()).source()
        with Client(source) as client:
            for made in (first, second):
                client.end(f"{NAME}:{made['sessionId']}")
                for ask in (client.get, client.end):
                    with pytest.raises(NotFoundError) as caught:
                        ask(f"{NAME}:{made['sessionId']}")
                    assert (caught.value.status_code, caught.value.code) == (404, "SESSION_NOT_FOUND")
            server.set_clock_ahead(2)
            client.end(f"{NAME}:{expired['sessionId']}")  # it has expired: over, and no error
            assert [session.id for session in client.list()] == [kept["sessionId"]]
        answers = [
            httpx.delete(f"{server.base_url}{LIST}/{id}", trust_env=False) for id in (kept["sessionId"], MISSING)
        ]
        assert [answer.status_code for answer in answers] == [200, 404]
        for answer in answers:
            validate("elizaos", DETAIL, "DELETE", answer.status_code, answer.json())


# What the server says against what the contract says


def test_list_and_details_are_what_the_contract_says(world: World) -> None:
    body = world.get(LIST).raise_for_status().json()
    validate("elizaos", LIST, "GET", 200, body)
    assert {name for record in body["sessions"] for name in record} == record_fields("elizaos", "SessionInfo")
    for record in body["sessions"]:
        validate("elizaos", DETAIL, "GET", 200, world.get(f"{LIST}/{record['sessionId']}").raise_for_status().json())


@pytest.mark.parametrize(
    ("path", "token", "status", "contracted"),
    [
        (LIST, "", 401, LIST),
        (LIST, WRONG, 401, LIST),
        (f"{LIST}/{MISSING}", WRONG, 401, DETAIL),
        (f"{LIST}/{MISSING}", TOKEN, 404, DETAIL),
        ("/api/nowhere", TOKEN, 404, DETAIL),
    ],
)
def test_refusals_are_what_the_contract_says(
    guarded_world: World, path: str, token: str, status: int, contracted: str
) -> None:
    answer = guarded_world.get(path, token)
    assert answer.status_code == status
    validate("elizaos", contracted, "GET", status, answer.json())

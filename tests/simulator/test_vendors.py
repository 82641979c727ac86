"""Each vendor's answers: pages, filters, details, wrong parameters and keys, and the end of a session."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import httpx
import pytest

from allsessions import Client, Concurrency, NotFoundError, Status
from allsessions.simulator import KEY, Simulator, World

from .conftest import AKOOL_DETAIL, ELIZAOS_DETAIL, LISTS, SESSIONS, Get, ask
from .contract import validate

BEARER, WRONG_BEARER = {"authorization": f"Bearer {KEY}"}, {"authorization": "Bearer wrong"}
API_KEY, WRONG_KEY = {"x-api-key": KEY}, {"x-api-key": "wrong"}


def code(answer: httpx.Response) -> tuple[int, Any]:
    """Return the status and the vendor's own code."""
    found: Any = answer.json()
    found = found.get("code", found.get("error"))
    return answer.status_code, found["code"] if isinstance(found, dict) else found


def forged(text: str) -> str:
    return f"token={urlsafe_b64encode(text.encode()).decode()}"


NO_NUMBERS = [f"page={text}" for text in ("0", "-1", "one", "", "%D9%A1", "9" * 5000)]
BAD = {
    "akool": (200, 1003, [*NO_NUMBERS, "size=0", "status=5", "status="]),
    "anam": (400, "Bad Request", [*NO_NUMBERS, "perPage=101", "perPage=ten", "apiKeyId=key", "personaId="]),
    "konpro": (
        *(400, "VALIDATION_ERROR"),
        [
            *(*NO_NUMBERS, "page_size=many", "status=closed", "date_from=2026-04-20", "date_to=2026-13-01T00:00:00Z"),
            *("token=unknown", "token=", "token=%C3%A9", forged("offset=x&size=10")),
            *(forged("offset=10&size=10&limit=1"), forged("status=closed&offset=1&size=1")),
        ],
    ),
}


@pytest.mark.parametrize("vendor", BAD)
def test_a_bad_parameter_is_refused(get: Get, vendor: str) -> None:
    *expected, queries = BAD[vendor]
    for query in queries:
        answer = get(vendor, f"?{query}")
        assert code(answer) == (*expected,), query
        assert vendor != "anam" or query.partition("=")[0] in answer.json()["message"]


CREDENTIALS: list[tuple[str, dict[str, str], tuple[int, Any]]] = [
    *(("akool", headers, (200, 1000)) for headers in (BEARER, {"authorization": f"bearer {KEY}"} | WRONG_KEY)),
    ("akool", {"authorization": ""} | API_KEY, (200, 1000)),
    *(("akool", headers, (200, 1101)) for headers in (WRONG_BEARER | API_KEY, WRONG_KEY)),
    *(("akool", headers, (200, 1102)) for headers in ({"authorization": KEY}, {"x-api-key": ""})),
    *(("anam", headers, (401, "Unauthorized")) for headers in ({}, WRONG_BEARER, {"authorization": KEY}, API_KEY)),
    *(("konpro", headers, (401, "MISSING_API_KEY")) for headers in ({}, {"x-api-key": ""}, BEARER)),
    ("konpro", WRONG_KEY, (401, "INVALID_API_KEY")),
]


def test_only_the_documented_credentials_are_taken(get: Get) -> None:
    for vendor, headers, expected in CREDENTIALS:
        assert code(get(vendor, headers=headers)) == expected, headers
        if vendor == "akool":
            found = code(get(vendor, f"{AKOOL_DETAIL}?id=none", headers=headers))
            assert found == (200, 1008 if expected[1] == 1000 else expected[1]), headers


def test_akool_pages_hold_every_session_in_order(get: Get, world: World) -> None:
    pages = [get("akool", page=page, size=10).json()["data"] for page in (1, 2, 3, 4, 5, 6, 99)]
    assert [len(page["result"]) for page in pages] == [10, 10, 10, 10, 10, 7, 0]
    assert [session for page in pages for session in page["result"]] == list(world.akool)
    assert {page["count"] for page in pages} == {SESSIONS}
    assert get("akool").json()["data"]["result"] == list(world.akool)  # a page has 100 by default


def test_akool_details_are_those_of_the_list(get: Get, world: World) -> None:
    session = world.akool[17]
    assert get("akool", AKOOL_DETAIL, id=session["_id"]).json() == {"code": 1000, "msg": "OK", "data": session}
    assert code(get("akool", AKOOL_DETAIL)) == (200, 1003)
    unknown = get("akool", AKOOL_DETAIL, id="0" * 24)
    assert (code(unknown), unknown.json()["data"]) == ((200, 1008), None)


def test_anam_next_leads_through_every_session(get: Get, world: World) -> None:
    sessions: list[object] = []
    page: int | None = 1
    while page is not None:
        body = get("anam", page=page, perPage=20).json()
        sessions += body["data"]
        around = {"prev": page - 1 or None, "next": page + 1 if page < 3 else None}
        assert body["meta"] == {"total": SESSIONS, "lastPage": 3, "currentPage": page, "perPage": 20, **around}
        page = body["meta"]["next"]
    assert sessions == list(world.anam)
    assert get("anam").json()["data"] == list(world.anam[:10])
    past = get("anam", page=99, perPage=20).json()
    assert (past["data"], past["meta"]["prev"], past["meta"]["next"]) == ([], 98, None)


def test_anam_filters_by_label_or_id_persona_and_key(get: Get, world: World) -> None:
    label = "kiosk-berlin"
    wanted = [("search", "Osk-BERL", [each for each in world.anam if each["clientLabel"] == label])]
    wanted.append(("search", world.anam[5]["id"][3:30].upper(), [world.anam[5]]))
    for name in ("personaId", "apiKeyId"):
        value = next(each[name] for each in world.anam if each[name])
        wanted.append((name, value.upper(), [each for each in world.anam if each[name] == value]))
    for name, text, expected in wanted:
        body = get("anam", **{name: text}, perPage=100).json()
        assert body["data"] == expected
        assert 0 < body["meta"]["total"] == len(expected) < SESSIONS


def followed(get: Get, **parameters: Any) -> list[object]:
    """Return all sessions. Requests after the first one have only the token."""
    body = get("konpro", **parameters).json()
    sessions: list[object] = [*body["data"]]
    while body["next_pagination_token"] is not None:
        body = get("konpro", token=body["next_pagination_token"]).json()
        sessions += body["data"]
    return sessions


def test_konpro_pages_hold_every_session_in_order(get: Get, world: World) -> None:
    pages = [get("konpro", page=page).json() for page in (1, 2, 3, 4, 5, 6, 99)]
    assert [session for page in pages for session in page["data"]] == list(world.konpro)
    assert [page["next_pagination_token"] is None for page in pages] == [False] * 5 + [True] * 2
    assert {page["total"] for page in pages} == {SESSIONS}
    assert get("konpro", page_size=SESSIONS).json()["next_pagination_token"] is None


def test_konpro_tokens_lead_on_and_keep_their_filters(get: Get, world: World) -> None:
    assert followed(get, page_size=8) == list(world.konpro)
    connected = [session for session in world.konpro if session["status"] == "connected"]
    assert len(connected) > 7
    assert followed(get, status="connected", page_size=7) == connected
    token = get("konpro", status="connected", page_size=7).json()["next_pagination_token"]
    body = get("konpro", status="connected", page_size=20, token=token).json()
    assert (body["page_size"], body["data"]) == (20, connected[7:27])
    body = get("konpro", page=5, token=get("konpro").json()["next_pagination_token"]).json()
    assert (body["page"], body["data"]) == (2, list(world.konpro[10:20]))  # the token takes precedence
    refused = get("konpro", status="new", token=token)
    assert code(refused) == (400, "VALIDATION_ERROR")
    assert refused.json()["request_id"] == refused.headers["x-request-id"]


def kept(session: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an ElizaOS session that do not change with time."""
    return {name: value for name, value in session.items() if name not in ("timeRemaining", "isNearExpiration")}


def test_elizaos_lists_every_session_in_one_answer(get: Get, world: World) -> None:
    before = datetime.now(UTC)
    body = get("elizaos", page=2, limit=5).json()
    after = datetime.now(UTC)
    assert [kept(session) for session in body["sessions"]] == [kept(session) for session in world.elizaos]
    assert body["total"] == SESSIONS
    assert body["stats"] == {"totalSessions": SESSIONS, "activeSessions": SESSIONS, "expiredSessions": 0}
    for session in body["sessions"]:
        expires, remaining = datetime.fromisoformat(session["expiresAt"]), session["timeRemaining"]
        assert expires - after <= timedelta(milliseconds=remaining + 1)
        assert timedelta(milliseconds=remaining) <= expires - before


def test_elizaos_counts_expired_sessions_without_listing_them(http: httpx.Client) -> None:
    lefts = {"over": -timedelta(hours=1), "soon": timedelta(minutes=3), "long": timedelta(hours=6)}
    made = World.make(1).elizaos[0]
    records = (
        {**made, "sessionId": name, "expiresAt": (datetime.now(UTC) + left).isoformat()} for name, left in lefts.items()
    )
    with Simulator(World(elizaos=tuple(records))) as simulator:
        get = partial(ask, http, simulator, "elizaos")
        body = get().json()
        near = {session["sessionId"]: session["isNearExpiration"] for session in body["sessions"]}
        assert near == {"soon": True, "long": False}
        assert body["total"] == 2
        assert body["stats"] == {"totalSessions": 3, "activeSessions": 2, "expiredSessions": 1}
        answers = [code(get("/api/messaging/sessions/over")) for _ in range(3)]
        assert answers == [(410, "SESSION_EXPIRED"), *[(404, "SESSION_NOT_FOUND")] * 2]
        assert get().json()["stats"]["totalSessions"] == 2


def test_elizaos_details_are_bare_sessions(get: Get, simulator: Simulator, world: World, http: httpx.Client) -> None:
    session = world.elizaos[9]
    assert kept(get("elizaos", f"{LISTS['elizaos']}/{session['sessionId']}").json()) == kept(session)
    assert code(get("elizaos", f"{LISTS['elizaos']}/nobody")) == (404, "SESSION_NOT_FOUND")
    route = http.get(simulator.base_url("elizaos") + "/api/messaging/nothing")
    assert route.status_code == 404
    assert route.json() == {"success": False, "error": {"message": "API endpoint not found", "code": 404}}
    old = {"sessionId": "old", "agentId": "a", "timeRemaining": 5}
    with Simulator(World(elizaos=(old,))) as simulator:
        assert http.get(simulator.base_url("elizaos") + LISTS["elizaos"]).json()["sessions"] == [old]


def test_elizaos_with_a_key_wants_it_everywhere(http: httpx.Client) -> None:
    with Simulator(World(), elizaos_key="secret") as simulator:
        assert simulator.environment()["ELIZAOS_API_KEY"] == "secret"
        wrong: list[dict[str, str]] = [{}, WRONG_KEY, {"authorization": "Bearer secret"}]
        for path in (LISTS["elizaos"], f"{LISTS['elizaos']}/nobody", "/api/nothing"):
            for headers in wrong:
                answer = http.get(simulator.base_url("elizaos") + path, headers=headers)
                assert code(answer) == (401, "API key required")
        assert ask(http, simulator, "elizaos", headers={"x-api-key": "secret"}).json()["sessions"] == []
        assert ask(http, simulator, "elizaos", headers=WRONG_KEY).status_code == 401


RIGHT = {"x-api-key": KEY, "authorization": f"Bearer {KEY}"}
ENDS = {
    "akool": ("POST", "/api/open/v4/liveAvatar/session/close", "id", [1102, 1008, 1003, 1000, 1219]),
    "anam": ("POST", "/v1/sessions/{id}/stop", None, [401, 404, 400, 200, 409]),
    "konpro": ("POST", "/v1/streaming/stop", "session_id", [401, 404, 400, 200, 400]),
    "elizaos": ("DELETE", ELIZAOS_DETAIL.replace("sessionId", "id"), None, [401, 404, 404, 200, 404]),
}
"""The operation that ends a session, the body's field for the identifier, and the codes (Akool) or statuses."""


@pytest.mark.parametrize("vendor", LISTS)
def test_an_ended_session_has_ended(vendor: str) -> None:
    world = World.make(30)
    with Simulator(world) as simulator, Client.from_env(simulator.environment()) as client:
        running = [session.ref for session in client.list(sources=vendor, status=("pending", "active"))]
        others = client.count(sources=vendor)[vendor]
        first, *rest = running
        client.end(first)
        assert [each.ref for each in client.list(sources=vendor, status=("pending", "active"))] == rest
        if vendor == "elizaos":
            with pytest.raises(NotFoundError):
                client.get(first)
        else:
            session = client.get(first)
            assert (session.status, session.unreadable) == (Status.ENDED, frozenset())
            assert client.count(sources=vendor)[vendor] == others
    # A simulator does not change the caller's world.
    with Simulator(world) as simulator, Client.from_env(simulator.environment()) as client:
        assert client.get(first).status in (Status.PENDING, Status.ACTIVE)


@pytest.mark.parametrize("vendor", LISTS)
def test_each_answer_to_ending_a_session_is_as_documented(http: httpx.Client, vendor: str) -> None:
    method, path, field, expected = ENDS[vendor]
    found: list[int] = []
    with Simulator(World.make(30), elizaos_key=KEY) as simulator, Client.from_env(simulator.environment()) as client:
        first = next(client.list(sources=vendor, status=("pending", "active"))).id
        requests = ((first, dict[str, str]()), (str(UUID(int=0)), RIGHT), ("", RIGHT), (first, RIGHT), (first, RIGHT))
        for id, headers in requests:
            url = simulator.base_url(vendor) + path.replace("{id}", id or "-")
            answer = http.request(method, url, headers=headers, json={field: id} if field else None)
            found.append(answer.json()["code"] if vendor == "akool" else answer.status_code)
            if (vendor, answer.status_code) != ("konpro", 200):  # its body is not documented
                documented = ELIZAOS_DETAIL if vendor == "elizaos" else path
                validate(vendor, documented, method, answer.status_code, answer.json())
    assert found == expected


def test_anams_sessions_in_use_are_those_that_run(http: httpx.Client) -> None:
    with Simulator(sessions=30) as simulator, Client.from_env(simulator.environment()) as client:
        active = [session.ref for session in client.list(sources="anam", status="active")]
        assert client.concurrency("anam") == Concurrency(current=len(active), limit=10)
        client.end(active[0])
        assert client.concurrency("anam") == Concurrency(current=len(active) - 1, limit=10)
        answer = http.get(f"{simulator.base_url('anam')}/v1/sessions/concurrency", headers=RIGHT)
        validate("anam", "/v1/sessions/concurrency", "GET", 200, answer.json())

"""Each vendor's answers: pages, filters, details, wrong parameters and keys."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from allsessions.simulator import KEY, Simulator, World

from .conftest import LISTS, SESSIONS, Get

DETAIL = "/api/open/v4/liveAvatar/session/detail"

# Akool


def test_akool_pages_hold_every_session_in_order(get: Get, world: World) -> None:
    pages = [get("akool", page=page, size=10).json()["data"] for page in (1, 2, 3, 4, 5, 6, 99)]
    assert [len(page["result"]) for page in pages] == [10, 10, 10, 10, 10, 7, 0]
    assert [session for page in pages for session in page["result"]] == list(world.akool)
    assert {page["count"] for page in pages} == {SESSIONS}
    assert get("akool").json()["data"]["result"] == list(world.akool)  # a page has 100 by default


def test_akool_details_are_those_of_the_list(get: Get, world: World) -> None:
    session = world.akool[17]
    assert get("akool", DETAIL, id=session["_id"]).json() == {"code": 1000, "msg": "OK", "data": session}
    unknown = get("akool", DETAIL, id="0" * 24)
    assert (unknown.status_code, unknown.json()["code"], unknown.json()["data"]) == (200, 1008, None)


def test_akool_answers_a_bad_parameter_with_1003(get: Get) -> None:
    pages = [f"page={text}" for text in ("0", "-1", "one", "", "%D9%A1", "9" * 5000)]
    for query in [*pages, "size=0", "status=5", "status="]:
        answer = get("akool", f"?{query}")
        assert (query, answer.status_code, answer.json()["code"]) == (query, 200, 1003)


def test_akool_prefers_the_token_to_the_key(get: Get) -> None:
    cases: list[tuple[int, dict[str, str]]] = [
        (1000, {"authorization": f"Bearer {KEY}"}),
        (1000, {"authorization": f"bearer {KEY}", "x-api-key": "wrong"}),
        (1000, {"authorization": "", "x-api-key": KEY}),
        (1101, {"authorization": "Bearer wrong", "x-api-key": KEY}),
        (1101, {"x-api-key": "wrong"}),
        (1102, {"authorization": KEY}),
        (1102, {"x-api-key": ""}),
    ]
    for code, headers in cases:
        listed, got = get("akool", "", headers), get("akool", f"{DETAIL}?id=none", headers)
        assert (listed.status_code, listed.json()["code"]) == (200, code), headers
        assert (got.status_code, got.json()["code"]) == (200, 1008 if code == 1000 else code), headers


# Anam


def test_anam_next_leads_through_every_session(get: Get, world: World) -> None:
    sessions: list[object] = []
    page: int | None = 1
    while page is not None:
        body = get("anam", page=page, perPage=20).json()
        sessions += body["data"]
        assert body["meta"] == {
            "total": SESSIONS,
            "lastPage": 3,
            "currentPage": page,
            "perPage": 20,
            "prev": page - 1 or None,
            "next": page + 1 if page < 3 else None,
        }
        page = body["meta"]["next"]
    assert sessions == list(world.anam)
    assert get("anam").json()["data"] == list(world.anam[:10])
    past = get("anam", page=99, perPage=20).json()
    assert (past["data"], past["meta"]["prev"], past["meta"]["next"]) == ([], 98, None)


def test_anam_searches_labels_and_ids_in_any_case(get: Get, world: World) -> None:
    expected = [session for session in world.anam if session["clientLabel"] == "kiosk-berlin"]
    assert expected
    assert get("anam", search="Osk-BERL", perPage=100).json()["data"] == expected
    session = world.anam[5]
    assert get("anam", search=session["id"][3:30].upper()).json()["data"] == [session]


def test_anam_filters_by_persona_and_key(get: Get, world: World) -> None:
    for parameter in ("personaId", "apiKeyId"):
        wanted = next(session[parameter] for session in world.anam if session[parameter])
        expected = [session for session in world.anam if session[parameter] == wanted]
        body = get("anam", **{parameter: wanted.upper()}, perPage=100).json()
        assert body["data"] == expected
        assert body["meta"]["total"] == len(expected) < SESSIONS


def test_anam_names_a_bad_parameter(get: Get) -> None:
    for query in ("page=0", "page=x", "perPage=101", "perPage=ten", "apiKeyId=key", "personaId="):
        answer = get("anam", f"?{query}")
        assert (query, answer.status_code, answer.json()["error"]) == (query, 400, "Bad Request")
        assert query.partition("=")[0] in answer.json()["message"]


def test_anam_takes_only_the_bearer_key(get: Get) -> None:
    for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": KEY}, {"x-api-key": KEY}):
        answer = get("anam", "", headers)
        assert (answer.status_code, set(answer.json())) == (401, {"error", "message"})


# KonPro


def followed(get: Get, **parameters: Any) -> list[object]:
    """Return all sessions, by the tokens alone after the first request."""
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
    assert (body["page"], body["data"]) == (2, list(world.konpro[10:20]))  # the token wins over the page
    assert get("konpro", status="new", token=token).json()["error"]["code"] == "VALIDATION_ERROR"


def forged(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode()


def test_konpro_refuses_a_bad_parameter_or_token(get: Get) -> None:
    tokens = [
        forged(text) for text in ("offset=x&size=10", "offset=10&size=10&limit=1", "status=closed&offset=1&size=1")
    ]
    queries = ["page=0", "page_size=many", "status=closed", "date_from=2026-04-20", "date_to=2026-13-01T00:00:00Z"]
    for query in [*queries, *(f"token={token}" for token in ("unknown", "", "%C3%A9", *tokens))]:
        answer = get("konpro", f"?{query}")
        assert (query, answer.status_code, answer.json()["error"]["code"]) == (query, 400, "VALIDATION_ERROR")
        assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_konpro_says_if_the_key_is_missing_or_wrong(get: Get) -> None:
    missing: list[dict[str, str]] = [{}, {"x-api-key": ""}, {"authorization": f"Bearer {KEY}"}]
    for headers in missing:
        answer = get("konpro", "", headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "MISSING_API_KEY")
    answer = get("konpro", "", {"x-api-key": "wrong"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "INVALID_API_KEY")


# ElizaOS


def kept(session: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts that are the same in every answer."""
    return {name: value for name, value in session.items() if name not in ("timeRemaining", "isNearExpiration")}


@pytest.fixture
def expiring() -> Iterator[httpx.Client]:
    """A server with one session that has expired, one that is about to, and one that has long to go."""
    lefts = {"over": -timedelta(hours=1), "soon": timedelta(minutes=3), "long": timedelta(hours=6)}
    made = World.make(1).elizaos[0]
    records = (
        {**made, "sessionId": name, "expiresAt": (datetime.now(UTC) + left).isoformat()} for name, left in lefts.items()
    )
    with Simulator(World(elizaos=tuple(records))) as simulator:
        with httpx.Client(base_url=simulator.base_url("elizaos"), trust_env=False) as client:
            yield client


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


def test_elizaos_counts_expired_sessions_without_listing_them(expiring: httpx.Client) -> None:
    body = expiring.get(LISTS["elizaos"]).json()
    near = {session["sessionId"]: session["isNearExpiration"] for session in body["sessions"]}
    assert near == {"soon": True, "long": False}
    assert body["total"] == 2
    assert body["stats"] == {"totalSessions": 3, "activeSessions": 2, "expiredSessions": 1}


def test_elizaos_answers_410_once_for_an_expired_session(expiring: httpx.Client) -> None:
    answers = [expiring.get(f"{LISTS['elizaos']}/over") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [410, 404, 404]
    codes = [answer.json()["error"]["code"] for answer in answers[:2]]
    assert codes == ["SESSION_EXPIRED", "SESSION_NOT_FOUND"]
    assert expiring.get(LISTS["elizaos"]).json()["stats"]["totalSessions"] == 2


def test_elizaos_details_are_bare_sessions(get: Get, world: World, http: httpx.Client) -> None:
    session = world.elizaos[9]
    assert kept(get("elizaos", f"{LISTS['elizaos']}/{session['sessionId']}").json()) == kept(session)
    unknown = get("elizaos", f"{LISTS['elizaos']}/nobody")
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "SESSION_NOT_FOUND")
    assert datetime.fromisoformat(unknown.json()["error"]["timestamp"]).tzinfo is not None
    route = get("elizaos", "/api/messaging/nothing")
    assert route.status_code == 404
    assert route.json() == {"success": False, "error": {"message": "API endpoint not found", "code": 404}}
    old = {"sessionId": "old", "agentId": "a", "timeRemaining": 5}
    with Simulator(World(elizaos=(old,))) as simulator:
        assert http.get(simulator.base_url("elizaos") + LISTS["elizaos"]).json()["sessions"] == [old]


def test_elizaos_with_a_key_wants_it_everywhere(http: httpx.Client) -> None:
    with Simulator(World(), elizaos_key="secret") as simulator:
        assert simulator.environment()["ELIZAOS_API_KEY"] == "secret"
        base = simulator.base_url("elizaos")
        wrong: list[dict[str, str]] = [{}, {"x-api-key": "wrong"}, {"authorization": "Bearer secret"}]
        for path in (LISTS["elizaos"], f"{LISTS['elizaos']}/nobody", "/api/nothing"):
            for headers in wrong:
                answer = http.get(base + path, headers=headers)
                assert (answer.status_code, answer.json()["error"]) == (401, "API key required")
        assert http.get(base + LISTS["elizaos"], headers={"x-api-key": "secret"}).json()["sessions"] == []

"""ElizaOS' part of the simulator, over a real socket."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from allsessions.simulator import Simulator, World

LIST = "/api/messaging/sessions"
COMPUTED = ("timeRemaining", "isNearExpiration")


def kept(session: Any) -> dict[str, Any]:
    """What does not change from answer to answer."""
    return {name: value for name, value in session.items() if name not in COMPUTED}


def running_out(left: timedelta, session_id: str) -> dict[str, Any]:
    session = dict(World.make(1).elizaos[0])
    return session | {"sessionId": session_id, "expiresAt": (datetime.now(UTC) + left).isoformat()}


@pytest.fixture
def expiring() -> Iterator[httpx.Client]:
    """A server with one session that has run out, one about to, and one that has long to go."""
    lefts = {"over": -timedelta(hours=1), "soon": timedelta(minutes=3), "long": timedelta(hours=6)}
    world = World(elizaos=tuple(running_out(left, name) for name, left in lefts.items()))
    with (
        Simulator(world) as simulator,
        httpx.Client(base_url=simulator.base_url("elizaos"), trust_env=False) as client,
    ):
        yield client


def test_one_answer_lists_every_session_in_order(elizaos: httpx.Client, world: World) -> None:
    body = elizaos.get(LIST, params={"page": 2, "limit": 5}).json()
    assert [kept(session) for session in body["sessions"]] == [kept(session) for session in world.elizaos]
    assert body["total"] == len(world.elizaos)
    assert body["stats"] == {"totalSessions": 57, "activeSessions": 57, "expiredSessions": 0}


def test_detail_is_the_bare_session(elizaos: httpx.Client, world: World) -> None:
    session = world.elizaos[9]
    assert kept(elizaos.get(f"{LIST}/{session['sessionId']}").json()) == kept(session)


def test_remaining_time_is_what_is_left_until_expiry(elizaos: httpx.Client) -> None:
    before = datetime.now(UTC)
    sessions = elizaos.get(LIST).json()["sessions"]
    after = datetime.now(UTC)
    for session in sessions:
        expires, remaining = datetime.fromisoformat(session["expiresAt"]), session["timeRemaining"]
        assert expires - after <= timedelta(milliseconds=remaining + 1)
        assert timedelta(milliseconds=remaining) <= expires - before


def test_expired_sessions_are_not_listed_but_counted(expiring: httpx.Client) -> None:
    body = expiring.get(LIST).json()
    assert [session["sessionId"] for session in body["sessions"]] == ["soon", "long"]
    assert body["total"] == 2
    assert body["stats"] == {"totalSessions": 3, "activeSessions": 2, "expiredSessions": 1}


def test_near_expiration_is_within_the_warning_threshold(expiring: httpx.Client) -> None:
    sessions = expiring.get(LIST).json()["sessions"]
    assert {session["sessionId"]: session["isNearExpiration"] for session in sessions} == {
        "soon": True,
        "long": False,
    }


def test_expired_session_is_410_once_and_then_unknown(expiring: httpx.Client) -> None:
    answers = [expiring.get(f"{LIST}/over") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [410, 404, 404]
    assert [answer.json()["error"]["code"] for answer in answers[:2]] == [
        "SESSION_EXPIRED",
        "SESSION_NOT_FOUND",
    ]
    assert expiring.get(LIST).json()["stats"]["totalSessions"] == 2


def test_a_record_without_expiry_is_answered_as_it_is(http: httpx.Client) -> None:
    old = {"sessionId": "old", "agentId": "a", "timeRemaining": 5}
    with Simulator(World(elizaos=(old,))) as simulator:
        url = simulator.base_url("elizaos") + LIST
        assert http.get(url).json()["sessions"] == [old]


def test_unknown_session_is_404_with_its_code_and_the_time(elizaos: httpx.Client) -> None:
    answer = elizaos.get(f"{LIST}/nobody")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "SESSION_NOT_FOUND"
    assert datetime.fromisoformat(answer.json()["error"]["timestamp"]).tzinfo is not None


def test_unknown_route_is_404_in_its_own_form(elizaos: httpx.Client) -> None:
    answer = elizaos.get("/api/messaging/nothing")
    assert answer.status_code == 404
    assert answer.json() == {"success": False, "error": {"message": "API endpoint not found", "code": 404}}


@pytest.mark.parametrize("path", [LIST, f"{LIST}/nobody", "/api/nothing"])
@pytest.mark.parametrize("headers", [{}, {"x-api-key": "wrong"}, {"authorization": "Bearer secret"}])
def test_with_a_key_set_all_of_api_wants_it(path: str, headers: dict[str, str], http: httpx.Client) -> None:
    with Simulator(World(), elizaos_key="secret") as simulator:
        answer = http.get(simulator.base_url("elizaos") + path, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["error"] == "API key required"


def test_with_a_key_set_its_holder_is_admitted(http: httpx.Client) -> None:
    with Simulator(World(), elizaos_key="secret") as simulator:
        url = simulator.base_url("elizaos") + LIST
        assert http.get(url, headers={"x-api-key": "secret"}).json()["sessions"] == []

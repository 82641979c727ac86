"""The simulator starts, answers and stops; and its made-up world."""

import socket
import threading
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import uvicorn

from allsessions.simulator import Simulator, World
from tests.simulator.contract import record_fields

from .conftest import LISTS, Get


def answers(url: str) -> bool:
    try:
        return httpx.get(url, trust_env=False).status_code == 404
    except httpx.ConnectError:
        return False


def test_it_answers_only_inside_the_block() -> None:
    before = set(threading.enumerate())
    simulator = Simulator(World())
    for _ in range(2):
        with simulator:
            url, port = simulator.url, httpx.URL(simulator.url).port or 0
            assert answers(url)
            with pytest.raises(RuntimeError, match="already"), simulator:
                pass
            assert answers(url)
        assert not answers(url)
        assert set(threading.enumerate()) == before
    with Simulator(sessions=3, port=port) as again:  # the port is free again at once
        assert again.url == url
        answer = httpx.get(again.base_url("elizaos") + LISTS["elizaos"], trust_env=False)
        assert answer.json()["total"] == 3


def test_it_stops_while_a_client_stays_connected() -> None:
    with httpx.Client(trust_env=False) as client:
        with Simulator(World()) as simulator:
            url = simulator.url
            client.get(url)
        with pytest.raises(httpx.TransportError):
            client.get(url)


def test_a_failure_leaves_no_thread() -> None:
    before = set(threading.enumerate())
    with pytest.raises(LookupError), Simulator(World()):
        raise LookupError
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        with pytest.raises(OSError, match="in use"), Simulator(World(), port=port):
            pass
    assert set(threading.enumerate()) == before


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_server_that_cannot_start_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(uvicorn.Server, "startup", fail)
    before = set(threading.enumerate())
    with pytest.raises(RuntimeError, match="could not start"), Simulator(World()):
        pass
    assert set(threading.enumerate()) == before


def test_it_has_an_address_for_each_vendor_once_entered(simulator: Simulator) -> None:
    assert simulator.environment()["ANAM_BASE_URL"] == simulator.base_url("anam") == f"{simulator.url}/anam"
    with pytest.raises(ValueError, match="heygen"):
        simulator.base_url("heygen")
    outside = Simulator(World())
    for address in (lambda: outside.url, lambda: outside.base_url("akool"), outside.environment):
        with pytest.raises(RuntimeError, match="start it with"):
            address()


def test_every_answer_has_a_request_id(simulator: Simulator, http: httpx.Client, get: Get) -> None:
    answers = [get(vendor) for vendor in LISTS for _ in range(2)]
    answers += [http.get(simulator.url + path) for path in ("/", "/elizaos/nowhere")]
    for path in [*(f"/{vendor}{path}" for vendor, path in LISTS.items()), "/elizaos/api/messaging/sessions/any"]:
        answers.append(http.post(simulator.url + path))
        assert answers[-1].status_code == 405
    assert len({answer.headers["x-request-id"] for answer in answers}) == len(answers)


def test_serving_forever_ends_quietly_at_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    waits = list[float | None]()

    def interrupted(self: threading.Thread, timeout: float | None = None) -> None:
        waits.append(timeout)
        raise KeyboardInterrupt

    with Simulator(World()) as simulator, monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "join", interrupted)
        simulator.serve_forever()
        assert len(waits) == 1
        assert answers(simulator.url)


NOW = datetime(2026, 4, 20, 9, 0, 0, 123456, tzinfo=UTC)
IDS = {"akool": "_id", "anam": "id", "konpro": "session_id", "elizaos": "sessionId"}


@pytest.fixture(scope="module")
def made() -> World:
    return World.make(300, now=NOW)


def test_the_same_seed_and_now_make_the_same_world(made: World) -> None:
    assert World.make(300, seed=0, now=NOW) == made
    other = World.make(300, seed=1, now=NOW)
    assert [vendor for vendor in IDS if getattr(other, vendor) == getattr(made, vendor)] == []


def test_each_vendor_has_as_many_sessions_as_asked() -> None:
    for sessions in (0, 1, 2, 5, 57):
        made = World.make(sessions, now=NOW)
        for vendor, key in IDS.items():
            assert len({record[key] for record in getattr(made, vendor)}) == sessions


def test_five_sessions_are_enough_for_every_status() -> None:
    made = World.make(5, now=NOW)
    assert {session["status"] for session in made.akool} == {1, 2, 3, 4}
    statuses = {session["exitStatus"] for session in made.anam}
    assert statuses == {None, "NORMAL_EXIT", "ERROR", "CLOSED_BY_ENGINE"}
    states = {(session["status"], "duration" in session) for session in made.konpro}
    assert states == {("new", False), ("connecting", False), ("connected", False), ("connected", True)}


def test_sessions_come_in_the_vendors_order(made: World) -> None:
    akool = [int(session["_id"][:8], 16) for session in made.akool]
    anam = [session["createdAt"] for session in made.anam]
    konpro = [session["created_at"] for session in made.konpro]
    elizaos = [session["createdAt"] for session in made.elizaos]
    assert {session["stream_type"] for session in made.akool} == {"agora", "livekit", "trtc"}
    for newest_first in (akool, anam, konpro):
        assert newest_first == sorted(newest_first, reverse=True)
    assert elizaos == sorted(elizaos)
    newest, oldest = (datetime.fromtimestamp(konpro[place], UTC) for place in (0, -1))
    assert timedelta() < NOW - newest < timedelta(hours=1)
    assert timedelta(days=20) < NOW - oldest <= timedelta(days=30, seconds=1)


def test_records_have_every_documented_field_and_no_other(made: World) -> None:
    schemas = {"akool": "SessionResponse", "anam": "Session", "konpro": "Session", "elizaos": "SessionInfo"}
    optional = {"konpro": {"duration"}}
    for vendor, schema in schemas.items():
        for record in getattr(made, vendor):
            assert set(record) | optional.get(vendor, set()) == record_fields(vendor, schema)


def test_impossible_worlds_are_refused() -> None:
    with pytest.raises(ValueError, match="naive datetime"):
        World.make(now=datetime(2026, 4, 20, 9))
    with pytest.raises(ValueError, match="0 or more, not -1"):
        World.make(-1)

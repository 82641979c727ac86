"""The simulator starts, answers and stops."""

import socket
import threading

import httpx
import pytest
import uvicorn

from allsessions.simulator import KEY, Simulator, World

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
    with Simulator(sessions=3, port=port) as again:  # its port is free at once
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
    assert simulator.environment() == {
        "AKOOL_API_KEY": KEY,
        "AKOOL_BASE_URL": f"{simulator.url}/akool",
        "ANAM_API_KEY": KEY,
        "ANAM_BASE_URL": f"{simulator.url}/anam",
        "KONPRO_API_KEY": KEY,
        "KONPRO_BASE_URL": f"{simulator.url}/konpro",
        "ELIZAOS_BASE_URL": f"{simulator.url}/elizaos",
    }
    with pytest.raises(ValueError, match="heygen"):
        simulator.base_url("heygen")
    outside = Simulator(World())
    for address in (lambda: outside.url, lambda: outside.base_url("akool"), outside.environment):
        with pytest.raises(RuntimeError, match="enter it"):
            address()


def test_every_answer_has_a_request_id(simulator: Simulator, http: httpx.Client, get: Get) -> None:
    answers = [get(vendor) for vendor in LISTS for _ in range(2)]
    answers += [http.get(simulator.url + path) for path in ("/", "/elizaos/nowhere")]
    for path in [*(f"/{vendor}{path}" for vendor, path in LISTS.items()), "/elizaos/api/messaging/sessions/any"]:
        answers.append(http.post(simulator.url + path))
        assert answers[-1].status_code == 405
    assert len({answer.headers["x-request-id"] for answer in answers}) == len(answers)

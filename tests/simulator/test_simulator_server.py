"""How the simulator starts, answers and stops."""

import ast
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
import uvicorn

import allsessions.simulator
from allsessions.simulator import KEY, Simulator, World

AKOOL = "/api/open/v4/liveAvatar/session/list"
ANAM = "/v1/sessions"
PACKAGE = Path(allsessions.simulator.__file__).parent


def answers(url: str) -> bool:
    try:
        return httpx.get(url, trust_env=False).status_code == 404
    except httpx.ConnectError:
        return False


def test_entered_it_answers_and_left_it_does_not() -> None:
    with Simulator(World()) as simulator:
        url = simulator.url
        assert answers(url)
    assert not answers(url)


def test_left_it_leaves_no_thread() -> None:
    before = set(threading.enumerate())
    with Simulator(World()):
        assert set(threading.enumerate()) > before
    assert set(threading.enumerate()) == before


def test_left_it_frees_its_port_at_once() -> None:
    with Simulator(World()) as simulator:
        port = httpx.URL(simulator.url).port or 0
    with Simulator(World(), port=port) as again:
        assert httpx.URL(again.url).port == port


def test_it_stops_while_a_client_keeps_its_connection_open() -> None:
    with httpx.Client(trust_env=False) as client:
        with Simulator(World()) as simulator:
            url = simulator.url
            client.get(url)
        with pytest.raises(httpx.TransportError):
            client.get(url)


def test_it_can_be_entered_again() -> None:
    simulator = Simulator(World())
    for _ in range(2):
        with simulator:
            assert answers(simulator.url)


def test_it_cannot_be_entered_twice_at_once() -> None:
    with Simulator(World()) as simulator:
        with pytest.raises(RuntimeError, match="already"), simulator:
            pass
        assert answers(simulator.url)


def test_error_in_the_block_stops_it_and_comes_through() -> None:
    before = set(threading.enumerate())
    with pytest.raises(LookupError), Simulator(World()):
        raise LookupError
    assert set(threading.enumerate()) == before


def test_taken_port_fails_at_once_and_leaves_no_thread() -> None:
    before = set(threading.enumerate())
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


def test_before_it_is_entered_it_has_no_address() -> None:
    simulator = Simulator(World())
    with pytest.raises(RuntimeError, match="enter it"):
        _ = simulator.url
    with pytest.raises(RuntimeError, match="enter it"):
        simulator.base_url("akool")
    with pytest.raises(RuntimeError, match="enter it"):
        simulator.environment()


def test_unknown_vendor_has_no_address(simulator: Simulator) -> None:
    with pytest.raises(ValueError, match="heygen"):
        simulator.base_url("heygen")


def test_environment_points_at_every_vendor(simulator: Simulator) -> None:
    assert simulator.environment() == {
        "AKOOL_API_KEY": KEY,
        "AKOOL_BASE_URL": f"{simulator.url}/akool",
        "ANAM_API_KEY": KEY,
        "ANAM_BASE_URL": f"{simulator.url}/anam",
        "KONPRO_API_KEY": KEY,
        "KONPRO_BASE_URL": f"{simulator.url}/konpro",
        "ELIZAOS_BASE_URL": f"{simulator.url}/elizaos",
    }


def test_environment_has_the_key_of_elizaos_where_one_is_set() -> None:
    with Simulator(World(), elizaos_key="secret") as simulator:
        assert simulator.environment()["ELIZAOS_API_KEY"] == "secret"


def test_it_makes_as_many_sessions_as_asked(http: httpx.Client) -> None:
    with Simulator(sessions=3) as simulator:
        url = simulator.base_url("elizaos") + "/api/messaging/sessions"
        assert http.get(url).json()["total"] == 3


@pytest.mark.parametrize("path", ["/", f"/akool{AKOOL}", f"/anam{ANAM}", "/elizaos/api", "/elizaos/nowhere"])
def test_every_answer_names_its_request(simulator: Simulator, http: httpx.Client, path: str) -> None:
    ids = {http.get(simulator.url + path).headers["x-request-id"] for _ in range(2)}
    assert len(ids) == 2


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "path",
    [
        f"/akool{AKOOL}",
        "/akool/api/open/v4/liveAvatar/session/detail",
        f"/anam{ANAM}",
        "/konpro/v1/streaming/sessions",
        "/elizaos/api/messaging/sessions",
        "/elizaos/api/messaging/sessions/any",
    ],
)
def test_other_methods_are_405(simulator: Simulator, http: httpx.Client, path: str, method: str) -> None:
    answer = http.request(method, simulator.url + path)
    assert answer.status_code == 405
    assert "x-request-id" in answer.headers


def test_ten_clients_at_once_each_get_the_whole_list(simulator: Simulator, world: World) -> None:
    def read(_: int) -> list[object]:
        with httpx.Client(headers={"authorization": f"Bearer {KEY}"}, trust_env=False) as client:
            url = simulator.base_url("anam") + ANAM
            pages = [client.get(url, params={"page": page}).json()["data"] for page in range(1, 7)]
        return [session for page in pages for session in page]

    with ThreadPoolExecutor(10) as clients:
        assert list(clients.map(read, range(10))) == [list(world.anam)] * 10


def test_it_logs_nothing(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with caplog.at_level(logging.WARNING), Simulator(World()) as simulator:
        answers(simulator.url)
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_serving_forever_ends_quietly_at_ctrl_c() -> None:
    program = (
        "from allsessions.simulator import Simulator, World\n"
        "with Simulator(World()) as simulator:\n"
        "    print(simulator.url, flush=True)\n"
        "    simulator.serve_forever()\n"
        "print('stopped')\n"
    )
    command = [sys.executable, "-X", "dev", "-c", program]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=dict(os.environ)) as process:
        assert process.stdout is not None
        assert answers(process.stdout.readline().strip())
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=30)
    assert (process.returncode, output, errors) == (0, "stopped\n", "")


def test_it_imports_nothing_of_the_rest_of_the_library() -> None:
    ours = {
        name
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [item.name for item in node.names])
        if name.partition(".")[0] not in sys.stdlib_module_names | {"attrs", "starlette", "uvicorn"}
    }
    assert all(name.startswith("allsessions.simulator") for name in ours), ours

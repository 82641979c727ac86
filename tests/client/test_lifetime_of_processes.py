"""A program ends when it is done, and forks as it likes: no hang, no warning, nothing that was never awaited."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import dedent

import pytest

from .scripted import Answer, ScriptedServer
from .vendors import WIRES

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows neither forks nor sends SIGINT to one process")

START = """
import asyncio, gc, logging, multiprocessing, os, sys, threading
from allsessions import Anam, AsyncClient, Client
logging.getLogger("asyncio").setLevel(logging.ERROR)  # in its debug mode it tells of each step that is slow
source = Anam(api_key="the-key", base_url=sys.argv[1], page_size=5)
"""
# From 3.12 on, Python itself warns of forking beside threads.
STRICT = ["-X", "dev", "-W", "error", "-W", "ignore:.*fork:DeprecationWarning"]


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer(WIRES["anam"].serving(200)) as server:
        yield server


@contextmanager
def running(program: str, server: ScriptedServer) -> Iterator[subprocess.Popen[str]]:
    """The program; afterwards, neither it nor any child of it is left, whatever hangs."""
    pipe = subprocess.PIPE
    start = [sys.executable, *STRICT, "-c", START + dedent(program), server.url]
    with subprocess.Popen(
        start, stdin=pipe, stdout=pipe, stderr=pipe, text=True, start_new_session=sys.platform != "win32"
    ) as process:
        try:
            yield process
        finally:
            process.kill()
            if sys.platform != "win32":
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)


def told(program: str, server: ScriptedServer) -> str:
    """What the program prints; it must end by itself, well, and complain of nothing."""
    with running(program, server) as process:
        out, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, "")
    return out


# The end of a program


@pytest.mark.parametrize(
    "program",
    [
        "Client(source)",
        "client = Client(source)",
        "client = Client(source); sessions = client.list(); next(sessions)",
        "client = Client(source); pages = client.pages('anam'); next(pages)",
        "sessions = Client(source).list(); next(sessions)",
        "client = Client(source); client.list(); client.pages('anam')",
        "client = Client(source); kept = [client.list() for _ in range(20)]; [next(each) for each in kept]",
        "client = Client(source); sessions = client.list(); next(sessions); client.cycle = [client, sessions]",
        "client = Client(source); client.__enter__(); list(client.list())",
    ],
)
def test_a_half_read_list_lets_a_program_end(program: str, server: ScriptedServer) -> None:
    assert told(program, server) == ""


def test_iterators_left_half_read_in_asyncio_complain_of_nothing(server: ScriptedServer) -> None:
    program = """
    kept = []
    async def main():
        async with AsyncClient(source) as client:
            for made in (client.list(), client.pages("anam"), client.list(limit=3)):
                kept.append(made)
                async for each in made:
                    break
            client.list(), client.pages("anam")
        print("done")
    asyncio.run(main())
    """
    assert told(program, server) == "done\n"


def test_a_task_that_is_still_listing_ends_with_its_loop(server: ScriptedServer) -> None:
    program = """
    async def consume(client, begun):
        async for each in client.list():
            begun.set()
            await asyncio.Event().wait()
    async def main():
        async with AsyncClient(source) as client:
            begun = asyncio.Event()
            task = asyncio.create_task(consume(client, begun))
            await begun.wait()
        print("done")
    asyncio.run(main())
    """
    assert told(program, server) == "done\n"


def test_a_waiting_daemon_thread_lets_a_program_end() -> None:
    held = threading.Event()
    program = """
    client = Client(source)
    def ask():
        try:
            client.count()
        except RuntimeError:
            pass
    threading.Thread(target=ask, daemon=True).start()
    sys.stdin.readline()
    """
    with ScriptedServer(lambda request: Answer(hold=held)) as server:
        with running(program, server) as process:
            server.wait_for_requests(1)
            _, err = process.communicate("go on\n", timeout=20)
    assert (process.returncode, err) == (0, "")


@posix
@pytest.mark.parametrize(
    "ask",
    [
        "with Client(source) as client: list(client.list())",
        "client = Client(source); list(client.list())",
        "client = Client(source); next(client.pages('anam'))",
        "client = Client(source); client.get('anam:x')",
        "client = Client(source); client.count()",
    ],
)
def test_ctrl_c_ends_a_program_that_waits_for_an_answer(ask: str) -> None:
    held = threading.Event()
    with ScriptedServer(lambda request: Answer(hold=held)) as server:
        with running(ask, server) as process:
            server.wait_for_requests(1)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=20)
    assert process.returncode == -signal.SIGINT
    assert err.count("Traceback") == 1
    assert err.rstrip().endswith("KeyboardInterrupt")
    assert "the-key" not in err


@posix
def test_ctrl_c_in_asyncio_ends_a_waiting_program() -> None:
    held = threading.Event()
    program = """
    async def main():
        async with AsyncClient(source) as client:
            async for each in client.list():
                pass
    asyncio.run(main())
    """
    with ScriptedServer(lambda request: Answer(hold=held)) as server:
        with running(program, server) as process:
            server.wait_for_requests(1)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=20)
    assert process.returncode == -signal.SIGINT
    assert err.rstrip().endswith("KeyboardInterrupt")
    assert "never awaited" not in err
    assert "Warning" not in err


# Forks

FORK = """
sent, answered = [], []
async def count_sent(request):
    sent.append(1)
async def count_answered(response):
    answered.append(1)
counted = {"event_hooks": {"request": [count_sent], "response": [count_answered]}}
def wait_till_idle():
    before = 0
    while not before == len(sent) == len(answered):
        before = len(sent)
        threading.Event().wait(0.05)
def in_child(work):
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        work()
        sys.exit()  # in the usual way: whatever is to be done at the end is done
    _, status = os.waitpid(child, 0)
    print("child ended with", os.waitstatus_to_exitcode(status))
"""
# While a page is fetched or when none is wanted yet: then nothing but the list itself holds the task that reads.
MOMENTS = ["pass", "wait_till_idle()"]


@posix
@pytest.mark.parametrize(
    "use",
    [
        "list(client.list())",
        "next(client.pages('anam'))",
        "client.get('anam:x')",
        "client.count()",
        "list(sessions)",
        "list(pages)",
    ],
)
@pytest.mark.parametrize("moment", MOMENTS)
def test_after_a_fork_the_child_is_told_and_the_parent_goes_on(use: str, moment: str, server: ScriptedServer) -> None:
    program = f"""
    client = Client(source, http=counted)
    sessions, pages = client.list(), client.pages("anam")
    next(sessions), next(pages)
    {moment}
    def work():
        try:
            {use}
        except RuntimeError as error:
            print("told:", error)
    in_child(work)
    print(len(list(sessions)), sum(len(page.sessions) for page in pages), len(list(client.list())))
    client.close()
    """
    first, second, third = told(FORK + dedent(program), server).splitlines()
    assert first.startswith("told: ")
    assert "process" in first
    assert second == "child ended with 0"
    assert third == "199 195 200"


@posix
@pytest.mark.parametrize(
    "work",
    [
        "pass",
        "client.close()",
        "client.__exit__(None, None, None)",
        "globals().pop('sessions'), globals().pop('pages'), gc.collect()",
        "globals().pop('client'), gc.collect()",
    ],
)
@pytest.mark.parametrize("begun", ["pass", *(f"next(sessions), next(pages); {moment}" for moment in MOMENTS)])
def test_a_forked_child_ends_whatever_it_lets_go(work: str, begun: str, server: ScriptedServer) -> None:
    program = f"""
    client = Client(source, http=counted)
    sessions, pages = client.list(), client.pages("anam")
    {begun}
    def work():
        {work}
    in_child(work)
    print(len(list(client.list())))
    """
    assert told(FORK + dedent(program), server) == "child ended with 0\n200\n"


@posix
def test_a_client_made_in_the_child_works(server: ScriptedServer) -> None:
    program = """
    client = Client(source)
    next(client.list())
    def work():
        with Client(source) as own:
            print(len(list(own.list())))
    in_child(work)
    """
    assert told(FORK + dedent(program), server) == "200\nchild ended with 0\n"


@posix
def test_a_pool_of_forked_workers_makes_clients_of_its_own(server: ScriptedServer) -> None:
    program = """
    client = Client(source)
    next(client.list())
    def own(number):
        with Client(source) as client:
            return len(list(client.list()))
    def shared(number):
        return len(list(client.list()))
    with multiprocessing.get_context("fork").Pool(2) as pool:
        print(pool.map_async(own, range(4)).get(20))
        try:
            pool.map_async(shared, range(4)).get(20)
        except RuntimeError as error:
            print("told:", error)
        pool.close()
        pool.join()
    print(len(list(client.list())))
    """
    first, second, third = told(program, server).splitlines()
    assert first == "[200, 200, 200, 200]"
    assert second.startswith("told: ")
    assert third == "200"

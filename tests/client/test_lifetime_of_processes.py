"""A program that uses a client ends, and can fork, without hanging and without warnings. Cursors suit all programs."""

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
import asyncio, gc, logging, multiprocessing, os, signal, sys, threading
from allsessions import Anam, AsyncClient, Client
signal.signal(signal.SIGINT, signal.default_int_handler)  # a parent that ignores it passes that on
logging.getLogger("asyncio").setLevel(logging.ERROR)  # its debug mode logs each slow step
# Some 6 of its 12 pages are read ahead.
source = Anam(api_key="the-key", base_url=sys.argv[1], page_size=5, concurrency=2)
"""
# Python 3.12 and newer warns about each fork of a process with threads.
STRICT = ["-X", "dev", "-W", "error", "-W", "ignore:.*fork:DeprecationWarning"]
HANGS = 60
"""Seconds after which a program counts as hanging."""


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer(WIRES["anam"].serving(60)) as server:
        yield server


@pytest.fixture
def silent() -> Iterator[ScriptedServer]:
    """A server that does not answer."""
    held = threading.Event()
    with ScriptedServer(lambda request: Answer(hold=held)) as server:
        yield server


@contextmanager
def running(program: str, server: ScriptedServer) -> Iterator[subprocess.Popen[str]]:
    """Run the program. Afterwards, end it and all its child processes."""
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


def printed(program: str, server: ScriptedServer) -> str:
    """Return the program's output, and check that it ends with status 0 and prints nothing on stderr."""
    with running(program, server) as process:
        out, err = process.communicate(timeout=HANGS)
    assert (process.returncode, err) == (0, "")
    return out


# The end of a program


def test_a_half_read_list_lets_a_program_end(server: ScriptedServer) -> None:
    for program in (
        "client = Client(source); kept = client.list(), client.pages('anam'); [next(each) for each in kept]",
        "sessions = Client(source).list(); next(sessions); Client(source)",
        "client = Client(source); sessions = client.list(); next(sessions); client.cycle = [client, sessions]",
    ):
        assert printed(program, server) == ""


def test_half_read_lists_and_running_tasks_end_with_their_loop(server: ScriptedServer) -> None:
    program = """
    kept = []
    async def leave():
        async with AsyncClient(source) as client:
            for made in (client.list(), client.pages("anam"), client.list(limit=3)):
                kept.append(made)
                async for each in made:
                    break
            client.list(), client.pages("anam")
    async def consume(client, begun):
        async for each in client.list():
            begun.set()
            await asyncio.Event().wait()
    async def leave_a_task():
        async with AsyncClient(source) as client:
            begun = asyncio.Event()
            task = asyncio.create_task(consume(client, begun))
            await begun.wait()
    asyncio.run(leave())
    asyncio.run(leave_a_task())
    print("done")
    """
    assert printed(program, server) == "done\n"


def test_a_waiting_daemon_thread_lets_a_program_end(silent: ScriptedServer) -> None:
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
    with running(program, silent) as process:
        silent.wait_for_requests(1)
        _, err = process.communicate("go on\n", timeout=HANGS)
    assert (process.returncode, err) == (0, "")


ASYNCIO = """
async def main():
    async with AsyncClient(source) as client:
        async for each in client.list():
            pass
asyncio.run(main())
"""
WAITING = ["with Client(source) as client: list(client.list())", "client = Client(source); client.count()", ASYNCIO]


@posix
@pytest.mark.parametrize("program", WAITING, ids=["list", "count", "asyncio"])
def test_ctrl_c_ends_a_program_that_waits_for_an_answer(program: str, silent: ScriptedServer) -> None:
    with running(program, silent) as process:
        silent.wait_for_requests(1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=HANGS)
    assert process.returncode == -signal.SIGINT
    assert err.rstrip().endswith("KeyboardInterrupt")
    assert err.count("Traceback") == (2 if program == ASYNCIO else 1), "asyncio adds a CancelledError of its own"
    assert not [word for word in ("the-key", "never awaited", "Warning") if word in err]


# Forks

FORK = """
sent, answered = [], []
async def count_sent(request):
    sent.append(1)
async def count_answered(response):
    answered.append(1)
def wait_till_idle():
    before = 0
    while not before == len(sent) == len(answered):
        before = len(sent)
        threading.Event().wait(0.05)
def in_child(work):
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        exec(work, globals())
        sys.exit()  # as usual, with everything that a program does at its end
    _, status = os.waitpid(child, 0)
    print("child ended with", os.waitstatus_to_exitcode(status))
client = Client(source, http={"event_hooks": {"request": [count_sent], "response": [count_answered]}})
sessions, pages = client.list(), client.pages("anam")
"""
READ = "next(sessions), next(pages)"
MOMENTS = {"nothing was read": "pass", "while a page is fetched": READ, "while idle": f"{READ}; wait_till_idle()"}
"""While idle, only the list itself holds a reference to the reading task."""


@posix
@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_after_a_fork_only_the_parent_can_use_the_client(moment: str, server: ScriptedServer) -> None:
    program = f"""
    {moment}
    in_child('''
    uses = [lambda: list(client.list()), lambda: next(client.pages("anam")), lambda: client.get("anam:x"),
            lambda: client.count(), lambda: list(sessions), lambda: list(pages)]
    for use in uses:
        try:
            use()
        except RuntimeError as error:
            print("process" in str(error), end=" ")
    ''')
    for work in ["pass", "client.close()", "client.__exit__(None, None, None)",
                 "del sessions, pages; gc.collect()", "del client; gc.collect()"]:
        in_child(work)
    print(len(list(sessions)), sum(len(page.sessions) for page in pages), len(list(client.list())))
    """
    read = "59 55 60" if "next" in moment else "60 60 60"
    assert printed(FORK + dedent(program), server) == "True " * 6 + "child ended with 0\n" * 6 + f"{read}\n"


@posix
def test_forked_workers_can_make_clients_of_their_own(server: ScriptedServer) -> None:
    program = """
    next(sessions)
    def own(number):
        with Client(source) as client:
            return len(list(client.list()))
    def shared(number):
        return len(list(client.list()))
    in_child("print(own(0))")
    with multiprocessing.get_context("fork").Pool(2) as pool:
        print(pool.map(own, range(4)))
        try:
            pool.map(shared, range(4))
        except RuntimeError as error:
            print("refused")
        pool.close()
        pool.join()
    print(len(list(client.list())))
    """
    expected = "60\nchild ended with 0\n[60, 60, 60, 60]\nrefused\n60\n"
    assert printed(FORK + dedent(program), server) == expected


def test_a_cursor_is_the_same_in_every_process() -> None:
    # The order of a set differs between processes.
    code = "from allsessions.listing.cursor import *; source = __import__('allsessions').Anam(api_key='k')"
    code += "; print(write_cursor(Cursor(page_size=9), source, Filters(status=['active', 'ended'], search='x')))"
    environments = [{**os.environ, "PYTHONHASHSEED": seed} for seed in "1234"]
    assert len({subprocess.check_output([sys.executable, "-c", code], env=each) for each in environments}) == 1

"""The command line in a process of its own, for pipes and signals; and a server that never answers."""

import re
import subprocess
import sys
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager

from attrs import frozen

from tests.client.scripted import Answer, Request, ScriptedServer

# A child process inherits ignored signals, for example from a background job of a shell.
SIGNALS = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
"""
PROGRAM = f"{SIGNALS}from allsessions.cli import main\nmain()"


@frozen(kw_only=True)
class Ended:
    """The exit status and the output of a run."""

    status: int
    out: str
    err: str


@contextmanager
def program(
    *arguments: str, environment: Mapping[str, str], before: str = ""
) -> Generator["subprocess.Popen[str]", None, None]:
    """Start the program, which first runs the Python code `before`."""
    command = [sys.executable, "-W", "error", "-c", f"{before}\n{PROGRAM}", *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, encoding="utf-8", env=dict(environment)) as process:
        try:
            yield process
        finally:
            process.kill()


def ended(*arguments: str, environment: Mapping[str, str], before: str = "") -> Ended:
    """Run the program to its end."""
    with program(*arguments, environment=environment, before=before) as process:
        out, err = process.communicate()
    return Ended(status=process.returncode, out=out, err=err)


def without_escapes(text: str) -> str:
    """Return the text without terminal sequences."""
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text)


@contextmanager
def silent_server() -> Generator[tuple[str, threading.Event], None, None]:
    """A server that never answers: its address, and an event that is set at the first request."""
    requested, over = threading.Event(), threading.Event()

    def never(request: Request) -> Answer:
        requested.set()
        over.wait()
        return Answer()

    with ScriptedServer(never, blocking=True) as server:
        try:
            yield server.url, requested
        finally:
            over.set()

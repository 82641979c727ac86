"""The command line as a program of its own, for what a test's own process cannot show: pipes, terminals, signals."""

import os
import re
import struct
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager

from attrs import frozen

PROGRAM = "from allsessions.cli import main; main()"


@frozen(kw_only=True)
class Ended:
    """How it ended, and what it said."""

    status: int
    out: str
    err: str


@contextmanager
def program(
    *arguments: str, environment: Mapping[str, str], before: str = ""
) -> Generator[subprocess.Popen[str], None, None]:
    """The program, running; `before` is Python code that is run in it first."""
    command = [sys.executable, "-W", "error", "-c", f"{before}\n{PROGRAM}", *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, encoding="utf-8", env=dict(environment)) as process:
        try:
            yield process
        finally:
            process.kill()


def ended(*arguments: str, environment: Mapping[str, str], before: str = "") -> Ended:
    """The program, from its beginning to its end."""
    with program(*arguments, environment=environment, before=before) as process:
        out, err = process.communicate(timeout=60)
    return Ended(status=process.returncode, out=out, err=err)


def on_terminal(*arguments: str, environment: Mapping[str, str], columns: int, stdout: bool = True) -> str:
    """What a terminal receives from the program, whose stdout goes nowhere if it is not on the terminal."""
    import fcntl  # which Windows does not have
    import termios

    controller, terminal = os.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    command = [sys.executable, "-W", "error", "-c", PROGRAM, *arguments]
    out = terminal if stdout else subprocess.DEVNULL
    with (
        os.fdopen(controller, "rb", buffering=0) as screen,
        subprocess.Popen(command, stdin=terminal, stdout=out, stderr=terminal, env=dict(environment)) as process,
    ):
        os.close(terminal)
        received = b"".join(iter(lambda: _read(screen.fileno()), b""))
        process.wait(timeout=60)
    return received.decode().replace("\r\n", "\n")


def without_escapes(text: str) -> str:
    """What a person sees of it, but for what was overwritten."""
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text)


def _read(controller: int) -> bytes:
    try:
        return os.read(controller, 65536)
    except OSError:  # Linux's way to say that nobody has the terminal open any more
        return b""

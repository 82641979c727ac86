"""A simulator for each module, the environment that points at it, and the command line in the test's process."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from allsessions import Client, Session
from allsessions.cli import main
from allsessions.simulator import Simulator, World
from tests.conftest import local_time

from .program import Ended

SESSIONS = 12
VENDORS = ["akool", "anam", "elizaos", "konpro"]

_OUR_VARIABLES = ("AKOOL_", "ANAM_", "KONPRO_", "ELIZAOS_", "ALLSESSIONS_")
_TERMINAL_VARIABLES = {"COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "PY_COLORS", "GITHUB_ACTIONS"}

Run = Callable[..., Ended]
"""Runs the command line with these arguments."""


class Screen(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(World.make(SESSIONS)) as simulator:
        yield simulator


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """An environment without any vendor, also for this process, in an empty directory."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith(_OUR_VARIABLES) or name in _TERMINAL_VARIABLES:
            monkeypatch.delenv(name)
    monkeypatch.setenv("TERM", "xterm-256color")
    return dict(os.environ)


@pytest.fixture
def simulated(environment: dict[str, str], simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An environment with all vendors at the simulator, also for this process."""
    for name, value in simulator.environment().items():
        monkeypatch.setenv(name, value)
    return environment | simulator.environment()


@pytest.fixture
def sessions(simulated: dict[str, str]) -> list[Session]:
    """The sessions that the library lists."""
    with Client.from_env() as client:
        return list(client.list())


@pytest.fixture
def run(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `main` as the entry point does."""

    def run(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["allsessions", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as exit:
            main()
        assert isinstance(exit.value.code, int)
        out, err = capsys.readouterr()
        return Ended(status=exit.value.code, out=out, err=err)

    return run


@pytest.fixture
def in_kiritimati(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Set local time to UTC+14 without summer time, which no test machine has by chance."""
    with local_time("<+14>-14", monkeypatch):
        yield

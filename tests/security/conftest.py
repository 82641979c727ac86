"""The command line, run in the test's own process."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import pytest

from allsessions.cli import main
from tests.cli.program import Ended


class Run(Protocol):
    """Runs the command line with these variables."""

    def __call__(self, *arguments: str, environment: Mapping[str, str]) -> Ended: ...


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs the command line like its entry point, in an empty directory, with these variables."""

    async def no_pause(seconds: float) -> None:
        pass

    def run(*arguments: str, environment: Mapping[str, str]) -> Ended:
        for name in {*os.environ} - {"PATH", "HOME", "NO_PROXY"}:
            monkeypatch.delenv(name)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["allsessions", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as exit:
            main()
        out, err = capsys.readouterr()
        return Ended(status=int(exit.value.code or 0), out=out, err=err)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("allsessions.http.transport.pause", no_pause)
    return run

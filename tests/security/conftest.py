"""The command line, run in the test's own process."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from allsessions.cli import main
from tests.cli.program import Ended

Run = Callable[..., Ended]
"""Runs the command line with these arguments, and the variables `environment`."""


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, waits: list[float]) -> Run:
    """Runs the command line like its entry point, in an empty directory, with these variables."""

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
    return run


def environment_for(url: str, key: str) -> dict[str, str]:
    """Return variables for all vendors: the key, and this address with the vendor's name as its path."""
    vendors = ("akool", "anam", "konpro", "elizaos")
    keys = {f"{vendor.upper()}_API_KEY": key for vendor in vendors}
    return keys | {f"{vendor.upper()}_BASE_URL": f"{url}/{vendor}" for vendor in vendors}

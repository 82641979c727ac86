"""Describe the machine and the software versions of a run."""

import datetime
import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from .measures.regenerating import PYTHON

HERE = ("allsessions", "httpx", "pydantic", "msgspec", "orjson", "requests", "dlt")
ELSEWHERE = ("openapi-python-client", "openapi-generator-cli")
"""Packages that are installed only in the generators' environment."""


def described() -> list[str]:
    """Return the date and commit, the machine, and the versions, as three lines."""
    versions = [f"{name} {version(name)}" for name in HERE] + _versions_elsewhere()
    return [
        f"{today()}, at commit {commit()}",
        f"{os.cpu_count()} cores, {_processor()}; {platform.system()}, "
        f"{platform.python_implementation()} {platform.python_version()}",
        ", ".join(versions),
    ]


def today() -> str:
    """Return today's date in UTC, in ISO format."""
    return f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}"


def commit() -> str:
    """Return the commit of the working tree, with "-dirty" if there are uncommitted changes."""
    command = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    return subprocess.run(command, cwd=Path(__file__).parent, check=True, capture_output=True, text=True).stdout.strip()


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    lines = about.read_text().splitlines() if about.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _versions_elsewhere() -> list[str]:
    code = "import sys; from importlib.metadata import version; print(*map(version, sys.argv[1:]))"
    done = subprocess.run([PYTHON, "-c", code, *ELSEWHERE], check=True, capture_output=True, text=True)
    return [f"{name} {found}" for name, found in zip(ELSEWHERE, done.stdout.split(), strict=True)]

"""Runs what the pages show, as a reader would, with the simulator for the vendors."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import frozen

from allsessions.simulator import KEY, Simulator

from .pages import Block

_VENDORS = {
    "openapi.akool.com": "akool",
    "api.anam.ai": "anam",
    "api.konpro.ai": "konpro",
    "localhost:3000": "elizaos",
}


def run_python(block: Block, namespace: dict[str, Any]) -> None:
    """Run a block after those before it on its page, and compare what it prints with what the page says."""
    # "…" is where the reader puts a key. The lines before are there so that a traceback names the page's own line.
    code = "\n" * (block.line - 1) + block.text.replace('"…"', f'"{KEY}"')
    printed = StringIO()
    with redirect_stdout(printed):
        exec(compile(code, block.page, "exec"), namespace)
    if block.output is not None:
        assert same(block.output, printed.getvalue()), f"{block} prints:\n{printed.getvalue()}"


def same(shown: str, printed: str) -> bool:
    """Whether a page shows what was printed: … stands for anything in a line, and as a line for any lines."""
    pattern = re.escape(shown).replace("…", ".*")
    whole_lines = re.sub(r"^\.\*\n", r"(?:.*\n)*", pattern.replace("\\\n", "\n"), flags=re.MULTILINE)
    # A table's last column is filled up with spaces, which no editor leaves on a page.
    return re.fullmatch(whole_lines, re.sub(" +$", "", printed, flags=re.MULTILINE)) is not None


def lead_to(simulator: Simulator, patch: pytest.MonkeyPatch) -> None:
    """Lead this process's requests for the vendors' own addresses to the simulator."""

    def led(request: httpx.Request) -> httpx.Request:
        vendor = _VENDORS.get(request.url.netloc.decode())
        if vendor is not None:
            own = httpx.URL(simulator.base_url(vendor))
            path = (own.path.rstrip("/").encode() + request.url.raw_path).decode()
            request.url = own.copy_with(raw_path=path.encode())
        return request

    handle, handle_async = httpx.HTTPTransport.handle_request, httpx.AsyncHTTPTransport.handle_async_request
    patch.setattr(httpx.HTTPTransport, "handle_request", lambda self, request: handle(self, led(request)))
    patch.setattr(
        httpx.AsyncHTTPTransport, "handle_async_request", lambda self, request: handle_async(self, led(request))
    )


@frozen(kw_only=True)
class Command:
    """A line behind a prompt, what is claimed of its exit status, and what is shown of its output."""

    page: str
    line: int
    text: str
    status: int
    output: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line} {self.text}"

    @property
    def words(self) -> list[str]:
        return shlex.split(self.text)


def commands(block: Block) -> list[Command]:
    """The commands of a `console` block, each with the lines up to the next as its output."""
    found: list[Command] = []
    for number, line in enumerate(block.text.splitlines(keepends=True), block.line):
        if line.startswith("$ "):
            text, _, comment = line.removeprefix("$ ").rstrip("\n").partition(" #")
            claimed = re.search(r"exit status (\d)", comment)
            status = int(claimed[1]) if claimed else 0
            found.append(Command(page=block.page, line=number, text=text.strip(), status=status, output=""))
        else:
            last = found.pop()
            found.append(
                Command(page=last.page, line=last.line, text=last.text, status=last.status, output=last.output + line)
            )
    return found


Shell = Callable[[str], subprocess.CompletedProcess[str]]


def shell(folder: Path, environment: Mapping[str, str]) -> Shell:
    """A shell in this folder, with this environment, which finds `allsessions` where this Python is."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    whole = {**os.environ, **environment, "PATH": path, "HOME": str(folder)}

    def run(text: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["sh", "-c", text], cwd=folder, env=whole, capture_output=True, text=True, timeout=60)

    return run

"""Run the pages' code and commands against the simulator, like a reader."""

import re
import shlex
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import httpx
import pytest
from attrs import evolve, frozen

from allsessions.simulator import KEY, Simulator

from .pages import Block

_VENDORS = {"openapi.akool.com": "akool", "api.anam.ai": "anam", "api.konpro.ai": "konpro", "localhost:3000": "elizaos"}

_VARYING = re.compile(r"\d{4}-\d\d-\d\d[T ][\d:.+]+|\b\d+:\d\d:[\d.]+|\b[\d.]+(?= ?s\b)|(?<=127\.0\.0\.1:)\d+")


def run_python(block: Block, namespace: dict[str, Any]) -> None:
    """Run a block, and compare its output with the page."""
    # "…" stands for a key. The empty lines give a traceback the page's line numbers.
    code = "\n" * (block.line - 1) + block.text.replace('"…"', f'"{KEY}"')
    printed = StringIO()
    with redirect_stdout(printed):
        exec(compile(code, block.page, "exec"), namespace)
    if block.output is not None:
        assert same(block.output, printed.getvalue()), f"{block} prints:\n{printed.getvalue()}"


def same(shown: str, printed: str) -> bool:
    """Compare a page with an output, apart from times, durations and ports, which differ from run to run.

    … within a line stands for any text, and … on a separate line for any lines.
    """
    pattern = re.escape(_VARYING.sub("…", shown)).replace("…", ".*")
    whole_lines = re.sub(r"^\.\*\n", r"(?:.*\n)*", pattern.replace("\\\n", "\n"), flags=re.MULTILINE)
    # The output has trailing spaces in a table's last column; the page does not.
    return re.fullmatch(whole_lines, re.sub(" +$", "", printed, flags=re.MULTILINE)) is not None


def redirect_to(simulator: Simulator, patch: pytest.MonkeyPatch) -> None:
    """Send this process's requests for the vendors' addresses to the simulator."""

    def redirected(request: httpx.Request) -> httpx.Request:
        vendor = _VENDORS.get(request.url.netloc.decode())
        if vendor is not None:
            own = httpx.URL(simulator.base_url(vendor))
            path = (own.path.rstrip("/").encode() + request.url.raw_path).decode()
            request.url = own.copy_with(raw_path=path.encode())
        return request

    handle, handle_async = httpx.HTTPTransport.handle_request, httpx.AsyncHTTPTransport.handle_async_request
    patch.setattr(httpx.HTTPTransport, "handle_request", lambda self, request: handle(self, redirected(request)))
    patch.setattr(
        httpx.AsyncHTTPTransport, "handle_async_request", lambda self, request: handle_async(self, redirected(request))
    )


@frozen(kw_only=True)
class Command:
    """A command of a page, with the exit status and the output that the page shows."""

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
    """Return the commands of a `console` block, each with the lines below it as its output."""
    found: list[Command] = []
    for number, line in enumerate(block.text.splitlines(keepends=True), block.line):
        if line.startswith("$ "):
            text, _, comment = line.removeprefix("$ ").rstrip("\n").partition(" #")
            claimed = re.search(r"exit status (\d)", comment)
            status = int(claimed[1]) if claimed else 0
            found.append(Command(page=block.page, line=number, text=text.strip(), status=status, output=""))
        else:
            found[-1] = evolve(found[-1], output=found[-1].output + line)
    return found

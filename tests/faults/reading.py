"""Reads a case's server through the client, in memory or over a socket, and judges the outcome."""

import asyncio
import ssl
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from attrs import field, frozen

from allsessions import Client, IncompleteListingError, Session, SourceError

from ..client.scripted import Answer, Request, ScriptedServer
from ..client.vendors import WIRES
from .case import Case, Turn

Script = Callable[[Request], Answer]

WAYS = ("list", "pages")
TLS = ssl.create_default_context()
"""Loading the machine's certificates takes longer than the rest of a case."""


class Body(httpx.AsyncByteStream):
    """A body that the client still has to read, as it comes over a socket."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._content


class Memory(httpx.AsyncBaseTransport):
    """Answers as the script says, without a socket. Answers to concurrent requests come out of order."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self.requests: list[Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        asked = Request(request.url.path, dict(request.url.params), dict(request.headers))
        self.requests.append(asked)
        reply = self._script(asked)
        for _ in range(len(self.requests) * 7 % 5):
            await asyncio.sleep(0)
        headers = [(name.encode(), value.encode("latin-1")) for name, value in reply.headers.items()]
        return httpx.Response(reply.status, headers=headers, stream=Body(reply.body))


@frozen(kw_only=True)
class Outcome:
    """What was yielded and reported, and the requests that the server got."""

    sessions: list[Session] = field(factory=list)
    errors: list[SourceError] = field(factory=list)
    requests: list[Request] = field(factory=list)

    @property
    def ids(self) -> list[str]:
        return [session.id for session in self.sessions]


def each(cases: Mapping[str, Case]) -> pytest.MarkDecorator:
    """Run a test for each case, under its name."""
    return pytest.mark.parametrize("case", cases.values(), ids=[name.replace(" ", "-") for name in cases])


def hold(case: Case, *, wire: bool = False) -> None:
    """Read the case's server at each of its vendors, by `list` and by `pages`, and check all that must hold."""
    wrong: list[str] = []
    for vendor in case.vendors:
        for way in WAYS:
            try:
                check(case, vendor, outcome_of(case, vendor, way, wire=wire))
            except AssertionError as error:
                wrong.append(f"{vendor}, {way}: {error}")
    assert not wrong, "\n".join(wrong)


def outcome_of(case: Case, vendor: str, way: str = "list", *, wire: bool = False) -> Outcome:
    options = {"page_size": case.page_size}
    with serving(script_of(case, vendor), vendor, options, wire=wire, **case.settings) as (client, requests):
        outcome = read(client, vendor, way)
        outcome.requests.extend(requests)
        return outcome


@contextmanager
def serving(
    script: Script, vendor: str, options: Mapping[str, Any] | None = None, *, wire: bool = False, **settings: Any
) -> Iterator[tuple[Client, list[Request]]]:
    """Return a client with one source whose vendor answers as the script says, and the requests that come."""
    source = WIRES[vendor].source
    if wire:
        with ScriptedServer(script) as server:
            url = {"base_url": server.url}
            with Client(source(**url, **(options or {})), http={"verify": TLS}, **settings) as client:
                yield client, server.requests
    else:
        memory = Memory(script)
        with Client(source(**(options or {})), http={"transport": memory}, **settings) as client:
            yield client, memory.requests


def script_of(case: Case, vendor: str) -> Script:
    """The case's server. It counts the requests for each page."""
    held = [WIRES[vendor].record(number) for number in range(case.holds)]
    asked: Counter[int] = Counter()

    def script(request: Request) -> Answer:
        asked[request.page] += 1
        attempt, number = asked[request.page], asked.total()
        return case.says(Turn(vendor=vendor, number=number, attempt=attempt, request=request, held=held))

    return script


def read(client: Client, source: str, way: str = "list") -> Outcome:
    """Read one source's whole list."""
    outcome = Outcome()
    try:
        if way == "list":
            outcome.sessions.extend(client.list(sources=source))
        else:
            for page in client.pages(source):
                outcome.sessions.extend(page.sessions)
                outcome.errors.extend(page.invalid)
    except IncompleteListingError as error:
        outcome.errors.extend(error.errors)
    except SourceError as error:
        outcome.errors.append(error)
    return outcome


def check(case: Case, vendor: str, outcome: Outcome) -> None:
    """Check all that must hold of a case."""
    numbers = {WIRES[vendor].record(number)[WIRES[vendor].id_key]: number for number in range(case.holds + 300)}
    yielded = [numbers[id] for id in outcome.ids]
    must = set(range(case.holds) if case.yields is None else case.yields)
    may = must | set(case.others) | (set(range(case.holds)) if case.or_error else set())
    assert len(yielded) == len(set(yielded)), f"twice: {yielded}"
    assert set(yielded) <= may, f"not there: {yielded}"
    assert len(outcome.requests) <= case.requests, f"{len(outcome.requests)} requests"
    assert all(str(error).startswith(f"{vendor}: ") for error in outcome.errors)
    if case.or_error and outcome.errors:
        return
    kinds = [type(error) for error in outcome.errors]
    assert kinds == list(case.errors) or (case.perhaps and not kinds), f"errors: {outcome.errors}"
    assert must <= set(yielded), f"silently short: {yielded}, {outcome.errors}"
    if outcome.errors:
        assert case.message in str(outcome.errors[0])

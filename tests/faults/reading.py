"""Read a case's server with the client, in memory or over a socket, and check the outcome."""

import ssl
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from attrs import field, frozen

from allsessions import Client, IncompleteListingError, Session, SourceError

from ..client.scripted import Answer, Request, ScriptedServer
from ..client.vendors import WIRES, InMemory, Script
from .case import Case, Turn

WAYS = ("list", "pages")
TLS = ssl.create_default_context()
"""Shared, because loading the machine's certificates takes longer than the rest of a case."""


@frozen
class Outcome:
    """The sessions and errors of a list."""

    sessions: list[Session] = field(factory=list)
    errors: list[SourceError] = field(factory=list)

    @property
    def ids(self) -> list[str]:
        return [session.id for session in self.sessions]


def each(cases: Mapping[str, Case]) -> pytest.MarkDecorator:
    """Run a test for each case, under its name."""
    return pytest.mark.parametrize("case", cases.values(), ids=[name.replace(" ", "-") for name in cases])


def hold(case: Case, *, wire: bool = False, ways: Sequence[str] = ("list",)) -> None:
    """Read the case's server for each of its vendors, and check the results."""
    wrong: list[str] = []
    for vendor, way in [(vendor, way) for vendor in case.vendors for way in ways]:
        try:
            outcome_of(case, vendor, way, wire=wire)
        except AssertionError as error:
            wrong.append(f"{vendor}, {way}: {error}")
    assert not wrong, "\n".join(wrong)


def outcome_of(case: Case, vendor: str, way: str = "list", *, wire: bool = False) -> Outcome:
    """Read the case's server for one vendor, and return the outcome after checking it."""
    options = {"page_size": case.page_size}
    with serving(script_of(case, vendor), vendor, options, wire=wire, **case.settings) as (client, requests):
        outcome = read(client, vendor, way)
        assert len(requests) <= case.requests, f"{len(requests)} requests"
    check(case, vendor, outcome)
    return outcome


@contextmanager
def serving(
    script: Script, vendor: str, options: Mapping[str, Any] | None = None, *, wire: bool = False, **settings: Any
) -> Iterator[tuple[Client, list[Request]]]:
    """Return a client with one source whose vendor answers with the script, and the list of its requests."""
    source = WIRES[vendor].source
    if wire:
        with ScriptedServer(script) as server:
            here = source(base_url=server.url, **(options or {}))
            with Client(here, http={"verify": TLS}, **settings) as client:
                yield client, server.requests
    else:
        memory = InMemory(script)
        with Client(source(**(options or {})), http={"transport": memory}, **settings) as client:
            yield client, memory.requests


def script_of(case: Case, vendor: str) -> Script:
    """Return the case's server. It counts the requests for each page."""
    held = [WIRES[vendor].record(number) for number in range(case.holds)]
    asked: Counter[int] = Counter()

    def script(request: Request) -> Answer:
        asked[request.page] += 1
        return case.says(Turn(vendor=vendor, attempt=asked[request.page], request=request, held=held))

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
    """Check the results of a case."""
    numbers = {id: number for number, id in enumerate(WIRES[vendor].ids(case.holds))}
    yielded = [numbers[id] for id in outcome.ids]
    must = set(range(case.holds) if case.yields is None else case.yields)
    may = must | set(case.others) | (set(range(case.holds)) if case.or_error else set())
    assert len(yielded) == len(set(yielded)), f"twice: {yielded}"
    assert set(yielded) <= may, f"not there: {yielded}"
    assert all(str(error).startswith(f"{vendor}: ") for error in outcome.errors)
    if case.or_error and outcome.errors:
        return
    assert [type(error) for error in outcome.errors] == [*case.errors], f"errors: {outcome.errors}"
    assert must <= set(yielded), f"silently short: {yielded}, {outcome.errors}"
    if outcome.errors:
        assert case.message in str(outcome.errors[0])

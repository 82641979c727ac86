"""Reads a case's server through the client, over a real socket, and judges what came of it."""

import ssl
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from attrs import field, frozen

from allsessions import Client, IncompleteListingError, InvalidRecordError, Session, SourceError, Status

from ..client.scripted import Answer, Request, ScriptedServer
from ..client.vendors import WIRES
from .case import Case, Turn

WAYS = ("list", "pages")
# Loading the machine's certificates takes longer than all the rest of a case.
TLS = ssl.create_default_context()


@frozen(kw_only=True)
class Outcome:
    """What was yielded, what was reported, and what the server was asked."""

    sessions: list[Session] = field(factory=list)
    errors: list[SourceError] = field(factory=list)
    requests: list[Request] = field(factory=list)

    @property
    def ids(self) -> list[str]:
        return [session.id for session in self.sessions]


def each(cases: Sequence[Case], ways: Sequence[str] = WAYS) -> pytest.MarkDecorator:
    """Runs a test for each case, for each of its vendors, by each way of reading."""
    names = [(case.name, vendor) for case in cases for vendor in case.vendors]
    assert len(set(names)) == len(names), "two cases of one name"
    return pytest.mark.parametrize(
        ("case", "vendor", "way"),
        [
            pytest.param(case, vendor, way, id=f"{case.name.replace(' ', '-')}-{vendor}-{way}")
            for case in cases
            for vendor in case.vendors
            for way in ways
        ],
    )


def holds(case: Case, vendor: str, way: str) -> Outcome:
    """Read the case's server and check all that must hold."""
    outcome = outcome_of(case, vendor, way)
    check(case, vendor, outcome)
    return outcome


def outcome_of(case: Case, vendor: str, way: str) -> Outcome:
    with ScriptedServer(script_of(case, vendor)) as server:
        source = WIRES[vendor].source(base_url=server.url, page_size=case.page_size)
        with Client(source, **{"http": {"verify": TLS}, **case.settings}) as client:
            return read(client, vendor, way, server)


def script_of(case: Case, vendor: str) -> Callable[[Request], Answer]:
    """The case's server, which counts the requests for each page."""
    held = [WIRES[vendor].record(number) for number in range(case.holds)]
    asked: Counter[int] = Counter()

    def script(request: Request) -> Answer:
        asked[request.page] += 1
        attempt, number = asked[request.page], asked.total()
        return case.says(Turn(vendor=vendor, number=number, attempt=attempt, request=request, held=held))

    return script


def read(client: Client, source: str, way: str, server: ScriptedServer) -> Outcome:
    """Read one source's whole list."""
    outcome = Outcome(requests=server.requests)
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
    """All that must hold of a case."""
    numbers = {WIRES[vendor].record(number)[WIRES[vendor].id_key]: number for number in range(case.holds + 300)}
    yielded = [numbers[id] for id in outcome.ids]
    must = set(range(case.holds) if case.yields is None else case.yields)
    may = must | set(case.others) | (set(range(case.holds)) if case.or_said else set())
    assert len(yielded) == len(set(yielded)), f"twice: {yielded}"
    assert set(yielded) <= may, f"not there: {yielded}"
    assert len(outcome.requests) <= case.requests, f"{len(outcome.requests)} requests"
    check_shown(vendor, outcome)
    if case.or_said and outcome.errors:
        return
    kinds = [type(error) for error in outcome.errors]
    assert kinds == list(case.errors) or (case.perhaps and not kinds), outcome.errors
    assert must <= set(yielded), f"silently short: {yielded}, {outcome.errors}"
    if outcome.errors:
        assert case.path in getattr(outcome.errors[0], "path", "")
        assert case.message in str(outcome.errors[0])


def check_shown(vendor: str, outcome: Outcome) -> None:
    """What came out can be shown and written, however odd its values are."""
    for error in outcome.errors:
        assert error.source == error.vendor == vendor
        assert str(error).startswith(f"{vendor}: ")
        assert not isinstance(error, InvalidRecordError) or repr(error.record)
    for session in outcome.sessions:
        assert session.to_dict(raw=True)["id"] == session.id
        for name in session.unreadable:
            assert getattr(session, name) in (None, Status.UNKNOWN), f"{name} is guessed"


def listed(client: Client, **arguments: Any) -> list[str]:
    return [session.id for session in client.list(**arguments)]

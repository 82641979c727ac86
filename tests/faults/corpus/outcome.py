"""Reads hostile answers by the wrapper and by typed clients, and says what is wrong with an outcome."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import httpx
from attrs import define

from allsessions import AllSessionsError, Client
from tests.client.scripted import Answer, Request
from tests.client.vendors import WIRES
from tests.faults.reading import Memory

from .answers import Hostile, encoded, id_of
from .endpoint import RECORDS


@define(kw_only=True)
class Outcome:
    """The outcome of one answer, read in one way.

    Attributes:
        given: The identifiers of the records that were given.
        reported: The places of those that were reported.
        error: The exception at the end.
        allowed: The exceptions that this way of reading may raise.
        value: The typed answer, or the sessions and the errors of single records.
    """

    answer: Hostile
    allowed: tuple[type[BaseException], ...]
    given: Sequence[str] = ()
    reported: Sequence[str] = ()
    error: Exception | None = None
    value: Any = None

    @property
    def outside(self) -> bool:
        """An exception came that a caller has no reason to expect."""
        return self.error is not None and not isinstance(self.error, self.allowed)

    @property
    def refused(self) -> bool:
        """An error that a caller expects refused the answer, or its status says that it is one."""
        return (self.error is not None and not self.outside) or self.answer.status >= 300

    @property
    def lost(self) -> frozenset[str]:
        """The good records that were not given, though nobody refused the answer as a whole."""
        return frozenset() if self.refused and not self.answer.readable else self.answer.good - {*self.given}

    @property
    def silent(self) -> bool:
        return bool(self.lost) and self.error is None

    @property
    def unaccounted(self) -> int:
        """The number of records that were neither given nor reported."""
        endpoint = self.answer.endpoint
        if not self.answer.readable or (endpoint.detail and self.error is not None):
            return 0
        reported = {re.sub(r"(?<=\]).*", "", place) for place in self.reported}
        missing = [
            id_of(endpoint, record)
            for number, record in enumerate(self.answer.records)
            if f"{endpoint.place}[{number}]" not in reported and id_of(endpoint, record) not in self.given
        ]
        # A record whose identifier is not text may have been given under another one.
        strangers = len({*self.given} - self.answer.known)
        return len(missing) - min(missing.count(None), strangers)

    def complaints(self) -> Iterator[str]:
        """Yield what must not be, in words."""
        nothing = not self.given and not self.reported and self.error is None
        twice = [id for id, count in Counter(self.given).items() if count > 1]
        checks: dict[str, Any] = {
            "an exception outside the tree": self.outside,
            "good records are lost": self.lost,
            "records are given twice": twice,
            "records are neither given nor reported": self.unaccounted,
            "an unreadable answer is not an error": nothing and not self.answer.readable,
        }
        yield from (f"{words} ({self.error!r:.300})" for words, wrong in checks.items() if wrong)


@contextmanager
def wrapper(answers: Sequence[Hostile]) -> Iterator[Client]:
    """Return a client with a source for each answer, with the answer's number in its name."""

    def script(request: Request) -> Answer:
        answer = answers[int(request.path.split("/")[1])]
        if request.page > 1 or "token" in request.query:
            count = max(len(answer.records), RECORDS)
            return Answer(body=encoded(answer.endpoint.empty_page(count, request.page)))
        return Answer(body=answer.body, status=answer.status, headers=answer.headers)

    sources = [
        WIRES[answer.endpoint.vendor].source(name=f"source-{number}", base_url=f"http://localhost/{number}")
        for number, answer in enumerate(answers)
    ]
    with Client(sources, http={"transport": Memory(script)}, retries=0) as client:
        yield client


def by_wrapper(client: Client, number: int, answer: Hostile) -> Outcome:
    """Read the list page by page, or the one session."""
    sessions, invalid = list[Any](), list[Any]()
    outcome = Outcome(answer=answer, allowed=(AllSessionsError,), value=(sessions, invalid))
    try:
        if answer.endpoint.detail:
            sessions.append(client.get(f"source-{number}:{answer.id}"))
        else:
            for page in client.pages(f"source-{number}"):
                sessions += page.sessions
                invalid += page.invalid
    except Exception as error:  # noqa: BLE001  # the test judges it
        outcome.error = error
    outcome.given = [session.id for session in sessions]
    outcome.reported = [error.path for error in invalid]
    return outcome


class Stream(httpx.SyncByteStream):
    """A body that the client still has to read."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        yield self._content


def by_typed_client(answer: Hostile, prefix: str = "") -> Outcome:
    """Call the operation of the client package with this prefix."""

    def served(request: httpx.Request) -> httpx.Response:
        return httpx.Response(answer.status, headers=answer.headers, stream=Stream(answer.body))

    endpoint, package = answer.endpoint, answer.endpoint.package(prefix)
    errors = [getattr(package.errors, kind, None) for kind in ("DecodeError", "UnexpectedStatus")]
    outcome = Outcome(answer=answer, allowed=(httpx.HTTPError, *filter(None, errors)))
    arguments: Mapping[str, str] = {}
    if endpoint.detail:
        arguments = {"id": answer.id} if endpoint.vendor == "akool" else {"session_id": answer.id}
    url = "http://localhost"
    with httpx.Client(base_url=url, transport=httpx.MockTransport(served)) as http:
        client = package.AuthenticatedClient(url, token="a key", raise_on_unexpected_status=True)
        try:
            outcome.value = endpoint.module(prefix).sync_detailed(client=client.set_httpx_client(http), **arguments)
            outcome.given = _ids(outcome)
        except Exception as error:  # noqa: BLE001  # the test judges it
            outcome.error = error
    return outcome


def _ids(outcome: Outcome) -> list[str]:
    endpoint, found = outcome.answer.endpoint, outcome.value.parsed
    for attribute in endpoint.keys:
        found = getattr(found, attribute, None)
    records: list[Any] = [found] if endpoint.detail else found if isinstance(found, list) else []
    return [str(getattr(each, endpoint.id_attribute)) for each in records if hasattr(each, endpoint.id_attribute)]

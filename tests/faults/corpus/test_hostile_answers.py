"""Hostile answers lose no good record and hide no bad one by the wrapper."""

import json
import pickle
import re
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from allsessions import AllSessionsError, Client, IncompleteListingError, Session, SourceError
from tests.client.scripted import Answer, Request
from tests.client.vendors import WIRES, InMemory

from .answers import COUNT, OPERATIONS, RECORDS, VENDORS, Hostile, answers, honest, id_of, of_document, page_of

SHOWN = 20
each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=str)


@contextmanager
def client_of(hostile: Sequence[Hostile]) -> Iterator[Client]:
    """Return a client with a source for each answer, with the answer's number in its name."""

    def script(request: Request) -> Answer:
        each = hostile[int(request.path.split("/")[1])]
        if request.page > 1 or "token" in request.query:
            count = max(len(each.records), COUNT)
            return Answer(body=json.dumps(page_of(each.vendor, [None] * count, request.page)).encode())
        return Answer(body=each.body, status=each.status)

    sources = [
        WIRES[each.vendor].source(name=f"source-{number}", base_url=f"http://localhost/{number}")
        for number, each in enumerate(hostile)
    ]
    with Client(sources, http={"transport": InMemory(script)}, retries=0) as client:
        yield client


def read(client: Client, number: int, hostile: Hostile) -> tuple[list[Session], list[Any], Exception | None]:
    """Return the sessions, the errors of single records, and the error at the end."""
    sessions, invalid = list[Session](), list[Any]()
    try:
        if hostile.detail:
            return [client.get(f"source-{number}:{hostile.id}")], invalid, None
        for page in client.pages(f"source-{number}"):
            sessions += page.sessions
            invalid += page.invalid
    except Exception as error:  # noqa: BLE001  # the test judges it
        return sessions, invalid, error
    return sessions, invalid, None


def complaints(hostile: Hostile, sessions: Sequence[Session], invalid: Sequence[Any], error: Any) -> Iterator[str]:
    """Yield in words what is wrong."""
    given = [session.id for session in sessions]
    known = {id for record in hostile.records if (id := id_of(hostile.vendor, record))}
    refused = error is not None and not hostile.readable
    checks: dict[str, Any] = {
        "an exception outside the tree": error and not isinstance(error, AllSessionsError),
        "good records are lost": not refused and not (hostile.detail and error) and hostile.good - {*given},
        "records are given twice": [id for id, count in Counter(given).items() if count > 1],
        "records are neither given nor reported": unaccounted(hostile, given, invalid) if hostile.readable else 0,
        "an unreadable answer is not an error": not given and not invalid and not error and not hostile.readable,
        "a record with an identifier is not given": hostile.readable and not error and known - {"", *given},
        "a bad record costs more than itself": hostile.whole and not hostile.detail and error,
    }
    yield from (f"{words} ({error!r:.300})" for words, wrong in checks.items() if wrong)


def unaccounted(hostile: Hostile, given: Sequence[str], invalid: Sequence[Any]) -> int:
    """Return the number of records that were neither given nor reported."""
    if hostile.detail:
        return 0
    place = ".".join(RECORDS[hostile.vendor])
    reported = {re.sub(r"(?<=\]).*", "", error.path) for error in invalid}
    ids = [id_of(hostile.vendor, record) for record in hostile.records]
    missing = [id for number, id in enumerate(ids) if f"{place}[{number}]" not in reported and id not in given]
    # A record whose identifier is not text may have been given under another one.
    return len(missing) - min(missing.count(None), len({*given} - {*ids}))


def unusable(source: str, sessions: Sequence[Session], errors: Sequence[Any]) -> Iterator[str]:
    """Yield what cannot be shown, written or pickled."""
    for value in [*sessions[:SHOWN], *errors[:SHOWN]]:
        try:
            use_session(value) if isinstance(value, Session) else use_error(source, value)
        except Exception as error:  # noqa: BLE001  # each is a complaint
            yield f"{type(value).__name__} cannot be used: {''.join(traceback.format_exception_only(error))[:300]}"


def use_session(session: Session) -> None:
    assert session.id in repr(session).encode().decode() or not session.id.isprintable()
    for values in (session.to_dict(), session.to_dict(raw=True)):
        # As JSON is defined: without NaN, and with text that UTF-8 can hold.
        assert json.loads(json.dumps(values, allow_nan=False, ensure_ascii=False).encode()) == values
    copy = pickle.loads(pickle.dumps(session))
    assert (copy, copy.to_dict(raw=True)) == (session, session.to_dict(raw=True))


def use_error(source: str, error: Exception) -> None:
    assert isinstance(error, SourceError)
    assert (error.source, str(error).startswith(f"{source}: ")) == (source, True)
    for text in (str(error), repr(error), "".join(traceback.format_exception(error))):
        assert text.encode()
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy)) == (type(error), str(error))


@each_operation
def test_no_hostile_answer_loses_or_hides_a_record(operation: tuple[str, bool]) -> None:
    hostile = [of_document("honest", operation, honest(*operation), readable=True, whole=True), *answers(*operation)]
    assert operation[1] or sum(len(each.good) for each in hostile if each.readable) >= 500
    found: list[str] = []
    with client_of(hostile) as client:
        for number, each in enumerate(hostile):
            sessions, invalid, error = read(client, number, each)
            wrong = [*complaints(each, sessions, invalid, error)]
            wrong += unusable(f"source-{number}", sessions, [*invalid, *([error] if error else [])])
            found += [f"{each.name}: {words}" for words in wrong]
    assert not found, f"{len(found)} complaints of {len(hostile)} answers\n" + "\n".join(found[:SHOWN])


def test_one_listing_of_many_hostile_sources_names_each_failure() -> None:
    hostile = [each for vendor in VENDORS for each in answers(vendor, False)[::4]]
    given: list[tuple[str, str]] = []
    with client_of(hostile) as client:
        with pytest.raises(IncompleteListingError) as caught:
            given.extend((session.source, session.id) for session in client.list())
        outcomes = [read(client, number, each) for number, each in enumerate(hostile)]
    assert len(given) == len({*given})
    assert {(f"source-{at}", id) for at, each in enumerate(hostile) if each.readable for id in each.good} <= {*given}
    failed = {f"source-{at}" for at, (_, invalid, error) in enumerate(outcomes) if error or invalid}
    assert {error.source for error in caught.value.errors} == failed


@pytest.mark.parametrize("vendor", ["anam", "konpro"])
def test_a_good_record_is_found_in_a_hostile_list(vendor: str) -> None:
    hostile = [each for each in answers(vendor, False) if each.readable and each.good]
    with client_of(hostile) as client:
        for number, each in enumerate(hostile):
            assert client.get(f"source-{number}:{max(each.good)}").id == max(each.good), each.name

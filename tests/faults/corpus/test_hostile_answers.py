"""With hostile answers, the wrapper loses no good record and hides no bad one."""

import json
import pickle
import re
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from allsessions import AllSessionsError, Client, Session, SourceError
from tests.client.scripted import Answer, Request
from tests.client.vendors import WIRES, InMemory

from ..case import RECORDS
from .answers import COUNT, Hostile, answers, of_document, page_of, records_of

SHOWN = 20


def read(client: Client, source: str) -> tuple[list[Session], list[Any], Exception | None]:
    """Return the sessions, the errors of single records, and the error at the end."""
    sessions, invalid = list[Session](), list[Any]()
    try:
        for page in client.pages(source):
            sessions += page.sessions
            invalid += page.invalid
    except Exception as error:  # noqa: BLE001  # the test judges it
        return sessions, invalid, error
    return sessions, invalid, None


def complaints(hostile: Hostile, sessions: Sequence[Session], invalid: Sequence[Any], error: Any) -> Iterator[str]:
    """Yield a sentence for each problem."""
    given = [session.id for session in sessions]
    checks: dict[str, Any] = {
        "an exception outside the tree": error and not isinstance(error, AllSessionsError),
        "good records are lost": (hostile.readable or not error) and hostile.good - {*given},
        "records are given twice": [id for id, count in Counter(given).items() if count > 1],
        "records are neither given nor reported": hostile.readable and unaccounted(hostile, given, invalid),
        "an unreadable answer is not an error": not given and not invalid and not error and not hostile.readable,
        "a record with an identifier is lost": hostile.readable and not error and {*hostile.ids} - {"", None, *given},
        "a bad record costs more than itself": hostile.whole and error,
    }
    yield from (f"{words} ({error!r:.300})" for words, wrong in checks.items() if wrong)


def unaccounted(hostile: Hostile, given: Sequence[str], invalid: Sequence[Any]) -> int:
    """Return the number of records that were neither given nor reported."""
    place = ".".join(RECORDS[hostile.vendor])
    reported = {re.sub(r"(?<=\]).*", "", error.path) for error in invalid}
    missing = [id for n, id in enumerate(hostile.ids) if f"{place}[{n}]" not in reported and id not in given]
    # A record whose identifier is not text may have been given under another one.
    return len(missing) - min(missing.count(None), len({*given} - {*hostile.ids}))


def unusable(source: str, sessions: Sequence[Session], errors: Sequence[Any]) -> Iterator[str]:
    """Yield the values that the test cannot show, write or pickle."""
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


@pytest.mark.parametrize("vendor", WIRES)
def test_no_hostile_answer_loses_or_hides_a_record(vendor: str) -> None:
    """One client has a source for each answer, with the answer's number in its name."""
    honest = of_document("honest", vendor, page_of(vendor, records_of(vendor)), readable=True, whole=True)
    hostile, found = [honest, *answers(vendor)], list[str]()
    assert sum(len(each.good) for each in hostile if each.readable) >= 600

    def script(request: Request) -> Answer:
        each = hostile[int(request.path.split("/")[1])]
        if request.page > 1 or "token" in request.query:
            count = max(len(each.records), COUNT)
            return Answer(body=json.dumps(page_of(vendor, [None] * count, request.page)).encode())
        return Answer(body=each.body, status=each.status)

    names = [f"source-{number}" for number in range(len(hostile))]
    sources = [WIRES[vendor].source(name=name, base_url=f"http://localhost/{name[7:]}") for name in names]
    with Client(sources, http={"transport": InMemory(script)}, retries=0) as client:
        for name, each in zip(names, hostile, strict=True):
            sessions, invalid, error = read(client, name)
            wrong = [*complaints(each, sessions, invalid, error)]
            wrong += unusable(name, sessions, [*invalid, *([error] if error else [])])
            found += [f"{each.name}: {words}" for words in wrong]
    assert not found, f"{len(found)} complaints of {len(hostile)} answers\n" + "\n".join(found[:SHOWN])

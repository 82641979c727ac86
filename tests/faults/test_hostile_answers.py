"""With hostile answers, the client yields each good record, reports each bad one, and all results are usable."""

import json
import pickle
import random
import traceback
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import pytest
from attrs import frozen

from allsessions import InvalidRecordError
from tests.odd import Place, places, replaced
from tests.sources.records import RECORDS as SAMPLES

from ..client.scripted import Answer, Request
from ..client.vendors import WIRES
from .case import MISSING, RECORDS, VENDORS
from .reading import Outcome, read, serving

COUNT = 4
"""Records in the list."""
SPOILED = 250
"""The number of random spoiled answers for each vendor; they are the same in every run."""


@frozen
class Raw:
    """Bytes in place of a JSON value."""

    content: bytes


PLAIN: Sequence[Any] = [
    *(None, MISSING, True, False, 0, -1, 7, 0.5, -0.0, 2**53 + 1, 10**30, 1.5e300),
    *("", " ", "text", "17", "null", "yesterday", "2026-13-45T99:99:99Z", "\x00", "\x1b[2J", "=1+1", "é" * 300),
    *([], [None], [[]], [1, "a"], {}, {"id": None}, {"a": {"b": [1]}}),
]
# Many JSON decoders accept these values, but cause errors later.
ODD = [
    *PLAIN,
    *map(Raw, (b"NaN", b"-Infinity", b"1e400", b"9" * 5_000, b'"\xff\xfe"', b'"\\ud800"', b'"\\udc00\\ud800"')),
    *map(Raw, (b'"' + b"x" * 100_000 + b'"', b'{"a": 1, "a": 2}', b'{"__class__": "os.system", "__proto__": {}}')),
    *map(Raw, (b"[" * 500 + b"]" * 500, b'{"a":' * 300 + b"1" + b"}" * 300)),
]
# These make the complete answer invalid JSON, or nest it too deeply for a decoder.
BROKEN = [
    *map(Raw, (b"[" * 10_000 + b"]" * 10_000, b'{"a":' * 900 + b"1" + b"}" * 900)),
    *map(Raw, (b'"a\x01b"', b'"text', b"1}")),
]


def page_of(vendor: str, number: int = 1) -> dict[str, Any]:
    """Return an honest page of complete records. The first page has all of them."""
    query = {"page": str(number), **dict.fromkeys(("size", "perPage", "page_size"), "100")}
    records = [{**deepcopy(SAMPLES[vendor]), WIRES[vendor].id_key: id} for id in WIRES[vendor].ids(COUNT)]
    return WIRES[vendor].envelope(records, Request("", query, {}))


def encoded(document: Any) -> bytes:
    """Return the document as JSON, with its Raw parts as they are."""
    parts: list[bytes] = []

    def stand_in(raw: Raw) -> str:
        parts.append(raw.content)
        return f"raw part {len(parts) - 1} of this document"

    content = json.dumps(document, default=stand_in).encode()
    for number, part in enumerate(parts):
        content = content.replace(b'"raw part %d of this document"' % number, part)
    return content


def spoiled(vendor: str, choose: random.Random) -> tuple[Any, list[Place]]:
    """Return a page with odd values in one to three places, and these places. test_bodies covers odd lists."""
    document, chosen, keys = page_of(vendor), list[Place](), RECORDS[vendor]
    for values in (ODD, *[PLAIN] * choose.choice((0, 0, 1, 2))):
        place = choose.choice([place for place in places(document) if keys[: len(place)] != place])
        value = choose.choice([each for each in values if each is not MISSING or isinstance(place[-1], str)])
        chosen.append(place)
        if value is MISSING:
            fields: Any = document
            for key in place[:-1]:
                fields = fields[key]
            place, value = place[:-1], {name: each for name, each in fields.items() if name != place[-1]}
        document = replaced(document, place, value)
    return document, chosen


def outcome_of(vendor: str, body: bytes) -> Outcome:
    """Read a list whose first page has this body. Its other pages are honest."""

    def script(request: Request) -> Answer:
        first = request.page == 1 and "token" not in request.query
        return Answer(body=body if first else encoded(page_of(vendor, request.page)))

    with serving(script, vendor, retries=0) as (client, _):
        return read(client, vendor, "pages")


def check_use(outcome: Outcome) -> None:
    """Check that all sessions and errors can be printed, written as JSON and pickled."""
    for session in outcome.sessions:
        assert session.id in repr(session).encode().decode() or not session.id.isprintable()
        for values in (session.to_dict(), session.to_dict(raw=True)):
            # Standard JSON has no NaN, and only text that UTF-8 can encode.
            assert json.loads(json.dumps(values, allow_nan=False, ensure_ascii=False).encode()) == values
        again = pickle.loads(pickle.dumps(session))
        assert (again, again.to_dict(raw=True)) == (session, session.to_dict(raw=True))
    for error in outcome.errors:
        for text in (str(error), repr(error), "".join(traceback.format_exception(error))):
            assert text.encode()
        assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize("vendor", VENDORS)
def test_no_hostile_answer_loses_or_hides_a_record(vendor: str) -> None:
    for number in range(SPOILED):
        document, chosen = spoiled(vendor, random.Random(f"{vendor} {number}"))
        case = (number, chosen)
        outcome, keys = outcome_of(vendor, encoded(document)), RECORDS[vendor]
        invalid = [error for error in outcome.errors if isinstance(error, InvalidRecordError)]
        odd = {place[len(keys)] for place in chosen if place[: len(keys)] == keys}
        if all(place[: len(keys)] == keys for place in chosen):
            assert len(invalid) == len(outcome.errors), case
        # Without the code 1000, Akool's answer is a failure.
        if vendor != "akool" or document.get("code") == 1000:
            assert {*outcome.ids} >= {id for at, id in enumerate(WIRES[vendor].ids(COUNT)) if at not in odd}, case
            assert len({*outcome.ids}) + len(invalid) == COUNT, case
        assert len({*outcome.ids}) == len(outcome.ids), case
        assert outcome.sessions or outcome.errors, case
        check_use(outcome)


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_record_that_breaks_the_answer_is_an_error(vendor: str) -> None:
    for raw in BROKEN:
        body = encoded(replaced(page_of(vendor), (*RECORDS[vendor], 1, WIRES[vendor].id_key), raw))
        outcome = outcome_of(vendor, body)
        assert outcome.errors, raw
        check_use(outcome)

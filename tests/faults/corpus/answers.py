"""The hostile answers in place of a list. Extend them by a line in a table."""

import json
import random
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from attrs import frozen

from tests.client.scripted import Request
from tests.client.vendors import WIRES
from tests.faults.case import MISSING, RECORDS
from tests.odd import Place, places, replaced
from tests.sources.records import RECORDS as SAMPLES

COUNT = 4
"""Records in an honest list."""


@frozen
class Raw:
    """Bytes in place of a JSON value."""

    content: bytes


@frozen(kw_only=True)
class Hostile:
    """An answer that no document describes, or that hardly anybody expects.

    Attributes:
        readable: True if the rest of it can be read. Then each good record must be given, and each other one given or
            reported. If not, an error must say so.
        whole: True if only records are odd: then no error may cost the others.
        records: The records, in their order. Those of an honest answer are good.
    """

    name: str
    vendor: str
    body: bytes
    status: int = 200
    readable: bool = False
    whole: bool = False
    records: Sequence[Any] = ()

    @property
    def good(self) -> set[str]:
        """The identifiers of the good records."""
        honest = records_of(self.vendor)
        return {WIRES[self.vendor].ids(COUNT)[honest.index(record)] for record in self.records if record in honest}

    @property
    def ids(self) -> list[str | None]:
        """The identifier of each record, if it is text."""
        found = [each.get(WIRES[self.vendor].id_key) if isinstance(each, dict) else None for each in self.records]
        return [id if isinstance(id, str) else None for id in found]


def records_of(vendor: str) -> list[dict[str, Any]]:
    """Return the whole records of an honest list."""
    return [{**deepcopy(SAMPLES[vendor]), WIRES[vendor].id_key: id} for id in WIRES[vendor].ids(COUNT)]


def page_of(vendor: str, records: Sequence[Any], page: int = 1) -> dict[str, Any]:
    """Return an honest page of these records, which all fit on the first one."""
    sizes = dict.fromkeys(("size", "perPage", "page_size"), str(max(100, len(records))))
    return WIRES[vendor].envelope(records, Request("", {"page": str(page), **sizes}, {}))


def at(document: Any, place: Place) -> Any:
    for step in place:
        document = document[step]
    return document


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


def of_document(name: str, vendor: str, document: Any, **options: Any) -> Hostile:
    """Return the document as an answer."""
    try:
        found = at(document, RECORDS[vendor])
    except (KeyError, TypeError, IndexError):
        found = []
    records = found if isinstance(found, list) else []
    return Hostile(name=name, vendor=vendor, body=encoded(document), records=records, **options)


# A JSON decoder takes the raw ones, or takes them in many languages, and stumbles over them later.
ODD: Sequence[Any] = [
    *(None, MISSING, True, False, 0, -1, 7, 0.5, -0.0, 2**53 + 1, 10**30, 1.5e300),
    *("", " ", "text", "17", "null", "yesterday", "2026-13-45T99:99:99Z", "\x00", "\x1b[2J", "=1+1", "é" * 300),
    *([], [None], [[]], [1, "a"], {}, {"id": None}, {"a": {"b": [1]}}),
    *map(Raw, (b"NaN", b"-Infinity", b"1e400", b"9" * 5_000, b'"\xff\xfe"', b'"\\ud800"', b'"\\udc00\\ud800"')),
    *map(Raw, (b'"' + b"x" * 100_000 + b'"', b'{"a": 1, "a": 2}', b'{"__class__": "os.system", "__proto__": {}}')),
    *map(Raw, (b"[" * 500 + b"]" * 500, b'{"a":' * 300 + b"1" + b"}" * 300)),
]
# With these the answer as a whole is not JSON, or nested more than a decoder takes.
BROKEN = [
    *map(Raw, (b"[" * 10_000 + b"]" * 10_000, b'{"a":' * 900 + b"1" + b"}" * 900)),
    *map(Raw, (b'"a\x01b"', b'"text', b"1}")),
]
SPOILED = 250
"""Answers of each vendor that are spoiled at random, the same in every run."""


def spoiled(vendor: str) -> Iterator[Hostile]:
    keys: Place = RECORDS[vendor]
    first: Place = (*keys, 1, WIRES[vendor].id_key)
    for number in range(SPOILED):
        choose, document = random.Random(f"{vendor} {number}"), page_of(vendor, records_of(vendor))
        names, chosen = list[str](), list[Place]()
        for values in (ODD, *[[each for each in ODD if not isinstance(each, Raw)]] * choose.choice((0, 0, 1, 2))):
            # For the list itself see `lists`.
            place = choose.choice([place for place in places(document) if keys[: len(place)] != place])
            value = choose.choice([each for each in values if each is not MISSING or isinstance(place[-1], str)])
            fields = at(document, place[:-1])
            if value is MISSING:
                place, value = place[:-1], {name: each for name, each in fields.items() if name != place[-1]}
            document = replaced(document, place, value)
            names.append(f"{'.'.join(map(str, place))} is {str(value)[:60]}")
            chosen.append(place)
        # Without its code, Akool's answer may be a failure.
        readable = vendor != "akool" or document.get("code") == 1000
        whole = all(place[: len(keys)] == keys for place in chosen)
        yield of_document(f"{number}: {', '.join(names)}", vendor, document, readable=readable, whole=whole)
    for raw in BROKEN:
        yield of_document(f"{raw}"[:40], vendor, replaced(page_of(vendor, records_of(vendor)), first, raw))


def lists(vendor: str) -> Iterator[Hostile]:
    """Something else is in place of the list, or in it."""
    records = record, *others = records_of(vendor)
    instead: dict[str, Any] = {
        **{f"{value}"[:40]: value for value in ODD if not isinstance(value, Raw) and value is not MISSING},
        "records in lists and objects": [[record], {"session": record}, json.dumps(record), *others],
        "an object of records": {str(number): each for number, each in enumerate(records)},
        "records with others between": [None, record, "text", others[0], [], 17, {}, others[1]],
        "every record 50 times": [record, *others] * 50,
        "two records of one identifier": [record, *others, {**record, "new_field": 1}],
        "1,000 new fields": [{**each, **{f"new_{at}": at for at in range(1000)}} for each in records],
        "1,000 records": [{**record, WIRES[vendor].id_key: f"id-{number}"} for number in range(1000)],
    }
    for name, value in instead.items():
        document = replaced(page_of(vendor, records), RECORDS[vendor], value)
        yield of_document(name, vendor, document, readable=isinstance(value, list) and bool(value))


# Whole answers

HTML = b"<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>nginx</h1></body></html>"
BODIES: dict[str, bytes] = {
    "nothing": b"",
    "HTML": HTML,
    "half an object": b'{"code": 1000, "data": {"count": 1, "res',
    "1e400": b"1e400",
    "5,000 digits": b"9" * 5000,
    "10,000 objects in each other": b'{"data":' * 10_000 + b"1" + b"}" * 10_000,
    "lines of JSON": b'{"data": []}\n{"data": []}\n',
    "null": b"null",
    "NaN": b"NaN",
    "an empty list": b"[]",
    "a list of objects": b'[{"id": "a", "session_id": "a", "sessionId": "a", "_id": "a"}]',
    "an object without fields": b"{}",
    "invalid UTF-8": b"\xff\xfe\xfd",
    "10,000 lists in each other": b"[" * 10_000 + b"]" * 10_000,
    "GraphQL": b'{"data": null, "errors": [{"message": "no"}]}',
    "an error in a text": b'{"error": "no"}',
    "an error as a number": b'{"error": 17, "code": {}, "message": []}',
    "an error of half a surrogate pair": b'{"error": "\\ud800", "message": "\\ud800", "code": 17, "msg": "\\ud800"}',
    "Akool's failure": b'{"code": 1101, "msg": "Invalid token"}',
    "Anam's error": b'{"error": "Unauthorized", "message": "no"}',
    "KonPro's error": b'{"error": {"code": "INVALID_API_KEY", "message": "no", "details": null}, "request_id": "r"}',
}


def answers(vendor: str) -> list[Hostile]:
    """Return all hostile answers of a vendor."""
    whole = {**BODIES, **{f"a page of {other}": encoded(page_of(other, records_of(other))) for other in WIRES}}
    del whole[f"a page of {vendor}"]
    bodies = [
        Hostile(name=f"{name} at HTTP {status}", vendor=vendor, body=body, status=status)
        for name, body in whole.items()
        for status in (200, 400)
    ]
    return [*spoiled(vendor), *lists(vendor), *bodies]

"""The hostile answers. Extend them by a line in a table."""

import json
import random
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from attrs import frozen

from tests.client.scripted import Request
from tests.client.vendors import WIRES
from tests.faults.case import MISSING, RECORDS, VENDORS
from tests.side_by_side.odd import Place, places, replaced
from tests.sources.records import RECORDS as SAMPLES

COUNT = 4
"""Records in an honest list."""
OPERATIONS = [*((vendor, False) for vendor in VENDORS), ("akool", True), ("elizaos", True)]
"""A vendor, and True for the endpoint of one session."""


@frozen
class Raw:
    """Bytes in place of a JSON value."""

    content: bytes


@frozen(kw_only=True)
class Hostile:
    """An answer that no document describes, or that hardly anybody expects.

    Attributes:
        detail: True if it answers the request for the session `id`.
        readable: True if the rest of it can be read. Then each good record must be given, and each other one given or
            reported. If not, an error must say so.
        whole: True if only records are odd: then no error may cost the others.
        records: The records, in their order. Those of an honest answer are good.
    """

    name: str
    vendor: str
    detail: bool
    body: bytes
    status: int = 200
    readable: bool = False
    whole: bool = False
    records: Sequence[Any] = ()

    @property
    def good(self) -> set[str]:
        """The identifiers of the good records."""
        honest = [record_of(self.vendor, number) for number in range(COUNT)]
        return {WIRES[self.vendor].ids(COUNT)[honest.index(record)] for record in self.records if record in honest}

    @property
    def id(self) -> str:
        return WIRES[self.vendor].ids(1)[0]


def record_of(vendor: str, number: int) -> dict[str, Any]:
    """Return a whole record with an identifier of its own."""
    return {**deepcopy(SAMPLES[vendor]), WIRES[vendor].id_key: WIRES[vendor].ids(number + 1)[number]}


def id_of(vendor: str, record: Any) -> str | None:
    id = record.get(WIRES[vendor].id_key) if isinstance(record, dict) else None
    return id if isinstance(id, str) else None


def page_of(vendor: str, records: Sequence[Any], page: int = 1) -> dict[str, Any]:
    """Return an honest page of these records, which all fit on the first one."""
    size = str(max(100, len(records)))
    return WIRES[vendor].envelope(
        records, Request("", {"page": str(page), "size": size, "perPage": size, "page_size": size}, {})
    )


def keys_of(vendor: str, detail: bool) -> Place:
    """Return the place of the records, or of the one record."""
    return ((), ("data",))[vendor == "akool"] if detail else RECORDS[vendor]


def honest(vendor: str, detail: bool) -> Any:
    if not detail:
        return page_of(vendor, [record_of(vendor, number) for number in range(COUNT)])
    record = record_of(vendor, 0)
    return {"code": 1000, "msg": "OK", "data": record} if vendor == "akool" else record


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


def of_document(name: str, operation: tuple[str, bool], document: Any, **options: Any) -> Hostile:
    """Return the document as an answer."""
    try:
        found = at(document, keys_of(*operation))
    except (KeyError, TypeError, IndexError):
        found = []
    records = [found] if operation[1] else found if isinstance(found, list) else []
    return Hostile(
        name=name, vendor=operation[0], detail=operation[1], records=records, **{"body": encoded(document), **options}
    )


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
SPOILED = 200
"""Answers at each operation that are spoiled at random, the same in every run."""


def spoiled(vendor: str, detail: bool) -> Iterator[Hostile]:
    keys = keys_of(vendor, detail)
    for number in range(SPOILED):
        choose, document = random.Random(f"{vendor} {detail} {number}"), honest(vendor, detail)
        names, chosen = list[str](), list[Place]()
        for values in (ODD, *[[each for each in ODD if not isinstance(each, Raw)]] * choose.choice((0, 0, 1, 2))):
            # For the list itself and its items see `lists`.
            place = choose.choice([place for place in places(document) if keys[: len(place)] != place])
            value = choose.choice([each for each in values if each is not MISSING or isinstance(place[-1], str)])
            document = without(document, place) if value is MISSING else replaced(document, place, value)
            names.append(f"{'.'.join(map(str, place))} is {'missing' if value is MISSING else str(value)[:30]}")
            chosen.append(place)
        # Without its code, Akool's answer may be a failure.
        readable, whole = ("code",) not in chosen, all(place[: len(keys)] == keys for place in chosen)
        yield of_document(f"{number}: {', '.join(names)}", (vendor, detail), document, readable=readable, whole=whole)
    for raw in BROKEN:
        document = replaced(honest(vendor, detail), (*keys, *(() if detail else (1,)), WIRES[vendor].id_key), raw)
        yield of_document(f"{raw}"[:40], (vendor, detail), document)


def without(document: Any, place: Place) -> Any:
    """Return the document without this field."""
    fields = {name: each for name, each in at(document, place[:-1]).items() if name != place[-1]}
    return replaced(document, place[:-1], fields)


def lists(vendor: str, detail: bool) -> Iterator[Hostile]:
    """Something else is in place of the list, or in it; or in place of the one record."""
    keys, record = keys_of(vendor, detail), record_of(vendor, 0)
    records = [record_of(vendor, number) for number in range(COUNT)]
    instead: dict[str, Any] = {
        **{f"{value}"[:40]: value for value in ODD if not isinstance(value, Raw) and value is not MISSING},
        "a record in a list": [[record]],
        "a record in an object": [{"session": record}],
        "an object of records": {str(number): each for number, each in enumerate(records)},
        "a record as text": [json.dumps(record)],
        "records with others between": [None, records[0], "text", records[1], [], records[2], 17, {}, records[3]],
        "every record 50 times": records * 50,
        "two records of one identifier": [*records, {**record, "new_field": 1}],
        "1,000 new fields": [{**each, **{f"new_{at}": at for at in range(1000)}} for each in records],
        "1,000 records": [{**record, WIRES[vendor].id_key: f"id-{number}"} for number in range(1000)],
        "another record": records[1],
    }
    for name, value in instead.items():
        readable = not detail and isinstance(value, list) and bool(value)
        document = replaced(honest(vendor, detail), keys, value)
        yield of_document(f"{name} in place of it", (vendor, detail), document, readable=readable)


# Whole answers

HTML = b"<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>nginx</h1></body></html>"
BODIES: dict[str, bytes] = {
    "nothing": b"",
    "NUL bytes": bytes(64),
    "HTML": HTML,
    "a PNG": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "a byte order mark alone": b"\xef\xbb\xbf",
    "JavaScript": b"callback({});",
    "half an object": b'{"code": 1000, "data": {"count": 1, "res',
    "1e400": b"1e400",
    "5,000 digits": b"9" * 5000,
    "10,000 lists begun": b"[" * 10_000,
    "10,000 objects in each other": b'{"data":' * 10_000 + b"1" + b"}" * 10_000,
    "plain text": b"upstream connect error or disconnect/reset before headers",
    "lines of JSON": b'{"data": []}\n{"data": []}\n',
    "a trailing comma": b'{"code": 1000, "data": [],}',
    "null": b"null",
    "a number": b"17",
    "NaN": b"NaN",
    "a string": b'"data"',
    "an empty list": b"[]",
    "a list of objects": b'[{"id": "a", "session_id": "a", "sessionId": "a", "_id": "a"}]',
    "an object without fields": b"{}",
    "an object of another kind": b'{"items": [{"id": "a"}], "cursor": null}',
    "invalid UTF-8": b"\xff\xfe\xfd",
    "10,000 lists in each other": b"[" * 10_000 + b"]" * 10_000,
    "GraphQL": b'{"data": null, "errors": [{"message": "no"}]}',
    "an error in a text": b'{"error": "no"}',
    "an error as a number": b'{"error": 17, "code": {}, "message": []}',
    "an error of half a surrogate pair": b'{"error": "\\ud800", "message": "\\ud800", "code": 17, "msg": "\\ud800"}',
    "Akool's failure": b'{"code": 1101, "msg": "Invalid token"}',
    "Akool's failure with a list": b'{"code": 1214, "msg": "busy", "data": {"result": [], "count": 0}}',
    "a code of 10^30": b'{"code": 1' + b"0" * 30 + b', "msg": "?"}',
    "Anam's error": b'{"error": "Unauthorized", "message": "no"}',
    "KonPro's error": b'{"error": {"code": "INVALID_API_KEY", "message": "no", "details": null}, "request_id": "r"}',
}


def bodies(vendor: str, detail: bool) -> Iterator[Hostile]:
    for name, body in BODIES.items():
        for status in (200, 400):
            yield Hostile(name=f"{name} at HTTP {status}", vendor=vendor, detail=detail, body=body, status=status)
    for other in OPERATIONS:
        if other != (vendor, detail):
            yield Hostile(name=f"an answer of {other}", vendor=vendor, detail=detail, body=encoded(honest(*other)))


def answers(vendor: str, detail: bool) -> list[Hostile]:
    """Return all hostile answers at an operation."""
    return [*spoiled(vendor, detail), *lists(vendor, detail), *bodies(vendor, detail)]

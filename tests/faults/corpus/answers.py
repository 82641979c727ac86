"""The hostile answers. Extend them by a line in a table."""

import copy
import json
import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attrs import field, frozen

from .endpoint import ENDPOINTS, Endpoint


@frozen
class Raw:
    """Bytes in place of a JSON value."""

    content: bytes


@frozen(kw_only=True)
class Hostile:
    """An answer that no document describes, or that hardly anybody expects.

    Attributes:
        readable: True if the list, or the one record, can be reply from the rest. Then each good record must be given,
            and each other one given or reported. If not, an error must say so.
        records: The records, in their order.
        good: The identifiers of those that are as documented.
        id: The identifier of the one record that is asked for.
    """

    name: str
    endpoint: Endpoint
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(factory=dict)
    readable: bool = False
    records: tuple[Any, ...] = ()
    good: frozenset[str] = frozenset()
    id: str = "an-id"

    @property
    def known(self) -> frozenset[str]:
        """The identifiers of all records that have one."""
        return frozenset(id for record in self.records if (id := id_of(self.endpoint, record)))


def id_of(endpoint: Endpoint, record: Any) -> str | None:
    id = record.get(endpoint.id_key) if isinstance(record, dict) else None
    return id if isinstance(id, str) else None


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


def of_document(endpoint: Endpoint, name: str, document: Any, **options: Any) -> Hostile:
    """Return the document as an answer. The records in it that an honest answer has are good."""
    honest = endpoint.records(endpoint.honest())
    honest = [honest] if endpoint.detail else honest
    try:
        found = endpoint.records(document)
    except (KeyError, TypeError, IndexError):
        found = []
    records = [found] if endpoint.detail else found if isinstance(found, list) else []
    unchanged = [repr(record) for record in honest]
    good = (record[endpoint.id_key] for record in records if repr(record) in unchanged)
    settings = {"body": encoded(document), "records": tuple(records), "good": frozenset(good), **options}
    return Hostile(name=name, endpoint=endpoint, id=honest[0][endpoint.id_key], **settings)


# One value is another

NO_FIELD: Any = object()
JSON_VALUES: dict[str, Any] = {
    "null": None,
    "missing": NO_FIELD,
    "zero": 0,
    "minus one": -1,
    "a fraction": 0.5,
    "10^30": 10**30,
    "text": "text",
    "empty text": "",
    "a list": [],
    "a list of null": [None],
    "an object": {},
    "an object of null": {"id": None},
}
# A JSON decoder takes these, or takes them in many languages, and stumbles over them later.
RAW_VALUES: dict[str, Raw] = {
    "NaN": Raw(b"NaN"),
    "minus infinity": Raw(b"-Infinity"),
    "1e400": Raw(b"1e400"),
    "5,000 digits": Raw(b"9" * 5_000),
    "minus zero": Raw(b"-0.0"),
    "invalid UTF-8": Raw(b'"\xff\xfe"'),
    "half a surrogate pair": Raw(b'"\\ud800"'),
    "a surrogate pair the wrong way round": Raw(b'"\\udc00\\ud800"'),
    "terminal escapes": Raw(b'"\\u001b[2J\\u0007"'),
    "100,000 characters": Raw(b'"' + b"x" * 100_000 + b'"'),
    "a repeated key": Raw(b'{"a": 1, "a": 2}'),
    "__class__": Raw(b'{"__class__": "os.system", "__proto__": {}}'),
    "500 lists in each other": Raw(b"[" * 500 + b"]" * 500),
    "300 objects in each other": Raw(b'{"a":' * 300 + b"1" + b"}" * 300),
}
# With these the answer as a whole is not JSON, or nested more than a decoder takes.
BROKEN_VALUES: dict[str, Raw] = {
    "10,000 lists in each other": Raw(b"[" * 10_000 + b"]" * 10_000),
    "900 objects in each other": Raw(b'{"a":' * 900 + b"1" + b"}" * 900),
    "a control character": Raw(b'"a\x01b"'),
    "a text without its end": Raw(b'"text'),
    "one bracket too many": Raw(b"1}"),
}
# The identifier, two fields that the wrapper reads, and one that it does not.
FIELDS = {
    "akool": ("_id", "uid", "stream_type", "new_field"),
    "anam": ("id", "startTime", "sessionLengthMs", "new_field"),
    "konpro": ("session_id", "status", "created_at", "new_field"),
    "elizaos": ("sessionId", "createdAt", "timeRemaining", "metadata"),
}
ENVELOPE_FIELDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "akool": (("code",), ("msg",), ("data", "count")),
    "anam": (("meta",), ("meta", "total"), ("meta", "lastPage"), ("meta", "perPage"), ("meta", "next")),
    "konpro": (("total",), ("page",), ("page_size",), ("next_pagination_token",)),
    "elizaos": (("total",), ("stats",), ("stats", "activeSessions")),
}


def put(document: Any, place: tuple[str | int, ...], value: Any) -> None:
    for step in place[:-1]:
        document = document[step]
    if value is NO_FIELD:
        document.pop(place[-1], None)
    else:
        document[place[-1]] = value


def values(endpoint: Endpoint) -> Iterator[Hostile]:
    """One value of one record is another."""
    for name, value in {**JSON_VALUES, **RAW_VALUES, **BROKEN_VALUES}.items():
        for key in FIELDS[endpoint.vendor]:
            document = endpoint.honest()
            record = endpoint.records(document) if endpoint.detail else endpoint.records(document)[1]
            put(record, (key,), value)
            yield of_document(endpoint, f"{key} is {name}", document, readable=name not in BROKEN_VALUES)


def envelopes(endpoint: Endpoint) -> Iterator[Hostile]:
    """A value next to the list is another."""
    for place in ENVELOPE_FIELDS[endpoint.vendor]:
        for name, value in {**JSON_VALUES, "NaN": Raw(b"NaN"), "invalid UTF-8": Raw(b'"\xff"')}.items():
            document = endpoint.honest()
            put(document, place, value)
            # Without its code, Akool's answer may be a failure.
            readable = place != ("code",)
            yield of_document(endpoint, f"{'.'.join(place)} is {name}", document, readable=readable)


def lists(endpoint: Endpoint) -> Iterator[Hostile]:
    """Something else is in place of the list, or in it."""
    honest = endpoint.records(endpoint.honest())
    instead: dict[str, Any] = {
        **JSON_VALUES,
        "an object of records": {str(number): record for number, record in enumerate(honest)},
        "a record": honest[0],
        "a list of lists of records": [[record] for record in honest],
        "a list of texts with records": [json.dumps(record) for record in honest],
        "a list of empty objects": [{}, {}, {}],
        "a list of records in objects": [{"session": record} for record in honest],
        "records with others between": [None, honest[0], "text", honest[1], [], honest[2], 17, {}, honest[3]],
        "every record twice": honest * 2,
        "every record 50 times": honest * 50,
        "two records of one identifier": [*honest, {**honest[0], "new_field": 1}],
        "1,000 new fields": [{**record, **{f"new_{at}": at for at in range(1000)}} for record in honest],
        "1,000 records": [{**honest[0], endpoint.id_key: f"id-{number}"} for number in range(1000)],
    }
    for name, value in instead.items():
        document = endpoint.honest()
        put(document, endpoint.keys, value)
        readable = isinstance(value, list) and bool(value)
        yield of_document(endpoint, f"the list is {name}", document, readable=readable)
    last = encoded(endpoint.keys[-1])
    twice = encoded(endpoint.honest()).replace(last + b": [", last + b": [], " + last + b": [")
    yield of_document(endpoint, "a list after another of the same name", endpoint.honest(), body=twice, readable=True)


def details(endpoint: Endpoint) -> Iterator[Hostile]:
    """Something else is in place of the one record."""
    record = endpoint.records(endpoint.honest())
    instead = {**JSON_VALUES, "a list": [record], "an object": {"session": record}, "text": json.dumps(record)}
    instead["another record"] = {**record, endpoint.id_key: "another"}
    for name, value in instead.items():
        if value is not NO_FIELD:
            document = {"code": 1000, "msg": "OK", "data": value} if endpoint.keys else value
            yield Hostile(name=f"the record is {name}", endpoint=endpoint, body=encoded(document), id="asked")


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


def bodies(endpoint: Endpoint) -> Iterator[Hostile]:
    for name, body in BODIES.items():
        yield Hostile(name=name, endpoint=endpoint, body=body)
        yield Hostile(name=f"{name} at HTTP 400", endpoint=endpoint, body=body, status=400)
    for other in ENDPOINTS:
        if other != endpoint:
            yield Hostile(name=f"an answer of {other}", endpoint=endpoint, body=encoded(other.honest()))


def statuses(endpoint: Endpoint) -> Iterator[Hostile]:
    for status in (201, 206, 299, 300, 302, 400, 401, 404, 418, 429, 500, 503, 520, 600, 999):
        yield of_document(endpoint, f"HTTP {status}", endpoint.honest(), status=status)
        yield Hostile(name=f"HTTP {status} with HTML", endpoint=endpoint, status=status, body=HTML)
    for status in (204, 205, 304):
        yield Hostile(name=f"HTTP {status}", endpoint=endpoint, status=status, body=b"")


# Answers spoiled at random, the same at every run

INTRUDERS: tuple[Any, ...] = (
    None, True, False, 0, -1, 7, 0.5, -0.0, 2**53 + 1, 10**30, 1.5e300, "", " ", "text", "17", "null", "yesterday",
    "2026-13-45T99:99:99Z", "\x00", "\x1b[2J", "=1+1", "é" * 300, [], [None], [[]], [1, "a"], {}, {"id": None},
)  # fmt: skip
RANDOM = 70
"""Answers at each operation."""


def randoms(endpoint: Endpoint) -> Iterator[Hostile]:
    for number in range(RANDOM):
        choose = random.Random(f"{endpoint} {number}")
        document = endpoint.honest()
        readable, names = True, list[str]()
        for _ in range(choose.choice((1, 1, 2, 3))):
            # What replaces the list, or what holds it, is in `lists`.
            places = [place for place in _places(document) if endpoint.keys[: len(place)] != place]
            place = choose.choice(places)
            spoiled = choose.choice((*INTRUDERS, NO_FIELD) if isinstance(place[-1], str) else INTRUDERS)
            put(document, place, spoiled if spoiled is NO_FIELD else copy.deepcopy(spoiled))
            names.append(f"{'.'.join(map(str, place))} is {'missing' if spoiled is NO_FIELD else repr(spoiled)[:20]}")
            readable = readable and place != ("code",)
        yield of_document(endpoint, f"random {number}: {', '.join(names)}", document, readable=readable)


def _places(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in inner:
        yield (*at, step)
        yield from _places(each, (*at, step))


KINDS: dict[str, Callable[[Endpoint], Iterator[Hostile]]] = {
    "values": values,
    "bodies": bodies,
    "statuses": statuses,
    "randoms": randoms,
    "envelopes": envelopes,
    "lists": lists,
    "details": details,
}
GROUPS = [
    (endpoint, kind)
    for endpoint in ENDPOINTS
    for kind in KINDS
    if kind not in (("envelopes", "lists") if endpoint.detail else ("details",))
]
"""Each operation and each kind of answer that it can have."""

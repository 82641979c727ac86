"""The answers that are written out, by the tables of `values` and `bodies`."""

from __future__ import annotations

import copy
import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attrs import evolve

from tests.faults.corpus.answer import Hostile, Sent, encoded, sent
from tests.faults.corpus.bodies import BODIES, ERRORS, HTML, LOCATIONS, RETRY_AFTER, STATUSES
from tests.faults.corpus.endpoint import ENDPOINTS, Endpoint
from tests.faults.corpus.examples import example
from tests.faults.corpus.values import (
    BROKEN_VALUES,
    ENVELOPE_FIELDS,
    FIELDS,
    JSON_VALUES,
    NO_FIELD,
    RAW_VALUES,
)

SPOILED = 1
"""Which record of a list is spoiled."""


def written() -> Iterator[Hostile]:
    """All of them, for every operation that they can be an answer to."""
    for endpoint in ENDPOINTS:
        for kind, answers in {**FOR_ALL, **(FOR_DETAILS if endpoint.detail else FOR_LISTS)}.items():
            yield from (evolve(answer, kind=kind) for answer in answers(endpoint))


def _document(endpoint: Endpoint) -> Any:
    return example(endpoint, f"{endpoint}, written")


def _honest(endpoint: Endpoint, name: str, **options: Any) -> Hostile:
    """An answer whose body is as documented, unless `options` say another."""
    honest = _document(endpoint)
    records = endpoint.records(honest)
    values = [records] if endpoint.detail else records
    settings: dict[str, Any] = {
        "kind": "",
        "body": encoded(options.pop("document", honest)),
        "records": tuple(sent(endpoint, value, good=True) for value in values),
        "asked": values[0][endpoint.id_key],
        **options,
    }
    return Hostile(name=name, endpoint=endpoint, **settings)


def _values(endpoint: Endpoint) -> Iterator[Hostile]:
    """One value of one record is another."""
    first, *_, last = fields = FIELDS[endpoint.vendor]
    tables = {**JSON_VALUES, **RAW_VALUES}
    for name, value in tables.items():
        for field in fields:
            if value is NO_FIELD and field == "new_field":
                continue
            yield _with_value(endpoint, field, name, value, readable=True)
    for name, value in BROKEN_VALUES.items():
        for field in (first, last):
            yield _with_value(endpoint, field, name, value, readable=False)


def _with_value(endpoint: Endpoint, field: str, name: str, value: object, *, readable: bool) -> Hostile:
    document = _document(endpoint)
    records = endpoint.records(document)
    record = records if endpoint.detail else records[SPOILED]
    _set(record, (field,), value)
    values = [record] if endpoint.detail else records
    told = tuple(sent(endpoint, each, good=each is not record) for each in values)
    return _honest(endpoint, f"{field} is {name}", document=document, records=told, readable=readable)


def _set(document: Any, place: tuple[str, ...], value: object) -> None:
    for step in place[:-1]:
        document = document[step]
    if value is NO_FIELD:
        document.pop(place[-1], None)
    else:
        document[place[-1]] = value


def _bodies(endpoint: Endpoint) -> Iterator[Hostile]:
    """The answer is of another kind altogether; some of these say that they failed."""
    for name, body in {**BODIES, **ERRORS[endpoint.vendor]}.items():
        yield Hostile(kind="", name=name, endpoint=endpoint, body=body)
    for other in ENDPOINTS:
        if other != endpoint:
            yield Hostile(kind="", name=f"an answer of {other}", endpoint=endpoint, body=encoded(_document(other)))


def _statuses(endpoint: Endpoint) -> Iterator[Hostile]:
    errors = list(ERRORS[endpoint.vendor].values())
    for status in STATUSES:
        bare = status in (204, 304)  # HTTP knows no body there
        without: dict[str, Any] = {"body": b"", "records": ()} if bare else {}
        yield _honest(endpoint, f"HTTP {status} with an honest body", status=status, **without)
    for status in (302, *(status for status in STATUSES if status >= 400)):
        yield Hostile(kind="", name=f"HTTP {status} with HTML", endpoint=endpoint, status=status, body=HTML)
    for number, status in enumerate((302, 400, 404, 418, 429, 500, 503, 520)):
        for name, body in {"nothing": b"", "null": b"null", "an error": errors[number % len(errors)]}.items():
            yield Hostile(kind="", name=f"HTTP {status} with {name}", endpoint=endpoint, status=status, body=body)
    for name, location in LOCATIONS.items():
        yield _honest(endpoint, f"a redirect to {name}", status=307, headers={"location": location})
    for text in RETRY_AFTER:
        headers = {"retry-after": text}
        yield Hostile(
            kind="", name=f"Retry-After: {text:.40}", endpoint=endpoint, status=429, headers=headers, body=errors[0]
        )


def _encodings(endpoint: Endpoint) -> Iterator[Hostile]:
    body = encoded(_document(endpoint))
    html = {"content-type": "text/html"}
    yield _honest(endpoint, "labelled as HTML", headers=html, readable=True)
    yield _honest(endpoint, "without a label", headers={"content-type": ""}, readable=True)
    yield _honest(
        endpoint, "labelled as UTF-16", headers={"content-type": "application/json; charset=utf-16"}, readable=True
    )
    yield _honest(
        endpoint, "of an unknown charset", headers={"content-type": "application/json; charset=no"}, readable=True
    )
    yield _honest(endpoint, "with a byte order mark", body=b"\xef\xbb\xbf" + body, readable=True)
    yield _honest(endpoint, "among blanks", body=b"\r\n\t " * 500 + body + b" \n" * 500, readable=True)
    yield _honest(endpoint, "all in escapes", body=_escaped(body), readable=True)
    for encoding in ("utf-16", "utf-16-be", "utf-32", "utf-7"):
        yield _honest(endpoint, f"in {encoding}", body=body.decode().encode(encoding))
    packed: Mapping[str, bytes] = {"gzip": gzip.compress(body, mtime=0), "deflate": zlib.compress(body)}
    for label, content in packed.items():
        yield _honest(
            endpoint, f"in {label}", headers={"content-encoding": label}, body=content, readable=label == "gzip"
        )
    for label in ("gzip", "deflate", "br", "zstd", "identity, gzip", "gzip, gzip", "no-such"):
        yield _honest(endpoint, f"wrongly labelled as {label}", headers={"content-encoding": label})
    for cut in (1, 10, 25):
        half = packed["gzip"][:-cut]
        yield _honest(
            endpoint, f"in gzip without its last {cut} bytes", headers={"content-encoding": "gzip"}, body=half
        )


def _escaped(body: bytes) -> bytes:
    """The same JSON with every letter of its keys and texts written as an escape."""

    def letters(text: str) -> str:
        return '"' + "".join(f"\\u{ord(letter):04x}" for letter in text) + '"'

    def write(value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ",".join(f"{letters(key)}:{write(item)}" for key, item in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ",".join(map(write, value)) + "]"
        return letters(value) if isinstance(value, str) else json.dumps(value)

    return write(json.loads(body)).encode()


def _framings(endpoint: Endpoint) -> Iterator[Hostile]:
    """What HTTP itself says of the body is wrong."""
    body = encoded(_document(endpoint))
    half = body[: len(body) // 2]
    chunk = b"%x\r\n%s\r\n" % (len(body), body)
    heads: dict[str, bytes] = {
        "in one chunk": b"Transfer-Encoding: chunked\r\n\r\n" + chunk + b"0\r\n\r\n",
        "without its last chunk": b"Transfer-Encoding: chunked\r\n\r\n" + chunk,
        "with a chunk of no size": b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + body,
        "with a chunk that is too short": b"Transfer-Encoding: chunked\r\n\r\nffff\r\n" + body,
        "of no length": b"\r\n" + body,
        "of no length, cut off": b"\r\n" + half,
        "shorter than it says": b"Content-Length: %d\r\n\r\n" % (len(body) + 1) + body,
        "longer than it says": b"Content-Length: %d\r\n\r\n" % len(half) + body,
        "of a negative length": b"Content-Length: -1\r\n\r\n" + body,
        "of two lengths": b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n" + body,
        "with a header without a name": b": none\r\nContent-Length: 0\r\n\r\n",
        "with a header that is no text": b"X-Odd: \xff\xfe\x00\r\nContent-Length: %d\r\n\r\n" % len(body) + body,
    }
    honest = ("in one chunk", "of no length")
    for name, rest in heads.items():
        wire = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n" + rest
        yield _honest(endpoint, name, body=rest, wire=wire, close=True, readable=name in honest)
    for name, wire in {"no HTTP": b"SSH-2.0-OpenSSH_9.6\r\n", "a closed connection": b"", "HTTP 0.9": body}.items():
        yield Hostile(kind="", name=name, endpoint=endpoint, body=wire, wire=wire, close=True)


def _envelopes(endpoint: Endpoint) -> Iterator[Hostile]:
    """What stands beside the list is wrong; the list is not."""
    for place in ENVELOPE_FIELDS[endpoint.vendor]:
        for name, value in {**JSON_VALUES, **{key: RAW_VALUES[key] for key in ("NaN", "invalid UTF-8")}}.items():
            document = _document(endpoint)
            _set(document, place, value)
            told = f"{'.'.join(place)} is {name}"
            # Without its code nobody knows whether Akool's answer is a success.
            yield _honest(endpoint, told, document=document, readable=place != ("code",))


def _lists(endpoint: Endpoint) -> Iterator[Hostile]:
    """In place of the list, or of all that is in it, there is something else."""
    honest = endpoint.records(_document(endpoint))
    values: dict[str, object] = {
        **JSON_VALUES,
        "an object of records": {str(number): record for number, record in enumerate(honest)},
        "a record": honest[0],
        "a list of lists of records": [[record] for record in honest],
        "a list of texts with records": [json.dumps(record) for record in honest],
        "a list of numbers": [1, 2.5, 10**30],
        "a list of empty objects": [{}, {}, {}],
        "a list of other objects": [{"name": "a"}, {"name": "b"}],
        "a list of records in objects": [{"session": record} for record in honest],
        "a list with records between": [None, honest[0], "text", honest[1], [], honest[2], 17, {}, honest[3]],
    }
    for name, value in values.items():
        document = _document(endpoint)
        _set(document, endpoint.keys, value)
        items: list[Any] = value if isinstance(value, list) else []
        records = tuple(sent(endpoint, item, good=item in honest) for item in items)
        yield _honest(endpoint, f"the list is {name}", document=document, records=records, readable=bool(items))
    document = _document(endpoint)
    _set(document, endpoint.keys[:-1] or endpoint.keys, [honest])
    yield _honest(endpoint, "the list is in a list", document=document, records=(), readable=False)


def _repetitions(endpoint: Endpoint) -> Iterator[Hostile]:
    def with_records(name: str, change: Callable[[list[Any]], list[Any]]) -> Hostile:
        document = _document(endpoint)
        records = change(endpoint.records(document))
        _set(document, endpoint.keys, records)
        told = tuple(sent(endpoint, record, good=True) for record in records)
        return _honest(endpoint, name, document=document, records=told, readable=True)

    yield with_records("every record twice", lambda records: records + copy.deepcopy(records))
    yield with_records("every record 50 times", lambda records: records * 50)
    yield with_records("two records of one identifier", lambda records: [*records, {**records[0], "new_field": 1}])
    yield with_records("every record with 1,000 new fields", lambda records: [_wide(record) for record in records])
    yield with_records("1,000 records where few were asked for", lambda records: _many(endpoint, records[0]))
    last = encoded(endpoint.keys[-1])
    twice = encoded(_document(endpoint)).replace(last + b": [", last + b": [], " + last + b": [")
    yield _honest(endpoint, "a list after another of the same name", body=twice, readable=True)


def _wide(record: dict[str, Any]) -> dict[str, Any]:
    return {**record, **{f"new_{number}": number for number in range(1_000)}}


def _many(endpoint: Endpoint, record: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**record, endpoint.id_key: f"00000000-0000-4000-8000-{number:012x}"} for number in range(1_000)]


def _other_details(endpoint: Endpoint) -> Iterator[Hostile]:
    """In place of the one record there is something else."""
    honest = _document(endpoint)
    record = endpoint.records(honest)
    values: dict[str, object] = {
        **JSON_VALUES,
        "a list with the record": [record],
        "the record in an object": {"session": record},
        "another record": {**record, endpoint.id_key: "another"},
        "the record in a text": json.dumps(record),
    }
    for name, value in values.items():
        document: Any = copy.deepcopy(honest) if endpoint.keys else value
        if endpoint.keys:
            _set(document, endpoint.keys, value)
        if document is not NO_FIELD:
            records: tuple[Sent, ...] = ()
            yield Hostile(
                kind="",
                name=f"the record is {name}",
                endpoint=endpoint,
                body=encoded(document),
                records=records,
                asked="asked",
            )


FOR_ALL: dict[str, Callable[[Endpoint], Iterator[Hostile]]] = {
    "values": _values,
    "bodies": _bodies,
    "statuses": _statuses,
    "encodings": _encodings,
    "framings": _framings,
}
FOR_LISTS: dict[str, Callable[[Endpoint], Iterator[Hostile]]] = {
    "envelopes": _envelopes,
    "lists": _lists,
    "repetitions": _repetitions,
}
FOR_DETAILS: dict[str, Callable[[Endpoint], Iterator[Hostile]]] = {"records": _other_details}

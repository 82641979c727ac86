"""Bodies that are not what they should be: an error that says so, once and no more; what can be read is read."""

import codecs
import gzip
import json
import zlib
from collections.abc import Callable

import pytest

from allsessions import InvalidRecordError, UnexpectedResponseError

from ..client.scripted import Answer
from ..client.vendors import PAGED, WIRES
from .case import VENDORS, Case, Turn, always, at_page
from .reading import check_shown, each, holds, outcome_of

SUBJECT = "envelopes that lie"

DEEP, NESTED = 10_000, 900
HTML = b"<!doctype html><html><body>Log in to go on</body></html>"


def nested(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


def objects(levels: int) -> bytes:
    return b'{"a":' * levels + b"1" + b"}" * levels


NO_ENVELOPES: dict[str, bytes] = {
    "HTML": HTML,
    "nothing": b"",
    "a space": b" ",
    "a list": b"[]",
    "a list of lists": b"[[]]",
    "a string": b'"sessions"',
    "null": b"null",
    "true": b"true",
    "a number": b"5",
    "a huge number": b"1e400",
    "an integer of 5000 digits": b"9" * 5000,
    "NaN": b"NaN",
    "minus infinity": b"-Infinity",
    "an empty object": b"{}",
    "an object of other fields": b'{"items": [], "ok": true}',
    "half an object": b'{"code": 1000, "data": {"count": 1, "res',
    "a lone brace": b"{",
    "a NUL": b"\0",
    "bytes that are no UTF-8": b"\xff\xfe\xfa",
    "a byte order mark alone": codecs.BOM_UTF8,
    "lists nested 10,000 levels": nested(DEEP),
    "lists nested 10,000 levels without an end": b"[" * DEEP,
    "objects nested 10,000 levels": objects(DEEP),
    "lists nested 900 levels": nested(NESTED),
    "objects nested 900 levels": objects(NESTED),
    "two objects": b"{}{}",
    "JSON lines": b'{"_id": "1"}\n{"_id": "2"}\n',
    "JavaScript": b"callback({});",
    "XML": b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
    "a PNG": b"\x89PNG\r\n\x1a\n" + bytes(64),
}


def garbled(bend: Callable[[bytes], bytes], **headers: str) -> Callable[[Turn], Answer]:
    """The honest answer's bytes, bent."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda turn: Answer(body=bend(turn.honest.body), headers=named)


def with_field(value: bytes) -> Callable[[bytes], bytes]:
    """A field that no document knows, in the envelope."""
    return lambda body: b'{"unknown": ' + value + b", " + body[1:]


def chunked(body: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
    return head + b"".join(b"1\r\n" + bytes([each]) + b"\r\n" for each in body) + b"0\r\nx-trailer: 1\r\n\r\n"


ODD_BUT_GOOD: dict[str, Callable[[Turn], Answer]] = {
    "a byte order mark before it": garbled(lambda body: codecs.BOM_UTF8 + body),
    "UTF-16": garbled(lambda body: body.decode().encode("utf-16")),
    "white space around it": garbled(lambda body: b"\r\n\t " * 1000 + body + b"\n" * 1000),
    "no content type": lambda turn: Answer(
        raw=b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(turn.honest.body) + turn.honest.body
    ),
    "the content type of HTML": garbled(lambda body: body, content_type="text/html; charset=utf-8"),
    "a charset that there is not": garbled(lambda body: body, content_type="application/json; charset=klingon"),
    "another charset": garbled(lambda body: body, content_type="application/json; charset=utf-7"),
    "no length, and an end": lambda turn: Answer(raw=b"HTTP/1.1 200 OK\r\n\r\n" + turn.honest.body, close=True),
    "HTTP 1.0": lambda turn: Answer(raw=b"HTTP/1.0 200 OK\r\n\r\n" + turn.honest.body, close=True),
    "chunks of one byte": lambda turn: Answer(raw=chunked(turn.honest.body)),
    "gzip": garbled(gzip.compress, content_encoding="gzip"),
    "gzip named in capitals": garbled(gzip.compress, content_encoding="GZIP"),
    "identity": garbled(lambda body: body, content_encoding="identity"),
    "NaN beside the records": garbled(with_field(b"NaN")),
    "infinity beside the records": garbled(with_field(b"[Infinity, -Infinity]")),
    "a huge number beside the records": garbled(with_field(b"1e400")),
    "an integer of 5000 digits beside the records": garbled(with_field(b"9" * 5000)),
    "bytes that are no UTF-8 beside the records": garbled(with_field(b'"\xff\xfe"')),
    "half a character beside the records": garbled(with_field(rb'"\ud83d"')),
    "a name twice": garbled(with_field(b'1, "unknown": 2')),
}

ODD_AND_SAID: dict[str, Callable[[Turn], Answer]] = {
    "garbage after it": garbled(lambda body: body + b"<!-- served by a proxy -->"),
    "a NUL after it": garbled(lambda body: body + b"\0"),
    "JSON with a guard before it": garbled(lambda body: b")]}',\n" + body),
    "gzip that is none": garbled(lambda body: body, content_encoding="gzip"),
    "gzip that is cut": garbled(lambda body: gzip.compress(body)[:-12], content_encoding="gzip"),
    "gzip without its check sum": garbled(lambda body: gzip.compress(body)[:-4], content_encoding="gzip"),
    "gzip with a wrong check sum": garbled(lambda body: gzip.compress(body)[:-8] + b"\0" * 8, content_encoding="gzip"),
    "gzip that is broken": garbled(lambda body: gzip.compress(body)[:20] + b"\xff" * 40, content_encoding="gzip"),
    "gzip twice": garbled(lambda body: gzip.compress(gzip.compress(body)), content_encoding="gzip, gzip"),
    "an empty gzip": garbled(lambda body: b"", content_encoding="gzip"),
    "deflate": garbled(zlib.compress, content_encoding="deflate"),
    "brotli": garbled(lambda body: body, content_encoding="br"),
    "zstd": garbled(lambda body: body, content_encoding="zstd"),
    "an encoding that there is not": garbled(lambda body: body, content_encoding="klingon"),
}


CASES = [
    *(
        Case(name=words, says=always(Answer(body=body)), yields=[], errors=[UnexpectedResponseError], requests=1)
        for words, body in NO_ENVELOPES.items()
    ),
    *(
        Case(
            name=f"{words} in place of page 2",
            says=at_page(2, Answer(body=body)),
            vendors=PAGED,
            yields=[0, 1],
            errors=[UnexpectedResponseError],
        )
        for words, body in NO_ENVELOPES.items()
    ),
    Case(
        name="HTML that says it is HTML",
        says=always(Answer(body=HTML, headers={"content-type": "text/html"})),
        yields=[],
        errors=[UnexpectedResponseError],
        requests=1,
    ),
    *(Case(name=words, says=says) for words, says in ODD_BUT_GOOD.items()),
    *(
        Case(name=words, says=says, yields=[], errors=[UnexpectedResponseError], requests=1)
        for words, says in ODD_AND_SAID.items()
    ),
    Case(name="nested 10,000 levels beside the records", says=garbled(with_field(nested(DEEP))), or_said=True),
    Case(name="nested 900 levels beside the records", says=garbled(with_field(nested(NESTED))), or_said=True),
]


@each(CASES)
def test_a_body_is_read_as_a_whole_or_said_to_be_unreadable(case: Case, vendor: str, way: str) -> None:
    holds(case, vendor, way)


# One record with a value that JSON should not have, or hardly

ODD_VALUES: dict[str, bytes] = {
    "NaN": b"NaN",
    "infinity": b"Infinity",
    "a huge number": b"1e400",
    "a tiny number": b"1e-400",
    "a list of huge numbers": b"[1e400, -1e400, NaN]",
    "an integer of 5000 digits": b"9" * 5000,
    "a negative integer of 5000 digits": b"-" + b"9" * 5000,
    "bytes that are no UTF-8": b'"\xff\xfe\xc3"',
    "an overlong NUL": b'"\xc0\x80"',
    "UTF-8 of a surrogate": b'"\xed\xa0\x80"',
    "half a character": rb'"\ud83d"',
    "the other half": rb'"x\udc00"',
    "a NUL": rb'"\u0000"',
    "a terminal escape": rb'"\u001b[2J"',
    "a name of half a character": rb'{"\ud83d": 1}',
    "lists nested 900 levels": nested(NESTED),
    "objects nested 900 levels": objects(NESTED),
    "lists nested 300 levels": nested(300),
    "a string of 1 MB": b'"' + b"a" * 10**6 + b'"',
}
ID_FIELD = {vendor: WIRES[vendor].id_key for vendor in VENDORS}.__getitem__


def odd_record(field: Callable[[str], str], value: bytes) -> Callable[[Turn], Answer]:
    """The honest answer with this value in a field of record 1."""

    def says(turn: Turn) -> Answer:
        marked = [
            {**each, field(turn.vendor): "the-odd-value"} if number == 1 else each
            for number, each in enumerate(turn.held)
        ]
        return Answer(body=json.dumps(turn.envelope(marked)).encode().replace(b'"the-odd-value"', value))

    return says


def a_known_field(vendor: str) -> str:
    return {"akool": "uid", "anam": "sessionLengthMs", "konpro": "duration", "elizaos": "timeRemaining"}[vendor]


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("field", [lambda vendor: "unknown", a_known_field, ID_FIELD], ids=["unknown", "known", "id"])
@pytest.mark.parametrize("value", ODD_VALUES.values(), ids=ODD_VALUES)
def test_an_odd_value_costs_its_record_at_most(vendor: str, field: Callable[[str], str], value: bytes) -> None:
    case = Case(name="", says=odd_record(field, value), holds=5)
    outcome = outcome_of(case, vendor, "list")
    ids = WIRES[vendor].ids(5)
    if field is not ID_FIELD:
        assert (outcome.ids, outcome.errors) == (ids, [])
    yielded = [session.id for session in outcome.sessions if session.id in ids]
    assert [id for id in yielded if id != ids[1]] == [id for id in ids if id != ids[1]]
    assert len(outcome.sessions) + len(outcome.errors) == 5
    assert all(type(error) is InvalidRecordError for error in outcome.errors)
    check_shown(vendor, outcome)


TOO_DEEP = Case(
    name="a record nested 10,000 levels", says=odd_record(lambda vendor: "unknown", nested(DEEP)), or_said=True
)


@each([TOO_DEEP])
def test_a_record_that_is_nested_too_deep_is_said(case: Case, vendor: str, way: str) -> None:
    holds(case, vendor, way)

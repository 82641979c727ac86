"""A wrong body causes one error, and the client requests a broken body again. See also tests/clients."""

import gzip
import itertools
import tracemalloc
import zlib
from typing import Any

import pytest

from allsessions import ApiError, UnexpectedResponseError

from ..client.scripted import Answer, Request, answer
from ..client.vendors import WIRES
from .case import VENDORS, Case, Says, Turn, always, at_page, attempts, envelope
from .reading import each, hold

UNEXPECTED = [UnexpectedResponseError]
GZIP = {"content-encoding": "gzip"}
MB = 2**20
SPACE = zlib.compressobj(9, zlib.DEFLATED, -15)
PACKED_SPACE = SPACE.compress(b" " * MB) + SPACE.flush(zlib.Z_FULL_FLUSH)
GZIP_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
HEAD = b"HTTP/1.1 200 OK\r\n"


BODIES: dict[str, bytes] = {
    "nothing": b"",
    "HTML": b"<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>",
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
    "Akool's error": b'{"code": 1101, "msg": "Invalid token"}',
    "Anam's error": b'{"error": "Unauthorized", "message": "no"}',
    "KonPro's error": b'{"error": {"code": "INVALID_API_KEY", "message": "no", "details": null}, "request_id": "r"}',
}


def test_a_body_that_is_not_a_list_is_an_error() -> None:
    for name, body in BODIES.items():
        reports_a_failure = "error" in name or name == "GraphQL"
        kinds = [ApiError] if reports_a_failure else UNEXPECTED
        hold(Case(says=always(Answer(body=body)), yields=[], errors=kinds, requests=1 if reports_a_failure else 4))
        hold(Case(says=at_page(2, Answer(body=body)), yields=[0, 1], errors=kinds))
        for status in (200, 400):
            hold(Case(vendors=VENDORS, says=always(Answer(status=status, body=body)), or_error=True))


ELSE: list[Any] = [True, 0, 10**30, "text", "null", {}, {"0": {}}, [None], [[]], [1, "a"], [{"id": None}], [{"a": [1]}]]


def test_anything_but_records_is_an_error_and_new_fields_are_not() -> None:
    for value in ELSE:
        hold(Case(vendors=VENDORS, says=envelope(lambda turn: turn.with_records(value)), or_error=True))  # noqa: B023
    for other in VENDORS:
        whole = Request("", dict.fromkeys(("size", "perPage", "page_size"), "100"), {})
        foreign = WIRES[other].serving(5)(whole)
        hold(Case(vendors=[each for each in VENDORS if each != other], says=always(foreign), or_error=True))
    new = {f"new_{number}": number for number in range(1000)}
    hold(Case(vendors=VENDORS, says=lambda turn: answer(turn.envelope([{**each, **new} for each in turn.held]))))


def of_size(size: int, *, packed: bool = False) -> Says:
    """Honest answers, padded with spaces to this size in bytes."""

    def says(turn: Turn) -> Answer:
        body = b" " * (size - len(turn.honest.body)) + turn.honest.body
        return Answer(body=gzip.compress(body), headers=GZIP) if packed else Answer(body=body)

    return says


def endless(head: bytes, piece: bytes) -> Says:
    return lambda turn: Answer(stream=itertools.chain([head], itertools.repeat(piece)))


LIMITED = {"max_body_size": MB}


def too_large(says: Says) -> Case:
    return Case(says=says, yields=[], errors=UNEXPECTED, requests=1, settings=LIMITED)


@each(
    {
        **{f"{name} once": Case(says=attempts(1, Answer(body=BODIES[name]))) for name in ("HTML", "half an object")},
        "gzip that is cut once": Case(says=attempts(1, Answer(body=GZIP_HEAD, headers=GZIP))),
        "gzip that is cut": Case(says=always(Answer(body=GZIP_HEAD, headers=GZIP)), yields=[], errors=UNEXPECTED),
        "exactly the limit": Case(says=of_size(MB), settings=LIMITED),
        "exactly the limit when unpacked": Case(says=of_size(MB, packed=True), settings=LIMITED),
        "one byte more": too_large(of_size(MB + 1)),
        "one byte more when unpacked": too_large(of_size(MB + 1, packed=True)),
        "a body past the limit in place of page 2": Case(
            says=at_page(2, Answer(body=b"[" + b" " * 2 * MB)), yields=[0, 1], errors=UNEXPECTED, settings=LIMITED
        ),
        "a body of 5 MB within the default": Case(says=of_size(5 * MB), holds=2),
    }
)
def test_an_odd_body_is_read_or_an_error(case: Case) -> None:
    hold(case)


@each(
    {
        "chunks": too_large(endless(HEAD + b"transfer-encoding: chunked\r\n\r\n", b"100000\r\n" + b" " * MB + b"\r\n")),
        "a length of 10 GB": too_large(endless(HEAD + b"content-length: 10000000000\r\n\r\n", b" " * MB)),
        "gzip": too_large(endless(HEAD + b"content-encoding: gzip\r\n\r\n" + GZIP_HEAD, PACKED_SPACE * 16)),
        "an error's body": Case(
            says=endless(b"HTTP/1.1 418 No\r\n\r\n", b"a" * MB), settings=LIMITED, or_error=True, requests=1
        ),
    }
)
def test_a_body_without_an_end_is_cut_off(case: Case) -> None:
    hold(case, wire=True)


@pytest.mark.parametrize(("settings", "most"), [(LIMITED, 24 * MB), ({}, 3 * 64 * MB)], ids=["1 MB", "the default"])
def test_a_bomb_of_1_gib_takes_no_more_memory(settings: dict[str, int], most: int) -> None:
    bomb = Answer(body=GZIP_HEAD + PACKED_SPACE * 1024, headers=GZIP)
    tracemalloc.start()
    try:
        hold(Case(says=always(bomb), yields=[], errors=UNEXPECTED, requests=1, settings=settings))
        assert tracemalloc.get_traced_memory()[1] < most
    finally:
        tracemalloc.stop()

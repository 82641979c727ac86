"""A wrong body causes one error, and the client requests a broken body again. See also tests/clients."""

import gzip
import itertools
import tracemalloc
import zlib

import pytest

from allsessions import ApiError, UnexpectedResponseError

from ..client.scripted import Answer
from .case import Case, Says, Turn, always, at_page, attempts
from .corpus.answers import BODIES
from .reading import each, hold

UNEXPECTED = [UnexpectedResponseError]
GZIP = {"content-encoding": "gzip"}
MB = 2**20
SPACE = zlib.compressobj(9, zlib.DEFLATED, -15)
PACKED_SPACE = SPACE.compress(b" " * MB) + SPACE.flush(zlib.Z_FULL_FLUSH)
GZIP_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
HEAD = b"HTTP/1.1 200 OK\r\n"


def test_a_body_that_is_not_a_list_is_an_error() -> None:
    for name, body in BODIES.items():
        reports_a_failure = "error" in name or name == "GraphQL"
        kinds = [ApiError] if reports_a_failure else UNEXPECTED
        hold(Case(says=always(Answer(body=body)), yields=[], errors=kinds, requests=1 if reports_a_failure else 4))
        hold(Case(says=at_page(2, Answer(body=body)), yields=[0, 1], errors=kinds))


def of_size(size: int, *, packed: bool = False) -> Says:
    """The honest answer, with white space before it."""

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

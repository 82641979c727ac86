"""Bodies that are not what they should be: read as a whole, or one error, after one request."""

import codecs
import gzip
import itertools
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import pytest

from allsessions import ApiError, UnexpectedResponseError

from ..client.scripted import Answer
from .case import Case, Says, Turn, always, at_page
from .corpus.answers import BODIES
from .reading import each, hold

UNEXPECTED = [UnexpectedResponseError]


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_not_a_list_is_an_error(name: str) -> None:
    """A broken one is asked for again, up to three times."""
    reports_a_failure = "error" in name or name == "GraphQL"
    kinds = [ApiError] if reports_a_failure else UNEXPECTED
    reply = Answer(body=BODIES[name])
    hold(Case(says=always(reply), yields=[], errors=kinds, requests=1 if reports_a_failure else 4))
    hold(Case(says=at_page(2, reply), yields=[0, 1], errors=kinds))


def bent(bend: Callable[[bytes], bytes], **headers: str) -> Says:
    """The honest answer's bytes, changed."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda turn: Answer(body=bend(turn.honest.body), headers=named)


def labelled(**headers: str) -> Says:
    return bent(lambda body: body, **headers)


def next_to(value: bytes) -> Says:
    """The honest answer with a field in its envelope that no document knows."""
    return bent(lambda body: b'{"unknown": ' + value + b", " + body[1:])


ODD_BUT_GOOD: dict[str, Says] = {
    "a byte order mark before it": bent(lambda body: codecs.BOM_UTF8 + body),
    "UTF-16": bent(lambda body: body.decode().encode("utf-16")),
    "white space around it": bent(lambda body: b"\r\n\t " * 1000 + body + b"\n" * 1000),
    "the content type of HTML": labelled(content_type="text/html; charset=utf-8"),
    "an unknown charset": labelled(content_type="application/json; charset=klingon"),
    "another charset": labelled(content_type="application/json; charset=utf-7"),
    "gzip": bent(gzip.compress, content_encoding="gzip"),
    "gzip named in capitals": bent(gzip.compress, content_encoding="GZIP"),
    "identity": labelled(content_encoding="identity"),
    "NaN next to the records": next_to(b"NaN"),
    "infinity next to the records": next_to(b"[Infinity, -Infinity]"),
    "a huge number next to the records": next_to(b"1e400"),
    "5000 digits next to the records": next_to(b"9" * 5000),
    "invalid UTF-8 next to the records": next_to(b'"\xff\xfe"'),
    "half a character next to the records": next_to(rb'"\ud83d"'),
    "a name twice": next_to(b'1, "unknown": 2'),
}
ODD_AND_REPORTED: dict[str, Says] = {
    "garbage after it": bent(lambda body: body + b"<!-- served by a proxy -->"),
    "a NUL after it": bent(lambda body: body + b"\0"),
    "JSON with a guard before it": bent(lambda body: b")]}',\n" + body),
    "a wrong label of gzip": labelled(content_encoding="gzip"),
    "gzip that is cut": bent(lambda body: gzip.compress(body)[:-12], content_encoding="gzip"),
    "gzip without its check sum": bent(lambda body: gzip.compress(body)[:-4], content_encoding="gzip"),
    "gzip with a wrong check sum": bent(lambda body: gzip.compress(body)[:-8] + b"\0" * 8, content_encoding="gzip"),
    "gzip that is broken": bent(lambda body: gzip.compress(body)[:20] + b"\xff" * 40, content_encoding="gzip"),
    "gzip whose last member is cut": bent(
        lambda body: gzip.compress(body) + gzip.compress(b" ")[:-5], content_encoding="gzip"
    ),
    "gzip twice": bent(lambda body: gzip.compress(gzip.compress(body)), content_encoding="gzip, gzip"),
    "an empty gzip": bent(lambda body: b"", content_encoding="gzip"),
    "deflate": bent(zlib.compress, content_encoding="deflate"),
    "brotli": labelled(content_encoding="br"),
    "an unknown encoding": labelled(content_encoding="klingon"),
}


@each({name: Case(says=says) for name, says in ODD_BUT_GOOD.items()})
def test_an_odd_body_that_holds_the_list_is_read(case: Case) -> None:
    hold(case)


@each({name: Case(says=says, yields=[], errors=UNEXPECTED, requests=4) for name, says in ODD_AND_REPORTED.items()})
def test_an_odd_body_that_cannot_be_read_is_an_error(case: Case) -> None:
    hold(case)


@pytest.mark.parametrize("levels", [900, 10_000])
def test_deep_nesting_next_to_the_records_loses_nothing(levels: int) -> None:
    hold(Case(says=next_to(b"[" * levels + b"]" * levels), or_error=True))


# Bodies that are too large, before or after decompression

MB = 2**20
SPACE = zlib.compressobj(9, zlib.DEFLATED, -15)
PACKED_SPACE = SPACE.compress(b" " * MB) + SPACE.flush(zlib.Z_FULL_FLUSH)
GZIP_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"


def of_size(size: int) -> Says:
    return bent(lambda body: b" " * (size - len(body)) + body)


def packed(size: int) -> Says:
    return bent(lambda body: gzip.compress(b" " * (size - len(body)) + body), content_encoding="gzip")


def in_members(body: bytes, size: int) -> bytes:
    """A body of this size as gzip of several members, an empty one too, with padding between them."""
    pieces = [b" " * (size - len(body)), body[:20], b"", body[20:25], body[25:]]
    return b"".join(gzip.compress(each) + bytes(3) for each in pieces)


def members(size: int) -> Says:
    return bent(lambda body: in_members(body, size), content_encoding="gzip")


def chunks(pieces: Iterator[bytes], head: bytes = b"") -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n" + head + b"transfer-encoding: chunked\r\n\r\n"
    for piece in pieces:
        yield b"%x\r\n%s\r\n" % (len(piece), piece)


def members_in_chunks(turn: Turn) -> Answer:
    body = in_members(turn.honest.body, 2000)
    pieces = (body[at : at + 7] for at in range(0, len(body), 7))
    return Answer(raw=b"".join(chunks(pieces, b"content-encoding: gzip\r\n")) + b"0\r\n\r\n")


def bomb(megabytes: int) -> Says:
    """Megabytes of spaces as gzip of a thousandth of that size."""
    return always(Answer(body=GZIP_HEAD + PACKED_SPACE * megabytes, headers={"content-encoding": "gzip"}))


def endless(turn: Turn) -> Answer:
    return Answer(stream=chunks(itertools.repeat(b" " * MB)))


def endless_gzip(turn: Turn) -> Answer:
    pieces = itertools.chain([GZIP_HEAD], itertools.repeat(PACKED_SPACE * 16))
    return Answer(stream=chunks(pieces, b"content-encoding: gzip\r\n"))


def promised(turn: Turn) -> Answer:
    head = b"HTTP/1.1 200 OK\r\ncontent-length: 10000000000\r\n\r\n"
    return Answer(stream=itertools.chain([head], itertools.repeat(b" " * MB)))


def too_large(says: Says) -> Case:
    return Case(says=says, yields=[], errors=UNEXPECTED, requests=1, settings={"max_body_size": MB})


def allowed(says: Says) -> Case:
    return Case(says=says, settings={"max_body_size": MB})


@each(
    {
        "exactly the limit": allowed(of_size(MB)),
        "one byte more": too_large(of_size(MB + 1)),
        "exactly the limit when unpacked": allowed(packed(MB)),
        "one byte more when unpacked": too_large(packed(MB + 1)),
        "several members of exactly the limit": allowed(members(MB)),
        "several members of one byte more": too_large(members(MB + 1)),
        "a bomb of 64 MB": too_large(bomb(64)),
        "a bomb of 64 members": too_large(
            always(Answer(body=gzip.compress(b" " * MB) * 64, headers={"content-encoding": "gzip"}))
        ),
        "a body past the limit in place of page 2": Case(
            says=at_page(2, Answer(body=b"[" + b" " * 2 * MB)),
            yields=[0, 1],
            errors=UNEXPECTED,
            settings={"max_body_size": MB},
        ),
        "a body of 5 MB within the default": Case(says=of_size(5 * MB), holds=2, page_size=5),
    }
)
def test_a_body_is_read_up_to_the_limit_and_no_further(case: Case) -> None:
    hold(case)


@each(
    {
        "a body without an end": too_large(endless),
        "gzip without an end": too_large(endless_gzip),
        "a length of 10 GB": too_large(promised),
        "gzip of several members piece by piece": allowed(members_in_chunks),
        "an error's body without an end": Case(
            says=lambda turn: Answer(stream=itertools.chain([b"HTTP/1.1 418 No\r\n\r\n"], itertools.repeat(b"a" * MB))),
            settings={"max_body_size": MB},
            or_error=True,
            requests=1,
        ),
    }
)
def test_a_body_without_an_end_is_cut_off(case: Case) -> None:
    hold(case, wire=True)


@pytest.mark.parametrize(
    ("settings", "most"), [({"max_body_size": MB}, 24 * MB), ({}, 3 * 64 * MB)], ids=["1 MB", "the default"]
)
def test_a_bomb_of_1_gib_takes_no_more_memory_than_the_limit(settings: dict[str, int], most: int) -> None:
    case = Case(says=bomb(1024), yields=[], errors=UNEXPECTED, requests=1, settings=settings)
    tracemalloc.start()
    try:
        hold(case)
        assert tracemalloc.get_traced_memory()[1] < most
    finally:
        tracemalloc.stop()

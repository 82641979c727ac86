"""Bodies that are not what they should be: read as a whole, or one error. A broken one is requested again."""

import codecs
import gzip
import itertools
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import pytest

from allsessions import ApiError, UnexpectedResponseError

from ..client.scripted import Answer
from .case import Case, Says, Turn, always, at_page, attempts
from .corpus.answers import BODIES
from .reading import each, hold

UNEXPECTED = [UnexpectedResponseError]


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_not_a_list_is_an_error(name: str) -> None:
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


def zipped(bend: Callable[[bytes], bytes]) -> Says:
    return bent(bend, content_encoding="gzip")


def next_to(value: bytes) -> Says:
    """The honest answer with a field in its envelope that no document knows."""
    return bent(lambda body: b'{"unknown": ' + value + b", " + body[1:])


MB = 2**20
SPACE = zlib.compressobj(9, zlib.DEFLATED, -15)
PACKED_SPACE = SPACE.compress(b" " * MB) + SPACE.flush(zlib.Z_FULL_FLUSH)
GZIP_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
GZIP = {"content-encoding": "gzip"}


def padded(body: bytes, size: int = MB) -> bytes:
    return b" " * (size - len(body)) + body


def in_members(body: bytes, size: int = MB) -> bytes:
    """A body of this size as gzip of several members, an empty one too, with padding between them."""
    pieces = [b" " * (size - len(body)), body[:20], b"", body[20:25], body[25:]]
    return b"".join(gzip.compress(each) + bytes(3) for each in pieces)


GOOD: dict[str, Says] = {
    "a byte order mark before it": bent(lambda body: codecs.BOM_UTF8 + body),
    "UTF-16": bent(lambda body: body.decode().encode("utf-16")),
    "white space around it": bent(lambda body: b"\r\n\t " * 1000 + body + b"\n" * 1000),
    "the content type of HTML": labelled(content_type="text/html; charset=utf-8"),
    "an unknown charset": labelled(content_type="application/json; charset=klingon"),
    "gzip named in capitals": bent(gzip.compress, content_encoding="GZIP"),
    "identity": labelled(content_encoding="identity"),
    "NaN and infinity next to the records": next_to(b"[NaN, Infinity, -Infinity, 1e400]"),
    "5000 digits next to the records": next_to(b"9" * 5000),
    "invalid UTF-8 next to the records": next_to(b'"\xff\xfe"'),
    "half a character next to the records": next_to(rb'"\ud83d"'),
    "a name twice": next_to(b'1, "unknown": 2'),
    "exactly the limit": bent(padded),
    "exactly the limit when unpacked": zipped(lambda body: gzip.compress(padded(body))),
    "several members of exactly the limit": zipped(in_members),
}
BROKEN: dict[str, Says] = {
    "garbage after it": bent(lambda body: body + b"<!-- served by a proxy -->"),
    "a NUL after it": bent(lambda body: body + b"\0"),
    "a wrong label of gzip": labelled(content_encoding="gzip"),
    "gzip that is cut": zipped(lambda body: gzip.compress(body)[:-12]),
    "gzip without its check sum": zipped(lambda body: gzip.compress(body)[:-4]),
    "gzip with a wrong check sum": zipped(lambda body: gzip.compress(body)[:-8] + b"\0" * 8),
    "gzip that is broken": zipped(lambda body: gzip.compress(body)[:20] + b"\xff" * 40),
    "gzip whose last member is cut": zipped(lambda body: gzip.compress(body) + gzip.compress(b" ")[:-5]),
    "gzip twice": bent(lambda body: gzip.compress(gzip.compress(body)), content_encoding="gzip, gzip"),
    "an empty gzip": zipped(lambda body: b""),
    "deflate": bent(zlib.compress, content_encoding="deflate"),
    "brotli": labelled(content_encoding="br"),
}
TOO_LARGE: dict[str, Says] = {
    "one byte more": bent(lambda body: padded(body, MB + 1)),
    "one byte more when unpacked": zipped(lambda body: gzip.compress(padded(body, MB + 1))),
    "several members of one byte more": zipped(lambda body: in_members(body, MB + 1)),
    "a bomb of 64 MB": zipped(lambda body: GZIP_HEAD + PACKED_SPACE * 64),
    "a bomb of 64 members": zipped(lambda body: gzip.compress(b" " * MB) * 64),
}
LIMITED = {"max_body_size": MB}


@each(
    {
        **{name: Case(says=says, settings=LIMITED) for name, says in GOOD.items()},
        **{name: Case(says=says, yields=[], errors=UNEXPECTED, requests=4) for name, says in BROKEN.items()},
        **{f"{name} once": Case(says=attempts(1, Answer(body=BODIES[name]))) for name in ("HTML", "half an object")},
        "gzip that is cut once": Case(says=attempts(1, Answer(body=GZIP_HEAD, headers=GZIP))),
        **{
            name: Case(says=says, yields=[], errors=UNEXPECTED, requests=1, settings=LIMITED)
            for name, says in TOO_LARGE.items()
        },
        "a body past the limit in place of page 2": Case(
            says=at_page(2, Answer(body=b"[" + b" " * 2 * MB)), yields=[0, 1], errors=UNEXPECTED, settings=LIMITED
        ),
        "a body of 5 MB within the default": Case(says=bent(lambda body: padded(body, 5 * MB)), holds=2),
        "lists within each other": Case(says=next_to(b"[" * 900 + b"]" * 900), or_error=True),
    }
)
def test_an_odd_body_is_read_or_an_error(case: Case) -> None:
    hold(case)


def chunks(pieces: Iterator[bytes], head: bytes = b"") -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n" + head + b"transfer-encoding: chunked\r\n\r\n"
    for piece in pieces:
        yield b"%x\r\n%s\r\n" % (len(piece), piece)


def members_in_chunks(turn: Turn) -> Answer:
    body = in_members(turn.honest.body, 2000)
    pieces = (body[at : at + 7] for at in range(0, len(body), 7))
    return Answer(raw=b"".join(chunks(pieces, b"content-encoding: gzip\r\n")) + b"0\r\n\r\n")


def endless(head: bytes) -> Says:
    return lambda turn: Answer(stream=itertools.chain([head], itertools.repeat(b" " * MB)))


def endless_gzip(turn: Turn) -> Answer:
    pieces = itertools.chain([GZIP_HEAD], itertools.repeat(PACKED_SPACE * 16))
    return Answer(stream=chunks(pieces, b"content-encoding: gzip\r\n"))


ENDLESS: dict[str, Says] = {
    "chunks without an end": lambda turn: Answer(stream=chunks(itertools.repeat(b" " * MB))),
    "gzip without an end": endless_gzip,
    "a length of 10 GB": endless(b"HTTP/1.1 200 OK\r\ncontent-length: 10000000000\r\n\r\n"),
}


@each(
    {
        **{
            name: Case(says=says, yields=[], errors=UNEXPECTED, requests=1, settings=LIMITED)
            for name, says in ENDLESS.items()
        },
        "gzip of several members piece by piece": Case(says=members_in_chunks, settings=LIMITED),
        "an error's body without an end": Case(
            says=endless(b"HTTP/1.1 418 No\r\n\r\n"), settings=LIMITED, or_error=True, requests=1
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

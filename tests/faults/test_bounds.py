"""Bodies that are too large, before or after decompression, are cut off; what they may take of memory is bounded."""

import gzip
import itertools
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from allsessions import UnexpectedResponseError

from ..client.scripted import Answer
from ..client.vendors import PAGED
from .case import VENDORS, Case, Turn, at_page
from .reading import each, holds

SUBJECT = "bodies past bounds"

MB = 2**20
SMALL = {"max_body_size": MB}
TOO_LARGE: dict[str, Any] = {"yields": [], "errors": [UnexpectedResponseError], "requests": 1}


def bomb(body: bytes, megabytes: int) -> bytes:
    """The body, and so many megabytes of spaces before it, as gzip of a thousandth of that."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    space = packer.compress(b" " * MB) + packer.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = end.compress(body) + end.flush()
    check = 0
    for _ in range(megabytes):
        check = zlib.crc32(b" " * MB, check)
    trailer = zlib.crc32(body, check).to_bytes(4, "little") + ((megabytes * MB + len(body)) % 2**32).to_bytes(
        4, "little"
    )
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + space * megabytes + packed + trailer


def bombing(megabytes: int) -> Callable[[Turn], Answer]:
    return lambda turn: Answer(body=bomb(turn.honest.body, megabytes), headers={"content-encoding": "gzip"})


def padded(megabytes: float) -> Callable[[Turn], Answer]:
    """The honest body with so much white space before it."""
    return lambda turn: Answer(body=b" " * int(megabytes * MB) + turn.honest.body)


def chunks(body: Iterator[bytes]) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
    for piece in body:
        yield b"%x\r\n%s\r\n" % (len(piece), piece)


def endless(turn: Turn) -> Answer:
    """White space without an end."""
    return Answer(stream=chunks(itertools.repeat(b" " * MB)))


def endless_gzip(turn: Turn) -> Answer:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    space = packer.compress(b" " * MB) + packer.flush(zlib.Z_FULL_FLUSH)
    head = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n"
    pieces = itertools.chain([b"\x1f\x8b\x08\0\0\0\0\0\0\xff"], itertools.repeat(space * 16))
    return Answer(stream=itertools.chain([head], (b"%x\r\n%s\r\n" % (len(each), each) for each in pieces)))


def promised(turn: Turn) -> Answer:
    """A length of 10 GB."""
    return Answer(
        stream=itertools.chain([b"HTTP/1.1 200 OK\r\ncontent-length: 10000000000\r\n\r\n"], itertools.repeat(b" " * MB))
    )


def within(turn: Turn) -> Answer:
    """Exactly as large as is allowed."""
    body = turn.honest.body
    return Answer(body=b" " * (MB - len(body)) + body)


def one_more(turn: Turn) -> Answer:
    body = turn.honest.body
    return Answer(body=b" " * (MB + 1 - len(body)) + body)


def packed(turn: Turn) -> Answer:
    body = within(turn).body
    return Answer(body=gzip.compress(body), headers={"content-encoding": "gzip"})


def in_members(turn: Turn, size: int = MB) -> Answer:
    """A body of this size as gzip of several members, an empty one among them, with padding between and at the end."""
    body = turn.honest.body
    pieces = [b" " * (size - len(body)), body[:20], b"", body[20:25], body[25:]]
    return Answer(
        body=b"".join(gzip.compress(each) + bytes(3) for each in pieces), headers={"content-encoding": "gzip"}
    )


def in_members_in_chunks(turn: Turn) -> Answer:
    body = in_members(turn, 2000).body
    head = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n"
    pieces = (b"%x\r\n%s\r\n" % (len(each), each) for each in (body[at : at + 7] for at in range(0, len(body), 7)))
    return Answer(raw=b"".join([head, *pieces, b"0\r\n\r\n"]))


def without_the_last_member_as_a_whole(turn: Turn) -> Answer:
    body = turn.honest.body
    told = gzip.compress(body) + gzip.compress(b" ")[:-5]
    return Answer(body=told, headers={"content-encoding": "gzip"})


def bomb_of_members(turn: Turn) -> Answer:
    return Answer(body=gzip.compress(b" " * MB) * 64, headers={"content-encoding": "gzip"})


def packed_one_more(turn: Turn) -> Answer:
    return Answer(body=gzip.compress(one_more(turn).body), headers={"content-encoding": "gzip"})


CASES = [
    Case(name="a body of exactly the limit", says=within, settings=SMALL),
    Case(name="a body of one byte more", says=one_more, settings=SMALL, **TOO_LARGE),
    Case(name="a body that is exactly the limit when unpacked", says=packed, settings=SMALL),
    Case(name="a body that is one byte more when unpacked", says=packed_one_more, settings=SMALL, **TOO_LARGE),
    Case(name="gzip of several members that is exactly the limit when unpacked", says=in_members, settings=SMALL),
    Case(name="gzip of several members that come piece by piece", says=in_members_in_chunks, settings=SMALL),
    Case(
        name="gzip of several members that is one byte more when unpacked",
        says=lambda turn: in_members(turn, MB + 1),
        settings=SMALL,
        **TOO_LARGE,
    ),
    Case(name="gzip of 64 members of 1 MB where 1 MB is allowed", says=bomb_of_members, settings=SMALL, **TOO_LARGE),
    Case(name="gzip whose last member is cut", says=without_the_last_member_as_a_whole, **TOO_LARGE),
    Case(name="a body of 5 MB within the default", says=padded(5), holds=2, page_size=5),
    Case(name="a body without an end", says=endless, settings=SMALL, **TOO_LARGE),
    Case(name="gzip without an end", says=endless_gzip, settings=SMALL, **TOO_LARGE),
    Case(name="a length of 10 GB", says=promised, settings=SMALL, **TOO_LARGE),
    Case(name="a gzip bomb of 64 MB where 1 MB is allowed", says=bombing(64), settings=SMALL, **TOO_LARGE),
    Case(
        name="a gzip bomb in place of page 2",
        says=lambda turn: bombing(8)(turn) if turn.page == 2 else turn.honest,
        vendors=PAGED,
        yields=[0, 1],
        errors=[UnexpectedResponseError],
        settings=SMALL,
    ),
    Case(
        name="a body past the limit in place of page 2",
        says=at_page(2, Answer(body=b"[" + b" " * 2 * MB)),
        vendors=PAGED,
        yields=[0, 1],
        errors=[UnexpectedResponseError],
        settings=SMALL,
    ),
    Case(
        name="an error's body without an end",
        says=lambda turn: Answer(stream=itertools.chain([b"HTTP/1.1 418 No\r\n\r\n"], itertools.repeat(b"a" * MB))),
        settings=SMALL,
        or_said=True,
        requests=1,
    ),
]


@each(CASES)
def test_a_body_is_read_up_to_the_limit_and_no_further(case: Case, vendor: str, way: str) -> None:
    holds(case, vendor, way)


@pytest.fixture
def peak() -> Iterator[Callable[[], int]]:
    """The most memory that was in use since, in bytes."""
    tracemalloc.start()
    yield lambda: tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_gzip_bomb_of_1_gib_takes_no_more_memory_than_the_limit(vendor: str, peak: Callable[[], int]) -> None:
    case = Case(name="", says=bombing(1024), settings=SMALL, **TOO_LARGE)
    outcome = holds(case, vendor, "list")
    assert outcome.errors
    assert peak() < 24 * MB  # of which the packed megabyte is held some times by the server


def test_a_gzip_bomb_of_1_gib_takes_no_more_memory_than_the_default_limit(peak: Callable[[], int]) -> None:
    holds(Case(name="", says=bombing(1024), **TOO_LARGE), "anam", "list")
    assert peak() < 3 * 64 * MB

"""Odd status lines and headers, over a socket: the client reads the answer, or reports an error."""

from ..client.scripted import Answer
from .case import Case, Says
from .reading import each, hold


def headed(header: bytes) -> Says:
    """The honest answer with an additional header line."""
    return lambda turn: Answer(raw=turn.honest.bytes().replace(b"\r\n", b"\r\n" + header + b"\r\n", 1), close=True)


def started(line: bytes) -> Says:
    """The honest answer with another status line."""
    return lambda turn: Answer(raw=line + b"\r\n" + turn.honest.bytes().partition(b"\r\n")[2], close=True)


def between(before: bytes, after: bytes = b"") -> Says:
    """The honest answer between these bytes."""
    return lambda turn: Answer(raw=before + turn.honest.bytes() + after)


def body_after(head: bytes) -> Says:
    return lambda turn: Answer(raw=head + b"\r\n\r\n" + turn.honest.body, close=True)


def chunked(body: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
    return head + b"".join(b"1\r\n" + bytes([each]) + b"\r\n" for each in body) + b"0\r\nx-trailer: 1\r\n\r\n"


READ: dict[str, Says] = {
    "a header of odd bytes": headed(b"x-odd: \xff\xfe\x80\xe9"),
    "a header a thousand times": headed(b"\r\n".join([b"x-more: 1"] * 1000)),
    "a broken cookie": headed(b"set-cookie: =;;;=\xff"),
    "a Retry-After at 200": headed(b"retry-after: 86400"),
    "103 early hints": between(b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"),
    "a hundred times 100 continue": between(b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "no length and an end": body_after(b"HTTP/1.1 200 OK"),
    "HTTP 1.0": body_after(b"HTTP/1.0 200 OK"),
    "chunks of one byte": lambda turn: Answer(raw=chunked(turn.honest.body)),
}
READ_OR_REPORTED: dict[str, Says] = {
    "headers of 1 MB in one": headed(b"x-long: " + b"a" * 10**6),
    "headers of 1 MB in many": headed(b"\r\n".join(b"x-%06d: %s" % (number, b"a" * 90) for number in range(10_000))),
    "a line that is not a header": headed(b"hello"),
    "a negative length": headed(b"content-length: -5"),
    "an unknown transfer encoding": headed(b"transfer-encoding: klingon"),
    "a status that is a word": started(b"HTTP/1.1 OK"),
    "a first line of 1 MB": started(b"HTTP/1.1 200 " + b"a" * 10**6),
    "a second answer after the first": between(b"", b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"),
    "garbage after the body": between(b"", b"\xff" * 100),
}


@each({name: Case(says=says) for name, says in READ.items()})
def test_an_odd_head_is_read(case: Case) -> None:
    hold(case, wire=True)


@each({name: Case(says=says, or_error=True, requests=32) for name, says in READ_OR_REPORTED.items()})
def test_a_bad_head_is_read_or_reported(case: Case) -> None:
    hold(case, wire=True)

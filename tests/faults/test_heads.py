"""Odd heads of HTTP answers, over a socket: the client reads the answer, or reports that it cannot."""

from ..client.scripted import Answer
from .case import Case, Says
from .reading import each, hold


def headed(header: bytes) -> Says:
    """The honest answer with one more line in its head."""
    return lambda turn: Answer(raw=turn.honest.bytes().replace(b"\r\n", b"\r\n" + header + b"\r\n", 1), close=True)


def started(line: bytes) -> Says:
    """The honest answer with another first line."""
    return lambda turn: Answer(raw=line + b"\r\n" + turn.honest.bytes().partition(b"\r\n")[2], close=True)


ODD_HEADERS: dict[str, bytes] = {
    "a header of odd bytes": b"x-odd: \xff\xfe\x80\xe9",
    "a header a thousand times": b"\r\n".join([b"x-more: 1"] * 1000),
    "a header of 50 kB": b"x-long: " + b"a" * 50_000,
    "a broken cookie": b"set-cookie: =;;;=\xff",
    "a Retry-After at 200": b"retry-after: 86400",
    "a link to a next page": b'link: <https://elsewhere.example/?page=2>; rel="next"',
}
BAD_HEADERS: dict[str, bytes] = {
    "headers of 1 MB in one": b"x-long: " + b"a" * 10**6,
    "headers of 1 MB in many": b"\r\n".join(b"x-%06d: %s" % (number, b"a" * 90) for number in range(10_000)),
    "a header with a NUL": b"x-odd: a\0b",
    "a header with a line feed": b"x-odd: a\nb",
    "a header with a space in its name": b"x odd: 1",
    "a line that is not a header": b"hello",
    "a negative length": b"content-length: -5",
    "a length that is a word": b"content-length: long",
    "an unknown transfer encoding": b"transfer-encoding: klingon",
    "both a length and chunks": b"transfer-encoding: chunked",
}
FIRST_LINES: dict[str, bytes] = {
    "SSH": b"SSH-2.0-OpenSSH_9.6",
    "a TLS alert": b"\x15\x03\x01\x00\x02\x02\x46",
    "HTTP 2": b"HTTP/2 200",
    "a status that is a word": b"HTTP/1.1 OK",
    "a status of 4 digits": b"HTTP/1.1 2000 OK",
    "another protocol": b"HTTP/1.1 101 Switching Protocols",
    "nothing but a new line": b"",
    "a first line of 1 MB": b"HTTP/1.1 200 " + b"a" * 10**6,
}


def chunked(body: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
    return head + b"".join(b"1\r\n" + bytes([each]) + b"\r\n" for each in body) + b"0\r\nx-trailer: 1\r\n\r\n"


CASES = {
    **{name: Case(says=headed(header)) for name, header in ODD_HEADERS.items()},
    **{name: Case(says=headed(header), or_error=True, requests=32) for name, header in BAD_HEADERS.items()},
    **{name: Case(says=started(line), or_error=True, requests=4) for name, line in FIRST_LINES.items()},
    "a second answer after the first": Case(
        says=lambda turn: Answer(raw=turn.honest.bytes() + b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"),
        requests=32,
        or_error=True,
    ),
    "garbage after the body": Case(says=lambda turn: Answer(raw=turn.honest.bytes() + b"\xff" * 100), requests=32),
    "a connection that ends after each answer": Case(says=lambda turn: Answer(raw=turn.honest.bytes(), close=True)),
    "103 early hints": Case(
        says=lambda turn: Answer(raw=b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n" + turn.honest.bytes()),
    ),
    "no length and an end": Case(
        says=lambda turn: Answer(raw=b"HTTP/1.1 200 OK\r\n\r\n" + turn.honest.body, close=True)
    ),
    "HTTP 1.0": Case(says=lambda turn: Answer(raw=b"HTTP/1.0 200 OK\r\n\r\n" + turn.honest.body, close=True)),
    "chunks of one byte": Case(says=lambda turn: Answer(raw=chunked(turn.honest.body))),
}


@each(CASES)
def test_an_odd_head_is_read_or_reported(case: Case) -> None:
    hold(case, wire=True)

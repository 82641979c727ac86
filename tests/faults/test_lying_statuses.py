"""Statuses and headers that no document names: an error that says so, once and no more, or they are not looked at."""

from allsessions import (
    ApiError,
    ConnectionFailedError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    ServerError,
    SourceError,
    UnexpectedResponseError,
)

from ..client.scripted import Answer
from ..client.vendors import PAGED, WIRES
from .case import VENDORS, Case, Says, Turn, always, at_page
from .reading import each, holds

SUBJECT = "statuses and headers"

UNDOCUMENTED = (201, 202, 203, 204, 205, 206, 207, 226, 299)
REDIRECTS = (300, 301, 302, 303, 304, 305, 307, 308, 399)
NOT_REGISTERED: dict[int, type[SourceError]] = {
    420: ApiError,
    444: ApiError,
    460: ApiError,
    499: ApiError,
    598: ServerError,
    599: ServerError,
    600: ServerError,
    999: ServerError,
}
TARGETS = {
    "to the same place": "",
    "to another host": "https://elsewhere.example/sessions?key=1",
    "to nowhere": "http://",
    "to a file": "file:///etc/passwd",
    "to odd bytes": "http://\xff\xfe/\x01",
    "to a bracket": "http://[::1",
    "to very far": "https://elsewhere.example/" + "a" * 60_000,
}


def with_status(status: int) -> Says:
    """The honest body, with another status."""
    return lambda turn: Answer(body=turn.honest.body, status=status)


def bare(status: int) -> Answer:
    """Without a body, and without a length where there must be none."""
    length = b"" if status in (204, 304) else b"content-length: 0\r\n"
    return Answer(raw=b"HTTP/1.1 %d\r\n%s\r\n" % (status, length))


def redirect(status: int, target: str) -> Answer:
    return Answer(status=status, headers={"location": target}, body=b"moved")


def to_itself(turn: Turn) -> Answer:
    return Answer(status=302, headers={"location": turn.request.path})


def headed(header: bytes) -> Says:
    """The honest answer with one more line in its head; nothing follows, whatever length is said."""
    return lambda turn: Answer(raw=turn.honest.bytes().replace(b"\r\n", b"\r\n" + header + b"\r\n", 1), close=True)


def started(line: bytes) -> Says:
    """The honest answer with another first line."""
    return lambda turn: Answer(raw=line + b"\r\n" + turn.honest.bytes().partition(b"\r\n")[2], close=True)


STATUSES = [
    *(
        Case(name=f"{status} {words}", says=says, yields=[], errors=[UnexpectedResponseError], requests=1)
        for status in UNDOCUMENTED
        for words, says in (("with the honest body", with_status(status)), ("with nothing", always(bare(status))))
        if status not in (204, 205) or words == "with nothing"
    ),
    *(
        Case(
            name=f"{status} in place of page 2",
            says=at_page(2, bare(status)),
            vendors=PAGED,
            yields=[0, 1],
            errors=[UnexpectedResponseError],
        )
        for status in (*UNDOCUMENTED, *REDIRECTS)
    ),
    *(
        Case(name=f"{status} {words}", says=says, yields=[], errors=[UnexpectedResponseError], requests=1)
        for status in REDIRECTS
        for words, says in {
            "without a place": always(bare(status)),
            "to another host": always(redirect(status, TARGETS["to another host"])),
        }.items()
    ),
    *(
        Case(
            name=f"a redirect {words}",
            says=always(redirect(307, target)),
            yields=[],
            errors=[UnexpectedResponseError],
            requests=1,
        )
        for words, target in TARGETS.items()
    ),
    Case(name="a redirect to itself", says=to_itself, yields=[], errors=[UnexpectedResponseError], requests=1),
    *(
        Case(name=f"{status} {words}", says=says, yields=[], errors=[kind], requests=1, message=f"HTTP {status}")
        for status, kind in NOT_REGISTERED.items()
        for words, says in (("with the honest body", with_status(status)), ("with nothing", always(bare(status))))
    ),
    *(
        Case(name=f"{status} with the honest body", says=with_status(status), yields=[], errors=[kind], requests=1)
        for status, kind in {
            400: InvalidRequestError,
            403: PermissionDeniedError,
            404: NotFoundError,
            410: NotFoundError,
            501: ServerError,
        }.items()
    ),
    Case(
        name="503 with the honest body",
        says=with_status(503),
        yields=[],
        errors=[ServerError],
        requests=4,
    ),
]

ODD_HEADERS: dict[str, bytes] = {
    "a header of odd bytes": b"x-odd: \xff\xfe\x80\xe9",
    "a header without a value": b"x-odd:",
    "a header a thousand times": b"\r\n".join([b"x-more: 1"] * 1000),
    "a header of 50 kB": b"x-long: " + b"a" * 50_000,
    "a cookie": b"set-cookie: session=1; Path=/",
    "a hundred cookies": b"\r\n".join(b"set-cookie: c%d=1" % number for number in range(100)),
    "a broken cookie": b"set-cookie: =;;;=\xff",
    "a Retry-After at 200": b"retry-after: 86400",
    "an upgrade": b"upgrade: h2c",
    "a link to a next page": b'link: <https://elsewhere.example/?page=2>; rel="next"',
    "a range": b"content-range: bytes 0-1/1000000",
    "an age and a warning": b"age: -1\r\nwarning: 110 - stale",
}
BAD_HEADERS: dict[str, bytes] = {
    "headers of 1 MB in one": b"x-long: " + b"a" * 10**6,
    "headers of 1 MB in many": b"\r\n".join(b"x-%06d: %s" % (number, b"a" * 90) for number in range(10_000)),
    "a header with a NUL": b"x-odd: a\0b",
    "a header with a line feed": b"x-odd: a\nb",
    "a header with a space in its name": b"x odd: 1",
    "a header without a name": b": 1",
    "a line that is no header": b"hello",
    "two lengths": b"content-length: 3",
    "a length that is negative": b"content-length: -5",
    "a length that is a word": b"content-length: long",
    "a transfer encoding that there is not": b"transfer-encoding: klingon",
    "both a length and chunks": b"transfer-encoding: chunked",
}
FIRST_LINES: dict[str, bytes] = {
    "no HTTP": b"SSH-2.0-OpenSSH_9.6",
    "a TLS alert": b"\x15\x03\x01\x00\x02\x02\x46",
    "HTTP 2": b"HTTP/2 200",
    "HTTP 0.9": b"{}",
    "a status that is a word": b"HTTP/1.1 OK",
    "a status of 4 digits": b"HTTP/1.1 2000 OK",
    "a status of 99": b"HTTP/1.1 099 Low",
    "a status of 0": b"HTTP/1.1 000 None",
    "another protocol switched to": b"HTTP/1.1 101 Switching Protocols",
    "nothing but a new line": b"",
    "a first line of 1 MB": b"HTTP/1.1 200 " + b"a" * 10**6,
}

HEADERS = [
    *(Case(name=words, says=headed(header)) for words, header in ODD_HEADERS.items()),
    *(Case(name=words, says=headed(header), or_said=True, requests=32) for words, header in BAD_HEADERS.items()),
    *(Case(name=words, says=started(line), or_said=True, requests=4) for words, line in FIRST_LINES.items()),
    Case(
        name="more after the body than the length says",
        says=lambda turn: Answer(raw=turn.honest.bytes() + b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"),
        requests=32,
        or_said=True,
    ),
    Case(name="garbage after the body", says=lambda turn: Answer(raw=turn.honest.bytes() + b"\xff" * 100), requests=32),
    Case(
        name="a connection that ends after each answer",
        says=lambda turn: Answer(raw=turn.honest.bytes(), close=True),
    ),
    Case(
        name="103 early hints before the answer",
        says=lambda turn: Answer(raw=b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n" + turn.honest.bytes()),
    ),
]


@each(STATUSES, ways=["list"])
def test_a_status_that_is_not_documented_is_an_error_at_once(case: Case, vendor: str, way: str) -> None:
    holds(case, vendor, way)


@each(HEADERS)
def test_a_head_is_read_or_said_to_be_unreadable(case: Case, vendor: str, way: str) -> None:
    outcome = holds(case, vendor, way)
    for error in outcome.errors:
        assert isinstance(error, ConnectionFailedError | UnexpectedResponseError | ApiError)
    assert outcome.errors or len(outcome.ids) == len(WIRES[VENDORS[0]].ids(case.holds))

"""Statuses that can pass are tried again, others are not; `Retry-After` is heeded, within the deadline."""

import datetime
import email.utils
import time

import pytest

from allsessions import (
    ApiError,
    AuthenticationError,
    Client,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
)

from ..client.scripted import Answer, Request, ScriptedServer, answer
from ..client.vendors import PAGED, WIRES
from .case import VENDORS, Case, always, at_page, attempts, first_attempt
from .reading import each, holds, listed

SUBJECT = "retries"

TRANSIENT: dict[int, type[ApiError]] = {
    408: ApiError,
    425: ApiError,
    429: RateLimitError,
    500: ServerError,
    502: ServerError,
    503: ServerError,
    504: ServerError,
    520: ServerError,
    522: ServerError,
    530: ServerError,
}
LASTING: dict[int, type[ApiError]] = {
    400: InvalidRequestError,
    401: AuthenticationError,
    402: ApiError,
    403: PermissionDeniedError,
    404: NotFoundError,
    405: ApiError,
    406: ApiError,
    409: ApiError,
    410: NotFoundError,
    413: ApiError,
    418: ApiError,
    422: InvalidRequestError,
    431: ApiError,
    451: ApiError,
    499: ApiError,
    501: ServerError,
    505: ServerError,
    507: ServerError,
    511: ServerError,
    519: ServerError,
    531: ServerError,
    599: ServerError,
}
BODIES = {
    "without a body": b"",
    "with HTML": b"<html><body>Bad gateway</body></html>",
    "with odd JSON": b'[1, {"error": 5}]',
}

CASES = [
    *(
        Case(name=f"{status} three times at each page", says=attempts(3, Answer(status=status)), requests=32)
        for status in TRANSIENT
    ),
    *(
        Case(
            name=f"{status} for ever {words}",
            says=always(Answer(status=status, body=body)),
            yields=[],
            errors=[kind],
            message="(after 4 attempts)",
            requests=4,
        )
        for status, kind in TRANSIENT.items()
        for words, body in BODIES.items()
    ),
    *(
        Case(
            name=f"{status} for ever {words}",
            says=always(Answer(status=status, body=body)),
            yields=[],
            errors=[kind],
            message=f"HTTP {status}",
            requests=1,
        )
        for status, kind in LASTING.items()
        for words, body in BODIES.items()
    ),
    *(
        Case(
            name=f"{status} for ever at page 2",
            says=at_page(2, Answer(status=status)),
            vendors=PAGED,
            yields=[0, 1],
            errors=[kind],
        )
        for status, kind in {**TRANSIENT, 401: AuthenticationError, 404: NotFoundError, 519: ServerError}.items()
    ),
    Case(
        name="503 where no retries are wanted",
        says=first_attempt(Answer(status=503)),
        yields=[],
        errors=[ServerError],
        requests=1,
        settings={"retries": 0},
    ),
]


@each(CASES, ways=["list"])
def test_what_can_pass_is_tried_again_and_what_cannot_is_reported(case: Case, vendor: str, way: str) -> None:
    holds(case, vendor, way)


def http_date(seconds: float) -> str:
    """So many seconds from now."""
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    return email.utils.format_datetime(moment, usegmt=True)


def asctime(seconds: float, zone: str = "") -> str:
    """So many seconds from now, without a zone or with an unknown one, which both mean GMT."""
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    return f"{moment:%a, %d %b %Y %H:%M:%S} {zone}" if zone else f"{moment:%a %b %e %H:%M:%S %Y}"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows cannot change the time zone")
@pytest.mark.parametrize("zone", ["", "-0000"])
def test_a_date_without_a_zone_is_in_gmt(zone: str, monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert waited(asctime(60, zone)) == (None, 2)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert 50 <= waits[0] <= 61.5


def waited(told: str, *, deadline: float = 120.0, status: int = 429) -> tuple[RateLimitError | ApiError | None, int]:
    """The error, if there is one, and the number of requests, where the first answer says to wait so long."""
    header = http_date(float(told.split()[1])) if told.startswith("in ") else told
    left = [Answer(status=status, headers={"retry-after": header})]

    def script(request: Request) -> Answer:
        return left.pop() if left else WIRES["elizaos"].serving(2)(request)

    with ScriptedServer(script) as server:
        with Client(WIRES["elizaos"].source(base_url=server.url), deadline=deadline) as client:
            try:
                assert len([session for page in client.pages("elizaos") for session in page.sessions]) == 2
            except ApiError as error:
                return error, len(server.requests)
            return None, len(server.requests)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("told", "least", "most"),
    [
        ("0", 0, 1.5),
        ("7", 7, 8.5),
        ("7.5", 7.5, 9),
        (" 7 ", 7, 8.5),
        ("-5", 0, 1.5),
        ("in 60 s", 50, 61.5),
        ("in -3600 s", 0, 1.5),
        ("Mon, 01 Jan 1990 00:00:00 GMT", 0, 1.5),
    ],
)
def test_the_pause_is_the_one_that_the_vendor_asks_for(
    told: str, least: float, most: float, status: int, waits: list[float]
) -> None:
    assert waited(told, status=status) == (None, 2)
    (wait,) = waits
    assert least <= wait <= most


@pytest.mark.parametrize(
    "told",
    ["soon", "", "NaN", "1 2", "0x10", "Mon, 99 Foo 2026 99:99:99 GMT", "Mon, 01 Jan 99999 00:00:00 GMT", "\xff"],
)
def test_a_pause_that_cannot_be_understood_is_the_librarys_own(told: str, waits: list[float]) -> None:
    assert waited(told) == (None, 2)
    assert waits[0] <= 20


@pytest.mark.parametrize(
    "told", ["121", "3600", "1e9", "Infinity", "9" * 400, "in 3600 s", "Fri, 31 Dec 9999 23:59:59 GMT"]
)
def test_a_pause_past_the_deadline_is_not_begun(told: str, waits: list[float]) -> None:
    error, requests = waited(told)
    assert isinstance(error, RateLimitError)
    assert error.retry_after is not None
    assert error.retry_after > 120
    assert (requests, waits) == (1, [])


def test_the_deadline_is_the_callers(waits: list[float]) -> None:
    assert waited("200", deadline=300) == (None, 2)
    error, requests = waited("20", deadline=10)
    assert isinstance(error, RateLimitError)
    assert requests == 1
    assert len(waits) == 1


def test_the_deadline_counts_all_pauses_together(waits: list[float]) -> None:
    told = Answer(status=429, headers={"retry-after": "40"})
    with ScriptedServer(lambda request: told) as server:
        with Client(WIRES["elizaos"].source(base_url=server.url), deadline=120, retries=10) as client:
            with pytest.raises(RateLimitError) as caught:
                list(client.pages("elizaos"))
    assert caught.value.attempts == len(server.requests) == 3
    assert sum(waits) <= 120


@pytest.mark.parametrize("vendor", VENDORS)
def test_get_is_tried_again_too(vendor: str) -> None:
    wire, left = WIRES[vendor], [Answer(status=503), Answer(raw=b"", reset=True)]

    def script(request: Request) -> Answer:
        if left:
            return left.pop()
        if "list" in request.path or vendor in ("anam", "konpro"):
            return wire.serving(3)(request)
        return answer({"code": 1000, "data": wire.record(1)} if vendor == "akool" else wire.record(1))

    with ScriptedServer(script) as server, Client(wire.source(base_url=server.url)) as client:
        assert client.get(f"{vendor}:{wire.ids(2)[1]}").id == wire.ids(2)[1]
        assert len(server.requests) == 3


def test_a_retried_page_is_not_read_twice() -> None:
    wire = WIRES["anam"]
    left = {2: [Answer(status=502), Answer(status=429, headers={"retry-after": "0"})], 3: [Answer(raw=b"", close=True)]}

    def script(request: Request) -> Answer:
        told = left.get(request.page, [])
        return told.pop() if told else wire.serving(6)(request)

    with ScriptedServer(script) as server, Client(wire.source(base_url=server.url, page_size=2)) as client:
        assert listed(client) == wire.ids(6)

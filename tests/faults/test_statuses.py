"""Statuses: which the client tries again, which it reports at once, as which class; and `Retry-After`."""

import datetime
import email.utils
import time
from collections.abc import Sequence

import pytest

from allsessions import (
    ApiError,
    AuthenticationError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    SourceError,
    UnexpectedResponseError,
)

from ..client.scripted import Answer, Request, answer
from ..client.vendors import WIRES
from .case import VENDORS, Case, Says, at_page, attempts
from .reading import hold, read, serving

TRANSIENT: dict[int, type[ApiError]] = {
    **dict.fromkeys((408, 425), ApiError),
    429: RateLimitError,
    **dict.fromkeys((500, 502, 503, 504, 520, 525, 530), ServerError),
}
LASTING: dict[int, type[ApiError]] = {
    **dict.fromkeys((400, 422), InvalidRequestError),
    401: AuthenticationError,
    403: PermissionDeniedError,
    **dict.fromkeys((404, 410), NotFoundError),
    **dict.fromkeys((402, 405, 409, 413, 418, 431, 444, 451, 499), ApiError),
    **dict.fromkeys((501, 505, 507, 511, 519, 531, 598, 599, 600, 999), ServerError),
}
UNDOCUMENTED = (201, 202, 203, 204, 205, 206, 207, 226, 299)
REDIRECTS = (300, 301, 302, 303, 304, 305, 307, 308, 399)


def with_status(status: int, body: bytes | None = None) -> Says:
    """Answer with this status and body, or the honest one."""
    return lambda turn: Answer(status=status, body=turn.honest.body if body is None else body)


def each_says(statuses: Sequence[int], error: type[SourceError], message: str = "", requests: int = 1) -> None:
    """Check that each status, whatever its body, is this error after so many requests."""
    for status in statuses:
        for body in (None, b"", b"<html><body>Bad gateway</body></html>", b'[1, {"error": 5}]'):
            says, text = with_status(status, body), message or f"HTTP {status}"
            hold(Case(says=says, yields=[], errors=[error], message=text, requests=requests))


@pytest.mark.parametrize("status", TRANSIENT)
def test_a_transient_status_is_tried_again(status: int) -> None:
    hold(Case(says=attempts(3, Answer(status=status)), requests=32))
    each_says([status], TRANSIENT[status], "(after 4 attempts)", requests=4)


def test_a_lasting_status_is_reported_at_once() -> None:
    for status, kind in LASTING.items():
        each_says([status], kind)


def test_an_undocumented_success_is_not_read_as_a_list() -> None:
    each_says(UNDOCUMENTED, UnexpectedResponseError, requests=4)


def test_a_redirect_is_an_error_that_is_not_tried_again() -> None:
    each_says(REDIRECTS, UnexpectedResponseError, "a redirect to the same host")


def test_a_status_at_page_2_keeps_page_1() -> None:
    expected = {**TRANSIENT, 401: AuthenticationError, 404: NotFoundError, 204: UnexpectedResponseError}
    for status, kind in expected.items():
        hold(Case(says=at_page(2, Answer(status=status)), yields=[0, 1], errors=[kind]))


def test_without_retries_there_is_one_request() -> None:
    says = attempts(1, Answer(status=503))
    hold(Case(says=says, yields=[], errors=[ServerError], requests=1, settings={"retries": 0}))


@pytest.mark.parametrize("vendor", VENDORS)
def test_get_is_tried_again_too(vendor: str) -> None:
    wire, left = WIRES[vendor], [Answer(status=503), Answer(status=429)]
    detail = {"akool": {"code": 1000, "data": wire.record(1)}, "elizaos": wire.record(1)}

    def script(request: Request) -> Answer:
        return left.pop() if left else answer(detail[vendor]) if vendor in detail else wire.serving(3)(request)

    with serving(script, vendor) as (client, requests):
        assert client.get(f"{vendor}:{wire.ids(2)[1]}").id == wire.ids(2)[1]
        assert len(requests) == 3


# Retry-After

NOW = datetime.datetime(2026, 4, 20, 9, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", NOW.timestamp)


def date(seconds: float) -> str:
    """So many seconds from now, as a date."""
    return email.utils.format_datetime(NOW + datetime.timedelta(seconds=seconds), usegmt=True)


def refused(header: str, *, status: int = 429, deadline: float = 120.0) -> tuple[list[SourceError], int]:
    """The errors, and the number of requests, after a first answer that asks for such a pause."""
    left = [Answer(status=status, headers={"retry-after": header})]

    def script(request: Request) -> Answer:
        return left.pop() if left else WIRES["elizaos"].serving(2)(request)

    with serving(script, "elizaos", deadline=deadline) as (client, requests):
        outcome = read(client, "elizaos", "pages")
        assert outcome.errors or len(outcome.ids) == 2
        return outcome.errors, len(requests)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        ("7.5", 7.5),
        (" 7 ", 7),
        ("-5", 0),
        (date(60), 60),
        (date(-3600), 0),
        ("Mon, 01 Jan 1990 00:00:00 GMT", 0),
    ],
)
def test_the_pause_is_as_long_as_the_vendor_asks(header: str, seconds: float, status: int, waits: list[float]) -> None:
    assert refused(header, status=status) == ([], 2)
    (wait,) = waits
    assert seconds <= wait <= seconds + 1


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows cannot change the time zone")
@pytest.mark.parametrize("form", ["%a %b %e %H:%M:%S %Y", "%a, %d %b %Y %H:%M:%S -0000"], ids=["asctime", "-0000"])
def test_a_date_without_a_zone_is_in_gmt(form: str, monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
    header = (NOW + datetime.timedelta(seconds=60)).strftime(form)
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        assert refused(header) == ([], 2)
    time.tzset()
    assert 60 <= waits[0] <= 61


@pytest.mark.parametrize(
    "header",
    ["soon", "", "NaN", "1 2", "0x10", "Mon, 99 Foo 2026 99:99:99 GMT", "Mon, 01 Jan 99999 00:00:00 GMT", "\xff"],
)
def test_a_pause_that_cannot_be_understood_is_the_librarys(header: str, waits: list[float]) -> None:
    assert refused(header) == ([], 2)
    assert waits[0] <= 20


@pytest.mark.parametrize("header", ["121", "1e9", "Infinity", "9" * 400, date(3600), "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_pause_past_the_deadline_is_not_begun(header: str, waits: list[float]) -> None:
    (error,), requests = refused(header)
    assert isinstance(error, RateLimitError)
    assert (error.retry_after or 0) > 120
    assert (requests, waits) == (1, [])


def test_the_deadline_is_the_callers(waits: list[float]) -> None:
    assert refused("200", deadline=300) == ([], 2)
    (error,), requests = refused("20", deadline=10)
    assert isinstance(error, RateLimitError)
    assert (requests, len(waits)) == (1, 1)


def test_the_deadline_counts_all_pauses_together(waits: list[float]) -> None:
    reply = Answer(status=429, headers={"retry-after": "40"})
    with serving(lambda request: reply, "elizaos", deadline=120, retries=10) as (client, requests):
        (error,) = read(client, "elizaos").errors
    assert error.attempts == len(requests) == 3
    assert sum(waits) <= 120

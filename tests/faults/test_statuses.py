"""The client retries some statuses and reports others at once, with the right class. It respects `Retry-After`."""

import datetime
import email.utils
import time

import pytest

import allsessions
from allsessions import ApiError, SourceError

from ..client.scripted import Answer, Request
from ..client.vendors import WIRES
from .case import VENDORS, Case, Says, at_page, attempts
from .reading import hold, read, serving

TRANSIENT: dict[int, type[ApiError]] = {
    **dict.fromkeys((408, 425), ApiError),
    429: allsessions.RateLimitError,
    **dict.fromkeys((500, 502, 503, 504, 520, 525, 530), allsessions.ServerError),
}
LASTING: dict[int, type[ApiError]] = {
    **dict.fromkeys((400, 422), allsessions.InvalidRequestError),
    401: allsessions.AuthenticationError,
    403: allsessions.PermissionDeniedError,
    **dict.fromkeys((404, 410), allsessions.NotFoundError),
    **dict.fromkeys((402, 405, 409, 413, 418, 431, 444, 451, 499), ApiError),
    **dict.fromkeys((501, 505, 507, 511, 519, 531, 598, 599, 600, 999), allsessions.ServerError),
}
UNDOCUMENTED = (201, 202, 203, 204, 205, 206, 207, 226, 299)
REDIRECTS = (300, 301, 302, 303, 304, 305, 307, 308, 399)
EXPECTED: dict[int, tuple[type[SourceError], str, int]] = {
    **{status: (kind, "(after 4 attempts)", 4) for status, kind in TRANSIENT.items()},
    **{status: (kind, f"HTTP {status}", 1) for status, kind in LASTING.items()},
    **dict.fromkeys(UNDOCUMENTED, (allsessions.UnexpectedResponseError, "is not documented", 1)),
    **dict.fromkeys(REDIRECTS, (allsessions.UnexpectedResponseError, "a redirect to the same host", 1)),
}
"""The error's class for each status, a part of its text, and the number of requests."""


def with_status(status: int, body: bytes | None) -> Says:
    """Answer with this status, and with this body, by default the honest one."""
    return lambda turn: Answer(status=status, body=turn.honest.body if body is None else body)


def test_the_status_decides_class_and_retries_whatever_the_body() -> None:
    for status, (kind, message, requests) in EXPECTED.items():
        for body in (None, b"", b"<html>", b'[1, {"error": 5}]', b'{"error": {"code": [], "message": {}}, "code": {}}'):
            says = with_status(status, body)
            hold(Case(vendors=VENDORS, says=says, yields=[], errors=[kind], message=message, requests=requests))


def test_a_status_at_page_2_keeps_page_1_or_is_tried_again() -> None:
    for status in TRANSIENT:
        hold(Case(says=attempts(3, Answer(status=status)), requests=32))
    for status in (*TRANSIENT, 401, 404, 204):
        hold(Case(says=at_page(2, Answer(status=status)), yields=[0, 1], errors=[EXPECTED[status][0]]))


def test_retries_are_the_callers_and_each_is_logged(waits: list[float], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="allsessions"):
        for retries in (0, 1, 5):
            with serving(lambda request: Answer(status=503), "elizaos", retries=retries) as (client, requests):
                (error,) = read(client, "elizaos").errors
            assert (error.attempts, len(requests)) == (retries + 1, retries + 1)
    lines = [record.getMessage() for record in caplog.records if record.name == "allsessions"]
    assert len(lines) == len(waits) == 6
    assert all("elizaos: " in line and "HTTP 503" in line for line in lines)
    assert lines[0].endswith(f"attempt 1 failed, the next is in {waits[0]:.1f} s")


# Retry-After

NOW = datetime.datetime(2026, 4, 20, 9, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", NOW.timestamp)


def date(seconds: float) -> str:
    """Return the time this number of seconds after NOW, as an HTTP date."""
    return email.utils.format_datetime(NOW + datetime.timedelta(seconds=seconds), usegmt=True)


def refused(header: str, *, status: int = 429, deadline: float = 120.0) -> tuple[list[SourceError], int]:
    """Return the errors and the number of requests, if the first answer has this `Retry-After` header."""
    left = [Answer(status=status, headers={"retry-after": header})]

    def script(request: Request) -> Answer:
        return left.pop() if left else WIRES["elizaos"].serving(2)(request)

    with serving(script, "elizaos", deadline=deadline) as (client, requests):
        outcome = read(client, "elizaos", "pages")
        assert outcome.errors or len(outcome.ids) == 2
        return outcome.errors, len(requests)


PAUSES = {"0": 0, "7.5": 7.5, " 7 ": 7, "-5": 0, date(60): 60, date(-3600): 0, "Mon, 01 Jan 1990 00:00:00 GMT": 0}
NO_PAUSES = ["soon", "", "NaN", "0x10", "Mon, 99 Foo 2026 99:99:99 GMT", "Mon, 01 Jan 99999 00:00:00 GMT", "\xff"]
NO_PAUSES += ["Mon, 01 Jan 99999999999999 00:00:00 GMT", "Mon, 01 Jan 2026 00:00:00 +9999999999999999", " ", ","]


def test_the_pause_is_as_long_as_the_vendor_demands(waits: list[float]) -> None:
    for header, seconds in PAUSES.items():
        for status in (429, 503):
            assert refused(header, status=status) == ([], 2)
            assert seconds <= waits.pop() <= seconds + 1, header


def test_an_unreadable_pause_is_the_librarys(waits: list[float]) -> None:
    for header in NO_PAUSES:
        assert refused(header) == ([], 2)
        assert waits.pop() <= 20, header


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows cannot change the time zone")
def test_a_date_without_a_zone_is_in_gmt(monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
    for form in ("%a %b %e %H:%M:%S %Y", "%a, %d %b %Y %H:%M:%S -0000"):
        with monkeypatch.context() as patch:
            patch.setenv("TZ", "Asia/Tokyo")
            time.tzset()
            assert refused((NOW + datetime.timedelta(seconds=60)).strftime(form)) == ([], 2)
        time.tzset()
        assert 60 <= waits.pop() <= 61


def test_a_pause_past_the_deadline_is_not_begun(waits: list[float]) -> None:
    for header in ("121", "1e9", "Infinity", "9" * 400, date(3600), "Fri, 31 Dec 9999 23:59:59 GMT"):
        (error,), requests = refused(header)
        assert isinstance(error, allsessions.RateLimitError)
        assert (error.retry_after or 0) > 120
        assert (requests, waits) == (1, [])
    assert refused("20", deadline=10)[1] == 1
    assert refused("200", deadline=300) == ([], 2)


def test_the_deadline_counts_all_pauses_together(waits: list[float]) -> None:
    reply = Answer(status=429, headers={"retry-after": "40"})
    with serving(lambda request: reply, "elizaos", deadline=120, retries=10) as (client, requests):
        (error,) = read(client, "elizaos").errors
    assert error.attempts == len(requests) == 3
    assert sum(waits) <= 120

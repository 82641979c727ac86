"""Each failure is the error that the tree has for it and names its source; what can pass is tried again."""

import contextlib
import datetime
import email.utils
import logging
import re
import socket
import threading
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from allsessions import (
    ApiError,
    AuthenticationError,
    Client,
    ConnectionFailedError,
    ElizaOS,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    SourceError,
    TimedOutError,
    UnexpectedResponseError,
)

from .scripted import Answer, Request, ScriptedServer, answer
from .vendors import WIRES

GOOD = WIRES["elizaos"].serving(2)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses between attempts, which the tests need not sit through."""
    pauses: list[float] = []

    async def no_pause(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr("allsessions.http.transport.pause", no_pause)
    return pauses


def failure(script: Callable[[Request], Answer], vendor: str = "elizaos", **settings: Any) -> SourceError:
    """The error that a list of one source ends with."""
    with ScriptedServer(script) as server:
        with Client(WIRES[vendor].source(base_url=server.url), **{"retries": 0, **settings}) as client:
            with pytest.raises(SourceError) as caught:
                list(client.pages(vendor))
    assert caught.value.source == caught.value.vendor == vendor
    return caught.value


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, InvalidRequestError),
        (401, AuthenticationError),
        (402, ApiError),
        (403, PermissionDeniedError),
        (404, NotFoundError),
        (409, ApiError),
        (410, NotFoundError),
        (422, InvalidRequestError),
        (429, RateLimitError),
        (500, ServerError),
        (503, ServerError),
        (520, ServerError),
        (999, ServerError),
    ],
)
@pytest.mark.parametrize("body", [b"", b"<html>", b'{"unknown": 1}', b"[]"])
def test_the_status_decides_the_class_whatever_the_body(status: int, kind: type[ApiError], body: bytes) -> None:
    error = failure(lambda request: Answer(status=status, body=body))
    assert type(error) is kind
    assert isinstance(error, ApiError)
    assert error.status_code == status


@pytest.mark.parametrize(
    ("vendor", "status", "body", "code", "message"),
    [
        ("anam", 401, {"error": "Unauthorized", "message": "no"}, "Unauthorized", "no"),
        ("konpro", 401, {"error": {"code": "INVALID_API_KEY", "message": "no"}}, "INVALID_API_KEY", "no"),
        ("konpro", 429, {"code": "RATE_LIMIT_EXCEEDED", "message": "slow"}, "RATE_LIMIT_EXCEEDED", "slow"),
        ("konpro", 500, {"error": "broken"}, None, "broken"),
        ("elizaos", 401, {"error": "API key required", "message": "give it"}, "API key required", "give it"),
        ("elizaos", 404, {"success": False, "error": {"message": "no route", "code": 404}}, 404, "no route"),
        ("akool", 502, {"code": 1015, "msg": "gateway"}, 1015, "gateway"),
    ],
)
def test_the_vendors_own_words_are_in_the_error(vendor: str, status: int, body: Any, code: Any, message: str) -> None:
    error = failure(lambda request: answer(body, status=status, x_request_id="r-1"), vendor)
    assert isinstance(error, ApiError)
    assert (error.status_code, error.code, error.message, error.request_id) == (status, code, message, "r-1")
    assert message in str(error)


@pytest.mark.parametrize(
    ("code", "kind"),
    [(1003, InvalidRequestError), (1005, RateLimitError), (1009, PermissionDeniedError), (1101, AuthenticationError)],
)
def test_akools_code_decides_at_http_200(code: int, kind: type[ApiError]) -> None:
    error = failure(lambda request: answer({"code": code, "msg": "why"}), "akool")
    assert type(error) is kind
    assert isinstance(error, ApiError)
    assert (error.code, error.message, error.status_code) == (code, "why", 200)


@pytest.mark.parametrize("data", [[], "", 5, {"result": 5}])
def test_akools_code_decides_whatever_the_data_is(data: Any) -> None:
    error = failure(lambda request: answer({"code": 1101, "msg": "why", "data": data}), "akool")
    assert type(error) is AuthenticationError


@pytest.mark.parametrize("code", ["INVALID_API_KEY", "MISSING_API_KEY"])
def test_konpros_code_decides_at_its_one_documented_failure(code: str) -> None:
    error = failure(lambda request: answer({"error": {"code": code}}, status=400), "konpro")
    assert type(error) is AuthenticationError


@pytest.mark.parametrize(
    ("told", "path"),
    [
        (Answer(body=b"<html>Log in</html>", headers={"content-type": "text/html"}), ""),
        (Answer(body=b""), ""),
        (Answer(body=b"\xff\xfe"), ""),
        (Answer(body=b"[]"), ""),
        (Answer(body=b'"text"'), ""),
        (Answer(body=b"null"), ""),
        (Answer(body=b"NaN"), ""),
        (Answer(body=b"[" * 100_000), ""),
        (Answer(body=b"{}"), "sessions"),
        (answer({"sessions": None, "total": 3}), "sessions"),
        (answer({"sessions": {"0": {}}}), "sessions"),
        (Answer(status=204), ""),
        (Answer(status=206, body=b"{}"), ""),
        (Answer(body=b"not gzip", headers={"content-encoding": "gzip"}), ""),
    ],
)
def test_an_undocumented_answer_is_unexpected_and_placed(told: Answer, path: str) -> None:
    error = failure(lambda request: told)
    assert type(error) is UnexpectedResponseError
    assert error.path == path
    assert path in str(error)


@pytest.mark.parametrize(
    ("vendor", "envelope", "path"),
    [
        ("akool", {"msg": "OK", "data": {"count": 0, "result": []}}, "code"),
        ("akool", {"code": 1000, "data": None}, "data.result"),
        ("akool", {"code": 1000, "data": {"count": 5, "result": None}}, "data.result"),
        ("anam", {"data": None, "meta": {"total": 5}}, "data"),
        ("konpro", {"total": 5}, "data"),
    ],
)
def test_success_without_the_list_is_no_empty_list(vendor: str, envelope: Any, path: str) -> None:
    error = failure(lambda request: answer(envelope), vendor)
    assert isinstance(error, UnexpectedResponseError)
    assert error.path == path


@pytest.mark.parametrize(
    ("vendor", "envelope"),
    [
        ("akool", {"code": 1000, "data": {"count": 0, "result": None}}),
        ("anam", {"data": None, "meta": {"total": 0, "next": None}}),
        ("konpro", {"total": 0, "data": None, "next_pagination_token": None}),
        ("elizaos", {"sessions": None, "total": 0}),
    ],
)
def test_no_list_and_a_total_of_none_is_an_empty_list(vendor: str, envelope: Any) -> None:
    with ScriptedServer(lambda request: answer(envelope)) as server:
        with Client(WIRES[vendor].source(base_url=server.url)) as client:
            assert list(client.list()) == []


def test_a_redirect_is_not_followed_and_its_host_is_named() -> None:
    with ScriptedServer(GOOD) as elsewhere:
        target = f"{elsewhere.url}/api/messaging/sessions"
        error = failure(lambda request: Answer(status=302, headers={"location": target}))
        assert isinstance(error, UnexpectedResponseError)
        assert "127.0.0.1" in str(error)
        assert elsewhere.requests == []


def test_nobody_there_is_a_failed_connection() -> None:
    with Client(ElizaOS(base_url="http://127.0.0.1:1"), retries=0) as client:
        with pytest.raises(ConnectionFailedError, match=re.escape("http://127.0.0.1:1")):
            client.get("elizaos:x")


def test_a_server_that_does_not_answer_times_out() -> None:
    error = failure(lambda request: Answer(hold=threading.Event()), timeout=0.05)
    assert type(error) is TimedOutError
    assert "0.05 s" in str(error)


def test_a_server_that_trickles_times_out_as_a_whole() -> None:
    # Each byte comes in time, so that only a limit on the whole attempt ends it.
    trickle = Answer(raw=b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n" + b" " * 999)
    assert type(failure(lambda request: trickle, timeout=0.2)) is TimedOutError


def test_tls_that_cannot_be_is_not_tried_again(waits: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=speak_plainly, args=(listener,))
        thread.start()
        source = ElizaOS(base_url=f"https://127.0.0.1:{listener.getsockname()[1]}")
        with Client(source) as client, pytest.raises(ConnectionFailedError, match="SSL"):
            client.get("elizaos:x")
        thread.join()
    assert waits == []


def speak_plainly(listener: socket.socket) -> None:
    """Take one connection, and answer its TLS greeting without TLS."""
    connection, _ = listener.accept()
    with connection:
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def once(first: Answer, then: Callable[[Request], Answer] = GOOD) -> Callable[[Request], Answer]:
    """A server that fails at its first request only."""
    left = [first]
    return lambda request: left.pop() if left else then(request)


TRUNCATED = Answer(raw=b'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"sess', close=True)
HANGS_UP = Answer(raw=b"", close=True)


@pytest.mark.parametrize(
    "fault",
    [Answer(status=status) for status in (408, 425, 429, 500, 502, 503, 504, 520, 530)] + [TRUNCATED, HANGS_UP],
    ids=lambda fault: str(fault.status) if fault.raw is None else "truncated" if fault.raw else "hangs up",
)
def test_what_can_pass_is_tried_again(fault: Answer, waits: list[float]) -> None:
    with ScriptedServer(once(fault)) as server, Client(ElizaOS(base_url=server.url)) as client:
        assert [session.id for session in client.list()] == ["el-0000", "el-0001"]
    assert len(server.requests) == 2
    assert len(waits) == 1


def test_akools_own_too_frequent_is_tried_again(waits: list[float]) -> None:
    script = once(answer({"code": 1005, "msg": "too frequent"}), WIRES["akool"].serving(2))
    with ScriptedServer(script) as server, Client(WIRES["akool"].source(base_url=server.url)) as client:
        assert len(list(client.list())) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 501, 505, 531])
def test_what_stays_wrong_is_not_tried_again(status: int, waits: list[float]) -> None:
    with ScriptedServer(lambda request: Answer(status=status)) as server:
        with Client(ElizaOS(base_url=server.url)) as client, pytest.raises(ApiError):
            client.get("elizaos:x")
    assert len(server.requests) == 1


@pytest.mark.parametrize("retries", [0, 1, 3])
def test_a_failure_that_stays_is_raised_after_all_retries(retries: int, waits: list[float]) -> None:
    with ScriptedServer(lambda request: Answer(status=503)) as server:
        with Client(ElizaOS(base_url=server.url), retries=retries) as client, pytest.raises(ServerError):
            client.get("elizaos:x")
    assert len(server.requests) == retries + 1


def test_retry_after_may_be_seconds_or_a_date(waits: list[float]) -> None:
    soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=30)
    for told, least, most in (("7", 7, 8), (email.utils.format_datetime(soon, usegmt=True), 28, 31)):
        script = once(Answer(status=429, headers={"retry-after": told}))
        with ScriptedServer(script) as server, Client(ElizaOS(base_url=server.url)) as client:
            assert len(list(client.list())) == 2
        assert least <= waits.pop() <= most


def test_a_pause_past_the_deadline_is_told_and_not_waited_for(
    waits: list[float],
) -> None:
    error = failure(lambda request: Answer(status=429, headers={"retry-after": "900"}), retries=3)
    assert isinstance(error, RateLimitError)
    assert error.retry_after == 900
    assert waits == []


def test_a_pause_that_cannot_be_understood_is_no_pause(waits: list[float]) -> None:
    error = failure(lambda request: Answer(status=429, headers={"retry-after": "soon"}))
    assert isinstance(error, RateLimitError)
    assert error.retry_after is None


def test_a_retry_is_logged_with_source_reason_attempt_and_wait(
    waits: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="allsessions"):
        with ScriptedServer(once(Answer(status=503))) as server, Client(ElizaOS(base_url=server.url)) as client:
            list(client.list())
    (record,) = [record for record in caplog.records if record.name == "allsessions"]
    assert re.search(r"elizaos: .*503.*attempt 1 failed, the next is in \d+\.\d s", record.getMessage())


def test_a_rate_limit_keeps_no_other_source_waiting() -> None:
    with ScriptedServer(GOOD) as server:
        slow = [ElizaOS(name=f"slow-{n}", base_url=server.url, rate_limit="1/day") for n in range(3)]
        quick = ElizaOS(name="quick", base_url=server.url)
        with Client([*slow, quick], http={"limits": httpx.Limits(max_connections=2)}) as client:
            client.count(sources=slow)  # that is what they may ask for today
            threads = [threading.Thread(target=swallow, args=(client, source)) for source in slow]
            for thread in threads:
                thread.start()
            assert client.count(sources=quick) == {"quick": 2}
            client.close()
            for thread in threads:
                thread.join()


def swallow(client: Client, source: ElizaOS) -> None:
    """Count until the client is closed."""
    with contextlib.suppress(BaseException):
        client.count(sources=source)


def test_a_rate_limit_holds_over_all_of_a_sources_requests() -> None:
    wire = WIRES["anam"]
    source = wire.source(page_size=1, rate_limit="20/second")
    arrivals: list[float] = []

    def script(request: Request) -> Answer:
        arrivals.append(datetime.datetime.now(datetime.UTC).timestamp())
        return wire.serving(12)(request)

    with ScriptedServer(script) as server:
        source = wire.source(base_url=server.url, page_size=1, rate_limit="20/second")
        with Client(source) as client:
            assert len(list(client.list())) == 12
    # A burst of two, then one each eighteenth of a second.
    assert arrivals[-1] - arrivals[0] >= (len(arrivals) - 2) / 18 * 0.95

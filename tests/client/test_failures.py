"""Each failure is the error that the tree has for it, and names its source; a transient failure is tried again."""

import contextlib
import logging
import re
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

from .scripted import Answer, ScriptedServer, answer
from .vendors import WIRES, Script, client_of

GOOD = WIRES["elizaos"].serving(2)
HELD = threading.Event()
"""Never set: for an answer that does not come before the server stops."""


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses between attempts, which the tests do not wait for."""
    pauses: list[float] = []

    async def no_pause(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr("allsessions.http.transport.pause", no_pause)
    return pauses


def failure(reply: Answer, vendor: str = "elizaos", retries: int = 0) -> SourceError:
    """Return the error of a list whose every answer is this one."""
    with client_of(vendor, lambda request: reply, retries=retries) as (client, _):
        with pytest.raises(SourceError) as caught:
            list(client.pages(vendor))
    assert caught.value.source == caught.value.vendor == vendor
    return caught.value


def test_the_status_decides_the_class_whatever_the_body() -> None:
    kinds: dict[int, type[ApiError]] = {
        **dict.fromkeys((400, 422), InvalidRequestError),
        401: AuthenticationError,
        **dict.fromkeys((402, 409), ApiError),
        403: PermissionDeniedError,
        **dict.fromkeys((404, 410), NotFoundError),
        429: RateLimitError,
        **dict.fromkeys((500, 503, 520, 999), ServerError),
    }
    for status, kind in kinds.items():
        for body in (b"", b"<html>", b'{"unknown": 1}', b"[]"):
            error = failure(Answer(status=status, body=body))
            assert type(error) is kind, (status, body)
            assert isinstance(error, ApiError)
            assert (error.status_code, f"HTTP {status}" in str(error)) == (status, True)


@pytest.mark.parametrize(
    ("vendor", "status", "body", "kind", "code", "message"),
    [
        ("anam", 401, {"error": "Unauthorized", "message": "no"}, AuthenticationError, "Unauthorized", "no"),
        ("konpro", 500, {"error": "broken"}, ServerError, None, "broken"),
        ("konpro", 400, {"error": {"code": "INVALID_API_KEY", "message": "no"}}, AuthenticationError, ..., "no"),
        ("elizaos", 404, {"error": {"message": "no route", "code": 404}}, NotFoundError, 404, "no route"),
        ("akool", 502, {"code": 1015, "msg": "gateway"}, ServerError, 1015, "gateway"),
        ("akool", 200, {"code": 1009, "msg": "why"}, PermissionDeniedError, 1009, "why"),
        ("akool", 200, {"code": 1101, "msg": "why", "data": {"result": 5}}, AuthenticationError, 1101, "why"),
        ("akool", 200, {"code": 1101, "msg": "why", "data": []}, AuthenticationError, 1101, "why"),
    ],
)
def test_the_vendors_code_and_message_are_in_the_error(
    vendor: str, status: int, body: Any, kind: type[ApiError], code: Any, message: str
) -> None:
    error = failure(answer(body, status=status, x_request_id="r-1"), vendor)
    assert type(error) is kind
    assert isinstance(error, ApiError)
    code = "INVALID_API_KEY" if code is ... else code
    assert (error.status_code, error.code, error.message, error.request_id) == (status, code, message, "r-1")
    assert message in str(error)


@pytest.mark.parametrize(
    ("reply", "path"),
    [
        *((Answer(body=body), "") for body in (b"<html>Log in</html>", b"", b"\xff\xfe", b"[]", b"null", b"NaN")),
        (Answer(body=b"[" * 100_000), ""),
        (Answer(status=204), ""),
        (Answer(status=206, body=b"{}"), ""),
        (Answer(body=b"not gzip", headers={"content-encoding": "gzip"}), ""),
        (answer({"sessions": None, "total": 3}), "sessions"),
        (answer({"sessions": {"0": {}}}), "sessions"),
    ],
    ids=["html", "empty", "utf-16", "list", "null", "nan", "deep", "204", "206", "gzip", "no list", "object"],
)
def test_an_undocumented_answer_is_unexpected_and_placed(reply: Answer, path: str) -> None:
    error = failure(reply)
    assert type(error) is UnexpectedResponseError
    assert (error.path, path in str(error)) == (path, True)


@pytest.mark.parametrize(
    ("vendor", "envelope", "path"),
    [
        ("akool", {"msg": "OK", "data": {"count": 0, "result": []}}, "code"),
        ("akool", {"code": 1000, "data": None}, "data.result"),
        ("akool", {"code": 1000, "data": {"count": 5, "result": None}}, "data.result"),
        ("anam", {"data": None, "meta": {"total": 5}}, "data"),
        ("konpro", {"total": 5}, "data"),
        ("akool", {"code": 1000, "data": {"count": 0, "result": None}}, None),
        ("anam", {"data": None, "meta": {"total": 0, "next": None}}, None),
        ("konpro", {"total": 0, "data": None, "next_pagination_token": None}, None),
        ("elizaos", {"sessions": None, "total": 0}, None),
    ],
)
def test_no_list_is_an_empty_list_only_if_the_total_is_0(vendor: str, envelope: Any, path: str | None) -> None:
    if path is None:
        with client_of(vendor, lambda request: answer(envelope)) as (client, _):
            assert list(client.list()) == []
        return
    error = failure(answer(envelope), vendor)
    assert isinstance(error, UnexpectedResponseError)
    assert error.path == path


def test_a_redirect_is_not_followed_and_its_host_is_named() -> None:
    with client_of("elizaos", lambda _: Answer(status=302, headers={"location": "https://else.example/"})) as (
        client,
        server,
    ):
        with pytest.raises(UnexpectedResponseError, match=re.escape("else.example")):
            client.get("elizaos:x")
    assert len(server.requests) == 1


# Over real sockets: connections that fail


def test_nobody_there_is_a_failed_connection() -> None:
    with Client(ElizaOS(base_url="http://127.0.0.1:1"), retries=0) as client:
        with pytest.raises(ConnectionFailedError, match=re.escape("http://127.0.0.1:1")):
            client.get("elizaos:x")


@pytest.mark.parametrize(
    "reply",
    [
        Answer(hold=HELD),
        # Each byte comes in time, so that only a limit on the whole attempt ends it.
        Answer(stream=[b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n", *[b" "] * 100_000]),
    ],
    ids=["silent", "trickling"],
)
def test_an_answer_that_is_not_complete_in_time_times_out(reply: Answer) -> None:
    with ScriptedServer(lambda request: reply) as server:
        with Client(ElizaOS(base_url=server.url), retries=0, timeout=0.2) as client:
            with pytest.raises(TimedOutError, match=r"elizaos: .*0\.2 s; raise timeout"):
                client.get("elizaos:x")


# Retries


def once(first: Answer, then: Script = GOOD) -> Script:
    """A server that fails at its first request only."""
    left = [first]
    return lambda request: left.pop() if left else then(request)


def test_a_transient_failure_is_tried_again_and_no_other(waits: list[float]) -> None:
    for status in (408, 425, 429, 500, 502, 503, 504, 520, 530):
        with client_of("elizaos", once(Answer(status=status)), retries=3) as (client, server):
            assert len(list(client.list())) == len(server.requests) == 2, status
    too_frequent = answer({"code": 1005, "msg": "too frequent"})
    with client_of("akool", once(too_frequent, WIRES["akool"].serving(2)), retries=3) as (client, _):
        assert len(list(client.list())) == 2
    assert len(waits) == 10
    for status in (400, 401, 403, 404, 422, 501, 505, 531):
        failure(Answer(status=status), retries=3)
    assert len(waits) == 10


@pytest.mark.parametrize("retries", [0, 1, 3])
def test_a_failure_that_stays_is_raised_after_all_retries(retries: int, waits: list[float]) -> None:
    assert type(failure(Answer(status=503), retries=retries)) is ServerError
    assert len(waits) == retries


def test_a_retry_is_logged_with_source_reason_attempt_and_wait(
    waits: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="allsessions"):
        with client_of("elizaos", once(Answer(status=503)), retries=1) as (client, _):
            list(client.list())
    (record,) = [record for record in caplog.records if record.name == "allsessions"]
    assert re.search(r"elizaos: .*503.*attempt 1 failed, the next is in \d+\.\d s", record.getMessage())


# Rate limits


def test_a_rate_limit_keeps_no_other_source_waiting() -> None:
    with ScriptedServer(GOOD) as server:
        slow = [ElizaOS(name=f"slow-{n}", base_url=server.url, rate_limit="1/day") for n in range(3)]
        quick = ElizaOS(name="quick", base_url=server.url)
        with Client([*slow, quick], http={"limits": httpx.Limits(max_connections=2)}) as client:
            client.count(sources=slow)  # all that the rate allows today
            threads = [threading.Thread(target=until_closed, args=(client.count, source)) for source in slow]
            for thread in threads:
                thread.start()
            assert client.count(sources=quick) == {"quick": 2}
            client.close()
            for thread in threads:
                thread.join()


def until_closed(count: Callable[..., object], source: ElizaOS) -> None:
    with contextlib.suppress(BaseException):
        count(sources=source)

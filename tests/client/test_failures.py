"""Each failure that a vendor reports raises the documented error, with the vendor's code and message."""

import contextlib
import threading
from typing import Any

import httpx
import pytest

from allsessions import (
    ApiError,
    AuthenticationError,
    Client,
    ElizaOS,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    SourceError,
    UnexpectedResponseError,
)

from .scripted import Answer, Request, ScriptedServer, answer
from .vendors import WIRES, client_of


def failure(vendor: str, reply: Answer, retries: int = 0) -> SourceError:
    """Return the error of a list whose every answer is this one."""
    with client_of(vendor, lambda request: reply, retries=retries) as (client, _):
        with pytest.raises(SourceError) as caught:
            list(client.pages(vendor))
    assert caught.value.source == caught.value.vendor == vendor
    return caught.value


EMPTY = {"count": 0, "result": []}
# A vendor, a status, a body, and its class, code and message.
REPORTED: list[tuple[str, int, Any, type[ApiError], Any, str | None]] = [
    ("anam", 401, {"error": "Unauthorized", "message": "no"}, AuthenticationError, "Unauthorized", "no"),
    ("anam", 402, {"error": "Payment Required"}, ApiError, None, "Payment Required"),
    ("konpro", 500, {"error": "broken"}, ServerError, None, "broken"),
    # At 400, the codes of KonPro and Akool decide; at 200 Akool's.
    (
        "konpro",
        400,
        {"error": {"code": "INVALID_API_KEY", "message": "no"}},
        AuthenticationError,
        "INVALID_API_KEY",
        "no",
    ),
    ("konpro", 400, {"error": {"code": "NEW", "message": "new"}}, InvalidRequestError, "NEW", "new"),
    ("akool", 400, {"code": 1008, "msg": "gone"}, NotFoundError, 1008, "gone"),
    ("akool", 502, {"code": 1015, "msg": "gateway"}, ServerError, 1015, "gateway"),
    ("akool", 200, {"code": 1005, "msg": "too frequent", "data": EMPTY}, RateLimitError, 1005, "too frequent"),
    ("akool", 200, {"code": 1218, "msg": "why", "data": {"result": 5}}, ServerError, 1218, "why"),
    ("akool", 200, {"code": 1009, "msg": "why"}, PermissionDeniedError, 1009, "why"),
    ("akool", 200, {"code": 1101, "msg": "why", "data": []}, AuthenticationError, 1101, "why"),
    ("elizaos", 404, {"error": {"message": "no route", "code": 404}}, NotFoundError, 404, "no route"),
    # An error next to an empty list, or in its place, at HTTP 200
    ("anam", 200, {"data": [], "error": {"code": "quota", "message": "none left"}}, ApiError, "quota", "none left"),
    ("anam", 200, {"code": "E7", "message": "no such plan"}, ApiError, "E7", "no such plan"),
    ("elizaos", 200, {"sessions": [], "errors": ["the database is down"]}, ApiError, None, "the database is down"),
    ("elizaos", 200, {"success": False, "error": "no"}, ApiError, None, "no"),
    ("konpro", 200, {"data": [], "total": 0, "errors": [{"code": "X", "message": "busy"}]}, ApiError, "X", "busy"),
    ("akool", 200, {"code": 1000, "data": EMPTY, "error": "suspended"}, ApiError, 1000, "suspended"),
]
RETRIED = {("akool", 200, 1005), ("akool", 200, 1218), ("akool", 502, 1015), ("konpro", 500, None)}


@pytest.mark.usefixtures("waits")
def test_the_error_has_the_vendors_code_and_message() -> None:
    for vendor, status, body, kind, code, message in REPORTED:
        error = failure(vendor, answer(body, status=status, x_request_id="r-1"), retries=2)
        assert type(error) is kind, body
        assert isinstance(error, ApiError)
        assert (error.status_code, error.code, error.message, error.request_id) == (status, code, message, "r-1")
        assert (f"{message}" in str(error), error.attempts) == (True, 3 if (vendor, status, code) in RETRIED else 1)


def test_an_unclear_body_leaves_the_class_to_the_status() -> None:
    kinds = {400: InvalidRequestError, 401: AuthenticationError, 404: NotFoundError, 500: ServerError}
    bodies: list[Any] = [None, [], "no", {"error": 5}, {"error": {"code": [], "message": {}}}, {"code": {}, "msg": 5}]
    for vendor in WIRES:
        for status, kind in kinds.items():
            assert {type(failure(vendor, answer(body, status=status))) for body in bodies} == {kind}


UNEXPECTED: list[tuple[str, Answer, str]] = [
    *(("elizaos", Answer(body=body), "") for body in (b"<html>Log in</html>", b"", b"\xff\xfe", b"[]", b"NaN")),
    ("elizaos", Answer(status=206, body=b"{}"), ""),
    ("elizaos", answer({"sessions": None, "total": 3}), "sessions"),
    ("elizaos", answer({"sessions": {"0": {}}}), "sessions"),
    ("akool", answer({"msg": "OK", "data": EMPTY}), "code"),
    ("akool", answer({"code": "1101", "msg": "no", "data": EMPTY}), "code"),
    ("akool", answer({"code": 1000, "data": None}), "data.result"),
    ("akool", answer({"code": 1000, "data": {"count": 5, "result": None}}), "data.result"),
    ("anam", answer({"data": None, "meta": {"total": 5}}), "data"),
    ("konpro", answer({"total": 5}), "data"),
]


def test_an_undocumented_answer_is_unexpected_and_placed() -> None:
    for vendor, reply, path in UNEXPECTED:
        error = failure(vendor, reply)
        assert type(error) is UnexpectedResponseError, reply
        assert (error.path, path in str(error)) == (path, True)


def test_no_list_is_an_empty_list_if_the_total_is_0() -> None:
    for vendor, envelope in {
        "akool": {"code": 1000, "data": {"count": 0, "result": None}},
        "anam": {"data": None, "meta": {"total": 0, "next": None}},
        "konpro": {"total": 0, "data": None, "next_pagination_token": None},
        "elizaos": {"sessions": None, "total": 0},
    }.items():
        with client_of(vendor, lambda request: answer(envelope)) as (client, _):  # noqa: B023
            assert list(client.list()) == []


def test_a_failure_next_to_records_is_a_failure() -> None:
    honest = WIRES["akool"]

    def script(request: Request) -> Answer:
        envelope = honest.envelope([honest.record(number) for number in range(5)], request)
        return answer({**envelope, **({"code": 1101, "msg": "expired"} if request.page == 2 else {})})

    with client_of("akool", script, page_size=2) as (client, _):
        pages = client.pages("akool")
        assert len(next(pages).sessions) == 2
        with pytest.raises(AuthenticationError):
            next(pages)


def test_a_rate_limit_keeps_no_other_source_waiting() -> None:
    with ScriptedServer(WIRES["elizaos"].serving(2)) as server:
        slow = [ElizaOS(name=f"slow-{n}", base_url=server.url, rate_limit="1/day") for n in range(3)]
        quick = ElizaOS(name="quick", base_url=server.url)
        with Client([*slow, quick], http={"limits": httpx.Limits(max_connections=2)}) as client:

            def until_closed(source: ElizaOS) -> None:
                with contextlib.suppress(BaseException):
                    client.count(sources=source)

            client.count(sources=slow)  # all that the rate allows today
            threads = [threading.Thread(target=until_closed, args=(source,)) for source in slow]
            for thread in threads:
                thread.start()
            assert client.count(sources=quick) == {"quick": 2}
            client.close()
            for thread in threads:
                thread.join()

"""Each failure that a vendor reports raises the documented error, with the vendor's code and message."""

import json
import ssl
from typing import Any

import httpx
import pytest

from allsessions import (
    Anam,
    ApiError,
    AuthenticationError,
    Client,
    IncompleteListingError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    SourceError,
    UnexpectedResponseError,
)

from .scripted import Answer, Request, answer
from .vendors import WIRES, client_of


def failure(vendor: str, reply: Answer, retries: int = 0) -> SourceError:
    """Return the error of a list if the vendor answers each request with `reply`."""
    with client_of(vendor, lambda request: reply, retries=retries) as (client, _):
        with pytest.raises(SourceError) as caught:
            list(client.pages(vendor))
    assert caught.value.source == caught.value.vendor == vendor
    return caught.value


def caused_by(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


EMPTY = {"count": 0, "result": []}
# The vendor, the status and the body of an answer; the class, code and message of the error.
REPORTED: list[tuple[str, int, Any, type[ApiError], Any, str | None]] = [
    ("anam", 401, {"error": "Unauthorized", "message": "no"}, AuthenticationError, "Unauthorized", "no"),
    ("anam", 402, {"error": "Payment Required"}, ApiError, None, "Payment Required"),
    ("konpro", 500, {"error": "broken"}, ServerError, None, "broken"),
    ("konpro", 400, {"error": {"code": "NOT_FOUND", "message": "no"}}, NotFoundError, "NOT_FOUND", "no"),
    ("konpro", 400, {"code": "RATE_LIMIT_EXCEEDED", "message": "wait"}, RateLimitError, "RATE_LIMIT_EXCEEDED", "wait"),
    ("akool", 502, {"code": 1015, "msg": "gateway"}, ServerError, 1015, "gateway"),
    ("akool", 200, {"code": 1005, "msg": "too frequent", "data": EMPTY}, RateLimitError, 1005, "too frequent"),
    ("akool", 200, {"code": 1218, "msg": "why", "data": {"result": 5}}, ServerError, 1218, "why"),
    ("akool", 200, {"code": 1101, "msg": "why", "data": []}, AuthenticationError, 1101, "why"),
    ("elizaos", 404, {"error": {"message": "no route", "code": 404}}, NotFoundError, 404, "no route"),
    # HTTP 200 with an error next to the list, or instead of it
    ("anam", 200, {"data": [], "error": {"code": "quota", "message": "none left"}}, ApiError, "quota", "none left"),
    ("anam", 200, {"code": "E7", "message": "no such plan"}, ApiError, "E7", "no such plan"),
    ("anam", 200, {"statusCode": 404, "message": "no such plan"}, ApiError, 404, "no such plan"),
    ("akool", 200, {"code": 401, "message": "no such plan"}, ApiError, 401, "no such plan"),
    ("akool", 200, {"errors": ["no such plan"]}, ApiError, None, "no such plan"),
    ("elizaos", 200, {"sessions": [], "errors": ["the database is down"]}, ApiError, None, "the database is down"),
    ("elizaos", 200, {"success": False, "error": "no"}, ApiError, None, "no"),
    ("elizaos", 200, {"code": None, "statusCode": 401, "msg": "no"}, ApiError, 401, "no"),
    *(
        ("anam", 200, {"data": [], "message": "no", **said}, ApiError, said.get("code"), "no")
        for said in ({"ok": False}, {"status": "failed"}, {"status": "failure"}, {"code": 400}, {"code": "None"})
    ),
    ("konpro", 200, {"data": [], "total": 0, "errors": [{"code": "X", "message": "busy"}]}, ApiError, "X", "busy"),
    ("akool", 200, {"code": 1000, "data": EMPTY, "error": "suspended"}, ApiError, 1000, "suspended"),
    ("akool", 200, {"code": 1000, "data": {**EMPTY, "error": "suspended"}}, ApiError, 1000, "suspended"),
    ("anam", 200, {"data": [], "meta": {"total": 0, "error": "no"}}, ApiError, None, "no"),
    ("anam", 200, {"data": [], "meta": {"total": 0}, "code": "E7", "message": "no"}, ApiError, "E7", "no"),
    ("elizaos", 200, {"sessions": [], "total": 0, "status": "error", "message": "no"}, ApiError, None, "no"),
    ("anam", 200, {"data": [], "meta": {"total": 0, "code": "E7", "message": "no"}}, ApiError, "E7", "no"),
    ("konpro", 200, {"code": 17, "message": "no"}, ApiError, 17, "no"),
    ("anam", 200, {"data": [], "error": {"code": None}, "code": 500, "message": "no"}, ApiError, 500, "no"),
    ("konpro", 200, {"data": [], "total": 0, "code": 500, "message": "no"}, ApiError, 500, "no"),
]
RETRIED: list[tuple[str, int, Any]] = [
    *(("akool", 200, 1005), ("akool", 200, 1218), ("akool", 502, 1015)),
    *(("konpro", 500, None), ("konpro", 400, "RATE_LIMIT_EXCEEDED")),
]


@pytest.mark.usefixtures("waits")
def test_the_error_has_the_vendors_code_and_message() -> None:
    for vendor, status, body, kind, code, message in REPORTED:
        error = failure(vendor, answer(body, status=status, x_request_id="r-1"), retries=2)
        assert type(error) is kind, body
        assert isinstance(error, ApiError)
        assert (error.status_code, error.code, error.message, error.request_id) == (status, code, message, "r-1")
        assert (f"{message}" in str(error), error.attempts) == (True, 3 if (vendor, status, code) in RETRIED else 1)


@pytest.mark.parametrize("vendor", WIRES)
def test_an_error_next_to_sessions_comes_after_them(vendor: str) -> None:
    wire, part = WIRES[vendor], {"akool": "data", "anam": "meta", "elizaos": "stats"}.get(vendor)
    for said in ({"error": "shard 2 timed out"}, {"errors": ["shard 2"]}, {"success": False}, {"status": "error"}):

        def script(request: Request, said: dict[str, Any] = said) -> Answer:
            body = json.loads(wire.serving(3)(request).body)
            return answer({**body, **({part: {**body[part], **said}} if part and "errors" in said else said)})

        with client_of(vendor, script) as (client, _):
            found: list[str] = []
            with pytest.raises(IncompleteListingError, match="the vendor returned sessions together with an error"):
                found.extend(session.id for session in client.list())
            with pytest.raises(IncompleteListingError):
                client.count()
        assert found == wire.ids(3)


def test_an_answer_without_success_is_no_empty_list() -> None:
    assert type(failure("konpro", answer({"data": [], "total": 0, "success": False}))) is ApiError


def test_a_code_of_success_next_to_an_empty_list_is_no_error() -> None:
    for said in (
        *({"code": 200, "message": "found"}, {"code": 100, "message": "done"}, {"code": "Success", "message": "done"}),
        *(
            {"code": "A1", "message": "OK"},
            {"code": 0, "message": "done"},
            {"code": 399, "message": "done"},
            {"statusCode": 204, "message": "done"},
            {"ok": True},
        ),
        *({"code": "success", "message": "ok"}, {"status": "ok"}, {"error": {"code": 0, "message": ""}}),
        *({"errors": 0}, {"meta": {"errors": 2}}, {"filters": {"status": "failed"}}),
    ):

        def script(_: Request, said: dict[str, Any] = said) -> Answer:
            return answer({"data": [], "total": 0, **said})

        with client_of("konpro", script) as (client, _):
            assert list(client.list()) == []


def test_credentials_in_a_vendors_message_are_masked() -> None:
    secret = "zq7hidden41"
    for text in (
        f"upstream https://svc:{secret}@host.internal/x failed",
        f"GET https://host.internal/x?token={secret}&X-Amz-Signature={secret}",
        f"sent Authorization: Bearer {secret}",
        f'{{"apiKey": "{secret}"}}',
        f"sent x-api-key: {secret}, token={secret}",
        f"sent Authorization: Basic {secret}",
        f"sent authorization: {secret}",
        f"sent Authorization : '{secret}'",
        f"cannot close: agora_token: {secret}",
        f"password='{secret}'",
        f"upstream: incorrect API key provided: sk-{secret}abc",
    ):
        error = failure("anam", answer({"message": text}, status=403))
        assert secret not in str(error) + repr(error) + str(vars(error)), text


# At HTTP 200 and 400, the codes of Akool and KonPro decide the class. Only Akool documents codes at HTTP 200.
BY_CODE: dict[str, dict[Any, type[ApiError] | None]] = {
    "akool": {
        1003: InvalidRequestError,
        1005: RateLimitError,
        **dict.fromkeys((1008, 1014, 1216), NotFoundError),
        **dict.fromkeys((1101, 1102, 1109), AuthenticationError),
        **dict.fromkeys((1009, 1200, 1213, 1221), PermissionDeniedError),
        1218: ServerError,
        # Quota, credit, payment; processing, busy, closed; and undocumented codes.
        **dict.fromkeys((1006, 1104, 1103, 1214, 1215, 1219, 0, -1, 10**12)),
    },
    "konpro": {
        **dict.fromkeys(("MISSING_API_KEY", "INVALID_API_KEY"), AuthenticationError),
        **dict.fromkeys(("RESOURCE_NOT_FOUND", "NOT_FOUND"), NotFoundError),
        "VALIDATION_ERROR": InvalidRequestError,
        "RATE_LIMIT_EXCEEDED": RateLimitError,
        **dict.fromkeys(("SOMETHING_NEW", None)),
    },
}
OF_STATUS = {401: AuthenticationError, 403: PermissionDeniedError, 404: NotFoundError, 429: RateLimitError}


def test_a_code_decides_the_class_where_the_vendor_documents_it() -> None:
    for vendor, code, kind in [(vendor, *each) for vendor, kinds in BY_CODE.items() for each in kinds.items()]:
        said = {"code": code, "msg" if vendor == "akool" else "message": "no"}
        expected = {**OF_STATUS, 400: kind or InvalidRequestError}
        for status, of_status in expected.items():
            error = failure(vendor, answer(said, status=status))
            assert isinstance(error, ApiError)
            assert (type(error), error.code, error.message) == (of_status, code, "no"), (status, said)
        bodies: list[dict[str, Any]] = [{}, {"data": None}, {"data": {}}]
        for data in bodies if vendor == "akool" else []:
            assert type(failure("akool", answer({**said, **data}))) is (kind or ApiError), code


A, B = {"code": "A", "message": "a"}, {"code": "B", "message": "b"}
# The vendor and the body of an answer; the code and message of the error
SHAPES: list[tuple[str, dict[str, Any], Any, str | None]] = [
    ("elizaos", {"error": "A", "message": "a"}, "A", "a"),
    ("elizaos", {"error": "API key required"}, None, "API key required"),
    ("elizaos", {"error": {**A, "stack": "at …"}}, "A", "a"),
    ("elizaos", {"message": "broken"}, None, "broken"),
    ("konpro", {"error": {}, **B}, "B", "b"),
    ("konpro", {"error": A, **B}, "A", "a"),
    ("konpro", {"error": "a", "code": "B"}, "B", "a"),
    ("konpro", {"error": "a", **B}, "B", "b"),
    ("konpro", {"error": {"code": "X", "details": {"field": ["a"]}}}, "X", None),
]


def test_code_and_message_are_read_from_each_shape_of_a_body() -> None:
    for vendor, body, code, message in SHAPES:
        error = failure(vendor, answer({**body, "request_id": "r-1"}, status=500))
        assert isinstance(error, ServerError)
        assert (error.code, error.message) == (code, message), body
        assert error.request_id == "r-1"


UNEXPECTED: list[tuple[str, Answer, str]] = [
    ("elizaos", Answer(body=b"<html>Log in</html>"), ""),
    ("elizaos", answer({"sessions": None, "total": 3}), "sessions"),
    ("elizaos", answer({"sessions": {"0": {}}}), "sessions"),
    ("elizaos", answer({"sessions": "overloaded", "total": 0}), "sessions"),
    ("konpro", answer({"data": [], "total": 0, "next_pagination_token": 5}), "next_pagination_token"),
    ("akool", answer({"msg": "OK", "data": EMPTY}), "code"),
    *(("akool", answer({"code": odd, "data": EMPTY}), "code") for odd in ("1101", None, [1000], 1000.5, True)),
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


ADVICE = "; check base_url (https://api.anam.ai), the network and the proxy"
REPORT = "; the response is not as documented: check base_url, or report it"
ADDRESS = f"an unusable address, such as the target of a redirect{REPORT}"
# A failure of httpx, or a response; the error's message; True if a retry may help.
MESSAGES: list[tuple[Exception | httpx.Response, str, bool]] = [
    (httpx.ConnectError("refused"), f"refused{ADVICE}", True),
    (httpx.ReadError(""), f"ReadError{ADVICE}", True),
    (caused_by(httpx.ConnectError("no trust"), ssl.SSLError(1, "no")), f"no trust{ADVICE}", False),
    (ssl.SSLError(1, "unknown ca"), f"unknown ca{ADVICE}", False),
    (httpx.InvalidURL("no"), ADDRESS, False),
    (caused_by(httpx.RemoteProtocolError("no"), httpx.InvalidURL("no")), ADDRESS, False),
    (UnicodeError("no"), ADDRESS, False),
    (
        httpx.Response(429, json={"error": "E7", "message": "slow"}, headers={"retry-after": "7"}),
        "HTTP 429 (E7, slow), retry after 7 s; send fewer requests, or set the source's rate_limit",
        True,
    ),
    (httpx.Response(200, text="<p>"), f"the body: expected JSON, found something else{REPORT}", True),
    (httpx.Response(300, headers={"location": "https://b.test/x"}), f"a redirect to b.test{REPORT}", False),
    (httpx.Response(300, headers={"location": "/x"}), f"a redirect to the same host{REPORT}", False),
    (httpx.Response(300, headers={"location": "https://xn--zz"}), ADDRESS, False),
]


def test_a_failure_has_a_message_with_advice() -> None:
    for fault, text, retriable in MESSAGES:

        def reply(_: httpx.Request, fault: Exception | httpx.Response = fault) -> httpx.Response:
            if isinstance(fault, Exception):
                raise fault
            return fault

        http = {"transport": httpx.MockTransport(reply)}
        with Client(Anam(api_key="zq7hidden41"), retries=0, http=http) as client, pytest.raises(SourceError) as caught:
            list(client.pages("anam"))
        assert (str(caught.value), caught.value.retriable) == (f"anam: listing sessions, page 1: {text}", retriable)

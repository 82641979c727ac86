"""`end` uses the vendor's operation, and interprets each refusal; `concurrency` returns the vendor's limit."""

import contextlib
import json
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from attrs import frozen

from allsessions import (
    ApiError,
    AuthenticationError,
    Client,
    Concurrency,
    ConfigurationError,
    ElizaOS,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    Source,
    SourceError,
    TimedOutError,
    UnexpectedResponseError,
)

from .scripted import Request
from .vendors import WIRES

Handler = Callable[[httpx.Request], httpx.Response]

ID = {vendor: wire.ids(1)[0] for vendor, wire in WIRES.items()}
SENT: Mapping[str, tuple[str, str, Any]] = {
    "akool": ("POST", "/api/open/v4/liveAvatar/session/close", {"id": ID["akool"]}),
    "anam": ("POST", f"/v1/sessions/{ID['anam']}/stop", None),
    "elizaos": ("DELETE", f"/api/messaging/sessions/{ID['elizaos']}", None),
    "konpro": ("POST", "/v1/streaming/stop", {"session_id": ID["konpro"]}),
}
DONE: Mapping[str, httpx.Response] = {
    "akool": httpx.Response(200, json={"code": 1000, "msg": "OK"}),
    "anam": httpx.Response(200, json={}),
    "elizaos": httpx.Response(200, json={"success": True, "message": "deleted"}),
    "konpro": httpx.Response(204),
}
CODE: Mapping[str, Mapping[str, int]] = {"akool": {"code": 1000}}
RUNNING: Mapping[str, Mapping[str, Any]] = {
    "akool": {"status": 2},
    "anam": {"endTime": None},
    "elizaos": {},
    "konpro": {"duration": 0},
}
each_vendor = pytest.mark.parametrize("vendor", WIRES)


@frozen
class Vendor:
    """A vendor that answers the request to end a session with `end`, and a request for the session with `detail`."""

    vendor: str
    end: httpx.Response | Exception
    record: Mapping[str, Any] | None = None
    detail: httpx.Response | None = None

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method != "GET":
            if isinstance(self.end, Exception):
                raise self.end
            return self.end
        if self.detail:
            return self.detail
        match self.vendor:
            case "akool":
                return httpx.Response(200, json={"code": 1000 if self.record else 1216, "msg": "", "data": self.record})
            case "elizaos":
                return httpx.Response(200 if self.record else 404, json=self.record or {"error": {"code": "NOT_FOUND"}})
            case _:
                records, asked = [self.record] if self.record else [], Request("", dict(request.url.params), {})
                return httpx.Response(200, json=WIRES[self.vendor].envelope(records, asked))


@contextmanager
def client_of(vendor: str, handler: Handler, retries: int = 0) -> Generator[tuple[Client, list[httpx.Request]]]:
    """A client with one source, and the requests that it sends."""
    requests: list[httpx.Request] = []

    def kept(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return handler(request)

    http = {"transport": httpx.MockTransport(kept)}
    with Client(WIRES[vendor].source(), retries=retries, http=http) as client:
        yield client, requests


def ended(vendor: Vendor, retries: int = 0) -> list[httpx.Request]:
    """End the vendor's session, and return the requests."""
    with client_of(vendor.vendor, vendor, retries) as (client, requests):
        client.end(f"{vendor.vendor}:{ID[vendor.vendor]}")
        return requests


def refused(vendor: Vendor, retries: int = 0) -> tuple[SourceError, list[httpx.Request]]:
    with client_of(vendor.vendor, vendor, retries) as (client, requests):
        with pytest.raises(SourceError) as caught:
            client.end(f"{vendor.vendor}:{ID[vendor.vendor]}")
    return caught.value, requests


@each_vendor
def test_one_request_ends_a_session(vendor: str) -> None:
    (request,) = ended(Vendor(vendor, DONE[vendor]))
    body = json.loads(request.content) if request.content else None
    assert (request.method, request.url.path, body) == SENT[vendor]


OVER: Mapping[str, tuple[Vendor, int]] = {
    # Only Akool has a code for an ended session. Other vendors refuse, and the record shows that it ended.
    "akool": (Vendor("akool", httpx.Response(200, json={"code": 1219, "msg": "closed"})), 1),
    "akool, another code": (
        Vendor("akool", httpx.Response(200, json={"code": 1015, "msg": ""}), WIRES["akool"].record(0)),
        2,
    ),
    "anam": (Vendor("anam", httpx.Response(409, json={"error": "Conflict"}), WIRES["anam"].record(0)), 2),
    "anam, the engine fails": (Vendor("anam", httpx.Response(500), WIRES["anam"].record(0)), 2),
    "konpro": (Vendor("konpro", httpx.Response(400, json={"code": "X"}), WIRES["konpro"].record(0)), 2),
    "konpro, any text": (Vendor("konpro", httpx.Response(200, text="stopped")), 1),
    "konpro, accepted": (Vendor("konpro", httpx.Response(200, json={"statusCode": 202, "message": "Accepted"})), 1),
    "elizaos": (Vendor("elizaos", httpx.Response(404), detail=httpx.Response(410)), 2),
}


@pytest.mark.parametrize(("vendor", "requests"), OVER.values(), ids=OVER)
def test_a_session_that_is_over_already_is_no_error(vendor: Vendor, requests: int) -> None:
    assert len(ended(vendor)) == requests


def test_an_answer_of_akool_without_a_code_is_an_error() -> None:
    running = {**WIRES["akool"].record(0), **RUNNING["akool"]}
    error, _ = refused(Vendor("akool", httpx.Response(200, json={}), running))
    assert isinstance(error, UnexpectedResponseError)
    assert error.path == "code"


@each_vendor
def test_a_session_that_is_not_there_is_not_found(vendor: str) -> None:
    missing = httpx.Response(200, json={"code": 1216, "msg": ""}) if vendor == "akool" else httpx.Response(404)
    for end in (missing, httpx.Response(400)):  # a vendor may send 400 for an id that is not a UUID
        error, _ = refused(Vendor(vendor, end))
        assert isinstance(error, NotFoundError), end


@pytest.mark.parametrize("vendor", ["anam", "konpro"])
def test_a_list_that_is_gone_does_not_show_that_a_session_is_over(vendor: str) -> None:
    error, _ = refused(Vendor(vendor, httpx.Response(404), detail=httpx.Response(410)))
    assert isinstance(error, NotFoundError)


@pytest.mark.parametrize("body", [{"status": "fail"}, {"status": "ERROR"}, {"success": "false"}, {"ok": 0}])
def test_a_failure_at_http_200_is_no_success(body: dict[str, Any]) -> None:
    refused(Vendor("anam", httpx.Response(200, json=body), {**WIRES["anam"].record(0), **RUNNING["anam"]}))


@each_vendor
def test_the_refusal_to_end_a_running_session_is_raised(vendor: str) -> None:
    running = {**WIRES[vendor].record(0), **RUNNING[vendor]}
    error, _ = refused(Vendor(vendor, httpx.Response(409, json={"error": "busy", "msg": "busy"}), running))
    assert (type(error), "ending session" in str(error), "busy" in str(error)) == (ApiError, True, True)
    for body in ({"error": "busy"}, {"success": False, "message": "busy"}, {"statusCode": 409, "message": "busy"}):
        error, _ = refused(Vendor(vendor, httpx.Response(200, json={**CODE.get(vendor, {}), **body}), running))
        assert (type(error), "busy" in str(error)) == (ApiError, True), body
    # Anam documents 404 also for a session that no engine runs.
    error, _ = refused(Vendor(vendor, httpx.Response(404), running))
    assert type(error) is ApiError
    assert "the vendor cannot end it" in str(error)


@each_vendor
def test_a_refusal_that_is_not_about_the_session_is_final(vendor: str) -> None:
    for status, kind in {401: AuthenticationError, 403: PermissionDeniedError, 429: RateLimitError}.items():
        error, requests = refused(Vendor(vendor, httpx.Response(status), WIRES[vendor].record(0)))
        assert (type(error), len(requests)) == (kind, 1)


@each_vendor
def test_only_what_is_safe_to_repeat_is_sent_again(vendor: str, waits: list[float]) -> None:
    closed_twice_is_closed = vendor == "akool"
    for answer, kind in (
        (httpx.ReadTimeout("no answer"), TimedOutError),
        (httpx.Response(503), ServerError),
        (httpx.Response(200, content=b"[" * 200_000), UnexpectedResponseError),
        (httpx.Response(200, html="\ufeff<p>Sign in</p>"), UnexpectedResponseError),
    ):
        running = {**WIRES[vendor].record(0), **RUNNING[vendor]}
        error, requests = refused(Vendor(vendor, answer, running), retries=2)
        assert type(error) is kind
        assert sum(request.method != "GET" for request in requests) == (3 if closed_twice_is_closed else 1), answer
    # A vendor that asks the client to wait has not ended the session, so the client retries.
    for asked in (httpx.Response(429), httpx.Response(503, headers={"retry-after": "1"})):
        _, requests = refused(Vendor(vendor, asked, {**WIRES[vendor].record(0), **RUNNING[vendor]}), retries=2)
        assert sum(request.method != "GET" for request in requests) == 3


def test_a_vendor_without_the_operation_sends_no_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ElizaOS, "end_request", Source.end_request)
    with client_of("elizaos", Vendor("elizaos", DONE["elizaos"])) as (client, requests):
        with pytest.raises(ConfigurationError, match="^elizaos: the vendor has no operation that ends a session$"):
            client.end("elizaos:s-1")
        with pytest.raises(ConfigurationError, match="^elizaos: the vendor does not report a session limit$"):
            client.concurrency("elizaos")
        for ref in ("elizaos", "other:s-1", "elizaos:\n", 5):
            with pytest.raises(ConfigurationError):
                client.end(ref)  # type: ignore[arg-type]  # on purpose
    assert requests == []


# The vendor's limit of concurrent sessions


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"limit": 10, "active": 7, "canStartSession": True, "estimatedWaitSeconds": 0}, (7, 10)),
        ({"limit": 10, "active": 0, "estimatedWaitSeconds": None, "new": 5}, (0, 10)),
        ({"limit": None, "active": "many"}, (None, None)),
        ({}, (None, None)),
    ],
)
def test_anam_reports_its_limit(body: dict[str, Any], found: tuple[int | None, int | None]) -> None:
    with client_of("anam", lambda request: httpx.Response(200, json=body)) as (client, requests):
        assert client.concurrency("anam") == Concurrency(current=found[0], limit=found[1])
    assert [(each.method, each.url.path, each.url.query) for each in requests] == [
        ("GET", "/v1/sessions/concurrency", b"")
    ]


def test_capabilities_say_how_a_session_ends_and_name_the_limit() -> None:
    for vendor, wire in WIRES.items():
        source = wire.source()
        assert source.capabilities.end == ("requested" if vendor == "anam" else "closed")
        assert source.capabilities.concurrency == (vendor == "anam")
        refusing = contextlib.nullcontext() if vendor == "anam" else pytest.raises(ConfigurationError)
        with refusing:
            source.concurrency_request()


def test_a_refused_question_for_the_limit_is_the_sources_error() -> None:
    with client_of("anam", lambda request: httpx.Response(403, json={"message": "no"})) as (client, _):
        with pytest.raises(PermissionDeniedError, match=r"anam: getting the limit of sessions: HTTP 403 \(no\)"):
            client.concurrency("anam")

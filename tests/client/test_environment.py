"""What a caller gives httpx, and the variables of the environment: they work, or the error names them."""

import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from allsessions import (
    Anam,
    ApiError,
    Client,
    ConfigurationError,
    IncompleteListingError,
    Source,
    UnexpectedResponseError,
)

from .scripted import Answer, ScriptedServer, answer
from .vendors import WIRES

MARKED = "GATEWAYMARKED77"
REMOTE = Anam(api_key="k")
LOCAL = Anam(name="local", api_key="k", base_url="http://127.0.0.1:9")


def failing(http: dict[str, Any]) -> str:
    """Return the error's text for a gateway that repeats what it was sent, in its message and its code."""

    def repeat(request: httpx.Request) -> httpx.Response:
        sent = f"{request.url} {dict(request.headers)}"
        return httpx.Response(400, json={"error": {"code": sent, "message": sent}})

    with Client(REMOTE, retries=0, http={**http, "transport": httpx.MockTransport(repeat)}) as client:
        with pytest.raises(IncompleteListingError) as caught:
            list(client.list())
    return str(caught.value.errors[0])


@pytest.mark.parametrize(
    "http",
    [
        {"headers": {"x-gateway-key": MARKED}},
        {"params": {"key": MARKED}},
        {"cookies": {"session": MARKED}},
        {"auth": ("user", MARKED)},
        {"proxy": f"http://user:{MARKED}@127.0.0.1:1"},
    ],
    ids=lambda http: next(iter(http)),
)
def test_no_error_and_no_log_shows_the_callers_secrets(http: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert MARKED not in failing(http)
    assert MARKED not in caplog.text


def test_harmless_headers_and_short_values_are_shown() -> None:
    text = failing({"headers": {"user-agent": "our-program"}, "params": {"debug": "1"}})
    assert "our-program" in text
    assert "debug=1" in text


@pytest.mark.parametrize("value", [f"{MARKED}\n", f" {MARKED}", f"{MARKED}\x00"], ids=["newline", "space", "zero"])
def test_a_header_that_http_cannot_send_is_refused(value: str) -> None:
    with pytest.raises(ConfigurationError, match="header 'x-gateway-key'") as caught:
        Client(REMOTE, http={"headers": {"x-gateway-key": value}})
    assert MARKED not in str(caught.value)


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSLKEYLOGFILE"])
def test_an_unusable_tls_file_is_named(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "folder" / "file.pem")
    if name == "SSL_CERT_FILE":  # older releases of httpx ignore a missing one
        Path(path).parent.mkdir()
        Path(path).write_text("not a certificate", encoding="utf-8")
    monkeypatch.setenv(name, path)
    with pytest.raises(ConfigurationError, match=f"{name}={re.escape(path)}"):
        Client(REMOTE)


ODD_PROXIES = [
    {"ALL_PROXY": "socks://127.0.0.1:7890"},
    {"HTTPS_PROXY": "http://127.0.0.1:7890", "NO_PROXY": "localhost,[::1]"},
    {"HTTPS_PROXY": "http://127.0.0.1:7890", "NO_PROXY": "fd00::/8"},
]


def set_proxies(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("variables", ODD_PROXIES, ids=["socks", "brackets", "network"])
def test_an_odd_proxy_variable_does_not_concern_this_machine(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_proxies(monkeypatch, variables)
    with ScriptedServer(WIRES["anam"].serving(2)) as server:
        with Client(WIRES["anam"].source(base_url=server.url)) as client:
            assert len(list(client.list())) == 2


@pytest.mark.parametrize("variables", ODD_PROXIES, ids=["socks", "brackets", "network"])
def test_an_odd_proxy_variable_that_counts_is_named(variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    set_proxies(monkeypatch, variables)
    with pytest.raises(ConfigurationError) as caught:
        Client([REMOTE, LOCAL])
    assert all(name in str(caught.value) for name in variables)


def test_an_odd_no_proxy_without_a_proxy_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    set_proxies(monkeypatch, {"NO_PROXY": "fd00::/8"})
    Client(REMOTE).close()


BROKEN = {
    "empty": Answer(),
    "no content": Answer(status=204),
    "HTML": Answer(body=b"<html>Please wait</html>", headers={"content-type": "text/html"}),
    "cut off": Answer(body=b'{"data": [{"id": "1'),
    "gzip cut off": Answer(body=b"\x1f\x8b\x08\x00", headers={"content-encoding": "gzip"}),
}


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    async def pause(seconds: float) -> None:
        pass

    monkeypatch.setattr("allsessions.http.transport.pause", pause)


@pytest.mark.usefixtures("no_pause")
@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_an_answer_that_is_broken_once_is_asked_for_again(broken: Answer) -> None:
    good = WIRES["anam"].serving(3)
    with ScriptedServer(lambda request: broken if len(server.requests) == 1 else good(request)) as server:
        with Client(WIRES["anam"].source(base_url=server.url)) as client:
            assert len(list(client.list())) == 3


@pytest.mark.usefixtures("no_pause")
def test_an_answer_that_stays_broken_is_an_error() -> None:
    with ScriptedServer(lambda request: BROKEN["HTML"]) as server:
        with Client(WIRES["anam"].source(base_url=server.url), retries=2) as client:
            with pytest.raises(UnexpectedResponseError) as caught:
                next(client.pages("anam"))
    assert (caught.value.attempts, caught.value.retriable, len(server.requests)) == (3, True, 3)


@pytest.mark.parametrize(
    ("vendor", "body", "code", "message"),
    [
        ("anam", {"data": [], "error": {"code": "quota", "message": "no minutes left"}}, "quota", "no minutes left"),
        ("anam", {"code": "E7", "message": "no such plan"}, "E7", "no such plan"),
        ("elizaos", {"sessions": [], "errors": ["the database is down"]}, None, "the database is down"),
        ("konpro", {"data": [], "total": 0, "errors": [{"code": "X", "message": "busy"}]}, "X", "busy"),
        ("akool", {"code": 1000, "data": {"count": 0, "result": []}, "error": "suspended"}, 1000, "suspended"),
    ],
)
def test_an_error_next_to_an_empty_list_is_that_error(
    vendor: str, body: dict[str, Any], code: str | int | None, message: str
) -> None:
    source: Callable[..., Source] = WIRES[vendor].source
    with ScriptedServer(lambda request: answer(body)) as server, Client(source(base_url=server.url)) as client:
        with pytest.raises(ApiError) as caught:
            next(client.pages(vendor))
    assert (caught.value.status_code, caught.value.code, caught.value.message) == (200, code, message)

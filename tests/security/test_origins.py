"""Credentials go to their own source, encrypted or on this machine, and nowhere else."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest

from allsessions import (
    Akool,
    Anam,
    Client,
    ConfigurationError,
    ElizaOS,
    KonPro,
    SourceError,
    UnexpectedResponseError,
)
from tests.client.scripted import ScriptedServer, answer
from tests.faults.reading import Memory

from .marks import KEY, SOURCES, envelope
from .wire import RawServer, http


def error_of(source: Any, **settings: Any) -> SourceError:
    with Client(source, retries=0, **settings) as client, pytest.raises(SourceError) as caught:
        list(client.pages(source))
    return caught.value


# Which credential goes in which header


def test_the_key_goes_to_its_vendor_in_the_documented_header() -> None:
    expected = {
        "akool": ("x-api-key", KEY),
        "akool by token": ("authorization", f"Bearer {KEY}"),
        "anam": ("authorization", f"Bearer {KEY}"),
        "konpro": ("x-api-key", KEY),
        "elizaos": ("x-api-key", KEY),
    }
    for kind, (header, value) in expected.items():
        memory = Memory(lambda request: answer({}, status=500))
        error_of(SOURCES[kind](), http={"transport": memory})
        headers = memory.requests[0].headers
        assert headers[header] == value
        assert len({"x-api-key", "authorization"} & headers.keys()) == 1


def test_akools_token_wins_over_its_key() -> None:
    with RawServer() as server, Client(Akool(api_key="other", token=KEY, base_url=server.url)) as client:
        list(client.list())
    (request,) = server.requests
    assert f"\r\nauthorization: bearer {KEY}\r\n".lower() in request.decode().lower()
    assert b"other" not in request


def test_no_cookie_is_kept() -> None:
    with ScriptedServer(lambda request: answer({"data": []}, set_cookie="session=of-the-first; Path=/")) as server:
        sources = [SOURCES["anam"](name=name, base_url=server.url) for name in ("first", "second")]
        with Client(sources) as client:
            for source in [*sources, *sources]:
                list(client.pages(source))
    assert len(server.requests) >= 4
    assert {request.headers.get("cookie") for request in server.requests} == {None}


def test_credentials_of_netrc_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\ndefault login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    with RawServer() as server:
        for source in (SOURCES["konpro"](base_url=server.url), ElizaOS(base_url=server.url)):
            with Client(source) as client:
                list(client.list())
    assert len(server.requests) == 2
    assert not [request for request in server.requests if b"authorization" in request.lower()]


def test_two_sources_with_two_keys_keep_them_apart() -> None:
    with RawServer() as first, RawServer() as second:
        sources = [Anam(api_key="key-of-a", base_url=first.url), KonPro(api_key="key-of-b", base_url=second.url)]
        with Client(sources) as client:
            list(client.list())
    assert [b"key-of-a" in request for request in (*first.requests, *second.requests)] == [True, False]
    assert [b"key-of-b" in request for request in (*first.requests, *second.requests)] == [False, True]


# Redirects


@pytest.mark.parametrize(
    ("kind", "status"), [*((kind, 307) for kind in SOURCES), *(("anam", status) for status in (301, 302, 303, 308))]
)
def test_a_redirect_is_not_followed_and_names_its_host(kind: str, status: int) -> None:
    body = json.dumps(envelope(SOURCES[kind]().vendor)).encode()
    with RawServer() as other:
        location = f"http://localhost:{other.port}/api?key=1"
        with RawServer(http(body, status=status, location=location)) as server:
            error = error_of(SOURCES[kind](base_url=server.url))
    assert isinstance(error, UnexpectedResponseError)
    assert "localhost" in str(error)
    assert "key=1" not in str(error)
    assert (len(server.requests), other.connections) == (1, 0)


LOCATIONS = {
    "https://other.example/x": "other.example",
    "//other.example/x": "other.example",
    "http://user:pass@other.example:81/x": "other.example",
    "/again": "the same host",
    "?page=2": "the same host",
    "": "the same host",
    "http://[::1": "unusable",
    "http://exa mple": "exa",
    "file:///etc/passwd": "the same host",
    "javascript:alert(1)": "redirect",
    "http://other.example:port/": "unusable",
    "http:\\\\other.example": "",
    "http://other.example\\@127.0.0.1/": "127.0.0.1",
    "http://xn--zzzzzzzzz/": "unusable",
    "http://xn--bcher-kva.example/": "bücher.example",
}


@pytest.mark.parametrize("status", [300, 302])  # at 300, httpx does not look where it leads
def test_no_redirect_leads_to_another_request(status: int) -> None:
    for location, named in LOCATIONS.items():
        head = f"HTTP/1.1 {status} Told\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n"
        with RawServer(head.encode()) as server:
            error = error_of(SOURCES["anam"](base_url=server.url))
        assert isinstance(error, UnexpectedResponseError)
        assert named in str(error), location
        assert "pass" not in str(error)
        assert len(server.requests) == 1


@pytest.mark.parametrize("arguments", [{"follow_redirects": True}, {"max_redirects": 20}], ids=str)
def test_following_redirects_cannot_be_turned_on(arguments: dict[str, Any]) -> None:
    with RawServer() as other, RawServer(http(b"", status=307, location=other.url)) as server:
        with contextlib.suppress(ConfigurationError):
            error_of(SOURCES["anam"](base_url=server.url), http=arguments)
    assert other.connections == 0


# Proxies of the environment


@pytest.fixture
def _proxied(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("_proxied")
@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY"])
@pytest.mark.parametrize(
    "more", [{}, {"mounts": {}}, {"trust_env": True}, {"mounts": {"https://x.example": None}}], ids=str
)
def test_requests_to_this_machine_go_past_the_proxy(
    variable: str, more: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with RawServer() as proxy, RawServer() as server:
        monkeypatch.setenv(variable, proxy.url)
        hosts = ("localhost", "LOCALHOST", "127.0.0.1")
        sources = [SOURCES["anam"](name=host, base_url=f"http://{host}:{server.port}") for host in hosts]
        with Client(sources, http=more) as client:
            list(client.list())
    assert (proxy.connections, len(server.requests)) == (0, len(hosts))


@pytest.mark.usefixtures("_proxied")
def test_a_proxy_of_the_environment_is_used_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        with Client(SOURCES["anam"](base_url="http://vendor.example", allow_http=True)) as client:
            list(client.list())
    assert proxy.lines[0].startswith("GET http://vendor.example/v1/sessions?")


@pytest.mark.usefixtures("_proxied")
def test_a_proxy_gets_no_credential_of_an_encrypted_source(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(http(b"", status=403)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        error_of(SOURCES["anam"](base_url="https://vendor.example"))
    assert proxy.lines == ["CONNECT vendor.example:443 HTTP/1.1"]
    assert KEY.encode() not in proxy.requests[0]

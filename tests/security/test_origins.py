"""Credentials go to their own source, over an encrypted way or on this machine, and nowhere else."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest

from allsessions import (
    Anam,
    Client,
    ConfigurationError,
    ElizaOS,
    IncompleteListingError,
    KonPro,
    SourceError,
    UnexpectedResponseError,
)
from tests.client.scripted import Answer, ScriptedServer, answer
from tests.client.vendors import WIRES

from .marks import KEY, SOURCES, envelope
from .wire import RawServer, http

REDIRECTS = (301, 302, 303, 307, 308)

each_source = pytest.mark.parametrize("kind", SOURCES)


def source_of(kind: str, **options: Any) -> Any:
    return SOURCES[kind](**options)


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
        with ScriptedServer(lambda request: answer({}, status=500)) as server:
            error_of(source_of(kind, base_url=server.url))
        headers = server.requests[0].headers
        assert headers[header] == value
        assert len({"x-api-key", "authorization"} & headers.keys()) == 1


def test_akools_token_is_sent_alone_where_both_are_given() -> None:
    with (
        RawServer() as server,
        Client(type(source_of("akool"))(api_key="other", token=KEY, base_url=server.url)) as client,
    ):
        list(client.list())
    (request,) = server.requests
    assert f"authorization: Bearer {KEY}\r\n" in request.decode().replace("Authorization", "authorization")
    assert b"other" not in request


def test_no_cookie_is_kept() -> None:
    with ScriptedServer(lambda request: answer({"data": []}, set_cookie="session=of-the-first; Path=/")) as server:
        sources = [source_of("anam", name=name, base_url=server.url) for name in ("first", "second")]
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
        for kind in SOURCES:
            with Client(source_of(kind, base_url=server.url)) as client:
                list(client.list())
        with Client(ElizaOS(base_url=server.url)) as client:
            list(client.list())
    assert len(server.requests) >= 6
    assert not [request for request in server.requests if b"basic" in request.lower()]
    assert b"authorization" not in server.requests[-1].lower()


# Redirects


@each_source
@pytest.mark.parametrize("status", REDIRECTS)
def test_a_redirect_is_not_followed_and_names_its_target(kind: str, status: int) -> None:
    with RawServer() as other:
        location = f"http://localhost:{other.port}/api?key=1"
        with RawServer(http(b"", status=status, location=location)) as server:
            error = error_of(source_of(kind, base_url=server.url))
    assert isinstance(error, UnexpectedResponseError)
    assert "localhost" in str(error)
    assert "key=1" not in str(error)
    assert (len(server.requests), other.connections) == (1, 0)


@pytest.mark.parametrize(
    ("location", "named"),
    [
        ("https://other.example/x", "other.example"),
        ("//other.example/x", "other.example"),
        ("http://user:pass@other.example:81/x", "other.example"),
        ("http://127.0.0.1:{other}/", "127.0.0.1"),
        ("http://127.0.0.1:{own}/again", "127.0.0.1"),
        ("/again", "the same host"),
        ("again", "the same host"),
        ("?page=2", "the same host"),
        ("", "the same host"),
        ("http://[::1", "unusable"),
        ("http://exa mple", "exa"),
        ("file:///etc/passwd", "the same host"),
        ("javascript:alert(1)", "redirect"),
        ("http://other.example:port/", "unusable"),
        ("http:\\\\other.example", ""),
        ("http://other.example\\@127.0.0.1/", "127.0.0.1"),
        ("http://xn--zzzzzzzzz/", "unusable"),
        ("//xn--a/", "unusable"),
        ("https://xn--/x", "unusable"),
        ("http://xn--bcher-kva.example/", "bücher.example"),
    ],
)
@pytest.mark.parametrize("status", [300, 302])  # at 300, httpx does not look where it leads
def test_wherever_a_redirect_leads_no_further_request_is_made(location: str, named: str, status: int) -> None:
    with RawServer() as other, ScriptedServer(lambda request: told) as server:
        place = location.format(other=other.port, own=server.url.rpartition(":")[2])
        told = Answer(raw=redirect(status, place), close=True)
        error = error_of(source_of("anam", base_url=server.url))
    assert isinstance(error, UnexpectedResponseError)
    assert named in str(error)
    assert "pass" not in str(error)
    assert (len(server.requests), other.connections) == (1, 0)


def redirect(status: int, location: str) -> bytes:
    return f"HTTP/1.1 {status} Told\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n".encode()


def test_a_redirect_costs_no_other_sources_sessions() -> None:
    told = Answer(raw=redirect(302, "http://xn--zzzzzzzzz/"))
    with ScriptedServer(lambda request: told) as server, ScriptedServer(WIRES["elizaos"].serving(3)) as good:
        sources = [source_of("anam", base_url=server.url), ElizaOS(base_url=good.url)]
        with Client(sources, retries=0) as client:
            given: list[str] = []
            with pytest.raises(IncompleteListingError) as listing:
                given.extend(session.source for session in client.list())
            with pytest.raises(IncompleteListingError) as counting:
                client.count()
    assert given == ["elizaos"] * 3
    assert counting.value.counts == {"anam": None, "elizaos": 3}
    for caught in (listing, counting):
        assert [type(error) for error in caught.value.errors] == [UnexpectedResponseError]


def test_a_redirect_without_a_location_is_an_error() -> None:
    with RawServer(http(b"", status=304)) as server:
        assert isinstance(error_of(source_of("anam", base_url=server.url)), UnexpectedResponseError)


@pytest.mark.parametrize("http_arguments", [{"follow_redirects": True}, {"max_redirects": 20}])
def test_following_redirects_cannot_be_turned_on(http_arguments: dict[str, Any]) -> None:
    with RawServer() as other, RawServer(http(b"", status=307, location=other.url)) as server:
        with contextlib.suppress(ConfigurationError):
            error_of(source_of("anam", base_url=server.url), http=http_arguments)
    assert other.connections == 0


def test_a_body_at_a_redirect_is_not_taken_for_the_answer() -> None:
    with RawServer(
        http(json.dumps(envelope("anam")).encode(), status=302, location="https://other.example/")
    ) as server:
        assert "other.example" in str(error_of(source_of("anam", base_url=server.url)))


# Proxies of the environment


@pytest.fixture
def _proxied(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("_proxied")
@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
@pytest.mark.parametrize(
    "more", [{}, {"mounts": {}}, {"trust_env": True}, {"mounts": {"https://x.example": None}}], ids=repr
)
def test_requests_to_this_machine_go_past_the_proxy(
    variable: str, more: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with RawServer() as proxy, RawServer() as server:
        monkeypatch.setenv(variable, proxy.url)
        with Client([source_of(kind, name=kind[-4:], base_url=server.url) for kind in SOURCES], http=more) as client:
            list(client.list())
    assert proxy.connections == 0
    assert len(server.requests) >= len(SOURCES)


@pytest.mark.usefixtures("_proxied")
@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1"])
def test_this_machine_is_known_by_each_of_its_names(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer() as proxy, RawServer() as server:
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        with Client(source_of("anam", base_url=f"http://{host}:{server.port}")) as client:
            list(client.list())
    assert (proxy.connections, len(server.requests)) == (0, 1)


@pytest.mark.usefixtures("_proxied")
def test_a_proxy_of_the_environment_is_used_for_another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        with Client(source_of("anam", base_url="http://vendor.example", allow_http=True)) as client:
            list(client.list())
    assert proxy.targets[0].startswith("http://vendor.example/v1/sessions?")


@pytest.mark.usefixtures("_proxied")
def test_a_proxy_gets_no_credential_of_an_encrypted_source(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(http(b"", status=403)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        error_of(source_of("anam", base_url="https://vendor.example"))
    assert proxy.lines == ["CONNECT vendor.example:443 HTTP/1.1"]
    assert KEY.encode() not in proxy.requests[0]


# One source's address is no other's


def test_two_sources_with_two_keys_keep_them_apart() -> None:
    with RawServer() as first, RawServer() as second:
        sources = [
            Anam(name="a", api_key="key-of-a", base_url=first.url),
            KonPro(name="b", api_key="key-of-b", base_url=second.url),
        ]
        with Client(sources) as client:
            list(client.list())
    assert b"key-of-a" in first.requests[0]
    assert b"key-of-b" in second.requests[0]
    assert not [request for request in first.requests if b"key-of-b" in request]
    assert not [request for request in second.requests if b"key-of-a" in request]

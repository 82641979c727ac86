"""Credentials go to their own source, encrypted or on this machine, and nowhere else."""

from pathlib import Path
from typing import Any

import pytest

from allsessions import Anam, Client, ElizaOS, KonPro, SourceError, UnexpectedResponseError

from ..client.scripted import Answer, ScriptedServer, answer
from .marks import KEY, SOURCES, empty_list


def error_of(source: Any) -> SourceError:
    with Client(source, retries=0) as client, pytest.raises(SourceError) as caught:
        list(client.pages(source))
    return caught.value


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
    with ScriptedServer(empty_list) as server:
        with Client([SOURCES["konpro"](base_url=server.url), ElizaOS(base_url=server.url)]) as client:
            list(client.list())
    assert len(server.requests) == 2
    assert not [request for request in server.requests if "authorization" in request.headers]


def test_two_sources_with_two_keys_keep_them_apart() -> None:
    with ScriptedServer(empty_list) as first, ScriptedServer(empty_list) as second:
        sources = [Anam(api_key="key-of-a", base_url=first.url), KonPro(api_key="key-of-b", base_url=second.url)]
        with Client(sources) as client:
            list(client.list())
    requests = [str(request) for request in (*first.requests, *second.requests)]
    assert ["key-of-a" in request for request in requests] == [True, False]
    assert ["key-of-b" in request for request in requests] == [False, True]


# Redirects


LOCATIONS = {
    "//other.example/x?key=pass": "other.example",
    "http://user:pass@other.example:81/x": "other.example",
    "": "the same host",
    "http://exa mple": "exa",
    "javascript:alert(1)": "redirect",
    "http://other.example:port/": "unusable",
    "http://other.example\\@127.0.0.1/": "127.0.0.1",
    "http://xn--zzzzzzzzz/": "unusable",
    "http://xn--bcher-kva.example/": "bücher.example",
}


@pytest.mark.parametrize("status", [300, 302])  # httpx does not parse the location of a 300
def test_no_redirect_leads_to_another_request(status: int) -> None:
    for location, named in LOCATIONS.items():
        redirect = Answer(status=status, headers={"location": location}, close=True)
        with ScriptedServer(lambda request: redirect) as server:  # noqa: B023
            error = error_of(SOURCES["anam"](base_url=server.url))
        assert isinstance(error, UnexpectedResponseError)
        assert named in str(error), location
        assert "pass" not in str(error)
        assert len(server.requests) == 1


# Proxies of the environment


@pytest.fixture(autouse=True)
def _proxied(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY"])
def test_requests_to_this_machine_go_past_the_proxy(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ways: list[dict[str, Any]] = [{}, {"mounts": {}}, {"trust_env": True}, {"mounts": {"https://x.example": None}}]
    for http in ways:
        with ScriptedServer(empty_list) as proxy, ScriptedServer(empty_list) as server:
            monkeypatch.setenv(variable, proxy.url)
            urls = [server.url.replace("127.0.0.1", host) for host in ("localhost", "LOCALHOST", "127.0.0.1")]
            with Client([SOURCES["anam"](name=url[7:16], base_url=url) for url in urls], http=http) as client:
                list(client.list())
        assert (proxy.connections, len(server.requests)) == (0, 3)


def test_a_proxy_is_used_elsewhere_and_gets_no_encrypted_key(monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(empty_list) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        with Client(SOURCES["anam"](base_url="http://vendor.example", allow_http=True)) as client:
            list(client.list())
    assert proxy.requests[0].line.startswith("GET http://vendor.example/v1/sessions?")
    with ScriptedServer(lambda request: Answer(status=403)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        error_of(SOURCES["anam"](base_url="https://vendor.example"))
    assert [request.line for request in proxy.requests] == ["CONNECT vendor.example:443 HTTP/1.1"]
    assert KEY not in str(proxy.requests)

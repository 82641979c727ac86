"""Ways to create a client, its settings, httpx arguments and variables: each works, or the error names it."""

import base64
import logging
import pickle
from pathlib import Path
from typing import Any

import httpx
import pytest

from allsessions import Anam, AsyncClient, Client, ConfigurationError, ElizaOS, IncompleteListingError
from allsessions.http.settings import Limits, http_client

from .scripted import ScriptedServer
from .vendors import WIRES

MARKED = "GATEWAYMARKED77"
COOKIES = httpx.Cookies()
COOKIES.set("session", MARKED, domain="api.anam.ai", path="/v1")
REMOTE = Anam(api_key="k")
LOCAL = Anam(name="local", api_key="k", base_url="http://127.0.0.1:9")


CONFIG = '[[source]]\nvendor = "elizaos"\nname = "here"\n[[source]]\nvendor = "anam"\napi_key_env = "THE_KEY"\n'


@pytest.mark.anyio
async def test_a_client_takes_the_environment_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {"ANAM_API_KEY": "k", "ELIZAOS_BASE_URL": "http://localhost:3000", "KONPRO_BASE_URL": "http://x"}
    with Client.from_env(environment) as client:
        assert [source.name for source in client.sources] == ["anam", "elizaos"]
    async with AsyncClient.from_env(environment, retries=0) as asynchronous:
        assert asynchronous.sources == client.sources
    monkeypatch.setenv("THE_KEY", "k")
    path = tmp_path / "allsessions.toml"
    path.write_text(CONFIG, encoding="utf-8")
    with Client.from_config(path) as client:
        assert [source.name for source in client.sources] == ["here", "anam"]
    async with AsyncClient.from_config(str(path)) as asynchronous:
        assert asynchronous.sources == client.sources


def test_sources_that_cannot_be_used_together_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="no sources"):
        Client([])
    with pytest.raises(ConfigurationError, match="two sources are named 'elizaos'"):
        Client([ElizaOS(), ElizaOS()])
    for other in ("anam", ["anam"], None, 5):
        with pytest.raises(ConfigurationError, match="sources: expected sources such as Anam"):
            Client(other)  # type: ignore[arg-type]


WRONG: list[tuple[str, list[Any], str]] = [
    ("timeout", [0, -1, "a while", True, float("inf")], "timeout"),
    ("deadline", [0, float("nan"), None], "deadline"),
    ("retries", [-1, 1.5, True], "retries"),
    ("max_body_size", [0, 1e6], "max_body_size"),
    ("http", ["proxy", [("proxy", "x")]], "http must be a dict"),
    ("http", [{"mounts": 5}, {"proxy": "nonsense"}], "http: "),
    ("http", [{"colour": "red"}, {"follow_redirects": True}], "http: .*(colour|follow_redirects)"),
]


def test_a_setting_that_cannot_be_used_is_refused_by_name() -> None:
    for setting, values, message in WRONG:
        for value in values:
            with pytest.raises(ConfigurationError, match=message):
                Client(ElizaOS(), **{setting: value})


# Arguments for httpx, and variables


def failing(http: dict[str, Any]) -> str:
    """Return the text of the error for a gateway that repeats the request in its error's code and message."""

    def repeat(request: httpx.Request) -> httpx.Response:
        headers = dict(request.headers)
        parts = headers.get("authorization", "").partition(" ")
        decoded = base64.b64decode(parts[2]).decode() if parts[0] == "Basic" else parts[2]
        sent = f"{request.url} {headers} {decoded}"
        return httpx.Response(400, json={"error": {"code": sent, "message": sent}})

    with Client(REMOTE, retries=0, http={**http, "transport": httpx.MockTransport(repeat)}) as client:
        with pytest.raises(IncompleteListingError) as caught:
            list(client.list())
    return str(caught.value.errors[0])


def test_no_pickle_of_a_bad_record_has_the_callers_secrets() -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json={"data": [{"sent": MARKED}]}))
    source = Anam(api_key="another-value-1")
    with Client(source, http={"headers": {"x-gateway-key": MARKED}, "transport": transport}) as client:
        page = next(client.pages("anam"))
    assert MARKED in str(page.invalid[0].record)
    assert MARKED.encode() not in pickle.dumps(page.invalid[0])


def test_no_error_and_no_log_shows_the_callers_secrets(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways: list[dict[str, Any]] = [
        *({"headers": {"x-gateway-key": MARKED}}, {"params": {"key": MARKED}}, {"cookies": {"session": MARKED}}),
        *({"auth": ("user", MARKED)}, {"auth": httpx.BasicAuth("user", MARKED)}),
        *({"auth": httpx.BasicAuth(MARKED, "")}, {"headers": {"cookie": f"a=1; session={MARKED}"}}),
        *({"params": [("key", "1"), ("key", MARKED)]}, {"headers": [("x-key", "1"), ("x-key", MARKED)]}),
        *({"headers": {"authorization": f"Token {MARKED}"}}, {"proxy": f"http://user:{MARKED}@127.0.0.1:1"}),
    ]
    with caplog.at_level(logging.DEBUG):
        assert [http for http in ways if MARKED in failing(http)] == []
    assert MARKED not in caplog.text
    encoded = base64.b64encode(f"user:{MARKED}".encode()).decode()
    proxy = httpx.Proxy("http://here", headers={"proxy-authorization": f"Basic {encoded}"})
    for http in ({"proxy": proxy}, {"cookies": COOKIES}, {"headers": iter([("x-key", MARKED)])}):
        assert MARKED in http_client([REMOTE], Limits(http=http))[1]
    monkeypatch.setenv("HTTPS_PROXY", f"http://user:{MARKED}@127.0.0.1:1")
    assert MARKED in http_client([REMOTE], Limits())[1]
    assert "our-program" in failing({"headers": {"user-agent": "our-program"}}), "harmless headers are shown"


def test_an_invalid_argument_for_httpx_is_named_and_not_repeated() -> None:
    check = "; check these arguments and variables: "
    for http, message in (
        ({"auth": MARKED}, f'http: Invalid "auth" argument{check}auth'),
        ({"proxy": f"ftp://u:{MARKED}@x"}, f"http: ValueError{check}proxy"),
        ({"auth": (MARKED,)}, f"http: IndexError{check}auth"),
    ):
        with pytest.raises(ConfigurationError) as caught:
            Client(REMOTE, http=http)
        assert str(caught.value).startswith(message)
        assert MARKED not in str(caught.value)


def test_a_header_that_http_cannot_send_is_refused() -> None:
    for value in (f"{MARKED}\n", f" {MARKED}", f"{MARKED}\x00"):
        with pytest.raises(ConfigurationError, match="header 'x-gateway-key'") as caught:
            Client(REMOTE, http={"headers": {"x-gateway-key": value}})
        assert MARKED not in str(caught.value)
    with pytest.raises(ConfigurationError, match="header 'Cookie'"):
        Client(REMOTE, http={"cookies": {"session": f"{MARKED}\n"}})
    for where in ("headers", "cookies"):
        with pytest.raises(ConfigurationError, match=f"UnicodeEncodeError; check .*{where}") as caught:
            Client(REMOTE, http={where: {"x-gateway-key": f"{MARKED}€"}})
        assert MARKED not in str(caught.value)


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSLKEYLOGFILE"])
def test_an_unusable_tls_file_is_named(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "folder" / "file.pem"
    if name == "SSL_CERT_FILE":  # older releases of httpx ignore a missing one
        path.parent.mkdir()
        path.write_text("not a certificate", encoding="utf-8")
    monkeypatch.setenv(name, str(path))
    with pytest.raises(ConfigurationError, match=f"Error; check .*{name}"):
        Client(REMOTE)


def test_an_odd_proxy_variable_is_named_if_it_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    odd: list[dict[str, str]] = [
        {"ALL_PROXY": "socks://127.0.0.1:7890"},
        {"HTTPS_PROXY": "http://127.0.0.1:7890", "NO_PROXY": "localhost,[::1]"},
        {"HTTPS_PROXY": "http://127.0.0.1:7890", "NO_PROXY": "fd00::/8"},
    ]
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with ScriptedServer(WIRES["anam"].serving(2)) as server:
        for variables in odd:
            with monkeypatch.context() as patch:
                for name, value in variables.items():
                    patch.setenv(name, value)
                # Requests to this machine do not use the proxy.
                with Client(WIRES["anam"].source(base_url=server.url)) as client:
                    assert len(list(client.list())) == 2
                with pytest.raises(ConfigurationError) as caught:
                    Client([REMOTE, LOCAL])
            assert all(name in str(caught.value) for name in variables)

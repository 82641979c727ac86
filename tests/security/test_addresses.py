"""Which addresses are taken for a source, in code, from the environment and from a file."""

import ipaddress
import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from allsessions import Anam, AsyncClient, Client, ConfigurationError, ElizaOS

from .marks import KEY, SOURCES, leaks


def in_code(url: str, tmp_path: Path, **options: Any) -> str:
    return Anam(api_key=KEY, base_url=url, **options).base_url


def from_env(url: str, tmp_path: Path) -> str:
    with Client.from_env({"ANAM_API_KEY": KEY, "ANAM_BASE_URL": url}) as client:
        return client.sources[0].base_url


def from_config(url: str, tmp_path: Path, **options: Any) -> str:
    path = tmp_path / "allsessions.toml"
    lines = ["[[source]]", 'vendor = "anam"', 'api_key_env = "THE_KEY"', f"base_url = {json.dumps(url)}"]
    more = [f"{name} = {json.dumps(value)}" for name, value in options.items()]
    path.write_text("\n".join(lines + more), encoding="utf-8")
    return AsyncClient.from_config(path).sources[0].base_url


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THE_KEY", KEY)


each_way = pytest.mark.parametrize("way", [in_code, from_env, from_config])
Way = Callable[..., str]

UNENCRYPTED = [
    "http://example.com",
    "http://EXAMPLE.com:80/api",
    "HTTP://example.com",
    "http://10.0.0.1",
    "http://192.168.1.1",
    "http://169.254.169.254",
    "http://0.0.0.0",
    "http://[::]",
    "http://[fe80::1]",
    "http://127.0.0.1.example.com",
    "http://localhost.example.com",
    "http://localhost\u3002example.com",
    "http://xlocalhost",
    "http://local-host",
    "http://evil.localhost",
    "http://l\u043ecalhost",
    "http://xn--lcalhost-nbh",
    "http://localhost%2eexample.com",
    "http://localhost%00.example.com",
    "http://128.0.0.1",
    "http://126.255.255.255",
    "http://1.0.0.127",
    "http://[::2]",
    "http://[::ffff:10.0.0.1]",
]


@each_way
@pytest.mark.parametrize("url", UNENCRYPTED)
def test_a_credential_does_not_go_unencrypted_to_another_machine(way: Way, url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        way(url, tmp_path)
    assert not leaks(str(caught.value))


@pytest.mark.parametrize("way", [in_code, from_config])
@pytest.mark.parametrize("url", ["http://example.com", "http://10.0.0.1:8080/api"])
def test_unless_the_source_says_that_it_may(way: Way, url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="allow_http"):
        way(url, tmp_path)
    assert way(url, tmp_path, allow_http=True) == url


@pytest.mark.parametrize("value", ["true", "yes", 1, 0, None])
def test_only_true_and_false_say_it(value: Any) -> None:
    with pytest.raises((ConfigurationError, TypeError)):
        Anam(api_key=KEY, base_url="http://example.com", allow_http=value)


def test_without_a_credential_there_is_nothing_to_protect() -> None:
    assert ElizaOS(base_url="http://10.0.0.1:3000").base_url == "http://10.0.0.1:3000"
    with pytest.raises(ConfigurationError, match="allow_http"):
        ElizaOS(base_url="http://10.0.0.1:3000", api_key=KEY)


@each_way
@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "HTTPS://Example.COM/api",
        "https://example.com:8443",
        "http://localhost",
        "http://LOCALHOST:8080",
        "http://localhost:65535",
        "http://127.0.0.1:1",
        "http://127.8.9.1",
        "http://[::1]:8080",
        "http://localhost/a/path/",
    ],
)
def test_these_are_taken(way: Way, url: str, tmp_path: Path) -> None:
    assert way(url, tmp_path) == url


@each_way
@pytest.mark.parametrize(
    "url",
    [
        # Not an address at all, or of another kind
        *("x", "//", "/", "http", "http:", "http:/", "http://", "http:///x", "https://", "https:///x", "https://:443"),
        *("localhost", "localhost:3000", "//localhost", "127.0.0.1:80", " http://localhost", "http:localhost"),
        *("file:///etc/passwd", "ftp://localhost", "ws://localhost", "wss://localhost", "https+unix://localhost"),
        *("http+unix://%2Ftmp%2Fsocket", "javascript:alert(1)", "data:,x", "all://localhost", "unix:/run/x"),
        # A user in it, or what a careless reader takes for the host
        *("http://localhost@evil.example", "https://user@example.com", "https://user:pass@example.com"),
        *("https://:pass@example.com", "https://@example.com", "https://example.com:443@evil.example"),
        *("https://evil.example\\@example.com", "https://example.com\\evil", "https:\\\\example.com"),
        *("https://example.com%40evil.example@example.com", "http://localhost:80\\@evil.example"),
        # Parts that what is added would become a part of
        *("https://example.com?", "https://example.com/?", "https://example.com?a=b", "https://example.com/#"),
        *("https://example.com#", "https://example.com#a", "https://example.com/a?b#c"),
        # Characters that no address has
        *("http://local\thost", "http://localhost\n", "http://localhost\r\nX: y", "http://localhost/\x00"),
        *("http://local host", "http://localhost "),
        # Ports
        *("http://localhost:0", "http://localhost:65536", "http://localhost:99999", "http://localhost:-1"),
        *("http://localhost:80:90", "http://localhost:x", "http://localhost:8 0", "https://example.com:99999999999"),
        # Names that are none
        *("http://[::1", "http://::1", "http://[::1].example.com", "https://[example.com]", "http://[127.0.0.1]"),
        *("http://\u0661\u0662\u0667.0.0.1", "http://\uff4cocalhost", "http://\u200blocalhost"),
        "https://\u2100.example",
    ],
)
def test_what_is_no_address_of_a_server_is_refused(way: Way, url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        way(url, tmp_path)
    assert not leaks(str(caught.value))
    assert "pass" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://2130706433", "http://0x7f.1", "http://127.1", "http://localhost.", "http://0"])
def test_other_ways_to_write_localhost_are_refused(url: str) -> None:
    with pytest.raises(ConfigurationError):
        Anam(api_key=KEY, base_url=url)


@pytest.mark.parametrize("url", [None, 7, b"https://example.com", ["https://example.com"], "\ud800"])
def test_what_is_no_text_is_refused(url: Any) -> None:
    with pytest.raises((ConfigurationError, TypeError)):
        Anam(api_key=KEY, base_url=url)


# Whatever is given as base_url

NOWHERE = httpx.AsyncClient(transport=httpx.MockTransport(lambda request: httpx.Response(200)))
PIECES = st.sampled_from(
    [
        *("http", "https", "HTTP", "ftp", "file", "ws", "https+unix", ""),
        *(":", "/", "//", "://", "\\", "@", "?", "#", ";", "&", "%", ".", "[", "]", " ", "\t", "\r\n", "\x00"),
        *("localhost", "127.0.0.1", "127.1", "[::1]", "example.com", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]"),
        *(
            "\u3002",
            "\uff0e",
            "\u200b",
            "\u2044",
            "\uff0f",
            "\uff03",
            "\u2100",
            "%2f",
            "%40",
            "%00",
            ":80",
            "user:pass@",
        ),
    ]
)


@settings(max_examples=600)
@given(
    url=st.lists(PIECES, max_size=9).map("".join)
    | st.lists(PIECES, max_size=7).map("".join).map("http://localhost".__add__)
)
@example(url="http://127.0.0.1\\@evil.example")
@example(url="http://localhost\u2044@evil.example")
@example(url="http://localhost\u3002evil.example")
@example(url="http://localhost:80:@evil.example")
def test_a_credential_leaves_this_machine_only_encrypted(url: str) -> None:
    for kind in ("anam", "elizaos"):
        try:
            source = SOURCES[kind](base_url=url)
        except ConfigurationError:
            continue
        sent = httpx.URL(source.connect(NOWHERE).complete({"method": "get", "url": "/v1/sessions"})["url"])
        assert sent.scheme == "https" or is_this_machine(sent.host)
        assert sent.scheme in ("http", "https")
        assert sent.host
        assert not sent.userinfo
        assert not sent.query
        assert not sent.fragment
        assert sent.path.endswith("/v1/sessions")


def is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def test_the_search_of_addresses_finds_some_that_are_accepted() -> None:
    accepted = []
    for scheme, host, path in itertools.product(
        ("http", "https"), ("localhost", "[::1]", "127.8.9.1"), ("", "/", "/a")
    ):
        accepted.append(SOURCES["anam"](base_url=f"{scheme}://{host}{path}"))
    assert len(accepted) == 18

"""The addresses that a source accepts, in code, from the environment and from a file."""

import ipaddress
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from allsessions import Anam, Client, ConfigurationError, ElizaOS

from .marks import KEY, SOURCES, leaks

UNENCRYPTED = [
    *("http://example.com", "HTTP://EXAMPLE.com:80/api", "http://10.0.0.1", "http://169.254.169.254"),
    *("http://0.0.0.0", "http://[::]", "http://[fe80::1]", "http://[::2]", "http://[::ffff:10.0.0.1]"),
    *("http://127.0.0.1.example.com", "http://localhost\u3002example.com", "http://xlocalhost"),
    *("http://evil.localhost", "http://l\u043ecalhost", "http://localhost%2eexample.com", "http://128.0.0.1"),
    *("http://2130706433", "http://0x7f.1", "http://127.1", "http://localhost.", "http://0"),
]
NO_ADDRESS = [
    *("x", "//", "http:", "http://", "https:///x", "https://:443", "localhost:3000", " http://localhost"),
    *("file:///etc/passwd", "ws://localhost", "http+unix://%2Ftmp%2Fsocket", "javascript:alert(1)"),
    # A user in it, or what a careless reader takes for the host
    *("https://user:pass@example.com", "https://@example.com", "http://localhost@evil.example"),
    *(
        "https://evil.example\\@example.com",
        "https://example.com\\evil",
        "https://example.com%40evil.example@example.com",
    ),
    # An appended path would become part of these
    *("https://example.com?", "https://example.com?a=b", "https://example.com#", "https://example.com/a?b#c"),
    # Characters that no address has
    *("http://local\thost", "http://localhost\r\nX: y", "http://localhost/\x00", "http://localhost "),
    *("http://localhost:0", "http://localhost:65536", "http://localhost:-1", "http://localhost:80:90"),
    *(
        "http://[::1",
        "http://::1",
        "https://[example.com]",
        "http://\u0661\u0662\u0667.0.0.1",
        "https://\u2100.example",
    ),
]
ACCEPTED = [
    *("https://example.com", "HTTPS://Example.COM/api", "https://example.com:8443", "http://LOCALHOST:8080"),
    *("http://localhost:65535", "http://127.8.9.1", "http://[::1]:8080", "http://localhost/a/path/"),
]


def test_an_address_is_accepted_or_refused_without_the_key() -> None:
    assert [Anam(api_key=KEY, base_url=url).base_url for url in ACCEPTED] == ACCEPTED
    for url in [*UNENCRYPTED, *NO_ADDRESS]:
        with pytest.raises(ConfigurationError) as caught:
            Anam(api_key=KEY, base_url=url)
        assert not leaks(str(caught.value)), url
        assert "pass" not in str(caught.value), url


def test_the_environment_and_a_file_are_checked_too(tmp_path: Path) -> None:
    for url in ("http://example.com", f"https://user:{KEY}@example.com"):
        lines = ["[[source]]", 'vendor = "anam"', 'api_key_env = "THE_KEY"', f'base_url = "{url}"']
        (tmp_path / "sources.toml").write_text("\n".join(lines), encoding="utf-8")
        with pytest.raises(ConfigurationError) as from_env:
            Client.from_env({"ANAM_API_KEY": KEY, "ANAM_BASE_URL": url})
        with pytest.raises(ConfigurationError) as from_file:
            Client.from_config(tmp_path / "sources.toml", {"THE_KEY": KEY})
        assert not leaks(f"{from_env.value} {from_file.value}")


def test_a_credential_goes_unencrypted_only_if_allowed() -> None:
    url = "http://10.0.0.1:3000"
    assert ElizaOS(base_url=url).base_url == url
    with pytest.raises(ConfigurationError, match="allow_http"):
        ElizaOS(base_url=url, api_key=KEY)
    assert ElizaOS(base_url=url, api_key=KEY, allow_http=True).base_url == url
    wrong: list[dict[str, Any]] = [{"allow_http": value} for value in ("true", 1, 0, None)]
    wrong += [{"base_url": value} for value in (None, 7, b"https://example.com", "\ud800")]
    for options in wrong:
        with pytest.raises((ConfigurationError, TypeError)):
            ElizaOS(**{"base_url": url, "api_key": KEY, **options})


# Any address

NOWHERE = httpx.AsyncClient(transport=httpx.MockTransport(lambda request: httpx.Response(200)))
PIECES = [
    *(
        "http",
        "https",
        "HTTP",
        "ftp",
        "https+unix",
        ":",
        "/",
        "//",
        "://",
        "\\",
        "@",
        "?",
        "#",
        ";",
        "%",
        ".",
        "[",
        "]",
    ),
    *(" ", "\t", "\r\n", "\x00", "localhost", "127.0.0.1", "127.1", "[::1]", "example.com", "2130706433", "%2f"),
    *("[::ffff:127.0.0.1]", "\u3002", "\u200b", "\u2044", "\uff0f", "\u2100", ":80", "user:pass@", "%40"),
]
URLS = st.builds(str.__add__, st.sampled_from(["", "http://localhost"]), st.lists(st.sampled_from(PIECES)).map("".join))


@given(url=URLS)
@example(url="http://127.0.0.1\\@evil.example")
@example(url="http://localhost\u2044@evil.example")
@example(url="http://localhost:80:@evil.example")
def test_a_credential_leaves_this_machine_only_encrypted(url: str) -> None:
    for kind in ("anam", "elizaos"):
        try:
            source = SOURCES[kind](base_url=url)
        except ConfigurationError:
            continue
        sent = httpx.URL(source.connect(NOWHERE).complete({"method": "get", "url": "/v1/sessions"})["url"])
        assert sent.scheme == "https" or (sent.scheme == "http" and is_this_machine(sent.host))
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

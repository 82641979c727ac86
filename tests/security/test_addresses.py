"""The addresses that a source accepts."""

import ipaddress
from typing import Any

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from allsessions import ConfigurationError

from .marks import SOURCES, leaks

ACCEPTED = [
    *("https://example.com", "HTTPS://Example.COM/api", "https://example.com:8443/v/1", "http://LOCALHOST:8080"),
    *("http://localhost:65535", "http://127.8.9.1", "http://[::1]:8080", "http://localhost/a/path/"),
]
UNENCRYPTED = [
    *("http://example.com", "http://10.0.0.1", "http://0.0.0.0", "http://[::]", "http://[::ffff:10.0.0.1]"),
    *("http://xlocalhost", "http://evil.localhost", "http://localhost.", "http://127.0.0.1.example.com"),
    *("http://2130706433", "http://127.1", "http://l\u043ecalhost", "http://localhost\u3002example.com"),
]
NO_ADDRESS: list[Any] = [
    *("", "x", "//api.example", "http:", "https:///x", "https://:443", "localhost:3000", " http://localhost"),
    *("ftp://api.example", "file:///etc/passwd", "http://[::1", "http://xn--a", "http://local\thost", None, 5),
    *("http://x:port", "http://localhost:0", "http://localhost:65536", b"https://example.com", "\ud800"),
    # A user name, or a part that a lenient parser takes for the host
    *("https://user:pass@example.com", "https://@example.com", "https://example.com\\evil", "http://x\\y"),
    # An appended path would become part of the query or fragment
    *("https://example.com?", "https://example.com?a=pass", "https://example.com#", "https://example.com/a#pass"),
]


def test_an_address_is_accepted_or_refused_without_the_key() -> None:
    assert [SOURCES["anam"](base_url=url).base_url for url in ACCEPTED] == ACCEPTED
    for url in [*UNENCRYPTED, *NO_ADDRESS]:
        with pytest.raises(ConfigurationError, match="^anam: (base_url|http would send .*use https)") as caught:
            SOURCES["anam"](base_url=url)
        assert not leaks(str(caught.value)), url
        assert "pass" not in str(caught.value), url


def test_a_credential_goes_unencrypted_only_if_allowed() -> None:
    url = "http://10.0.0.1:3000"
    assert SOURCES["elizaos"](api_key=None, base_url=url).base_url == url
    assert SOURCES["elizaos"](base_url=url, allow_http=True).base_url == url
    for value in (False, "true", 1, 0, None):
        with pytest.raises(ConfigurationError, match="allow_http"):
            SOURCES["elizaos"](base_url=url, allow_http=value)


# Random addresses

NOWHERE = httpx.AsyncClient(transport=httpx.MockTransport(lambda request: httpx.Response(200)))
PIECES = [
    *("http", "https", "HTTP", "ftp", ":", "/", "//", "://", "\\", "@", "?", "#", ";", "%", ".", "[", "]", " ", "\t"),
    *("\r\n", "\x00", "localhost", "127.0.0.1", "127.1", "[::1]", "example.com", "2130706433", "%2f", "%40", ":80"),
    *("[::ffff:127.0.0.1]", "\u3002", "\u200b", "\u2044", "\uff0f", "\u2100", "user:pass@"),
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
        assert (sent.userinfo, sent.query, sent.fragment) == (b"", b"", "")
        assert sent.path.endswith("/v1/sessions")


def is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

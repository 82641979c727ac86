"""The settings of a client, and the httpx client with these settings."""

import base64
import contextlib
import os
import re
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, cast

import httpx
from attrs import field, frozen

from .. import __version__
from ..errors import ConfigurationError
from ..privacy.log_filter import HARMLESS_HEADERS
from ..source import Source
from ..source.base import is_loopback, positive_int, positive_seconds

CONNECTIONS = 100  # maximum number of open connections of all sources together, unless `http` has other `limits`

_HEADER_VALUE = re.compile(rb"([\x21-\x7e\x80-\xff]([\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?")  # RFC 9110, 5.5
_VARIABLE = re.compile("(http|https|all|no)_proxy|ssl_cert_(file|dir)|sslkeylogfile", re.IGNORECASE)
_SHORTEST_SECRET = 6  # in characters; masking a shorter value, such as 1, would also mask harmless text


@frozen(kw_only=True)
class Limits:
    """The validated settings of a client; see `Settings`."""

    timeout: float = 30.0
    deadline: float = 120.0
    retries: int = 3
    max_body_size: int = 64 * 2**20
    http: Mapping[str, Any] | None = field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        positive_seconds("timeout", self.timeout)
        positive_seconds("deadline", self.deadline)
        positive_int("retries", self.retries, least=0)
        positive_int("max_body_size", self.max_body_size)
        if not isinstance(cast(object, self.http), Mapping | None):
            raise ConfigurationError(f"http must be a dict for httpx.AsyncClient, not {type(self.http).__name__}")


def http_client(sources: Iterable[Source], limits: Limits) -> tuple[httpx.AsyncClient, tuple[str, ...]]:
    """Return the httpx client that all sources share, and the secrets in `http` and in the URLs of proxies."""
    given = limits.http or {}
    try:
        # A redirect could send credentials to another host. If `http` has follow_redirects, Python raises TypeError.
        client = httpx.AsyncClient(**_arguments(sources, limits.timeout, given), follow_redirects=False)
        sent = client.build_request("GET", "https://x").headers.raw  # with the cookies
    except Exception as error:  # noqa: BLE001  # httpx raises many kinds, even AttributeError
        # Hide httpx's other texts: they repeat URLs, with passwords. The text after a colon can be an invalid `auth`.
        reason = str(error).partition(":")[0] if isinstance(error, TypeError | ImportError) else type(error).__name__
        names = ", ".join([*map(str, given), *filter(_VARIABLE.fullmatch, os.environ)])
        raise ConfigurationError(f"http: {reason}; check these arguments and variables: {names}") from None
    for name, value in sent:
        if not _HEADER_VALUE.fullmatch(value):
            raise ConfigurationError(f"http: the header {name.decode()!r} has an invalid value; correct this value")
    return client, tuple(each for each in _secrets(client, given.get("proxy")) if len(each) >= _SHORTEST_SECRET)


def _arguments(sources: Iterable[Source], timeout: float, given: Mapping[str, Any]) -> dict[str, Any]:
    urls = {httpx.URL(source.base_url) for source in sources}
    local = [url for url in urls if is_loopback(url.host)]
    # With many servers, keep no idle connections: reuse is rare, and httpcore checks all of them at each request.
    idle = CONNECTIONS if len(urls) < CONNECTIONS else 0
    http: dict[str, Any] = {
        "timeout": timeout,
        "limits": httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=idle),
        "headers": {"user-agent": f"allsessions/{__version__}"},
        # Do not store cookies, because several accounts share this client.
        "cookies": CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    }
    if len(local) == len(urls):  # then no request needs a proxy, so ignore variables that httpx cannot parse
        http |= {"trust_env": False, "verify": httpx.create_ssl_context()}
    http |= given
    if http.get("proxy") is None:
        # Requests to this machine can be unencrypted, so a proxy from the environment must not receive them.
        direct = {f"all://{url.netloc.decode()}": None for url in local}
        http["mounts"] = {**direct, **(http.get("mounts") or {})}
    return http


def _secrets(client: httpx.AsyncClient, proxy: Any) -> Iterator[str]:
    request = httpx.Request("GET", "https://x", headers=client.headers)
    if type(client.auth) is httpx.BasicAuth:
        request = next(client.auth.auth_flow(request))
    yield from _header_secrets(request.headers)
    yield from (value for _, value in client.params.multi_items())
    yield from (cookie.value or "" for cookie in client.cookies.jar)  # of all domains
    for each in urllib.request.getproxies().values() if proxy is None else [proxy]:
        with contextlib.suppress(ValueError, httpx.InvalidURL):  # not the URL of a proxy, such as in NO_PROXY
            url = each if "://" in str(each) else f"http://{each}"  # as httpx reads the variables
            parsed = each if isinstance(each, httpx.Proxy) else httpx.Proxy(url)
            yield from (*(parsed.auth or ()), *_header_secrets(parsed.headers))


def _header_secrets(headers: httpx.Headers) -> list[str]:
    values = [value for name, value in headers.multi_items() if not re.fullmatch(HARMLESS_HEADERS, name)]
    for basic in [value[6:] for value in values if value[:6].lower() == "basic "]:
        with contextlib.suppress(ValueError):
            values += base64.b64decode(basic).decode(errors="replace").split(":", 1)
    parts = [part for value in values for part in re.split(r"[\s;,=\"]+", value)]  # such as the token after Bearer
    return values + [part for part in parts if len(part) >= 8 or re.search(r"\d", part)]  # others can be normal words

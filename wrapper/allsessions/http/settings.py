"""The settings of a client, and the httpx client with these settings."""

import base64
import contextlib
import os
import re
import urllib.request
from collections.abc import Iterable, Mapping
from functools import cached_property
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, cast

import httpx
from attrs import field, frozen

from .. import __version__
from ..errors import ConfigurationError
from ..privacy.log_filter import HARMLESS_HEADER, install_log_filter
from ..source import Source
from ..source.options import is_loopback, positive_int, positive_seconds

CONNECTIONS = 100
"""Maximum number of open connections of all sources together, unless `http` has other `limits`."""

_HEADER_VALUE = re.compile(rb"([\x21-\x7e\x80-\xff]([\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?")  # RFC 9110, 5.5
_TLS_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")
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
        http = cast(object, self.http)
        if not isinstance(http, Mapping | None):
            raise ConfigurationError(f"http must be a dict for httpx.AsyncClient, not {type(http).__name__}")

    @cached_property
    def secrets(self) -> tuple[str, ...]:
        """The values in `http` that no message or log may contain, such as the password for a proxy."""
        http = self.http or {}
        values = _header_secrets(httpx.Headers(http.get("headers")))
        values += httpx.QueryParams(http.get("params")).values()
        values += [cookie.value or "" for cookie in httpx.Cookies(http.get("cookies")).jar]
        auth: Any = http.get("auth")
        if type(auth) is httpx.BasicAuth:
            values += _header_secrets(next(auth.auth_flow(httpx.Request("GET", "https://localhost"))).headers)
        values += map(str, cast(tuple[object, ...], auth)) if isinstance(auth, tuple) else ()
        given: Any = http.get("proxy")
        for each in urllib.request.getproxies().values() if given is None else [given]:
            with contextlib.suppress(ValueError, httpx.InvalidURL):  # not the URL of a proxy, such as in NO_PROXY
                proxy = each if isinstance(each, httpx.Proxy) else httpx.Proxy(each)
                values += [*(proxy.auth or ()), *_header_secrets(proxy.headers)]
        return tuple(value for value in values if len(value) >= _SHORTEST_SECRET)


def _header_secrets(headers: httpx.Headers) -> list[str]:
    values = [value for name, value in headers.multi_items() if not HARMLESS_HEADER.fullmatch(name)]
    for basic in [value[6:] for value in values if value[:6].lower() == "basic "]:
        with contextlib.suppress(ValueError):
            values += base64.b64decode(basic).decode(errors="replace").split(":", 1)
    parts = [part for value in values for part in re.split(r"[\s;,=\"]+", value)]  # such as the token after Bearer
    return values + [part for part in parts if len(part) >= 16 or re.search(r"\d", part)]  # others can be normal words


def http_clients(sources: Iterable[Source], limits: Limits) -> Mapping[str, httpx.AsyncClient]:
    """Return an httpx client for each base URL. A shared client is slower: each request checks all idle connections."""
    install_log_filter()
    urls = {source.base_url for source in sources}
    defaults: dict[str, Any] = {
        "timeout": limits.timeout,
        # With many servers, keep no idle connections, because a process can open only some hundred files.
        "limits": httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS // len(urls)),
        "headers": {"user-agent": f"allsessions/{__version__}"},
        # Do not store cookies, because several accounts can share a client.
        "cookies": CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    }
    http: dict[str, Any] = {**defaults, **(limits.http or {})}
    try:
        trust_env = http.pop("trust_env", True)
        if http.get("transport") is None:  # one TLS context for all clients, because it takes long to read certificates
            tls: dict[str, Any] = {name: http.pop(name) for name in ("verify", "cert") if name in http}
            http["verify"] = httpx.create_ssl_context(**tls, trust_env=trust_env)
        has_proxy = trust_env and not {"http", "https", "all"}.isdisjoint(urllib.request.getproxies())
        clients = {url: _client(url, http, has_proxy=has_proxy) for url in urls}
        sent = next(iter(clients.values())).build_request("GET", "https://localhost").headers.raw  # with the cookies
    except (TypeError, ValueError, OSError, ImportError, AttributeError, httpx.InvalidURL) as error:
        raise _unusable(error, http) from None
    for name, value in sent:
        if not _HEADER_VALUE.fullmatch(value):
            raise ConfigurationError(f"http: the header {name.decode()!r} has an invalid value; correct this value")
    return clients


def _client(url: str, http: Mapping[str, Any], *, has_proxy: bool) -> httpx.AsyncClient:
    host = httpx.URL(url).host
    # Requests to this machine can be unencrypted, so a proxy from the environment must not receive them. If no proxy
    # applies, ignore the proxy variables, because httpx fails if it cannot parse one of them.
    uses_proxy = has_proxy and not is_loopback(host) and not urllib.request.proxy_bypass(host)
    # A redirect could send credentials to another host. If `http` has follow_redirects, Python raises TypeError.
    return httpx.AsyncClient(**http, trust_env=uses_proxy, follow_redirects=False)


def _unusable(error: Exception, http: Mapping[str, Any]) -> ConfigurationError:
    if isinstance(error, OSError):  # includes ssl.SSLError
        variables = ", ".join(f"{name}={os.environ[name]}" for name in _TLS_VARIABLES if os.environ.get(name))
        return ConfigurationError(f"http: {error}; check {variables or 'verify and cert'}")
    if isinstance(error, UnicodeEncodeError):
        return ConfigurationError("http: one of the headers, or another argument, has characters that HTTP cannot send")
    if not isinstance(error, ValueError | ImportError | httpx.InvalidURL):
        # Drop the text after a colon, where httpx repeats an invalid `auth`.
        return ConfigurationError(f"http: {str(error).partition(':')[0]}; pass only arguments of httpx.AsyncClient")
    # Do not show httpx's message: it contains the URL, and a proxy's URL can contain a password.
    reason = error if isinstance(error, ImportError) else type(error).__name__
    variables = ", ".join(name for name in os.environ if re.fullmatch("(http|https|all|no)_proxy", name, re.IGNORECASE))
    return ConfigurationError(f"http: {reason}; check {'proxy' if http.get('proxy') else variables or 'its URLs'}")

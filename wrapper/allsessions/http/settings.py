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


def http_client(sources: Iterable[Source], limits: Limits) -> httpx.AsyncClient:
    """Return the httpx client that all sources share."""
    install_log_filter()
    urls = {httpx.URL(source.base_url) for source in sources}
    hosts = {url.host for url in urls}
    # With many servers, keep no idle connections: reuse is rare, and httpcore checks all of them at each request.
    idle = CONNECTIONS if len(urls) < CONNECTIONS else 0
    defaults: dict[str, Any] = {
        "timeout": limits.timeout,
        "limits": httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=idle),
        "headers": {"user-agent": f"allsessions/{__version__}"},
        # Do not store cookies, because several accounts share this client.
        "cookies": CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    }
    http: dict[str, Any] = {**defaults, **(limits.http or {})}
    # Requests to this machine can be unencrypted, so a proxy from the environment must not receive them.
    past = {f"all://[{host}]" if ":" in host else f"all://{host}": None for host in hosts if is_loopback(host)}
    try:
        if http.get("proxy") is None:
            http["mounts"] = {**past, **(http.get("mounts") or {})}
        # A redirect could send credentials to another host. If `http` has follow_redirects, Python raises TypeError.
        try:
            client = httpx.AsyncClient(**http, follow_redirects=False)
        except (ImportError, ValueError, httpx.InvalidURL):
            if "mounts" not in http or any(map(_uses_proxy, hosts)):
                raise
            # httpx cannot parse a proxy variable, but no request uses the proxy. Ignore the variable.
            http = {"verify": httpx.create_ssl_context(), **http, "trust_env": False}
            client = httpx.AsyncClient(**http, follow_redirects=False)
        sent = client.build_request("GET", "https://localhost").headers.raw  # with the cookies
    except (TypeError, ValueError, OSError, ImportError, AttributeError, httpx.InvalidURL) as error:
        raise _unusable(error, http) from None
    for name, value in sent:
        if not _HEADER_VALUE.fullmatch(value):
            raise ConfigurationError(f"http: the header {name.decode()!r} has an invalid value; correct this value")
    return client


def _uses_proxy(host: str) -> bool:
    proxies = urllib.request.getproxies().keys() & {"http", "https", "all"}
    return bool(proxies) and not is_loopback(host) and not urllib.request.proxy_bypass(host)


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

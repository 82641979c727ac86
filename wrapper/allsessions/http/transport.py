"""Send requests: throttled, within their limits, retried where that helps. All I/O of this library is here."""

import asyncio
import contextlib
import importlib.metadata
import logging
import random
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, TypeVar

import httpx
from attrs import Attribute, define, field, frozen

from ..errors import ApiError, ConfigurationError, SourceError
from ..privacy.log_filter import install_log_filter, redact_logs
from ..source import Request, Source, UnreadableError
from ..source.envelope import VendorClient
from ..source.options import is_loopback, positive_int, positive_seconds
from .failures import failure_of, is_transient, no_answer, should_slow_down, timed_out, unexpected_response
from .throttle import Throttle

logger = logging.getLogger("allsessions")

T = TypeVar("T")

CLOSED_DURING_REQUEST = "the client was closed during the request"

CONNECTIONS = 100
"""Connections that are open at the same time over all sources, unless `http` sets other limits."""

# httpx lets an SSLError pass if TLS 1.3 refuses the client's certificate late, and a ValueError if a redirect has an
# odd host.
HTTPX_ERRORS = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ssl.SSLError, ValueError)


def _setting(check: Callable[[str, Any], None]) -> Callable[["Limits", "Attribute[Any]", Any], None]:
    return lambda limits, attribute, value: check(attribute.name, value)


def _arguments(name: str, value: object) -> None:
    if value is not None and not isinstance(value, Mapping):
        raise ConfigurationError(f"{name} must be a dict for httpx.AsyncClient, not {type(value).__name__}")


@frozen(kw_only=True)
class Limits:
    """The settings of a client; see `Settings`."""

    timeout: float = field(validator=_setting(positive_seconds))
    deadline: float = field(validator=_setting(positive_seconds))
    retries: int = field(validator=_setting(partial(positive_int, least=0)))
    max_body_size: int = field(validator=_setting(positive_int))
    http: Mapping[str, Any] | None = field(validator=_setting(_arguments), repr=False)

    @property
    def connections(self) -> int:
        return getattr((self.http or {}).get("limits"), "max_connections", None) or CONNECTIONS


def http_client(sources: Iterable[Source], limits: Limits) -> httpx.AsyncClient:
    """Return the httpx client that all sources share."""
    install_log_filter()
    defaults: dict[str, Any] = {
        # Waiting for a connection has no limit of its own; the attempt as a whole has one.
        "timeout": httpx.Timeout(limits.timeout, pool=None),
        "limits": httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
        "headers": {"user-agent": f"allsessions/{importlib.metadata.version('allsessions')}"},
        # No cookies: one account's must not go to another.
        "cookies": CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    }
    http = {**defaults, **(limits.http or {})}
    try:
        if http.get("proxy") is None:
            http["mounts"] = {**_past_proxies(sources), **(http.get("mounts") or {})}
        # A redirect would carry the credentials elsewhere. A caller's own follow_redirects is a TypeError here.
        return httpx.AsyncClient(**http, follow_redirects=False)
    except (TypeError, ValueError, OSError, ImportError, AttributeError, httpx.InvalidURL) as error:
        # httpx repeats an unusable URL, and a proxy's URL can hold a password.
        if http.get("proxy") is None and not isinstance(error, ValueError | httpx.InvalidURL):
            raise ConfigurationError(f"http: {error}") from None
        advice = "check its proxy, or a proxy of the environment such as HTTPS_PROXY"
        raise ConfigurationError(f"http: {type(error).__name__}; {advice}") from None


def _past_proxies(sources: Iterable[Source]) -> dict[str, None]:
    # A proxy of the environment must not get what is meant to stay on this machine, unencrypted.
    hosts = {httpx.URL(source.base_url).host for source in sources}
    return {f"all://[{host}]" if ":" in host else f"all://{host}": None for host in hosts if is_loopback(host)}


@define(kw_only=True)
class Connection:
    """Sends one source's requests by the vendor's client. The `gate` limits those of all sources together."""

    source: Source
    client: VendorClient
    gate: asyncio.Semaphore
    limits: Limits
    _throttle: Throttle = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._throttle = Throttle(self.source, self.gate)
        self.client.max_body_size = self.limits.max_body_size

    async def send(self, request: Request[T]) -> T:
        """Send the request, retry transient failures, and return the parsed answer. Raises SourceError."""
        attempts, left = 0, self.limits.deadline
        while True:
            async with self._throttle.slot():
                begin = time.monotonic()
                answer = await self._answer(request, left)
                left -= time.monotonic() - begin  # waiting for a slot does not count
            attempts += 1
            if not isinstance(answer, SourceError):
                return answer
            if self.client.get_async_httpx_client().is_closed:
                raise RuntimeError(CLOSED_DURING_REQUEST)
            seconds = _wait(answer, attempts)
            if attempts > self.limits.retries or seconds >= left or not is_transient(answer):
                answer.attempts = attempts
                try:
                    # Not inside an `except`: httpx's error as its context would hold the request and its key.
                    raise answer
                finally:
                    del answer  # with its traceback it is a cycle, which would keep the whole page for long
            logger.info("%s; attempt %d failed, the next is in %.1f s", answer, attempts, seconds)
            left -= seconds
            with self._throttle.paused() if should_slow_down(answer) else contextlib.nullcontext():
                await pause(seconds)

    async def _answer(self, request: Request[T], left: float) -> T | SourceError:
        seconds = min(self.limits.timeout, left)
        try:
            with redact_logs(self.source.secrets):
                async with asyncio.timeout(seconds):
                    response = await request.endpoint(client=self.client, **request.arguments)
        except (TimeoutError, httpx.TimeoutException):
            setting = "timeout" if self.limits.timeout <= left else "deadline"
            return timed_out(self.source, request, seconds, setting)
        except (*HTTPX_ERRORS, self.source.client_package.DecodeError) as error:
            return no_answer(self.source, request, error)
        try:
            return failure_of(self.source, request, response) or request.parse(response)
        except UnreadableError as error:
            return unexpected_response(self.source, request, error.reason, error.path)


async def pause(seconds: float) -> None:
    """Wait before the next attempt."""
    await asyncio.sleep(seconds)


def _wait(error: SourceError, attempts: int) -> float:
    """Return the seconds until the next attempt: as the vendor asks, or exponential; not the same for all clients."""
    backoff = random.uniform(0, min(20.0, 0.5 * 2**attempts))  # noqa: S311  # no cryptography
    asked = error.retry_after if isinstance(error, ApiError) else None
    return backoff if asked is None else asked + min(backoff, 1.0)

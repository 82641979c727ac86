"""Requests: bounded, in turn, and tried again where that can help. The one place with I/O."""

import asyncio
import contextlib
import importlib.metadata
import logging
import ssl
import time
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, TypeVar, cast

import httpcore  # noqa: F401  # pyright: ignore[reportUnusedImport]  # httpx would when the first client is made
import httpx
import tenacity
from attrs import Attribute, define, field, frozen

from ..errors import ConfigurationError, SourceError
from ..privacy.log_filter import asking, mask_logs
from ..source import Request, Source, UnreadableError
from ..source.options import is_loopback
from ..source.package import VendorClient, VendorDecodeError
from .failures import Failures, asks_for_a_pause, can_pass
from .throttle import Pace
from .tls import verifying

logger = logging.getLogger("allsessions")

T = TypeVar("T")

_FIRST_WAIT = 0.5
_LONGEST_OWN_WAIT = 20.0

USER_AGENT = f"allsessions/{importlib.metadata.version('allsessions')}"

CLOSED_MEANWHILE = "the client was closed while it was being asked"

STEPS_TO_SEND = 3
"""Turns of the event loop in which a request that waited for another goes out."""

CONNECTIONS = 100
"""Connections open at once over all sources, unless `http` has limits of its own."""


def _seconds(limits: "Limits", attribute: "Attribute[float]", value: object) -> None:
    if not isinstance(value, int | float) or not value > 0:  # what is no number is not more than 0 either
        raise ConfigurationError(f"{attribute.name} must be seconds, more than 0, not {value!r}")


def _at_least(least: int) -> Callable[["Limits", "Attribute[int]", object], None]:
    def check(limits: "Limits", attribute: "Attribute[int]", value: object) -> None:
        if not isinstance(value, int) or value < least:
            raise ConfigurationError(f"{attribute.name} must be a whole number, {least} or more, not {value!r}")

    return check


@frozen(kw_only=True)
class Limits:
    """What a request may take; see AsyncClient."""

    timeout: float = field(default=30.0, validator=_seconds)
    deadline: float = field(default=120.0, validator=_seconds)
    retries: int = field(default=3, validator=_at_least(0))
    max_body_size: int = field(default=64 * 2**20, validator=_at_least(1))


def http_client(sources: Iterable[Source], timeout: float, http: Mapping[str, Any]) -> httpx.AsyncClient:
    """The one httpx client that all sources share, with the caller's further arguments of httpx.AsyncClient."""
    mask_logs()
    defaults: dict[str, Any] = {
        # Waiting for a connection has no limit of its own: an attempt as a whole has one.
        "timeout": httpx.Timeout(timeout, pool=None),
        "limits": httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
        "headers": {"user-agent": USER_AGENT},
        # No cookies are taken: what one account was told is not for another.
        "cookies": CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        **verifying(http),
    }
    try:
        if http.get("proxy") is None:
            # The environment's proxy would get what is meant to stay on this machine, unencrypted.
            defaults["mounts"] = {**_past_all_proxies(sources), **(http.get("mounts") or {})}
            http = {name: value for name, value in http.items() if name != "mounts"}
        else:
            _check_proxy(http["proxy"])
        # Never along with a redirect: credentials are for the source's own address.
        return httpx.AsyncClient(**{**defaults, **http}, follow_redirects=False)
    except (TypeError, ValueError, OSError, ImportError, AttributeError, httpx.InvalidURL) as error:
        raise ConfigurationError(f"http: {_reason(error, http)}") from None


def _reason(error: Exception, http: Mapping[str, Any]) -> str:
    # httpx repeats a URL that it cannot use, and that of a proxy can hold a password.
    if http.get("proxy") is not None:
        return f"proxy: {type(error).__name__}"
    if isinstance(error, ValueError | httpx.InvalidURL) and urllib.request.getproxies().keys() - {"no"}:
        return f"a proxy of the environment, such as HTTPS_PROXY: {type(error).__name__}"
    return str(error)


def _past_all_proxies(sources: Iterable[Source]) -> dict[str, None]:
    hosts = {httpx.URL(source.base_url).host for source in sources}
    return {f"all://[{host}]" if ":" in host else f"all://{host}": None for host in hosts if is_loopback(host)}


def _check_proxy(proxy: Any) -> None:
    port = (proxy if isinstance(proxy, httpx.Proxy) else httpx.Proxy(proxy)).url.port
    if port is not None and not 0 < port < 65536:
        raise ValueError(port)


def connections(http: Mapping[str, Any]) -> int:
    """How many connections `http` allows at once."""
    limits = http.get("limits")
    return (limits.max_connections if isinstance(limits, httpx.Limits) else None) or CONNECTIONS


@define(kw_only=True)
class Connection:
    """One source's way to its vendor."""

    source: Source
    gate: asyncio.Semaphore
    """Requests in flight over all sources."""
    limits: Limits
    client: VendorClient
    """The vendor's client."""
    _pace: Pace = field(init=False)
    _failures: Failures = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._pace = Pace(self.source, self.gate)
        self._failures = Failures(self.source)
        self.client.max_body_size = self.limits.max_body_size

    async def send(self, request: Request[T]) -> T:
        """Make the request, again where that can help, and read the answer. Raises SourceError.

        All requests are GET, which can be repeated.
        """
        spent = _Spent()
        attempts = tenacity.AsyncRetrying(
            retry=tenacity.retry_if_exception(can_pass),
            wait=_wait,
            stop=partial(self._is_enough, spent),
            before_sleep=_log_retry,
            sleep=partial(self._rest, spent),
            reraise=True,
        )
        try:
            return await attempts(self._attempt, request, spent)
        except SourceError as error:
            error.attempts = spent.attempts
            raise

    def _is_enough(self, spent: "_Spent", state: tenacity.RetryCallState) -> bool:
        too_late = spent.seconds + state.upcoming_sleep >= self.limits.deadline
        return too_late or state.attempt_number > self.limits.retries

    async def _rest(self, spent: "_Spent", seconds: float) -> None:
        spent.seconds += seconds
        if spent.pause_for_all:
            async with self._pace.held():
                await pause(seconds)
        else:
            await pause(seconds)

    async def _attempt(self, request: Request[T], spent: "_Spent") -> T:
        last = spent.pause_for_all and spent.attempts >= self.limits.retries
        async with contextlib.AsyncExitStack() as turn:
            await turn.enter_async_context(self._pace.turn_alone() if last else self._pace.turn())
            begin = time.monotonic()
            answer = await self._answer(request, turn, self.limits.deadline - spent.seconds)
            spent.seconds += time.monotonic() - begin
        spent.attempts += 1
        if isinstance(answer, SourceError):
            if self.client.get_async_httpx_client().is_closed:
                raise RuntimeError(CLOSED_MEANWHILE)
            spent.pause_for_all = asks_for_a_pause(answer)
            # Raised here, where httpx's own error is no longer its context: that one holds the request with its key.
            raise answer
        self._pace.went_well()
        return answer

    async def _answer(self, request: Request[T], turn: contextlib.AsyncExitStack, left: float) -> T | SourceError:
        try:
            with asking(self.source.secrets):
                async with asyncio.timeout(min(self.limits.timeout, left)):
                    response = await request.endpoint(client=_InTurn(self.client, turn), **request.arguments)
        except (TimeoutError, httpx.TimeoutException):
            setting = "timeout" if self.limits.timeout <= left else "deadline"
            return self._failures.timed_out(request, min(self.limits.timeout, left), setting)
        # TLS 1.3 refuses a client's certificate only while the answer is read, where httpx does not expect it.
        except (httpx.TransportError, httpx.InvalidURL, ssl.SSLError) as error:
            return self._failures.of_transport(request, error)
        except (httpx.HTTPError, httpx.StreamError) as error:
            return self._failures.unexpected(request, "", type(error).__name__)
        except self.source.decode_error as error:
            wrong = cast(VendorDecodeError, error)
            return self._failures.unexpected(request, "", f"expected {wrong.expected}, found {wrong.found}")
        except ValueError:
            # httpx looks at where a redirect leads, though it is not to follow, and does not expect each odd name.
            return self._failures.unusable_address(request)
        failure = self._failures.of_answer(request, response)
        if failure is not None:
            return failure
        try:
            return request.parse(response)
        except UnreadableError as error:
            return self._failures.unexpected(request, error.path, error.reason)


class _InTurn:
    """The vendor's client, for one request, whose turn ends when a good answer is there: nobody waits for its decoding.

    After a bad one nobody's turn comes before it is clear what it asks for.
    """

    def __init__(self, client: VendorClient, turn: contextlib.AsyncExitStack) -> None:
        self._client = client
        self._turn = turn

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    async def call_async(self, request: dict[str, Any], answers: Any) -> Any:
        client = cast(Any, self._client)
        response = await client.send_async(request)
        if response.status_code == HTTPStatus.OK:
            await self._turn.aclose()
            for _ in range(STEPS_TO_SEND):
                await asyncio.sleep(0)
        return client.typed(response, answers)


@define
class _Spent:
    """What one request has taken so far; waiting for its turn is not counted.

    Attributes:
        pause_for_all: Whether the vendor's last answer asks for a pause of all requests.
    """

    attempts: int = 0
    seconds: float = 0.0
    pause_for_all: bool = False


async def pause(seconds: float) -> None:
    """Wait before the next attempt."""
    await asyncio.sleep(seconds)


def _wait(state: tenacity.RetryCallState) -> float:
    own = tenacity.wait_random_exponential(multiplier=_FIRST_WAIT, max=_LONGEST_OWN_WAIT)(state)
    error = state.outcome.exception() if state.outcome else None
    told = getattr(error, "retry_after", None)
    return own if told is None else told + min(own, 1.0)  # not all callers at the same moment again


def _log_retry(state: tenacity.RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    wait = state.next_action.sleep if state.next_action else 0.0
    logger.info("%s; attempt %d failed, the next is in %.1f s", error, state.attempt_number, wait)

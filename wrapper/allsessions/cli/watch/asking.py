"""Read each source repeatedly and independently: a slow or failing source does not delay the others."""

import asyncio
import contextlib
import datetime
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any, Final, Protocol

import httpx
from attrs import define, field, frozen

from allsessions import (
    AsyncClient,
    IncompleteListingError,
    InvalidRecordError,
    RateLimitError,
    Session,
    Source,
    SourceError,
    Status,
    TimedOutError,
)

from ..options import Sort
from .state import Outcome, Watched, snapshot_of

PATIENCE: Final = 30.0
"""The time limit for a request with retries, in seconds. If `Retry-After` is longer, the next read waits that long."""

LIMIT_PATIENCE: Final = 5.0
"""The time limit for requesting a source's session limit, in seconds. This request must not delay the sessions."""

_LIFECYCLE: Final = (Status.PENDING, Status.ACTIVE, Status.FAILED)
"""The statuses in the order of a session's life. A read lists the sessions of each status in this order. So a session
that changes status during the read is in a later list."""

_COMMON_START: Final = re.compile(r"^listing sessions(, page \d+)?: ")
"""The common start of the error messages of a watch. The screen omits it."""


class Clock(Protocol):
    """A clock that tests can replace."""

    def now(self) -> datetime.datetime:
        """Return the current time in UTC."""
        ...

    def elapsed(self) -> float:
        """Return the seconds since a fixed point in time, from a monotonic clock."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait for this many seconds."""
        ...


class RealClock:
    """The clock of the machine."""

    def now(self) -> datetime.datetime:
        return datetime.datetime.now(datetime.UTC)

    def elapsed(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


@frozen(kw_only=True)
class WatchOptions:
    """The sessions to watch.

    Attributes:
        filters: The filters for `Client.list`, except the status.
        failures: The number of newest failed sessions to show. With 0, the watch does not request failed sessions.
        sort: The order of the running sessions on the screen.
    """

    filters: Mapping[str, Any] = field(factory=dict[str, Any])
    failures: int = 10
    sort: Sort = Sort.AGE

    def lists(self, source: Source) -> Sequence[Sequence[Status]]:
        """Return the statuses of each list to read: one status per list if the vendor filters by status, else all."""
        wanted = [status for status in _LIFECYCLE if status is not Status.FAILED or self.failures]
        one_by_one = source.capabilities.vendor_statuses.issuperset(wanted)
        return [[status] for status in wanted] if one_by_one else [wanted]


@define
class _ReadLog:
    """The number of requests and the log messages during one read of a source."""

    requests: int = 0
    notes: list[str] = field(factory=list[str])


_current_read: ContextVar[_ReadLog | None] = ContextVar("current_read", default=None)
# The client's tasks inherit this variable from the read that starts them. So requests and log messages count for the
# right source, even if several sources have the same URL.


def client_of(sources: Sequence[Source]) -> AsyncClient:
    """Return one client for all reads. The client applies each source's rate limit across all reads."""

    async def count(_: httpx.Request) -> None:
        if (log := _current_read.get()) is not None:
            log.requests += 1

    return AsyncClient(sources, timeout=PATIENCE, deadline=PATIENCE, http={"event_hooks": {"request": [count]}})


class Notes(logging.Handler):
    """Keeps only the last two log messages of the current read, because there can be many."""

    def emit(self, record: logging.LogRecord) -> None:
        if (log := _current_read.get()) is not None:
            log.notes = [*log.notes[-1:], record.getMessage()]


async def follow(
    client: AsyncClient, watched: Watched, wanted: WatchOptions, clock: Clock, tell: Callable[[Watched], None]
) -> None:
    """Read one source repeatedly, and call `tell` after each read."""
    while True:
        watched.begin(clock.now())
        reading = read(client, watched.source, wanted, clock)
        outcome, watched.limit = await asyncio.gather(reading, _limit(client, watched, wanted))
        pause = watched.take(outcome, clock.now())
        tell(watched)
        await clock.sleep(pause)


async def _limit(client: AsyncClient, watched: Watched, wanted: WatchOptions) -> int | None:
    """Return the source's session limit, if its vendor reports one. Sends no request if the limit is already known."""
    if any(wanted.filters.values()) or not watched.source.capabilities.concurrency:
        return None  # the limit is for all sessions of the account, not for filtered ones
    if watched.limit is None:
        with contextlib.suppress(SourceError, TimeoutError):  # the watch works without a limit
            async with asyncio.timeout(LIMIT_PATIENCE):
                return (await client.concurrency(watched.source)).limit
    return watched.limit


async def read(client: AsyncClient, source: Source, wanted: WatchOptions, clock: Clock) -> Outcome:
    """Read the pending, active and failed sessions of one source."""
    log = _ReadLog()
    _current_read.set(log)
    at, begin = clock.now(), clock.elapsed()
    found, errors = await _list_sessions(client, source, wanted)
    broken = [error for error in errors if not isinstance(error, InvalidRecordError)]
    snapshot = snapshot_of(
        found.values(),
        at=at,
        unreadable=len(errors) - len(broken),
        knows_failures=bool(wanted.failures) and source.capabilities.scope == "history",
        failures=wanted.failures,
    )
    return Outcome(
        snapshot=None if broken else snapshot,
        trouble=_error_text(source, broken or errors),
        notes=tuple(log.notes),
        requests=log.requests,
        seconds=clock.elapsed() - begin,
        retry_after=max((getattr(error, "retry_after", None) or 0.0 for error in broken), default=0.0),
        too_often=any(isinstance(error, RateLimitError) for error in broken),
    )


async def _list_sessions(
    client: AsyncClient, source: Source, wanted: WatchOptions
) -> tuple[Mapping[str, Session], Sequence[SourceError]]:
    found: dict[str, Session] = {}
    errors: list[SourceError] = []
    for statuses in wanted.lists(source):
        try:
            filters: dict[str, Any] = {**wanted.filters, "status": statuses}
            async for session in client.list(sources=source, **filters):
                found[session.id] = session  # the later list is more recent
        except IncompleteListingError as incomplete:
            errors += incomplete.errors
            if any(not isinstance(error, InvalidRecordError) for error in errors):
                break
    return found, errors


def _error_text(source: Source, errors: Sequence[SourceError]) -> str | None:
    if not errors:
        return None
    first = errors[0]
    if isinstance(first, TimedOutError):  # its message suggests a setting that the commands do not offer
        return f"no complete response within {PATIENCE:g} s; check base_url ({source.base_url}) and the network"
    said = _COMMON_START.sub("", str(first).removeprefix(f"{source.name}: "))
    return said if len(errors) == 1 else f"{len(errors):,} unreadable records; first: {said}"

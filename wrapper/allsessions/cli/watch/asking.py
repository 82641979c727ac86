"""Asks each source again and again, each by itself: one that is slow or fails holds up no other."""

import asyncio
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

from .state import Outcome, Watched, snapshot_of

PATIENCE: Final = 30.0
"""Seconds that one request has, its further attempts included. What a vendor asks for beyond is shown meanwhile."""

_LIFE: Final = (Status.PENDING, Status.ACTIVE, Status.FAILED)
"""In the order in which a session passes through them: one that does so between two lists is in the second."""


_ASKED: Final = re.compile(r"^listing sessions(, page \d+)?: ")
"""What all requests of a watch ask for goes without saying, where there is little room."""


class Clock(Protocol):
    """What time it is, and how it passes."""

    def now(self) -> datetime.datetime:
        """The time of day, in UTC."""
        ...

    def elapsed(self) -> float:
        """Seconds since some moment, whatever is done to the machine's clock."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class RealClock:
    """The machine's."""

    def now(self) -> datetime.datetime:
        return datetime.datetime.now(datetime.UTC)

    def elapsed(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


@frozen(kw_only=True)
class Wanted:
    """What is asked for.

    Attributes:
        filters: The filters of `Client.list`; the status is the watch's own.
        failures: How many of the newest failures; for 0, the failed sessions are not asked for.
    """

    filters: Mapping[str, Any] = field(factory=dict[str, Any])
    failures: int = 10

    def lists(self, source: Source) -> Sequence[Sequence[Status]]:
        """The statuses of each list that has to be read, in this order, so that the vendor sends least."""
        wanted = [status for status in _LIFE if status is not Status.FAILED or self.failures]
        one_by_one = source.capabilities.vendor_statuses.issuperset(wanted)
        return [[status] for status in wanted] if one_by_one else [wanted]


@define
class _Meanwhile:
    """What happens while a source is being read."""

    requests: int = 0
    notes: list[str] = field(factory=list[str])


_meanwhile: ContextVar[_Meanwhile | None] = ContextVar("meanwhile", default=None)
# The client's own tasks are begun within the reading's, so that they have its context: that tells the sources apart,
# also where several have the same address.


def client_of(sources: Sequence[Source]) -> AsyncClient:
    """One client for the whole watch, which keeps each source's pace from one reading to the next."""

    async def count(_: httpx.Request) -> None:
        if (meanwhile := _meanwhile.get()) is not None:
            meanwhile.requests += 1

    return AsyncClient(sources, timeout=PATIENCE, deadline=PATIENCE, http={"event_hooks": {"request": [count]}})


class Notes(logging.Handler):
    """Keeps what the log says of the source that is being read; the last two things, since each can come often."""

    def emit(self, record: logging.LogRecord) -> None:
        if (meanwhile := _meanwhile.get()) is not None:
            meanwhile.notes = [*meanwhile.notes[-1:], record.getMessage()]


async def follow(
    client: AsyncClient, watched: Watched, wanted: Wanted, clock: Clock, tell: Callable[[Watched], None]
) -> None:
    """Read one source again and again, and tell each time what came of it."""
    while True:
        watched.begin(clock.now())
        outcome = await read(client, watched.source, wanted, clock)
        pause = watched.take(outcome, clock.now())
        tell(watched)
        await clock.sleep(pause)


async def read(client: AsyncClient, source: Source, wanted: Wanted, clock: Clock) -> Outcome:
    """What came of reading one source's sessions that wait, run or have failed."""
    meanwhile = _Meanwhile()
    _meanwhile.set(meanwhile)
    at, begin = clock.now(), clock.elapsed()
    found, errors = await _found(client, source, wanted)
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
        trouble=_trouble(source, broken or errors),
        notes=tuple(meanwhile.notes),
        requests=meanwhile.requests,
        seconds=clock.elapsed() - begin,
        retry_after=max((getattr(error, "retry_after", None) or 0.0 for error in broken), default=0.0),
        too_often=any(isinstance(error, RateLimitError) for error in broken),
    )


async def _found(
    client: AsyncClient, source: Source, wanted: Wanted
) -> tuple[Mapping[str, Session], Sequence[SourceError]]:
    found: dict[str, Session] = {}
    errors: list[SourceError] = []
    for statuses in wanted.lists(source):
        try:
            filters: dict[str, Any] = {**wanted.filters, "status": statuses}
            async for session in client.list(sources=source, **filters):
                found[session.id] = session  # the later list knows better
        except IncompleteListingError as incomplete:
            errors += incomplete.errors
            if any(not isinstance(error, InvalidRecordError) for error in errors):
                break
    return found, errors


def _trouble(source: Source, errors: Sequence[SourceError]) -> str | None:
    if not errors:
        return None
    first = errors[0]
    if isinstance(first, TimedOutError):  # whose own text advises a setting that no option has
        return f"no complete answer within {PATIENCE:g} s; check base_url ({source.base_url}) and the network"
    said = _ASKED.sub("", str(first).removeprefix(f"{source.name}: "))
    return said if len(errors) == 1 else f"{len(errors):,} records cannot be read; the first: {said}"

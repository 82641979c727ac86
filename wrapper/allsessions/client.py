"""The two clients. `AsyncClient` is the engine; `Client` runs it on an event loop of its own, in a thread behind."""

import asyncio
import contextlib
import os
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypedDict, TypeVar, Unpack

from .arguments import by_name, check_limit, checked, each_of
from .background import CLOSED, Background
from .config import sources_from_config, sources_from_env
from .cursor import read_cursor
from .errors import (
    ConfigurationError,
    IncompleteListingError,
    InvalidRecordError,
    NotFoundError,
    SourceError,
    UnexpectedResponseError,
)
from .failures import unforeseen
from .filters import FilterArguments, Filters, unsendable
from .listing import PAGES_AHEAD, PAGES_OF_THE_REST, Listing
from .pages import Pages
from .reading import Reading, held_back, total_of
from .session import Page, Session
from .sources import Position, Source
from .transport import CLOSED_MEANWHILE, Connection, Limits, connections, http_client

T = TypeVar("T")

SourceNames = Iterable[str | Source] | str | Source | None
"""Which sources: some by name, one, or None for all."""


class Settings(TypedDict, total=False):
    """What both clients take beside their sources; see AsyncClient."""

    timeout: float
    deadline: float
    retries: int
    max_body_size: int
    http: Mapping[str, Any] | None


class AsyncClient:
    """Lists the sessions of all its sources. Use it with `async with`, or call `aclose()`.

    Args:
        sources: One or more sources with different names.
        timeout: Seconds for one attempt, from asking for a connection to the last byte.
        deadline: Seconds for one request with all its attempts and the pauses between them. A longer pause is not
            begun, also where the vendor asks for it: the error tells its `retry_after`. Waiting for its turn, as a
            `rate_limit` demands, is not counted.
        retries: How often a failed request is tried again, where that can help: after a connection that was refused or
            lost, a timeout, and HTTP 408, 425, 429, 500, 502, 503 and 504.
        max_body_size: Bytes that an answer may have after decompression.
        http: Further arguments of httpx.AsyncClient, such as proxy, verify, cert, limits or transport.

    Raises ConfigurationError where they cannot be used.
    """

    def __init__(
        self,
        sources: Source | Iterable[Source],
        *,
        timeout: float = 30.0,
        deadline: float = 120.0,
        retries: int = 3,
        max_body_size: int = 64 * 2**20,
        http: Mapping[str, Any] | None = None,
    ) -> None:
        self._limits = Limits(timeout=timeout, deadline=deadline, retries=retries, max_body_size=max_body_size)
        self._sources = by_name(sources)
        self._http = http_client(self.sources, timeout, http or {})
        at_once = connections(http or {})
        self._gate = asyncio.Semaphore(at_once)
        self._crowded = len({source.base_url for source in self.sources}) > at_once
        self._connections: dict[str, Connection] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ, **settings: Unpack[Settings]) -> Self:
        """A client with every vendor whose variables are set; ConfigurationError if none is."""
        return cls(sources_from_env(environment), **settings)

    @classmethod
    def from_config(cls, path: str | Path, **settings: Unpack[Settings]) -> Self:
        """A client with the sources of a file such as `allsessions.toml`; ConfigurationError if it cannot be used."""
        return cls(sources_from_config(path), **settings)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources, in the order given."""
        return tuple(self._sources.values())

    def list(
        self,
        *,
        sources: SourceNames = None,
        limit: int | None = None,
        **filters: Unpack[FilterArguments],
    ) -> Listing:
        """The sessions that match, source by source in the order given, each in its vendor's order.

        Args:
            sources: Names of sources to leave the others out; all unless given.
            limit: How many at most; fetching stops there.
            filters: See `FilterArguments`.

        The iterator raises IncompleteListingError at its end if anything is missing. At once, and before any request:
        ConfigurationError or UnsupportedFilterError.
        """
        check_limit(limit)
        chosen = self._chosen(sources)
        wanted = checked(filters, chosen)
        self._check_open()
        return Listing([self._reader(source, wanted) for source in chosen], limit)

    def pages(
        self,
        source: str | Source,
        *,
        cursor: str | None = None,
        page_size: int | None = None,
        **filters: Unpack[FilterArguments],
    ) -> Pages:
        """One source's pages, each fetched when it is asked for.

        Args:
            source: The source, or its name.
            cursor: A page's cursor, to go on after that page, with the same filters and a source of the same name; in
                another process, too.
            page_size: Records a request; the source's unless given. A cursor keeps its own.
            filters: See `FilterArguments`.

        The iterator raises the source's own error at once. ConfigurationError or UnsupportedFilterError are raised
        before any request.
        """
        chosen = self._source(source)
        wanted = checked(filters, (chosen,))
        start = None if cursor is None else read_cursor(cursor, chosen, wanted)
        if page_size is not None:
            chosen.check_page_size(page_size)
        self._check_open()
        reading = self._reading(chosen, wanted, size=start.size if start else page_size)
        return Pages(held_back(reading.pages(start)), self._spawn)

    async def get(self, ref: str) -> Session:
        """The session of a `Session.ref`, which is ``name:id``. Raises its source's error, such as NotFoundError."""
        name, colon, id = ref.partition(":")
        if wrong := unsendable(ref) or ("" if colon and id else "has no colon with an identifier behind it"):
            raise ConfigurationError(f"ref {ref[:80]!r} {wrong}; a ref is a source's name, a colon and an identifier")
        source = self._source(name)
        self._check_open()
        call = source.get_call(id)
        if call is None:
            return await self._found_in_list(source, id)
        session = await self._connection(source).ask(call)
        if session.id != id:
            text = f"{call.about}: the answer is session {session.id}"
            raise UnexpectedResponseError(text, source=source.name, vendor=source.vendor)
        return session

    async def count(self, *, sources: SourceNames = None, **filters: Unpack[FilterArguments]) -> dict[str, int | None]:
        """How many sessions match, by source's name: the vendor's own total where it has one for these filters and its
        answer does not contradict it.

        Raises IncompleteListingError if a source failed; its `counts` holds the others' numbers, and None for that one.
        """
        chosen = self._chosen(sources)
        wanted = checked(filters, chosen)
        self._check_open()
        outcomes = dict(zip(chosen, await self._counted(chosen, wanted), strict=True))
        errors = [outcome for outcome in outcomes.values() if isinstance(outcome, SourceError)]
        counts = {source.name: outcome if isinstance(outcome, int) else None for source, outcome in outcomes.items()}
        if errors:
            raise IncompleteListingError(errors, counts)
        return counts

    async def aclose(self) -> None:
        """Stop whatever is still being fetched, and close all connections. Closing twice does nothing."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def _chosen(self, sources: SourceNames) -> tuple[Source, ...]:
        if sources is None:
            return self.sources
        chosen = [self._source(each) for each in each_of(sources)]
        return tuple(dict.fromkeys(chosen))  # one that is named twice is listed once

    def _source(self, source: object) -> Source:
        name = source.name if isinstance(source, Source) else source
        if not isinstance(name, str) or name not in self._sources:
            raise ConfigurationError(f"there is no source {name!r}; there are {', '.join(self._sources)}")
        return self._sources[name]

    def _connection(self, source: Source) -> Connection:
        if source.name not in self._connections:
            client = source.connect(self._http)
            if self._crowded and source.capabilities.paging == "none":
                # What is asked once keeps no connection that others wait for.
                client = client.with_headers({"connection": "close"})
            self._connections[source.name] = Connection(
                source=source,
                client=client,
                gate=self._gate,
                limits=self._limits,
            )
        return self._connections[source.name]

    def _reading(self, source: Source, filters: Filters, *, size: int | None = None, ahead: bool = False) -> Reading:
        at_once = source.concurrency if ahead else 0
        return Reading(
            connection=self._connection(source),
            filters=filters,
            spawn=self._spawn,
            size=size or source.page_size,
            ahead=PAGES_AHEAD * at_once,
            rest=PAGES_OF_THE_REST * at_once,
        )

    def _reader(self, source: Source, filters: Filters) -> Callable[[int | None], Reading]:
        def start(enough: int | None) -> Reading:
            reading = self._reading(source, filters, ahead=True)
            reading.enough = enough
            return reading

        return start

    async def _found_in_list(self, source: Source, id: str) -> Session:
        invalid: tuple[InvalidRecordError, ...] = ()
        pages = self._reading(source, source.filters_to_find(id)).pages()
        async with contextlib.aclosing(pages):
            async for page, _ in pages:
                for session in page.sessions:
                    if session.id == id:
                        return session
                invalid += page.invalid
        if invalid:
            raise invalid[0]  # it may be that one
        text = f"getting session {id}: it is not in the list"
        raise NotFoundError(text, source=source.name, vendor=source.vendor)

    async def _counted(self, sources: Iterable[Source], filters: Filters) -> Sequence[int | SourceError]:
        tasks = {source: self._spawn(self._count(source, filters)) for source in sources}
        results = await asyncio.gather(*tasks.values(), return_exceptions=True)
        if any(isinstance(result, asyncio.CancelledError) for result in results):
            raise RuntimeError(CLOSED_MEANWHILE)  # the caller's own cancellation would not come as a result
        return [
            result if isinstance(result, int | SourceError) else unforeseen(source, result)
            for source, result in zip(tasks, results, strict=True)
        ]

    async def _count(self, source: Source, filters: Filters) -> int:
        if source.total_is_exact(filters):
            first = await self._connection(source).ask(source.list_call(filters, Position(), 1))
            if (total := total_of(first, 1)) is not None:
                return total
        counted = 0
        pages = self._reading(source, filters, ahead=True).pages()
        async with contextlib.aclosing(pages):
            async for page, _ in pages:
                if page.invalid:
                    raise page.invalid[0]  # whether it matches cannot be known
                counted += len(page.sessions)
        return counted

    def _spawn(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(_retrieve)
        return task

    def _check_open(self) -> None:
        if self._http.is_closed:
            raise RuntimeError(CLOSED)


class Client:
    """Lists the sessions of all its sources. Use it with `with`, or call `close()`. Threads may share it.

    It has AsyncClient's methods, which tell more, with plain iterators and results.
    """

    def __init__(
        self,
        sources: Source | Iterable[Source],
        *,
        timeout: float = 30.0,
        deadline: float = 120.0,
        retries: int = 3,
        max_body_size: int = 64 * 2**20,
        http: Mapping[str, Any] | None = None,
    ) -> None:
        self._async = AsyncClient(
            sources, timeout=timeout, deadline=deadline, retries=retries, max_body_size=max_body_size, http=http
        )
        self._background = Background(self._async.aclose)

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ, **settings: Unpack[Settings]) -> Self:
        """A client with every vendor whose variables are set; ConfigurationError if none is."""
        return cls(sources_from_env(environment), **settings)

    @classmethod
    def from_config(cls, path: str | Path, **settings: Unpack[Settings]) -> Self:
        """A client with the sources of a file such as `allsessions.toml`; ConfigurationError if it cannot be used."""
        return cls(sources_from_config(path), **settings)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources, in the order given."""
        return self._async.sources

    def list(
        self,
        *,
        sources: SourceNames = None,
        limit: int | None = None,
        **filters: Unpack[FilterArguments],
    ) -> Iterator[Session]:
        """The sessions that match, source by source. See `AsyncClient.list`."""
        return self._sessions(self._async.list(sources=sources, limit=limit, **filters))

    def pages(
        self,
        source: str | Source,
        *,
        cursor: str | None = None,
        page_size: int | None = None,
        **filters: Unpack[FilterArguments],
    ) -> Iterator[Page]:
        """One source's pages. See `AsyncClient.pages`."""
        return self._each(self._async.pages(source, cursor=cursor, page_size=page_size, **filters))

    def get(self, ref: str) -> Session:
        """The session of a `Session.ref`, which is ``name:id``. See `AsyncClient.get`."""
        return self._background.call(self._async.get, ref)

    def count(self, *, sources: SourceNames = None, **filters: Unpack[FilterArguments]) -> dict[str, int | None]:
        """How many sessions match, by source's name. See `AsyncClient.count`."""

        async def count() -> dict[str, int | None]:
            return await self._async.count(sources=sources, **filters)

        return self._background.call(count)

    def close(self) -> None:
        """Stop whatever is still being fetched, close all connections, end the thread. Closing twice does nothing."""
        self._background.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _sessions(self, listing: Listing) -> Iterator[Session]:
        try:
            while (sessions := self._background.call(listing.next_sessions)) is not None:
                yield from sessions
        finally:
            self._stop(listing.aclose)

    def _each(self, pages: Pages) -> Iterator[Page]:
        async def following() -> Page | None:
            return await anext(pages, None)

        try:
            while (page := self._background.call(following)) is not None:
                yield page
        finally:
            self._stop(pages.aclose)

    def _stop(self, aclose: Callable[[], Coroutine[Any, Any, None]]) -> None:
        # A forgotten iterator may be collected in the very thread of the loop; Listing sees to itself then.
        with contextlib.suppress(RuntimeError):
            self._background.call(aclose)


def _retrieve(task: "asyncio.Task[Any]") -> None:
    # What was fetched ahead and is not needed any more may have failed; nobody will ask.
    if not task.cancelled():
        task.exception()

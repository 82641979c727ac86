"""The asynchronous client: the engine of both."""

import asyncio
import contextlib
import os
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypedDict, TypeVar, Unpack

from .arguments import by_name, check_limit, check_pages, checked, each_of
from .config import sources_from_config, sources_from_env
from .errors import (
    ConfigurationError,
    IncompleteListingError,
    InvalidRecordError,
    NotFoundError,
    SourceError,
    UnexpectedResponseError,
)
from .filters import FilterArguments, Filters, unsendable
from .http.failures import unexpected_error
from .http.transport import CLOSED_DURING_REQUEST, Connection, Limits, http_client
from .listing.cursor import read_cursor
from .listing.merge import PAGES_AHEAD, PAGES_OF_THE_REST, Listing
from .listing.pages import Pages
from .listing.reader import Reading, held_back, total_of
from .loop_thread import CLOSED
from .session import Session
from .source import Position, Source

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
            lost, a timeout, and HTTP 408, 425, 429, 500, 502 to 504 and 520 to 530.
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
        self._limits = Limits(
            timeout=timeout,
            deadline=deadline,
            retries=retries,
            max_body_size=max_body_size,
            http={} if http is None else http,
        )
        self._sources = by_name(sources)
        self._http = http_client(self.sources, self._limits)
        at_once = self._limits.connections
        self._gate = asyncio.Semaphore(at_once)
        self._crowded = len({source.base_url for source in self.sources}) > at_once
        self._connections: dict[str, Connection] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ, **settings: Unpack[Settings]) -> Self:
        """A client with every vendor whose variables are set; ConfigurationError if none is."""
        return cls(sources_from_env(environment), **settings)

    @classmethod
    def from_config(
        cls,
        path: str | Path | Mapping[str, Any],
        environment: Mapping[str, str] = os.environ,
        **settings: Unpack[Settings],
    ) -> Self:
        """A client with the sources of a file such as `allsessions.toml`; ConfigurationError if it cannot be used.

        Args:
            path: The file, or what `tomllib` makes of it.
            environment: Where the variables are that the file names for its secrets.
            settings: As the client itself takes them.
        """
        return cls(sources_from_config(path, environment), **settings)

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

        A page after which the list breaks off has no cursor, like the last one; the error comes with the next step of
        the iterator, so go on until that ends.

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

    async def split(
        self, source: str | Source, *, pages: int = 10, **filters: Unpack[FilterArguments]
    ) -> Sequence[str | None]:
        """Cursors that together lead through one source's list, to read it in parts, in other processes too.

        Each is for `pages(source, cursor=…)`, with the same filters. There are no more parts than the source's
        `concurrency`, and each is read page by page, so that no more requests than that are in flight. There is one
        alone, None, which leads through the whole list, where the vendor does not page by numbers, tells no total or
        applies one of the filters itself, where the source has a `rate_limit`, which holds within one process only,
        and where there are not enough pages.

        While they are read, the list may move. A session that moves from one part into another can come in both. A part
        of which fewer come than were planned, or that is left and taken up again by a page's cursor after the list has
        moved, is an UnexpectedResponseError: split the list again.

        Args:
            source: The source, or its name.
            pages: Pages of a part, at least; 2 or more.
            filters: See `FilterArguments`.

        Raises the source's own error, and before any request ConfigurationError or UnsupportedFilterError.
        """
        chosen = self._source(source)
        wanted = checked(filters, (chosen,))
        check_pages(pages)
        self._check_open()
        cursors = await self._reading(chosen, wanted).stretches(pages)
        return [cursor.written(chosen, wanted) for cursor in cursors] or [None]

    async def get(self, ref: str) -> Session:
        """The session of a `Session.ref`, which is ``name:id``. Raises its source's error, such as NotFoundError."""
        name, colon, id = ref.partition(":")
        if wrong := unsendable(ref) or ("" if colon and id else "has no colon with an identifier behind it"):
            raise ConfigurationError(f"ref {ref[:80]!r} {wrong}; a ref is a source's name, a colon and an identifier")
        source = self._source(name)
        self._check_open()
        request = source.get_request(id)
        if request is None:
            return await self._found_in_list(source, id)
        session = await self._connection(source).send(request)
        if session.id != id:
            text = f"{request.description}: the answer is session {session.id}"
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
            raise RuntimeError(CLOSED_DURING_REQUEST)  # the caller's own cancellation would not come as a result
        return [
            result if isinstance(result, int | SourceError) else unexpected_error(source, result)
            for source, result in zip(tasks, results, strict=True)
        ]

    async def _count(self, source: Source, filters: Filters) -> int:
        if source.total_is_exact(filters):
            first = await self._connection(source).send(source.list_request(filters, Position(), 1))
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


def _retrieve(task: "asyncio.Task[Any]") -> None:
    # What was fetched ahead and is not needed any more may have failed; nobody will ask.
    if not task.cancelled():
        task.exception()

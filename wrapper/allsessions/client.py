"""The two clients: `AsyncClient` for asyncio, and `Client` for synchronous code."""

import asyncio
import contextlib
import os
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self, TypedDict, TypeVar, Unpack, cast

from attrs import evolve

from . import errors
from .config import sources_from_config, sources_from_env
from .filters import SENDABLE, FilterArguments, Filters
from .http.settings import CONNECTIONS, Limits, http_client
from .http.transport import Connection, as_source_error
from .iterator import BatchIterator, mark_last_page
from .listing.cursor import Cursor, read_cursor
from .listing.merge import list_sessions
from .listing.reader import SourceReader
from .loop_thread import CLOSED, LoopThread
from .session import Concurrency, Page, Session, Status
from .source import Source
from .source.base import positive_int

T = TypeVar("T")

SourceNames = Iterable[str | Source] | str | Source | None  # sources or their names; None for all sources


class Settings(TypedDict, total=False):
    """The settings of both clients. A value of the wrong type or range raises ConfigurationError.

    Attributes:
        timeout: Time limit of one attempt in seconds, including the time to connect. 30 by default.
        deadline: Time limit of one request in seconds, including all attempts and the pauses between them. 120 by
            default. If the next pause would exceed the deadline, the client does not wait. It raises the error of the
            last attempt. The time that a request waits because of the source's `rate_limit` does not count.
        retries: Maximum number of retries of a request after a refused or lost connection, a timeout, or HTTP 408,
            425, 429, 500, 502, 503, 504 and 520 to 530. 3 by default.
        max_body_size: Maximum size of a response after decompression, in bytes. 64 MiB by default.
        http: Additional arguments for httpx.AsyncClient, such as proxy, verify, cert, limits or transport.
    """

    timeout: float
    deadline: float
    retries: int
    max_body_size: int
    http: Mapping[str, Any] | None


class _Base:
    """The constructors that both clients share."""

    sources: tuple[Source, ...]
    """The sources, in the order given."""

    def __init__(self, sources: Source | Iterable[Source], **settings: Unpack[Settings]) -> None:
        raise NotImplementedError

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ, **settings: Unpack[Settings]) -> Self:
        """Make a client from environment variables such as ANAM_API_KEY. Raise ConfigurationError if none is set."""
        return cls(sources_from_env(environment), **settings)

    @classmethod
    def from_config(
        cls,
        path: str | Path | Mapping[str, Any],
        environment: Mapping[str, str] = os.environ,
        **settings: Unpack[Settings],
    ) -> Self:
        """Make a client with the sources in a TOML file. Raise ConfigurationError if the file is not valid.

        Args:
            path: The path of the file, such as `allsessions.toml`, or its content as a mapping, parsed by `tomllib`.
            environment: The environment variables, which contain the secrets.
            settings: See `Settings`.
        """
        return cls(sources_from_config(path, environment), **settings)


class AsyncClient(_Base, contextlib.AbstractAsyncContextManager["AsyncClient"]):
    """A client that lists the sessions of its sources asynchronously. Use `async with`, or call `aclose()` at the end.

    `Client` has the same methods, and documents them. If you do not use asyncio, use `Client` in a thread.

    Args:
        sources: One or more sources with different names.
        settings: See `Settings`.
    """

    def __init__(self, sources: Source | Iterable[Source], **settings: Unpack[Settings]) -> None:
        limits, self.sources = Limits(**settings), _distinct(sources)
        self._http, secrets = http_client(self.sources, limits)
        gate = asyncio.Semaphore(getattr((limits.http or {}).get("limits"), "max_connections", None) or CONNECTIONS)
        self._closed = False
        self._connections = {each.name: Connection(each, self._http, gate, limits, secrets) for each in self.sources}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def list(
        self, *, sources: SourceNames = None, limit: int | None = None, **filters: Unpack[FilterArguments]
    ) -> BatchIterator[Session]:
        """See `Client.list`."""
        if limit is not None:
            positive_int("limit", limit, least=0)
        chosen, wanted = self._resolve(sources, filters)
        return BatchIterator(list_sessions(chosen, wanted, self._spawn, limit), self._spawn)

    def pages(
        self,
        source: str | Source,
        *,
        cursor: str | None = None,
        page_size: int | None = None,
        **filters: Unpack[FilterArguments],
    ) -> BatchIterator[Page]:
        """See `Client.pages`."""
        (chosen,), wanted = self._resolve([source], filters)
        source = chosen.source if page_size is None else evolve(chosen.source, page_size=page_size)  # checks the size
        start = Cursor(page_size=source.page_size) if cursor is None else read_cursor(cursor, source, wanted)
        return BatchIterator(mark_last_page(SourceReader(chosen, wanted, start)), self._spawn)

    async def get(self, ref: str) -> Session:
        """See `Client.get`."""
        connection, id = self._parts_of(ref)
        source, request = connection.source, connection.source.get_request(id)
        if request is None:
            return await self._run(self._find, connection, id)
        session: Session = await self._run(connection.send, request)
        if session.id != id:
            text = f"getting session {id}: the vendor returned another session, {session.id}"
            raise source.error(errors.UnexpectedResponseError, text)
        return session

    async def end(self, ref: str) -> None:
        """See `Client.end`."""
        connection, id = self._parts_of(ref)
        request = connection.source.end_request(id)
        try:
            await self._run(connection.send, request)
        except (errors.AuthenticationError, errors.PermissionDeniedError, errors.RateLimitError):
            raise
        except errors.ApiError as refused:
            # Vendors use the same errors for a session that has ended and for a session that does not exist.
            if await self._is_over(connection, ref):
                return
            if not isinstance(refused, errors.NotFoundError):
                raise
            text = f"{request.description}: the session exists, but the vendor cannot end it"
            raise connection.source.error(errors.ApiError, text) from refused

    async def concurrency(self, source: str | Source) -> Concurrency:
        """See `Client.concurrency`."""
        connection = self._connection(source)
        return await self._run(connection.send, connection.source.concurrency_request())

    async def count(self, *, sources: SourceNames = None, **filters: Unpack[FilterArguments]) -> dict[str, int | None]:
        """See `Client.count`."""
        return await self._run(self._counts, *self._resolve(sources, filters))

    async def aclose(self) -> None:
        """Stop all requests and close all connections. A second call does nothing."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._http.aclose()

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()

    def _resolve(self, sources: SourceNames, filters: FilterArguments) -> tuple[Sequence[Connection], Filters]:
        """Check a method's arguments. Return the connections of the chosen sources, and the validated filters."""
        # A dict removes duplicates, because the client must list each source only once.
        chosen = [*dict.fromkeys(map(self._connection, _items_of(self.sources if sources is None else sources)))]
        if not chosen:
            raise errors.ConfigurationError("sources: expected at least one source; omit the argument to use all")
        wanted = Filters(**filters)
        for each in chosen:
            for name in sorted(wanted.used & each.source.capabilities.unsupported_filters):
                raise errors.UnsupportedFilterError(each.source.name, name)
        if self._closed:
            raise RuntimeError(CLOSED)
        return chosen, wanted

    def _connection(self, source: object) -> Connection:
        name = source.name if isinstance(source, Source) else source
        if not isinstance(name, str) or name not in self._connections:
            raise errors.ConfigurationError(f"unknown source {name!r}; expected one of {', '.join(self._connections)}")
        return self._connections[name]

    def _parts_of(self, ref: object) -> tuple[Connection, str]:
        """Return the connection of the source that a ref names, and the identifier."""
        name, _, id = str(ref).partition(":")
        if not id or not SENDABLE.fullmatch(str(ref)):
            text = f"ref: expected a source's name, a colon and an identifier, not {str(ref)[:80]!r}"
            raise errors.ConfigurationError(text)
        return self._connection(name), id

    async def _is_over(self, connection: Connection, ref: str) -> bool:
        try:
            return (await self.get(ref)).status in (Status.ENDED, Status.FAILED)
        except errors.NotFoundError as error:
            # The status of a whole list says nothing about one session.
            if connection.source.capabilities.get == "detail" and error.status_code == HTTPStatus.GONE:
                return True
            raise

    async def _find(self, connection: Connection, id: str) -> Session:
        """Search a source's list for a session, because the vendor has no endpoint for one session."""
        source, invalid = connection.source, list[errors.InvalidRecordError]()
        wanted = Filters(search=id if source.capabilities.get == "search" else None)
        async with contextlib.aclosing(SourceReader(connection, wanted).pages()) as pages:
            async for page in pages:
                for session in page.sessions:
                    if session.id == id:
                        return session
                invalid += page.invalid
        if invalid:
            raise invalid[0]  # the unreadable record may be this session
        text = f"getting session {id}: the vendor's list does not contain it; check the ref"
        raise source.error(errors.NotFoundError, text)

    async def _counts(self, chosen: Sequence[Connection], wanted: Filters) -> dict[str, int | None]:
        counting = (self._count(each, wanted) for each in chosen)
        results = [*zip(chosen, await asyncio.gather(*counting, return_exceptions=True), strict=True)]
        counts = {each.source.name: None if isinstance(found, BaseException) else found for each, found in results}
        if failed := [(each, found) for each, found in results if isinstance(found, BaseException)]:
            raise errors.IncompleteListingError([as_source_error(each.source, error) for each, error in failed], counts)
        return counts

    async def _count(self, connection: Connection, wanted: Filters) -> int:
        reader, count = SourceReader(connection, wanted, spawn=self._spawn), 0
        in_total = connection.source.filters_in_total(wanted) == wanted.used
        async with contextlib.aclosing(reader.pages()) as pages:
            async for page in pages:
                if page.invalid:
                    raise page.invalid[0]  # the unreadable record may match the filters
                count += len(page.sessions)
                # A total is reliable if the first page is full of sessions that match, and if another page must follow.
                full, total = count == reader.cursor.count == reader.cursor.page_size, reader.pager.total or 0
                if in_total and full and count < total and reader.pager.expected and not reader.pager.ended:
                    return total
        return count

    async def _run(self, function: Callable[..., Awaitable[T]], *args: Any) -> T:
        """Return the result of an async function. Raise RuntimeError if `aclose` ends it."""
        task = self._spawn(function, *args)
        try:
            await asyncio.wait([task])
        finally:
            task.cancel()  # if the caller was cancelled
        if task.cancelled():
            raise RuntimeError("the client was closed during the request")
        return task.result()

    def _spawn(self, function: Callable[..., Awaitable[T]], *args: Any) -> "asyncio.Task[T]":
        """Call an async function in a task that `aclose` cancels."""
        if self._closed:
            raise RuntimeError(CLOSED)
        loop = asyncio.get_running_loop()
        self._loop = self._loop or loop
        if self._loop is not loop:
            raise RuntimeError("this client was used in another event loop; make a new client in each asyncio.run")
        task = asyncio.ensure_future(function(*args))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        # Read the error. Otherwise, asyncio logs the error of a prefetched page that nobody reads.
        task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        return task


class Client(_Base, contextlib.AbstractContextManager["Client"]):
    """A client that lists its sources' sessions. Use `with`, or call `close()` at the end. Threads can share a client.

    Args:
        sources: One or more sources with different names.
        settings: See `Settings`.

    Raises ConfigurationError if a source or setting is not valid. After `close()`, every method raises RuntimeError.
    """

    def __init__(self, sources: Source | Iterable[Source], **settings: Unpack[Settings]) -> None:
        self._async = AsyncClient(sources, **settings)
        self.sources = self._async.sources
        self._thread = LoopThread(self._async.aclose)

    def list(
        self, *, sources: SourceNames = None, limit: int | None = None, **filters: Unpack[FilterArguments]
    ) -> Iterator[Session]:
        """Iterate over the sessions that match the filters, source by source, in each vendor's order.

        Args:
            sources: The sources to list, or their names; all sources by default.
            limit: Maximum number of sessions to return.
            filters: See `FilterArguments`.

        The iterator returns all sessions that it can read, and then raises IncompleteListingError if any are missing.
        For an invalid argument, `list` itself raises ConfigurationError or UnsupportedFilterError, before any request.
        """
        return self._each(self._async.list(sources=sources, limit=limit, **filters))

    def pages(
        self,
        source: str | Source,
        *,
        cursor: str | None = None,
        page_size: int | None = None,
        **filters: Unpack[FilterArguments],
    ) -> Iterator[Page]:
        """Iterate over the pages of one source. The iterator requests one page at a time.

        Args:
            source: The source, or its name.
            cursor: The cursor of the last page that you read, even in another process. Pass the same filters again.
            page_size: Number of records per request, by default `Source.page_size`. A cursor's page size overrides it.
            filters: See `FilterArguments`.

        The last page has no cursor. If the library cannot read a page, the iterator raises a SourceError. To continue,
        pass the cursor of the last page that you received. If the cause is in that page, the same error occurs again.
        For an invalid argument, `pages` itself raises ConfigurationError or UnsupportedFilterError, before any request.
        """
        return self._each(self._async.pages(source, cursor=cursor, page_size=page_size, **filters))

    def get(self, ref: str) -> Session:
        """Return one session by its `Session.ref`, which is the source's name, a colon and the session's id.

        Raises a SourceError, such as NotFoundError. Raises ConfigurationError for an unknown source.
        """
        return self._thread.call(self._async.get, ref)

    def end(self, ref: str) -> None:
        """End one session by its `Session.ref`. Some vendors end the session a little later: see `capabilities.end`.

        If the session has already ended, `end` returns normally. Raises NotFoundError if the session does not exist.
        Raises ConfigurationError, before any request, if the vendor has no operation that ends a session. The client
        retries a failed request only if the vendor asks it to wait, or allows a client to end a session twice.
        """
        self._thread.call(self._async.end, ref)

    def concurrency(self, source: str | Source) -> Concurrency:
        """Return the number of sessions in use at a source, and the source's limit.

        Raises ConfigurationError, before any request, if `capabilities.concurrency` of the source is False.
        """
        return self._thread.call(self._async.concurrency, source)

    def count(self, *, sources: SourceNames = None, **filters: Unpack[FilterArguments]) -> dict[str, int | None]:
        """Return the number of sessions that match the filters, by source.

        If the vendor's total is reliable for these filters, one request is enough. Otherwise, `count` reads the list.
        Raises IncompleteListingError if a source fails; the error's `counts` has the numbers of the other sources.
        """
        return self._thread.call(self._async.count, sources=sources, **filters)

    def close(self) -> None:
        """Stop all requests, close all connections, and end the client's thread. A second call does nothing."""
        self._thread.close()

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _each(self, items: BatchIterator[T]) -> Iterator[T]:
        try:
            while (batch := self._thread.call(items.next_batch)) is not None:
                yield from batch
        finally:
            # RuntimeError: the client is already closed, or Python frees the iterator in the client's own thread.
            with contextlib.suppress(RuntimeError):
                self._thread.call(items.aclose)


def _distinct(sources: object) -> tuple[Source, ...]:
    by_name: dict[str, Source] = {}
    for source in _items_of(sources):
        if not isinstance(source, Source):
            text = f"sources: expected sources such as Anam(api_key=…), not {type(source).__name__}"
            raise errors.ConfigurationError(text)
        if source.name in by_name:
            raise errors.ConfigurationError(f"two sources are named {source.name!r}; pass name=… to one of them")
        by_name[source.name] = source
    if not by_name:
        raise errors.ConfigurationError("no sources; pass at least one, such as Anam(api_key=…)")
    return tuple(by_name.values())


def _items_of(value: object) -> Iterable[object]:
    """Return the items of an iterable, or the value itself as the only item."""
    return cast(Iterable[object], value) if isinstance(value, Iterable) and not isinstance(value, str) else [value]

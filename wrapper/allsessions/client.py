"""The client for code that is not asynchronous: `AsyncClient` on an event loop of its own, in a thread behind."""

import contextlib
import os
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, Unpack

from .async_client import AsyncClient, Settings, SourceNames
from .config import sources_from_config, sources_from_env
from .filters import FilterArguments
from .listing.merge import Listing
from .listing.pages import Pages
from .loop_thread import LoopThread
from .session import Page, Session
from .source import Source


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
        self._background = LoopThread(self._async.aclose)

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
        """A client with the sources of a file such as `allsessions.toml`. See `AsyncClient.from_config`."""
        return cls(sources_from_config(path, environment), **settings)

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

    def split(
        self, source: str | Source, *, pages: int = 10, **filters: Unpack[FilterArguments]
    ) -> Sequence[str | None]:
        """Cursors to read one source's list in parts. See `AsyncClient.split`."""

        async def split() -> Sequence[str | None]:
            return await self._async.split(source, pages=pages, **filters)

        return self._background.call(split)

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

"""What is read by one task: a source, or a part of its list. Planned on the driver, read on an executor."""

import asyncio
import datetime
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import evolve, field, frozen
from pyspark.sql.datasource import InputPartition

from allsessions import (
    AsyncClient,
    Client,
    ConfigurationError,
    IncompleteListingError,
    Session,
    Source,
    SourceError,
)

from .options import Options
from .pushdown import Bounds

_VARIABLE: Final = re.compile(r"[A-Z_][A-Z0-9_]*")

# A source that does not answer must not hold up the plan: its task asks it again, and longer.
_PLANNING: Mapping[str, Any] = {"timeout": 10.0, "deadline": 20.0, "retries": 1}


@frozen
class Window:
    """A time for which a stream wants the sessions that were created in it: from a moment, or from the beginning."""

    after: datetime.datetime | None
    before: datetime.datetime

    def has(self, session: Session) -> bool:
        """Whether it was created in this time. Where nothing tells when, it is in every window rather than in none."""
        created_at = session.created_at
        return created_at is None or (created_at < self.before and (self.after is None or created_at >= self.after))


@frozen(kw_only=True)
class Partition(InputPartition):
    """A source's list, or a part of it. Holds no key: those of `config` stand in it by their variables' names.

    Attributes:
        config: The file's table for this source; None for a source of the environment.
        source: Its name.
        filters: What `Client.list` takes.
        window: The time that a stream wants.
        cursor: The part, of `Client.split`; None for the whole list.
    """

    # Neither is shown: a search may be a person's name, and somebody may have written a key where a name belongs.
    config: Mapping[str, Any] | None = field(repr=False)
    source: str
    filters: Mapping[str, Any] = field(repr=False)
    window: Window | None = None
    cursor: str | None = None

    def read(self) -> Iterator[Session | SourceError]:
        """The sessions, and what is missing of them."""
        with Client.from_env() if self.config is None else Client.from_config(self.config) as client:
            try:
                for each in self._whole(client) if self.cursor is None else self._part(client, self.cursor):
                    if self.window is None or isinstance(each, SourceError) or self.window.has(each):
                        yield each
            except IncompleteListingError as incomplete:
                yield from incomplete.errors
            except SourceError as error:
                yield error

    def _whole(self, client: Client) -> Iterator[Session]:
        return client.list(sources=self.source, **self.filters)

    def _part(self, client: Client, cursor: str) -> Iterator[Session | SourceError]:
        for page in client.pages(self.source, cursor=cursor, **self.filters):
            yield from page.sessions
            yield from page.invalid


def plan(options: Options, bounds: Bounds, window: Window | None = None) -> list[Partition]:
    """A partition for each source within the bounds, or for each part of its list where it can be split.

    Raises ConfigurationError and UnsupportedFilterError. A source that fails is one partition, and so is each where
    this machine, unlike the executors, has not all the keys: its task reads it as a whole, or tells why not.
    """
    return [] if bounds.empty else asyncio.run(_plan(options, bounds, window))


async def _plan(options: Options, bounds: Bounds, window: Window | None) -> list[Partition]:
    try:
        client, keys = _client(options.config, os.environ), True
    except ConfigurationError:
        if options.config is None:
            raise
        client, keys = _client(options.config, _AnyKey(os.environ)), False
    async with client:
        _check_names(options.sources, client.sources)
        whole = [
            Partition(config=part, source=each.name, filters=_filters(each, options, bounds, window), window=window)
            for part, each in zip(_each(options.config, client.sources), client.sources, strict=True)
            if bounds.sources is None or each.name in bounds.sources
        ]
        parts = await asyncio.gather(*(_cursors(client, each, options.pages) for each in whole)) if keys else None
    if parts is None:
        return whole
    return [evolve(each, cursor=cursor) for each, cursors in zip(whole, parts, strict=True) for cursor in cursors]


def _client(config: Mapping[str, Any] | None, environment: Mapping[str, str]) -> AsyncClient:
    if config is None:
        return AsyncClient.from_env(environment, **_PLANNING)
    return AsyncClient.from_config(config, environment, **_PLANNING)


async def _cursors(client: AsyncClient, whole: Partition, pages: int) -> Sequence[str | None]:
    try:
        return await client.split(whole.source, pages=pages, **whole.filters)
    except SourceError:
        return [None]


def _filters(source: Source, options: Options, bounds: Bounds, window: Window | None) -> Mapping[str, Any]:
    """What the source is asked for: what the options want, and of what the query wants, what it can do."""
    can = source.capabilities
    wanted = {name: getattr(options, name) for name in ("agent_id", "user_id", "search")}
    wanted |= {name: getattr(bounds, name) for name in ("status", "created_after", "created_before")}
    if window is not None and window.after is not None and "created_after" in can.vendor_filters:
        # Elsewhere the whole list is read in any case, with those of which nothing tells when they were created.
        wanted |= {"created_after": window.after, "created_before": window.before}
    cannot = {name for name in can.unsupported_filters if getattr(options, name) is None}
    return {name: value for name, value in wanted.items() if value is not None and name not in cannot}


def _each(config: Mapping[str, Any] | None, sources: Sequence[Source]) -> Sequence[Mapping[str, Any] | None]:
    """The part of the configuration that is of one source, for each."""
    return [None] * len(sources) if config is None else [{"source": [table]} for table in config["source"]]


def _check_names(names: frozenset[str] | None, sources: Sequence[Source]) -> None:
    there_are = [source.name for source in sources]
    for name in sorted((names or frozenset()) - {*there_are}):
        raise ConfigurationError(f"option sources: there is no source {name!r}; there are {', '.join(there_are)}")


class _AnyKey(Mapping[str, str]):
    """An environment in which whatever can be a variable is set, to see whether nothing but keys is missing."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def __getitem__(self, name: str) -> str:
        return self._environment.get(name, "not-known-here")

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and _VARIABLE.fullmatch(name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._environment)

    def __len__(self) -> int:
        return len(self._environment)

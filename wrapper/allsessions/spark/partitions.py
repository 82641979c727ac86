"""A partition is one source: the driver plans it without keys, and an executor reads it."""

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import field, frozen
from pyspark.sql.datasource import InputPartition

from allsessions import Client, IncompleteListingError, Session, Source, SourceError

from .options import Options
from .pushdown import Bounds

_VARIABLE: Final = re.compile(r"[A-Z_][A-Z0-9_]*")


@frozen
class Window:
    """The period of one batch of a stream. In the first batch, `after` is None or the option `created_after`."""

    after: datetime.datetime | None
    before: datetime.datetime

    def includes(self, session: Session) -> bool:
        """Check that a session was created in this period. A session without `created_at` is in every period."""
        created_at = session.created_at
        return created_at is None or (created_at < self.before and (self.after is None or created_at >= self.after))


@frozen(kw_only=True)
class Partition(InputPartition):
    """One source, its filters and, in a stream, the period of the batch. A partition contains no API key.

    Attributes:
        config: The configuration of this source, which names its environment variables; None to use the environment.
        source: The name of the source.
        filters: The filters for `Client.list`.
        window: The period of the batch; None outside a stream.
    """

    # Not in the repr: a search can be a person's name, and a configuration file can contain a misplaced API key.
    config: Mapping[str, Any] | None = field(repr=False)
    source: str
    filters: Mapping[str, Any] = field(repr=False)
    window: Window | None = None

    def read(self) -> Iterator[Session | SourceError]:
        """Yield the sessions, then the errors. Read the API keys from the environment."""
        with Client.from_env() if self.config is None else Client.from_config(self.config) as client:
            try:
                for session in client.list(sources=self.source, **self.filters):
                    if self.window is None or self.window.includes(session):
                        yield session
            except IncompleteListingError as incomplete:
                yield from incomplete.errors


def plan(options: Options, bounds: Bounds, window: Window | None = None) -> list[Partition]:
    """Return a partition for each source within the bounds. Sends no request.

    Raises ConfigurationError or UnsupportedFilterError.
    """
    if bounds.empty:
        return []
    with _client(options.config) as client:
        # `list` checks its arguments at once, and sends nothing before the first iteration.
        client.list(sources=None if options.sources is None else sorted(options.sources))
        partitions = [
            Partition(
                config=None if options.config is None else {"source": [options.config["source"][position]]},
                source=source.name,
                filters=_filters(source, options, bounds, window),
                window=window,
            )
            for position, source in enumerate(client.sources)
            if bounds.sources is None or source.name in bounds.sources
        ]
        for partition in partitions:
            client.list(sources=partition.source, **partition.filters)
    return partitions


def _client(config: Mapping[str, Any] | None) -> Client:
    return Client.from_env() if config is None else Client.from_config(config, _AnyKey())


def _filters(source: Source, options: Options, bounds: Bounds, window: Window | None) -> Mapping[str, Any]:
    """Return the filters of the options, and the query's filters that the source supports."""
    capabilities = source.capabilities
    filters = {name: getattr(options, name) for name in ("agent_id", "user_id", "search")}
    filters |= {name: getattr(bounds, name) for name in ("status", "created_after", "created_before")}
    if window is not None and window.after is not None and "created_after" in capabilities.vendor_filters:
        # At other vendors, a filter would save no request, and would drop sessions without `created_at`.
        filters |= {"created_after": window.after, "created_before": window.before}
    only_in_query = {name for name in capabilities.unsupported_filters if getattr(options, name) is None}
    return {name: value for name, value in filters.items() if value is not None and name not in only_in_query}


class _AnyKey(dict[str, str]):
    """An environment in which every variable is set. With it, the driver checks a configuration without the keys."""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and _VARIABLE.fullmatch(name) is not None

    def __missing__(self, name: str) -> str:
        return "unknown-to-the-driver"

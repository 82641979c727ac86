"""The dlt source."""

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import dlt
from dlt.extract import DltResource, DltSource

from allsessions import Client, ConfigurationError, Source

from .reading import Options, resource


def sessions(
    sources: Source | Iterable[Source] | None = None,
    *,
    config: str | Path | None = None,
    raw: bool = False,
    since: datetime.datetime | None = None,
    incomplete: Literal["raise", "load"] = "raise",
    **settings: Any,
) -> DltSource:
    """Return a dlt source with one resource for each `Source`. The resource has the name of the `Source`.

    All resources load into the table `sessions`. A load updates sessions that are already in the table. If a vendor
    filters by time of creation, a load requests only sessions that can be new or changed since the last complete
    load. Each load also adds one row per source to the table `reads`.

    Args:
        sources: The sources. Default: the sources of the environment, as for `Client.from_env`.
        config: The path of a configuration file with the sources, as for `Client.from_config`.
        raw: True to load the vendors' records, secrets masked, into a JSON column `raw`.
        since: Load only sessions created at this time or later. A timezone-aware datetime.
        incomplete: ``"raise"`` to load nothing if a source fails or a record is unreadable; ``"load"`` to load the
            readable sessions into the table `sessions`, and the errors into the table `problems`.
        settings: Further arguments of `Client`, such as timeout or http.

    Raises ConfigurationError or UnsupportedFilterError before any request. If a source fails during the load, dlt
    raises PipelineStepFailed, with the IncompleteListingError in its chain of causes.
    """
    if incomplete not in ("raise", "load"):
        raise ConfigurationError(f"incomplete: expected 'raise' or 'load', not {incomplete!r}")
    with _client(sources, config, settings) as client:
        client.list(created_after=since)  # checks the filter; sends no request before the first iteration
        chosen = client.sources
    options = Options(raw=raw, since=since, incomplete=incomplete, settings=settings)

    # A vendor's record never adds columns or tables. A value of the wrong type is an error.
    @dlt.source(name="allsessions", max_table_nesting=0, schema_contract={"data_type": "freeze"})
    def all_sources() -> list[DltResource]:
        return [resource(source, options) for source in chosen]

    return all_sources()


def _client(sources: Source | Iterable[Source] | None, config: str | Path | None, settings: dict[str, Any]) -> Client:
    if sources is not None and config is not None:
        raise ConfigurationError("sources and config are both given; pass only one of them")
    if config is not None:
        return Client.from_config(config, **settings)
    return Client.from_env(**settings) if sources is None else Client(sources, **settings)

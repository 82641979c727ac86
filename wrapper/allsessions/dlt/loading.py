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
    """A dlt source with a resource for each source, by the source's name. All fill the same table `sessions`.

    A session that is there already is updated. A source whose vendor filters by creation is asked only for what can be
    new or have changed since its last complete read. Each source also adds a row to the table `reads`.

    Args:
        sources: The sources; those of the environment unless given, as by `Client.from_env`.
        config: A file that names them instead, as `Client.from_config` takes it.
        raw: Whether to have the vendors' records, too, with secrets masked, in a column `raw` of JSON.
        since: An aware datetime: only sessions created then or later.
        incomplete: What to do if a source fails or a record cannot be read: ``"raise"``, so that nothing is loaded at
            all; or ``"load"`` what could be had, and the causes into the table `problems`.
        settings: What `Client` takes beside its sources, such as timeout or http.

    Raises ConfigurationError or UnsupportedFilterError at once. What fails while it is read, dlt raises as a
    PipelineStepFailed, with the IncompleteListingError as a cause of its cause.
    """
    if incomplete not in ("raise", "load"):
        raise ConfigurationError(f"incomplete: expected 'raise' or 'load', not {incomplete!r}")
    with _client(sources, config, settings) as client:
        client.list(created_after=since)  # checked by it, and nothing is asked as long as nobody iterates
        chosen = client.sources
    options = Options(raw=raw, since=since, incomplete=incomplete, settings=settings)

    # A vendor's text never becomes a column or a table; a value of another type than the column's is an error.
    @dlt.source(name="allsessions", max_table_nesting=0, schema_contract={"data_type": "freeze"})
    def every() -> list[DltResource]:
        return [resource(source, options) for source in chosen]

    return every()


def _client(sources: Source | Iterable[Source] | None, config: str | Path | None, settings: dict[str, Any]) -> Client:
    if sources is not None and config is not None:
        raise ConfigurationError("sources and config: give one of them, or none for the environment")
    if config is not None:
        return Client.from_config(config, **settings)
    return Client.from_env(**settings) if sources is None else Client(sources, **settings)

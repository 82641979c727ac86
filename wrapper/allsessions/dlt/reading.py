"""The dlt resource of one source."""

import asyncio
import datetime
import logging
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal

import dlt
from attrs import frozen
from dlt.extract import DltResource

from allsessions import Client, IncompleteListingError, Session, Source, SourceError

from .memory import keep, known_of, table
from .progress import LoadOptions, Progress
from .tables import KEY, PROBLEMS, READS, SESSIONS, Row, further_columns, problem_row, session_columns, session_row

logger = logging.getLogger("allsessions")

BATCH = 1_000
"""The number of rows passed to dlt at once."""


@frozen(kw_only=True)
class Options:
    """The options for all sources. The function `sessions` documents them."""

    raw: bool
    since: datetime.datetime | None
    incomplete: Literal["raise", "load"]
    settings: Mapping[str, Any]


def resource(source: Source, options: Options) -> DltResource:
    """Return a resource that loads the source into the tables `sessions`, `reads` and `problems`."""

    def read() -> AsyncIterator[Any]:
        return _read(source, options)

    made = dlt.resource(read, name=source.name)
    for name in (READS, PROBLEMS):  # first, or these tables would inherit the hints below
        made.apply_hints(table_name=name, columns=further_columns(name), create_table_variant=True)
    # dlt's default merge strategy (delete and insert) works on all its databases. With the strategy upsert, DuckDB used
    # all memory for the second load of 100,000 sessions.
    return made.apply_hints(
        table_name=SESSIONS, write_disposition="merge", primary_key=KEY, columns=session_columns(raw=options.raw)
    )


# Asynchronous, because dlt reads asynchronous resources concurrently. If another source fails, dlt stops its event loop
# without waiting for requests. So the client has its own loop, and can be closed after dlt's loop has stopped.
async def _read(source: Source, options: Options) -> AsyncIterator[Any]:
    progress = _start(source, options)
    problems: Sequence[SourceError] = ()
    with ThreadPoolExecutor(1) as thread, Client(source, **options.settings) as client:
        batches = _batches(client.list(created_after=progress.created_after), progress, raw=options.raw)
        try:
            while rows := await asyncio.get_running_loop().run_in_executor(thread, next, batches, None):
                yield rows
        except IncompleteListingError as error:
            if options.incomplete == "raise":
                raise
            problems = error.errors
    if not progress.sessions:
        yield dlt.mark.materialize_table_schema()
    for name, further in _other_rows(source, progress, problems).items():
        yield dlt.mark.with_table_name(further, name)
    if not problems:
        keep(source, progress.completed())


def _batches(sessions: Iterable[Session], progress: Progress, *, raw: bool) -> Iterator[list[Row]]:
    """Yield the sessions as rows, in batches. Then raise IncompleteListingError, if the list raised it."""
    rows: list[Row] = []
    missing: IncompleteListingError | None = None
    try:
        for session in sessions:
            progress.saw(session)
            rows.append(session_row(session, raw=raw, seen_at=progress.began))
            if len(rows) == BATCH:
                yield rows
                rows = []
    except IncompleteListingError as error:
        missing = error
    if rows:
        yield rows
    if missing is not None:
        raise missing


def _start(source: Source, options: Options) -> Progress:
    wanted = LoadOptions(since=options.since, raw=options.raw, table=table())
    known = known_of(source)
    serving = known if known and known.serves(wanted) else None
    return Progress(wanted=wanted, known=serving, began=datetime.datetime.now(datetime.UTC))


def _other_rows(source: Source, progress: Progress, problems: Sequence[SourceError]) -> dict[str, list[Row]]:
    """Return the rows for the tables `reads` and `problems`, by table."""
    read = {"source": source.name, "vendor": source.vendor, "read_at": progress.began}
    counts = {"sessions": progress.sessions, "problems": len(problems), "since": progress.created_after}
    rows_by_table: dict[str, list[Row]] = {READS: [{**read, **counts}]}
    if problems:
        logger.warning(
            "%s: the load is incomplete: see the table %s (%d errors); first: %s",
            source.name, PROBLEMS, len(problems), problems[0],
        )  # fmt: skip
        rows_by_table[PROBLEMS] = [{**read, **problem_row(error)} for error in problems]
    return rows_by_table

"""The commands that ask the vendors."""

from collections.abc import Iterable, Mapping

from rich.table import Table

from allsessions import IncompleteListingError, Session

from .columns import sessions_table
from .formats import write_counts_csv, write_json, write_records_csv, write_records_json, write_records_jsonl
from .options import (
    Agent,
    Config,
    CountFormat,
    CountFormatOption,
    CreatedAfter,
    CreatedBefore,
    Format,
    FormatOption,
    Limit,
    ListFormat,
    ListFormatOption,
    Raw,
    Ref,
    Search,
    SourceNames,
    Statuses,
    User,
    check_raw,
    connect,
)
from .outcome import Tally
from .tables import counts_table, session_table, source_fields, source_table
from .terminal import output, say, working

_STREAMED = {
    ListFormat.JSON: write_records_json,
    ListFormat.JSONL: write_records_jsonl,
    ListFormat.CSV: write_records_csv,
}


def list_sessions(
    config: Config = None,
    source: SourceNames = None,
    status: Statuses = None,
    created_after: CreatedAfter = None,
    created_before: CreatedBefore = None,
    agent: Agent = None,
    user: User = None,
    search: Search = None,
    limit: Limit = None,
    format: ListFormatOption = ListFormat.TABLE,
    raw: Raw = False,
) -> None:
    """List sessions, source by source, each in its vendor's order.

    The table has local times. json, jsonl and csv have all fields, with times in UTC, and are written as sessions come.
    """
    check_raw(raw, format)
    tally = Tally()
    with connect(config) as client:
        found = client.list(
            sources=source,
            status=status,
            created_after=created_after,
            created_before=created_before,
            agent_id=agent,
            user_id=user,
            search=search,
            limit=limit,
        )
        _print_list(tally.over(found), tally, format, raw=raw)
    tally.settle()


def get_session(ref: Ref, config: Config = None, format: FormatOption = Format.TABLE, raw: Raw = False) -> None:
    """Get one session."""
    check_raw(raw, format)
    with connect(config) as client, working(lambda: f"getting {ref}"):
        session = client.get(ref)
    if format is Format.JSON:
        write_json(session.to_dict(raw=raw))
    else:
        output().print(session_table(session))


def count_sessions(
    config: Config = None,
    source: SourceNames = None,
    status: Statuses = None,
    created_after: CreatedAfter = None,
    created_before: CreatedBefore = None,
    agent: Agent = None,
    user: User = None,
    search: Search = None,
    format: CountFormatOption = CountFormat.TABLE,
) -> None:
    """Count sessions by source, by the vendor's own total where it has one for these filters."""
    missing: IncompleteListingError | None = None
    with connect(config) as client, working(lambda: "counting"):
        try:
            counts: Mapping[str, int | None] = client.count(
                sources=source,
                status=status,
                created_after=created_after,
                created_before=created_before,
                agent_id=agent,
                user_id=user,
                search=search,
            )
        except IncompleteListingError as error:
            counts, missing = error.counts, error
    _print_counts(counts, format)
    if missing is not None:
        raise missing


def show_sources(config: Config = None, format: FormatOption = Format.TABLE) -> None:
    """Show the sources, and what each one's list can do. No secret is shown."""
    with connect(config) as client:
        sources = client.sources
    if format is Format.JSON:
        write_json([source_fields(source) for source in sources])
    else:
        _print_apart(source_table(source) for source in sources)


def print_table(sessions: Iterable[Session]) -> None:
    """A table of sessions on stdout; on stderr, what it has no room for."""
    console = output()
    fitted = sessions_table(sessions, console.width)
    console.print(fitted.table)
    if fitted.left_out:
        say(f"{console.width} columns have no room for {', '.join(fitted.left_out)}")


def _print_list(sessions: Iterable[Session], tally: Tally, format: ListFormat, *, raw: bool) -> None:
    def progress() -> str:
        return f"{tally.total:,} sessions so far"

    if format in _STREAMED:
        with working(progress, beside_output=True):
            _STREAMED[format](session.to_dict(raw=raw) for session in sessions)
        return
    with working(progress):
        collected = [*sessions]
    if collected:
        print_table(collected)
    say(tally.summary())


def _print_counts(counts: Mapping[str, int | None], format: CountFormat) -> None:
    if format is CountFormat.TABLE:
        output().print(counts_table(counts))
    elif format is CountFormat.CSV:
        write_counts_csv(counts)
    else:
        known = [count for count in counts.values() if count is not None]
        write_json({"counts": dict(counts), "total": sum(known) if len(known) == len(counts) else None})


def _print_apart(tables: Iterable[Table]) -> None:
    console = output()
    for number, table in enumerate(tables):
        if number:
            console.print()
        console.print(table)

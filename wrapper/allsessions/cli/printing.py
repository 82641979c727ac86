"""What the commands found, in the format that was asked for."""

from collections.abc import Iterable, Mapping

from rich.table import Table

from allsessions import Session, Source

from .columns import sessions_table
from .formats import write_counts_csv, write_json, write_records_csv, write_records_json, write_records_jsonl
from .options import CountFormat, Format, ListFormat
from .outcome import Tally
from .tables import counts_table, session_table, source_fields, source_table
from .terminal import output, say, working

_STREAMED = {
    ListFormat.JSON: write_records_json,
    ListFormat.JSONL: write_records_jsonl,
    ListFormat.CSV: write_records_csv,
}


def print_table(sessions: Iterable[Session]) -> None:
    """A table of sessions on stdout; on stderr, what it has no room for."""
    console = output()
    fitted = sessions_table(sessions, console.width)
    console.print(fitted.table)
    if fitted.left_out:
        say(f"{console.width} columns have no room for {', '.join(fitted.left_out)}")


def print_list(sessions: Iterable[Session], tally: Tally, format: ListFormat, *, raw: bool) -> None:
    """Sessions as they come, or in a table when all have."""

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


def print_counts(counts: Mapping[str, int | None], format: CountFormat) -> None:
    """How many sessions there are, by source."""
    if format is CountFormat.TABLE:
        output().print(counts_table(counts))
    elif format is CountFormat.CSV:
        write_counts_csv(counts)
    else:
        known = [count for count in counts.values() if count is not None]
        write_json({"counts": dict(counts), "total": sum(known) if len(known) == len(counts) else None})


def print_session(session: Session, format: Format, *, raw: bool) -> None:
    """One session, whole."""
    if format is Format.JSON:
        write_json(session.to_dict(raw=raw))
    else:
        output().print(session_table(session))


def print_sources(sources: Iterable[Source], format: Format) -> None:
    """What each source's list can do."""
    if format is Format.JSON:
        write_json([source_fields(source) for source in sources])
    else:
        _print_apart(source_table(source) for source in sources)


def _print_apart(tables: Iterable[Table]) -> None:
    console = output()
    for number, table in enumerate(tables):
        if number:
            console.print()
        console.print(table)

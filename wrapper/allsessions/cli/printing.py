"""Print the output of the commands, in each format."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Literal

from rich.table import Table

from allsessions import Session, Source
from allsessions.export import RAW, columns, stream
from allsessions.privacy import escape_control_chars

from .checking import Check, error_text
from .columns import SessionTable
from .configuration import origin_of
from .formats import FIELDS, write_counts_csv, write_json, write_sessions_json
from .options import CountFormat, Format, ListFormat
from .outcome import Tally
from .tables import checks_table, counts_table, session_table, source_fields, source_table
from .terminal import output, print_note, spinner_while

_FIRST_ROWS = 50
"""The number of sessions to collect before the first row is written. These sessions decide the column widths."""


def print_table(sessions: Iterable[Session], names: Sequence[str] | None = None) -> None:
    """Print a table of sessions on stdout. Print the names of omitted columns on stderr."""
    table = SessionTable(output(), names)
    table.add([*sessions])
    _print_omitted(table)


def print_list(
    sessions: Iterable[Session],
    read: Tally,
    format: ListFormat,
    *,
    names: Sequence[str] | None,
    raw: bool,
    header: bool = True,
) -> Tally:
    """Print sessions as they arrive. Return their tally.

    Args:
        sessions: The sessions to print.
        read: The tally of all sessions that the command has read, including those that it does not print.
        format: The format.
        names: The fields to show; None for the default fields.
        raw: True to add the vendor's record to each session.
        header: False to omit the titles of the columns.
    """
    shown = Tally()
    sessions = shown.over(sessions)

    def progress() -> str:
        return f"{read.total:,} sessions so far"

    if format is not ListFormat.TABLE:
        with spinner_while(progress, writes_output=True):
            _write(sessions, format, names or FIELDS, raw=raw, header=header)
        if shown.total != read.total:  # a selection left some out
            print_note(f"{shown.total:,} of {read.summary()}")
        return shown
    table, left = SessionTable(output(), names, header), iter(sessions)
    with spinner_while(progress):
        first = [*islice(left, _FIRST_ROWS)]
    if first:
        table.add(first)
    for session in left:
        table.add([session])
    _print_omitted(table)
    print_note(shown.summary() if shown.total == read.total else f"{shown.total:,} of {read.summary()}")
    return shown


def _print_omitted(table: SessionTable) -> None:
    if table.omitted:
        print_note(f"not shown in {table.console.width} columns: {', '.join(table.omitted)}")


def _write(sessions: Iterable[Session], format: ListFormat, names: Sequence[str], *, raw: bool, header: bool) -> None:
    if format is ListFormat.REFS:
        sys.stdout.writelines(f"{escape_control_chars(session.ref)}\n" for session in sessions)
        return
    wanted = [*names, RAW.name] if raw else names
    if format is ListFormat.JSON:
        write_sessions_json(sessions, wanted)
    elif format is not ListFormat.TABLE:
        by_name = {column.name: column for column in columns(raw=raw)}
        chosen = tuple(by_name[name] for name in wanted)
        name: Literal["csv", "jsonl"] = "csv" if format is ListFormat.CSV else "jsonl"
        stream(sessions, sys.stdout, format=name, columns=chosen, header=header)


def print_counts(counts: Mapping[str, int | None], format: CountFormat) -> None:
    """Print the number of sessions by source."""
    if format is CountFormat.TABLE:
        output().print(counts_table(counts))
    elif format is CountFormat.CSV:
        write_counts_csv(counts)
    else:
        known = [count for count in counts.values() if count is not None]
        write_json({"counts": dict(counts), "total": sum(known) if len(known) == len(counts) else None})


def print_session(session: Session, format: Format, *, raw: bool) -> None:
    """Print all fields of one session."""
    if format is Format.JSON:
        write_json(session.to_dict(raw=raw))
    else:
        output().print(session_table(session))


def print_sources(sources: Iterable[Source], config: Path | None, format: Format) -> None:
    """Print the sources, each with its origin and its capabilities."""
    found = [source_fields(source, origin_of(source, config)) for source in sources]
    if format is Format.JSON:
        write_json(found)
    else:
        _print_tables(map(source_table, found))


def print_checks(checks: Sequence[Check], config: Path | None, format: Format) -> None:
    """Print the results of the checks. `config` is the configuration file of the sources; None for the environment."""
    if format is Format.TABLE:
        output().print(checks_table(checks, config))
        return
    write_json(
        [
            {
                "name": check.source.name,
                "vendor": check.source.vendor,
                "base_url": check.source.base_url,
                "ok": check.error is None,
                "seconds": round(check.seconds, 3),
                "total": check.total,
                "kind": None if check.error is None else type(check.error).__name__,
                "error": error_text(check, config),
            }
            for check in checks
        ]
    )


def _print_tables(tables: Iterable[Table]) -> None:
    console = output()
    for number, table in enumerate(tables):
        if number:
            console.print()
        console.print(table)

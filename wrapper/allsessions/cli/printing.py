"""Output of the commands, in each format."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from rich.table import Table

from allsessions import Session, Source
from allsessions.privacy import escape_control_chars

from .checking import Check, error_text
from .columns import SessionTable
from .configuration import origin_of
from .formats import FIELDS, write_counts_csv, write_json, write_records_csv, write_records_json, write_records_jsonl
from .options import CountFormat, Format, ListFormat
from .outcome import Tally
from .tables import checks_table, counts_table, session_table, source_fields, source_table
from .terminal import output, print_note, spinner_while

_FIRST_ROWS = 50
"""Rows that are collected to set the widths of a table, before the first one is written."""
_STREAMED = {
    ListFormat.JSON: write_records_json,
    ListFormat.JSONL: write_records_jsonl,
}


def print_table(sessions: Iterable[Session], columns: Sequence[str] | None = None) -> None:
    """Print a table of sessions on stdout. Name the columns that did not fit on stderr."""
    table = SessionTable(output(), columns)
    table.add([*sessions])
    _print_omitted(table)


def print_list(
    sessions: Iterable[Session],
    read: Tally,
    format: ListFormat,
    *,
    columns: Sequence[str] | None,
    raw: bool,
    header: bool = True,
) -> Tally:
    """Print sessions as they arrive. Return their tally.

    Args:
        sessions: The sessions to print.
        read: The tally of all sessions that are read for them.
        format: The format.
        columns: The fields to show, instead of the default ones.
        raw: True to add the vendor's record.
        header: False to write no titles.
    """
    shown = Tally()
    sessions = shown.over(sessions)

    def progress() -> str:
        return f"{read.total:,} sessions so far"

    if format is not ListFormat.TABLE:
        with spinner_while(progress, writes_output=True):
            _write(sessions, format, columns or FIELDS, raw=raw, header=header)
        return shown
    table, left = SessionTable(output(), columns, header), iter(sessions)
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


def _write(sessions: Iterable[Session], format: ListFormat, columns: Sequence[str], *, raw: bool, header: bool) -> None:
    if format is ListFormat.REFS:
        sys.stdout.writelines(f"{escape_control_chars(session.ref)}\n" for session in sessions)
        return
    keys = (*columns, "raw") if raw else columns

    def record(session: Session) -> dict[str, Any]:
        values = session.to_dict(raw=raw)
        return {key: values[key] for key in keys}

    records = map(record, sessions)
    if format is ListFormat.CSV:
        write_records_csv(records, columns, header=header)
    else:
        _STREAMED[format](records)


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
    """Print the sources, the place where each comes from, and the capabilities of their lists."""
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

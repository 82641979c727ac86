"""The tables that the commands print, except the table of sessions."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from rich.table import Column, Table
from rich.text import Text

from allsessions import Session, Source, Status
from allsessions.privacy import escape_control_chars

from .checking import Check, error_text
from .text import format_age, format_duration, local

STYLES: Final[Mapping[str, str]] = {
    Status.PENDING: "yellow",
    Status.ACTIVE: "green",
    Status.ENDED: "",
    Status.FAILED: "red",
    Status.UNKNOWN: "magenta",
}
_TIMES = ("created_at", "started_at", "ended_at", "last_active_at", "expires_at")


def plain_table(*columns: Column, header: bool = True, footer: bool = False, gap: int = 2) -> Table:
    """Return a table without borders, so copied or piped output is plain text."""
    return Table(
        *columns,
        box=None,
        show_header=header,
        show_footer=footer,
        header_style="bold",
        footer_style="bold",
        pad_edge=False,
        padding=(0, gap, 0, 0),
    )


def status_text(status: Status) -> Text:
    """Return the status in its colour."""
    return Text(status.value, STYLES[status])


def session_table(session: Session) -> Table:
    """Return a table of one session's fields that have a value."""
    values = {
        "duration" if name == "duration_ms" else name: value
        for name, value in session.to_dict().items()
        if value is not None
    }
    shown = {name: Text(escape_control_chars(str(value))) for name, value in values.items()}
    shown["status"] = status_text(session.status)
    for name in shown.keys() & set(_TIMES):
        shown[name] = Text(local(getattr(session, name), zone=True))
    if session.duration is not None:
        shown["duration"] = Text(f"{format_duration(session.duration)} ({session.duration.total_seconds():g} s)")
    elif (age := format_age(session, datetime.datetime.now(datetime.UTC))) is not None:
        shown["length"] = Text(f"running {age}")
    return _fields_table(shown)


def counts_table(counts: Mapping[str, int | None]) -> Table:
    """Return a table with a count for each source, and the sum of the counts that are not None."""
    known = [count for count in counts.values() if count is not None]
    total = f"{'' if len(known) == len(counts) else 'at least '}{sum(known):,}"
    table = plain_table(Column("source", "total"), Column("sessions", total, justify="right"), footer=True)
    for name, count in counts.items():
        table.add_row(Text(escape_control_chars(name)), "?" if count is None else f"{count:,}")
    return table


def statuses_table(sessions: Iterable[Session]) -> Table:
    """Return a table of the number of sessions by source and status."""
    counts = Counter((session.source, session.status) for session in sessions)
    columns = (Column(status_text(status), justify="right") for status in Status)
    table = plain_table(Column("source"), *columns, Column("sessions", justify="right"))
    for source in dict.fromkeys(source for source, _ in counts):
        row = [counts[source, status] for status in Status]
        table.add_row(Text(escape_control_chars(source)), *(f"{count:,}" for count in row), f"{sum(row):,}")
    return table


def source_table(fields: Mapping[str, str | list[str]]) -> Table:
    """Return a table of the fields of one source."""
    return _fields_table({name: Text(escape_control_chars(_value_text(value))) for name, value in fields.items()})


def source_fields(source: Source, config: str) -> dict[str, str | list[str]]:
    """Return a source, its origin (`config`) and its capabilities as a dict, without secrets."""
    able = source.capabilities
    return {
        "name": source.name,
        "vendor": source.vendor,
        "base_url": source.base_url,
        "config": config,
        "scope": able.scope,
        "paging": able.paging,
        "get": able.get,
        "end": able.end or "none",
        "concurrency": "reported" if able.concurrency else "none",
        "vendor_filters": sorted(able.vendor_filters),
        "wrapper_filters": sorted(able.wrapper_filters),
        "unsupported_filters": sorted(able.unsupported_filters),
        "inferred": sorted(able.inferred),
    }


def checks_table(checks: Iterable[Check], config: Path | None) -> Table:
    """Return a table with one row per source: the time until the source answered, or the error."""
    return _fields_table(
        {escape_control_chars(check.source.name): _check_text(check, error_text(check, config)) for check in checks}
    )


def _check_text(check: Check, error: str | None) -> Text:
    if error is not None:
        return Text.assemble(("failed", "red"), f": {escape_control_chars(error)}")
    total = "" if check.total is None else f", {check.total:,} session{'' if check.total == 1 else 's'}"
    return Text.assemble(("ok", "green"), f" in {check.seconds:.2f} s{total}")


def _value_text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value) or "–"


def _fields_table(values: Mapping[str, Text]) -> Table:
    table = plain_table(Column(style="bold", no_wrap=True), Column(overflow="fold"), header=False)
    for name, value in values.items():
        table.add_row(name, value)
    return table

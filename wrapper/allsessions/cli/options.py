"""The arguments and options of the commands."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from allsessions import Status

from . import completion


class Format(StrEnum):
    """Output formats for one session or for sources."""

    TABLE = "table"
    JSON = "json"


class CountFormat(StrEnum):
    """Output formats for counts."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class WatchFormat(StrEnum):
    """Output formats of the command `watch`."""

    TABLE = "table"
    JSONL = "jsonl"


class Sort(StrEnum):
    """Sort orders of the running sessions on the screen of `watch`."""

    AGE = "age"
    SOURCE = "source"
    AGENT = "agent"
    STATUS = "status"


class ExportFormat(StrEnum):
    """Output formats for an export to standard output."""

    CSV = "csv"
    JSONL = "jsonl"


class ListFormat(StrEnum):
    """Output formats for lists."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    REFS = "refs"


Config: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        envvar="ALLSESSIONS_CONFIG",
        help="The configuration file. Default: allsessions.toml in this directory, else the environment, else "
        "~/.config/allsessions/config.toml.",
    ),
]
SourceNames: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        metavar="NAME",
        help="Only these sources, separated by commas. Repeatable.",
        autocompletion=completion.source_names,
    ),
]
Statuses: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        metavar="STATUS",
        help=f"Only sessions with these statuses, separated by commas: {', '.join(Status)}. Repeatable.",
        autocompletion=completion.statuses,
    ),
]
_TIME = "TIME is an ISO date or time (local by default), today, yesterday, a weekday, or a duration before now: 24h, 7d"
Since: TypeAlias = Annotated[
    str | None,
    typer.Option("--since", "--created-after", metavar="TIME", help=f"Created at or after this time. {_TIME}."),
]
Until: TypeAlias = Annotated[
    str | None, typer.Option("--until", "--created-before", metavar="TIME", help=f"Created before this time. {_TIME}.")
]
Begin: TypeAlias = Annotated[
    str | None,
    typer.Option("--since", metavar="TIME", help=f"Start of the period. Default: one week before its end. {_TIME}."),
]
End: TypeAlias = Annotated[
    str | None, typer.Option("--until", metavar="TIME", help="End of the period, in the form of --since. Default: now.")
]
ReportOut: TypeAlias = Annotated[Path, typer.Argument(metavar="OUT.html", help="The HTML file to write.")]
Limits: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--concurrency-limit",
        metavar="NAME=N",
        help="The most sessions that this source allows at the same time. Repeatable.",
    ),
]
Rates: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--rate", metavar="NAME=MONEY", help="The price of a minute at this source. Repeatable."),
]
Currency: TypeAlias = Annotated[
    str, typer.Option("--currency", metavar="NAME", help="The currency of the rates, such as EUR.")
]
Title: TypeAlias = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="The title of the page.")]
Agent: TypeAlias = Annotated[
    str | None, typer.Option(metavar="ID", help="Only sessions of this avatar, persona or agent.")
]
User: TypeAlias = Annotated[str | None, typer.Option(metavar="ID", help="Only sessions of this user.")]
Search: TypeAlias = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Only sessions with this text in their id or label. Ignores case.")
]
Strict: TypeAlias = Annotated[
    bool,
    typer.Option("--strict", help="Fail if a source cannot apply a filter. By default, the command skips the source."),
]
NoHeaders: TypeAlias = Annotated[bool, typer.Option("--no-headers", help="Omit column titles in a table or CSV.")]
Output: TypeAlias = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead of stdout.")
]
NewConfig: TypeAlias = Annotated[Path, typer.Argument(metavar="[FILE]", help="The file to write. It must not exist.")]
LongerThan: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--running-longer-than", metavar="TIME", help="Only active sessions older than this, such as 90m or 6h."
    ),
]
FailIfAny: TypeAlias = Annotated[
    bool, typer.Option("--fail-if-any", help="Print an alert and exit with status 3 if there is any session.")
]
FailAbove: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--fail-above", min=0, metavar="N", help="Print an alert and exit with status 3 if there are over N sessions."
    ),
]
Limit: TypeAlias = Annotated[int | None, typer.Option(min=0, metavar="N", help="At most this many sessions.")]
Raw: TypeAlias = Annotated[bool, typer.Option("--raw", help="Add the vendor's JSON, secrets masked. Not for tables.")]
RawColumn: TypeAlias = Annotated[
    bool, typer.Option("--raw", help="Add a column with the vendor's JSON, secrets masked.")
]
Out: TypeAlias = Annotated[
    Path,
    typer.Argument(
        metavar="OUT",
        help="A .parquet, .csv, .csv.gz, .jsonl, .jsonl.gz, .duckdb, .sqlite or .xlsx file to write, or - for stdout.",
    ),
]
ExportFormatOption: TypeAlias = Annotated[
    ExportFormat | None, typer.Option("--format", help="The format if OUT is - (standard output).")
]
Append: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--append",
        "--since-last",
        help="Keep the sessions in OUT. Add new sessions, and update sessions with the same source and id.",
    ),
]
Replace: TypeAlias = Annotated[
    bool,
    typer.Option("--replace", help="Replace OUT even if this deletes sessions that are not in the export."),
]
Columns: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--columns",
        metavar="NAMES",
        help="Only these fields, in this order, such as ref,status,ended_at. Use --format json to see all fields. "
        "Repeatable.",
        autocompletion=completion.columns,
    ),
]
ListOrder: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--sort",
        metavar="FIELD",
        help="Sort by this field, such as created_at, duration, status or source. A minus reverses the order, "
        "as in -created_at. Output starts after all sessions are read.",
    ),
]
ListFormatOption: TypeAlias = Annotated[
    ListFormat, typer.Option("--format", help="json is one array, jsonl an object per line, refs a source:id per line.")
]
CountFormatOption: TypeAlias = Annotated[CountFormat, typer.Option("--format")]
FormatOption: TypeAlias = Annotated[Format, typer.Option("--format")]
Ref: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="REF",
        help="The session's ref, as in `allsessions list`: the source's name, a colon and the id.",
        autocompletion=completion.ref_prefixes,
    ),
]
Refs: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="REF",
        help="The sessions' refs, as in `allsessions list`; or - to read refs from stdin, one per line.",
        autocompletion=completion.ref_prefixes,
    ),
]
Yes: TypeAlias = Annotated[
    bool, typer.Option("--yes", "-y", help="Do not ask for confirmation. Without a terminal, you must pass it.")
]
DryRun: TypeAlias = Annotated[bool, typer.Option("--dry-run", help="Only print the refs, and send no request.")]
Check: TypeAlias = Annotated[
    bool, typer.Option("--check", help="Send one request to each source, and show the result or the error.")
]
Every: TypeAlias = Annotated[
    str, typer.Option(metavar="TIME", help="Time between two reads of each source, such as 10s or 2m. At least 1s.")
]
Failures: TypeAlias = Annotated[
    int,
    typer.Option(min=0, max=100, metavar="N", help="The number of newest failed sessions to show; 0 for none."),
]
WatchFormatOption: TypeAlias = Annotated[
    WatchFormat,
    typer.Option("--format", help="table fills the terminal, or writes lines to a pipe; jsonl writes JSON lines."),
]
SortOption: TypeAlias = Annotated[Sort, typer.Option("--sort", help="The order of the running sessions on the screen.")]
Port: TypeAlias = Annotated[int, typer.Option(min=0, max=65535, help="The port on loopback. 0 selects a free one.")]
Amount: TypeAlias = Annotated[
    int, typer.Option("--sessions", min=0, metavar="N", help="The number of sessions at each vendor.")
]


def stream_format(out: Path, format: ExportFormat | None, *, append: bool, replace: bool) -> ListFormat | None:
    """Return the format if OUT is standard output; None if it is a file. Raises BadParameter if options conflict."""
    if out != Path("-"):
        if format is not None:
            raise typer.BadParameter("the suffix of OUT selects the format; omit --format", param_hint="--format")
        return None
    if append or replace:
        raise typer.BadParameter("pass a file as OUT, not standard output", param_hint="--append, --replace")
    if format is None:
        raise typer.BadParameter("choose csv or jsonl for standard output", param_hint="--format")
    return ListFormat(format.value)


def check_raw(raw: bool, format: ListFormat | Format) -> None:
    """Raise BadParameter if the format cannot contain the raw record."""
    if raw and format in ("table", "refs"):
        raise typer.BadParameter(f"--format {format} omits raw records; choose --format json", param_hint="--raw")

"""The arguments and options of the commands, and the client that they configure."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from allsessions import Status

from . import completion

if TYPE_CHECKING:
    from allsessions import Client

CONFIG = Path("allsessions.toml")


class Format(StrEnum):
    """Output formats for one session or for sources."""

    TABLE = "table"
    JSON = "json"


class CountFormat(StrEnum):
    """Output formats for counts."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class ListFormat(StrEnum):
    """Output formats for lists."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


Config: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        envvar="ALLSESSIONS_CONFIG",
        help=f"The sources. Else {CONFIG}, if it is here; else the environment.",
    ),
]
SourceNames: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--source", metavar="NAME", help="Only this source. May be repeated.", autocompletion=completion.source_names
    ),
]
Statuses: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        metavar="STATUS",
        help=f"{', '.join(Status)}; several with commas between. May be repeated.",
        autocompletion=completion.statuses,
    ),
]
_TIME = "an ISO date or time, local without a zone, or how long ago: 90m, 24h, 7d, 2w"
Since: TypeAlias = Annotated[
    str | None, typer.Option("--since", "--created-after", metavar="TIME", help=f"Created then or later: {_TIME}.")
]
Until: TypeAlias = Annotated[
    str | None, typer.Option("--until", "--created-before", metavar="TIME", help=f"Created earlier: {_TIME}.")
]
Begin: TypeAlias = Annotated[
    str | None,
    typer.Option("--since", metavar="TIME", help=f"The period's beginning; else a week before its end: {_TIME}."),
]
End: TypeAlias = Annotated[
    str | None, typer.Option("--until", metavar="TIME", help="The period's end, in the same way; else now.")
]
ReportOut: TypeAlias = Annotated[Path, typer.Argument(metavar="OUT.html", help="The page.")]
Limits: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--concurrency-limit",
        metavar="NAME=N",
        help="How many sessions this source may have at once. May be repeated.",
    ),
]
Rates: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--rate", metavar="NAME=MONEY", help="What a minute at this source costs. May be repeated."),
]
Currency: TypeAlias = Annotated[str, typer.Option("--currency", metavar="NAME", help="What rates are in, such as EUR.")]
Title: TypeAlias = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="The page's title.")]
Agent: TypeAlias = Annotated[str | None, typer.Option(metavar="ID", help="Only of this avatar, persona or agent.")]
User: TypeAlias = Annotated[str | None, typer.Option(metavar="ID", help="Only of this user.")]
Search: TypeAlias = Annotated[str | None, typer.Option(metavar="TEXT", help="A part of id or label, ignoring case.")]
Limit: TypeAlias = Annotated[int | None, typer.Option(min=0, metavar="N", help="At most so many.")]
Raw: TypeAlias = Annotated[
    bool, typer.Option("--raw", help="Add the vendor's record, secrets masked. Only json and jsonl have room for it.")
]
RawColumn: TypeAlias = Annotated[
    bool, typer.Option("--raw", help="Add a column with the vendor's record, secrets masked.")
]
Out: TypeAlias = Annotated[
    Path,
    typer.Argument(
        metavar="OUT", help="The file; its ending says what it is: .parquet, .csv, .jsonl, .duckdb, .sqlite."
    ),
]
Append: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--append",
        "--since-last",
        help="Keep what OUT holds, and take only what is new or has changed since, by source and id.",
    ),
]
Columns: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--columns",
        metavar="NAMES",
        help="Only these fields, in this order, such as ref,status,ended_at: any that json has. May be repeated.",
        autocompletion=completion.columns,
    ),
]
ListFormatOption: TypeAlias = Annotated[
    ListFormat, typer.Option("--format", help="json is one array, jsonl an object a line.")
]
CountFormatOption: TypeAlias = Annotated[CountFormat, typer.Option("--format")]
FormatOption: TypeAlias = Annotated[Format, typer.Option("--format")]
Ref: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="REF",
        help="As list shows it: the source's name, a colon, the id.",
        autocompletion=completion.ref_prefixes,
    ),
]
Check: TypeAlias = Annotated[
    bool,
    typer.Option("--check", help="Ask each source once, and tell which answer and what is wrong with the others."),
]
Every: TypeAlias = Annotated[
    str, typer.Option(metavar="TIME", help="How often each source is asked, such as 10s or 2m; 1s at least.")
]
Failures: TypeAlias = Annotated[
    int,
    typer.Option(min=0, max=100, metavar="N", help="How many of the newest failures; 0 does not ask for any."),
]
Port: TypeAlias = Annotated[
    int, typer.Option(min=0, max=65535, help="Where it listens, on loopback; 0 for any free one.")
]
Amount: TypeAlias = Annotated[int, typer.Option("--sessions", min=0, metavar="N", help="How many at each vendor.")]


def configuration(config: Path | None) -> Path | None:
    """Return the configuration file to use; None to use the environment."""
    return config if config is not None or not CONFIG.exists() else CONFIG


def connect(config: Path | None) -> "Client":
    """Return a client for the given file, else for the file in this directory, else for the environment."""
    from allsessions import Client, ConfigurationError

    if (file := configuration(config)) is not None:
        return Client.from_config(file)
    try:
        return Client.from_env()
    except ConfigurationError as error:
        hint = f"or write {CONFIG}, or name such a file with --config; `allsessions demo` needs neither"
        raise ConfigurationError(f"{error}; {hint}") from None


def check_raw(raw: bool, format: ListFormat | Format) -> None:
    """Raise BadParameter if the format cannot contain the raw record."""
    if raw and format not in (ListFormat.JSON, ListFormat.JSONL):
        raise typer.BadParameter(f"{format} has no room for it; choose --format json", param_hint="--raw")

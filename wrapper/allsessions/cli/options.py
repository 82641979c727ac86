"""The arguments and options of the commands, and where the sources come from."""

import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from allsessions import Status

if TYPE_CHECKING:
    from allsessions import Client

CONFIG = Path("allsessions.toml")


class Format(StrEnum):
    """How one thing is printed."""

    TABLE = "table"
    JSON = "json"


class CountFormat(StrEnum):
    """How counts are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class ListFormat(StrEnum):
    """How many things are printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def moment(text: str) -> datetime.datetime:
    """A date or time in ISO 8601; without a zone it is local."""
    try:
        return datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)
    except (ValueError, OverflowError, OSError):  # the last two: too early or too late for a local time, or for UTC
        message = f"{text!r} is no date or time in ISO 8601, such as 2026-04-20 or 2026-04-20T09:30:00Z"
        raise typer.BadParameter(message) from None


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
    list[str] | None, typer.Option("--source", metavar="NAME", help="Only this source. May be repeated.")
]
Statuses: TypeAlias = Annotated[
    list[Status] | None, typer.Option(metavar="STATUS", help=f"{', '.join(Status)}. May be repeated.")
]
CreatedAfter: TypeAlias = Annotated[
    datetime.datetime | None,
    typer.Option(parser=moment, metavar="TIME", help="Created then or later. ISO date or time, local without a zone."),
]
CreatedBefore: TypeAlias = Annotated[
    datetime.datetime | None,
    typer.Option(parser=moment, metavar="TIME", help="Created earlier. ISO date or time, local without a zone."),
]
Agent: TypeAlias = Annotated[str | None, typer.Option(metavar="ID", help="Only of this avatar, persona or agent.")]
User: TypeAlias = Annotated[str | None, typer.Option(metavar="ID", help="Only of this user.")]
Search: TypeAlias = Annotated[str | None, typer.Option(metavar="TEXT", help="A part of id or label, ignoring case.")]
Limit: TypeAlias = Annotated[int | None, typer.Option(min=0, metavar="N", help="At most so many.")]
Raw: TypeAlias = Annotated[
    bool, typer.Option("--raw", help="Add the vendor's record, secrets masked. Only json and jsonl have room for it.")
]
ListFormatOption: TypeAlias = Annotated[
    ListFormat, typer.Option("--format", help="json is one array, jsonl an object a line.")
]
CountFormatOption: TypeAlias = Annotated[CountFormat, typer.Option("--format")]
FormatOption: TypeAlias = Annotated[Format, typer.Option("--format")]
Ref: TypeAlias = Annotated[
    str, typer.Argument(metavar="REF", help="As list shows it: the source's name, a colon, the id.")
]
Port: TypeAlias = Annotated[
    int, typer.Option(min=0, max=65535, help="Where it listens, on loopback; 0 for any free one.")
]
Amount: TypeAlias = Annotated[int, typer.Option("--sessions", min=0, metavar="N", help="How many at each vendor.")]


def connect(config: Path | None) -> "Client":
    """A client with the sources of the file, or of the file that is here, or of the environment."""
    from allsessions import Client, ConfigurationError

    if config is not None or CONFIG.exists():
        return Client.from_config(config or CONFIG)
    try:
        return Client.from_env()
    except ConfigurationError as error:
        hint = f"or write {CONFIG}, or name such a file with --config; `allsessions demo` needs neither"
        raise ConfigurationError(f"{error}; {hint}") from None


def check_raw(raw: bool, format: ListFormat | Format) -> None:
    """Refuse --raw where there is no room for it."""
    if raw and format not in (ListFormat.JSON, ListFormat.JSONL):
        raise typer.BadParameter(f"{format} has no room for it; choose --format json", param_hint="--raw")

"""What the shell completes. No network; and whatever is wrong is said when the command runs, not while it is typed."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import typer

from allsessions import Status


def source_names(context: typer.Context) -> list[str]:
    """The names of the sources that this command line would have."""
    from .options import connect

    config: Path | None = context.params.get("config")
    with suppress(Exception), connect(config) as client:  # any, since a traceback would land in what is being typed
        return [source.name for source in client.sources]
    return []


def beginnings_of_refs(context: typer.Context) -> list[str]:
    """A ref as far as it is known without asking the vendor."""
    return [f"{name}:" for name in source_names(context)]


def statuses(incomplete: str) -> list[str]:
    """One more status, behind those that are there."""
    return _one_more(incomplete, Status)


def columns(incomplete: str) -> list[str]:
    """One more field of a session, behind those that are there."""
    from .formats import FIELDS

    return _one_more(incomplete, FIELDS)


def _one_more(incomplete: str, words: Iterable[str]) -> list[str]:
    before, comma, _ = incomplete.rpartition(",")
    return [f"{before}{comma}{word}" for word in words if word not in before.split(",")]

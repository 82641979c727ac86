"""Shell completion. It sends no requests and hides errors. The command reports the same errors when it runs."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import typer

from allsessions import Status


def source_names(context: typer.Context) -> list[str]:
    """Return the names of the configured sources."""
    from .configuration import connect

    config: Path | None = context.params.get("config")
    with suppress(Exception), connect(config, quiet=True) as client:  # a traceback would appear in the user's input
        return [source.name for source in client.sources]
    return []


def ref_prefixes(context: typer.Context) -> list[str]:
    """Return the beginnings of refs: each source's name and a colon."""
    return [f"{name}:" for name in source_names(context)]


def statuses(incomplete: str) -> list[str]:
    """Return completions of the last status in a comma-separated list."""
    return _complete_list(incomplete, Status)


def columns(incomplete: str) -> list[str]:
    """Return completions of the last field in a comma-separated list."""
    from .formats import FIELDS

    return _complete_list(incomplete, FIELDS)


def _complete_list(incomplete: str, words: Iterable[str]) -> list[str]:
    before, comma, _ = incomplete.rpartition(",")
    return [f"{before}{comma}{word}" for word in words if word not in before.split(",")]

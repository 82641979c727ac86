"""Parsing of options. Options with several words can be repeated, or have commas between the words."""

from collections.abc import Iterable, Sequence
from typing import Any

import typer

from allsessions import Status

from .formats import FIELDS
from .times import period


def parse_statuses(texts: Iterable[str] | None) -> list[Status] | None:
    """Parse --status. Raises BadParameter for an unknown status."""
    return None if texts is None else [Status(word) for word in _parse_words(texts, list(Status), "--status")]


def parse_filters(
    status: Iterable[str] | None,
    since: str | None,
    until: str | None,
    agent: str | None,
    user: str | None,
    search: str | None,
) -> dict[str, Any]:
    """Return the filters for `Client.list`. Raises BadParameter for an invalid option."""
    created = period(since, until)
    return {
        "status": parse_statuses(status),
        "created_after": created.since,
        "created_before": created.until,
        "agent_id": agent,
        "user_id": user,
        "search": search,
    }


def parse_columns(texts: Iterable[str] | None) -> list[str] | None:
    """Parse --columns: fields in the order given, without duplicates. Raises BadParameter for an unknown field."""
    return None if texts is None else _parse_words(texts, FIELDS, "--columns")


def _parse_words(texts: Iterable[str], words: Sequence[str], option: str) -> list[str]:
    chosen = [word.strip() for text in texts for word in text.split(",")]
    for word in chosen:
        if word not in words:
            raise typer.BadParameter(
                f"unknown value {word[:80]!r}; expected one of {', '.join(words)}", param_hint=f"'{option}'"
            )
    return list(dict.fromkeys(chosen))

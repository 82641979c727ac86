"""What the options choose. Those of several words of a few may be repeated, and have commas between."""

from collections.abc import Iterable, Sequence
from typing import Any

import typer

from allsessions import Status

from .formats import FIELDS
from .times import period


def chosen_statuses(texts: Iterable[str] | None) -> list[Status] | None:
    """What --status chooses; BadParameter if there is no such status."""
    return None if texts is None else [Status(word) for word in _chosen(texts, list(Status), "--status")]


def chosen_filters(
    status: Iterable[str] | None,
    since: str | None,
    until: str | None,
    agent: str | None,
    user: str | None,
    search: str | None,
) -> dict[str, Any]:
    """The filters of `Client.list` that these options make; BadParameter if one of them cannot be read."""
    created = period(since, until)
    return {
        "status": chosen_statuses(status),
        "created_after": created.since,
        "created_before": created.until,
        "agent_id": agent,
        "user_id": user,
        "search": search,
    }


def chosen_columns(texts: Iterable[str] | None) -> list[str] | None:
    """The fields that --columns chooses, in its order, each once; BadParameter if there is no such field."""
    return None if texts is None else _chosen(texts, FIELDS, "--columns")


def _chosen(texts: Iterable[str], words: Sequence[str], option: str) -> list[str]:
    chosen = [word.strip() for text in texts for word in text.split(",")]
    for word in chosen:
        if word not in words:
            raise typer.BadParameter(f"{word[:80]!r} is none of {', '.join(words)}", param_hint=f"'{option}'")
    return list(dict.fromkeys(chosen))

"""Options that choose several words of a few: they may be repeated, and have commas between."""

from collections.abc import Iterable, Sequence

import typer

from allsessions import Status

from .formats import FIELDS


def chosen_statuses(texts: Iterable[str] | None) -> list[Status] | None:
    """What --status chooses; BadParameter if there is no such status."""
    return None if texts is None else [Status(word) for word in _chosen(texts, list(Status), "--status")]


def chosen_columns(texts: Iterable[str] | None) -> list[str] | None:
    """The fields that --columns chooses, in its order, each once; BadParameter if there is no such field."""
    return None if texts is None else _chosen(texts, FIELDS, "--columns")


def _chosen(texts: Iterable[str], words: Sequence[str], option: str) -> list[str]:
    chosen = [word.strip() for text in texts for word in text.split(",")]
    for word in chosen:
        if word not in words:
            raise typer.BadParameter(f"{word[:80]!r} is none of {', '.join(words)}", param_hint=f"'{option}'")
    return list(dict.fromkeys(chosen))

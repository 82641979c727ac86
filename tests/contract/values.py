"""JSON compared by what it means: a moment or a UUID can be written in several ways."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID


def as_values(value: Any) -> Any:
    """A JSON value with its timestamps and UUIDs read."""
    if isinstance(value, dict):
        return {name: as_values(item) for name, item in value.items()}
    if isinstance(value, list):
        return [as_values(item) for item in value]
    return _read(value) if isinstance(value, str) else value


def _read(text: str) -> UUID | datetime.datetime | str:
    for read in (UUID, datetime.datetime.fromisoformat):
        try:
            return read(text)
        except ValueError:
            pass
    return text

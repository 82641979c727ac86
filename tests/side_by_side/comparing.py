"""Compare values: JSON by its meaning, and what one package read with what the other did."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from enum import Enum
from typing import Any
from uuid import UUID

from tests.side_by_side.packages import additional, attributes, is_model, is_unset

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_FINER = re.compile(r"\.\d{6}(\d+)")
_PLAIN_JSON = (dict, list, str, bool, int, float, type(None))
_SCALARS = (datetime.date, datetime.time, UUID)


def same(left: Any, right: Any) -> bool:
    """Check that two JSON values mean the same: numbers by value, times as instants."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(value, right[key]) for key, value in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, str) and isinstance(right, str):
        return left == right or _meaning(left) == _meaning(right)
    return bool(left == right)


def _meaning(text: str) -> object:
    if _UUID.fullmatch(text):
        return UUID(text)
    finer = _FINER.search(text)
    try:
        # Python reads no more than microseconds, and leaves out the rest in silence.
        return datetime.datetime.fromisoformat(text), finer[1].rstrip("0") if finer else ""
    except ValueError:
        return text


def not_json(value: Any, place: str = "") -> Iterator[str]:
    """Name the parts of a value that no JSON decoder gives."""
    if type(value) not in _PLAIN_JSON:
        yield f"{place or 'the value'} is a {type(value).__name__}"
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from not_json(item, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from not_json(item, f"{place}[{number}]")


def as_json(value: Any) -> Any:
    """A value of either package as the JSON that stands for it."""
    if is_model(value):
        return value.to_dict()
    if hasattr(value, "payload"):
        return value.payload.getvalue().decode("latin-1")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def at(value: Any, place: str) -> Any:
    """The value at a place such as `items[0].pet` or `[key]`."""
    for name, key in re.findall(r"([^.\[\]]+)|\[([^\]]*)\]", place):
        index = int(key) if isinstance(value, list) and key else key
        value = getattr(value, name) if name else value[index]
    return value


def worse(plain: Any, ours: Any, place: str = "") -> str:
    """Say where ours knows less than plain; empty if it knows at least as much."""
    found = f"plain has {_shown(plain)} at {place or 'the top'}, ours {_shown(ours)}"
    if is_model(plain):
        return _worse_model(plain, ours, place) if is_model(ours) else found
    if isinstance(plain, list) and isinstance(ours, list):
        return _worse_list(plain, ours, place)
    if isinstance(plain, Enum) or hasattr(plain, "payload"):
        kind = isinstance(ours, Enum) if isinstance(plain, Enum) else hasattr(ours, "payload")
        return "" if kind and same(as_json(plain), as_json(ours)) else found
    if isinstance(plain, _SCALARS):
        return "" if type(plain) is type(ours) and plain == ours else found
    if is_unset(plain) or is_unset(ours):
        return "" if is_unset(plain) and is_unset(ours) else found
    return "" if same(as_json(plain), as_json(ours)) else found


def _worse_list(plain: list[Any], ours: list[Any], place: str) -> str:
    if len(plain) != len(ours):
        return f"plain has {len(plain)} items at {place}, ours {len(ours)}"
    pairs = enumerate(zip(plain, ours, strict=True))
    return next(filter(None, (worse(left, right, f"{place}[{number}]") for number, (left, right) in pairs)), "")


def _worse_model(plain: Any, ours: Any, place: str) -> str:
    if type(plain).__name__.rstrip("_") != type(ours).__name__.rstrip("_"):
        return _worse_member(plain, ours, place)
    dot = f"{place}." if place else ""
    for name, value in attributes(plain).items():
        own = name
        while own not in attributes(ours) and len(own) < len(name) + 2:
            own += "_"  # of a name that every model of ours has; two if plain has one with an underscore, too
            own += "_" if own in attributes(plain) else ""
        if own not in attributes(ours):
            return f"plain has an attribute {dot}{name}, ours has not"
        if found := worse(value, attributes(ours)[own], f"{dot}{name}"):
            return found
    for key, value in additional(plain).items():
        if key not in ours:
            return f"plain has {place}[{key}], ours has not"
        if found := worse(value, ours[key], f"{place}[{key}]"):
            return found
    return ""


def _worse_member(plain: Any, ours: Any, place: str) -> str:
    """Of two members of a union, the one that leaves fewer fields unnamed and keeps more is the better one."""
    kept = same(plain.to_dict(), ours.to_dict()) or len(plain.to_dict()) < len(ours.to_dict())
    if kept and len(additional(ours)) <= len(additional(plain)):
        return ""
    return f"plain has {_shown(plain)} at {place or 'the top'}, ours {_shown(ours)}"


def _shown(value: Any) -> str:
    if is_unset(value):
        return "UNSET"
    return type(value).__name__ if is_model(value) else f"{type(value).__name__} {str(value)[:40]!r}"

"""Compare values: JSON by its meaning, the results of two packages, and values with their annotated types."""

import datetime
import importlib
import re
import types
import typing
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Any, Literal, Union
from uuid import UUID

from tests.side_by_side.packages import additional, attribute_names, attributes, is_model, is_unset

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_FINER = re.compile(r"\.\d{6}(\d+)")
_SCALARS = (datetime.date, datetime.time, UUID)


def same(left: Any, right: Any) -> bool:
    """Check that two JSON values are equal. Numbers are equal by value, times by instant, and UUIDs in any spelling."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(value, right[key]) for key, value in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if type(left) is str and type(right) is str:
        return left == right or _meaning(left) == _meaning(right)
    numbers = type(left) in {int, float} and type(right) in {int, float}
    return bool((numbers or type(left) is type(right)) and type(left) in {int, float, type(None)} and left == right)


def _meaning(text: str) -> object:
    if _UUID.fullmatch(text):
        return UUID(text)
    finer = _FINER.search(text)
    try:
        # Python silently drops digits beyond microseconds.
        return datetime.datetime.fromisoformat(text), finer[1].rstrip("0") if finer else ""
    except ValueError:
        return text


def as_json(value: Any) -> Any:
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
    """Return the value at a place such as `items[0].pet` or `[key]`."""
    for name, key in re.findall(r"([^.\[\]]+)|\[([^\]]*)\]", place):
        value = getattr(value, name) if name else value[int(key) if isinstance(value, list) else key]
    return value


def worse(plain: Any, ours: Any, place: str = "") -> str:
    """Return the place where our value has less information than plain's; empty if there is none."""
    if is_model(plain) and is_model(ours):
        return _worse_model(plain, ours, place)
    if isinstance(plain, list) and isinstance(ours, list) and len(plain) == len(ours):
        pairs = enumerate(zip(plain, ours, strict=True))
        return next(filter(None, (worse(left, right, f"{place}[{number}]") for number, (left, right) in pairs)), "")
    return "" if _as_good(plain, ours) else f"plain has {_shown(plain)} at {place or 'the top'}, ours {_shown(ours)}"


def _as_good(plain: Any, ours: Any) -> bool:
    if is_model(plain) or isinstance(plain, list):
        return False
    if isinstance(plain, _SCALARS):
        return type(plain) is type(ours) and bool(plain == ours)
    if is_unset(plain) or is_unset(ours):
        return is_unset(plain) and is_unset(ours)
    if isinstance(plain, Enum) and not isinstance(ours, Enum):
        return False
    return hasattr(plain, "payload") <= hasattr(ours, "payload") and same(as_json(plain), as_json(ours))


def _worse_model(plain: Any, ours: Any, place: str) -> str:
    if type(plain).__name__.rstrip("_") != type(ours).__name__.rstrip("_"):
        # The better member of a union has fewer undocumented fields, and keeps at least as many values.
        kept = same(plain.to_dict(), ours.to_dict()) or len(plain.to_dict()) < len(ours.to_dict())
        good = kept and len(additional(ours)) <= len(additional(plain))
        return "" if good else f"plain has {_shown(plain)} at {place or 'the top'}, ours {_shown(ours)}"
    dot = f"{place}." if place else ""
    for name, value in attributes(plain).items():
        own = name
        while own not in attributes(ours) and len(own) < len(name) + 2:
            own += "_"  # our Model may have that name; two if plain uses one itself
            own += "_" if own in attributes(plain) else ""
        if found := worse(value, attributes(ours).get(own, ...), f"{dot}{name}"):
            return found
    for key, value in additional(plain).items():
        if found := worse(value, additional(ours).get(key, ...), f"{place}[{key}]"):
            return found
    return ""


def _shown(value: Any) -> str:
    if is_unset(value) or value is ...:
        return "nothing" if value is ... else "UNSET"
    return type(value).__name__ if is_model(value) else f"{type(value).__name__} {str(value)[:40]!r}"


def mistyped(value: Any, place: str = "") -> Iterator[str]:
    """Yield the attributes, at any depth, with a value that is not of the annotated type, None or UNSET."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from mistyped(item, f"{place}[{number}]")
    if not is_model(value):
        return
    kind: Any = type(value)
    hints = hints_of(kind)
    for name, held in attributes(value).items():
        where = f"{place}.{name}" if place else name
        if held is not None and not is_unset(held) and not fits(held, hints[name]):
            yield f"{where} is {type(held).__name__} {str(held)[:40]!r}, not {hints[name]}"
        yield from mistyped(held, where)


@cache
def hints_of(model: Any) -> Mapping[str, Any]:
    module = importlib.import_module(model.__module__)
    models = vars(importlib.import_module(model.__module__.rpartition(".")[0]))
    annotations = {name: model.__annotations__[name] for name in attribute_names(model)}
    known = {**vars(typing), **models, **vars(module)}
    return typing.get_type_hints(types.SimpleNamespace(__annotations__=annotations), known)


def fits(value: Any, hint: Any) -> bool:
    """Check a value against a type: an int is a float too, and a bool is not an int."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any or hint is object:
        return True
    if origin in {Union, types.UnionType}:
        return any(fits(value, argument) for argument in arguments)
    if origin is Literal:
        return any(value == argument and type(value) is type(argument) for argument in arguments)
    if origin in {list, dict}:
        items = value.values() if isinstance(value, dict) else value
        return isinstance(value, origin) and all(item is None or fits(item, arguments[-1]) for item in items)
    if hint is None or hint is types.NoneType:
        return value is None
    if isinstance(value, bool):
        return hint is bool
    return isinstance(value, int | float if hint is float else hint)

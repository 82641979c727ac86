"""Check that the attributes of a model are of their annotated types."""

from __future__ import annotations

import importlib
import types
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal, Union

from tests.side_by_side.packages import attribute_names, attributes, is_model, is_unset


def mistyped(value: Any, place: str = "") -> Iterator[str]:
    """Name the attributes, at any depth, whose value is not of the annotated type, None or UNSET."""
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
    """The annotations of a model's attributes, which may name any model of the package."""
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

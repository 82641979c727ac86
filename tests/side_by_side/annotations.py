"""Check that the attributes of a model are of their annotated types."""

from __future__ import annotations

import importlib
import types
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal, Union

from tests.side_by_side.packages import attribute_names, attributes, is_model, is_unset


def mistyped(model: Any, place: str = "") -> Iterator[str]:
    """Name the attributes, at any depth, whose value is not of the annotated type, None or UNSET."""
    kind: Any = type(model)
    hints = hints_of(kind)
    for name, value in attributes(model).items():
        where = f"{place}.{name}" if place else name
        if value is not None and not is_unset(value) and not fits(value, hints[name]):
            yield f"{where} is {type(value).__name__} {str(value)[:40]!r}, not {hints[name]}"
        yield from _mistyped_within(value, where)


def _mistyped_within(value: Any, place: str) -> Iterator[str]:
    if is_model(value):
        yield from mistyped(value, place)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _mistyped_within(item, f"{place}[{number}]")


@cache
def hints_of(model: Any) -> Mapping[str, Any]:
    """The annotations of a model's attributes, which may name any model of the package."""
    module = importlib.import_module(model.__module__)
    models = vars(importlib.import_module(model.__module__.rpartition(".")[0]))
    known = {**vars(typing), **models, **vars(module)}
    annotations = {name: model.__annotations__[name] for name in attribute_names(model)}
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
    if origin is list:
        return isinstance(value, list) and all(item is None or fits(item, arguments[0]) for item in value)
    if origin is dict:
        return isinstance(value, dict) and all(item is None or fits(item, arguments[1]) for item in value.values())
    return _is_instance(value, hint)


def _is_instance(value: Any, hint: Any) -> bool:
    if hint is None or hint is types.NoneType:
        return value is None
    if isinstance(value, bool):
        return hint is bool
    return isinstance(value, int | float if hint is float else hint)

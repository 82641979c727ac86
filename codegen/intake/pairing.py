"""The items of two lists, each beside the one that it is the same thing as, wherever that stands."""

import itertools
import json
from collections.abc import Mapping
from typing import Any

from ..documents import is_list, is_mapping
from ..shape import keys, resolved, without_words


def paired(
    held: str, before: Any, after: Any, documents: tuple[Mapping[str, Any], Mapping[str, Any]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The items of two lists by what they are called, those that are the same thing by the same."""
    lists = [each if is_list(each) else [] for each in (before, after)]
    twice = [name for items, document in zip(lists, documents, strict=True) for name in _twice(held, items, document)]
    old, new = (keys(held, items, document, twice) for items, document in zip(lists, documents, strict=True))
    if held == "[schema]":
        new = _recognized(dict(zip(old, lists[0], strict=True)), new, lists[1])
    return dict(zip(old, lists[0], strict=True)), dict(zip(new, lists[1], strict=True))


def _twice(held: str, items: list[Any], document: Mapping[str, Any]) -> list[str]:
    if held != "[parameter]":
        return []
    named = [str(fields.get("name")) for item in items if is_mapping(fields := resolved(item, document))]
    return [name for name in named if named.count(name) > 1]


def _recognized(old: Mapping[str, Any], names: list[str], items: list[Any]) -> list[str]:
    """The names, but those of schemas that have none of their own, and are called by their number, as in `old`."""
    found = {number: name for number, name in enumerate(names) if not name.isdigit()}
    free = [name for name in old if name.isdigit()]
    for alike in (_promised, _typed):
        for number in range(len(items)):
            same = (name for name in free if alike(old[name]) == alike(items[number]))
            if number not in found and (name := next(same, None)) is not None:
                found[number] = name
                free.remove(name)
    new = (str(number) for number in itertools.count(len(old)))
    return [found.get(number) or (free.pop(0) if free else next(new)) for number in range(len(items))]


def _promised(schema: Any) -> str:
    return json.dumps(without_words("schema", schema), sort_keys=True)


def _typed(schema: Any) -> str:
    return json.dumps(schema.get("type")) if is_mapping(schema) else ""

"""Payloads that each have an odd value in one place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Place = tuple[str | int, ...]
"""The keys and indexes that lead from the top of a payload to a value."""

VALUES: tuple[Any, ...] = (
    *(None, True, 17, -0.5, 2.0, 10**30, "odd", ""),
    *("2031-05-06T07:08:09.123456789Z", "2031-05-06", "6F9619FF-8B86-D011-B42D-00CF4FC964FF"),
    *([], [None], [17, "odd", {"odd": None}], {}, {"odd": {"kind": ["odd"]}}, {"kind": None, "type": 17, "id": {}}),
)
"""The odd values to put into each place: null, and values of the wrong type, format or range."""

FEW = 20
"""In a payload with more places than this, each place gets only a fifth of the values, in turn."""


def odd_payloads(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield variants of the payload: with an odd value in one place, without one field, or with new fields."""
    found = list(places(payload))[1:]
    step = 1 if len(found) <= FEW else 5
    for number, place in enumerate(found):
        for value in VALUES[number % step :: step]:
            yield replaced(payload, place, value)
    for name in payload:
        yield {key: value for key, value in payload.items() if key != name}
    yield {**payload, "odd": {"odd": [1]}, "": None}


def places(payload: Any, place: Place = ()) -> Iterator[Place]:
    """Yield every place in a payload, the payload itself first."""
    yield place
    inside = payload.items() if isinstance(payload, dict) else enumerate(payload) if isinstance(payload, list) else ()
    for key, item in inside:
        yield from places(item, (*place, key))


def replaced(payload: Any, place: Place, value: Any) -> Any:
    """Return a copy of the payload with this value in this place."""
    if not place:
        return value
    copy = payload.copy()
    copy[place[0]] = replaced(payload[place[0]], place[1:], value)
    return copy

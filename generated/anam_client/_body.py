# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
"""Bodies: from the bytes of an answer to a JSON value, whatever a vendor or a proxy has made of them."""

import json
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from itertools import chain
from typing import Any

import msgspec

from .errors import DecodeError

MAX_DEPTH = 100

_FAILED = object()


def json_of(levels: int) -> Any:
    """Return the type of JSON values that are nested no deeper. msgspec's work doubles with each level, once a type."""
    scalar = str | int | float | bool | None
    json_type: Any = scalar
    for _ in range(levels):
        json_type = scalar | list[json_type] | dict[str, json_type]
    return json_type


@cache
def _shallow() -> "msgspec.json.Decoder[Any]":
    return msgspec.json.Decoder(json_of(levels=8))


def read_body(content: bytes) -> Any:
    """Return the JSON value of a body.

    One odd value does not cost the rest. NaN, Infinity and integers of thousands of digits come as text, bytes that are
    not UTF-8 and halves of surrogate pairs as U+FFFD. What is nested deeper than MAX_DEPTH levels is emptied.

    Raises:
        errors.DecodeError: The body is not JSON.
    """
    value = _decoded(content, _shallow().decode)
    if value is not _FAILED:
        return value
    value = _decoded(content, msgspec.json.decode)
    if value is _FAILED:
        value = _without_half_characters(_decoded_leniently(content))
    _empty_below_max_depth(value)
    return value


def _decoded(content: bytes, decode: Callable[[bytes], Any]) -> Any:
    try:
        return decode(content)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return _FAILED


def _decoded_leniently(content: bytes) -> Any:
    with suppress(ValueError, RecursionError):
        return json.loads(content, parse_constant=str)
    with suppress(ValueError, RecursionError):
        return json.loads(content.decode("utf-8", "replace"), parse_constant=str, parse_int=_int_or_text)
    # Raised here, outside of `suppress`: the decoder's own error holds the whole body.
    raise DecodeError("JSON", "something else")


def _int_or_text(digits: str) -> int | str:
    try:
        return int(digits)
    except ValueError:
        return digits


def _empty_below_max_depth(value: Any) -> None:
    # Python could neither copy nor write what is nested deeper than its calls can be.
    level: list[Any] = [[value]]
    for _ in range(MAX_DEPTH + 1):
        inner = chain.from_iterable(each.values() if isinstance(each, dict) else each for each in level)
        level = [each for each in inner if isinstance(each, (dict, list))]
        if not level:
            return
    for each in level:
        each.clear()


def _without_half_characters(value: Any) -> Any:
    # A text that was cut can end in half of a surrogate pair. Such a string could not be written out again.
    if isinstance(value, dict):
        return {_without_half_characters(key): _without_half_characters(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_half_characters(item) for item in value]
    if not isinstance(value, str) or value.isascii():
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

"""Read the bytes of a response body as a JSON value, even if it is slightly malformed."""

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
    """Return the type of JSON values with at most this many levels of nesting.

    Each level doubles the time that msgspec needs to build a decoder.
    """
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

    An odd value does not make the rest unreadable. NaN, Infinity and integers of thousands of digits become strings.
    Bytes that are not UTF-8, and lone surrogates, become U+FFFD. Objects and lists nested deeper than MAX_DEPTH levels
    become empty.

    Raises:
        errors.DecodeError: The body is not JSON.
    """
    value = _decode(content, _shallow().decode)
    if value is not _FAILED:
        return value
    value = _decode(content, msgspec.json.decode)
    strict = value is not _FAILED
    if not strict:
        value = _decode_leniently(content)
    _empty_below_max_depth(value)
    return value if strict else _replace_surrogates(value)


def _decode(content: bytes, decode: Callable[[bytes], Any]) -> Any:
    try:
        return decode(content)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return _FAILED


def _decode_leniently(content: bytes) -> Any:
    with suppress(ValueError, RecursionError):
        return json.loads(content, parse_constant=str)
    with suppress(ValueError, RecursionError):
        return json.loads(content.decode("utf-8", "replace"), parse_constant=str, parse_int=_int_or_text)
    # Raised outside of `suppress`, because the decoder's own error holds the whole body.
    raise DecodeError("JSON", "something else")


def _int_or_text(digits: str) -> int | str:
    try:
        return int(digits)
    except ValueError:
        return digits


def _empty_below_max_depth(value: Any) -> None:
    # Python's recursion limit would keep a deeper value from being copied or written.
    level: list[Any] = [[value]]
    for _ in range(MAX_DEPTH + 1):
        inner = chain.from_iterable(each.values() if isinstance(each, dict) else each for each in level)
        level = [each for each in inner if isinstance(each, (dict, list))]
        if not level:
            return
    for each in level:
        each.clear()


def _replace_surrogates(value: Any) -> Any:
    # A truncated string can end in a lone surrogate, which cannot be encoded again.
    if isinstance(value, dict):
        return {_replace_surrogates(key): _replace_surrogates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_replace_surrogates(item) for item in value]
    if not isinstance(value, str) or value.isascii():
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

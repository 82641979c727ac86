# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
"""What the models and endpoints share: UNSET, Response, and the way from JSON to typed values and back.

Two ways lead from JSON to a model. Of each model there is a Wire, a msgspec.Struct that is strict: what has the documented
shape and nothing else is decoded into it at once, in C, and then handed over. All else is read field by field, and comes to
the same where both ways are open.

Every reader takes a value as the JSON decoder left it and gives the typed one. What an API may do without warning is
read and kept: null, a missing field, a new field, a new enum value, a string that is not of its documented format.
Anything else that is not of the documented type raises DecodeError.
"""

import datetime
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import Enum
from functools import cache
from itertools import chain
from typing import Any, Generic, Literal, Protocol, TypeVar
from uuid import UUID

import httpx
import msgspec
from attrs import define, field

from .errors import DecodeError

T = TypeVar("T")
M = TypeVar("M", covariant=True)

MAX_DEPTH = 100
_UUID_LENGTH = 36
_ODD = object()


class Unset:
    """The type of UNSET: the field was not sent."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"


UNSET: Unset = Unset()
NOT_SENT: Any = UNSET
"""UNSET, as what a Wire's field of any type can be."""

# A JSON value that is not nested deeper than most are. Type by type, for then msgspec refuses what is nested deeper.
_Plain = str | int | float | bool | None
_Nested1 = _Plain | list[_Plain] | dict[str, _Plain]
_Nested2 = _Plain | list[_Nested1] | dict[str, _Nested1]
_Nested3 = _Plain | list[_Nested2] | dict[str, _Nested2]
_Nested4 = _Plain | list[_Nested3] | dict[str, _Nested3]
Nested = _Plain | list[_Nested4] | dict[str, _Nested4]

_NOT_AS_DOCUMENTED = (msgspec.MsgspecError, DecodeError, UnicodeError, RecursionError)


class Wire(Protocol[M]):
    """A msgspec.Struct of the documented shape and no other.

    It has `gc=False`: it is gone as soon as it was handed over, and would only make the garbage collector run more often.
    """

    def to_model(self) -> M: ...


def given(value: T | None | Unset) -> T | None:
    """The value of a field; None where it was null or not sent."""
    return None if isinstance(value, Unset) else value


@define
class Response(Generic[T]):
    """An answer: status, body as it came, headers, and the typed value, None where the status has no documented one."""

    status_code: int
    content: bytes = field(repr=False)
    headers: httpx.Headers = field(repr=False)
    parsed: T | None


def read_body(content: bytes) -> Any:
    """The JSON value of a body.

    One odd value does not cost the whole: NaN and Infinity, which are no JSON, and integers of thousands of digits come
    as text, bytes that are no UTF-8 and halves of characters as U+FFFD. What is nested deeper than MAX_DEPTH levels is left out.
    """
    try:
        value = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        value = _ODD
    if value is not _ODD:
        _cut_off(value)
        return value
    value = _forgivingly_decoded(content)
    _cut_off(value)
    return _whole(value)


def model_in(content: bytes, wire: type[Wire[T]]) -> T | None:
    """The model in a body, by its Wire; None if not all of it is as documented."""
    try:
        return msgspec.json.decode(content, type=wire).to_model()
    except _NOT_AS_DOCUMENTED:
        return None


def model_of(fields: dict[str, Any], wire: type[Wire[T]]) -> T | None:
    """The model of an object without further fields, by its Wire; None if a field is not as documented."""
    try:
        return msgspec.convert(fields, wire).to_model()
    except _NOT_AS_DOCUMENTED:
        return None


def take_further(fields: dict[str, Any], wire: type[msgspec.Struct]) -> dict[str, Any]:
    """Take the fields out that the document does not name."""
    names = _names(wire)
    return {name: fields.pop(name) for name in list(fields) if name not in names}


@cache
def _names(wire: type[msgspec.Struct]) -> frozenset[str]:
    return frozenset(wire.__struct_encode_fields__)


def _forgivingly_decoded(content: bytes) -> Any:
    with suppress(ValueError, RecursionError):
        return json.loads(content, parse_constant=str)
    with suppress(ValueError, RecursionError):
        return json.loads(content.decode("utf-8", "replace"), parse_constant=str, parse_int=_int_or_text)
    # Not where the decoder's own error would be its context: that one holds the whole body.
    raise DecodeError("JSON", "something else")


def _int_or_text(digits: str) -> int | str:
    try:
        return int(digits)
    except ValueError:
        return digits


def _cut_off(value: Any) -> None:
    # What is nested deeper than Python's calls can be could neither be written out nor copied.
    level: list[Any] = [[value]]
    for _ in range(MAX_DEPTH + 1):
        inner = chain.from_iterable(each.values() if isinstance(each, dict) else each for each in level)
        level = [each for each in inner if isinstance(each, (dict, list))]
        if not level:
            return
    for each in level:
        each.clear()


def _whole(value: Any) -> Any:
    # JSON can hold half of a character, as where a text was cut; such a string cannot be written out again.
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if not isinstance(value, str) or value.isascii():
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def read_object(value: object) -> dict[str, Any]:
    """A copy of the object, for its fields to be taken out of."""
    if not isinstance(value, Mapping):
        raise _mismatch("an object", value)
    return dict(value)


def take(fields: dict[str, Any], name: str, read: Callable[[Any], T]) -> T | None | Unset:
    """Take a field out and read it; null and a missing field stay what they are."""
    value = fields.pop(name, UNSET)
    if value is None or value is UNSET:
        return value
    try:
        return read(value)
    except DecodeError as error:
        raise error.inside(name) from None


def read(value: Any, reader: Callable[[Any], T]) -> Any:
    """As `take`, for the value of a Wire's field."""
    return value if value is None or value is UNSET else reader(value)


def read_str(value: object) -> str:
    if not isinstance(value, str):
        raise _mismatch("a string", value)
    return value


def read_bool(value: object) -> bool:
    if not isinstance(value, bool):
        raise _mismatch("a boolean", value)
    return value


def read_float(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _mismatch("a number", value)
    return value


def read_int(value: object) -> int:
    number = read_float(value)
    if isinstance(number, float):
        if not number.is_integer():
            raise DecodeError("an integer", "a fraction")
        return int(number)
    return number


def read_uuid(value: object) -> UUID | str:
    return uuid_or_text(read_str(value))


def uuid_or_text(text: str) -> UUID | str:
    """The identifier; as text where it is none."""
    if len(text) != _UUID_LENGTH:  # it can also be written without hyphens, which would not be written back alike
        return text
    try:
        return msgspec.convert(text, UUID)
    except msgspec.ValidationError:
        return text


def read_datetime(value: object) -> datetime.datetime | str:
    text = read_str(value)
    try:
        return msgspec.convert(text, datetime.datetime)
    except msgspec.ValidationError:
        pass
    if text[4:5] != "-" or ":" not in text:  # fromisoformat() also takes plain digits, which mean something else
        return text
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return text


def read_date(value: object) -> datetime.date | str:
    text = read_str(value)
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return text


def list_of(read: Callable[[Any], T]) -> Callable[[object], list[T]]:
    """A reader of lists whose items are read by ``read``."""

    def read_list(value: object) -> list[T]:
        if not isinstance(value, list):
            raise _mismatch("a list", value)
        items: list[T] = []
        for item in value:
            try:
                items.append(read(item))
            except DecodeError as error:
                raise error.inside(f"[{len(items)}]") from None
        return items

    return read_list


def one_of(*readers: Callable[[Any], Any]) -> Callable[[object], Any]:
    """A reader of values of several types: the first of ``readers`` that takes the value reads it."""

    def read_any_of(value: object) -> Any:
        expected: list[str] = []
        for read in readers:
            try:
                return read(value)
            except DecodeError as error:
                if error.path:
                    raise
                expected.append(error.expected)
        raise _mismatch(" or ".join(expected), value)

    return read_any_of


def write_object(fields: Mapping[str, Any], additional: Mapping[str, Any]) -> dict[str, Any]:
    """The object as JSON has it: what was not sent is left out, what the document does not know is kept."""
    known = {name: _write(value) for name, value in fields.items() if value is not UNSET}
    return {**additional, **known}


def _write(value: Any) -> Any:
    if isinstance(value, list):
        return [_write(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime.date):  # a datetime is a date, too
        return value.isoformat()
    to_dict = getattr(value, "to_dict", None)
    return value if to_dict is None else to_dict()


_JSON_TYPES = {
    dict: "an object",
    list: "a list",
    str: "a string",
    bool: "a boolean",
    int: "a number",
    float: "a number",
    type(None): "null",
}


def _mismatch(expected: str, value: object) -> DecodeError:
    return DecodeError(expected, _JSON_TYPES.get(type(value), type(value).__name__))


__all__ = ["UNSET", "Response", "Unset", "given"]

# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
"""Shapes: the documented forms of values, which turn JSON into typed values.

There are two ways to read a body. The strict way is fast: msgspec decodes the whole body in C into types built from the
shapes, and fails if anything is not as documented. The tolerant way reads any JSON, value by value, and puts each value
that does not fit its shape into `invalid_fields`. Both give the same result for a body that is as documented.
"""

import datetime as dt
import json
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cached_property, lru_cache, reduce
from operator import or_
from typing import Any
from uuid import UUID

import msgspec

from ._body import json_of
from .types import UNSET

INVALID = object()
"""The result of `read` for a value that does not fit."""

Convert = Callable[[Any], Any]
Misfit = tuple[int, int, int, int]
"""Counts of mismatches, the worst kind first: wrong constants and unknown enum values; missing required fields; values
of another type; values that the shape does not describe."""
FITS: Misfit = (0, 0, 0, 0)
_LOOSE: Misfit = (0, 0, 0, 1)
_ANYTHING: Misfit = (0, 0, 0, 1_000_000)
_OTHER_TYPE: Misfit = (0, 0, 1, 0)
_OTHER_VALUE: Misfit = (1, 0, 0, 0)

Json = json_of(levels=5)


class Strict:
    """The state while msgspec types are built from shapes.

    Attributes:
        outer: The names of the models around the value, to detect recursive models, whose type would allow any depth.
        has_times: True once a timestamp has been found.
    """

    def __init__(self, outer: tuple[str, ...] = ()) -> None:
        self.outer = outer
        self.has_times = False


class Shape:
    """A shape that any JSON value fits, and the base of the others."""

    expected = "any JSON value"
    """The accepted values, in words, for messages."""
    plain: frozenset[type] = frozenset()
    """The Python types of JSON values that `read` would return unchanged."""

    def read(self, value: Any, path: str, invalid: dict[str, Any]) -> Any:
        """Return the typed value, or INVALID. Add invalid values inside a list or object to `invalid`, by path."""
        return value

    def accepts(self, value: Any) -> bool:
        """Return True if a value has the JSON type of this shape."""
        return True

    def misfit(self, value: Any) -> Misfit:
        """Measure how badly an accepted value fits."""
        return _ANYTHING

    def strict(self, way: Strict) -> tuple[Any, Convert | None]:
        """Return msgspec's type, and a function that converts the decoded value, or None if no conversion is needed.

        Args:
            way: The state while the types are built. This method updates it.
        """
        return Json, None


def _read_any_json(shape: Shape) -> tuple[Any, Convert]:
    # For shapes that msgspec has no type for. If a value does not fit, the whole body is read in the tolerant way.
    def convert(value: Any) -> Any:
        invalid: dict[str, Any] = {}
        typed = shape.read(value, "", invalid)
        if typed is INVALID or invalid or _holds_invalid(typed):
            raise NotAsDocumentedError
        return typed

    return Json, convert


def _holds_invalid(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_holds_invalid, value))
    described = getattr(value, "_described", None)
    if not isinstance(described, Fields):
        return False
    held = [getattr(value, attribute) for attribute, _ in described.fields.values()]
    return bool(value.invalid_fields) or any(map(_holds_invalid, [*held, *value.additional_properties.values()]))


class NotAsDocumentedError(Exception):
    """The body is not as documented, and needs the tolerant way."""


class _Scalars(Shape):
    """Values of one JSON type, optionally converted by `to_typed`."""

    def __init__(
        self, expected: str, json_type: Any, to_typed: Convert | None = None, *, strict_type: Any = None
    ) -> None:
        self.expected = expected
        types: tuple[type, ...] = json_type if isinstance(json_type, tuple) else (json_type,)
        self.plain = frozenset(types if to_typed is None else ())
        self._json_type = json_type
        self._to_typed = to_typed
        self._strict_type = strict_type or json_type

    def read(self, value: Any, path: str, invalid: dict[str, Any]) -> Any:
        if not isinstance(value, self._json_type) or (value.__class__ is bool and self._json_type is not bool):
            return INVALID
        return value if self._to_typed is None else self._to_typed(value)

    def accepts(self, value: Any) -> bool:
        return self.read(value, "", {}) is not INVALID

    def misfit(self, value: Any) -> Misfit:
        if self._to_typed is None:
            return _LOOSE
        return _OTHER_TYPE if isinstance(self._to_typed(value), str) else FITS

    def strict(self, way: Strict) -> tuple[Any, Convert | None]:
        way.has_times |= self._strict_type is dt.datetime
        return self._strict_type, self._to_typed if self._strict_type is self._json_type else None


class _Integers(_Scalars):
    """Integers, also if JSON writes them as 1.0 or 1e3."""

    def read(self, value: Any, path: str, invalid: dict[str, Any]) -> Any:
        if isinstance(value, float) and value.is_integer():
            return int(value)
        return super().read(value, path, invalid)


class _Values(Shape):
    """Enum members and constants. An unknown value is kept, because the API may be newer than the document."""

    def __init__(self, values: Mapping[Any, Any]) -> None:
        self._values = values
        self._base = _OF_TYPE[type(next(iter(values)))]
        self.expected = self._base.expected

    def read(self, value: Any, path: str, invalid: dict[str, Any]) -> Any:
        plain = self._base.read(value, path, invalid)
        return self._values.get(plain, plain)

    def accepts(self, value: Any) -> bool:
        return self._base.accepts(value)

    def misfit(self, value: Any) -> Misfit:
        return FITS if value in self._values else _OTHER_VALUE

    def strict(self, way: Strict) -> tuple[Any, Convert | None]:
        type_, _ = self._base.strict(way)
        return type_, lambda value: self._values.get(value, value)


class _Null(Shape):
    """The value null."""

    expected = "null"

    def read(self, value: Any, path: str, invalid: dict[str, Any]) -> Any:
        return INVALID if value is not None else None

    def accepts(self, value: Any) -> bool:
        return value is None

    def misfit(self, value: Any) -> Misfit:
        return FITS

    def strict(self, way: Strict) -> tuple[Any, Convert | None]:
        return type(None), None  # not None itself: Python refuses None | None


class _Lists(Shape):
    """Lists. Items that do not fit are left out."""

    expected = "a list"

    def __init__(self, item: Shape) -> None:
        self._item = item

    def read(self, value: Any, path: str, invalid: dict[str, Any]) -> Any:
        if not isinstance(value, list):
            return INVALID
        items: list[Any] = []
        for index, item in enumerate(value):
            place = f"{path}[{index}]"
            typed = self._item.read(item, place, invalid)
            if typed is INVALID:
                invalid[place] = item
            else:
                items.append(typed)
        return items

    def accepts(self, value: Any) -> bool:
        return isinstance(value, list)

    def misfit(self, value: Any) -> Misfit:
        return total(self._item.misfit(item) if self._item.accepts(item) else _OTHER_TYPE for item in value)

    def strict(self, way: Strict) -> tuple[Any, Convert | None]:
        type_, convert = self._item.strict(way)
        return list[type_], None if convert is None else lambda items: [convert(item) for item in items]  # type: ignore[valid-type]  # not an annotation


class _Unions(Shape):
    """Values of one of several shapes. The discriminator chooses the shape; without one, the best fit is used."""

    def __init__(self, members: tuple[Shape, ...], by: str | None, tags: Mapping[str, int]) -> None:
        self._members = members
        self._by = by
        self._tags = tags
        self.expected = " or ".join(dict.fromkeys(member.expected for member in members))
        if all(member.plain for member in members):
            self.plain = frozenset[type]().union(*(member.plain for member in members))

    def read(self, value: Any, path: str, invalid: dict[str, Any]) -> Any:
        fitting = [member for member in self._members if member.accepts(value)]
        if self._by is not None and isinstance(value, Mapping):
            tag = value.get(self._by)
            if isinstance(tag, str) and tag in self._tags:
                fitting = [self._members[self._tags[tag]]]
        if not fitting:
            return INVALID
        best = fitting[0] if len(fitting) == 1 else min(fitting, key=lambda member: member.misfit(value))
        return best.read(value, path, invalid)

    def accepts(self, value: Any) -> bool:
        return any(member.accepts(value) for member in self._members)

    def misfit(self, value: Any) -> Misfit:
        return _LOOSE  # a constant, because nested unions would be measured again and again

    def strict(self, way: Strict) -> tuple[Any, Convert | None]:
        types = [member.strict(way)[0] for member in self._members if member in (string, integer, boolean, null)]
        if len(types) < len(self._members):
            return _read_any_json(self)
        return reduce(or_, types), None


class Fields(Shape):
    """The fields of a model.

    Attributes:
        model: The model's class, which takes the fields as arguments in this order.
        fields: The attribute and the shape of each field, by its name in JSON.
        extra: The shape of undocumented fields.
        closed: True if the document does not allow undocumented fields.
        required: The names of the fields that the document requires.
    """

    expected = "an object"

    def __init__(
        self,
        model: Any,
        fields: Mapping[str, tuple[str, Shape]],
        *,
        extra: Shape,
        closed: bool,
        required: Iterable[str],
    ) -> None:
        self.model = model
        self.fields = fields
        self.extra = extra
        self.closed = closed
        self.required = frozenset(required)
        self._attributes = [attribute for attribute, _ in fields.values()]
        self._strict: tuple[Any, Convert, bool] | None = None
        self._plan = [(name, in_path(name), shape.plain, shape.read) for name, (_, shape) in fields.items()]

    def read(self, value: Any, path: str, invalid: dict[str, Any]) -> Any:
        # Check for a dict first, because the check for a Mapping is slow.
        return self.read_as(self.model, value) if type(value) is dict or isinstance(value, Mapping) else INVALID

    def read_as(self, model: Any, fields: Mapping[str, Any]) -> Any:
        """Return an object as an instance of `model`, which is the described class or a subclass of it."""
        rest = dict(fields)
        invalid: dict[str, Any] = {}
        values: list[Any] = []
        for name, path, plain, read in self._plan:
            value = rest.pop(name, UNSET)
            if value is not None and value is not UNSET and type(value) not in plain:
                typed = read(value, path, invalid)
                if typed is INVALID:
                    invalid[path] = value
                    typed = UNSET
                value = typed
            values.append(value)
        if model is self.model:
            typed_model = model(*values)
        else:  # a subclass may have its arguments in another order
            typed_model = model(**dict(zip(self._attributes, values, strict=True)))
        typed_model.additional_properties = rest if self.extra is anything else self._extra(rest, invalid)
        typed_model.invalid_fields = invalid
        return typed_model

    def _extra(self, rest: dict[str, Any], invalid: dict[str, Any]) -> dict[str, Any]:
        extra: dict[str, Any] = {}
        for name, value in rest.items():
            path = in_path(name)
            typed = None if value is None else self.extra.read(value, path, invalid)
            if typed is INVALID:
                invalid[path] = value
            else:
                extra[name] = typed
        return extra

    def accepts(self, value: Any) -> bool:
        return isinstance(value, Mapping)

    def misfit(self, value: Any) -> Misfit:
        missing = len(self.required - value.keys())
        unknown = [name for name in value if name not in self.fields]
        odd = len(unknown) if self.closed else 0
        # A documented field fits best, then one that `extra` describes, then an unknown one.
        loose = len(unknown) * (3 if self.extra is anything else 1)
        return total([(0, missing, odd, loose), *self._misfits(value, unknown)])

    def _misfits(self, value: Mapping[str, Any], unknown: list[str]) -> Iterable[Misfit]:
        shapes = [(name, shape) for name, (_, shape) in self.fields.items() if name in value]
        shapes += [(name, self.extra) for name in unknown if self.extra is not anything]
        for name, shape in shapes:
            if value[name] is not None:
                yield shape.misfit(value[name]) if shape.accepts(value[name]) else _OTHER_TYPE

    def strict(self, way: Strict) -> tuple[Any, Convert | None]:
        if self.model.__name__ in way.outer or not all(map(_NAME.fullmatch, self.fields)):
            return _read_any_json(self)
        if self._strict is None:  # built once, because many paths can lead to the same model
            inner = Strict((*way.outer, self.model.__name__))
            type_, convert = self._struct(inner) if self.fields else self._map(inner)
            self._strict = type_, convert, inner.has_times
        type_, convert, has_times = self._strict
        way.has_times |= has_times
        return type_, convert

    def _struct(self, way: Strict) -> tuple[Any, Convert]:
        converts: list[tuple[int, Convert]] = []
        members: list[Any] = []
        for index, (name, (attribute, shape)) in enumerate(self.fields.items()):
            type_, convert = shape.strict(way)
            members.append((attribute, type_ | None, msgspec.field(default=UNSET, name=name)))
            converts += [] if convert is None else [(index, convert)]
        # gc=False, because the struct is short-lived, and would only make the garbage collector run more often.
        struct = msgspec.defstruct(self.model.__name__, members, forbid_unknown_fields=True, gc=False)
        model, values_of = self.model, msgspec.structs.astuple

        def convert_struct(decoded: Any) -> Any:
            values = list(values_of(decoded))
            for index, convert in converts:
                value = values[index]
                if value is not None and value is not UNSET:
                    values[index] = convert(value)
            return model(*values)

        return struct, convert_struct

    def _map(self, way: Strict) -> tuple[Any, Convert]:
        type_, convert = self.extra.strict(way)
        model = self.model

        def convert_map(extra: dict[str, Any]) -> Any:
            if convert is not None:
                extra = {name: None if item is None else convert(item) for name, item in extra.items()}
            made = model.__new__(model)  # skips __init__, since a map has no other attributes
            made.additional_properties = extra
            made.invalid_fields = {}
            return made

        return dict[str, type_ | None], convert_map  # type: ignore[valid-type]  # not an annotation


# msgspec rejects names with a quote, a backslash or a control character.
_NAME = re.compile(r'[^"\\\x00-\x1f]*')

_models: dict[str, Fields] = {}


def describe(
    model: Any,
    fields: Mapping[str, tuple[str, Shape]],
    *,
    extra: Shape | None = None,
    closed: bool = False,
    required: Iterable[str] = (),
) -> None:
    """Register the fields of a model; see Fields for the arguments."""
    described = Fields(model, fields, extra=extra or anything, closed=closed, required=required)
    model._described = _models[model.__name__] = described


class _Models(Shape):
    """The objects of a model, looked up by its name because models may refer to each other."""

    expected = "an object"

    def __init__(self, name: str) -> None:
        self._name = name

    @cached_property
    def _fields(self) -> Fields:
        return _models[self._name]

    def read(self, value: Any, path: str, invalid: dict[str, Any]) -> Any:
        return self._fields.read(value, path, invalid)

    def accepts(self, value: Any) -> bool:
        return isinstance(value, Mapping)

    def misfit(self, value: Any) -> Misfit:
        return self._fields.misfit(value)

    def strict(self, way: Strict) -> tuple[Any, Convert | None]:
        return self._fields.strict(way)


def total(misfits: Iterable[Misfit]) -> Misfit:
    """Return the sum of mismatches, kind by kind."""
    values, missing, types, unknown = (sum(column) for column in zip(FITS, *misfits, strict=True))
    return values, missing, types, unknown


def in_path(name: str) -> str:
    """Return a field's name for use in a path, quoted if it could be mistaken for a list index."""
    return json.dumps([name]) if "[" in name else name


def decode(shape: Shape, content: bytes) -> Any:
    """Return the typed value of a body, or INVALID if any part of it is not as documented."""
    decoder, convert, has_times = _decoder(shape)
    if has_times and _FINE_TIME.search(content):
        return INVALID
    try:
        value = decoder.decode(content)
        return value if convert is None else convert(value)
    except (msgspec.MsgspecError, NotAsDocumentedError, UnicodeError, RecursionError):
        return INVALID


_decoders: dict[Shape, tuple[Any, Convert | None, bool]] = {}
_building = threading.Lock()


def _decoder(shape: Shape) -> tuple[Any, Convert | None, bool]:
    if shape not in _decoders:
        with _building:  # msgspec crashes if one thread uses a type while another builds a type that contains it
            way = Strict()
            type_, convert = shape.strict(way)
            _decoders[shape] = msgspec.json.Decoder(type_), convert, way.has_times
    return _decoders[shape]


# A time finer than a microsecond, which msgspec would round. A search for the dot with a lookbehind is the fastest.
_FINE_TIME = re.compile(rb"\.[0-9]{7}(?<=[0-9]:[0-9]{2}\.[0-9]{7})")


def _uuid(text: str) -> UUID | str:
    return _uuid_of(text) if len(text) == 36 else text


@lru_cache(1024)  # many records have the same agent or key
def _uuid_of(text: str) -> UUID | str:
    # Other spellings (capitals, no hyphens) stay text, because a UUID would not be written back in the same way.
    if text != text.lower():
        return text
    try:
        return _UUID.decode(f'"{text}"')
    except (msgspec.MsgspecError, UnicodeError):
        return text


_UUID = msgspec.json.Decoder(UUID)


def _datetime(text: str) -> dt.datetime | str:
    if not _TIME.fullmatch(text):
        return text
    try:
        return dt.datetime.fromisoformat(text.upper())
    except ValueError:
        return text


# Some backends omit the seconds, or the colon in the time zone.
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"([Zz]|[+-][0-9]{2}(:?[0-9]{2}){1,2}(\.[0-9]{1,6})?)?"
)


def _date(text: str) -> dt.date | str:
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        return text
    return date if date.isoformat() == text else text


# The shapes that the generated models use.

anything = Shape()
string = _Scalars("a string", str)
integer = _Integers("an integer", int)
number = _Scalars("a number", (int, float), strict_type=int | float)
boolean = _Scalars("a boolean", bool)
uuid = _Scalars("a string", str, _uuid)
datetime = _Scalars("a string", str, _datetime, strict_type=dt.datetime)
date = _Scalars("a string", str, _date, strict_type=dt.date)
null = _Null()

_OF_TYPE: Mapping[type, Shape] = {str: string, int: integer, float: number, bool: boolean}


def enum(values: type[Enum]) -> Shape:
    """Return the shape of an enum's values."""
    return _Values({member.value: member for member in values})


def literal(*values: Any) -> Shape:
    """Return the shape of constants."""
    return _Values({value: value for value in values})


def list_of(item: Shape) -> Shape:
    """Return the shape of lists whose items have this shape."""
    return _Lists(item)


def one_of(*members: Shape, by: str | None = None, tags: Mapping[str, int] | None = None) -> Shape:
    """Return the shape of values that have one of these shapes.

    Args:
        members: The shapes.
        by: The name of the discriminator field, if there is one.
        tags: The index of the shape for each value of the discriminator.
    """
    return _Unions(members, by, tags or {})


def model(name: str) -> Shape:
    """Return the shape of a model's objects."""
    return _Models(name)

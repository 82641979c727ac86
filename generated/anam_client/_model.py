# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
"""The base class of all models, which reads them from JSON and writes them as JSON."""

import datetime
import json
import re
from collections.abc import Collection, Iterator, Mapping
from enum import Enum
from typing import Any, ClassVar, Generic, Self, TypeVar, cast
from uuid import UUID

from attrs import define, field

from . import _shapes as shape
from ._body import read_body
from .errors import DecodeError
from .types import UNSET, File, FileTypes, RequestFiles

Extra = TypeVar("Extra")

_PLAIN = frozenset({str, int, float, bool, type(None)})
_ITEM = re.compile(r"\[(\d+)\]")


@define
class Model(Generic[Extra]):
    """An object of the API. A field is None if it is null in the JSON, and UNSET if it is absent.

    Attributes:
        additional_properties: Undocumented fields, by name; also available as ``model["name"]``.
        invalid_fields: Received values that do not have their documented type, by their path in this object, such as
            ``timeoutConfig`` or ``data[17]``. Such a field's attribute is UNSET; a list lacks such an item. `to_dict`
            puts the value back unless you delete it from this dict.
    """

    additional_properties: dict[str, Extra] = field(factory=dict, init=False, repr=False)
    invalid_fields: dict[str, Any] = field(factory=dict, init=False, repr=False)
    _described: ClassVar[shape.Fields]

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read an object from the bytes of a response body.

        Raises:
            errors.DecodeError: The body is not a JSON object.
        """
        if cls is cls._described.model:
            model = shape.decode(cls._described, content)
            if model is not shape.INVALID:
                return cast(Self, model)
        return cls.from_dict(read_body(content))

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read an object from a dict of JSON values.

        Raises:
            errors.DecodeError: The value is not a mapping.
        """
        if not isinstance(src_dict, Mapping):
            raise DecodeError("an object", json_type(src_dict))
        return cast(Self, cls._described.read_as(cls, src_dict))

    def to_dict(self) -> dict[str, Any]:
        """Return the object as a dict of JSON values, including undocumented and invalid fields."""
        written = {name: to_json(value) for name, value in self._items()}
        for path, value in self.invalid_fields.items():
            _put_back(written, path, to_json(value))
        return written

    def to_multipart(self) -> RequestFiles:
        """Return the object as the parts of a multipart form."""
        parts: RequestFiles = []
        for name, value in self._items():
            items = value if isinstance(value, list) else [value]
            parts += [(name, _part(item)) for item in items if item is not None]
        return parts

    def _items(self) -> Iterator[tuple[str, Any]]:
        yield from self.additional_properties.items()
        for name, (attribute, _) in self._described.fields.items():
            value = getattr(self, attribute)
            if value is not UNSET:
                yield name, value

    @property
    def additional_keys(self) -> list[str]:
        """The names of the undocumented fields."""
        return list(self.additional_properties)

    def __getitem__(self, key: str) -> Extra:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Extra) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


def all_invalid_fields(value: Any, outside: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that do not have their documented type, by their path from the top of a body.

    Args:
        value: The typed value of the body.
        outside: The invalid values that are outside of all models, by their path.
    """
    found = dict(outside)
    _collect(value, "", outside, found)
    return found


def _collect(value: Any, path: str, invalid_paths: Collection[str], found: dict[str, Any]) -> None:
    if isinstance(value, list):
        index = -1
        for item in value:
            index += 1
            while f"{path}[{index}]" in invalid_paths:
                index += 1
            _collect(item, f"{path}[{index}]", invalid_paths, found)
    elif isinstance(value, Model):
        before = f"{path}." if path else ""
        own = {before + name: item for name, item in value.invalid_fields.items()}
        found.update(own)
        for name, item in value._items():
            _collect(item, before + shape.in_path(name), own, found)


def to_json(value: Any) -> Any:
    """Return a typed value as a JSON value."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, list):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {name: to_json(item) for name, item in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime.date):  # a datetime is a date, too
        return value.isoformat()
    return value.to_tuple() if isinstance(value, File) else value


def to_text(value: Any) -> str:
    """Return a typed value as text for a path, a header or a form."""
    plain = to_json(value)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    return ",".join(map(to_text, plain)) if isinstance(plain, list) else str(plain)


def json_type(value: object) -> str:
    """Return the name of a value's JSON type, such as "an object"."""
    return _JSON_TYPES.get(type(value), type(value).__name__)


_JSON_TYPES: Mapping[type, str] = {
    dict: "an object",
    list: "a list",
    str: "a string",
    bool: "a boolean",
    int: "a number",
    float: "a number",
    type(None): "null",
}


def _part(value: Any) -> FileTypes:
    if isinstance(value, File):
        return value.to_tuple()
    if isinstance(value, (Model, dict, list)):
        return None, json.dumps(to_json(value)).encode(), "application/json"
    return None, to_text(value).encode(), "text/plain"


def _put_back(written: dict[str, Any], path: str, value: Any) -> None:
    name, items = path, path[len(path) :]
    if path.startswith("["):  # a quoted name
        (name,), end = json.JSONDecoder().raw_decode(path)
        items = path[end:]
    elif "[" in path:
        name, bracket, rest = path.partition("[")
        items = bracket + rest
    indices = [int(index) for index in _ITEM.findall(items)]
    if not indices:
        written.setdefault(name, value)
        return
    holder: Any = written.get(name)
    for index in indices[:-1]:
        holder = holder[index] if isinstance(holder, list) and index < len(holder) else None
    if isinstance(holder, list):  # false if the caller has replaced the field
        holder.insert(indices[-1], value)

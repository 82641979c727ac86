# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

import msgspec
from attrs import define, field

from ..types import (
    NOT_SENT,
    UNSET,
    Nested,
    Unset,
    model_in,
    model_of,
    one_of,
    read,
    read_body,
    read_int,
    read_object,
    read_str,
    take,
    take_further,
    write_object,
)


@define(kw_only=True)
class ErrorDetail:
    """An error with its code."""

    code: str | int | None | Unset = UNSET
    """The kind of error, such as SESSION_NOT_FOUND, or the HTTP status once more."""
    message: str | None | Unset = UNSET
    """What is wrong, for people."""
    timestamp: str | None | Unset = UNSET
    """When the error occurred."""
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "code": self.code,
                "message": self.message,
                "timestamp": self.timestamp,
            },
            self.additional_properties,
        )

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read the object from a body; raises errors.DecodeError, which names the field."""
        model = model_in(content, ErrorDetailWire) if cls is ErrorDetail else None
        return cls.from_dict(read_body(content)) if model is None else cast(Self, model)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        fields = read_object(src_dict)
        additional = take_further(fields, ErrorDetailWire)
        model = cast(Self | None, model_of(fields, ErrorDetailWire)) if cls is ErrorDetail else None
        if model is None:
            model = cls(
                code=take(fields, "code", one_of(read_str, read_int)),
                message=take(fields, "message", read_str),
                timestamp=take(fields, "timestamp", read_str),
            )
        model.additional_properties = additional
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


class ErrorDetailWire(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """ErrorDetail as it comes when all is as documented; see types.py."""

    code: Nested = NOT_SENT
    message: str | None = NOT_SENT
    timestamp: str | None = NOT_SENT

    def to_model(self) -> ErrorDetail:
        """The same as ErrorDetail."""
        # Past __init__, which takes more time than all of this: each of the model's fields is set here.
        model = ErrorDetail.__new__(ErrorDetail)
        model.code = read(self.code, one_of(read_str, read_int))
        model.message = self.message
        model.timestamp = self.timestamp
        model.additional_properties = {}
        return model

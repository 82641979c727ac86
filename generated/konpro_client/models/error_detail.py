# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
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
    read_body,
    read_object,
    read_str,
    take,
    take_further,
    write_object,
)


@define(kw_only=True)
class ErrorDetail:
    """An error with its code."""

    code: str | None | Unset = UNSET
    """The kind of error, such as INVALID_API_KEY."""
    message: str | None | Unset = UNSET
    """What is wrong, for people."""
    details: Any = UNSET
    """Whatever else the vendor says of the error."""
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "code": self.code,
                "message": self.message,
                "details": self.details,
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
                code=take(fields, "code", read_str),
                message=take(fields, "message", read_str),
                details=fields.pop("details", UNSET),
            )
        model.additional_properties = additional
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


class ErrorDetailWire(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """ErrorDetail as it comes when all is as documented; see types.py."""

    code: str | None = NOT_SENT
    message: str | None = NOT_SENT
    details: Nested = NOT_SENT

    def to_model(self) -> ErrorDetail:
        """The same as ErrorDetail."""
        # Past __init__, which takes more time than all of this: each of the model's fields is set here.
        model = ErrorDetail.__new__(ErrorDetail)
        model.code = self.code
        model.message = self.message
        model.details = self.details
        model.additional_properties = {}
        return model

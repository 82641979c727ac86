# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

import msgspec
from attrs import define, field

from ..types import (
    NOT_SENT,
    UNSET,
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
class Error:
    """Why a request was refused."""

    error: str | None | Unset = UNSET
    """The kind of error in short."""
    message: str | None | Unset = UNSET
    """What is wrong, for people."""
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "error": self.error,
                "message": self.message,
            },
            self.additional_properties,
        )

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read the object from a body; raises errors.DecodeError, which names the field."""
        model = model_in(content, ErrorWire) if cls is Error else None
        return cls.from_dict(read_body(content)) if model is None else cast(Self, model)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        fields = read_object(src_dict)
        additional = take_further(fields, ErrorWire)
        model = cast(Self | None, model_of(fields, ErrorWire)) if cls is Error else None
        if model is None:
            model = cls(
                error=take(fields, "error", read_str),
                message=take(fields, "message", read_str),
            )
        model.additional_properties = additional
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


class ErrorWire(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """Error as it comes when all is as documented; see types.py."""

    error: str | None = NOT_SENT
    message: str | None = NOT_SENT

    def to_model(self) -> Error:
        """The same as Error."""
        # Past __init__, which takes more time than all of this: each of the model's fields is set here.
        model = Error.__new__(Error)
        model.error = self.error
        model.message = self.message
        model.additional_properties = {}
        return model

# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

import msgspec
from attrs import define, field

from ..models.error_detail import ErrorDetail
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
    read_object,
    read_str,
    take,
    take_further,
    write_object,
)


@define(kw_only=True)
class ErrorResponse:
    """Why a request was refused."""

    error: ErrorDetail | str | None | Unset = UNSET
    """The error; in some answers only its text."""
    code: str | None | Unset = UNSET
    """The error's code, where it is not inside error."""
    message: str | None | Unset = UNSET
    """The error's text, where it is not inside error."""
    request_id: str | None | Unset = UNSET
    """What the vendor's support asks for."""
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "error": self.error,
                "code": self.code,
                "message": self.message,
                "request_id": self.request_id,
            },
            self.additional_properties,
        )

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read the object from a body; raises errors.DecodeError, which names the field."""
        model = model_in(content, ErrorResponseWire) if cls is ErrorResponse else None
        return cls.from_dict(read_body(content)) if model is None else cast(Self, model)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        fields = read_object(src_dict)
        additional = take_further(fields, ErrorResponseWire)
        model = cast(Self | None, model_of(fields, ErrorResponseWire)) if cls is ErrorResponse else None
        if model is None:
            model = cls(
                error=take(fields, "error", one_of(ErrorDetail.from_dict, read_str)),
                code=take(fields, "code", read_str),
                message=take(fields, "message", read_str),
                request_id=take(fields, "request_id", read_str),
            )
        model.additional_properties = additional
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


class ErrorResponseWire(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """ErrorResponse as it comes when all is as documented; see types.py."""

    error: Nested = NOT_SENT
    code: str | None = NOT_SENT
    message: str | None = NOT_SENT
    request_id: str | None = NOT_SENT

    def to_model(self) -> ErrorResponse:
        """The same as ErrorResponse."""
        # Past __init__, which takes more time than all of this: each of the model's fields is set here.
        model = ErrorResponse.__new__(ErrorResponse)
        model.error = read(self.error, one_of(ErrorDetail.from_dict, read_str))
        model.code = self.code
        model.message = self.message
        model.request_id = self.request_id
        model.additional_properties = {}
        return model

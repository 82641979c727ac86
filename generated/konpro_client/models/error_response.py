# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define, field

from ..types import (
    UNSET,
    Unset,
    one_of,
    read_object,
    read_str,
    take,
    write_object,
)

if TYPE_CHECKING:
    from ..models.error_detail import ErrorDetail


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
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        from ..models.error_detail import ErrorDetail

        fields = read_object(src_dict)
        model = cls(
            error=take(fields, "error", one_of(ErrorDetail.from_dict, read_str)),
            code=take(fields, "code", read_str),
            message=take(fields, "message", read_str),
            request_id=take(fields, "request_id", read_str),
        )
        model.additional_properties = fields
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

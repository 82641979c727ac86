# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define, field

from ..types import (
    UNSET,
    Unset,
    one_of,
    read_bool,
    read_object,
    read_str,
    take,
    write_object,
)

if TYPE_CHECKING:
    from ..models.error_detail import ErrorDetail


@define(kw_only=True)
class Error:
    """Why a request was refused."""

    success: bool | None | Unset = UNSET
    """False, where it is there."""
    error: ErrorDetail | str | None | Unset = UNSET
    """The error; in some answers only its text."""
    message: str | None | Unset = UNSET
    """What is wrong, for people, where it is not inside error."""
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "success": self.success,
                "error": self.error,
                "message": self.message,
            },
            self.additional_properties,
        )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        from ..models.error_detail import ErrorDetail

        fields = read_object(src_dict)
        model = cls(
            success=take(fields, "success", read_bool),
            error=take(fields, "error", one_of(ErrorDetail.from_dict, read_str)),
            message=take(fields, "message", read_str),
        )
        model.additional_properties = fields
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

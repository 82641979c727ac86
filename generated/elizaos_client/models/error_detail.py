# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ..types import (
    UNSET,
    Unset,
    one_of,
    read_int,
    read_object,
    read_str,
    take,
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
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        fields = read_object(src_dict)
        model = cls(
            code=take(fields, "code", one_of(read_str, read_int)),
            message=take(fields, "message", read_str),
            timestamp=take(fields, "timestamp", read_str),
        )
        model.additional_properties = fields
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ..types import (
    read_body,
    read_object,
    write_object,
)


@define(kw_only=True)
class SessionPersonaConfig:
    """How the persona was set up at the start; later changes to the persona do not show here."""

    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {},
            self.additional_properties,
        )

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read the object from a body; raises errors.DecodeError, which names the field."""
        return cls.from_dict(read_body(content))

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        return cls.holding(read_object(src_dict))

    @classmethod
    def holding(cls, fields: dict[str, Any]) -> Self:
        """The object with these fields, not copied."""
        model = cls.__new__(cls)
        model.additional_properties = fields
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

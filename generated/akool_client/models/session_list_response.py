# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define, field

from ..types import (
    UNSET,
    Unset,
    list_of,
    read_int,
    read_object,
    take,
    write_object,
)

if TYPE_CHECKING:
    from ..models.session_response import SessionResponse


@define(kw_only=True)
class SessionListResponse:
    count: int | None | Unset = UNSET
    """How many sessions there are in all."""
    result: list[SessionResponse] | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "count": self.count,
                "result": self.result,
            },
            self.additional_properties,
        )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        from ..models.session_response import SessionResponse

        fields = read_object(src_dict)
        model = cls(
            count=take(fields, "count", read_int),
            result=take(fields, "result", list_of(SessionResponse.from_dict)),
        )
        model.additional_properties = fields
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

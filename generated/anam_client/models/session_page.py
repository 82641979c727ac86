# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define, field

from ..types import (
    UNSET,
    Unset,
    list_of,
    read_object,
    take,
    write_object,
)

if TYPE_CHECKING:
    from ..models.pagination import Pagination
    from ..models.session import Session


@define(kw_only=True)
class SessionPage:
    data: list[Session] | None | Unset = UNSET
    meta: Pagination | None | Unset = UNSET
    """Tells where in the whole list a page stands. Every list of this API has it beside `data`."""
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "data": self.data,
                "meta": self.meta,
            },
            self.additional_properties,
        )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        from ..models.pagination import Pagination
        from ..models.session import Session

        fields = read_object(src_dict)
        model = cls(
            data=take(fields, "data", list_of(Session.from_dict)),
            meta=take(fields, "meta", Pagination.from_dict),
        )
        model.additional_properties = fields
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ..types import (
    UNSET,
    Unset,
    read_int,
    read_object,
    take,
    write_object,
)


@define(kw_only=True)
class Pagination:
    """Tells where in the whole list a page stands. Every list of this API has it beside `data`."""

    total: int | None | Unset = UNSET
    """How many items there are on all pages together."""
    last_page: int | None | Unset = UNSET
    """Which page is the final one."""
    current_page: int | None | Unset = UNSET
    """Which page this is."""
    per_page: int | None | Unset = UNSET
    """How many items a page holds."""
    prev: int | None | Unset = UNSET
    """The page before this one. Null on the first."""
    next_: int | None | Unset = UNSET
    """The page after this one. Null on the final one."""
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "total": self.total,
                "lastPage": self.last_page,
                "currentPage": self.current_page,
                "perPage": self.per_page,
                "prev": self.prev,
                "next": self.next_,
            },
            self.additional_properties,
        )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        fields = read_object(src_dict)
        model = cls(
            total=take(fields, "total", read_int),
            last_page=take(fields, "lastPage", read_int),
            current_page=take(fields, "currentPage", read_int),
            per_page=take(fields, "perPage", read_int),
            prev=take(fields, "prev", read_int),
            next_=take(fields, "next", read_int),
        )
        model.additional_properties = fields
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

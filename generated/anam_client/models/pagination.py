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
    read_int,
    read_object,
    take,
    take_further,
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
    def from_json(cls, content: bytes) -> Self:
        """Read the object from a body; raises errors.DecodeError, which names the field."""
        model = model_in(content, PaginationWire) if cls is Pagination else None
        return cls.from_dict(read_body(content)) if model is None else cast(Self, model)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        fields = read_object(src_dict)
        additional = take_further(fields, PaginationWire)
        model = cast(Self | None, model_of(fields, PaginationWire)) if cls is Pagination else None
        if model is None:
            model = cls(
                total=take(fields, "total", read_int),
                last_page=take(fields, "lastPage", read_int),
                current_page=take(fields, "currentPage", read_int),
                per_page=take(fields, "perPage", read_int),
                prev=take(fields, "prev", read_int),
                next_=take(fields, "next", read_int),
            )
        model.additional_properties = additional
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


class PaginationWire(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """Pagination as it comes when all is as documented; see types.py."""

    total: int | None = NOT_SENT
    last_page: int | None = msgspec.field(default=NOT_SENT, name="lastPage")
    current_page: int | None = msgspec.field(default=NOT_SENT, name="currentPage")
    per_page: int | None = msgspec.field(default=NOT_SENT, name="perPage")
    prev: int | None = NOT_SENT
    next_: int | None = msgspec.field(default=NOT_SENT, name="next")

    def to_model(self) -> Pagination:
        """The same as Pagination."""
        # Past __init__, which takes more time than all of this: each of the model's fields is set here.
        model = Pagination.__new__(Pagination)
        model.total = self.total
        model.last_page = self.last_page
        model.current_page = self.current_page
        model.per_page = self.per_page
        model.prev = self.prev
        model.next_ = self.next_
        model.additional_properties = {}
        return model

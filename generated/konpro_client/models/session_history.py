# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define, field

from ..types import (
    UNSET,
    Unset,
    list_of,
    read_float,
    read_object,
    read_str,
    take,
    write_object,
)

if TYPE_CHECKING:
    from ..models.session import Session


@define(kw_only=True)
class SessionHistory:
    """One page of sessions, and how to get the next."""

    total: float | None | Unset = UNSET
    """How many sessions there are in all."""
    page: float | None | Unset = UNSET
    """Which page this is."""
    page_size: float | None | Unset = UNSET
    """How many sessions a page holds."""
    next_pagination_token: str | None | Unset = UNSET
    """Pass it as `token` to continue. Null on the final page."""
    data: list[Session] | None | Unset = UNSET
    """The sessions on this page."""
    sessions: list[Session] | None | Unset = UNSET
    """The active sessions, where the server answers in the other documented shape; data is then absent."""
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "total": self.total,
                "page": self.page,
                "page_size": self.page_size,
                "next_pagination_token": self.next_pagination_token,
                "data": self.data,
                "sessions": self.sessions,
            },
            self.additional_properties,
        )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        from ..models.session import Session

        fields = read_object(src_dict)
        model = cls(
            total=take(fields, "total", read_float),
            page=take(fields, "page", read_float),
            page_size=take(fields, "page_size", read_float),
            next_pagination_token=take(fields, "next_pagination_token", read_str),
            data=take(fields, "data", list_of(Session.from_dict)),
            sessions=take(fields, "sessions", list_of(Session.from_dict)),
        )
        model.additional_properties = fields
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

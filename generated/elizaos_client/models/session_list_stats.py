# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
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
class SessionListStats:
    total_sessions: int | None | Unset = UNSET
    active_sessions: int | None | Unset = UNSET
    expired_sessions: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "totalSessions": self.total_sessions,
                "activeSessions": self.active_sessions,
                "expiredSessions": self.expired_sessions,
            },
            self.additional_properties,
        )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        fields = read_object(src_dict)
        model = cls(
            total_sessions=take(fields, "totalSessions", read_int),
            active_sessions=take(fields, "activeSessions", read_int),
            expired_sessions=take(fields, "expiredSessions", read_int),
        )
        model.additional_properties = fields
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

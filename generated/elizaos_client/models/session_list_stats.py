# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
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
    def from_json(cls, content: bytes) -> Self:
        """Read the object from a body; raises errors.DecodeError, which names the field."""
        model = model_in(content, SessionListStatsWire) if cls is SessionListStats else None
        return cls.from_dict(read_body(content)) if model is None else cast(Self, model)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        fields = read_object(src_dict)
        additional = take_further(fields, SessionListStatsWire)
        model = cast(Self | None, model_of(fields, SessionListStatsWire)) if cls is SessionListStats else None
        if model is None:
            model = cls(
                total_sessions=take(fields, "totalSessions", read_int),
                active_sessions=take(fields, "activeSessions", read_int),
                expired_sessions=take(fields, "expiredSessions", read_int),
            )
        model.additional_properties = additional
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


class SessionListStatsWire(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """SessionListStats as it comes when all is as documented; see types.py."""

    total_sessions: int | None = msgspec.field(default=NOT_SENT, name="totalSessions")
    active_sessions: int | None = msgspec.field(default=NOT_SENT, name="activeSessions")
    expired_sessions: int | None = msgspec.field(default=NOT_SENT, name="expiredSessions")

    def to_model(self) -> SessionListStats:
        """The same as SessionListStats."""
        # Past __init__, which takes more time than all of this: each of the model's fields is set here.
        model = SessionListStats.__new__(SessionListStats)
        model.total_sessions = self.total_sessions
        model.active_sessions = self.active_sessions
        model.expired_sessions = self.expired_sessions
        model.additional_properties = {}
        return model

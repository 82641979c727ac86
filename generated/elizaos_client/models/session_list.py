# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

import msgspec
from attrs import define, field

from ..models.session_info import SessionInfo, SessionInfoWire
from ..models.session_list_stats import SessionListStats, SessionListStatsWire
from ..types import (
    NOT_SENT,
    UNSET,
    Unset,
    list_of,
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
class SessionList:
    sessions: list[SessionInfo] | None | Unset = UNSET
    total: int | None | Unset = UNSET
    """How many sessions are active."""
    stats: SessionListStats | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "sessions": self.sessions,
                "total": self.total,
                "stats": self.stats,
            },
            self.additional_properties,
        )

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read the object from a body; raises errors.DecodeError, which names the field."""
        model = model_in(content, SessionListWire) if cls is SessionList else None
        return cls.from_dict(read_body(content)) if model is None else cast(Self, model)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        fields = read_object(src_dict)
        additional = take_further(fields, SessionListWire)
        model = cast(Self | None, model_of(fields, SessionListWire)) if cls is SessionList else None
        if model is None:
            model = cls(
                sessions=take(fields, "sessions", list_of(SessionInfo.from_dict)),
                total=take(fields, "total", read_int),
                stats=take(fields, "stats", SessionListStats.from_dict),
            )
        model.additional_properties = additional
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


class SessionListWire(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """SessionList as it comes when all is as documented; see types.py."""

    sessions: list[SessionInfoWire] | None = NOT_SENT
    total: int | None = NOT_SENT
    stats: SessionListStatsWire | None = NOT_SENT

    def to_model(self) -> SessionList:
        """The same as SessionList."""
        # Past __init__, which takes more time than all of this: each of the model's fields is set here.
        model = SessionList.__new__(SessionList)
        model.sessions = (
            [each.to_model() for each in self.sessions] if isinstance(self.sessions, list) else self.sessions
        )
        model.total = self.total
        model.stats = self.stats.to_model() if isinstance(self.stats, SessionListStatsWire) else self.stats
        model.additional_properties = {}
        return model

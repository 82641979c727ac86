# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

import msgspec
from attrs import define, field

from ..models.session_status import SessionStatus
from ..types import (
    NOT_SENT,
    UNSET,
    Unset,
    model_in,
    model_of,
    read_body,
    read_float,
    read_object,
    read_str,
    take,
    take_further,
    write_object,
)


@define(kw_only=True)
class Session:
    """One streaming session."""

    session_id: str | None | Unset = UNSET
    """Identifies the session; no two share it."""
    status: SessionStatus | str | None | Unset = UNSET
    """Where it stands, or the last status it had."""
    created_at: float | None | Unset = UNSET
    """When it began, in Unix time."""
    api_key_type: str | None | Unset = UNSET
    """Which kind of API key it was started with."""
    duration: float | None | Unset = UNSET
    """How long it lasted, in seconds."""
    avatar_id: str | None | Unset = UNSET
    """The avatar that was shown."""
    voice_name: str | None | Unset = UNSET
    """The voice that was heard, by name."""
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "session_id": self.session_id,
                "status": self.status,
                "created_at": self.created_at,
                "api_key_type": self.api_key_type,
                "duration": self.duration,
                "avatar_id": self.avatar_id,
                "voice_name": self.voice_name,
            },
            self.additional_properties,
        )

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read the object from a body; raises errors.DecodeError, which names the field."""
        model = model_in(content, SessionWire) if cls is Session else None
        return cls.from_dict(read_body(content)) if model is None else cast(Self, model)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        fields = read_object(src_dict)
        additional = take_further(fields, SessionWire)
        model = cast(Self | None, model_of(fields, SessionWire)) if cls is Session else None
        if model is None:
            model = cls(
                session_id=take(fields, "session_id", read_str),
                status=take(fields, "status", SessionStatus.read),
                created_at=take(fields, "created_at", read_float),
                api_key_type=take(fields, "api_key_type", read_str),
                duration=take(fields, "duration", read_float),
                avatar_id=take(fields, "avatar_id", read_str),
                voice_name=take(fields, "voice_name", read_str),
            )
        model.additional_properties = additional
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


class SessionWire(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """Session as it comes when all is as documented; see types.py."""

    session_id: str | None = NOT_SENT
    status: str | None = NOT_SENT
    created_at: int | float | None = NOT_SENT
    api_key_type: str | None = NOT_SENT
    duration: int | float | None = NOT_SENT
    avatar_id: str | None = NOT_SENT
    voice_name: str | None = NOT_SENT

    def to_model(self) -> Session:
        """The same as Session."""
        # Past __init__, which takes more time than all of this: each of the model's fields is set here.
        model = Session.__new__(Session)
        model.session_id = self.session_id
        model.status = SessionStatus.known(self.status) if isinstance(self.status, str) else self.status
        model.created_at = self.created_at
        model.api_key_type = self.api_key_type
        model.duration = self.duration
        model.avatar_id = self.avatar_id
        model.voice_name = self.voice_name
        model.additional_properties = {}
        return model

# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, cast
from uuid import UUID

import msgspec
from attrs import define, field

from ..models.session_info_timeout_config import SessionInfoTimeoutConfig, SessionInfoTimeoutConfigWire
from ..types import (
    NOT_SENT,
    UNSET,
    Nested,
    Unset,
    model_in,
    model_of,
    read_body,
    read_bool,
    read_datetime,
    read_int,
    read_object,
    read_str,
    read_uuid,
    take,
    take_further,
    uuid_or_text,
    write_object,
)


@define(kw_only=True)
class SessionInfo:
    """One session, whose it is, and when it will time out."""

    session_id: str | None | Unset = UNSET
    """Identifies the session; no two share it."""
    agent_id: UUID | str | None | Unset = UNSET
    """The agent that takes part."""
    user_id: UUID | str | None | Unset = UNSET
    """The user that takes part."""
    created_at: datetime.datetime | str | None | Unset = UNSET
    """When it was made."""
    last_activity: datetime.datetime | str | None | Unset = UNSET
    """When something last happened in it."""
    expires_at: datetime.datetime | str | None | Unset = UNSET
    """When it is due to end."""
    timeout_config: SessionInfoTimeoutConfig | None | Unset = UNSET
    """The rules for timing out that apply to it now."""
    renewal_count: int | None | Unset = UNSET
    """How often it was renewed so far."""
    time_remaining: int | None | Unset = UNSET
    """How long it has left, in milliseconds."""
    is_near_expiration: bool | None | Unset = UNSET
    """True once the time left is no more than `warningThresholdMinutes`."""
    channel_id: UUID | str | None | Unset = UNSET
    """The messaging channel that the session's messages go through."""
    metadata: Any = field(default=UNSET, repr=False)
    """Whatever the session was made with; any JSON, mostly an object."""
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "sessionId": self.session_id,
                "agentId": self.agent_id,
                "userId": self.user_id,
                "createdAt": self.created_at,
                "lastActivity": self.last_activity,
                "expiresAt": self.expires_at,
                "timeoutConfig": self.timeout_config,
                "renewalCount": self.renewal_count,
                "timeRemaining": self.time_remaining,
                "isNearExpiration": self.is_near_expiration,
                "channelId": self.channel_id,
                "metadata": self.metadata,
            },
            self.additional_properties,
        )

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read the object from a body; raises errors.DecodeError, which names the field."""
        model = model_in(content, SessionInfoWire) if cls is SessionInfo else None
        return cls.from_dict(read_body(content)) if model is None else cast(Self, model)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        fields = read_object(src_dict)
        additional = take_further(fields, SessionInfoWire)
        model = cast(Self | None, model_of(fields, SessionInfoWire)) if cls is SessionInfo else None
        if model is None:
            model = cls(
                session_id=take(fields, "sessionId", read_str),
                agent_id=take(fields, "agentId", read_uuid),
                user_id=take(fields, "userId", read_uuid),
                created_at=take(fields, "createdAt", read_datetime),
                last_activity=take(fields, "lastActivity", read_datetime),
                expires_at=take(fields, "expiresAt", read_datetime),
                timeout_config=take(fields, "timeoutConfig", SessionInfoTimeoutConfig.from_dict),
                renewal_count=take(fields, "renewalCount", read_int),
                time_remaining=take(fields, "timeRemaining", read_int),
                is_near_expiration=take(fields, "isNearExpiration", read_bool),
                channel_id=take(fields, "channelId", read_uuid),
                metadata=fields.pop("metadata", UNSET),
            )
        model.additional_properties = additional
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


class SessionInfoWire(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """SessionInfo as it comes when all is as documented; see types.py."""

    session_id: str | None = msgspec.field(default=NOT_SENT, name="sessionId")
    agent_id: str | None = msgspec.field(default=NOT_SENT, name="agentId")
    user_id: str | None = msgspec.field(default=NOT_SENT, name="userId")
    created_at: datetime.datetime | None = msgspec.field(default=NOT_SENT, name="createdAt")
    last_activity: datetime.datetime | None = msgspec.field(default=NOT_SENT, name="lastActivity")
    expires_at: datetime.datetime | None = msgspec.field(default=NOT_SENT, name="expiresAt")
    timeout_config: SessionInfoTimeoutConfigWire | None = msgspec.field(default=NOT_SENT, name="timeoutConfig")
    renewal_count: int | None = msgspec.field(default=NOT_SENT, name="renewalCount")
    time_remaining: int | None = msgspec.field(default=NOT_SENT, name="timeRemaining")
    is_near_expiration: bool | None = msgspec.field(default=NOT_SENT, name="isNearExpiration")
    channel_id: str | None = msgspec.field(default=NOT_SENT, name="channelId")
    metadata: Nested = NOT_SENT

    def to_model(self) -> SessionInfo:
        """The same as SessionInfo."""
        # Past __init__, which takes more time than all of this: each of the model's fields is set here.
        model = SessionInfo.__new__(SessionInfo)
        model.session_id = self.session_id
        model.agent_id = uuid_or_text(self.agent_id) if isinstance(self.agent_id, str) else self.agent_id
        model.user_id = uuid_or_text(self.user_id) if isinstance(self.user_id, str) else self.user_id
        model.created_at = self.created_at
        model.last_activity = self.last_activity
        model.expires_at = self.expires_at
        model.timeout_config = (
            self.timeout_config.to_model()
            if isinstance(self.timeout_config, SessionInfoTimeoutConfigWire)
            else self.timeout_config
        )
        model.renewal_count = self.renewal_count
        model.time_remaining = self.time_remaining
        model.is_near_expiration = self.is_near_expiration
        model.channel_id = uuid_or_text(self.channel_id) if isinstance(self.channel_id, str) else self.channel_id
        model.metadata = self.metadata
        model.additional_properties = {}
        return model

# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from attrs import define, field

from ..types import (
    UNSET,
    Unset,
    read_bool,
    read_datetime,
    read_int,
    read_object,
    read_str,
    read_uuid,
    take,
    write_object,
)

if TYPE_CHECKING:
    from ..models.session_info_timeout_config import SessionInfoTimeoutConfig


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
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        from ..models.session_info_timeout_config import SessionInfoTimeoutConfig

        fields = read_object(src_dict)
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
        model.additional_properties = fields
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

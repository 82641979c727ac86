# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from attrs import define
from attrs import field as _field

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.session_info_timeout_config import SessionInfoTimeoutConfig


@define
class SessionInfo(Model[Any]):
    """A session, with its agent, its user and its timeout."""

    session_id: str | None | Unset = UNSET
    """Unique id of the session."""
    agent_id: UUID | str | None | Unset = UNSET
    """Id of the session's agent."""
    user_id: UUID | str | None | Unset = UNSET
    """Id of the session's user."""
    created_at: datetime.datetime | str | None | Unset = UNSET
    """Creation time."""
    last_activity: datetime.datetime | str | None | Unset = UNSET
    """Time of the last activity."""
    expires_at: datetime.datetime | str | None | Unset = UNSET
    """Time at which the session will expire."""
    timeout_config: SessionInfoTimeoutConfig | None | Unset = UNSET
    """The session's current timeout settings."""
    renewal_count: int | None | Unset = UNSET
    """Number of renewals so far."""
    time_remaining: int | None | Unset = UNSET
    """Time until expiration in milliseconds."""
    is_near_expiration: bool | None | Unset = UNSET
    """True if at most `warningThresholdMinutes` remain."""
    channel_id: UUID | str | None | Unset = UNSET
    """The id of the session's messaging channel."""
    metadata: Any = _field(repr=False, default=UNSET)
    """The metadata given at the session's creation; any JSON value, usually an object."""


shape.describe(
    SessionInfo,
    {
        "sessionId": ("session_id", shape.string),
        "agentId": ("agent_id", shape.uuid),
        "userId": ("user_id", shape.uuid),
        "createdAt": ("created_at", shape.datetime),
        "lastActivity": ("last_activity", shape.datetime),
        "expiresAt": ("expires_at", shape.datetime),
        "timeoutConfig": ("timeout_config", shape.model("SessionInfoTimeoutConfig")),
        "renewalCount": ("renewal_count", shape.integer),
        "timeRemaining": ("time_remaining", shape.integer),
        "isNearExpiration": ("is_near_expiration", shape.boolean),
        "channelId": ("channel_id", shape.uuid),
        "metadata": ("metadata", shape.anything),
    },
)

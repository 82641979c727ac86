# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.session_client_metadata import SessionClientMetadata
    from ..models.session_persona_config import SessionPersonaConfig


@define
class Session(Model[Any]):
    """One connection of a client to a persona. The transcript and the recording are not included; they have their
    own requests."""

    id: UUID | str | None | Unset = UNSET
    """Unique id of the session."""
    persona_id: UUID | str | None | Unset = UNSET
    """Id of the persona. Null if its configuration was given for this session only."""
    client_label: str | None | Unset = UNSET
    """Text that the caller chose when requesting the session token."""
    start_time: datetime.datetime | str | None | Unset = UNSET
    """Start of the session."""
    end_time: datetime.datetime | str | None | Unset = UNSET
    """End of the session. Null while it runs."""
    session_length_ms: int | None | Unset = UNSET
    """Duration in milliseconds. Null while the session runs."""
    exit_status: str | None | Unset = UNSET
    """Reason for the end, such as `NORMAL_EXIT` or `ERROR`. Null while the session runs."""
    engine_host: str | None | Unset = UNSET
    """Host name of the engine pod that served the session."""
    engine_protocol: str | None | Unset = UNSET
    """Protocol of the stream, such as `https`."""
    engine_version: str | None | Unset = UNSET
    """Software version of the engine pod."""
    client_metadata: SessionClientMetadata | None | Unset = UNSET
    """Metadata that the client sent during the connection; any fields."""
    persona_config: SessionPersonaConfig | None | Unset = UNSET
    """The persona's configuration at the start. Later changes to the persona do not show here."""
    api_key_id: UUID | str | None | Unset = UNSET
    """Id of the API key that requested the session token."""
    organization_id: str | None | Unset = UNSET
    """Id of the session's organization: a UUID or a short random string (nanoid), depending on the organization's
    age."""
    created_at: datetime.datetime | str | None | Unset = UNSET
    """Creation time of the record."""
    updated_at: datetime.datetime | str | None | Unset = UNSET
    """Last change of the record."""


shape.describe(
    Session,
    {
        "id": ("id", shape.uuid),
        "personaId": ("persona_id", shape.uuid),
        "clientLabel": ("client_label", shape.string),
        "startTime": ("start_time", shape.datetime),
        "endTime": ("end_time", shape.datetime),
        "sessionLengthMs": ("session_length_ms", shape.integer),
        "exitStatus": ("exit_status", shape.string),
        "engineHost": ("engine_host", shape.string),
        "engineProtocol": ("engine_protocol", shape.string),
        "engineVersion": ("engine_version", shape.string),
        "clientMetadata": ("client_metadata", shape.model("SessionClientMetadata")),
        "personaConfig": ("persona_config", shape.model("SessionPersonaConfig")),
        "apiKeyId": ("api_key_id", shape.uuid),
        "organizationId": ("organization_id", shape.string),
        "createdAt": ("created_at", shape.datetime),
        "updatedAt": ("updated_at", shape.datetime),
    },
)

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
    """One connection of one client to a persona, described from outside. What was said and the recording are not
    part of it and have requests of their own."""

    id: UUID | str | None | Unset = UNSET
    """Identifies the session; no two share it."""
    persona_id: UUID | str | None | Unset = UNSET
    """The persona talked to. Null when its configuration was passed along for this one session only."""
    client_label: str | None | Unset = UNSET
    """Free text the caller chose on requesting the token."""
    start_time: datetime.datetime | str | None | Unset = UNSET
    """When it began."""
    end_time: datetime.datetime | str | None | Unset = UNSET
    """When it was over. Null as long as it runs."""
    session_length_ms: int | None | Unset = UNSET
    """How long it lasted, in milliseconds. Null as long as it runs."""
    exit_status: str | None | Unset = UNSET
    """Why it is over, for instance `NORMAL_EXIT` or `ERROR`. Null as long as it runs."""
    engine_host: str | None | Unset = UNSET
    """The machine (engine pod) it ran on, by host name."""
    engine_protocol: str | None | Unset = UNSET
    """How the stream was carried, for instance `https`."""
    engine_version: str | None | Unset = UNSET
    """Software version of that engine pod."""
    client_metadata: SessionClientMetadata | None | Unset = UNSET
    """What the client reported about itself while connected; any fields."""
    persona_config: SessionPersonaConfig | None | Unset = UNSET
    """How the persona was set up at the start; later changes to the persona do not show here."""
    api_key_id: UUID | str | None | Unset = UNSET
    """The API key with which the token was obtained."""
    organization_id: str | None | Unset = UNSET
    """The organization it belongs to. Depending on the organization's age this is a UUID or a short random string
    (nanoid)."""
    created_at: datetime.datetime | str | None | Unset = UNSET
    """When this record was first stored."""
    updated_at: datetime.datetime | str | None | Unset = UNSET
    """When this record was last changed."""


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

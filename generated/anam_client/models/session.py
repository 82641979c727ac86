# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, cast
from uuid import UUID

import msgspec
from attrs import define, field

from ..models.session_client_metadata import SessionClientMetadata
from ..models.session_persona_config import SessionPersonaConfig
from ..types import (
    NOT_SENT,
    UNSET,
    Nested,
    Unset,
    model_in,
    model_of,
    read_body,
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
class Session:
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
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "id": self.id,
                "personaId": self.persona_id,
                "clientLabel": self.client_label,
                "startTime": self.start_time,
                "endTime": self.end_time,
                "sessionLengthMs": self.session_length_ms,
                "exitStatus": self.exit_status,
                "engineHost": self.engine_host,
                "engineProtocol": self.engine_protocol,
                "engineVersion": self.engine_version,
                "clientMetadata": self.client_metadata,
                "personaConfig": self.persona_config,
                "apiKeyId": self.api_key_id,
                "organizationId": self.organization_id,
                "createdAt": self.created_at,
                "updatedAt": self.updated_at,
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
                id=take(fields, "id", read_uuid),
                persona_id=take(fields, "personaId", read_uuid),
                client_label=take(fields, "clientLabel", read_str),
                start_time=take(fields, "startTime", read_datetime),
                end_time=take(fields, "endTime", read_datetime),
                session_length_ms=take(fields, "sessionLengthMs", read_int),
                exit_status=take(fields, "exitStatus", read_str),
                engine_host=take(fields, "engineHost", read_str),
                engine_protocol=take(fields, "engineProtocol", read_str),
                engine_version=take(fields, "engineVersion", read_str),
                client_metadata=take(fields, "clientMetadata", SessionClientMetadata.from_dict),
                persona_config=take(fields, "personaConfig", SessionPersonaConfig.from_dict),
                api_key_id=take(fields, "apiKeyId", read_uuid),
                organization_id=take(fields, "organizationId", read_str),
                created_at=take(fields, "createdAt", read_datetime),
                updated_at=take(fields, "updatedAt", read_datetime),
            )
        model.additional_properties = additional
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


class SessionWire(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """Session as it comes when all is as documented; see types.py."""

    id: str | None = NOT_SENT
    persona_id: str | None = msgspec.field(default=NOT_SENT, name="personaId")
    client_label: str | None = msgspec.field(default=NOT_SENT, name="clientLabel")
    start_time: datetime.datetime | None = msgspec.field(default=NOT_SENT, name="startTime")
    end_time: datetime.datetime | None = msgspec.field(default=NOT_SENT, name="endTime")
    session_length_ms: int | None = msgspec.field(default=NOT_SENT, name="sessionLengthMs")
    exit_status: str | None = msgspec.field(default=NOT_SENT, name="exitStatus")
    engine_host: str | None = msgspec.field(default=NOT_SENT, name="engineHost")
    engine_protocol: str | None = msgspec.field(default=NOT_SENT, name="engineProtocol")
    engine_version: str | None = msgspec.field(default=NOT_SENT, name="engineVersion")
    client_metadata: dict[str, Nested] | None = msgspec.field(default=NOT_SENT, name="clientMetadata")
    persona_config: dict[str, Nested] | None = msgspec.field(default=NOT_SENT, name="personaConfig")
    api_key_id: str | None = msgspec.field(default=NOT_SENT, name="apiKeyId")
    organization_id: str | None = msgspec.field(default=NOT_SENT, name="organizationId")
    created_at: datetime.datetime | None = msgspec.field(default=NOT_SENT, name="createdAt")
    updated_at: datetime.datetime | None = msgspec.field(default=NOT_SENT, name="updatedAt")

    def to_model(self) -> Session:
        """The same as Session."""
        # Past __init__, which takes more time than all of this: each of the model's fields is set here.
        model = Session.__new__(Session)
        model.id = uuid_or_text(self.id) if isinstance(self.id, str) else self.id
        model.persona_id = uuid_or_text(self.persona_id) if isinstance(self.persona_id, str) else self.persona_id
        model.client_label = self.client_label
        model.start_time = self.start_time
        model.end_time = self.end_time
        model.session_length_ms = self.session_length_ms
        model.exit_status = self.exit_status
        model.engine_host = self.engine_host
        model.engine_protocol = self.engine_protocol
        model.engine_version = self.engine_version
        model.client_metadata = (
            SessionClientMetadata.holding(self.client_metadata)
            if isinstance(self.client_metadata, dict)
            else self.client_metadata
        )
        model.persona_config = (
            SessionPersonaConfig.holding(self.persona_config)
            if isinstance(self.persona_config, dict)
            else self.persona_config
        )
        model.api_key_id = uuid_or_text(self.api_key_id) if isinstance(self.api_key_id, str) else self.api_key_id
        model.organization_id = self.organization_id
        model.created_at = self.created_at
        model.updated_at = self.updated_at
        model.additional_properties = {}
        return model

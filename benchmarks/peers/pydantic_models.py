"""Handwritten pydantic v2 models, read with `model_validate_json`.

`decoding` keeps unknown fields, as allsessions does. `decoding_known` drops them, which is pydantic's default.
"""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from . import Decoding


class Camel(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)


class AkoolStatus(IntEnum):
    QUEUEING, PROCESSING, COMPLETED, FAILED = 1, 2, 3, 4


class Credentials(BaseModel):
    agora_uid: float | None = None
    agora_app_id: str | None = None
    agora_channel: str | None = None
    agora_token: str | None = None
    livekit_url: str | None = None
    livekit_token: str | None = None
    livekit_room_name: str | None = None
    livekit_server_identity: str | None = None
    livekit_client_identity: str | None = None
    trtc_sdk_app_id: float | None = None
    trtc_sdk_room_id: str | None = None
    trtc_sdk_user_id: str | None = None
    trtc_sdk_user_sig: str | None = None


class AkoolSession(BaseModel):
    id: str | None = Field(None, alias="_id")
    uid: int | None = None
    type: int | None = None
    status: AkoolStatus | None = None
    stream_type: str | None = None
    credentials: Credentials | None = None


class AkoolSessions(BaseModel):
    count: int | None = None
    result: list[AkoolSession] | None = None


class AkoolPage(BaseModel):
    code: int
    msg: str
    data: AkoolSessions | None = None


class AnamSession(Camel):
    id: UUID | None = None
    persona_id: UUID | None = None
    client_label: str | None = None
    start_time: datetime | None = None
    end_time: datetime | None = None
    session_length_ms: int | None = None
    exit_status: str | None = None
    engine_host: str | None = None
    engine_protocol: str | None = None
    engine_version: str | None = None
    client_metadata: dict[str, Any] | None = None
    persona_config: dict[str, Any] | None = None
    api_key_id: UUID | None = None
    organization_id: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


class Meta(Camel):
    total: int | None = None
    last_page: int | None = None
    current_page: int | None = None
    per_page: int | None = None
    prev: int | None = None
    next: int | None = None


class AnamPage(BaseModel):
    data: list[AnamSession] | None = None
    meta: Meta | None = None


class KonProStatus(StrEnum):
    NEW, CONNECTING, CONNECTED, CLOSED = "new", "connecting", "connected", "closed"


class KonProSession(BaseModel):
    session_id: str | None = None
    status: KonProStatus | None = None
    created_at: float | None = None
    api_key_type: str | None = None
    duration: float | None = None
    avatar_id: str | None = None
    voice_name: str | None = None


class KonProPage(BaseModel):
    total: float | None = None
    page: float | None = None
    page_size: float | None = None
    next_pagination_token: str | None = None
    data: list[KonProSession] | None = None


class TimeoutConfig(Camel):
    timeout_minutes: float | None = None
    auto_renew: bool | str | None = None
    max_duration_minutes: float | None = None
    warning_threshold_minutes: float | None = None


class ElizaOSSession(Camel):
    session_id: str | None = None
    agent_id: UUID | None = None
    user_id: UUID | None = None
    channel_id: UUID | None = None
    created_at: datetime | None = None
    last_activity: datetime | None = None
    metadata: Any = None
    expires_at: datetime | None = None
    timeout_config: TimeoutConfig | None = None
    renewal_count: int | None = None
    time_remaining: int | None = None
    is_near_expiration: bool | None = None


class Stats(Camel):
    total_sessions: int | None = None
    active_sessions: int | None = None
    expired_sessions: int | None = None


class ElizaOSPage(BaseModel):
    sessions: list[ElizaOSSession] | None = None
    total: int | None = None
    stats: Stats | None = None


def decoding(vendor: str) -> Decoding:
    page = PAGES[vendor]
    return Decoding(lambda body: page.model_validate_json(body, extra="allow"), IDENTIFIERS[vendor])


def decoding_known(vendor: str) -> Decoding:
    return Decoding(PAGES[vendor].model_validate_json, IDENTIFIERS[vendor])


PAGES: dict[str, type[BaseModel]] = {
    "akool": AkoolPage,
    "anam": AnamPage,
    "konpro": KonProPage,
    "elizaos": ElizaOSPage,
}
IDENTIFIERS = {
    "akool": lambda page: [session.id for session in page.data.result],
    "anam": lambda page: [str(session.id) for session in page.data],
    "konpro": lambda page: [session.session_id for session in page.data],
    "elizaos": lambda page: [session.session_id for session in page.sessions],
}

"""One invented record for each vendor, in the vendor's format, and its conversion to a Session."""

import asyncio
import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any, TypeVar

import httpx

from akool_client.models import SessionResponse
from allsessions import Akool, Anam, ElizaOS, KonPro, Session, Source
from allsessions.filters import Filters
from allsessions.source import Envelope, Position, Request
from anam_client.models import Session as AnamRecord
from elizaos_client.models import SessionInfo
from konpro_client.models import Session as KonProRecord

T = TypeVar("T")
VENDORS = ("akool", "anam", "elizaos", "konpro")
ABSENT: Any = object()
"""Instead of a value: the record lacks the field."""

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJyb29tIjoicm9vbS00MiJ9.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg"

SOURCES: Mapping[str, Source] = {
    "akool": Akool(api_key="akool-key"),
    "anam": Anam(api_key="anam-key"),
    "elizaos": ElizaOS(),
    "konpro": KonPro(api_key="konpro-key"),
}

RECORDS: Mapping[str, dict[str, Any]] = {
    "akool": {
        "_id": "6698c9d69cf7b0d61d1b6420",
        "uid": 101400,
        "type": 2,
        "status": 2,
        "stream_type": "livekit",
        "credentials": {
            "agora_token": "007eJxTYAgora",
            "livekit_token": JWT,
            "trtc_sdk_user_sig": "eAEtzMsKgkAtrtc",
        },
    },
    "anam": {
        "id": "7c0b4c1e-5a55-4d2f-9a37-3ed5f1b0a001",
        "personaId": "a7cf662c-2ace-4de1-a21e-ef0fbf144bb7",
        "clientLabel": "kiosk-berlin",
        "startTime": "2026-04-20T09:00:01.250Z",
        "endTime": "2026-04-20T09:12:35.250Z",
        "sessionLengthMs": 754000,
        "exitStatus": "NORMAL_EXIT",
        "engineProtocol": "https",
        "clientMetadata": {"userAgent": "Mozilla/5.0"},
        "personaConfig": {
            "name": "Cara",
            "avatarEngineKey": "cara_home",
            "llmConfig": {
                "urls": [{"url": "https://llm.example/v1", "apiKey": "sk-inside-llm-config"}],
                "maxTokens": 4096,
                "encrypted_secret": "c2VhbGVk",
            },
            "systemPrompt": "You are a helpful assistant.",
        },
        "apiKeyId": "11111111-2222-4333-8444-555555555555",
        "organizationId": "V1StGXR8_Z5jdHi6B-myT",
        "createdAt": "2026-04-20T09:00:00.000Z",
        "updatedAt": None,
    },
    "elizaos": {
        "sessionId": "0f0b4c1e-5a55-0d2f-9a37-3ed5f1b0a002",
        "agentId": "b850bc30-45f8-0041-a00a-83df46d8555d",
        "userId": "c43be4d0-7a6c-4b0e-8a52-2b7a4f4a9d10",
        "createdAt": "2026-04-20T09:00:00.000Z",
        "lastActivity": "2026-04-20T09:05:00.000Z",
        "expiresAt": "2026-04-20T09:35:00.000Z",
        "metadata": {"platform": "web"},
        "timeoutConfig": {"timeoutMinutes": 30, "autoRenew": True, "maxDurationMinutes": 720.5},
        "renewalCount": 1,
        "timeRemaining": 1_500_000,
        "isNearExpiration": False,
        "channelId": "d9428888-122b-41e1-b85c-61a84d7a3a11",
    },
    "konpro": {
        "session_id": "b1c2d3e4f5",
        "status": "connected",
        "created_at": 1_776_675_600,
        "api_key_type": "production",
        "duration": 93.5,
        "avatar_id": "Anna_public_3_20240108",
        "voice_name": "Anna",
    },
}

_READ: Mapping[str, Callable[[dict[str, Any]], Any]] = {
    "akool": SessionResponse.from_dict,
    "anam": AnamRecord.from_dict,
    "elizaos": SessionInfo.from_dict,
    "konpro": KonProRecord.from_dict,
}


def record(vendor: str, **changes: Any) -> dict[str, Any]:
    """Return the vendor's record with these changes."""
    changed = {**deepcopy(RECORDS[vendor]), **changes}
    return {name: value for name, value in changed.items() if value is not ABSENT}


def session(vendor: str, **changes: Any) -> Session:
    """Return the Session for the vendor's record with these changes."""
    return SOURCES[vendor].session(_READ[vendor](record(vendor, **changes)))


def list_request(vendor: str, at: Position | None = None, size: int = 100, **filters: Any) -> Request[Envelope]:
    """Return the request for a page of the vendor's list."""
    return SOURCES[vendor].list_request(Filters(**filters), at or Position(), size)


def envelope(vendor: str, answer: Any) -> Envelope:
    """Return the Envelope for a list answer."""
    return answered(SOURCES[vendor], list_request(vendor), answer)


def answered(source: Source, request: Request[T], answer: Any) -> T:
    """Return the request's result for this JSON answer, read by the vendor's client. Infinity becomes 1e400."""
    content = json.dumps(answer).replace("Infinity", "1e400").encode()

    async def ask() -> T:
        transport = httpx.MockTransport(lambda _: httpx.Response(200, content=content))
        async with httpx.AsyncClient(transport=transport, trust_env=False) as http:
            return request.parse(
                await request.endpoint.asyncio_detailed(client=source.connect(http), **request.arguments)
            )

    return asyncio.run(ask())

"""Invented sessions in each vendor's documented format, the same in each run.

`MARK` stands for a record's identifier, which `benchmarks.pages` inserts.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

Record = dict[str, Any]

MARK = "@identifier@"
NAMES = ("Cara", "Leo", "Mia", "Astrid")
BEGINNING = datetime(2026, 2, 11, 14, 5, 10, 250_000, tzinfo=UTC)

PROMPT = (
    "You are {name}, who welcomes visitors at the front desk of a science museum. Speak in short, warm sentences, "
    "never guess opening hours or prices, and say “I don’t know” where the notes do not tell.\n"
)
TOOL = {
    "type": "client",
    "name": "show_map",
    "description": "Show the visitor where an exhibit is, on the screen beside the avatar.",
    "parameters": {
        "type": "object",
        "properties": {"exhibit": {"type": "string"}, "floor": {"type": "integer", "minimum": 0, "maximum": 4}},
        "required": ["exhibit"],
    },
}


def akool(number: int) -> Record:
    """Return a session with one of three stream types, each with its own credentials."""
    kind = ("agora", "livekit", "trtc")[number % 3]
    return {
        "_id": MARK,
        "uid": 100_000 + number * 37,
        "type": 1 + number % 2,
        "status": (3, 3, 3, 4, 2)[number % 5],
        "stream_type": kind,
        "credentials": _credentials(kind, number),
    }


def _credentials(kind: str, number: int) -> Record:
    token = f"{number:06d}IADhPq0cVb8s7Q2mTn5xWz1LkR4uYe9" * 4
    match kind:
        case "agora":
            channel = f"channel-{number:08x}"
            return {
                "agora_uid": number,
                "agora_app_id": f"{number:032x}",
                "agora_channel": channel,
                "agora_token": token,
            }
        case "livekit":
            return {
                "livekit_url": "wss://avatars.livekit.example",
                "livekit_token": token,
                "livekit_room_name": f"room-{number:08x}",
                "livekit_server_identity": f"avatar-{number:08x}",
                "livekit_client_identity": f"user-{number:08x}",
            }
        case _:
            return {
                "trtc_sdk_app_id": 1_400_000_000 + number,
                "trtc_sdk_room_id": f"room-{number:08x}",
                "trtc_sdk_user_id": f"user-{number:08x}",
                "trtc_sdk_user_sig": token,
            }


def anam(number: int, persona_size: int) -> Record:
    """Return an ended session with a persona snapshot of about this many bytes."""
    began = BEGINNING - timedelta(minutes=number * 7, milliseconds=number)
    length = timedelta(milliseconds=20_000 + number * 1_379)
    return {
        "id": MARK,
        "personaId": f"50d74c07-018e-4527-81f3-{number % 4:012x}" if number % 5 else None,
        "clientLabel": f"museum-kiosk-{number % 8}",
        "startTime": _iso(began),
        "endTime": _iso(began + length),
        "sessionLengthMs": length // timedelta(milliseconds=1),
        "exitStatus": "NORMAL_EXIT" if number % 9 else "ERROR",
        "engineHost": f"connect-eu.example/v1/webrtc/engines/engine-{number % 16:010x}",
        "engineProtocol": "https",
        "engineVersion": "v5.1.0",
        "clientMetadata": {"userAgent": "Mozilla/5.0 (X11; Linux x86_64) ExampleKiosk/2.1"},
        "personaConfig": _persona(number, persona_size),
        "apiKeyId": f"3d1e0c55-6f0b-4b7e-9a44-{number % 2:012x}",
        "organizationId": "c34f0060-2c42-4934-b2e8-e01b4db5129f",
        "createdAt": _iso(began - timedelta(milliseconds=350)),
        "updatedAt": _iso(began + length + timedelta(milliseconds=350)),
    }


def _persona(number: int, size: int) -> Record:
    name = NAMES[number % 4]
    persona: Record = {
        "type": "persistent" if number % 5 else "ephemeral",
        "name": name,
        "llmConfig": {
            "id": f"9c1b8a52-77de-4d7c-8a10-{number % 3:012x}",
            "modelName": "example-model",
            "format": "openai",
            "urls": [{"url": "https://models.example/v1", "region": "default"}],
            "maxTokens": 4096,
            "temperature": 0.7,
            "metadata": {},
        },
        "voice": {"id": f"voice-{number % 6}", "provider": "ELEVENLABS", "stability": 0.5, "speed": 1.05},
        "systemPrompt": "",
        "tools": [],
        "languageCode": "de",
        "skipGreeting": False,
        "zeroDataRetention": False,
        "avatarVersion": "example-3",
        "maxSessionLengthSeconds": 900,
        "fps": 25,
    }
    # A larger persona has both more text and more nested objects.
    while (missing := size - len(json.dumps(persona, separators=(",", ":")))) > 0:
        if missing > len(PROMPT) * 2:
            persona["tools"].append(TOOL)
        persona["systemPrompt"] += PROMPT.format(name=name)[:missing]
    return persona


def konpro(number: int) -> Record:
    """Return an ended session."""
    return {
        "session_id": MARK,
        "status": "connected",
        "created_at": 1_770_818_710 - number * 431,
        "api_key_type": "standard" if number % 7 else "trial",
        "duration": 20 + number * 13,
        "avatar_id": ("avatar-front-desk", "avatar-coach", "avatar-newsroom")[number % 3],
        "voice_name": ("Anna", "Marcus", "Ines")[number % 3],
    }


def elizaos(number: int) -> Record:
    """Return a running session."""
    began = BEGINNING - timedelta(minutes=number * 3, milliseconds=number)
    return {
        "sessionId": MARK,
        "agentId": f"b2a9cc6e-5f14-4e0c-9c3a-{number % 3:012x}",
        "channelId": f"7de40ad1-90f2-4ff8-b4f8-{number:012x}",
        "userId": f"e1c2d3f4-2b8a-4a6d-8f0e-{number % 12:012x}",
        "createdAt": _iso(began),
        "lastActivity": _iso(began + timedelta(minutes=number % 50, milliseconds=17)),
        "metadata": {"platform": "web", "locale": "de"} if number % 2 else {},
        "expiresAt": _iso(began + timedelta(hours=8)),
        "timeoutConfig": {
            "timeoutMinutes": 30,
            "autoRenew": True,
            "maxDurationMinutes": 720,
            "warningThresholdMinutes": 5,
        },
        "renewalCount": number % 6,
        "timeRemaining": 1_500_000 + number,
        "isNearExpiration": False,
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


PLAIN: dict[str, Callable[[int], Record]] = {"akool": akool, "konpro": konpro, "elizaos": elizaos}
"""By vendor, the function that returns a record. `anam` is not here, because it also takes a size."""

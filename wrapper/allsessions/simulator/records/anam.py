"""Anam's sessions, each with a snapshot of its persona's configuration."""

from datetime import datetime, timedelta
from typing import Any

from attrs import frozen

from allsessions.simulator.records import Record, iso
from allsessions.simulator.records.draw import Draw

LABELS = ("anam-lab-chat", "support-web", "onboarding", "kiosk-berlin", "sales-demo", None)
PERSONAS = ("Cara", "Leo", "Mia", "Astrid")
ENGINES = (("connect-eu.anam.ai", "v5.1.0"), ("connect-us.anam.ai", "v5.0.3"))


@frozen(kw_only=True)
class _Organization:
    id: str
    api_keys: tuple[str, ...]
    personas: dict[str, str]
    """The personas' names, by id."""


def make(draw: Draw, count: int) -> tuple[Record, ...]:
    """Make `count` sessions of one organization, newest first. 5 sessions or more include every known exit status."""
    organization = _Organization(
        id=draw.uuid(),
        api_keys=(draw.uuid(), draw.uuid()),
        personas={draw.uuid(): name for name in PERSONAS},
    )
    past: dict[str | None, int] = {"NORMAL_EXIT": 10, "CLOSED_BY_ENGINE": 2, "ERROR": 1}
    history = draw.history(count, fresh=(None, None), past=past)
    return tuple(_session(draw, organization, created, exit_status) for created, exit_status in history)


def _session(draw: Draw, owner: _Organization, created: datetime, exit_status: str | None) -> dict[str, Any]:
    # A session without a persona has an ephemeral configuration, from the request for its session token.
    persona_id = draw.random.choice((*owner.personas, None))
    host, version = draw.random.choice(ENGINES)
    return {
        "id": draw.uuid(),
        "personaId": persona_id,
        "clientLabel": draw.random.choice(LABELS),
        **_timing(draw, created, exit_status),
        "engineHost": f"{host}/v1/webrtc/engines/anam-engine-{draw.hexadecimal(10)}",
        "engineProtocol": "https",
        "engineVersion": version,
        "clientMetadata": {"userAgent": "Mozilla/5.0"},
        "personaConfig": _persona_config(draw, owner.personas.get(persona_id or "")),
        "apiKeyId": draw.random.choice(owner.api_keys),
        "organizationId": owner.id,
        "createdAt": iso(created),
    }


def _timing(draw: Draw, created: datetime, exit_status: str | None) -> Record:
    """Return the times and the exit status of a session. A running session has no end and no exit status."""
    started = created + draw.between(timedelta(milliseconds=200), timedelta(seconds=4))
    if exit_status is None:
        return {
            "startTime": iso(started),
            "endTime": None,
            "sessionLengthMs": None,
            "exitStatus": None,
            "updatedAt": None,
        }
    length = draw.between(timedelta(seconds=5), timedelta(minutes=45))
    return {
        "startTime": iso(started),
        "endTime": iso(started + length),
        "sessionLengthMs": length // timedelta(milliseconds=1),
        "exitStatus": exit_status,
        "updatedAt": iso(started + length),
    }


def _persona_config(draw: Draw, persona: str | None) -> Record:
    name = persona or "Cara"
    return {
        "type": "persistent" if persona else "ephemeral",
        "name": name,
        "llmConfig": {
            "id": draw.uuid(),
            "modelName": "gpt-4o",
            "format": "openai",
            "urls": [{"url": "https://api.openai.com/v1", "region": "default"}],
            "maxTokens": 4096,
            "temperature": 0.7,
            "metadata": {},
            "secret_iv": "[REDACTED]",
            "encrypted_secret": "[REDACTED]",
        },
        "systemPrompt": f"You are {name}, a helpful assistant.",
        "languageCode": draw.random.choice(("en", "de", "fr")),
        "skipGreeting": False,
        "zeroDataRetention": False,
        "ttsProvider": "ELEVENLABS",
        "avatarEngineKey": f"{name.lower()}_home",
        "avatarVersion": "cara-3",
        "fillerPhrases": [],
        "maxSessionLengthSeconds": 1_000_000,
        "fps": 25,
    }

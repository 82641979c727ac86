"""KonPro's sessions. Only an ended session has a duration. The status does not say if a session has ended."""

from datetime import datetime
from typing import Any, TypeAlias

from allsessions.simulator.records import Record
from allsessions.simulator.records.draw import Draw

Kind: TypeAlias = tuple[str, bool]
"""The status, and True if the session has ended."""

AVATARS = (("avatar-front-desk", "Anna"), ("avatar-coach", "Marcus"), ("avatar-newsroom", "Ines"))


def make(draw: Draw, count: int) -> tuple[Record, ...]:
    """Make `count` sessions, newest first. With 4 sessions or more, every documented status occurs."""
    fresh: tuple[Kind, ...] = (("new", False), ("connecting", False), ("connected", False))
    history = draw.history(count, fresh=fresh, past={("connected", True): 1})
    return tuple(_session(draw, created, kind) for created, kind in history)


def _session(draw: Draw, created: datetime, kind: Kind) -> dict[str, Any]:
    status, over = kind
    avatar_id, voice_name = draw.random.choice(AVATARS)
    return {
        "session_id": draw.hexadecimal(32),
        "status": status,
        "created_at": int(created.timestamp()),
        "api_key_type": draw.random.choice(("standard", "trial")),
        **({"duration": draw.random.randint(5, 45 * 60)} if over else {}),
        "avatar_id": avatar_id,
        "voice_name": voice_name,
    }

"""Akool's sessions. No field has the time of creation. It is in `_id`: the first 4 bytes of this ObjectId."""

from collections.abc import Callable
from datetime import datetime
from itertools import cycle
from typing import Any

from allsessions.simulator.records import Record
from allsessions.simulator.records.draw import Draw

QUEUEING, PROCESSING, COMPLETED, FAILED = 1, 2, 3, 4


def make(draw: Draw, count: int) -> tuple[Record, ...]:
    """Make `count` sessions, newest first. With 5 sessions or more, every documented status occurs."""
    history = draw.history(count, fresh=(QUEUEING, PROCESSING, PROCESSING), past={COMPLETED: 12, FAILED: 1})
    users = [draw.random.randint(100_000, 999_999) for _ in range(6)]
    return tuple(
        _session(draw, created, status, uid=draw.random.choice(users), stream_type=stream_type)
        for (created, status), stream_type in zip(history, cycle(_CREDENTIALS), strict=False)
    )


def _session(draw: Draw, created: datetime, status: int, *, uid: int, stream_type: str) -> dict[str, Any]:
    session_id = f"{int(created.timestamp()):08x}{draw.hexadecimal(16)}"
    return {
        "_id": session_id,
        "uid": uid,
        "type": draw.random.choice((1, 2)),
        "status": status,
        "stream_type": stream_type,
        "credentials": _CREDENTIALS[stream_type](session_id, uid),
    }


def _agora(session_id: str, uid: int) -> Record:
    return {
        "agora_uid": uid,
        "agora_app_id": "simulated-agora-app",
        "agora_channel": f"channel-{session_id}",
        "agora_token": _join_token(session_id),
    }


def _livekit(session_id: str, uid: int) -> Record:
    return {
        "livekit_url": "wss://livekit.invalid",
        "livekit_token": _join_token(session_id),
        "livekit_room_name": f"room-{session_id}",
        "livekit_server_identity": f"avatar-{session_id}",
        "livekit_client_identity": f"user-{uid}",
    }


def _trtc(session_id: str, uid: int) -> Record:
    return {
        "trtc_sdk_app_id": 1_400_000_000,
        "trtc_sdk_room_id": f"room-{session_id}",
        "trtc_sdk_user_id": f"user-{uid}",
        "trtc_sdk_user_sig": _join_token(session_id),
    }


def _join_token(session_id: str) -> str:
    """Return a token that is obviously fake, because these records appear in terminals, logs and screenshots."""
    return f"join-token-of-{session_id}"


_CREDENTIALS: dict[str, Callable[[str, int], Record]] = {"agora": _agora, "livekit": _livekit, "trtc": _trtc}

# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..models.session_status import SessionStatus
from ..types import UNSET, Unset


@define
class Session(Model[Any]):
    """One streaming session."""

    session_id: str | None | Unset = UNSET
    """Unique id of the session."""
    status: SessionStatus | str | None | Unset = UNSET
    """Current or last status."""
    created_at: float | None | Unset = UNSET
    """Start of the session, in Unix time."""
    api_key_type: str | None | Unset = UNSET
    """Kind of API key that started the session."""
    duration: float | None | Unset = UNSET
    """Duration in seconds."""
    avatar_id: str | None | Unset = UNSET
    """Id of the avatar."""
    voice_name: str | None | Unset = UNSET
    """Name of the voice."""


shape.describe(
    Session,
    {
        "session_id": ("session_id", shape.string),
        "status": ("status", shape.enum(SessionStatus)),
        "created_at": ("created_at", shape.number),
        "api_key_type": ("api_key_type", shape.string),
        "duration": ("duration", shape.number),
        "avatar_id": ("avatar_id", shape.string),
        "voice_name": ("voice_name", shape.string),
    },
)

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
    """Identifies the session; no two share it."""
    status: SessionStatus | str | None | Unset = UNSET
    """Where it stands, or the last status it had."""
    created_at: float | None | Unset = UNSET
    """When it began, in Unix time."""
    api_key_type: str | None | Unset = UNSET
    """Which kind of API key it was started with."""
    duration: float | None | Unset = UNSET
    """How long it lasted, in seconds."""
    avatar_id: str | None | Unset = UNSET
    """The avatar that was shown."""
    voice_name: str | None | Unset = UNSET
    """The voice that was heard, by name."""


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

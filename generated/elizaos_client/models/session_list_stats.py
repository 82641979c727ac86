# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset


@define
class SessionListStats(Model[Any]):
    total_sessions: int | None | Unset = UNSET
    active_sessions: int | None | Unset = UNSET
    expired_sessions: int | None | Unset = UNSET


shape.describe(
    SessionListStats,
    {
        "totalSessions": ("total_sessions", shape.integer),
        "activeSessions": ("active_sessions", shape.integer),
        "expiredSessions": ("expired_sessions", shape.integer),
    },
)

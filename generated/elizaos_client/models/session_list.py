# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.session_info import SessionInfo
    from ..models.session_list_stats import SessionListStats


@define
class SessionList(Model[Any]):
    sessions: list[SessionInfo] | None | Unset = UNSET
    total: int | None | Unset = UNSET
    """Number of active sessions."""
    stats: SessionListStats | None | Unset = UNSET


shape.describe(
    SessionList,
    {
        "sessions": ("sessions", shape.list_of(shape.model("SessionInfo"))),
        "total": ("total", shape.integer),
        "stats": ("stats", shape.model("SessionListStats")),
    },
)

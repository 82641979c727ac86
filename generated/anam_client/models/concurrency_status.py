# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset


@define
class ConcurrencyStatus(Model[Any]):
    """The sessions in use and their limit. All values are estimates except the limit."""

    limit: int | None | Unset = UNSET
    """Most sessions at the same time that the organization's plan allows."""
    active: int | None | Unset = UNSET
    """Sessions in use now, approximately."""
    can_start_session: bool | None | Unset = UNSET
    """True if a new session can probably start now."""
    estimated_wait_seconds: int | None | Unset = UNSET
    """Estimated seconds until a session can start; 0 if that is now or soon. Null if there is no estimate."""


shape.describe(
    ConcurrencyStatus,
    {
        "limit": ("limit", shape.integer),
        "active": ("active", shape.integer),
        "canStartSession": ("can_start_session", shape.boolean),
        "estimatedWaitSeconds": ("estimated_wait_seconds", shape.integer),
    },
)

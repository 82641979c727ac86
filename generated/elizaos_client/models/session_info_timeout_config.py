# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset


@define
class SessionInfoTimeoutConfig(Model[Any]):
    """The session's current timeout settings."""

    timeout_minutes: float | None | Unset = UNSET
    """Minutes without activity after which the session expires."""
    auto_renew: bool | str | None | Unset = UNSET
    """True if the session is renewed automatically."""
    max_duration_minutes: float | None | Unset = UNSET
    """Maximum duration of the session in minutes."""
    warning_threshold_minutes: float | None | Unset = UNSET
    """Minutes before expiration at which the warning is sent."""


shape.describe(
    SessionInfoTimeoutConfig,
    {
        "timeoutMinutes": ("timeout_minutes", shape.number),
        "autoRenew": ("auto_renew", shape.one_of(shape.boolean, shape.string)),
        "maxDurationMinutes": ("max_duration_minutes", shape.number),
        "warningThresholdMinutes": ("warning_threshold_minutes", shape.number),
    },
)

# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset


@define
class SessionInfoTimeoutConfig(Model[Any]):
    """The rules for timing out that apply to it now."""

    timeout_minutes: float | None | Unset = UNSET
    """How many minutes without activity end it."""
    auto_renew: bool | str | None | Unset = UNSET
    """True if it is renewed without a request to do so."""
    max_duration_minutes: float | None | Unset = UNSET
    """How many minutes it may last altogether."""
    warning_threshold_minutes: float | None | Unset = UNSET
    """How many minutes ahead of its end the warning is given."""


shape.describe(
    SessionInfoTimeoutConfig,
    {
        "timeoutMinutes": ("timeout_minutes", shape.number),
        "autoRenew": ("auto_renew", shape.one_of(shape.boolean, shape.string)),
        "maxDurationMinutes": ("max_duration_minutes", shape.number),
        "warningThresholdMinutes": ("warning_threshold_minutes", shape.number),
    },
)

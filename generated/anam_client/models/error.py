# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset


@define
class Error(Model[Any]):
    """The body of an error response."""

    error: str | None | Unset = UNSET
    """The kind of error."""
    message: str | None | Unset = UNSET
    """The error message."""


shape.describe(
    Error,
    {
        "error": ("error", shape.string),
        "message": ("message", shape.string),
    },
)

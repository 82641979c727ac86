# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.error_detail import ErrorDetail


@define
class Error(Model[Any]):
    """The body of an error response."""

    success: bool | None | Unset = UNSET
    """False if present."""
    error: ErrorDetail | str | None | Unset = UNSET
    """The error, or in some responses only its message."""
    message: str | None | Unset = UNSET
    """The error message, if it is not inside error."""


shape.describe(
    Error,
    {
        "success": ("success", shape.boolean),
        "error": ("error", shape.one_of(shape.model("ErrorDetail"), shape.string)),
        "message": ("message", shape.string),
    },
)

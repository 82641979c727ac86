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
    """Why a request was refused."""

    success: bool | None | Unset = UNSET
    """False, where it is there."""
    error: ErrorDetail | str | None | Unset = UNSET
    """The error; in some answers only its text."""
    message: str | None | Unset = UNSET
    """What is wrong, for people, where it is not inside error."""


shape.describe(
    Error,
    {
        "success": ("success", shape.boolean),
        "error": ("error", shape.one_of(shape.model("ErrorDetail"), shape.string)),
        "message": ("message", shape.string),
    },
)

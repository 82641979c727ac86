# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset


@define
class ErrorDetail(Model[Any]):
    """An error with its code."""

    code: str | int | None | Unset = UNSET
    """The kind of error, such as SESSION_NOT_FOUND, or the HTTP status."""
    message: str | None | Unset = UNSET
    """The error message."""
    timestamp: str | None | Unset = UNSET
    """The time of the error."""


shape.describe(
    ErrorDetail,
    {
        "code": ("code", shape.one_of(shape.string, shape.integer)),
        "message": ("message", shape.string),
        "timestamp": ("timestamp", shape.string),
    },
)

# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset


@define
class ErrorDetail(Model[Any]):
    """An error with its code."""

    code: str | None | Unset = UNSET
    """The kind of error, such as INVALID_API_KEY."""
    message: str | None | Unset = UNSET
    """The error message."""
    details: Any = UNSET
    """Further details of the error."""


shape.describe(
    ErrorDetail,
    {
        "code": ("code", shape.string),
        "message": ("message", shape.string),
        "details": ("details", shape.anything),
    },
)

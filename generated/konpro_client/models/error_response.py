# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.error_detail import ErrorDetail


@define
class ErrorResponse(Model[Any]):
    """The body of an error response."""

    error: ErrorDetail | str | None | Unset = UNSET
    """The error, or in some responses only its message."""
    code: str | None | Unset = UNSET
    """The error code, if it is not inside error."""
    message: str | None | Unset = UNSET
    """The error message, if it is not inside error."""
    request_id: str | None | Unset = UNSET
    """The id of the request, for the vendor's support."""


shape.describe(
    ErrorResponse,
    {
        "error": ("error", shape.one_of(shape.model("ErrorDetail"), shape.string)),
        "code": ("code", shape.string),
        "message": ("message", shape.string),
        "request_id": ("request_id", shape.string),
    },
)

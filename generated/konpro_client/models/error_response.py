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
    """Why a request was refused."""

    error: ErrorDetail | str | None | Unset = UNSET
    """The error; in some answers only its text."""
    code: str | None | Unset = UNSET
    """The error's code, where it is not inside error."""
    message: str | None | Unset = UNSET
    """The error's text, where it is not inside error."""
    request_id: str | None | Unset = UNSET
    """What the vendor's support asks for."""


shape.describe(
    ErrorResponse,
    {
        "error": ("error", shape.one_of(shape.model("ErrorDetail"), shape.string)),
        "code": ("code", shape.string),
        "message": ("message", shape.string),
        "request_id": ("request_id", shape.string),
    },
)

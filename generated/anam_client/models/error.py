# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset


@define
class Error(Model[Any]):
    """Why a request was refused."""

    error: str | None | Unset = UNSET
    """The kind of error in short."""
    message: str | None | Unset = UNSET
    """What is wrong, for people."""


shape.describe(
    Error,
    {
        "error": ("error", shape.string),
        "message": ("message", shape.string),
    },
)

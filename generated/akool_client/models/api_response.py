# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset


@define
class ApiResponse(Model[Any]):
    code: int | None | Unset = UNSET
    """Result of the call; 1000 means success."""
    msg: str | None | Unset = UNSET
    """The result as text."""


shape.describe(
    ApiResponse,
    {
        "code": ("code", shape.integer),
        "msg": ("msg", shape.string),
    },
    required={"code", "msg"},
)

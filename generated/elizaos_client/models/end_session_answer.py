# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset


@define
class EndSessionAnswer(Model[Any]):
    message: str | None | Unset = UNSET


shape.describe(
    EndSessionAnswer,
    {
        "message": ("message", shape.string),
    },
)

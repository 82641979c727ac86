# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from attrs import define

from .. import _shapes as shape
from .._model import Model


@define
class EndSessionAnswer(Model[Any]):
    pass


shape.describe(
    EndSessionAnswer,
    {},
)

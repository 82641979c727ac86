# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from attrs import define

from .. import _shapes as shape
from .._model import Model


@define
class EndSessionBody(Model[Any]):
    session_id: str
    """The session's id."""


shape.describe(
    EndSessionBody,
    {
        "session_id": ("session_id", shape.string),
    },
    required={"session_id"},
)
